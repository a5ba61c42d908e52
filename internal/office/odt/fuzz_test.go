package odt

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/ficstead/ficstead/internal/office"
)

// Whatever stands in the file, what comes out is balanced and of a size that
// the file's own bounds.
func FuzzReadFlat(f *testing.F) {
	for _, body := range []string{
		`<text:p>a<text:span text:style-name="T1">b</text:span><text:s text:c="9"/></text:p>`,
		`<text:list text:style-name="L1"><text:list-item><text:p>x</text:p><text:list><text:list-header><text:h>y</text:h>`,
		`<table:table><table:table-row><table:table-cell table:number-columns-repeated="9"><text:p><draw:frame><draw:text-box><text:p/><draw:line/>`,
		`<text:p>a<text:note><text:note-citation text:label="*"/><text:note-body><text:p>b</text:p></text:note-body></text:note></text:p></text:p>`,
		`<text:section text:display="none"><text:p>&amp;&x;</text:section><draw:g><draw:rect><text:p>x</draw:g>`,
		`</office:text></office:body><office:body><text:p><office:annotation><dc:title>x</dc:title>`,
		`<text:numbered-paragraph text:level="99"><text:p><draw:image xlink:href="Pictures/x"><office:binary-data>iVBORw0K</office:binary-data>`,
	} {
		f.Add(body)
	}
	const styles = numbered + headings
	f.Fuzz(func(t *testing.T, body string) {
		d, err := ReadFlat(context.Background(), strings.NewReader(flatXML(styles, body)), office.Limits{TextBytes: 1 << 20})
		switch {
		case errors.Is(err, office.ErrBroken), errors.Is(err, office.ErrTooBig), errors.Is(err, office.ErrOtherKind):
			return
		case err != nil:
			t.Fatal(err)
		}
		balanced(t, d.HTML)
		if most := 100*len(body) + 1000; len(d.HTML) > most {
			t.Errorf("%d bytes of %d", len(d.HTML), len(body))
		}
	})
}

func balanced(t *testing.T, markup string) {
	t.Helper()
	var open []string
	z := html.NewTokenizer(strings.NewReader(markup))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Fatalf("open at the end: %v in %s", open, markup)
			}
			return
		case html.StartTagToken:
			name, _ := z.TagName()
			if n := string(name); n != "br" && n != "hr" && n != "img" {
				open = append(open, n)
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				t.Fatalf("</%s> closes %v in %s", name, open, markup)
			}
			open = open[:len(open)-1]
		}
	}
}

// Every word of an undamaged document comes out, and once.
func FuzzNoWordIsLost(f *testing.F) {
	f.Add([]byte{0, 7, 1, 7, 9, 2, 3, 0, 7, 9, 9, 4, 5, 6, 0, 7})
	f.Add([]byte{4, 5, 6, 0, 8, 0, 7, 9, 7, 10, 0, 7, 9, 9, 7})
	f.Add([]byte("a long row of letters, that is as good as any other"))
	f.Fuzz(func(t *testing.T, choices []byte) {
		body, words := grow(choices[:min(len(choices), 400)])
		d, err := ReadFlat(context.Background(), strings.NewReader(flatXML(numbered+headings+tstyle("T1", `fo:font-style="italic"`), body)), office.Limits{})
		if err != nil {
			t.Fatalf("%v in %s", err, body)
		}
		balanced(t, d.HTML)
		for n := range words {
			if got := strings.Count(d.HTML, fmt.Sprintf("w%dw", n)); got != 1 {
				t.Fatalf("word %d is there %d times\n%s\n%s", n, got, body, d.HTML)
			}
		}
	})
}

// These are the elements of grown documents, by where they may stand.
var (
	blocks = []string{
		`text:p`, `text:h text:outline-level="2"`, `text:p text:style-name="Quotations"`, `text:section`,
		`text:list text:style-name="L1"`, `table:table`, `text:p text:style-name="Title"`, `text:list text:style-name="L2"`,
	}
	inlines = []string{`text:span text:style-name="T1"`, `text:a xlink:href="https://e.test/"`, `text:note`, `draw:frame`, `draw:rect`, `text:meta`}
	within  = map[string][]string{
		"text:list": {"text:list-item", "text:list-header"}, "text:list-item": blocks, "text:list-header": blocks, "text:section": blocks,
		"table:table": {"table:table-row"}, "table:table-row": {"table:table-cell"}, "table:table-cell": blocks,
		"text:p": inlines, "text:h": inlines, "text:span": inlines, "text:a": inlines, "text:meta": inlines,
		"text:note": {"text:note-body"}, "text:note-body": blocks, "draw:frame": {"draw:text-box"}, "draw:text-box": blocks, "draw:rect": {"text:p"},
	}
)

// grow makes a well-formed text of choices, with numbered words in its paragraphs.
func grow(choices []byte) (body string, words int) {
	var b strings.Builder
	open := []string{"text:section"}
	b.WriteString("<text:section>")
	for _, c := range choices {
		at := open[len(open)-1]
		may := within[at]
		switch {
		case c%3 == 0 && len(open) > 1:
			b.WriteString("</" + at + ">")
			open = open[:len(open)-1]
		case c%3 == 1 && (at == "text:p" || at == "text:h" || at == "text:span" || at == "text:a"):
			fmt.Fprintf(&b, "w%dw ", words)
			words++
		default:
			next := may[int(c/3)%len(may)]
			b.WriteString("<" + next + ">")
			if next == "text:note" {
				b.WriteString("<text:note-citation>1</text:note-citation>")
			}
			name, _, _ := strings.Cut(next, " ")
			open = append(open, name)
		}
	}
	for i := len(open) - 1; i >= 0; i-- {
		b.WriteString("</" + open[i] + ">")
	}
	return b.String(), words
}
