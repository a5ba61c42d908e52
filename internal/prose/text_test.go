package prose

import (
	"strings"
	"testing"
	"unicode"
)

func TestFromText(t *testing.T) {
	got := Cleaner{}.Clean(FromText("\ufeffTom & <Jerry>\r\n  went out.\r\n\r\n\"No,\" she said.\f"), Body)
	want := "<p>Tom &amp; &lt;Jerry&gt;<br>went out.</p>\n<p>\"No,\" she said.</p>"
	if got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestPlainText(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"paragraphs", "<p>a<br>b</p>\n<p>c</p>", "a\nb\nc"},
		{"empty paragraph", "<p>a</p><p>&nbsp;</p><p>b</p>", "a\n\nb"},
		{"list in a quote", "<blockquote><ul><li>a<ul><li>b</li></ul></li><li>c</li></ul></blockquote>", "a\nb\nc"},
		{"rule", "<p>a</p><hr><p>b</p>", "a\nb"},
		{"table", "<table><tr><td>a</td><td>b</td></tr></table>", "a\nb"},
		{"back links", `<p>a</p><ol class="footnotes"><li class="fn" value="1">b <a href="#r1" role="doc-backlink">↩</a></li></ol>`, "a\nb "},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := PlainText(c.in); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// FuzzPlainText checks that no word of a plain text is lost on its way through
// the cleaner and back.
func FuzzPlainText(f *testing.F) {
	for _, s := range append(seeds, "It rained.\n\n* * *\n\nIt <snowed> & \"froze\".", "\u2003indented\n\tand tabbed") {
		f.Add(s)
	}
	words := func(s string) string {
		return strings.Join(strings.FieldsFunc(strings.TrimLeft(scrub(s), "\ufeff"), func(r rune) bool { return unicode.IsSpace(r) }), " ")
	}
	f.Fuzz(func(t *testing.T, plain string) {
		clean := Cleaner{}.Clean(FromText(plain), Body)
		if got, want := words(PlainText(clean)), words(plain); got != want {
			t.Fatalf("words were lost\n got %q\nwant %q\nfrom %q", got, want, clean)
		}
	})
}

func TestMeasure(t *testing.T) {
	got := Measure(Cleaner{}.Clean(`<p>One two<a class="fnref" href="#fn1">1</a></p><hr><p align="center">* * *</p><p>oh.</p><p>~</p><div class="verse"><p>three<br>four</p></div>`+
		`<p><img src="/pictures/1"></p><ol class="footnotes"><li class="fn" value="1">five</li></ol>`, Body))
	if want := (Facts{Words: 6, SceneBreaks: 3, VerseBlocks: 1, Footnotes: 1, Pictures: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
