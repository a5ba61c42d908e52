package download

import (
	"crypto/sha1"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"iter"
	"path"
	"strings"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/epub"
	"github.com/ficstead/ficstead/internal/picture"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/skin"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
	"github.com/ficstead/ficstead/internal/workskin"
)

// epub writes the work as an EPUB 3.
func (e *edition) epub(out io.Writer) error {
	b := e.book()
	if err := e.dress(&b); err != nil {
		return err
	}
	return epub.Write(out, b, e.parts(), e.picture)
}

// dress gives the book the work's cover and its author's style.
func (e *edition) dress(b *epub.Book) error {
	cover, err := picture.CoverOf(e.ctx, e.Q, e.w.ID)
	if err != nil {
		return err
	}
	if cover.Name != "" {
		b.Cover = epub.Picture{Name: cover.Name, Type: cover.Type, Alt: cover.Alt, Open: e.open(cover.Name)}
	}
	css, err := e.skin()
	if err != nil || css == "" {
		return err
	}
	b.Skin = func(place func(string) string) string {
		return skin.ForBook(css, epub.Skinned, func(name string) string { return place(path.Base(name)) })
	}
	return nil
}

// skin is the CSS of the work's skin, "" for none.
func (e *edition) skin() (string, error) {
	s, err := workskin.Of(e.ctx, e.Q, e.w.ID)
	if err != nil || s.ID == 0 {
		return "", err
	}
	return workskin.Clean(e.ctx, e.Q, s.ID)
}

func (e *edition) book() epub.Book {
	w := e.w
	b := epub.Book{
		ID: e.urn(), Title: w.Title, Lang: w.Language, Dir: direction(w.Language),
		Summary: inBook(w.Summary), NotesBefore: inBook(w.NotesBefore), NotesAfter: inBook(w.NotesAfter),
		Source: e.address(), Description: strings.TrimSpace(prose.PlainText(w.Summary)),
		Published: w.PostedAt, Modified: w.UpdatedAt, Words: w.Words, Style: bookOrnament(w.Ornament), Generator: generator,
	}
	for _, name := range e.byline() {
		b.Authors = append(b.Authors, epub.Person{Name: name})
	}
	for _, r := range e.rows() {
		x := epub.Row{Label: r.label}
		for _, v := range r.values {
			x.Values = append(x.Values, epub.Value{Text: v.before + v.name})
		}
		b.Rows = append(b.Rows, x)
	}
	if w.SourceURL != "" {
		b.Rows = append(b.Rows, epub.Row{Label: "First posted at", Values: []epub.Value{{Text: w.SourceURL, URL: w.SourceURL}}})
	}
	for _, t := range w.Tags {
		b.Subjects = append(b.Subjects, t.Name)
		if t.Type == tag.Fandom {
			b.Fandoms = append(b.Fandoms, t.Name)
		}
	}
	for _, c := range w.Credits {
		b.Credits = append(b.Credits, epub.CreditLine{Label: creditLabel(c.Role), Text: creditText(c), URL: c.URL})
		if role := relator(c.Role); role != "" && c.Name != "" {
			b.Contributors = append(b.Contributors, epub.Contributor{Name: c.Name, Role: role})
		}
	}
	for _, g := range w.Gifts {
		b.Dedications = append(b.Dedications, epub.Dedication{Text: g.Name})
	}
	for _, r := range w.Requests {
		b.Dedications = append(b.Dedications, epub.Dedication{Text: r.Words, Class: "request"})
	}
	for _, p := range w.Series {
		b.Series = append(b.Series, epub.Series{Title: p.Title, Position: p.Position})
	}
	return b
}

// generator is the mark in our files by which they are known when they come back.
const generator = "Ficstead"

// relator is the MARC code of a share, "" for those that are no hand in the text.
func relator(r work.Role) string {
	switch r {
	case work.RoleBeta:
		return "edt"
	case work.RoleArt:
		return "ill"
	case work.RoleTranslation:
		return "trl"
	case work.RoleSource:
		return "ant"
	}
	return ""
}

func (e *edition) parts() iter.Seq2[epub.Chapter, error] {
	return func(yield func(epub.Chapter, error) bool) {
		for t, err := range e.texts() {
			c := epub.Chapter{ID: fmt.Sprintf("c%d", t.ID), Kind: string(t.Kind)}
			if err == nil {
				c.Label, c.Title = e.title(t)
				c.Summary, c.NotesBefore, c.NotesAfter, c.Body = inBook(t.Summary), inBook(t.NotesBefore), inBook(t.NotesAfter), inBook(t.html)
				for _, p := range t.Creators {
					c.Authors = append(c.Authors, p.Byline())
				}
				if e.w.Anonymous {
					c.Authors = nil
				}
			}
			if !yield(c, err) || err != nil {
				return
			}
		}
	}
}

// title is a chapter's heading, in two parts; the only text of a work bears the
// work's title.
func (e *edition) title(t text) (label, title string) {
	if e.single() {
		return "", e.w.Title
	}
	return t.label, t.Title
}

// inBook makes stored text ready for a book: nothing is fetched from elsewhere,
// and our own pictures lie beside the text.
func inBook(html string) string {
	return strings.ReplaceAll(prose.XHTML(prose.Show(html)), `src="/pictures/`, `src="pictures/`)
}

// picture finds a picture of the work or of its skin. One that there isn't leaves its
// description in the text.
func (e *edition) picture(name string) (epub.Picture, error) {
	var kind string
	err := e.Q.QueryRowContext(e.ctx, `SELECT p.type FROM pictures p WHERE p.name = $2 AND (
		EXISTS (SELECT 1 FROM work_pictures wp WHERE wp.work_id = $1 AND wp.name = p.name)
		OR EXISTS (SELECT 1 FROM skin_pictures sp JOIN skins_of_works o ON o.skin_id = sp.skin_id WHERE o.work_id = $1 AND sp.name = p.name))`,
		int64(e.w.ID), name).Scan(&kind)
	if errors.Is(err, sql.ErrNoRows) {
		return epub.Picture{Name: name}, nil
	}
	if err != nil {
		return epub.Picture{}, fmt.Errorf("picture %s: %w", name, err)
	}
	return epub.Picture{Name: name, Type: kind, Open: e.open(name)}, nil
}

func (e *edition) open(name string) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) {
		f, _, err := e.Blob.Get(e.ctx, blob.Pictures, name)
		return f, err
	}
}

// urn names the work for good: a UUID of version 5 (RFC 9562, 5.5) over its
// address, in the name space of addresses.
func (e *edition) urn() string {
	space := []byte{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}
	sum := sha1.Sum(append(space, fmt.Sprintf("%s/works/%d", e.BaseURL, e.w.ID)...))
	u := sum[:16]
	u[6], u[8] = u[6]&0x0f|0x50, u[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}

// direction is "rtl" for languages that are written from right to left, else "".
func direction(code string) string {
	if d := web.Direction(code); d == "rtl" {
		return d
	}
	return ""
}
