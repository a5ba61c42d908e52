package docx

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// A novel of 100,000 words as Word writes one: runs split by spelling marks and
// revision marks, some italics, a heading every 2,500 words.
func BenchmarkRead100000Words(b *testing.B) {
	files := document(novel(100_000), parts{"word/styles.xml": storyStyles}).pack(b)
	b.ResetTimer()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(context.Background(), files, limits); err != nil {
			b.Fatal(err)
		}
	}
}

const storyStyles = `<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi"/><w:lang w:val="en-US" w:eastAsia="en-US" w:bidi="ar-SA"/></w:rPr></w:rPrDefault></w:docDefaults>` +
	`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>`

func novel(words int) string {
	var out strings.Builder
	sentence := strings.Fields("The keeper of the lamp counted the ships again and there was one more than there should be")
	n := 0
	for para := 0; n < words; para++ {
		if para%40 == 0 {
			fmt.Fprintf(&out, `<w:p w14:paraId="3F2A%04X" w14:textId="77777777" w:rsidR="00A77B3E" w:rsidRDefault="00A77B3E"><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Chapter %d</w:t></w:r></w:p>`, para, para/40+1)
		}
		fmt.Fprintf(&out, `<w:p w14:paraId="1B2C%04X" w14:textId="77777777" w:rsidR="00A77B3E" w:rsidRDefault="00C13D52" w:rsidP="00C13D52"><w:pPr><w:spacing w:after="0" w:line="480" w:lineRule="auto"/><w:ind w:firstLine="720"/><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="24"/></w:rPr></w:pPr>`, para)
		for run := range 6 {
			slant := ""
			if run%4 == 1 {
				slant = "<w:i/>"
			}
			fmt.Fprintf(&out, `<w:r w:rsidRPr="00C13D52"><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>%s<w:sz w:val="24"/><w:szCs w:val="24"/></w:rPr><w:t xml:space="preserve">`, slant)
			for i := range 10 {
				out.WriteString(sentence[(n+i*run)%len(sentence)])
				out.WriteByte(' ')
				n++
			}
			out.WriteString(`</w:t></w:r><w:proofErr w:type="spellStart"/>`)
		}
		out.WriteString(`</w:p>`)
	}
	return out.String()
}
