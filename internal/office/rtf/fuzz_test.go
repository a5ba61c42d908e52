package rtf

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/net/html"

	"github.com/ficstead/ficstead/internal/office"
)

// Whatever the bytes: no panic, balanced markup of bounded length.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		`{\rtf1\ansi a\par}`, `{\rtf1{\fonttbl{\f0\fcharset128 A;}}\f0\'83A\u-10179?\u-8704?\par}`,
		`{\rtf1` + wordStyles + wordLists + `{\listtext 1.\tab}\pard\s1\ls7 a\par}`,
		`{\rtf1\trowd\clvmgf\cellx9\cellx20\pard\intbl a\cell\itap2 b\nestcell{\*\nesttableprops\trowd\cellx9\nestrow}\cell\row}`,
		`{\rtf1 a{\super\chftn{\footnote\ftnalt b}}{\shp{\*\shpinst{\shptxt c\par}{\sp{\sn pib}{\sv{\pict\pngblip 89504e47}}}}}{\field{\*\fldinst HYPERLINK "http://e.test"}{\fldrslt d}}\par}`,
		`{\rtf1{\info{\title t}{\creatim\yr2003\mo1\dy2}}{\header h}{\v a}{\deleted b\par}{\revised c}{\upr{d}{\*\ud e}}\page\sect\pagebb\brdrb\brdrs\par}`,
		`{\rtf1{\pict\bin5 }}}}}a}`,
	} {
		f.Add([]byte(seed))
	}
	files, _ := filepath.Glob("testdata/*.rtf")
	for _, name := range files {
		if b, err := os.ReadFile(name); err == nil {
			f.Add(b)
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		const limit = 1 << 20
		d, err := Read(context.Background(), b, office.Limits{TextBytes: limit})
		if err != nil {
			return
		}
		if len(d.HTML) > 3*limit {
			t.Errorf("%d bytes", len(d.HTML))
		}
		balanced(t, d.HTML)
		for _, n := range d.Notices {
			if n.Count < 1 {
				t.Errorf("%+v", n)
			}
		}
	})
}

// Words that are written by a writer that knows the rules all come out, in their
// order, whatever they are.
func FuzzWords(f *testing.F) {
	f.Add("Once upon a time\nthere was {nobody} at home\\")
	f.Add("日本語の😀 text — “quoted”, мир")
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.Map(func(c rune) rune {
			if c < ' ' && c != '\n' || c == 0x2028 || c == 0x2029 || c == 0x7F || c >= 0xE000 && c <= 0xF8FF || c == 0xFFFD {
				return -1
			}
			return c
		}, text)
		d, err := Read(context.Background(), []byte(`{\rtf1\ansi\uc1 `+escape(text)+`\par}`), office.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(strings.Fields(words(t, d.HTML)), " "); got != strings.Join(strings.Fields(text), " ") {
			t.Errorf("%q came out as %q", text, got)
		}
	})
}

// escape writes text as rich text.
func escape(text string) string {
	var b strings.Builder
	for _, c := range text {
		switch {
		case c == '\n':
			b.WriteString("\\par\n")
		case c == '\\' || c == '{' || c == '}':
			b.WriteByte('\\')
			b.WriteRune(c)
		case c < 0x80:
			b.WriteRune(c)
		default:
			for _, u := range utf16.Encode([]rune{c}) {
				b.WriteString(`\u` + strconv.Itoa(int(int16(u))) + "?")
			}
		}
	}
	return b.String()
}

// words gives the text of a page, with spaces where blocks end.
func words(t *testing.T, markup string) string {
	t.Helper()
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(markup))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			b.Write(z.Text())
		case html.EndTagToken:
			if name, _ := z.TagName(); len(name) < 3 && string(name) != "em" && string(name) != "u" {
				b.WriteByte(' ')
			}
		}
	}
}

// balanced checks that every element is closed, in order.
func balanced(t *testing.T, markup string) {
	t.Helper()
	var open []string
	z := html.NewTokenizer(strings.NewReader(markup))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Errorf("left open: %v", open[:min(len(open), 10)])
			}
			return
		case html.StartTagToken:
			name, _ := z.TagName()
			switch string(name) {
			case "br", "img", "hr":
			default:
				open = append(open, string(name))
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				t.Errorf("</%s> in %v", name, open[max(0, len(open)-5):])
				return
			}
			open = open[:len(open)-1]
		}
	}
}

// Whatever control words come in whatever order, what comes out is balanced.
func FuzzControls(f *testing.F) {
	words := tokens()
	f.Add([]byte("{abc}def{ghi{jkl}}mno"))
	f.Add([]byte(strings.Repeat("\x05\x10\x20\x30\x40\x50\x60\x70\x80\x90\xa0\xb0\xc0\xd0\xe0\xf0", 8)))
	f.Fuzz(func(t *testing.T, picks []byte) {
		var b strings.Builder
		b.WriteString(`{\rtf1`)
		for i, p := range picks[:min(len(picks), 400)] {
			switch {
			case p < 40:
				b.WriteString("{")
			case p < 80:
				b.WriteString("}")
			case p < 100:
				b.WriteString(" word ")
			case p < 120:
				b.WriteString(`{\*`)
			default:
				b.WriteString(words[(int(p)*31+i*17)%len(words)])
			}
		}
		d, err := Read(context.Background(), []byte(b.String()), office.Limits{TextBytes: 1 << 20})
		if err == nil {
			balanced(t, d.HTML)
		}
	})
}

// tokens are all control words that are known, in a fixed order, some with a number.
func tokens() []string {
	var all []string
	for name := range controls {
		all = append(all, `\`+name+" ", `\`+name+"2 ", `\`+name+"0 ")
	}
	for name := range destinations {
		if name != "rtf" {
			all = append(all, `{\`+name+" ", `{\*\`+name+" ")
		}
	}
	slices.Sort(all)
	return all
}
