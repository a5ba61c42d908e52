package office

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestWriter(t *testing.T) {
	item := func(level int, ordered bool, number int) Para {
		return Para{List: "1", Level: level, Item: true, Ordered: ordered, Number: number}
	}
	for _, c := range []struct {
		name  string
		write func(*Writer)
		want  string
	}{
		{"runs of one style are one element", func(w *Writer) {
			w.Text(Style{Italic: true}, "a ")
			w.Text(Style{Italic: true}, "b")
			w.Text(Style{Italic: true, Bold: true}, "c")
		}, "<p><em>a b</em><strong><em>c</em></strong></p>"},
		{"markup in words is words", func(w *Writer) { w.Text(Style{}, `<b>"&`+"\x01") }, "<p>&lt;b&gt;&#34;&amp;</p>"},
		{"only links to the web and to mailboxes", func(w *Writer) {
			w.Text(Style{Href: "javascript:x"}, "a")
			w.Text(Style{Href: "https://e.test/?a&b"}, "b")
		}, `<p>a<a href="https://e.test/?a&amp;b">b</a></p>`},
		{"heading, centred, with its language", func(w *Writer) {
			w.Para(Para{Heading: 2, Align: Center, Lang: "fr"})
			w.Text(Style{SmallCaps: true}, "Un")
		}, `<h2 lang="fr" style="text-align:center"><span style="font-variant:small-caps">Un</span></h2>`},
		{"nested lists", func(w *Writer) {
			for _, p := range []Para{item(1, false, 0), item(2, true, 0), item(2, true, 0), item(1, false, 0)} {
				w.Para(p)
				w.Text(Style{}, "x")
			}
		}, "<ul><li><p>x</p><ol><li><p>x</p></li><li><p>x</p></li></ol></li><li><p>x</p></li></ul>"},
		{"a list that goes on from 4 and leaves one out", func(w *Writer) {
			for _, p := range []Para{item(1, true, 4), item(1, true, 0), item(1, true, 7)} {
				w.Para(p)
			}
		}, `<ol start="4"><li><p></p></li><li><p></p></li><li value="7"><p></p></li></ol>`},
		{"a second paragraph of an item", func(w *Writer) {
			w.Para(item(1, false, 0))
			w.Text(Style{}, "a")
			w.Para(Para{List: "1", Level: 1})
			w.Text(Style{}, "b")
		}, "<ul><li><p>a</p><p>b</p></li></ul>"},
		{"another list", func(w *Writer) {
			w.Para(item(1, false, 0))
			w.Para(Para{List: "2", Level: 1, Item: true})
		}, "<ul><li><p></p></li></ul><ul><li><p></p></li></ul>"},
		{"a list that begins at its second level", func(w *Writer) { w.Para(item(2, false, 0)) },
			"<ul><li><p></p></li></ul>"},
		{"a list that begins at an inner level, and goes on at outer ones", func(w *Writer) {
			inner := item(3, true, 2)
			inner.Marker = "lower-alpha"
			for _, p := range []Para{inner, item(2, true, 1), inner, item(1, true, 1), item(1, true, 0), inner} {
				w.Para(p)
			}
		}, `<ol type="a" start="2"><li><p></p></li></ol><ol><li><p></p><ol type="a" start="2"><li><p></p></li></ol></li></ol>` +
			`<ol><li><p></p></li><li><p></p><ol type="a" start="2"><li><p></p></li></ol></li></ol>`},
		{"an inner list in an item's later paragraph", func(w *Writer) {
			for _, p := range []Para{item(3, false, 0), {List: "1", Level: 1}} {
				w.Para(p)
			}
		}, `<ul><li><p></p></li></ul><ul><li><p></p></li></ul>`},
		{"headings below the title are one level deeper", func(w *Writer) {
			for _, p := range []Para{{}, {Title: true, Align: Center}, {Heading: 1}, {Heading: 6}} {
				w.Para(p)
			}
		}, `<p></p><h1 style="text-align:center"></h1><h2></h2><h6></h6>`},
		{"a title below a heading is one more", func(w *Writer) {
			for _, p := range []Para{{Heading: 1}, {Title: true}, {Heading: 1}} {
				w.Para(p)
			}
		}, `<h1></h1><h1></h1><h1></h1>`},
		{"a byline in the title's style", func(w *Writer) {
			w.Para(Para{Title: true})
			w.Text(Style{}, "Fog")
			w.Para(Para{Title: true, Align: Center})
			w.Text(Style{}, "by Mara")
			w.Para(Para{Title: true})
		}, `<h1>Fog</h1><p style="text-align:center">by Mara</p><h1></h1>`},
		{"quotation in quotation", func(w *Writer) {
			w.Para(Para{Quote: 1})
			w.Para(Para{Quote: 2})
			w.Para(Para{})
		}, "<blockquote><p></p><blockquote><p></p></blockquote></blockquote><p></p>"},
		{"table in table", func(w *Writer) {
			w.Table()
			w.Row()
			w.Cell(2, 1, true)
			w.Text(Style{}, "h")
			w.Row()
			w.Cell(1, 1, false)
			w.Table()
			w.Cell(1, 1, false)
			w.Text(Style{}, "in")
			w.EndTable()
			w.Cell(1, 1, false)
			w.EndTable()
			w.Text(Style{}, "out")
		}, `<table><tr><th colspan="2"><p>h</p></th></tr><tr><td><table><tr><td><p>in</p></td></tr></table></td><td></td></tr></table><p>out</p>`},
		{"a note", func(w *Writer) {
			w.Text(Style{Bold: true}, "a")
			w.NoteRef("2", "")
			w.Text(Style{Bold: true}, "b")
			w.Note("2", "<p>n</p>")
			w.Note("3", "<p>nobody refers to it</p>")
		}, `<p><strong>a</strong><a epub:type="noteref" role="doc-noteref" href="#note-2"><sup>1</sup></a><strong>b</strong></p><aside epub:type="footnote" role="doc-footnote" id="note-2"><p>n</p></aside>`},
		{"two marks of one note", func(w *Writer) {
			w.NoteRef("1", "*")
			w.NoteRef("1", "*")
			w.Note("1", "<p>n</p>")
		}, `<p><a epub:type="noteref" role="doc-noteref" href="#note-1"><sup>*</sup></a><a epub:type="noteref" role="doc-noteref" href="#note-1"><sup>*</sup></a></p><aside epub:type="footnote" role="doc-footnote" id="note-1"><p>n</p></aside>`},
		{"page break and rule", func(w *Writer) {
			w.Para(item(1, false, 0))
			w.PageBreak()
			w.Rule()
		}, `<ul><li><p></p></li></ul><div style="page-break-before:always"></div><hr>`},
	} {
		var w Writer
		c.write(&w)
		if got := strings.ReplaceAll(w.HTML(), "\n", ""); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestTitleOfTheWhole(t *testing.T) {
	titled := func(texts ...string) func(*Writer) {
		return func(w *Writer) {
			for _, text := range texts {
				p := Para{Title: strings.HasPrefix(text, "#")}
				if strings.HasPrefix(text, "=") {
					p.Heading = 1
				}
				w.Para(p)
				w.Text(Style{Italic: true}, text)
				w.Break()
				w.Text(Style{}, "end")
			}
		}
	}
	for _, c := range []struct {
		name  string
		write func(*Writer)
		want  string
	}{
		{"one, on two lines", titled("a", "#b", "=c"), "#b end"},
		{"none", titled("a", "=c"), ""},
		{"below a heading", titled("=a", "#b"), ""},
		{"one more of its style right below it", titled("#a", "#b", "c"), "#a end"},
		{"several, each above its text", titled("#a", "b", "#c", "d"), ""},
		{"a paragraph that only looks like one", titled("#" + strings.Repeat("é", 300)), ""},
	} {
		var w Writer
		c.write(&w)
		w.HTML()
		if got := w.Title(); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestWriterStopsAtItsLimit(t *testing.T) {
	w := Writer{Max: 1000}
	for range 1000 {
		w.Para(Para{})
		w.Text(Style{}, "words")
	}
	if w.Full() != ErrTooBig || len(w.HTML()) > 1100 {
		t.Errorf("full %v, %d bytes", w.Full(), len(w.HTML()))
	}
}

// Whatever is called in whatever order, what comes out is balanced: a parser
// makes of it what was written.
func FuzzWriter(f *testing.F) {
	f.Add([]byte("ptltTcrqN"))
	f.Add([]byte("TTTTTTTTTTTTllllqqqqqqqqqqqqqqqq"))
	f.Fuzz(func(t *testing.T, calls []byte) {
		var w Writer
		for i, c := range calls[:min(len(calls), 500)] {
			switch c % 12 {
			case 0:
				w.Para(Para{Heading: i % 7, Title: i%5 == 0})
			case 1:
				w.Text(Style{Bold: i%2 == 0, Italic: i%3 == 0}, "x<")
			case 2:
				w.Para(Para{List: "a", Level: int(c) / 12, Item: i%2 == 0, Ordered: i%3 == 0, Number: i % 4})
			case 3:
				w.Para(Para{Quote: int(c) / 12})
			case 4:
				w.Table()
			case 5:
				w.Row()
			case 6:
				w.Cell(i%3, 1, i%2 == 0)
			case 7:
				w.EndTable()
			case 8:
				w.NoteRef("1", "")
			case 9:
				w.PageBreak()
			case 10:
				w.Rule()
			case 11:
				w.Break()
			}
		}
		w.Note("1", "<p>n</p>")
		balanced(t, w.HTML())
	})
}

func balanced(t *testing.T, markup string) {
	t.Helper()
	var open []string
	z := html.NewTokenizer(strings.NewReader(markup))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Fatalf("open at the end: %v in %s", open, markup)
			}
			return
		case html.StartTagToken:
			name, _ := z.TagName()
			if n := string(name); n != "br" && n != "hr" && n != "img" {
				open = append(open, n)
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				t.Fatalf("</%s> closes %v in %s", name, open, markup)
			}
			open = open[:len(open)-1]
		}
	}
}
