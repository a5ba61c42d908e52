package rtf

import "testing"

func TestNotes(t *testing.T) {
	ref := func(n, label string) string {
		return `<a epub:type="noteref" role="doc-noteref" href="#note-` + n + `"><sup>` + label + `</sup></a>`
	}
	note := func(n, text string) string {
		return `<aside epub:type="footnote" role="doc-footnote" id="note-` + n + `">` + text + `</aside>`
	}
	check(t, []sample{
		{"Word's", `\pard\plain a{\cs16\super\chftn{\footnote\pard\plain\s15{\cs16\super\chftn}{\i  Text} of it.}} b\par`, `<p>a` + ref("1", "1") + ` b</p>` + note("1", `<p><em>Text</em> of it.</p>`)},
		{"endnotes in the order of the text", `a{\super\chftn{\footnote x}}b{\super\chftn{\footnote\ftnalt y}}c{\super\chftn{\footnote z}}\par`,
			`<p>a` + ref("1", "1") + `b` + ref("2", "2") + `c` + ref("3", "3") + `</p>` + note("1", "<p>x</p>") + note("2", "<p>y</p>") + note("3", "<p>z</p>")},
		{"a mark of the author's own", `a{\super *{\footnote\pard\plain{\super *} text}}\par`, `<p>a` + ref("1", "*") + `</p>` + note("1", "<p>text</p>")},
		{"paragraphs and lists in one", `a{\super\chftn}{\footnote x\par\pard{\pntext\'B7\tab}{\*\pn\pnlvlblt}y\par}\par`, `<p>a` + ref("1", "1") + `</p>` + note("1", "<p>x</p><ul><li><p>y</p></li></ul>")},
		{"in a cell", `\trowd\cellx9\pard\intbl a{\super\chftn}{\footnote\pard\plain x}\cell\row`, `<table><tr><td><p>a` + ref("1", "1") + `</p></td></tr></table>` + note("1", "<p>x</p>")},
		{"a note in a note is a part of it", `a{\footnote x{\footnote y}z}\par`, `<p>a` + ref("1", "1") + `</p>` + note("1", "<p>xyz</p>")},
		{"the lines above notes are the printer's", `{\*\ftnsep\pard -----\par}{\*\aftncn more}a\par`, `<p>a</p>`},
		{"a deleted one", `a{\deleted\chftn{\footnote x}}b\par`, `<p>ab</p>`},
	})
}
