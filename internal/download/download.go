// Package download gives works away as files: EPUB, HTML, plain text and
// Markdown, each written in one pass, a chapter at a time. Pictures and originals
// are served from here too, under the same visibility rule as the work.
package download

import (
	"context"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Format is a kind of file.
type Format string

// The formats, by the ending of their files' names.
const (
	EPUB     Format = "epub"
	HTML     Format = "html"
	Text     Format = "txt"
	Markdown Format = "md"
)

// Formats lists every format, the one for e-readers first.
func Formats() []Format { return []Format{EPUB, HTML, Text, Markdown} }

// ParseFormat finds the format of an ending.
func ParseFormat(ending string) (Format, error) {
	for _, f := range Formats() {
		if strings.EqualFold(ending, string(f)) {
			return f, nil
		}
	}
	return "", fault.New(fault.NotFound, "There is no download of the kind “%s”. There are EPUB, HTML, txt and md.", ending)
}

// Type is the media type of files of format f.
func (f Format) Type() string {
	switch f {
	case EPUB:
		return "application/epub+zip"
	case HTML:
		return "text/html; charset=utf-8"
	case Text:
		return "text/plain; charset=utf-8"
	}
	return "text/markdown; charset=utf-8"
}

// Source is where the texts and pictures of works are.
type Source struct {
	Q       db.Q
	Blob    *blob.Store
	BaseURL string // of the archive, for links back; "" leaves them out
	// Text gives a chapter's text as clean HTML with anchors; nil is as it is stored.
	Text func(context.Context, db.Q, work.ChapterID) (string, error)
}

// Write writes w, which its reader may see, to out. Chapters that are not posted
// are left out, and an anonymous work names nobody, whoever asks.
func (s Source) Write(ctx context.Context, out io.Writer, w *work.Work, f Format) error {
	if w.Anonymous { // nor does its series, whose other works are signed
		shown := *w
		shown.Series = nil
		w = &shown
	}
	e := edition{Source: s, ctx: ctx, w: w}
	for _, c := range w.Chapters {
		if c.Posted {
			e.chapters = append(e.chapters, c)
		}
	}
	switch f {
	case EPUB:
		return e.epub(out)
	case HTML:
		return e.html(out)
	case Text:
		return e.text(out)
	}
	return e.markdown(out)
}

// edition is one work on its way into one file.
type edition struct {
	Source
	ctx      context.Context
	w        *work.Work
	chapters []work.Chapter
}

// single reports whether the work is one text without a heading of its own.
func (e *edition) single() bool {
	return len(e.chapters) == 1 && e.chapters[0].Title == "" && e.chapters[0].Kind == work.PlainChapter && e.w.ChapterTotal == 1
}

// texts gives each chapter with its text, one in memory at a time.
func (e *edition) texts() iter.Seq2[text, error] {
	labels, of := work.Headings(e.ctx, e.chapters), e.Text
	if of == nil {
		of = work.Text
	}
	return func(yield func(text, error) bool) {
		for i, c := range e.chapters {
			html, err := of(e.ctx, e.Q, c.ID)
			if err == nil {
				err = e.ctx.Err()
			}
			if !yield(text{c, i + 1, labels[i], html}, err) || err != nil {
				return
			}
		}
	}
}

// text is a chapter with its text: the n-th from 1, called label ("Chapter 3").
type text struct {
	work.Chapter
	n     int
	label string
	html  string
}

// heading is what stands over a chapter: "Chapter 3: Tide", "Prologue".
func (t text) heading() string {
	if t.Title == "" {
		return t.label
	}
	return t.label + ": " + t.Title
}

// byline names who made the work: never of an anonymous one.
func (e *edition) byline() []string {
	var out []string
	for _, p := range e.w.Byline(viewer.Viewer{}) {
		out = append(out, p.Byline())
	}
	if len(out) == 0 {
		out = []string{"Anonymous"}
	}
	return out
}

// address is where the work is, or "".
func (e *edition) address() string {
	if e.BaseURL == "" {
		return ""
	}
	return fmt.Sprintf("%s/works/%d", e.BaseURL, e.w.ID)
}
