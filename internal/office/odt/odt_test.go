package odt

import (
	"context"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/office"
)

const xmlns = ` xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"` +
	` xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"` +
	` xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"` +
	` xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"` +
	` xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"` +
	` xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"` +
	` xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"` +
	` xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"` +
	` xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0"` +
	` xmlns:ooo="http://openoffice.org/2004/office"` +
	` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"`

// flatXML is a flat document with these styles and this text.
func flatXML(styles, body string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><office:document` + xmlns +
		` office:mimetype="application/vnd.oasis.opendocument.text" office:version="1.3">` +
		"<office:styles>" + styles + "</office:styles><office:body><office:text>" + body + "</office:text></office:body></office:document>"
}

// style is a style with some properties of text or paragraphs.
func pstyle(name, parent, attrs, properties string) string {
	return `<style:style style:name="` + name + `" style:family="paragraph" style:parent-style-name="` + parent + `" ` + attrs + `>` + properties + `</style:style>`
}

func tstyle(name, properties string) string {
	return `<style:style style:name="` + name + `" style:family="text"><style:text-properties ` + properties + `/></style:style>`
}

func pprop(s string) string { return "<style:paragraph-properties " + s + "/>" }
func tprop(s string) string { return "<style:text-properties " + s + "/>" }

func readFlat(t *testing.T, doc string) *office.Document {
	t.Helper()
	d, err := ReadFlat(context.Background(), strings.NewReader(doc), office.Limits{TextBytes: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

type example1 struct {
	name, styles, body, want string
}

// check reads each document and compares the whole of its HTML, without the
// ends of lines between blocks.
func check(t *testing.T, cases []example1) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := readFlat(t, flatXML(c.styles, c.body))
			if got := strings.ReplaceAll(d.HTML, "\n", ""); got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

// counts gives the notices as "kind:count".
func counts(d *office.Document) string {
	var out []string
	for _, n := range d.Notices {
		out = append(out, string(n.Kind)+":"+string(rune('0'+n.Count)))
	}
	return strings.Join(out, " ")
}
