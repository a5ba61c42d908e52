package docx

import (
	"archive/zip"
	"bytes"
	"context"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/office"
)

// parts are the files of a document by their names.
type parts map[string]string

const (
	spaceW   = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	strictW  = "http://purl.oclc.org/ooxml/wordprocessingml/main"
	declared = `xmlns:w="` + spaceW + `" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"` +
		` xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"` +
		` xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"` +
		` xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"` +
		` xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"` +
		` xmlns:wpi="http://schemas.microsoft.com/office/word/2010/wordprocessingInk"` +
		` xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"` +
		` xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"`
	relTypes = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	png      = "\x89PNG\r\n\x1a\n0000"
)

// document makes the parts of a document of its body's markup and the markup of
// more parts; relations are made for those that Word would name.
func document(body string, more parts) parts {
	p := parts{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"_rels/.rels": relations(`<Relationship Id="rId1" Type="` + relTypes + `officeDocument" Target="word/document.xml"/>` +
			`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>`),
		"word/document.xml": xmlHead + `<w:document ` + declared + `><w:body>` + body + `</w:body></w:document>`,
	}
	rels := ""
	for _, kind := range []string{"styles", "numbering", "footnotes", "endnotes", "comments", "settings", "header", "footer"} {
		markup, ok := more["word/"+kind+".xml"]
		if !ok {
			continue
		}
		rels += `<Relationship Id="` + kind + `" Type="` + relTypes + kind + `" Target="` + kind + `.xml"/>`
		root := map[string]string{"header": "hdr", "footer": "ftr"}[kind]
		if root == "" {
			root = kind
		}
		p["word/"+kind+".xml"] = xmlHead + `<w:` + root + ` ` + declared + `>` + markup + `</w:` + root + `>`
	}
	p["word/_rels/document.xml.rels"] = relations(rels + more["relations"])
	for name, content := range more {
		if _, ok := p[name]; !ok && name != "relations" {
			p[name] = content
		}
	}
	return p
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\r\n"

func relations(list string) string {
	return xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + list + `</Relationships>`
}

// zipped makes a zip of the parts.
func (p parts) zipped(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(p)) {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(p[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pack opens a zip of the parts.
func (p parts) pack(t testing.TB) fs.FS {
	t.Helper()
	b := p.zipped(t)
	r, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var limits = office.Limits{TextBytes: 64 << 20}

func read(t testing.TB, p parts) *office.Document {
	t.Helper()
	d, err := Read(context.Background(), p.pack(t), limits)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// line gives markup without the line ends between blocks.
func line(markup string) string { return strings.ReplaceAll(markup, "\n", "") }

// example is a document, what comes out, and the notices as "kind count example".
type example struct {
	name string
	body string
	more parts
	want string
	says string
}

func check(t *testing.T, examples []example) {
	t.Helper()
	for _, e := range examples {
		t.Run(e.name, func(t *testing.T) {
			d := read(t, document(e.body, e.more))
			if got := line(d.HTML); got != e.want {
				t.Errorf("\n got %s\nwant %s", got, e.want)
			}
			if got := says(d); got != e.says {
				t.Errorf("notices\n got %s\nwant %s", got, e.says)
			}
		})
	}
}
