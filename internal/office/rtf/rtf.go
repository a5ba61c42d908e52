// Package rtf reads rich text files as Word, WordPad, TextEdit, LibreOffice,
// Scrivener, AbiWord and Google Docs write them.
//
// A file is a stream of groups in braces, control words behind a backslash, and
// text. A reader runs through it and gives paragraphs and tables as they end; no
// tree of the file is built. It runs twice: first into a survey, to learn what
// only the whole tells (its main language, whether it has headings), then into
// an emitter, which writes the page.
package rtf

import (
	"bytes"
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/office"
)

// Read reads a rich text file. b must stay as it is as long as pictures of the
// document are opened. What comes before the damage of a damaged file is read.
// It gives office.ErrOtherKind for bytes that are no rich text, office.ErrBroken
// for a file that breaks off before its first word, office.ErrTooBig when the
// text goes beyond lim, office.ErrNotes when it has too many notes, and ctx's error.
func Read(ctx context.Context, b []byte, lim office.Limits) (*office.Document, error) {
	start := beginning(b)
	if start < 0 {
		return nil, fmt.Errorf("rtf: the file does not begin as rich text does: %w", office.ErrOtherKind)
	}
	whole := newSurvey()
	if err := newReader(b[start:], whole.block).run(ctx); err != nil {
		return nil, err
	}
	e := newEmitter(whole.findings(), lim.TextBytes)
	r := newReader(b[start:], e.block)
	r.emitter, e.r = e, r
	if err := r.run(ctx); err != nil {
		return nil, err
	}
	page := e.finish()
	switch {
	case e.full() != nil:
		return nil, fmt.Errorf("rtf: %w", e.full())
	case page == "" && r.truncated:
		return nil, fmt.Errorf("rtf: the file breaks off before its first word: %w", office.ErrBroken)
	}
	if r.truncated {
		r.tally.Add(office.Damaged, "")
	}
	d := &office.Document{HTML: page, Title: e.w.Title(), Properties: r.properties, Notices: r.tally.Notices()}
	d.Properties.Language = languageTag(e.main)
	if len(r.pictures) > 0 {
		d.Open = r.openPicture
	}
	return d, nil
}

// beginning finds where the document's group begins: at once, or after a byte
// order mark and white space that mailers and editors put before it.
func beginning(b []byte) int {
	head := b[:min(len(b), 1024)]
	i := bytes.Index(head, []byte(`{\rtf`))
	if i < 0 || len(bytes.Trim(head[:i], "\xEF\xBB\xBF\x00 \t\r\n")) > 0 {
		return -1
	}
	return i
}
