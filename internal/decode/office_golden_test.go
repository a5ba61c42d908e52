package decode

import (
	"bytes"
	"encoding/xml"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// officeForms are the forms in which each story of testdata/office is there.
var officeForms = []string{".docx", ".odt", ".rtf", ".fodt"}

func officeStories(t *testing.T) []string {
	t.Helper()
	sources, err := filepath.Glob("testdata/office/*.fodt")
	if err != nil || len(sources) < 8 {
		t.Fatal(sources, err)
	}
	for i := range sources {
		sources[i] = strings.TrimSuffix(sources[i], ".fodt")
	}
	return sources
}

func readOffices(t *testing.T, file string, c Choices) Manuscript {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	m, err := one(Read(t.Context(), NewFile(filepath.Base(file), bytes.NewReader(b), int64(len(b))), c, Limits{}))
	if err != nil {
		t.Fatal(file, err)
	}
	return m
}

// TestGoldenOffice reads what LibreOffice wrote and compares the whole
// manuscript. No word of the source that LibreOffice had may be lost.
func TestGoldenOffice(t *testing.T) {
	for _, story := range officeStories(t) {
		source := sourceText(t, story+".fodt")
		for _, form := range officeForms {
			t.Run(filepath.Base(story)+form, func(t *testing.T) {
				m := readOffices(t, story+form, Choices{})
				checkKept(t, source, m)
				if form != ".fodt" {
					checkGolden(t, story+form+".golden.json", m)
				}
			})
		}
	}
}

// sourceText gives the words of a flat document by a walk of its own. What the
// readers leave out, with a notice, is left out here too.
func sourceText(t *testing.T, file string) string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var sb strings.Builder
	d := xml.NewDecoder(f)
	inText, gone := false, 0
	for {
		tok, err := d.Token()
		if err != nil {
			return sb.String()
		}
		switch e := tok.(type) {
		case xml.StartElement:
			switch name := e.Name.Local; {
			case gone > 0 || name == "tracked-changes" || name == "annotation" || name == "note-citation" || name == "binary-data" || name == "title" || name == "desc":
				gone++
			case name == "text" && strings.HasSuffix(e.Name.Space, "office:1.0"):
				inText = true
			case name == "p" || name == "h" || name == "line-break" || name == "tab":
				sb.WriteByte('\n')
			}
		case xml.EndElement:
			gone = max(0, gone-1)
		case xml.CharData:
			if inText && gone == 0 {
				sb.Write(e)
			}
		}
	}
}

// checkKept checks that every word of a source is in the manuscript, or among
// what was dropped with a reason.
func checkKept(t *testing.T, source string, m Manuscript) {
	t.Helper()
	m.Chapters = slices.Clone(m.Chapters)
	for i := range m.Chapters {
		m.Chapters[i].Body = strings.ReplaceAll(m.Chapters[i].Body, `<a class="fnref"`, ` <a class="fnref"`)
	}
	checkNothingLost(t, source, m)
}

// Whatever form an author keeps a story in, it is the same story.
func TestOfficeFormsAgree(t *testing.T) {
	shape := func(m Manuscript) string {
		var sb strings.Builder
		sb.WriteString(m.Title + "|" + strings.Join(m.Authors, ",") + "|" + string(m.Rating) + "|" + plainOf(m.Summary+m.NotesBefore+m.NotesAfter))
		for _, c := range m.Chapters {
			sb.WriteString("\n## " + c.Title + "\n" + pictureTags.ReplaceAllString(spanTags.ReplaceAllString(c.Body, ""), ""))
		}
		return sb.String()
	}
	for _, story := range officeStories(t) {
		want := shape(readOffices(t, story+".odt", Choices{}))
		for _, form := range officeForms {
			if got := shape(readOffices(t, story+form, Choices{})); got != want {
				t.Errorf("%s%s differs from .odt:\n%s", story, form, firstDifference(want, got))
			}
		}
	}
}

// TestOfficeCuts tries each way of cutting that a person may choose.
func TestOfficeCuts(t *testing.T) {
	for _, c := range []struct {
		story string
		cuts  Cuts
		want  string // the chapters' titles
	}{
		{"flats", CutsAuto, "The Posts|The Bell|The Tenth"},
		{"flats", CutsHeadings, "The Posts|The Bell|The Tenth"},
		{"flats", CutsPages, ""},
		{"flats", CutsMarks, ""},
		{"flats", CutsNone, ""},
		{"harbour", CutsHeadings, "Part One: Ebb: Salt|Rope|Part Two: Flood: Bread|Wine"},
		{"harbour", CutsMarks, "Part One: Ebb: Salt|Rope|Part Two: Flood: Bread|Wine"},
		{"harbour", CutsPages, ""},
		{"harbour", CutsNone, ""},
		{"pears", CutsPages, "||"},
		{"pears", CutsHeadings, ""},
		{"pears", CutsMarks, ""},
		{"pears", CutsNone, ""},
		{"ferry", CutsMarks, "Ebb|Slack|Tide"},
		{"ferry", CutsHeadings, ""},
		{"ferry", CutsPages, ""},
		{"ferry", CutsNone, ""},
		{"shelf", CutsHeadings, "The Night Bus|Inventory|What the Baker Said"},
		{"shelf", CutsPages, "The Night Bus|Inventory|What the Baker Said"},
		{"shelf", CutsMarks, ""},
		{"shelf", CutsNone, ""},
	} {
		source := sourceText(t, "testdata/office/"+c.story+".fodt")
		for _, form := range officeForms {
			m := readOffices(t, "testdata/office/"+c.story+form, Choices{Cuts: c.cuts})
			var titles []string
			for _, ch := range m.Chapters {
				titles = append(titles, ch.Title)
			}
			if got := strings.Join(titles, "|"); got != c.want {
				t.Errorf("%s%s cut by %q: %q, want %q", c.story, form, c.cuts, got, c.want)
			}
			checkKept(t, source, m)
		}
	}
}

// Of the same story each program names pictures in its own manner, and not each
// notes the language of every run.
var (
	spanTags    = regexp.MustCompile(`</?span[^>]*>`)
	pictureTags = regexp.MustCompile(`<img[^>]*>`)
)
