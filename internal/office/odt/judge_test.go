package odt

import (
	"bytes"
	"context"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/ficstead/ficstead/internal/office"
)

// pandoc, where there is one, finds the same words in the same emphasis.
func TestPandocReadsTheSame(t *testing.T) {
	pandoc, err := exec.LookPath("pandoc")
	if err != nil {
		t.Skip("there is no pandoc here to compare with")
	}
	styles := tstyle("i", `fo:font-style="italic"`) + tstyle("b", `fo:font-weight="bold"`) + tstyle("s", `style:text-line-through-style="solid"`) +
		tstyle("up", `style:text-position="super 58%"`) + tstyle("down", `style:text-position="sub 58%"`) + numbered
	const body = `<text:h text:outline-level="1">The first door</text:h>` +
		`<text:p>She <text:span text:style-name="i">never <text:span text:style-name="b">ever</text:span></text:span> opened <text:span text:style-name="b">it</text:span>; the 2<text:span text:style-name="up">nd</text:span> held H<text:span text:style-name="down">2</text:span>O<text:line-break/>and <text:span text:style-name="s">no</text:span> light.</text:p>` +
		`<text:list text:style-name="L1"><text:list-item><text:p>one</text:p><text:list><text:list-item><text:p>inner <text:span text:style-name="i">item</text:span></text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>two</text:p></text:list-item></text:list>` +
		`<text:p>A<text:s text:c="3"/>wide<text:tab/>gap and <text:a xlink:type="simple" xlink:href="https://doors.example/">a <text:span text:style-name="i">link</text:span></text:a> there.</text:p>` +
		`<table:table><table:table-column/><table:table-row><table:table-cell><text:p>cell <text:span text:style-name="b">bold</text:span></text:p></table:table-cell></table:table-row></table:table>` +
		`<text:p>The end<text:note text:note-class="footnote" text:id="n"><text:note-citation>1</text:note-citation><text:note-body><text:p>or <text:span text:style-name="i">nearly</text:span></text:p></text:note-body></text:note>.</text:p>`
	content := strings.Replace(contentXML(body), "<office:automatic-styles/>", "<office:automatic-styles>"+styles+"</office:automatic-styles>", 1)
	const manifest = `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="` + mimetype + `"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`
	files := []string{"mimetype", mimetype, "content.xml", content, "styles.xml", `<office:document-styles` + xmlns + `/>`, "META-INF/manifest.xml", manifest}

	cmd := exec.CommandContext(t.Context(), pandoc, "-f", "odt", "-t", "html")
	cmd.Stdin = bytes.NewReader(zipBytes(t, files...))
	theirs, err := cmd.Output()
	if err != nil {
		t.Skip("pandoc does not run here:", err)
	}
	d, err := Read(context.Background(), packed(t, files...), office.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if want, got := emphasised(string(theirs)), emphasised(d.HTML); !slices.Equal(got, want) {
		t.Errorf("\n got %v\nwant %v", got, want)
	}
}

// emphasised gives the words of a page, each with the marks in which it stands.
func emphasised(markup string) []string {
	var out, open []string
	marks := map[string]string{"em": "i", "strong": "b", "sup": "^", "sub": "_", "s": "-", "del": "-"}
	z := html.NewTokenizer(strings.NewReader(markup))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return out
		case html.StartTagToken:
			if name, _ := z.TagName(); marks[string(name)] != "" {
				open = append(open, marks[string(name)])
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); marks[string(name)] != "" && len(open) > 0 {
				open = open[:len(open)-1]
			}
		case html.TextToken:
			in := slices.Compact(slices.Sorted(slices.Values(open)))
			for _, w := range strings.Fields(string(z.Text())) {
				if w != "↩︎" { // pandoc's way back from a note
					out = append(out, w+strings.Join(in, ""))
				}
			}
		}
	}
}
