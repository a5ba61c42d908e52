package odt

import (
	"context"
	"errors"
	"io/fs"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/ficstead/ficstead/internal/office"
)

func TestWhatCantBeRead(t *testing.T) {
	const manifest = `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">`
	locked := func(path string) string {
		return manifest + `<manifest:file-entry manifest:full-path="/" manifest:media-type="` + mimetype + `"/><manifest:file-entry manifest:full-path="` + path + `"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>`
	}
	for _, c := range []struct {
		name  string
		files []string
		want  error
	}{
		{"password", []string{"mimetype", mimetype, "content.xml", "\x8f\x01", "META-INF/manifest.xml", locked("content.xml")}, office.ErrLocked},
		{"password, the newer way", []string{"mimetype", mimetype, "encrypted-package", "\x8f\x01", "META-INF/manifest.xml", locked("encrypted-package")}, office.ErrLocked},
		{"spreadsheet", []string{"mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", contentXML("")}, office.ErrOtherKind},
		{"spreadsheet, by its list of files", []string{"content.xml", contentXML(""), "META-INF/manifest.xml", manifest + `<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>`}, office.ErrOtherKind},
		{"spreadsheet, by its content", []string{"content.xml", strings.ReplaceAll(contentXML(""), "office:text", "office:spreadsheet")}, office.ErrOtherKind},
		{"EPUB", []string{"mimetype", "application/epub+zip", "OEBPS/content.opf", "<x/>"}, office.ErrOtherKind},
		{"anything", []string{"readme.txt", "hello"}, office.ErrOtherKind},
		{"no text part", []string{"mimetype", mimetype, "styles.xml", "<office:document-styles/>"}, office.ErrBroken},
		{"empty text part", []string{"mimetype", mimetype, "content.xml", ""}, office.ErrBroken},
		{"text part broken at once", []string{"mimetype", mimetype, "content.xml", contentXML("")[:800]}, office.ErrBroken},
	} {
		d, err := Read(context.Background(), packed(t, c.files...), office.Limits{})
		if !errors.Is(err, c.want) || d != nil {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
	for _, c := range []struct {
		name, file string
		want       error
	}{
		{"words", "Once upon a time", office.ErrOtherKind},
		{"nothing", "", office.ErrOtherKind},
		{"a page", "<html><body><p>x</p></body></html>", office.ErrOtherKind},
		{"flat spreadsheet", strings.Replace(flatXML("", ""), "opendocument.text", "opendocument.spreadsheet", 1), office.ErrOtherKind},
		{"only a beginning", flatXML("", "")[:850], office.ErrBroken},
	} {
		if d, err := ReadFlat(context.Background(), strings.NewReader(c.file), office.Limits{}); !errors.Is(err, c.want) || d != nil {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

func TestMissingPartsAreNoError(t *testing.T) {
	d, err := Read(context.Background(), packed(t, "content.xml", contentXML(`<text:p text:style-name="gone">a</text:p>`), "styles.xml", "<rubbish", "meta.xml", "not XML"), office.Limits{})
	if err != nil || strings.TrimSpace(d.HTML) != "<p>a</p>" {
		t.Errorf("%v, %v", d, err)
	}
}

func TestDamageKeepsWhatIsBeforeIt(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"cut off", `<text:p>one</text:p><text:list><text:list-item><text:p>two <text:a xlink:href="https://e.test/">th`, `<p>one</p><ul><li><p>two <a href="https://e.test/">th</a></p></li></ul>`},
		{"cut off in a tag", `<text:p>one</text:p><text:p text:sty`, `<p>one</p>`},
		{"cut off in a note", `<text:p>one<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>n`,
			`<p>one<a epub:type="noteref" role="doc-noteref" href="#note-1"><sup>1</sup></a></p><aside epub:type="footnote" role="doc-footnote" id="note-1"><p>n</p></aside>`},
		{"cut off in a box", `<text:p>one<draw:frame><draw:text-box><text:p>box`, `<p>one</p><p>box</p>`},
		{"a wrong end", `<text:p>one</text:span></text:p><text:p>two</text:p>`, `<p>one</p>`},
		{"no text in its encoding", "<text:p>one</text:p><text:p>\xff\xfe</text:p>", `<p>one</p><p></p>`},
	} {
		doc := flatXML("", c.body)
		if i := strings.Index(doc, c.body); strings.HasPrefix(c.name, "cut") {
			doc = doc[:i+len(c.body)]
		}
		d := readFlat(t, doc)
		if got := strings.ReplaceAll(d.HTML, "\n", ""); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
		if got := counts(d); got != "damaged:1" {
			t.Errorf("%s: notices %q", c.name, got)
		}
	}
}

func TestEntitiesAreNotExpanded(t *testing.T) {
	doc := strings.Replace(flatXML("", `<text:p>a&big;&file;&amp;b</text:p>`), "<office:document ",
		`<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY big "&a;&a;&a;&a;"><!ENTITY file SYSTEM "file:///etc/passwd">]><office:document `, 1)
	if got := strings.TrimSpace(readFlat(t, doc).HTML); got != `<p>a&amp;big;&amp;file;&amp;b</p>` {
		t.Error(got)
	}
}

// Depth costs neither stack nor more than linear time; the test would not end otherwise.
func TestDeepNesting(t *testing.T) {
	deep := 100_000
	for _, c := range []struct{ name, open, close string }{
		{"spans", `<text:span text:style-name="i">`, "</text:span>"},
		{"lists", "<text:list><text:list-item>", "</text:list-item></text:list>"},
		{"list items with text", "<text:list><text:list-item><text:p>x</text:p>", "</text:list-item></text:list>"},
		{"boxes", "<text:p>x<draw:frame><draw:text-box>", "</draw:text-box></draw:frame></text:p>"},
		{"tables", "<table:table><table:table-row><table:table-cell>", "</table:table-cell></table:table-row></table:table>"},
		{"paragraphs", "<text:p>x", "</text:p>"},
		{"notes", "<text:p>x<text:note><text:note-body>", "</text:note-body></text:note></text:p>"},
		{"shapes", "<text:p>x<draw:rect>", "</draw:rect></text:p>"},
		{"groups", "<text:p><draw:g>", "</draw:g></text:p>"},
		{"sections", "<text:section>", "</text:section>"},
		{"comments", "<text:p><office:annotation>", "</office:annotation></text:p>"},
		{"unknown, each with its names", `<a:b xmlns:a="urn:a">`, "</a:b>"},
	} {
		if c.name == "lists" {
			deep /= 10 // the rest is of the same kind
		}
		body := "<text:p>before</text:p>" + strings.Repeat(c.open, deep) + "<text:p>within</text:p>" + strings.Repeat(c.close, deep) + "<text:p>after</text:p>"
		d, err := ReadFlat(context.Background(), strings.NewReader(flatXML(tstyle("i", `fo:font-style="italic"`), body)), office.Limits{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if !strings.Contains(d.HTML, "after") || c.name != "comments" && c.name != "notes" && !strings.Contains(d.HTML, "within") {
			t.Errorf("%s: text is missing", c.name)
		}
	}
}

func TestStylesInALongRow(t *testing.T) {
	var styles strings.Builder
	for i := range 20_000 {
		styles.WriteString(pstyle("s"+strconv.Itoa(i), "s"+strconv.Itoa(i+1), "", ""))
	}
	styles.WriteString(pstyle("s20000", "", "", tprop(`fo:font-weight="bold"`)))
	d := readFlat(t, flatXML(styles.String(), `<text:p text:style-name="s0">x</text:p>`))
	if strings.TrimSpace(d.HTML) != "<p><strong>x</strong></p>" {
		t.Error(d.HTML)
	}
}

func TestLimits(t *testing.T) {
	long := flatXML("", strings.Repeat("<text:p>words and words</text:p>", 1000))
	note := flatXML("", "<text:p>x<text:note><text:note-citation>1</text:note-citation><text:note-body>"+strings.Repeat("<text:p>words</text:p>", 1000)+"</text:note-body></text:note></text:p>")
	for _, doc := range []string{long, note} {
		if _, err := ReadFlat(context.Background(), strings.NewReader(doc), office.Limits{TextBytes: 5000}); !errors.Is(err, office.ErrTooBig) {
			t.Errorf("error %v, want ErrTooBig", err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := ReadFlat(ctx, strings.NewReader(long), office.Limits{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
	big := `<text:p>a<text:s text:c="999999999"/>b</text:p><table:table><table:table-row><table:table-cell table:number-columns-repeated="999999999"/></table:table-row></table:table>`
	if d := readFlat(t, flatXML("", big)); len(d.HTML) > 5000 {
		t.Errorf("%d bytes from two numbers", len(d.HTML))
	}
}

func TestTemplatesAndMasters(t *testing.T) {
	for _, kind := range []string{"text-template", "text-master", "text-web"} {
		d, err := Read(context.Background(), packed(t, "mimetype", "application/vnd.oasis.opendocument."+kind+"\n", "content.xml", contentXML("<text:p>a</text:p>")), office.Limits{})
		if err != nil || strings.TrimSpace(d.HTML) != "<p>a</p>" {
			t.Errorf("%s: %v, %v", kind, d, err)
		}
	}
}

func TestWhatNestsTooDeeplyIsSaid(t *testing.T) {
	for _, c := range []struct {
		open, close string
		most        int // levels that are kept
	}{
		{"<text:list><text:list-item>", "</text:list-item></text:list>", 8},
		{"<table:table><table:table-row><table:table-cell>", "</table:table-cell></table:table-row></table:table>", 4},
		{"<text:p>a<draw:frame><draw:text-box>", "</draw:text-box></draw:frame></text:p>", 3},
	} {
		for _, extra := range []int{0, 1} {
			n := c.most + extra
			d := readFlat(t, flatXML("", strings.Repeat(c.open, n)+"<text:p>x</text:p>"+strings.Repeat(c.close, n)))
			if got := len(d.Notices) > 0 && d.Notices[0].Kind == office.Nested; got != (extra > 0) || !strings.Contains(d.HTML, "x") {
				t.Errorf("%d times %s: notices %v, %s", n, c.open, d.Notices, d.HTML)
			}
		}
	}
}

func TestMacrosOfAZip(t *testing.T) {
	files := fstest.MapFS{
		"mimetype":                   {Data: []byte(mimetype)},
		"content.xml":                {Data: []byte(contentXML("<text:p>a</text:p>"))},
		"Basic/script-lc.xml":        {Data: []byte("<x/>")},
		"Basic/Standard/Module1.xml": {Data: []byte("<x/>")},
		"Scripts/python/go.py":       {Data: []byte("import os")},
	}
	d, err := Read(context.Background(), files, office.Limits{})
	if err != nil || counts(d) != "macros:2" {
		t.Errorf("%v, %v", d, err)
	}
	delete(files, "content.xml")
	if _, err := Read(context.Background(), files, office.Limits{}); !errors.Is(err, office.ErrBroken) || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v", err)
	}
}

// Names count, not the prefixes that most files happen to use.
func TestOtherPrefixesAndOldNames(t *testing.T) {
	doc := `<o:document xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0">` +
		`<o:body><o:text><h t:outline-level="2">One</h><p xmlns:text="urn:other">a <text:note>b</text:note></p></o:text></o:body></o:document>`
	if got := strings.ReplaceAll(readFlat(t, doc).HTML, "\n", ""); got != `<h2>One</h2><p>a b</p>` {
		t.Error(got)
	}
	old := `<!DOCTYPE office:document-content PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "office.dtd"><office:document-content xmlns:office="http://openoffice.org/2000/office" xmlns:style="http://openoffice.org/2000/style" xmlns:text="http://openoffice.org/2000/text"` +
		` xmlns:fo="http://www.w3.org/1999/XSL/Format" xmlns:draw="http://openoffice.org/2000/drawing" xmlns:svg="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" office:class="text"><office:automatic-styles>` +
		`<style:style style:name="T1" style:family="text"><style:properties fo:font-weight="bold" style:text-crossing-out="single-line" style:text-underline="single"/></style:style>` +
		`<style:style style:name="P1" style:family="paragraph"><style:properties fo:text-align="center" fo:font-style="italic"/></style:style></office:automatic-styles><office:body>` +
		`<text:h text:level="1">One</text:h><text:p text:style-name="P1">a<text:tab-stop/><text:span text:style-name="T1">b</text:span><text:footnote text:id="ftn0"><text:footnote-citation>1</text:footnote-citation><text:footnote-body><text:p>n</text:p></text:footnote-body></text:footnote></text:p>` +
		`<text:ordered-list><text:list-item><text:p>i</text:p></text:list-item></text:ordered-list><text:p><draw:image xlink:href="#Pictures/a.png"><svg:desc>A</svg:desc></draw:image></text:p></office:body></office:document-content>`
	const want = `<h1>One</h1><p style="text-align:center"><em>a </em><strong><em><u><s>b</s></u></em></strong><a epub:type="noteref" role="doc-noteref" href="#note-1"><sup>1</sup></a></p><ol><li><p>i</p></li></ol><p><img src="a.png" alt="A"></p>` +
		`<aside epub:type="footnote" role="doc-footnote" id="note-1"><p>n</p></aside>`
	d, err := Read(context.Background(), packed(t, "mimetype", "application/vnd.sun.xml.writer", "content.xml", old, "Pictures/a.png", pngHead), office.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.ReplaceAll(d.HTML, "\n", ""); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}
