package decode

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"
)

// zipFile is one entry of a zip made for a test.
type zipFile struct{ name, text string }

func makeZip(t testing.TB, files ...zipFile) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, f := range files {
		h := &zip.FileHeader{Name: f.name, Method: zip.Deflate}
		if f.name == "mimetype" {
			h.Method = zip.Store
		}
		e, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(e, f.text); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

const testContainer = `<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>`

// testBook makes the bytes of an EPUB from its package metadata and its files,
// whose names are relative to OEBPS. Files of text form the spine in order.
func testBook(t testing.TB, meta, spineAttrs string, files ...zipFile) []byte {
	t.Helper()
	var manifest, spine strings.Builder
	all := []zipFile{{"mimetype", "application/epub+zip"}, {"META-INF/container.xml", testContainer}}
	for i, f := range files {
		mediaType, props := "application/xhtml+xml", ""
		switch filepath.Ext(f.name) {
		case ".ncx":
			mediaType = "application/x-dtbncx+xml"
		case ".png":
			mediaType = "image/png"
		case ".css":
			mediaType = "text/css"
		}
		if f.name == "nav.xhtml" {
			props = ` properties="nav"`
		}
		id := fmt.Sprintf("item%d", i)
		if mediaType == "application/x-dtbncx+xml" {
			id = "ncx"
		}
		fmt.Fprintf(&manifest, `<item id="%s" href="%s" media-type="%s"%s/>`, id, f.name, mediaType, props)
		if mediaType == "application/xhtml+xml" && f.name != "nav.xhtml" {
			fmt.Fprintf(&spine, `<itemref idref="%s"/>`, id)
		}
		all = append(all, zipFile{"OEBPS/" + f.name, f.text})
	}
	opf := `<?xml version="1.0" encoding="utf-8"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">` +
		meta + `</metadata><manifest>` + manifest.String() + `</manifest><spine ` + spineAttrs + `>` + spine.String() + `</spine></package>`
	all = append(all, zipFile{"OEBPS/content.opf", opf})
	return makeZip(t, all...)
}

func xhtml(title, body string) string {
	return `<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>` + title + `</title><link rel="stylesheet" type="text/css" href="style.css"/></head>` + body + `</html>`
}

// houseText is a paragraph of n sentences, different for each seed.
func houseText(seed string, n int) string {
	var sb strings.Builder
	sb.WriteString("<p>")
	for i := range n {
		fmt.Fprintf(&sb, "The %s of the house came down in the %s hour and would not say what it had been looking for. ", seed, []string{"first", "second", "third", "last"}[i%4])
	}
	sb.WriteString("</p>")
	return sb.String()
}

func calibreBook(t testing.TB) []byte {
	ncx := `<?xml version='1.0' encoding='utf-8'?><ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><docTitle><text>Tin Rivers</text></docTitle><navMap>
<navPoint id="a" playOrder="1"><navLabel><text>Start</text></navLabel><content src="text/part0000.html"/></navPoint>
<navPoint id="b" playOrder="2"><navLabel><text>Chapter 1: Sources</text></navLabel><content src="text/part0001.html"/></navPoint>
<navPoint id="c" playOrder="3"><navLabel><text>Chapter 2: Mouths</text></navLabel><content src="text/part0002_split_001.html#c2"/></navPoint>
<navPoint id="d" playOrder="4"><navLabel><text>Acknowledgements</text></navLabel><content src="text/part0003.html"/></navPoint></navMap></ncx>`
	return testBook(t, `<dc:title>Tin Rivers</dc:title><dc:creator opf:role="aut" opf:file-as="Sorrel, Pim">Pim Sorrel</dc:creator><dc:contributor opf:role="bkp">calibre (5.0)</dc:contributor><dc:language>en</dc:language><dc:date>2014-02-03T00:00:00+00:00</dc:date><dc:subject>Rivers</dc:subject><dc:subject>FanFiction</dc:subject><dc:subject>Completed</dc:subject><dc:source>https://archive.example/s/12</dc:source><dc:description>&lt;p&gt;Two rivers &lt;i&gt;disagree&lt;/i&gt;.&lt;/p&gt;</dc:description><meta name="calibre:series" content="Small Waters"/><meta name="calibre:series_index" content="2.0"/><meta name="cover" content="item7"/>`,
		`toc="ncx"`,
		zipFile{"text/part0000.html", xhtml("Tin Rivers", `<body class="calibre"><h1>Tin Rivers</h1><p>by Pim Sorrel</p><p><b>Rating:</b> PG</p><p><b>Pairing:</b> Ost/Nary</p></body>`)},
		zipFile{"text/part0001.html", `<html xmlns="http://www.w3.org/1999/xhtml"><head><title/><link href="../style.css" rel="stylesheet"/></head><body><h2 class="calibre1">Chapter 1: Sources</h2>` + houseText("spring", 6) + `<p class="calibre2"><span class="it">All</span> of it was tin.</p></body></html>`},
		zipFile{"text/part0002_split_000.html", xhtml("", `<body>`+houseText("weir", 4)+`</body>`)},
		zipFile{"text/part0002_split_001.html", xhtml("", `<body>`+houseText("sluice", 2)+`<div id="c2"><h2>Chapter 2: Mouths</h2>`+houseText("delta", 5)+`<img src="../images/map.png" alt="a map"/></div></body>`)},
		zipFile{"text/part0003.html", xhtml("", `<body><h2>Acknowledgements</h2><p>Thanks to the ferryman.</p></body>`)},
		zipFile{"text/part0004.html", xhtml("", `<body><p>Copyright 2014 by Pim Sorrel. All rights reserved. ISBN none.</p></body>`)},
		zipFile{"toc.ncx", ncx},
		zipFile{"images/cover.png", "png"},
		zipFile{"images/map.png", "map"},
		zipFile{"style.css", ".it { font-style: italic }"},
	)
}

func epub3Book(t testing.TB) []byte {
	nav := xhtml("Contents", `<body><nav epub:type="toc"><ol>
<li><a href="title.xhtml">Title Page</a></li><li><a href="dedication.xhtml">Dedication</a></li><li><a href="foreword.xhtml">Foreword</a></li>
<li><a href="p1.xhtml">Part One</a><ol><li><a href="c1.xhtml">I</a></li><li><a href="c2.xhtml">II</a></li></ol></li>
<li><a href="p2.xhtml">Part Two</a><ol><li><a href="c3.xhtml">I</a></li></ol></li>
<li><a href="epi.xhtml">Epilogue</a></li><li><a href="notes.xhtml">Endnotes</a></li><li><a href="colophon.xhtml">Colophon</a></li></ol></nav></body>`)
	return testBook(t, `<dc:title id="t">The Weather Office</dc:title><meta refines="#t" property="title-type">main</meta><dc:title id="s">A Forecast</dc:title><meta refines="#s" property="title-type">subtitle</meta><dc:creator id="a">Edda Roon</dc:creator><meta refines="#a" property="role" scheme="marc:relators">aut</meta><dc:contributor id="i">Ilo Bask</dc:contributor><meta refines="#i" property="role">ill</meta><dc:language>en-GB</dc:language><meta property="belongs-to-collection" id="c">Civil Servants</meta><meta refines="#c" property="collection-type">series</meta><meta refines="#c" property="group-position">3</meta><dc:date>2020-05-06</dc:date>`, ``,
		zipFile{"nav.xhtml", nav},
		zipFile{"title.xhtml", xhtml("Title", `<body epub:type="frontmatter"><section epub:type="titlepage"><h1>The Weather Office</h1><p>A Forecast</p><p>Edda Roon</p></section></body>`)},
		zipFile{"dedication.xhtml", xhtml("Dedication", `<body epub:type="frontmatter"><section epub:type="dedication"><p>For the <i>clouds</i>,<br/>who knew.</p></section></body>`)},
		zipFile{"foreword.xhtml", xhtml("Foreword", `<body epub:type="frontmatter"><section epub:type="foreword"><h2>Foreword</h2><p>I wrote this under a table.</p></section></body>`)},
		zipFile{"p1.xhtml", xhtml("Part One", `<body epub:type="bodymatter"><section epub:type="part"><h2>Part One</h2></section></body>`)},
		zipFile{"c1.xhtml", xhtml("I", `<body epub:type="bodymatter"><section epub:type="chapter"><h3>I</h3>`+houseText("barometer", 4)+`<p>It fell.<a href="notes.xhtml#n1" id="r1" epub:type="noteref">1</a></p><img src="plate.png" alt="plate"/></section></body>`)},
		zipFile{"c2.xhtml", xhtml("II", `<body epub:type="bodymatter"><section epub:type="chapter"><h3>II</h3>`+houseText("gauge", 4)+`<blockquote epub:type="z3998:verse"><p><span>Rain for the clerk</span><br/><span>and rain for the cat</span></p></blockquote></section></body>`)},
		zipFile{"p2.xhtml", xhtml("Part Two", `<body epub:type="bodymatter"><section epub:type="part"><h2>Part Two</h2></section></body>`)},
		zipFile{"c3.xhtml", xhtml("I", `<body epub:type="bodymatter"><section epub:type="chapter"><h3>I</h3>`+houseText("vane", 4)+`<p>It turned.<a href="notes.xhtml#n2" id="r2" epub:type="noteref">2</a></p></section></body>`)},
		zipFile{"epi.xhtml", xhtml("Epilogue", `<body epub:type="bodymatter"><section epub:type="epilogue"><h2>Epilogue</h2>`+houseText("almanac", 3)+`</section></body>`)},
		zipFile{"notes.xhtml", xhtml("Endnotes", `<body epub:type="backmatter"><section epub:type="endnotes"><h2>Endnotes</h2><ol><li id="n1"><p>By a <i>third</i>. <a href="c1.xhtml#r1" epub:type="backlink">↩</a></p></li><li id="n2"><p>Widdershins. <a href="c3.xhtml#r2" epub:type="backlink">↩</a></p></li></ol></section></body>`)},
		zipFile{"colophon.xhtml", xhtml("Colophon", `<body epub:type="backmatter"><section epub:type="colophon"><h2>Colophon</h2><p>Set in rain.</p></section></body>`)},
		zipFile{"plate.png", "plate"},
	)
}

func oneFileBook(t testing.TB) []byte {
	nav := xhtml("Contents", `<body><nav epub:type="toc"><ol><li><a href="all.xhtml">Lamp Post Almanac</a><ol><li><a href="all.xhtml#s1">Wicks</a></li><li><a href="all.xhtml#s2">Glass</a></li><li><a href="all.xhtml#s3">Moths</a></li></ol></li></ol></nav></body>`)
	return testBook(t, `<dc:title>Lamp Post Almanac</dc:title><dc:creator>Jun Alder</dc:creator><dc:language>en</dc:language>`, ``,
		zipFile{"nav.xhtml", nav},
		zipFile{"all.xhtml", xhtml("Lamp Post Almanac", `<body><h1>Lamp Post Almanac</h1><p>Out of four winters.</p><h2 id="s1">Wicks</h2>`+houseText("wick", 5)+`<h2><a id="s2"/>Glass</h2>`+houseText("pane", 5)+`<p class="x"><sup><a href="#f1" id="b1">*</a></sup></p><h2 id="s3">Moths</h2>`+houseText("moth", 5)+`<hr/><p id="f1"><a href="#b1">*</a> Blown, not poured.</p></body>`)},
	)
}

func TestGoldenEPUB(t *testing.T) {
	for _, c := range []struct {
		name string
		make func(testing.TB) []byte
	}{{"calibre", calibreBook}, {"epub3", epub3Book}, {"onefile", oneFileBook}} {
		t.Run(c.name, func(t *testing.T) {
			raw := c.make(t)
			m, err := readOne(t.Context(), c.name+".epub", raw, Limits{})
			if err != nil {
				t.Fatal(err)
			}
			checkGolden(t, filepath.Join("testdata", "epub", c.name+".golden.json"), m)
			checkBookKept(t, raw, m)
		})
	}
}

// checkBookKept checks that every visible word of every text in a book is kept.
func checkBookKept(t *testing.T, raw []byte, m Manuscript) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range z.File {
		if ext := filepath.Ext(f.Name); ext != ".xhtml" && ext != ".html" || strings.HasSuffix(f.Name, "nav.xhtml") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		page := strings.ReplaceAll(string(b), "<title/>", "<title></title>")
		all.WriteString(page[strings.Index(page, "<body"):])
	}
	checkPageKept(t, "<html>"+all.String(), withDedications(m))
}

// withDedications counts the words of dedication pages as kept: unlike those in
// a note they stand nowhere else.
func withDedications(m Manuscript) Manuscript {
	m.NotesBefore += "<p>" + escape(strings.Join(m.Dedicated, " ")) + "</p>"
	return m
}

func TestPicturesOpen(t *testing.T) {
	m, err := readOne(t.Context(), "b.epub", calibreBook(t), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, p := range m.Pictures {
		r, err := p.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		got[p.Name] = string(b)
	}
	if got["map.png"] != "map" || got["cover.png"] != "png" {
		t.Errorf("pictures %q", got)
	}
	if body := m.Chapters[len(m.Chapters)-1].Body; !strings.Contains(body, `src="picture:map.png"`) {
		t.Errorf("the last chapter does not show its map: %s", body)
	}
}

// People saw the title page as the first chapter, the disclaimer on it as that
// chapter's end, and every file that a converter had split off as one more,
// when a book's contents named only its start; and a page of contents among the
// notes.
func TestBookOfACarelessMaker(t *testing.T) {
	page := func(b string) string {
		return `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Unknown</title></head><body>` + b + `</body></html>`
	}
	text := "<p>" + prose + "</p><p>" + prose2 + "</p>"
	raw := testBook(t, `<dc:title>The Tank</dc:title><dc:creator>Wren Alder</dc:creator><dc:description>A parcel.</dc:description>`, ` toc="ncx"`,
		zipFile{"s_000.xhtml", page("<h1>The Tank</h1><p>by Wren Alder</p><p>Summary: A parcel.</p><p>Disclaimer: Petra Vane owns the characters.</p>")},
		zipFile{"s_001.xhtml", page(`<h1>Contents</h1><ol><li><a href="s_002.xhtml">One</a></li><li><a href="s_004.xhtml">Two</a></li></ol>`)},
		zipFile{"s_002.xhtml", page("<h2>Chapter 1</h2>" + text)},
		zipFile{"s_003.xhtml", page(text)},
		zipFile{"s_004.xhtml", page("<h2>Chapter 2: String</h2>" + text + "<p>* * *</p>" + text)},
	)
	m, err := readOne(t.Context(), "a.epub", raw, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	checkBookKept(t, raw, m)
	if len(m.Chapters) != 2 || m.Chapters[1].Title != "String" || strings.Count(m.Chapters[0].Body, prose) != 2 {
		t.Errorf("chapters %+v", m.Chapters)
	}
	if m.SceneBreaks != 1 || !strings.Contains(m.NotesBefore, "Petra Vane") || strings.Contains(m.NotesBefore, "Contents") || strings.TrimSpace(plainOf(m.Summary)) != "A parcel." {
		t.Errorf("%d breaks, notes %q, summary %q", m.SceneBreaks, m.NotesBefore, m.Summary)
	}
}
