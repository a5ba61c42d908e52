package publish

import (
	"bytes"
	"context"
	"net/http"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/download"
	"github.com/ficstead/ficstead/internal/work"
)

// book answers with the work as an e-book, as it would be if everything that is
// written were posted.
func (p *Pages) book(w http.ResponseWriter, r *http.Request) error {
	x, err := p.work(r, p.DB)
	if err != nil {
		return err
	}
	return p.file(w, r, x, x.Chapters, download.EPUB, "preview")
}

// copy answers with one chapter as a file, as it is being written: /copy?as=html.
func (p *Pages) copy(w http.ResponseWriter, r *http.Request) error {
	x, c, err := p.chapter(r, p.DB)
	if err != nil {
		return err
	}
	f, err := download.ParseFormat(r.URL.Query().Get("as"))
	if err != nil {
		return err
	}
	return p.file(w, r, x, []work.Chapter{c}, f, "chapter")
}

// file answers with chapters of a work as a file, posted or not.
func (p *Pages) file(w http.ResponseWriter, r *http.Request, x *work.Work, chapters []work.Chapter, f download.Format, name string) error {
	ctx := r.Context()
	y := shown(ctx, x)
	y.Chapters, y.Words = slices.Clone(chapters), 0
	for i := range y.Chapters {
		c := &y.Chapters[i]
		text, err := p.written(ctx, p.DB, c.ID)
		if err != nil {
			return err
		}
		t := p.notes(text)
		c.Posted, c.Kind, c.Title, c.Summary, c.NotesBefore, c.NotesAfter = true, t.Kind, t.Title, t.Summary, t.NotesBefore, t.NotesAfter
		y.Words += text.Words
	}
	source := download.Source{Q: p.DB, Blob: p.Blob, BaseURL: p.BaseURL, Text: func(ctx context.Context, q db.Q, c work.ChapterID) (string, error) {
		t, err := p.written(ctx, q, c)
		return t.Body, err
	}}
	var b bytes.Buffer // whole before the first byte goes out, so that a failure is a clean page
	if err := source.Write(ctx, &b, y, f); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Type", f.Type())
	h.Set("Content-Disposition", `attachment; filename="`+name+"."+string(f)+`"`)
	h.Set("X-Robots-Tag", "noindex")
	_, err := b.WriteTo(w)
	return err
}
