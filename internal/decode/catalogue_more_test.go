package decode

import (
	"slices"
	"testing"
)

// TestMoreBreaks tries marks that are speech once and drawings twice.
func TestMoreBreaks(t *testing.T) {
	var cases []catalogueCase
	for _, mark := range []string{"()()()", "() () ()", "[][][]", "VvVvV", "vVvVv", "!!!!!!!!!!", "????????"} {
		cases = append(cases, catalogueCase{"break " + mark, between(mark), []string{"breaks=1"}, nil})
	}
	for _, mark := range []string{"!!!", "????"} {
		cases = append(cases, catalogueCase{"twice " + mark, between(mark) + "\n" + between(mark), []string{"breaks=2"}, nil})
	}
	for _, honest := range []string{"!!!", "????", "?!?!?!", "()", "Vv", "ZzZzZz", "AaAaAa", "VVVV", "VvV!"} {
		cases = append(cases, catalogueCase{"guard: " + honest, between(honest), []string{"breaks=0", "body=…" + honest + "…"}, nil})
	}
	runCatalogue(t, cases)
}

// TestStrokesRoundVerse takes the two strokes round lyrics for the emphasis
// that they are.
func TestStrokesRoundVerse(t *testing.T) {
	const sung = "Nine gulls upon the wall<br>and one of them is me<br>and one is no one at all"
	runCatalogue(t, []catalogueCase{
		{"round all", between("//Nine gulls upon the wall\nand one of them is me\nand one is no one at all//"), []string{"verse=1", "body=…<p><em>" + sung + "</em></p>…"}, nil},
		{"with blanks", between("// Nine gulls upon the wall\nand one of them is me\nand one is no one at all //"), []string{"verse=1", "body=…<p><em>" + sung + "</em></p>…"}, nil},
		{"round each line", between("//Nine gulls upon the wall//\n//and one of them is me//\n//and one is no one at all//"), []string{"verse=1", "body=…<br><em>and one of them is me</em><br>…"}, []string{"body=…//…"}},
		{"round each paragraph", between("//Nine gulls upon the wall//\n\n//and one of them is me//\n\n//and one is no one at all//"), []string{"verse=1", "body=…<em>and one of them is me</em>…"}, []string{"body=…//…"}},
		{"a thought in a sentence", between("She looked up. //Not again.// He shook his head, and the boats came in."), []string{"verse=0", "body=…<em>Not again.</em>…"}, nil},
		{"guard: strokes that do not end", between("//Nine gulls upon the wall\nand one of them is me\nand one is no one at all"), []string{"verse=1", "body=…<p>//Nine…"}, nil},
	})
}

// TestMixedTags tells pairs and categories among the tags of a front matter.
func TestMixedTags(t *testing.T) {
	m, err := one(ReadBytes(t.Context(), "a.md", []byte("---\ntitle: T\ntags: [Hanna/Josef, Ida Berg / Josef Lund, Hurt/Comfort, F/M, sea, AU/UST, slow/burn, Alpha/Beta/Omega, Hanna/Josef/Ida, either/Or]\n---\n\n"+prose+"\n"), Limits{}))
	if err != nil {
		t.Fatal(err)
	}
	want := []Tag{
		{TagRelationship, "Hanna/Josef"}, {TagRelationship, "Ida Berg/Josef Lund"}, {TagFreeform, "Hurt/Comfort"}, {TagCategory, "F/M"}, {TagFreeform, "sea"},
		{TagFreeform, "AU/UST"}, {TagFreeform, "slow/burn"}, {TagFreeform, "Alpha/Beta/Omega"}, {TagRelationship, "Hanna/Josef/Ida"}, {TagFreeform, "either/Or"},
	}
	if !slices.Equal(m.Tags, want) {
		t.Errorf("got  %v\nwant %v", m.Tags, want)
	}
}
