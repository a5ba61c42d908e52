package mention

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// coast is a small world in which a name is a word, and another one is somebody's title.
func coast() *Lexicon {
	return Build(slices.Values([]Name{
		{ID: 1, Kind: Fandom, Text: "The Lantern Coast - M. Orrin", Count: 50},
		{ID: 10, Kind: Character, Text: "Maren Holt", Groups: []int64{1}, Count: 30},
		{ID: 11, Kind: Character, Text: "Will O’Hara (Lantern Coast)", Groups: []int64{1}, Count: 20},
		{ID: 12, Kind: Character, Text: "Éloïse Weiß", Groups: []int64{1}, Count: 5},
		{ID: 13, Kind: Character, Text: "Captain Holt", Of: 10},
		{ID: 14, Kind: Character, Text: "Nobody", Of: 99},
		{ID: 15, Kind: Character, Text: "???"},
		{ID: 16, Kind: Character, Text: ""},
		{ID: 17, Kind: Character, Text: "灯"},
		{ID: 18, Kind: Fandom, Text: strings.Repeat("long ", 40)},
		{ID: 20, Kind: Relationship, Text: "Maren Holt/Will O'Hara", Groups: []int64{1}},
		{ID: -1, Kind: Saying, Text: "major character death"},
	}))
}

func told(x *Lexicon, chapters ...string) string {
	r := x.Read()
	for _, c := range chapters {
		r.Chapter(c)
	}
	var out []string
	for _, f := range r.Found(nil) {
		out = append(out, fmt.Sprintf("%d:%d:%d", f.ID, f.Times, f.Chapter))
	}
	return strings.Join(out, " ")
}

func TestSpellings(t *testing.T) {
	x := coast()
	for _, c := range []struct{ name, text, want string }{
		{"accents, apostrophes and genitives", "It was ELOISE WEISS, said Will O'Hara. “Eloise Weiss’s boat,” said Will O’Hara’s friend, and Éloïse Weiß laughed.", "1:0:0 12:3:1 11:2:1"},
		{"a title", "There went Captain Holt. “Captain Holt!” cried they. Maren Holt turned; then Will O'Hara and Will O'Hara’s dog did.", "1:0:0 10:3:1 11:2:1"},
		{"small letters are no name", "they have the will, maren holt had said nothing of it.", ""},
		{"nothing", "", ""},
		{"no words", " … — ?! \n\n", ""},
	} {
		if got := told(x, c.text); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	if got := told(x, "Nobody came.", "Maren Holt came with Will O'Hara. Then Maren Holt left Will O'Hara."); got != "1:0:0 10:2:2 11:2:2" {
		t.Error("in the second chapter:", got)
	}
}

// What stands in a line of a million words, or behind the last that is read, does no harm.
func TestLimits(t *testing.T) {
	x := coast()
	r := x.Read()
	r.Chapter(strings.Repeat("Maren Holt and Will O'Hara ", 300_000))
	if n := r.Words(); n < MaxText || n > MaxText+maxLine {
		t.Error(r.Words(), "words were read")
	}
	if f := r.Found([]int64{1, 1, 77, -5}); len(f) != 2 || f[0].ID != 10 || f[1].ID != 11 {
		t.Error(f)
	}
	r = x.Read()
	r.Note(strings.Repeat("a/b ", 100_000) + strings.Repeat("/", 100_000) + "Maren/Will")
	if len(r.couples) > maxCouples {
		t.Error(len(r.couples), "couples")
	}
	r.Found(nil)
	empty := Build(slices.Values([]Name(nil)))
	if got := told(empty, "Maren Holt"); got != "" || empty.Len() != 0 {
		t.Error(got)
	}
}

// FuzzRead has whatever text as names, notes and story: nothing breaks, and what is said
// of a note is text.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"Maren Holt", "A/N: x", "魏无羡、カイト・ミナセ", "a\xffb", "“,” “, ‘", "Warnings: no character death", "İSTANBUL ǅ", "O’", "'", "ー", "e\u0301\u0301 \u200d"} {
		f.Add(s, s+" "+s)
	}
	f.Fuzz(func(t *testing.T, name, text string) {
		x := Build(slices.Values([]Name{
			{ID: 1, Kind: Fandom, Text: text}, {ID: 2, Kind: Character, Text: name, Groups: []int64{1}}, {ID: 3, Kind: Character, Text: text, Groups: []int64{1, 2}, Of: 2},
			{ID: 4, Kind: Relationship, Text: name + "/" + text, Groups: []int64{1}}, {ID: 5, Kind: Freeform, Text: name}, {ID: -1, Kind: Saying, Text: text},
		}))
		r := x.Read()
		r.Note(text)
		r.Note("Warnings: " + name)
		r.Chapter(text)
		r.Chapter(name + " " + text + " " + name)
		for _, found := range r.Found([]int64{1}) {
			if utf8.ValidString(text) && utf8.ValidString(name) && (!utf8.ValidString(found.Said) || !utf8.ValidString(found.As)) {
				t.Errorf("%q %q", found.Said, found.As)
			}
		}
	})
}
