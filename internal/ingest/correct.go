package ingest

import (
	"slices"
	"time"

	"github.com/ficstead/ficstead/internal/decode"
	"github.com/ficstead/ficstead/internal/prose"
)

// Corrections are what a person changed of what was understood of one work. A
// nil field stays as it was understood. Texts are plain, with blank lines
// between paragraphs.
type Corrections struct {
	Title       *string        `json:"title,omitempty"`
	Authors     *[]string      `json:"authors,omitempty"`
	Summary     *string        `json:"summary,omitempty"`
	NotesBefore *string        `json:"notes_before,omitempty"`
	NotesAfter  *string        `json:"notes_after,omitempty"`
	Language    *string        `json:"language,omitempty"`
	Rating      *decode.Rating `json:"rating,omitempty"`
	Status      *decode.Status `json:"status,omitempty"`
	Tags        *[]decode.Tag  `json:"tags,omitempty"`
	Series      *string        `json:"series,omitempty"`
	SeriesPart  *int           `json:"series_part,omitempty"`
	SourceURL   *string        `json:"source_url,omitempty"`
	Published   *time.Time     `json:"published,omitempty"`
	// Titles are chapters' titles by the chapters' numbers as the file was cut, from 1.
	Titles map[int]string `json:"titles,omitempty"`
	// Splits are the places where further chapters begin.
	Splits []Split `json:"splits,omitempty"`
	// Alts are what pictures show, in words, by the pictures' names.
	Alts map[string]string `json:"alts,omitempty"`
	// Joined are the numbers of chapters that belong to the one before them.
	Joined []int `json:"joined,omitempty"`
}

// Split is a place where a chapter begins that the file does not show: a block of a
// chapter as decode.Places counts them, the chapter's number as the file was cut.
type Split struct {
	Chapter int    `json:"chapter"`
	Block   int    `json:"block"`
	Title   string `json:"title,omitempty"` // "" for the heading that stands there
}

// apply changes a manuscript as its person said.
func (c Corrections) apply(m *decode.Manuscript) {
	set(&m.Title, c.Title)
	set(&m.Authors, c.Authors)
	set(&m.Language, c.Language)
	set(&m.Rating, c.Rating)
	set(&m.Status, c.Status)
	set(&m.Tags, c.Tags)
	set(&m.Series, c.Series)
	set(&m.SeriesPart, c.SeriesPart)
	set(&m.SourceURL, c.SourceURL)
	set(&m.Published, c.Published)
	setText(&m.Summary, c.Summary)
	setText(&m.NotesBefore, c.NotesBefore)
	setText(&m.NotesAfter, c.NotesAfter)
	for n, title := range c.Titles {
		if n >= 1 && n <= len(m.Chapters) {
			m.Chapters[n-1].Title = title
		}
	}
	describe(m, c.Alts)
	m.Join(c.split(m))
}

// split begins further chapters, and gives the numbers that those have now which
// belong to the one before. Places that the file no longer has are passed over.
func (c Corrections) split(m *decode.Manuscript) (joined []int) {
	cuts := map[int][]Split{}
	for _, s := range c.Splits {
		cuts[s.Chapter] = append(cuts[s.Chapter], s)
	}
	more := map[int]int{}
	for n := len(m.Chapters); n >= 1; n-- { // from the last, so that numbers stay
		more[n] = splitChapter(m, n, cuts[n])
	}
	shift := 0
	for n := 1; len(c.Joined) > 0 && n <= len(more); n++ {
		if slices.Contains(c.Joined, n) {
			joined = append(joined, n+shift)
		}
		shift += more[n]
	}
	return joined
}

// splitChapter cuts one chapter and tells how many it became more.
func splitChapter(m *decode.Manuscript, n int, cuts []Split) int {
	slices.SortFunc(cuts, func(a, b Split) int { return a.Block - b.Block })
	cuts = slices.CompactFunc(cuts, func(a, b Split) bool { return a.Block == b.Block })
	blocks := make([]int, len(cuts))
	for i, s := range cuts {
		blocks[i] = s.Block
	}
	if m.Split(n, blocks...) != nil {
		return 0
	}
	for i, s := range cuts {
		if s.Title != "" {
			m.Chapters[n+i].Title = s.Title
		}
	}
	return len(cuts)
}

func set[T any](field *T, to *T) {
	if to != nil {
		*field = *to
	}
}

// setText changes a text, unless its words stay the same: then its markup does too.
func setText(field *string, to *string) {
	if to != nil && *to != plain(*field) {
		*field = prose.FromText(*to)
	}
}
