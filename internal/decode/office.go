package decode

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"slices"
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
	doubted := declared
	if h, ok := parseHead(doc.Title); doc.Title != "" && (!ok || h.class == classBare) {
		declared.Title, doubted.Title = doc.Title, ""
		declared.Origins = map[string]Origin{"title": FromLabel}
	}
	all, err := readPage(ctx, in, doc.HTML, declared)
	for i := range all {
		doubtProperties(&all[i], doubted)
		for _, n := range doc.Notices {
			all[i].Notices = append(all[i].Notices, Notice{Kind: string(n.Kind), Count: n.Count, Example: n.Example})
		}
	}
	return all, err
}

// officeDeclared gives what a word processor noted about its file. Its title and
// author are weak: the text's own outrank them, and so does a title that is one
// by its style.
func officeDeclared(p office.Properties) Manuscript {
	var m Manuscript
	if !isNoTitle(p.Title) {
		m.Title = p.Title
	}
	if !isNobody(p.Author) {
		m.Authors = []string{p.Author}
	}
	m.Language = languageTag(p.Language)
	if p.Description != "" {
		m.Summary = "<p>" + escape(p.Description) + "</p>"
	}
	for word := range strings.FieldsFuncSeq(p.Keywords, func(r rune) bool { return r == ',' || r == ';' }) {
		if word = oneLine(word); word != "" {
			m.Tags = append(m.Tags, Tag{TagFreeform, word})
		}
	}
	return m
}

// doubtProperties calls a title and an author guesses where only the program
// knows them, and not the text: it names its templates and the computer's owner.
func doubtProperties(m *Manuscript, p Manuscript) {
	if p.Title != "" && m.Title == p.Title && !saidAgain(m, "title", p.Title) {
		m.Guesses = append(m.Guesses, Guess{Field: "title", Value: p.Title, Confidence: 0.6})
	}
	if len(p.Authors) > 0 && slices.Equal(m.Authors, p.Authors) && !saidAgain(m, "byline", p.Authors[0]) {
		m.Guesses = append(m.Guesses, Guess{Field: "authors", Value: p.Authors[0], Confidence: 0.5})
	}
}

// saidAgain says whether the text has a line that was taken away because it only
// repeats a title or an author.
func saidAgain(m *Manuscript, what, value string) bool {
	return slices.ContainsFunc(m.Dropped, func(d Dropped) bool {
		return strings.HasPrefix(d.Reason, what) && len(missingWords(value, []string{d.Text})) == 0
	})
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
		return tooBig(in.path, in.lim.text())
	}
	return problem(in.path, Broken, err, "is damaged and could not be read; open it in the program that wrote it, save it anew and bring that.")
}
