package decode

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"
)

// checkGolden compares a manuscript with a golden file.
func checkGolden(t *testing.T, golden string, m Manuscript) {
	t.Helper()
	var got bytes.Buffer
	enc := json.NewEncoder(&got)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	pictures := []string{}
	for _, p := range m.Pictures {
		pictures = append(pictures, p.Name+" "+p.Type)
	}
	if err := enc.Encode(struct {
		goldenManuscript
		Pictures []string
	}{goldenOf(m), pictures}); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("the manuscript differs from %s:\n%s", golden, firstDifference(string(want), got.String()))
	}
}

// visibleText is what a reader of a page sees: the law that nothing is lost is
// checked against it, by a walk of its own over the parser's tree.
func visibleText(t *testing.T, markup string) string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(markup))
	if err != nil {
		t.Fatal(err)
	}
	var sb strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			switch n.Data {
			case "head", "script", "style", "select", "button":
				return
			case "i", "em", "b", "strong", "span", "font", "u", "s":
			default:
				sb.WriteByte('\n')
				defer sb.WriteByte('\n')
			}
		}
		if n.Type == html.TextNode {
			sb.WriteString(n.Data)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(doc)
	return sb.String()
}

// checkPageKept checks that every visible word of a page is in the manuscript.
// A footnote shows its number once more at its own place, which is said by the
// list there.
func checkPageKept(t *testing.T, markup string, m Manuscript) {
	t.Helper()
	numbers := m.Footnotes
	m.Chapters = slices.Clone(m.Chapters)
	for i := range m.Chapters {
		m.Chapters[i].Body = strings.ReplaceAll(m.Chapters[i].Body, "<a class=\"fnref\"", " <a class=\"fnref\"")
	}
	var lost []string
	for _, w := range missingFrom(visibleText(t, markup), m) {
		if strings.Trim(w, "0123456789") == "" && numbers > 0 {
			numbers--
			continue
		}
		if strings.ContainsFunc(w, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			lost = append(lost, w)
		}
	}
	if len(lost) > 0 {
		t.Errorf("words lost: %q", lost)
	}
}

func TestGoldenHTML(t *testing.T) {
	for _, name := range []string{"word", "googledocs", "libreoffice", "livejournal", "brbr", "headings", "pre"} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join("testdata", "html", name+".html")
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			m, err := readOne(t.Context(), name+".html", raw, Limits{})
			if err != nil {
				t.Fatal(err)
			}
			text, err := decodeMarkup(raw, "")
			if err != nil {
				t.Fatal(err)
			}
			checkPageKept(t, text, m)
			checkGolden(t, strings.TrimSuffix(file, ".html")+".golden.json", m)
		})
	}
}

func TestGoldenMarkdown(t *testing.T) {
	files, err := filepath.Glob("testdata/markdown/*.md")
	if err != nil || len(files) == 0 {
		t.Fatal("no fixtures", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			m, err := readOne(t.Context(), filepath.Base(file), raw, Limits{})
			if err != nil {
				t.Fatal(err)
			}
			checkGolden(t, strings.TrimSuffix(file, ".md")+".golden.json", m)
		})
	}
}
