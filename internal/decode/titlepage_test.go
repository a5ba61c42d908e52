package decode

import (
	"slices"
	"strings"
	"testing"
)

// Authors saw their own name, street and telephone number in the public notes of
// a story that had the title page of a manuscript, and the file's name as its
// title.
func TestTitlePages(t *testing.T) {
	text := strings.Repeat(wordPara(kept), 8)
	chapters := newPage + wordCentred("Chapter One") + text + newPage + wordCentred("Chapter Two") + text
	plain := func(lines ...string) string {
		var sb strings.Builder
		for _, l := range lines {
			sb.WriteString(wordPara(l))
		}
		return sb.String()
	}
	const salt = "The Salt Stair"
	own := []string{"Wren Alder"}
	for _, c := range []struct {
		name, body string
		title      string
		authors    []string
		offered    string
		notes      string // what stands in the public notes
		body0      string // how the first chapter begins
	}{
		{"a manuscript's", plain("Jane Realname", "12 Quay Lane", "Saltmouth SM1 2AB", "jane@example.org", "+44 1632 960 001", "about 800 words") + wordCentred(salt) + wordCentred("by Wren Alder") + chapters, salt, own, "", "", kept},
		{"one that names the pen name above", plain("Wren Alder", "12 Quay Lane", "about 800 words", "") + wordCentred("THE SALT STAIR") + wordCentred("by Wren Alder") + chapters, "THE SALT STAIR", own, "", "", kept},
		{"no byline", plain("Jane Realname", "12 Quay Lane", "Saltmouth, ME 04101", "3,000 words") + wordCentred(salt) + chapters, salt, nil, "Jane Realname", "", kept},
		{"not in the middle", plain("Jane Realname", "555 Quay Road", "(207) 555-0134", salt, "by Wren Alder") + chapters, salt, own, "", "", kept},
		{"the address below", wordCentred(salt) + wordCentred("by") + wordCentred("Wren Alder") + plain("Jane Realname", "Hafenstraße 12", "20459 Hamburg", "E-mail: jane@example.org", "Tel. 040 123456") + chapters, salt, own, "", "", kept},
		{"soft line breaks", `<w:p><w:r><w:t>Jane Realname</w:t><w:br/><w:t>12 Quay Lane</w:t><w:br/><w:t>Saltmouth SM1 2AB</w:t></w:r></w:p>` + wordCentred(salt) + wordCentred("by Wren Alder") + wordCentred("A Tidewater story of the long winter") + chapters, salt, own, "", "<p>A Tidewater story of the long winter</p>", kept},
		{"the story begins on the page", plain("Jane Realname", "12 Quay Lane", "Saltmouth SM1 2AB", "3,000 words") + wordCentred(salt) + wordCentred("by Wren Alder") + text, salt, own, "", "", kept},
		{"only a count", wordCentred(salt) + wordCentred("by Wren Alder") + wordCentred("Word count: 3,000") + chapters, salt, own, "", "", kept},
		{"a title that is an address", wordCentred("12 Quay Lane") + wordCentred("by Wren Alder") + text, "12 Quay Lane", own, "", "", kept},
		{"a story that begins at an address", wordStyled("Heading1", salt) + plain("221 Quay Road", "Saltmouth, November 1889") + text, salt, nil, "", "", "221 Quay Road"},
		{"a letter that opens a story", wordStyled("Heading1", salt) + plain("12 Quay Lane", "Saltmouth SM1 2AB", "Dear Ida,") + text, salt, nil, "", "", "12 Quay Lane"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, err := readOne(t.Context(), "file.docx", notedWord(t, "", c.body), Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if m.Title != c.title || !slices.Equal(m.Authors, c.authors) || m.NotesBefore != c.notes {
				t.Errorf("%q by %q, notes %q", m.Title, m.Authors, m.NotesBefore)
			}
			offered := ""
			for _, g := range m.Guesses {
				if g.Field == "authors" {
					offered = g.Value
				}
			}
			if body := plainOf(m.Chapters[0].Body); offered != c.offered || !strings.HasPrefix(strings.TrimSpace(body), c.body0) {
				t.Errorf("offered %q, text %.150q", offered, body)
			}
			checkKept(t, plainOf(strings.NewReplacer("</w:p>", "\n", "<w:br/>", "\n").Replace(c.body)), m)
			shown := plainOf(m.NotesBefore + m.Summary + m.NotesAfter)
			for _, private := range []string{"Realname", "Saltmouth", "Hamburg", "jane@", "555", "960", "Quay"} {
				if strings.Contains(shown, private) {
					t.Errorf("%q is public: %q", private, shown)
				}
			}
		})
	}
}

// Of a story saved from Word as a page, its title page was the first of its
// chapters, with no words but "by Wren Alder", and signed by nobody.
func TestTitleAmongTheHeadings(t *testing.T) {
	text := strings.Repeat("<p>"+kept+"</p>", 4)
	const turn = `<br clear=all style='page-break-before:always'>`
	for _, c := range []struct{ name, page, title, authors, chapters string }{
		{"with a byline", `<p class=MsoTitle>The Bell Buoy</p><p>by Wren Alder</p><p>&nbsp;</p>` + turn + `<h1>Chapter 1: Ebb</h1>` + text + turn + `<h1>Chapter 2: Slack</h1>` + text, "The Bell Buoy", "Wren Alder", "Ebb|Slack"},
		{"on a page alone", `<h1>The Bell Buoy</h1>` + turn + `<h1>Chapter 1: Ebb</h1>` + text + `<h1>Chapter 2: Slack</h1>` + text, "The Bell Buoy", "", "Ebb|Slack"},
		{"with a subtitle", `<h1>The Bell Buoy</h1><p>by Wren Alder</p><p>A Tidewater story</p><h1>Ebb</h1>` + text + `<h1>Slack</h1>` + text, "The Bell Buoy", "Wren Alder", "Ebb|Slack"},
		{"a prologue of one line", `<h1>Prologue</h1><p>by the sea</p><h1>Ebb</h1>` + text + `<h1>Slack</h1>` + text, "a", "", "|Ebb|Slack"},
		{"poems of few words", `<h1>Ebb</h1><p>Gone again.</p><h1>Slack</h1>` + text + `<h1>Flood</h1>` + text, "a", "", "Ebb|Slack|Flood"},
	} {
		m, err := readOne(t.Context(), "a.html", []byte("<html><body>"+c.page+"</body></html>"), Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if got := titlesOf(m); m.Title != c.title || strings.Join(m.Authors, "|") != c.authors || got != c.chapters {
			t.Errorf("%s: %q by %q, chapters %q", c.name, m.Title, m.Authors, got)
		}
	}
}

func titlesOf(m Manuscript) string {
	var titles []string
	for _, c := range m.Chapters {
		titles = append(titles, c.Title)
	}
	return strings.Join(titles, "|")
}

// Chapters whose titles stood in the middle below "Chapter One" had none, and
// Chinese ones kept their number because all three were called "潮".
func TestTitlesBelowHeads(t *testing.T) {
	text := strings.Repeat(wordPara(kept), 4)
	for _, c := range []struct{ name, body, want string }{
		{"in the middle", wordCentred("Chapter One") + wordCentred("Ebb") + text + wordCentred("Chapter Two") + wordCentred("Slack") + text, "Ebb|Slack"},
		{"a place", wordCentred("Chapter One") + wordCentred("Monday, 3 May 1889") + text + wordCentred("Chapter Two") + wordCentred("***") + text, "|"},
		{"a first line", wordCentred("Chapter One") + wordPara("Ebb") + text + wordCentred("Chapter Two") + wordPara("Slack") + text, "|"},
		{"a motto", wordCentred("Chapter One") + wordCentred("Salt and Iron") + wordCentred("The Foghorns") + text + wordCentred("Chapter Two") + text, "|"},
		{"Chinese", wordStyled("Heading1", "第一章　潮") + text + wordStyled("Heading1", "第二章　潮") + text + wordStyled("Heading1", "第三章　潮") + text, "潮|潮|潮"},
	} {
		m, err := readOne(t.Context(), "a.docx", notedWord(t, "", c.body), Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if got := titlesOf(m); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// "Written for the summer exchange." became a dedication to the summer exchange.
func TestOccasions(t *testing.T) {
	for note, want := range map[string]string{
		"Written for the summer exchange.":                    "request the summer exchange",
		"Written for Yuletide 2019.":                          "request Yuletide 2019",
		"Written for a bingo square.":                         "request a bingo square",
		"Written for the Tern Rock Big Bang.":                 "request the Tern Rock Big Bang",
		"Written for Femslash February.":                      "dedicated Femslash February",
		"This is for the Lighthouse Ficathon.":                "request the Lighthouse Ficathon",
		"Written for Tamsin for the summer exchange.":         "dedicated Tamsin for the summer exchange",
		"Written for Tamsin and everyone in the exchange.":    "dedicated Tamsin and everyone in the exchange",
		"This is for Tamsin, who runs the summer exchange.":   "dedicated Tamsin, who runs the summer exchange",
		"Written for Ana Fester.":                             "dedicated Ana Fester",
		"This fic is dedicated to my Secret Santa.":           "request my Secret Santa",
		"Written for the prompt: a lamp that will not light.": "request the prompt: a lamp that will not light",
	} {
		m := readCase(t, "The Salt Stair\nby Wren Alder\n\nA/N: "+note+"\n\n"+more)
		got := strings.Join(append(prefixed("request ", m.Requests), prefixed("dedicated ", m.Dedicated)...), "|")
		if got != want {
			t.Errorf("%s: %q, want %q", note, got, want)
		}
	}
}

func prefixed(lead string, list []string) []string {
	var out []string
	for _, s := range list {
		out = append(out, lead+s)
	}
	return out
}
