package decode

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

// checkRead holds for any bytes: no panic, either a sentence or a manuscript
// whose text is valid and whose footnotes lead somewhere.
func checkRead(t *testing.T, name string, data []byte) {
	t.Helper()
	m, err := readOne(t.Context(), name, data, Limits{UnpackedBytes: 8 << 20, FileBytes: 4 << 20, Entries: 100})
	if err != nil {
		checkSentence(t, name, err)
		return
	}
	for _, field := range markupFields(&m) {
		if strings.Contains(*field, notePrefix) {
			t.Errorf("a reference that leads nowhere in %.200q", *field)
		}
		if utf8.Valid(data) && !utf8.ValidString(*field) {
			t.Errorf("invalid text %.200q", *field)
		}
	}
	for _, c := range m.Chapters {
		if strings.Contains(c.Title, wholeTitle) && !strings.Contains(string(data), wholeTitle) {
			t.Errorf("mark left in title %q", c.Title)
		}
	}
}

func FuzzReadHTML(f *testing.F) {
	f.Add([]byte(`<h2>One</h2><p>Words<sup><a href="#f" id="r">1</a></sup></p><h2>Two</h2><p>More</p><ol><li id="f">Note <a href="#r">back</a></li></ol>`))
	f.Add([]byte(`<table><tr><td><p>a<br>b<br><br>c</table><pre>x
y</pre><blockquote><hr><img src="data:image/png;base64,AA==">`))
	f.Add([]byte(`<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><title/><body><p id="a"/><![CDATA[ <b> ]]></body></html>`))
	f.Add([]byte(`<style>.a{font-style:italic</style><span class=a style="display:none">x</span><a href="#a" class="footnote-ref">1</a><p id=a><a href="#a">1</a>`))
	f.Fuzz(func(t *testing.T, data []byte) { checkRead(t, "f.html", data) })
}

func FuzzReadMarkdown(f *testing.F) {
	f.Add([]byte("---\ntitle: T\ntags: [a, 'b, c']\nsummary: |\n  x\n---\n# One\n\ntext[^1]\n\n[^1]: note\n"))
	f.Add([]byte("> > - a\n***\n|a|b|\n|-|-|\n|c|d|\n"))
	f.Fuzz(func(t *testing.T, data []byte) { checkRead(t, "f.md", data) })
}

func FuzzReadEPUB(f *testing.F) {
	f.Add(calibreBook(f))
	f.Add(epub3Book(f))
	f.Add(oneFileBook(f))
	f.Fuzz(func(t *testing.T, data []byte) { checkRead(t, "f.epub", data) })
}

// FuzzBookTexts puts any text in the places of a book that are parsed.
func FuzzBookTexts(f *testing.F) {
	f.Add(`<package><manifest><item id="a" href="a.html"/></manifest><spine><itemref idref="a"/></spine></package>`, `<body><nav epub:type="toc"><ol><li><a href="a.html#x">A</a></li></ol></nav></body>`, `<p id="x">Words</p>`)
	f.Fuzz(func(t *testing.T, opf, nav, page string) {
		checkRead(t, "f.epub", makeZip(t, zipFile{"META-INF/container.xml", testContainer}, zipFile{"OEBPS/content.opf", opf}, zipFile{"OEBPS/nav.xhtml", nav}, zipFile{"OEBPS/a.html", page}))
	})
}

func FuzzComparePaths(f *testing.F) {
	f.Add("a/2.txt", "a/10.txt")
	f.Fuzz(func(t *testing.T, a, b string) {
		if x, y := comparePaths(a, b), comparePaths(b, a); x != -y || (x == 0) != (a == b) {
			t.Errorf("%q and %q compare as %d and %d", a, b, x, y)
		}
	})
}

// TestDamagedEPUB changes bytes of whole books, which the fuzzer's own search
// does too slowly, and cuts them short.
func TestDamagedEPUB(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 11))
	for _, whole := range [][]byte{calibreBook(t), epub3Book(t), oneFileBook(t)} {
		for range 250 {
			data := bytes.Clone(whole)
			for range 1 + rnd.IntN(8) {
				data[rnd.IntN(len(data))] = byte(rnd.IntN(256))
			}
			checkRead(t, "damaged.epub", data)
			checkRead(t, "short.epub", data[:rnd.IntN(len(data))])
		}
	}
}
