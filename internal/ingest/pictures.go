package ingest

import (
	"context"
	"html"
	"regexp"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/decode"
	"github.com/ficstead/ficstead/internal/work"
)

var pictureTag = regexp.MustCompile(`<img\b[^>]*\bsrc="picture:([^"]*)"[^>]*>`)
var pictureSource = regexp.MustCompile(`\bsrc="picture:[^"]*"`)
var pictureAlt = regexp.MustCompile(`\balt="([^"]*)"`)

// hang stores the pictures of a manuscript and makes its texts point to them. A
// picture that can't be kept leaves its description in the text and its reason
// in the report.
func (t *Taker) hang(ctx context.Context, m *decode.Manuscript, d *work.Draft) {
	kept := map[string]string{}
	for _, p := range m.Pictures {
		name, err := t.keep(ctx, p)
		if err != nil {
			m.Dropped = append(m.Dropped, decode.Dropped{Text: "picture " + p.Name, Reason: sentence(err)})
			continue
		}
		kept[p.Name] = name
		d.Pictures = append(d.Pictures, name)
	}
	pointTo(d, kept)
}

// pointTo leads a draft's pictures to what is kept, by their names in the file.
// Where nothing is, their description stands in brackets.
func pointTo(d *work.Draft, kept map[string]string) {
	point := func(s string) string {
		return pictureTag.ReplaceAllStringFunc(s, func(img string) string {
			if name := kept[html.UnescapeString(pictureTag.FindStringSubmatch(img)[1])]; name != "" {
				return pictureSource.ReplaceAllLiteralString(img, `src="/pictures/`+name+`"`)
			}
			if alt := pictureAlt.FindStringSubmatch(img); alt != nil && alt[1] != "" {
				return "[" + alt[1] + "]"
			}
			return ""
		})
	}
	d.Summary, d.NotesBefore, d.NotesAfter = point(d.Summary), point(d.NotesBefore), point(d.NotesAfter)
	for i := range d.Chapters {
		c := &d.Chapters[i]
		c.Body, c.Summary, c.NotesBefore, c.NotesAfter = point(c.Body), point(c.Summary), point(c.NotesBefore), point(c.NotesAfter)
	}
}

// keep makes one picture safe and stores it.
func (t *Taker) keep(ctx context.Context, p decode.Picture) (string, error) {
	clean, err := t.remade(ctx, p)
	if err != nil {
		return "", err
	}
	err = t.DB.Tx(ctx, func(tx *db.Tx) error { return blob.PutPicture(ctx, tx, t.Blob, clean) })
	return clean.Name, err
}

// remade is a picture made safe.
func (t *Taker) remade(ctx context.Context, p decode.Picture) (blob.Picture, error) {
	f, err := p.Open()
	if err != nil {
		return blob.Picture{}, err
	}
	defer f.Close()
	return t.Blob.Remake(ctx, f)
}
