package docx

import (
	"bytes"
	"os/exec"
	"sort"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Where pandoc is there, it is asked whether it reads the same words with the
// same emphasis. It is never needed.
func TestPandocReadsTheSame(t *testing.T) {
	pandoc, err := exec.LookPath("pandoc")
	if err != nil {
		t.Skip("no pandoc")
	}
	mixed := p("", r("", "Plain ")+r("<w:b/>", "bold ")+r("<w:b/><w:i/>", "both ")+r("<w:strike/>", "struck ")+r(`<w:vertAlign w:val="superscript"/>`, "up")+r(`<w:u w:val="single"/>`, " under")) +
		p("", `<w:ins w:id="1" w:author="B" w:date="2024-01-01T00:00:00Z">`+r("<w:i/>", "new ")+`</w:ins><w:del w:id="2" w:author="B" w:date="2024-01-01T00:00:00Z"><w:r><w:delText>old</w:delText></w:r></w:del>`+r(`<w:rStyle w:val="Emphasis"/>`, "styled")) +
		`<w:p><w:hyperlink r:id="rId7">` + r("", "a link") + `</w:hyperlink>` + fieldOf(` HYPERLINK "https://example.test/" `, r("<w:b/>", " by field")) + `</w:p>` +
		inList("2", "0", "one") + inList("2", "1", "inner") + inList("1", "0", "dot") +
		table(row(cell("", p("", r("<w:i/>", "left"))), cell("", p("", r("", "right"))))) +
		p("", r("", "He")+`<w:r><w:noBreakHyphen/></w:r>`+r("", "brew שלום and 風"))
	more := parts{"word/styles.xml": looks + storyStyles, "word/numbering.xml": someLists, "relations": linkRelation}
	for name, in := range map[string]parts{
		"a mixture": document(mixed, more),
		"a novel":   document(novel(600), more),
	} {
		cmd := exec.Command(pandoc, "--sandbox", "-f", "docx", "-t", "html", "--wrap=none")
		cmd.Stdin = bytes.NewReader(in.zipped(t))
		theirs, err := cmd.Output()
		if err != nil {
			t.Skip("pandoc:", err)
		}
		ours := read(t, in).HTML
		if a, b := emphasised(t, ours), emphasised(t, string(theirs)); a != b {
			t.Errorf("%s:\n  ours %s\npandoc %s", name, a, b)
		}
	}
}

// emphasised gives each letter that is not a space with the emphasis that it
// has, one after the other where that changes.
func emphasised(t *testing.T, markup string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(markup))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	last := ""
	for n := range root.Descendants() {
		if n.Type != html.TextNode {
			continue
		}
		marks := map[atom.Atom]bool{}
		for up := range n.Ancestors() {
			switch up.DataAtom {
			case atom.Del:
				marks[atom.S] = true
			case atom.Strong, atom.Em, atom.U, atom.S, atom.Sup, atom.Sub, atom.A:
				marks[up.DataAtom] = true
			}
		}
		names := make([]string, 0, len(marks))
		for m := range marks {
			names = append(names, m.String())
		}
		sort.Strings(names)
		for _, word := range strings.Fields(n.Data) {
			if now := strings.Join(names, "+"); now != last {
				last = now
				out.WriteString("{" + now + "}")
			}
			out.WriteString(word)
		}
	}
	return out.String()
}
