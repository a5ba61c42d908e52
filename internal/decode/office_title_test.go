package decode

import (
	"slices"
	"strings"
	"testing"
)

// A title by its style is the work's title, whatever the program noted of the
// file; what the program noted is doubted unless the text says it too.
func TestOfficeTitles(t *testing.T) {
	prose := wordPara(strings.Repeat(kept+" ", 4))
	styled := func(style, text string) string {
		return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
	}
	chapters := styled("Heading1", "Oil") + prose + styled("Heading1", "Brass") + prose
	for _, c := range []struct {
		name, noted, body string
		title, chapters   string
		doubted           bool
	}{
		{"by style", "draft 7", styled("Title", "The Lamp") + chapters, "The Lamp", "Oil|Brass", false},
		{"by style, with its byline in the same", "draft 7", styled("Title", "The Lamp") + styled("Title", "by Mara Berg") + chapters, "The Lamp", "Oil|Brass", false},
		{"by style, below other words", "", wordPara("For Ana") + styled("Title", "The Lamp") + chapters, "The Lamp", "Oil|Brass", false},
		{"only noted", "The Lamp", chapters, "The Lamp", "Oil|Brass", true},
		{"noted, and in the text", "The Lamp", wordPara("The Lamp") + chapters, "The Lamp", "Oil|Brass", false},
		{"a chapter's head in the title's style", "The Lamp", styled("Title", "Chapter 1: Oil") + prose + styled("Title", "Chapter 2: Brass") + prose, "The Lamp", "Oil|Brass", true},
		{"its first chapter's head in the title's style", "The Lamp", styled("Title", "Chapter 1") + prose + styled("Heading1", "Chapter 2") + prose + styled("Heading1", "Chapter 3") + prose, "The Lamp", "||", true},
		{"several stories, each below its title", "The Lamp", styled("Title", "Oil") + prose + styled("Title", "Brass") + prose, "The Lamp", "Oil|Brass", true},
		{"what a program calls a new file", "Document2", prose, "a", "", false},
	} {
		const style = `<w:style w:type="paragraph" w:styleId="`
		m, err := readOne(t.Context(), "a.docx", makeZip(t, wordFiles(wordBody("", c.body),
			zipFile{"word/styles.xml", `<w:styles ` + wordSpace + `>` + style + `Title"><w:name w:val="Title"/></w:style>` + style + `Heading1"><w:name w:val="heading 1"/></w:style></w:styles>`},
			zipFile{"docProps/core.xml", `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>` + c.noted + `</dc:title></cp:coreProperties>`})...), Limits{})
		if err != nil {
			t.Fatal(err)
		}
		var titles []string
		for _, ch := range m.Chapters {
			titles = append(titles, ch.Title)
		}
		if got := strings.Join(titles, "|"); m.Title != c.title || got != c.chapters {
			t.Errorf("%s: title %q, chapters %q; want %q, %q", c.name, m.Title, got, c.title, c.chapters)
		}
		doubted := slices.ContainsFunc(m.Guesses, func(g Guess) bool { return g.Field == "title" && g.Confidence == 0.6 })
		if doubted != c.doubted {
			t.Errorf("%s: guesses %v", c.name, m.Guesses)
		}
		if strings.Contains(c.name, "byline") && !slices.Equal(m.Authors, []string{"Mara Berg"}) {
			t.Errorf("%s: authors %q", c.name, m.Authors)
		}
	}
}
