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
func (c Corrections) apply(m *decode.Manuscript) { join(m, c.correct(m)) }

// correct does all of apply but to join pieces, and tells which there are.
func (c Corrections) correct(m *decode.Manuscript) []Piece {
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
	return c.split(m)
}

// split begins further chapters. Places that the file no longer has are passed over.
func (c Corrections) split(m *decode.Manuscript) []Piece {
	cuts := map[int][]Split{}
	for _, s := range c.Splits {
		cuts[s.Chapter] = append(cuts[s.Chapter], s)
	}
	joined := map[int]bool{}
	for _, n := range c.Joined {
		joined[n] = n > 1
	}
	own := len(m.Chapters)
	for n := own; n >= 1; n-- { // from the last, so that numbers stay
		cuts[n] = splitChapter(m, n, cuts[n])
	}
	pieces := make([]Piece, 0, len(m.Chapters))
	for n := 1; n <= own; n++ {
		pieces = append(pieces, Piece{Chapter: n, Joined: joined[n]})
		for _, s := range cuts[n] {
			pieces = append(pieces, Piece{Chapter: n, Block: s.Block})
		}
	}
	return pieces
}

// splitChapter cuts one chapter and tells where it did.
func splitChapter(m *decode.Manuscript, n int, cuts []Split) []Split {
	slices.SortFunc(cuts, func(a, b Split) int { return a.Block - b.Block })
	cuts = slices.CompactFunc(cuts, func(a, b Split) bool { return a.Block == b.Block })
	blocks := make([]int, len(cuts))
	for i, s := range cuts {
		blocks[i] = s.Block
	}
	if m.Split(n, blocks...) != nil {
		return nil
	}
	for i, s := range cuts {
		if s.Title != "" {
			m.Chapters[n+i].Title = s.Title
		}
	}
	return cuts
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
