package rtf

import (
	"strings"
	"testing"
)

func TestFields(t *testing.T) {
	field := func(do, result string) string {
		return `{\field{\*\fldinst ` + do + `}{\fldrslt ` + result + `}}`
	}
	check(t, []sample{
		{"link", field(`HYPERLINK "https://e.test/?a=1&b"`, `{\ul\cf2 here}`) + `\par`, `<p><a href="https://e.test/?a=1&amp;b">here</a></p>`},
		{"link whose instruction is in groups", `{\field\fldedit{\*\fldinst {\rtlch\fcs1 \ltrch\insrsid1  HYPERLINK "https://e.test/" \\l "part" \\o "tip" }{{\*\datafield 00d0}}}{\fldrslt {x}}}\sectd y\par`,
			`<p><a href="https://e.test/#part">x</a>y</p>`},
		{"link within the file", field(`HYPERLINK \\l "_Toc1"`, `x`) + `\par`, `<p>x</p>`},
		{"link that is not of the web", field(`HYPERLINK "javascript:alert(1)"`, `x`) + `\par`, `<p>x</p>`},
		{"mail", field(`HYPERLINK mailto:a@e.test`, `x`) + `\par`, `<p><a href="mailto:a@e.test">x</a></p>`},
		{"page number", `a ` + field(`PAGE`, `7`) + `b\par`, `<p>a b</p>`},
		{"contents", field(`TOC \\o "1-3"`, `One\tab 1\par Two\tab 2`) + `\par a\par`, `<p>a</p>`},
		{"others show what they gave", field(`REF here`, `there`) + field(` DATE \\@ "d"`, `3 May`) + `\par`, `<p>there3 May</p>`},
		{"field in a field", field(`IF {\field{\*\fldinst PAGE}{\fldrslt 1}} = 1 "a"`, `a`+field(`HYPERLINK "http://e.test"`, `b`)+`c`) + `\par`, `<p>a<a href="http://e.test">b</a>c</p>`},
		{"button", field(`MACROBUTTON NoMacro Click here`, ``) + `\par`, `<p>Click here</p>`},
	})
	d := read(t, `{\rtf1 `+field(`INCLUDEPICTURE "https://e.test/a.png" \\d`, `{\pict\wmetafile8 0100}`)+field(`MACROBUTTON M x`, ``)+`{\*\template https://e.test/t.dot}\par}`)
	n := notices(d)
	if n["external"].Count != 2 || !strings.Contains(n["external"].Example, "e.test") || n["macros"].Count != 1 || n["lost_pictures"].Count != 1 {
		t.Errorf("%+v", d.Notices)
	}
}
