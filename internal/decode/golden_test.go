package decode

import (
	"bytes"
	"encoding/json"
	"flag"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// goldenChapter is a chapter with its texts cut into lines that people can read.
type goldenChapter struct {
	Kind        ChapterKind
	Title       string   `json:",omitempty"`
	Summary     []string `json:",omitempty"`
	NotesBefore []string `json:",omitempty"`
	NotesAfter  []string `json:",omitempty"`
	Body        []string
}

// goldenManuscript is what the golden files hold.
type goldenManuscript struct {
	Title        string
	Authors      []string `json:",omitempty"`
	Language     string   `json:",omitempty"`
	Rating       Rating
	Status       Status   `json:",omitempty"`
	Tags         []Tag    `json:",omitempty"`
	Credits      []Credit `json:",omitempty"`
	Dedicated    []string `json:",omitempty"`
	Requests     []string `json:",omitempty"`
	Series       string   `json:",omitempty"`
	SeriesPart   int      `json:",omitempty"`
	SourceURL    string   `json:",omitempty"`
	Published    string   `json:",omitempty"`
	Updated      string   `json:",omitempty"`
	Summary      []string `json:",omitempty"`
	NotesBefore  []string `json:",omitempty"`
	NotesAfter   []string `json:",omitempty"`
	Chapters     []goldenChapter
	ChapterTotal int `json:",omitempty"`
	SceneBreaks  int
	VerseBlocks  int `json:",omitempty"`
	Footnotes    int `json:",omitempty"`
	Guesses      []Guess
	Dropped      []Dropped
	Damage       []Damage
	Maker        string            `json:",omitempty"`
	Origins      map[string]Origin `json:",omitempty"`
	Encoding     Encoding          `json:",omitzero"`
	Notices      []Notice          `json:",omitempty"`
}

var goldenCut = regexp.MustCompile(`</p>|<hr>|</div>|</h\d>|<br>|</blockquote>|</li>|<ol[^>]*>`)

func goldenLines(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(goldenCut.ReplaceAllString(s, "$0\n"), "\n"), "\n")
}

func goldenOf(m Manuscript) goldenManuscript {
	g := goldenManuscript{
		Title: m.Title, Authors: m.Authors, Language: m.Language, Rating: m.Rating, Status: m.Status, Tags: m.Tags,
		Credits: m.Credits, Dedicated: m.Dedicated, Requests: m.Requests, Series: m.Series, SeriesPart: m.SeriesPart,
		SourceURL: m.SourceURL, Summary: goldenLines(m.Summary), NotesBefore: goldenLines(m.NotesBefore),
		NotesAfter: goldenLines(m.NotesAfter), ChapterTotal: m.ChapterTotal, SceneBreaks: m.SceneBreaks,
		VerseBlocks: m.VerseBlocks, Footnotes: m.Footnotes, Guesses: m.Guesses, Dropped: m.Dropped, Damage: m.Damage,
		Maker: m.Maker, Origins: m.Origins, Encoding: m.Encoding, Notices: m.Notices,
	}
	if !m.Published.IsZero() {
		g.Published = m.Published.Format("2006-01-02")
	}
	if !m.Updated.IsZero() {
		g.Updated = m.Updated.Format("2006-01-02")
	}
	for _, c := range m.Chapters {
		g.Chapters = append(g.Chapters, goldenChapter{c.Kind, c.Title, goldenLines(c.Summary), goldenLines(c.NotesBefore), goldenLines(c.NotesAfter), goldenLines(c.Body)})
	}
	return g
}

// TestGoldenText reads every fixture and compares the whole manuscript. Run
// with -update after a change, and read the difference before committing it.
func TestGoldenText(t *testing.T) {
	files, err := filepath.Glob("testdata/text/*.txt")
	if err != nil || len(files) < 25 && !*update {
		t.Fatalf("%d fixtures, %v; want at least 25", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			m, err := readText(fileInput{path: filepath.Base(file), bytes: raw})
			if err != nil {
				t.Fatal(err)
			}
			text, _, err := toUTF8(raw, "")
			if err != nil {
				t.Fatal(err)
			}
			checkNothingLost(t, text, m)
			var got bytes.Buffer
			enc := json.NewEncoder(&got)
			enc.SetEscapeHTML(false)
			enc.SetIndent("", " ")
			if err := enc.Encode(goldenOf(m)); err != nil {
				t.Fatal(err)
			}
			golden := strings.TrimSuffix(file, ".txt") + ".golden.json"
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
		})
	}
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(w), len(g)) {
		a, b := "(end)", "(end)"
		if i < len(w) {
			a = w[i]
		}
		if i < len(g) {
			b = g[i]
		}
		if a != b {
			return "want " + a + "\ngot  " + b
		}
	}
	return ""
}

// typedMarkup are tags that people type into plain text; their names are no words.
var typedMarkup = regexp.MustCompile(`(?i)</?(?:i|em|b|strong|u|s|strike|del|sup|sub|small|br|hr)(?:\s[^<>]*|\s*/)?>|\[/?(?:i|em|b|strong|u|s|strike|del|sup|sub|small)\]`)

// checkNothingLost is the law of the importer: every word of the source stands
// in a field that people can read, or in Dropped with its reason. Credits,
// dedications and requests are not counted, for their words stay in the notes.
func checkNothingLost(t *testing.T, source string, m Manuscript) {
	t.Helper()
	missing := missingFrom(source, m)
	if len(missing) > 0 {
		sort.Strings(missing)
		if len(missing) > 40 {
			missing = missing[:40]
		}
		t.Errorf("words lost: %q", missing)
	}
}

func missingFrom(source string, m Manuscript) []string {
	kept := []string{m.Title, m.Series, m.SourceURL, plainOf(m.Summary), plainOf(m.NotesBefore), plainOf(m.NotesAfter)}
	kept = append(kept, m.Authors...)
	for _, tag := range m.Tags {
		kept = append(kept, tag.Name)
	}
	for _, c := range m.Chapters {
		kept = append(kept, c.Title, plainOf(c.Summary), plainOf(c.NotesBefore), plainOf(c.NotesAfter), plainOf(c.Body))
	}
	for _, d := range m.Dropped {
		if d.Reason == "" {
			kept = append(kept, "a dropped text without a reason does not count")
			continue
		}
		kept = append(kept, d.Text)
	}
	// Emphasis may part a word in two on one side only: compare without tags.
	plain := typedMarkup.ReplaceAllString(source, "")
	return missingWords(html.UnescapeString(plain), kept)
}
