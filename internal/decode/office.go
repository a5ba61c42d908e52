package decode

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"strings"

	"github.com/ficstead/ficstead/internal/office"
	"github.com/ficstead/ficstead/internal/office/docx"
	"github.com/ficstead/ficstead/internal/office/odt"
	"github.com/ficstead/ficstead/internal/office/rtf"
)

// readWord reads a Word document of today's form.
func readWord(ctx context.Context, in fileInput) ([]Manuscript, error) {
	return readPacked(ctx, in, docx.Read)
}

// readODT reads an OpenDocument text.
func readODT(ctx context.Context, in fileInput) ([]Manuscript, error) {
	return readPacked(ctx, in, odt.Read)
}

// readFlatODT reads an OpenDocument text in one XML file.
func readFlatODT(ctx context.Context, in fileInput) ([]Manuscript, error) {
	doc, err := odt.ReadFlat(ctx, bytes.NewReader(in.bytes), in.officeLimits())
	return readOffice(ctx, in, doc, err)
}

// readRTF reads a rich text file.
func readRTF(ctx context.Context, in fileInput) ([]Manuscript, error) {
	doc, err := rtf.Read(ctx, in.bytes, in.officeLimits())
	return readOffice(ctx, in, doc, err)
}

func (in fileInput) officeLimits() office.Limits { return office.Limits{TextBytes: in.lim.text()} }

// readPacked reads a document that is a zip of parts.
func readPacked(ctx context.Context, in fileInput, read func(context.Context, fs.FS, office.Limits) (*office.Document, error)) ([]Manuscript, error) {
	p, err := openPack(in.file.at, in.file.size, in.lim)
	if err != nil {
		return nil, zipProblem(in.path, err, in.lim)
	}
	files := newPackFiles(p)
	doc, err := read(ctx, files, in.officeLimits())
	if files.bomb.Load() {
		return nil, bombProblem(in.path)
	}
	return readOffice(ctx, in, doc, err)
}

// readOffice makes a manuscript of what an office file says.
func readOffice(ctx context.Context, in fileInput, doc *office.Document, err error) ([]Manuscript, error) {
	if err != nil {
		return nil, officeProblem(ctx, in, err)
	}
	in.beside = doc.Open
	declared := officeDeclared(doc.Properties)
	if h, ok := parseHead(doc.Title); doc.Title != "" && (!ok || h.class == classBare) {
		declared.Title = doc.Title
		declared.Origins = map[string]Origin{"title": FromLabel}
	}
	all, err := readPage(ctx, in, doc.HTML, declared, notedBy(doc.Properties.Title, doc.Properties.Author))
	for i := range all {
		for _, n := range doc.Notices {
			all[i].Notices = append(all[i].Notices, Notice{Kind: string(n.Kind), Count: n.Count, Example: n.Example})
		}
	}
	return all, err
}

// officeDeclared gives what a person told a word processor about a file. Its
// title and author the program fills in: notedBy has those.
func officeDeclared(p office.Properties) Manuscript {
	var m Manuscript
	m.Language = languageTag(p.Language)
	if p.Description != "" && !isProgramTalk(p.Description) {
		m.Summary = "<p>" + escape(p.Description) + "</p>"
	}
	for word := range strings.FieldsFuncSeq(p.Keywords, func(r rune) bool { return r == ',' || r == ';' }) {
		if word = oneLine(word); word != "" && !isProgramTalk(word) {
			m.Tags = append(m.Tags, Tag{TagFreeform, word})
		}
	}
	return m
}

// officeProblem says why an office file could not be read.
func officeProblem(ctx context.Context, in fileInput, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, office.ErrLocked):
		return problem(in.path, Locked, err, "is locked with a password; save it without one and bring it again.")
	case errors.Is(err, office.ErrOtherKind):
		return problem(in.path, NotYet, err, "is an office file, but not a text (a table, slides or a drawing); save the story as a text document.")
	case errors.Is(err, office.ErrTooBig):
		return problem(in.path, TooBig, err, "has more than %s of text and formatting, the most for one story; split it into several files.", inWords(in.lim.text()))
	case errors.Is(err, office.ErrNotes):
		return problem(in.path, TooBig, err, "has more than %d footnotes, the most for one story; split it into several files.", office.MaxNotes)
	}
	return problem(in.path, Broken, err, "is damaged and could not be read; open it in the program that wrote it, save it anew and bring that.")
}
