package epub

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"iter"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

var update = flag.Bool("update", false, "write the golden files anew")

// unpack gives the entries of a book, in order.
func unpack(t testing.TB, book []byte) []*zip.File {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	return z.File
}

func content(t testing.TB, f *zip.File) string {
	t.Helper()
	r, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// file gives the content of one file of a book.
func file(t testing.TB, book []byte, name string) string {
	t.Helper()
	for _, f := range unpack(t, book) {
		if f.Name == "EPUB/"+name {
			return content(t, f)
		}
	}
	t.Fatalf("no file %q in the book", name)
	return ""
}

// TestGolden shows a whole small book as text.
func TestGolden(t *testing.T) {
	var got strings.Builder
	for _, f := range unpack(t, plain().write(t)) {
		fmt.Fprintf(&got, "=== %s\n%s\n", f.Name, content(t, f))
	}
	const golden = "testdata/plain.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("the book has changed; look at it, then run go test -update\n%s", got.String())
	}
}

// TestContainer checks what readers expect of the file itself.
func TestContainer(t *testing.T) {
	book := plain().write(t)
	if at := bytes.Index(book, []byte("mimetypeapplication/epub+zip")); at != 30 {
		t.Errorf("the type of the file stands at byte %d, want 30", at)
	}
	entries := unpack(t, book)
	var order []string
	for _, f := range entries {
		order = append(order, f.Name)
		if f.Method == zip.Store && f.Name != "mimetype" {
			t.Errorf("%s is stored behind a header that does not know its length", f.Name)
		}
		if f.Modified.UTC().Unix()/2 != changed.Unix()/2 {
			t.Errorf("%s is of %v, want %v", f.Name, f.Modified, changed)
		}
	}
	if order[1] != "META-INF/container.xml" || strings.Join(order[len(order)-3:], " ") != "EPUB/nav.xhtml EPUB/toc.ncx EPUB/package.opf" {
		t.Errorf("order of the entries: %v", order)
	}
	if m := entries[0]; m.Method != zip.Store || len(m.Extra) != 0 || m.Flags != 0 {
		t.Errorf("mimetype: method %d, %d extra bytes, flags %x", m.Method, len(m.Extra), m.Flags)
	}
	if !bytes.Equal(book, plain().write(t)) {
		t.Error("the same book gave other bytes")
	}
}

// TestWellFormed reads every file of every book as XML, and checks that ids are
// unique in a file and that every link within the book leads somewhere.
func TestWellFormed(t *testing.T) {
	for name, e := range editions(t) {
		t.Run(name, func(t *testing.T) { checkBook(t, e.write(t)) })
	}
}

func checkBook(t testing.TB, book []byte) {
	t.Helper()
	ids := map[string]bool{}
	var links []string
	for _, f := range unpack(t, book) {
		name := strings.TrimPrefix(f.Name, "EPUB/")
		ids[name] = true
		switch path.Ext(f.Name) {
		case ".xhtml", ".svg", ".opf", ".ncx", ".xml":
		default:
			continue
		}
		d := xml.NewDecoder(strings.NewReader(content(t, f)))
		for {
			tok, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s is not well-formed: %v", f.Name, err)
			}
			start, ok := tok.(xml.StartElement)
			if !ok {
				continue
			}
			seen := map[xml.Name]bool{}
			for _, a := range start.Attr {
				if seen[a.Name] {
					t.Errorf("%s: <%s> has two attributes %s", f.Name, start.Name.Local, a.Name.Local)
				}
				seen[a.Name] = true
				switch a.Name.Local {
				case "id":
					if ids[name+"#"+a.Value] {
						t.Errorf("%s: id %q twice", f.Name, a.Value)
					}
					ids[name+"#"+a.Value] = true
				case "href", "src":
					if strings.HasPrefix(a.Value, "#") {
						a.Value = name + a.Value
					}
					if !strings.Contains(a.Value, ":") {
						links = append(links, a.Value)
					}
				}
			}
		}
	}
	for _, l := range links {
		if !ids[l] {
			t.Errorf("a link to %q leads nowhere", l)
		}
	}
}

// TestSplit checks that no file of a long chapter is too long for old e-readers,
// that nothing is lost between them, and that the contents name the chapter once.
func TestSplit(t *testing.T) {
	sentence := strings.Repeat("The rain went on, and so did they. ", 30)
	for name, body := range map[string]string{
		"paragraphs":    strings.Repeat("<p>"+sentence+"</p>", 900),
		"in a division": "<div><section class='x'>" + strings.Repeat("<p>"+sentence+"</p>", 900) + "</section></div>",
		"one paragraph": "<p>" + strings.Repeat(sentence, 900) + "</p>",
		"no spaces":     "<p>" + strings.Repeat("漢", 300_000) + "</p>",
		"line breaks":   strings.Repeat("and<br/>", 60_000),
		"nested":        "<ol>" + strings.Repeat("<li><dl><dt>t<dd><table><tr><td><a href=#q><em>"+strings.Repeat(sentence, 100)+"</em></a></table></dl></li>", 9) + "</ol><p id=q>",
	} {
		t.Run(name, func(t *testing.T) {
			book := edition{book: Book{ID: "urn:x:1"}, chapters: []Chapter{{ID: "1", Title: "Long", Body: body}}}.write(t)
			checkBook(t, book)
			var text strings.Builder
			parts := 0
			for _, f := range unpack(t, book) {
				if !strings.HasPrefix(f.Name, "EPUB/chapter-1") {
					continue
				}
				parts++
				s := content(t, f)
				if len(s) > 300_000 {
					t.Errorf("%s has %d bytes", f.Name, len(s))
				}
				_, s, _ = strings.Cut(s, "</head>")
				text.WriteString(strings.TrimPrefix(letters(s), "Long"))
			}
			if parts < 2 {
				t.Errorf("%d files for %d bytes", parts, len(body))
			}
			if got, want := text.String(), letters(body); got != want {
				t.Errorf("words were lost or made: %d bytes, want %d", len(got), len(want))
			}
			if n := strings.Count(file(t, book, "nav.xhtml"), ">Long<"); n != 1 {
				t.Errorf("the contents name the chapter %d times", n)
			}
		})
	}
}

// letters gives the text of markup without white space.
func letters(markup string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(markup))
	for z.Next() != html.ErrorToken {
		if tok := z.Token(); tok.Type == html.TextToken {
			b.WriteString(strings.Join(strings.Fields(tok.Data), ""))
		}
	}
	return b.String()
}

// TestFragments shows what becomes of markup that is not fit for a book.
func TestFragments(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"emphasis around paragraphs", "<em><p>a</p><p>b</p></em>", "<p><em>a</em></p><p><em>b</em></p>"},
		{"emphasis that crosses", "<p><b>a<i>b</b>c</i></p>", "<p><b>a<i>b</i></b><i>c</i></p>"},
		{"a paragraph in a paragraph", "<p>a<p>b", "<p>a</p><p>b</p>"},
		{"a division in a paragraph", "<p>a<div>b</div></p>", "<p>a</p><div>b</div>"},
		{"nothing in emphasis", "<p>a<em></em>b</p>", "<p>ab</p>"},
		{"old names", "<center><font color='red'>a</font></center><tt>b</tt>", `<div class="align-center">a</div><code>b</code>`},
		{"alignment", `<p align="RIGHT">a</p>`, `<p class="align-right">a</p>`},
		{"list without items", "<ul>a</ul>", "<ul><li>a</li></ul>"},
		{"item without list", "<li>a</li>", "<div>a</div>"},
		{"table without rows", "<table><td>a<tr><td>b</table>", "<table><tr><td>a</td></tr><tr><td>b</td></tr></table>"},
		{"meaning without term", "<dl><dd>a</dl>", "<dl><dt></dt><dd>a</dd></dl>"},
		{"details without summary", "<details>a</details>", "<details><summary>More</summary>a</details>"},
		{"scene break in a paragraph", "<p>a<hr>b</p>", "<p>a</p><hr/>b"},
		{"reading", "<ruby>漢<rt>かん</rt></ruby>", "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>"},
		{"scripts", "<script>a</script>b<style>c</style>", "b"},
		{"unknown elements", "<o:p>a</o:p><blink id='x'>b</blink>", `a<span id="x">b</span>`},
		{"entities", "&nbsp;&hellip;&lt;b&gt;&amp;amp;", "\u00a0…&lt;b&gt;&amp;amp;"},
		{"forbidden characters", "a\x00\x0b\ufffe\u0085b]]>", "ab]]&gt;"},
		{"bytes that are not text", "a\xffb", "a\ufffdb"},
		{"events and styles", `<p onclick="x" style="y" class="z">a</p>`, `<p class="z">a</p>`},
		{"language and direction", `<p lang="he" dir="RTL">a</p>`, `<p lang="he" xml:lang="he" dir="rtl">a</p>`},
		{"relative link", `<a href="/tags/x">a</a>`, `<a href="https://archive.example/tags/x">a</a>`},
		{"bad links", `<a href="javascript:x">a</a><a href="data:x">b</a><a href="#gone">c</a>`, `ab<a>c</a>`},
		{"link in a link", `<a href="http://a.example/">a<a href="http://b.example/">b</a></a>`, `<a href="http://a.example/">a</a><a href="http://b.example/">b</a>`},
		{"link to a place", `<a href="#x y">a</a><p id="x y">b</p>`, `<a href="#x_20y">a</a><p id="x_20y">b</p>`},
		{"the same id again", `<p id="x">a</p><p id="x">b</p>`, `<p id="x">a</p><p>b</p>`},
		{"an id that begins with a digit", `<p id="1">a</p>`, `<p id="_1">a</p>`},
		{"a place that says nothing", `<p>a<a id="x"></a></p>`, `<p>a<a id="x"></a></p>`},
		{"picture that is elsewhere", `<img src="https://e.example/x.png" alt="a cat"/>`, `<span class="elsewhere">[<a href="https://e.example/x.png">a cat</a>]</span>`},
		{"film", `<video src="https://e.example/v"></video>`, `<span class="elsewhere">[<a href="https://e.example/v">https://e.example/v</a>]</span>`},
		{"footnote", `<p>a<a class="fnref" href="#fn1">1</a></p><ol class="footnotes"><li class="fn" value="1">n</li></ol>`,
			`<p>a<a class="fnref" epub:type="noteref" role="doc-noteref" id="ref-fn1" href="#fn1">1</a></p>` +
				`<ol class="footnotes" epub:type="footnotes"><li class="fn" value="1" epub:type="footnote" id="fn1">n ` +
				`<a class="fnback" role="doc-backlink" aria-label="Back to the text" href="#ref-fn1">↩</a></li></ol>`},
		{"footnote with its own way back", `<a role="doc-noteref" id="r" href="#n">1</a><ul><li class="fn" id="n">x <a class="fnback" href="#r">^</a></li></ul>`,
			`<a epub:type="noteref" role="doc-noteref" id="r" href="#n">1</a><ul><li class="fn" epub:type="footnote" id="n">x <a class="fnback" role="doc-backlink" href="#r">^</a></li></ul>`},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := edition{book: Book{ID: "urn:x:1", Source: "https://archive.example/works/1"}, chapters: []Chapter{{ID: "1", Body: c.in}}}
			_, got, _ := strings.Cut(file(t, e.write(t), "chapter-1.xhtml"), `<div class="text">`)
			got, _, _ = strings.Cut(got, "</div>\n</section>")
			got = regexp.MustCompile(`(</\w+>|/>)\n`).ReplaceAllString(got, "$1")
			if got != c.want {
				t.Errorf("%s\n got %s\nwant %s", c.in, got, c.want)
			}
		})
	}
}

// TestPictures checks that a picture goes in once, and what is said of pictures.
func TestPictures(t *testing.T) {
	e := illustrated(t)
	asked := map[string]int{}
	var out bytes.Buffer
	err := Write(&out, e.book, seq(e.chapters...), func(name string) (Picture, error) {
		asked[name]++
		return e.find(name)
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, n := range asked {
		if n != 1 {
			t.Errorf("asked %d times for %q", n, name)
		}
	}
	opf := file(t, out.Bytes(), "package.opf")
	for _, want := range []string{
		`href="pictures/map.png" media-type="image/png"`, `href="pictures/M_c3_b6we_201.jpg" media-type="image/jpeg"`,
		">unknown</meta>", ">textual,visual</meta>", "Some pictures have no description",
	} {
		if strings.Count(opf, want) != 1 {
			t.Errorf("%d times %q in\n%s", strings.Count(opf, want), want, opf)
		}
	}
	if strings.Contains(opf, "alternativeText") || strings.Contains(opf, "avif") {
		t.Errorf("the package says too much:\n%s", opf)
	}
	if got := file(t, out.Bytes(), "pictures/map.png"); got != string(dot(t, "image/png")) {
		t.Error("the picture has changed")
	}
	two := file(t, out.Bytes(), "chapter-2.xhtml")
	if !strings.Contains(two, "[Nobody can see it]") || !strings.Contains(two, `alt="It turns"`) {
		t.Errorf("descriptions are missing in\n%s", two)
	}
}

// TestErrors checks that what goes wrong outside is told as it is.
func TestErrors(t *testing.T) {
	broken := errors.New("broken")
	fails := func(yield func(Chapter, error) bool) {
		if yield(Chapter{ID: "1"}, nil) {
			yield(Chapter{}, broken)
		}
	}
	shows := seq(Chapter{Body: `<img src="pictures/a"/>`})
	lacking := func(string) (Picture, error) { return Picture{}, broken }
	closed := func(string) (Picture, error) {
		return Picture{Name: "a", Type: "image/png", Open: func() (io.ReadCloser, error) { return nil, broken }}, nil
	}
	unreadable := func(string) (Picture, error) {
		return Picture{Name: "a", Type: "image/png", Open: func() (io.ReadCloser, error) { return io.NopCloser(failing{broken}), nil }}, nil
	}
	for _, c := range []struct {
		name     string
		chapters iter.Seq2[Chapter, error]
		pictures func(string) (Picture, error)
		says     string
	}{
		{"chapter", fails, nil, "epub: chapter 2: broken"},
		{"picture not found", shows, lacking, `epub: chapter 1: picture "a": broken`},
		{"picture not opened", shows, closed, `epub: chapter 1: picture "a": broken`},
		{"picture not read", shows, unreadable, `epub: chapter 1: picture "a": copy: broken`},
	} {
		err := Write(io.Discard, Book{ID: "urn:x:1"}, c.chapters, c.pictures)
		if !errors.Is(err, broken) || err.Error() != c.says {
			t.Errorf("%s: %v, want %q", c.name, err, c.says)
		}
	}
	if err := Write(failing{broken}, plain().book, nil, nil); !errors.Is(err, broken) {
		t.Errorf("a full disk: %v", err)
	}
	if err := Write(io.Discard, Book{Title: "No ID"}, nil, nil); err == nil || !strings.Contains(err.Error(), "no ID") {
		t.Errorf("a book without ID: %v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error)  { return 0, f.err }
func (f failing) Write([]byte) (int, error) { return 0, f.err }

// TestNothing writes a book with no chapter.
func TestNothing(t *testing.T) {
	checkBook(t, edition{book: Book{ID: "urn:x:1"}}.write(t))
}

// TestLabels checks that every word of the book's own can be replaced.
func TestLabels(t *testing.T) {
	e := rightToLeft()
	e.book.Texts = Labels{Contents: "المحتويات", Summary: "الملخص"}
	book := e.write(t)
	if nav := file(t, book, "nav.xhtml"); !strings.Contains(nav, "<h1>المحتويات</h1>") || !strings.Contains(nav, ">Cover<") || !strings.Contains(nav, ` dir="rtl"`) {
		t.Errorf("contents:\n%s", nav)
	}
	if preface := file(t, book, "preface.xhtml"); !strings.Contains(preface, "<h2>الملخص</h2>") {
		t.Errorf("preface:\n%s", preface)
	}
	if opf := file(t, book, "package.opf"); !strings.Contains(opf, `page-progression-direction="rtl"`) {
		t.Errorf("package:\n%s", opf)
	}
	if two := file(t, book, "chapter-2.xhtml"); !strings.Contains(two, ` lang="en" xml:lang="en" dir="ltr"`) {
		t.Errorf("chapter in English:\n%s", two)
	}
}
