package rtf

import (
	"testing"

	"github.com/ficstead/ficstead/internal/office"
)

func TestChanges(t *testing.T) {
	check(t, []sample{
		{"accepted", `a{\revised\revauth1\revdttm12 b}{\deleted\revauthdel1 c}d\par`, `<p>abd</p>`},
		{"moved", `{\mvf\mvauth1 a b}c{\mvt\mvauth1 a b}\par`, `<p>ca b</p>`},
		{"a deleted end joins paragraphs", `a{\deleted\par}b\par`, `<p>ab</p>`},
		{"hidden", `a{\v b\par}c\v0 d\par`, `<p>acd</p>`},
		{"deleted pictures and boxes", `a{\deleted{\pict\pngblip 89504e47}{\shp{\*\shpinst{\shptxt b\par}}}}\par`, `<p>a</p>`},
		{"comments and their marks", `{\*\atrfstart 1}a{\*\atrfend 1}{\*\atnid AB}{\*\atnauthor Ada}\chatn{\*\annotation{\*\atnref 1}{\*\atndate 12}\pard\plain Why?}\par`, `<p>a</p>`},
		{"headers", `{\header\pard My Draft\par}{\footer\pard{\field{\*\fldinst PAGE}{\fldrslt 1}}\par}a\par`, `<p>a</p>`},
		{"index and contents marks", `a{\xe\v dragons}{\tc\v Chapter}{\*\bkmkstart x}b{\*\bkmkend x}\par`, `<p>ab</p>`},
		{"custom properties, protection, themes", `{\*\userprops{\propname x}{\staticval y}}{\*\passwordhash 010203}\enforceprot1{\*\themedata 504b}{\*\datastore 0105}{\*\xmlnstbl {\xmlns1 urn}}a\par`, `<p>a</p>`},
	})
	d := read(t, `{\rtf1{\header\pard My Draft\par}{\footer Page \chpgn  of {\field{\*\fldinst NUMPAGES}{\fldrslt 9}}\par}a{\revised b}{\revised\b c}x{\revised d}{\deleted e}{\deleted{\i f}}{\v g}{\*\annotation Why?}{\mmath{\*\moMath{\mr x}}}{\object\objemb{\*\objclass Equation.3}{\*\objdata 0105}{\result{\pict\wmetafile8 01}}}\par}`)
	n := notices(d)
	for kind, want := range map[office.NoticeKind]int{"headers_footers": 1, "insertions": 2, "deletions": 1, "hidden": 1, "comments": 1, "objects": 2, "lost_pictures": 1} {
		if got := n[kind].Count; got != want {
			t.Errorf("%s: %d, want %d", kind, got, want)
		}
	}
	if n["comments"].Example != "Why?" || n["deletions"].Example != "e" || n["objects"].Example != "Equation.3" || n["headers_footers"].Example != "My Draft" {
		t.Errorf("%+v", d.Notices)
	}
}
