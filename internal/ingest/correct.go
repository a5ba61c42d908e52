package ingest

import (
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
	// Alts are what pictures show, in words, by the pictures' names.
	Alts map[string]string `json:"alts,omitempty"`
	// Joined are the numbers of chapters that belong to the one before them.
	Joined []int `json:"joined,omitempty"`
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
	m.Join(c.Joined)
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
