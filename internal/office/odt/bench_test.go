package odt

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/office"
)

// storyXML is a story of about so many words as LibreOffice writes one that
// was edited often: chapters, runs cut in pieces, some emphasis and notes.
func storyXML(words int) string {
	const styles = `<style:style style:name="Standard" style:family="paragraph"><style:text-properties fo:language="en" fo:country="GB"/></style:style>` +
		`<style:style style:name="Text_20_body" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:text-align="justify"/></style:style>` +
		`<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Text_20_body"><style:text-properties officeooo:rsid="000f"/></style:style>` +
		`<style:style style:name="T1" style:family="text"><style:text-properties fo:font-style="italic" style:font-style-asian="italic"/></style:style>` +
		`<style:style style:name="T2" style:family="text"><style:text-properties officeooo:rsid="0012"/></style:style>`
	const sentence = "“Nobody goes to the harbour at night,” she said, and looked down at the water between the boats. "
	var b strings.Builder
	for n, p := 0, 0; n < words; p++ {
		if p%60 == 0 {
			fmt.Fprintf(&b, `<text:h text:style-name="Heading_20_1" text:outline-level="1">Chapter %d</text:h>`, p/60+1)
		}
		b.WriteString(`<text:p text:style-name="P1">`)
		for i := range 4 {
			b.WriteString(sentence[:50] + `<text:span text:style-name="T2">` + sentence[50:70] + `</text:span><text:span text:style-name="T1">` + sentence[70:] + `</text:span>`)
			if p%50 == 49 && i == 1 {
				b.WriteString(`<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p text:style-name="Footnote">A note.</text:p></text:note-body></text:note>`)
			}
			n += 17
		}
		b.WriteString("</text:p>\n")
	}
	return flatXML(styles, b.String())
}

// BenchmarkRead reads 100,000 words: once, and from a document whose margins are
// known to quote nothing only at its end, so that it is read twice.
func BenchmarkRead(b *testing.B) {
	doc := strings.ReplaceAll(storyXML(100_000), "office:document", "office:document-content")
	narrow := strings.Replace(doc, `fo:text-align="justify"`, `fo:margin-left="2cm" fo:margin-right="2cm"`, 1)
	for _, c := range []struct{ name, doc string }{{"once", doc}, {"twice", narrow}} {
		b.Run(c.name, func(b *testing.B) {
			files := packed(b, "mimetype", mimetype, "content.xml", c.doc)
			b.SetBytes(int64(len(c.doc)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Read(context.Background(), files, office.Limits{TextBytes: 100 << 20}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
