// Package odt reads OpenDocument text: .odt and .ott as LibreOffice and others
// pack them, the flat .fodt, and the .sxw of OpenOffice.org 1, whose elements
// have the same names in other namespaces.
//
// The XML is read once from front to back and never held as a tree. Structure
// is taken as the author made it: no empty paragraph is dropped and no row of
// stars interpreted.
package odt

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"

	"github.com/ficstead/ficstead/internal/office"
)

// Read reads a packed document; files is the inside of its zip. The caller
// bounds how large its parts may be. The error wraps office.ErrLocked,
// office.ErrOtherKind, office.ErrBroken, office.ErrTooBig or office.ErrNotes, or is ctx's.
// Damage and parts that are missing are no error as long as there is any text.
// The document's pictures are read from files when they are opened.
func Read(ctx context.Context, files fs.FS, lim office.Limits) (*office.Document, error) {
	p := &pack{files: files}
	if err := p.check(); err != nil {
		return nil, err
	}
	return read(ctx, p, lim)
}

// ReadFlat reads a document that is one XML file; the caller bounds its size, for
// all of it is held until it is read. Errors are as those of Read.
func ReadFlat(ctx context.Context, r io.Reader, lim office.Limits) (*office.Document, error) {
	b, err := io.ReadAll(r)
	if err != nil && len(b) == 0 {
		return nil, fmt.Errorf("the file could not be read (%v): %w", err, office.ErrBroken)
	}
	return read(ctx, flat(b), lim)
}

// input is where the parts of a document are.
type input interface {
	// parts opens each XML part in the order in which it is to be read; the text is in the last.
	parts() []part
	// open opens a picture by its path in the document.
	open(path string) (io.ReadCloser, error)
	// macros counts the programs in the document that are files of their own.
	macros() int
}

type part struct {
	name string
	open func() (io.ReadCloser, error)
}

// flat is a document that is one file.
type flat []byte

func (f flat) parts() []part {
	return []part{{"the file", func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(f)), nil }}}
}

func (f flat) open(string) (io.ReadCloser, error) { return nil, fs.ErrNotExist }

func (f flat) macros() int { return 0 }

// read reads the parts. A document in which something turns out at the end to
// be other than it seemed is read a second time.
func read(ctx context.Context, in input, lim office.Limits) (*office.Document, error) {
	r := newReader(in, lim)
	err := r.readParts(ctx)
	if known := r.learn(); err == nil && known.any() {
		r = newReader(in, lim)
		r.known = known
		err = r.readParts(ctx)
	}
	if err != nil {
		return nil, err
	}
	return r.document(), nil
}

// hindsight is what only the whole text tells.
type hindsight struct {
	plainMargins bool            // most of the text has wide margins, so they quote nothing
	unclosed     map[string]bool // deletions whose end is missing: they are none
}

func (h hindsight) any() bool { return h.plainMargins || len(h.unclosed) > 0 }

func (r *reader) learn() hindsight {
	return hindsight{
		plainMargins: r.indented*2 > r.text,
		unclosed:     r.changes.open,
	}
}
