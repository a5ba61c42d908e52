package ingest

import (
	"strings"
	"time"

	"github.com/ficstead/ficstead/internal/decode"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/work"
)

// understood reports what a file was read as. d is prepared.
func understood(m *decode.Manuscript, d *work.Draft, o Options) Report {
	r := Report{
		File: m.File, Title: d.Title, Authors: m.Authors, Chapters: len(d.Chapters), Words: d.Words(),
		Rating: string(d.Rating), Language: d.Language, StatusOfWork: string(decode.StatusInProgress),
		Summary: plain(d.Summary), NotesBefore: plain(d.NotesBefore), NotesAfter: plain(d.NotesAfter),
		Dedications: m.Dedicated, Requests: m.Requests,
		Pictures: shown(m), Series: m.Series, SeriesPart: m.SeriesPart, SourceURL: m.SourceURL, Published: day(m.Published), Updated: day(m.Updated),
		Maker: m.Maker, Origins: m.Origins, Encoding: m.Encoding, Notices: m.Notices,
		Guesses: m.Guesses, Dropped: m.Dropped, Damage: m.Damage,
	}
	if *d.Complete {
		r.StatusOfWork = string(decode.StatusComplete)
	}
	if o.As != "" {
		r.Authors = []string{o.As}
	}
	for _, c := range m.Credits {
		r.Credits = append(r.Credits, Credit(c))
	}
	for _, t := range d.Tags {
		r.Tags = append(r.Tags, decode.Tag{Type: decode.TagType(t.Type), Name: t.Name})
	}
	for _, c := range d.Chapters {
		f := prose.Measure(c.Body)
		r.SceneBreaks += f.SceneBreaks
		r.VerseBlocks += f.VerseBlocks
		r.Footnotes += f.Footnotes
	}
	r.fill()
	return r
}

// day writes a date as 2006-01-02, "" for none.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

func plain(html string) string { return strings.TrimSpace(prose.PlainText(html)) }
