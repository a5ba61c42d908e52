package prose

import (
	"archive/zip"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestXHTML(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"void elements", "<p>a<br>b</p><hr>", "<p>a<br/>b</p>\n<hr/>"},
		{"entities", "<p>a&nbsp;&amp; &lt;b&gt; &eacute;</p>", "<p>a&#160;&amp; &lt;b&gt; é</p>"},
		{"center", "<center>a</center>", `<div class="align-center"><p>a</p></div>`},
		{"old inlines", "<big>a</big><strike>b</strike><tt>c</tt><acronym>d</acronym>", `<p><span class="big">a</span><s>b</s><code>c</code><abbr>d</abbr></p>`},
		{"align", `<p align="center" class="x">a</p>`, `<p class="x align-center">a</p>`},
		{"rule", `<hr align="center" width="50%">`, `<hr class="align-center"/>`},
		{"table", `<table border="1" width="90%" summary="Who sat where"><tr><td width="10" abbr="x" axis="y" rowspan="2">a</td></tr></table>`,
			`<table aria-label="Who sat where" class="border"><tbody><tr><td rowspan="2">a</td></tr></tbody></table>`},
		{"list types", `<ol type="a" start="3"><li value="4">a</li></ol><ul type="square"><li value="4">a</li></ul>`,
			`<ol start="3" class="list-lower-alpha"><li value="4">a</li></ol>` + "\n" + `<ul class="list-square"><li>a</li></ul>`},
		{"language", `<p lang="de">a</p>`, `<p lang="de" xml:lang="de">a</p>`},
		{"name becomes id, once", `<p><a name="x">a</a><a name="x">b</a><a href="#x">c</a><a href="#y">d</a></p>`,
			`<p><a id="x">a</a><a>b</a><a href="#x" rel="nofollow">c</a><span>d</span></p>`},
		{"relative links", `<p><a href="/works/1">a</a></p>`, `<p><span>a</span></p>`},
		{"odd addresses", `<p><a href="https://example.org/a b?c=d|e">a</a><a href="http://">b</a><a href="mailto:a@example.org">c</a></p>`,
			`<p><a href="https://example.org/a%20b?c=d%7Ce" rel="nofollow">a</a><span>b</span><a href="mailto:a@example.org" rel="nofollow">c</a></p>`},
		{"picture of ours", `<p><img src="/pictures/1" width="50%" height="10" border="0" align="left"></p>`,
			`<p><img src="/pictures/1" height="10" alt="" class="align-left"/></p>`},
		{"picture elsewhere", `<p><img src="https://else.example/1.png" alt="A cat"></p>`,
			`<p><a class="elsewhere" rel="nofollow noreferrer" href="https://else.example/1.png">Picture elsewhere: A cat</a></p>`},
		{"ruby", `<p><ruby>字<rp>(</rp><rt>ji</rt><rp>)</rp></ruby><ruby>x</ruby></p>`, `<p><ruby>字<rt>ji</rt></ruby><span>x</span></p>`},
		{"terms", `<dl><dd>a</dd><dt>b</dt></dl>`, "<dl><dt></dt>\n<dd>a</dd>\n<dt>b</dt>\n<dd></dd></dl>"},
		{"details", `<details><p>a</p></details>`, "<details><summary>Details</summary>\n<p>a</p></details>"},
		{"figure", `<figure>a<figcaption>b</figcaption>c</figure>`, `<figure>ac<figcaption>b</figcaption></figure>`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := XHTML(Cleaner{}.Clean(c.in, Body))
			if got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
			checkXML(t, got)
		})
	}
}

// TestBook packs every text of our tests and many random ones into a book and
// asks epubcheck. It takes some seconds of Java, so it runs only when
// PROSE_EPUBCHECK is set to the path of its jar.
func TestBook(t *testing.T) {
	jar := os.Getenv("PROSE_EPUBCHECK")
	if jar == "" {
		t.Skip("PROSE_EPUBCHECK is not set")
	}
	var body strings.Builder
	next := 1
	add := func(source string) {
		clean := strings.ReplaceAll(Cleaner{Base: "https://example.org"}.Clean(source, Body), "/pictures/", "https://example.org/")
		var anchored string
		anchored, next = Anchor(clean, "", "p1-", next)
		body.WriteString("<div>" + XHTML(anchored) + "</div>\n")
	}
	for _, row := range cases {
		add(strings.ReplaceAll(row.in, "fn", "x"))
	}
	r := rand.New(rand.NewPCG(1, 1))
	for range 2000 {
		data := make([]byte, 2+r.IntN(40))
		for i := range data {
			data[i] = byte(r.IntN(256))
		}
		add(strings.NewReplacer("fn", "x", "name=n", "").Replace(markup(data)))
	}
	add(`<p>a<a class="fnref" href="#fn1">1</a></p><ol class="footnotes"><li class="fn" value="1">b</li></ol>`)
	page := `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>T</title></head><body>` + body.String() + `</body></html>`
	out, err := exec.Command("java", "-jar", jar, book(t, page)).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "0 fatals / 0 errors / 0 warnings / 0 infos") {
		t.Errorf("epubcheck: %v\n%.20000s", err, out)
	}
}

// book writes a book of one page and gives its path.
func book(t *testing.T, page string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "book.epub")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(file)
	put := func(name, text string, method uint16) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	put("mimetype", "application/epub+zip", zip.Store)
	put("META-INF/container.xml", `<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>`, zip.Deflate)
	put("book.opf", `<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">urn:x:1</dc:identifier><dc:title>T</dc:title><dc:language>en</dc:language><meta property="dcterms:modified">2026-01-01T00:00:00Z</meta></metadata><manifest><item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/><item id="p" href="page.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="p"/></spine></package>`, zip.Deflate)
	put("nav.xhtml", `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>T</title></head><body><nav epub:type="toc"><ol><li><a href="page.xhtml">T</a></li></ol></nav></body></html>`, zip.Deflate)
	put("page.xhtml", page, zip.Deflate)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}
