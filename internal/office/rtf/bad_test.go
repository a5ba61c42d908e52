package rtf

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/office"
)

func TestBadFiles(t *testing.T) {
	for _, c := range []struct {
		name, file string
		want       error
	}{
		{"nothing", "", office.ErrOtherKind},
		{"plain text", "Once upon a time", office.ErrOtherKind},
		{"a zip", "PK\x03\x04 {\\rtf1", office.ErrOtherKind},
		{"an old Word file", "\xD0\xCF\x11\xE0", office.ErrOtherKind},
		{"breaks off in its head", `{\rtf1\ansi{\fonttbl{\f0 Times`, office.ErrBroken},
		{"only its beginning", `{\rtf`, office.ErrBroken},
	} {
		if d, err := Read(context.Background(), []byte(c.file), office.Limits{}); !errors.Is(err, c.want) || d != nil {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

func TestDamagedFilesGiveWhatIsWhole(t *testing.T) {
	for _, c := range []struct{ name, file, want string }{
		{"breaks off in a word", `{\rtf1 {\b bold} and then {\i slanted`, `<p><strong>bold</strong> and then <em>slanted</em></p>`},
		{"breaks off in a note", `{\rtf1 a{\super\chftn}{\footnote not`, `<p>a<a epub:type="noteref" role="doc-noteref" href="#note-1"><sup>1</sup></a></p><aside epub:type="footnote" role="doc-footnote" id="note-1"><p>not</p></aside>`},
		{"breaks off in a table", `{\rtf1 \trowd\cellx9\pard\intbl a\cell b`, `<table><tr><td><p>a</p></td><td><p>b</p></td></tr></table>`},
		{"breaks off in a picture", `{\rtf1 a{\pict\pngblip 89504e4`, `<p>a</p>`},
		{"breaks off in \\bin", `{\rtf1 a\par{\pict\pngblip\bin99999 x`, `<p>a</p>`},
		{"breaks off in a coded letter", `{\rtf1 a\'e`, `<p>a</p>`},
		{"breaks off in a control", `{\rtf1 a\`, `<p>a</p>`},
		{"a group is closed once too often", "{\\rtf1 a\\par}}\x00\x00 junk", `<p>a</p>`},
		{"a bad coded letter", `{\rtf1 a\'zzb}`, `<p>azzb</p>`},
		{"a number without end", `{\rtf1 a\fs99999999999999999999999 b\u99999999999 ?c}`, "<p>ab\uFFFDc</p>"},
		{"destinations that are in no group", `{\rtf1 a\footnote b\pict c\info d}`, `<p>abcd</p>`},
		{"cells and rows without a table", `{\rtf1 a\cell b\row\nestcell\nestrow c}`, `<table><tr><td><p>a</p></td><td><p>b</p></td></tr><tr><td><table><tr><td></td></tr></table></td></tr></table><p>c</p>`},
		{"field parts without a field", `{\rtf1 {\*\fldinst PAGE}{\fldrslt a}}`, `<p>a</p>`},
		{"a byte order mark before it", "\xEF\xBB\xBF{\\rtf1 a}", `<p>a</p>`},
		{"styles based on each other", `{\rtf1{\stylesheet{\s1\sbasedon2 A;}{\s2\sbasedon1 B;}}\s1 a\par}`, `<p>a</p>`},
		{"a list without levels", `{\rtf1{\*\listtable{\list\listid1}}{\*\listoverridetable{\listoverride\listid1\ls1}}\ls1\ilvl99 a\par}`, ``},
	} {
		d := read(t, c.file)
		if got := strings.ReplaceAll(d.HTML, "\n", ""); got != c.want && c.want != "" {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
		if said, broke := notices(d)[office.Damaged].Count == 1, strings.HasPrefix(c.name, "breaks off"); said != broke {
			t.Errorf("%s: says that it is damaged: %v", c.name, said)
		}
		balanced(t, d.HTML)
	}
}

func TestGroupsNestedWithoutEnd(t *testing.T) {
	const deep = 100_000
	for _, c := range []struct{ name, open, inner string }{
		{"groups", `{`, `words`},
		{"bold groups", `{\b `, `words`},
		{"notes", `{\footnote `, `words`},
		{"boxes", `{\shp{\*\shpinst{\shptxt `, `words`},
		{"fields", `{\field{\*\fldinst HYPERLINK "http://e.test"}{\fldrslt `, `words`},
		{"pictures", `{\pict `, `words`},
		{"tables", `\trowd\itap9\intbl{`, `words\nestcell`},
		{"unknown", `{\*\nosuch `, `words`},
		{"alternatives", `{\upr{\*\ud `, `words`},
		{"styles", `{\stylesheet{\s1 `, `words`},
		{"fonts", `{\fonttbl{\f1 `, `words`},
		{"lists", `{\*\listtable{\list{\listlevel `, `words`},
		{"info", `{\info{\title `, `words`},
	} {
		for _, end := range []string{"", "}"} {
			n := strings.Count(c.open, "{") - strings.Count(c.open, "}")
			file := `{\rtf1 before ` + strings.Repeat(c.open, deep) + c.inner + strings.Repeat(strings.Repeat(end, n), deep) + ` after\par}`
			d, err := Read(context.Background(), []byte(file), office.Limits{TextBytes: 1 << 26})
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
				continue
			}
			if end != "" && (!strings.Contains(d.HTML, "before") || !strings.Contains(d.HTML, "after")) {
				t.Errorf("%s: words are lost: %.200s", c.name, d.HTML)
			}
			if c.name == "groups" && (!strings.Contains(d.HTML, "words") || notices(d)[office.Nested].Count != 1) {
				t.Errorf("%+v: %.200s", d.Notices, d.HTML)
			}
			balanced(t, d.HTML)
		}
	}
}

func TestLimits(t *testing.T) {
	file := []byte(`{\rtf1 ` + strings.Repeat(`some words\par `, 1000) + "}")
	if d, err := Read(context.Background(), file, office.Limits{TextBytes: 5000}); !errors.Is(err, office.ErrTooBig) || d != nil {
		t.Errorf("%v", err)
	}
	note := []byte(`{\rtf1 a{\footnote ` + strings.Repeat(`some words\par `, 1000) + "}}")
	if _, err := Read(context.Background(), note, office.Limits{TextBytes: 5000}); !errors.Is(err, office.ErrTooBig) {
		t.Errorf("%v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Read(ctx, file, office.Limits{}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
