package docx

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"github.com/ficstead/ficstead/internal/office"
)

// Whatever stands in a document, reading it ends without a panic and gives
// balanced markup within the limit.
func FuzzRead(f *testing.F) {
	f.Add(`<w:p><w:r><w:t>a</w:t></w:r></w:p>`, named)
	f.Add(novel(100), storyStyles)
	f.Add(`<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999"/><w:vMerge/></w:tcPr><w:p><w:r><w:br w:type="page"/><w:footnoteReference w:id="1"/></w:r></w:p>`, looks)
	f.Add(`<w:p><w:pPr><w:pStyle w:val="Ring1"/><w:numPr><w:ilvl w:val="7"/><w:numId w:val="2"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>`+fieldOf("TOC", "")+`</w:p>`, looks)
	f.Add(`<w:p><w:r><w:pict><w:txbxContent><w:tbl><w:p/></w:txbxContent></w:pict></w:r></w:p><![CDATA[x]]><!-- --><?p?>&#1;`, "")
	f.Fuzz(func(t *testing.T, body, styles string) {
		const limit = 1 << 20
		in := document(body, parts{"word/styles.xml": styles, "word/numbering.xml": someLists, "word/footnotes.xml": `<w:footnote w:id="1">` + body + `</w:footnote>`})
		d, err := Read(context.Background(), mapped(in), office.Limits{TextBytes: limit})
		if err != nil {
			if !errors.Is(err, office.ErrBroken) && !errors.Is(err, office.ErrTooBig) {
				t.Fatal(err)
			}
			return
		}
		if len(d.HTML) > 3*limit {
			t.Fatalf("%d bytes", len(d.HTML))
		}
		balanced(t, d.HTML)
	})
}

// Every word of an undamaged body is in the markup, once and in order, however
// it is cut into runs, marked, and put into tables and boxes.
func FuzzNothingIsLost(f *testing.F) {
	f.Add("the keeper counted the ships", []byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
	f.Add("風 ريح <b> & \"quoted\"", []byte{250, 17, 33, 4, 90, 11})
	f.Fuzz(func(t *testing.T, text string, shape []byte) {
		words := strings.Fields(strings.Map(func(r rune) rune {
			if r < ' ' || r == '\uFFFD' || r == '\uFFFE' || r == '\uFFFF' {
				return ' '
			}
			return r
		}, strings.ToValidUTF8(text, " ")))
		if len(words) > 200 || len(shape) == 0 {
			return
		}
		var body strings.Builder
		for i, word := range words {
			body.WriteString(wrapped(word, shape[i%len(shape)]))
		}
		in := document(body.String(), parts{"word/styles.xml": named, "word/numbering.xml": someLists})
		d, err := Read(context.Background(), mapped(in), limits)
		if err != nil {
			t.Fatal(err)
		}
		balanced(t, d.HTML)
		if got := wordsOf(d.HTML); got != strings.Join(words, "") {
			t.Fatalf("\n got %q\nwant %q\n%s", got, strings.Join(words, ""), body.String())
		}
	})
}

// wrapped gives a word in one of the ways that documents hold words.
func wrapped(word string, how byte) string {
	word = html.EscapeString(word)
	props := []string{"", "<w:b/>", `<w:i/><w:u w:val="single"/>`, `<w:rtl/>`, `<w:lang w:val="fr-FR"/>`, `<w:rStyle w:val="Emphasis"/>`}[int(how)%6]
	run := r(props, word)
	switch how / 6 % 9 {
	case 0:
		return styled("berschrift1", word)
	case 1:
		return p("", `<w:ins w:id="1">`+run+`</w:ins>`)
	case 2:
		return table(row(cell("", p("", run))))
	case 3:
		return p("", fieldOf("REF x", run))
	case 4:
		return `<w:sdt><w:sdtContent>` + p("<w:pageBreakBefore/>"+bottomLine, run) + `</w:sdtContent></w:sdt>`
	case 5:
		return p(`<w:rPr><w:del w:id="1"/></w:rPr>`, run)
	case 6:
		return p("", `<w:r><w:pict><v:shape><v:textbox><w:txbxContent>`+p("", run)+`</w:txbxContent></v:textbox></v:shape></w:pict></w:r>`)
	case 7:
		return p(`<w:numPr><w:ilvl w:val="`+string('0'+how%9)+`"/><w:numId w:val="1"/></w:numPr>`, `<w:r><w:tab/><w:br w:type="page"/></w:r>`+run)
	}
	return p(`<w:pStyle w:val="Zitat"/><w:jc w:val="center"/>`, `<w:hyperlink w:anchor="x">`+run+`</w:hyperlink>`)
}

// mapped gives the parts without a zip.
func mapped(p parts) fstest.MapFS {
	files := fstest.MapFS{}
	for name, content := range p {
		files[name] = &fstest.MapFile{Data: []byte(content)}
	}
	return files
}

// wordsOf gives the text of markup without its spaces.
func wordsOf(markup string) string {
	var out strings.Builder
	for z := html.NewTokenizer(strings.NewReader(markup)); z.Next() != html.ErrorToken; {
		if token := z.Token(); token.Type == html.TextToken {
			for _, word := range strings.Fields(token.Data) {
				out.WriteString(word)
			}
		}
	}
	return out.String()
}

func balanced(t *testing.T, markup string) {
	t.Helper()
	var open []string
	for z := html.NewTokenizer(strings.NewReader(markup)); z.Next() != html.ErrorToken; {
		switch token := z.Token(); token.Type {
		case html.StartTagToken:
			if token.Data != "br" && token.Data != "hr" && token.Data != "img" {
				open = append(open, token.Data)
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Fatalf("</%s> closes %v in %s", token.Data, open, markup)
			}
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		t.Fatalf("open at the end: %v in %s", open, markup)
	}
}
