package docx

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf16"

	"github.com/ficstead/ficstead/internal/office"
)

func TestPropertiesAndOtherParts(t *testing.T) {
	d := read(t, document(p("", r("", "a")), parts{
		"docProps/core.xml": xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
			`<dc:title> Salt &amp; Iron </dc:title><dc:creator>Mara</dc:creator><dc:subject>sea</dc:subject><cp:keywords>ghosts, tea</cp:keywords><dc:description>A story.</dc:description><dc:language>pl-PL</dc:language>` +
			`<dcterms:created xsi:type="dcterms:W3CDTF">2019-03-04T05:06:07Z</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">2020-01-02</dcterms:modified></cp:coreProperties>`,
		"word/vbaProject.bin":           "x",
		"word/header.xml":               p("", r("", "Mara / Salt")+fieldOf("PAGE", r("", "3"))),
		"word/footer.xml":               p("", r("", "Page ")+fieldOf("PAGE", r("", "3"))+r("", " of ")+fieldOf("NUMPAGES", r("", "9"))),
		"word/settings.xml":             `<w:zoom/>`,
		"word/_rels/settings.xml.rels":  relations(`<Relationship Id="t" Type="` + relTypes + `attachedTemplate" Target="https://example.test/evil.dotm" TargetMode="External"/>`),
		"relations":                     `<Relationship Id="s" Type="` + relTypes + `subDocument" Target="other.docx" TargetMode="External"/>` + linkRelation,
		"word/embeddings/oleObject.bin": "x",
	}))
	want := office.Properties{Title: "Salt & Iron", Author: "Mara", Subject: "sea", Keywords: "ghosts, tea", Description: "A story.", Language: "pl-PL",
		Created: time.Date(2019, 3, 4, 5, 6, 7, 0, time.UTC), Modified: time.Date(2020, 1, 2, 0, 0, 0, 0, time.UTC)}
	if d.Properties != want {
		t.Errorf("%+v", d.Properties)
	}
	if got := says(d); got != "headers_footers 1 Mara / Salt; external 2 other.docx; macros 1" {
		t.Error(got)
	}
}

func TestErrors(t *testing.T) {
	whole := document(p("", r("", "a")), nil)
	with := func(name, content string) parts {
		out := parts{}
		for k, v := range whole {
			out[k] = v
		}
		if out[name] = content; content == "" {
			delete(out, name)
		}
		return out
	}
	canceled, cancel := context.WithCancel(context.Background())
	cancel()
	for _, c := range []struct {
		name string
		ctx  context.Context
		in   parts
		max  int64
		want error
	}{
		{name: "encrypted", in: parts{"EncryptedPackage": "x", "EncryptionInfo": "x"}, want: office.ErrLocked},
		{name: "a spreadsheet", in: parts{"[Content_Types].xml": "<Types/>", "_rels/.rels": relations(`<Relationship Id="a" Type="` + relTypes + `officeDocument" Target="xl/workbook.xml"/>`), "xl/workbook.xml": "<workbook/>"}, want: office.ErrOtherKind},
		{name: "a book", in: parts{"mimetype": "application/epub+zip", "META-INF/container.xml": "<container/>"}, want: office.ErrOtherKind},
		{name: "a zip of pictures", in: parts{"a.png": png}, want: office.ErrOtherKind},
		{name: "the text is missing", in: with("word/document.xml", ""), want: office.ErrBroken},
		{name: "the text is no XML", in: with("word/document.xml", "PK rubbish <<<"), want: office.ErrBroken},
		{name: "the text is empty", in: with("word/document.xml", " "), want: nil},
		{name: "too much text", in: document(strings.Repeat(p("", r("", "words and words")), 100), nil), max: 500, want: office.ErrTooBig},
		{name: "given up", ctx: canceled, in: whole, want: context.Canceled},
	} {
		if c.ctx == nil {
			c.ctx = context.Background()
		}
		d, err := Read(c.ctx, c.in.pack(t), office.Limits{TextBytes: c.max})
		if !errors.Is(err, c.want) || (d == nil) != (err != nil) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestWhatIsLeftGoesIn(t *testing.T) {
	whole := document(`<w:p>`+r("<w:i/>", "first")+`</w:p><w:p>`+r("", "second"), nil)
	whole["word/styles.xml"] = "<w:styles <<"
	whole["docProps/core.xml"] = "<a><b></a>"
	for name, cut := range map[string]func(string) string{
		"cut off":        func(s string) string { return s[:strings.Index(s, "second")+3] },
		"cut in a tag":   func(s string) string { return s[:strings.Index(s, "second")-20] },
		"wrong end":      func(s string) string { return strings.Replace(s, "</w:p><w:p>", "</w:p></w:q><w:p>", 1) },
		"no end of body": func(s string) string { return strings.TrimSuffix(s, "</w:body></w:document>") },
	} {
		in := parts{}
		for k, v := range whole {
			in[k] = v
		}
		in["word/document.xml"] = cut(in["word/document.xml"])
		d := read(t, in)
		if !strings.HasPrefix(d.HTML, "<p><em>first</em></p>") || says(d) != "damaged 1" {
			t.Errorf("%s: %s %s", name, d.HTML, says(d))
		}
	}
}

func TestEntitiesAreNotExpanded(t *testing.T) {
	in := document("", nil)
	in["word/document.xml"] = `<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "boom"><!ENTITY b "&a;&a;&a;>"><!ENTITY f SYSTEM "file:///etc/passwd">]>` +
		`<w:document ` + declared + `><w:body>` + p("", r("", "x&b;&f;y")) + `</w:body></w:document>`
	if got := line(read(t, in).HTML); got != "<p>xy</p>" {
		t.Error(got)
	}
}

func TestForms(t *testing.T) {
	body := `<w:document xmlns:w="` + strictW + `" w:conformance="strict"><w:body><w:p><w:pPr><w:jc w:val="end"/></w:pPr><w:r><w:rPr><w:b w:val="true"/></w:rPr><w:t>žluť 風 😀</w:t></w:r></w:p></w:body></w:document>`
	units := utf16.Encode([]rune("\uFEFF" + body))
	var little, big []byte
	for _, u := range units {
		little = append(little, byte(u), byte(u>>8))
		big = append(big, byte(u>>8), byte(u))
	}
	for name, content := range map[string]string{
		"strict":        body,
		"byte order":    "\xEF\xBB\xBF" + body,
		"UTF-16":        string(little),
		"UTF-16, big":   string(big),
		"other prefix":  strings.NewReplacer("w:", "ns0:", "xmlns:w=", "xmlns:ns0=").Replace(body),
		"own namespace": `<document xmlns="` + spaceW + `" xmlns:w="` + spaceW + `"><body><p><pPr><jc w:val="right"/></pPr><r><rPr><b/></rPr><t>žluť 風 😀</t></r></p></body></document>`,
	} {
		in := document("", nil)
		in["word/document.xml"] = content
		if got := line(read(t, in).HTML); got != `<p style="text-align:right"><strong>žluť 風 😀</strong></p>` {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestPlaces(t *testing.T) {
	text := `<w:document ` + declared + `><w:body>` + p("", r("", "a")) + `</w:body></w:document>`
	root := func(target string) []byte {
		return []byte(relations(`<Relationship Id="a" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="` + target + `"/>`))
	}
	for name, files := range map[string]fstest.MapFS{
		"another name":      {"_rels/.rels": {Data: root("/word/document2.xml")}, "word/document2.xml": {Data: []byte(text)}},
		"capital letters":   {"_rels/.rels": {Data: root("Word/Document.xml")}, "word/document.xml": {Data: []byte(text)}},
		"no relations":      {"word/document.xml": {Data: []byte(text)}},
		"wrong relation":    {"_rels/.rels": {Data: root("nowhere.xml")}, "word/document.xml": {Data: []byte(text)}},
		"at the pack's top": {"_rels/.rels": {Data: root("document.xml")}, "document.xml": {Data: []byte(text)}},
	} {
		d, err := Read(context.Background(), files, limits)
		if err != nil || line(d.HTML) != "<p>a</p>" {
			t.Errorf("%s: %v %v", name, d, err)
		}
	}
}

// Each kind of nesting a hundred thousand deep: it ends, the word within is
// there, and it costs no more than the length asks for.
func TestDeepNesting(t *testing.T) {
	const deep = 100_000
	word := p("", r("", "word"))
	for name, wrap := range map[string][3]string{
		"tables":         {`<w:tbl><w:tr><w:tc>`, word, `</w:tc></w:tr></w:tbl>`},
		"merged cells":   {`<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>`, word, `</w:tc></w:tr></w:tbl>`},
		"controls":       {`<w:sdt><w:sdtContent>`, word, `</w:sdtContent></w:sdt>`},
		"unknown things": {`<w:x>`, word, `</w:x>`},
		"paragraphs":     {`<w:p>`, r("", "word"), `</w:p>`},
		"links":          {`<w:hyperlink w:anchor="a">`, r("", "word"), `</w:hyperlink>`},
		"text boxes":     {`<w:p><w:r><w:pict><w:txbxContent>`, word, `</w:txbxContent></w:pict></w:r></w:p>`},
		"alternatives":   {`<mc:AlternateContent><mc:Choice Requires="wps">`, word, `</mc:Choice></mc:AlternateContent>`},
		"prefixes":       {`<w:x xmlns:w="` + spaceW + `" xmlns:q="urn:q">`, word, `</w:x>`},
		"fields":         {fld("begin") + fld("separate"), r("", "word"), fld("end")},
	} {
		in := document(strings.Repeat(wrap[0], deep)+wrap[1]+strings.Repeat(wrap[2], deep), nil)
		d, err := Read(context.Background(), mapped(in), limits)
		if err != nil || !strings.Contains(d.HTML, "word") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
