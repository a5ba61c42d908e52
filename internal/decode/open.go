package decode

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"
	"unicode"
)

// Read reads a file. What it is, is told by its content first and by its name
// second. Most files hold one work; a collection gives each of its works, in
// order. The works' pictures can be opened as long as the file is open. The
// error is a *Problem, or that of ctx.
func Read(ctx context.Context, f *File, c Choices, lim Limits) ([]Manuscript, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	lim = lim.withDefaults()
	head, err := f.first(64 << 10)
	if err != nil {
		return nil, readProblem(f.Path, err, 0)
	}
	k := sniff(f, head)
	read := readers()[k]
	if k.packed() && f.size > 0 {
		if read == nil {
			return nil, refusal(f.Path, k)
		}
		return found(f.Path)(read(ctx, fileInput{file: f, path: f.Path, lim: lim, choices: c, beside: f.beside}))
	}
	return readWhole(ctx, f, k, c, lim)
}

// ReadBytes reads a file whose bytes are at hand.
func ReadBytes(ctx context.Context, path string, b []byte, lim Limits) ([]Manuscript, error) {
	return Read(ctx, NewFile(path, bytes.NewReader(b), int64(len(b))), Choices{}, lim)
}

// fileInput is what a reader of one kind of file gets.
type fileInput struct {
	path    string
	file    *File
	bytes   []byte // all of it, but for packed kinds
	lim     Limits
	choices Choices
	beside  func(string) (io.ReadCloser, error) // may be nil
}

// readers says who reads which kind. A kind that is not here is refused with
// the sentence that refusals has for it.
func readers() map[fileKind]func(context.Context, fileInput) ([]Manuscript, error) {
	return map[fileKind]func(context.Context, fileInput) ([]Manuscript, error){
		kindText:     readPlain,
		kindMarkdown: readMarkdown,
		kindHTML:     readHTML,
		kindEPUB:     readEPUB,
		kindWord:     readWord,
		kindODT:      readODT,
		kindFlatODT:  readFlatODT,
		kindRTF:      readRTF,
	}
}

// packed tells kinds that are read where they lie, a piece at a time.
func (k fileKind) packed() bool {
	return k == kindEPUB || k == kindWord || k == kindODT || k == kindZip
}

// readWhole reads a file of a kind that is read at once.
func readWhole(ctx context.Context, f *File, k fileKind, c Choices, lim Limits) ([]Manuscript, error) {
	read := readers()[k]
	if read != nil && f.size > lim.text() {
		return nil, tooBig(f.Path, lim.text())
	}
	b, err := f.bytes()
	switch {
	case err != nil:
		return nil, readProblem(f.Path, err, 0)
	case len(bytes.TrimSpace(b)) == 0:
		return nil, problem(f.Path, Empty, nil, "is empty; look whether the story was saved to it.")
	case read == nil:
		return nil, refusal(f.Path, k)
	}
	return found(f.Path)(read(ctx, fileInput{file: f, path: f.Path, bytes: b, lim: lim, choices: c, beside: f.beside}))
}

// found keeps the works that have something to read; a file without any is a problem.
func found(path string) func([]Manuscript, error) ([]Manuscript, error) {
	return func(all []Manuscript, err error) ([]Manuscript, error) {
		if err != nil {
			return nil, err
		}
		if all = slices.DeleteFunc(all, func(m Manuscript) bool { return !hasWords(&m) }); len(all) == 0 {
			return nil, noWordsProblem(path)
		}
		return all, nil
	}
}

// readPlain reads plain text.
func readPlain(_ context.Context, in fileInput) ([]Manuscript, error) {
	m, err := readText(in)
	switch {
	case errors.Is(err, errNoWords):
		return nil, noWordsProblem(in.path)
	case errors.Is(err, errTooManyLines):
		return nil, problem(in.path, TooBig, err, "has more than a million lines; split it and bring the parts.")
	case err != nil:
		return nil, binaryProblem(in.path, err)
	}
	return []Manuscript{m}, nil
}

func noWordsProblem(path string) *Problem {
	return problem(path, NoWords, nil, "has no words in it; look whether the story was saved to it.")
}

// hasWords tells whether a manuscript has anything to read or to look at.
func hasWords(m *Manuscript) bool {
	for i := range m.Chapters {
		c := &m.Chapters[i]
		if markupHasWords(c.Body) || strings.Contains(c.Body, `src="picture:`) ||
			markupHasWords(c.NotesBefore) || markupHasWords(c.NotesAfter) {
			return true
		}
	}
	return markupHasWords(m.NotesBefore) || markupHasWords(m.NotesAfter) || markupHasWords(m.Summary)
}

// markupHasWords tells whether HTML has a letter or digit outside its tags.
func markupHasWords(s string) bool {
	inTag := false
	for _, r := range s {
		switch {
		case r == '<':
			inTag = true
		case r == '>':
			inTag = false
		case !inTag && (unicode.IsLetter(r) || unicode.IsNumber(r)):
			return true
		}
	}
	return false
}

// openProblem says why a file could not be opened.
func openProblem(path string, err error) *Problem {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return problem(path, Unreadable, err, "is not there; look at the name.")
	case errors.Is(err, fs.ErrPermission):
		return problem(path, Unreadable, err, "may not be read by this user; change its permissions.")
	case errors.Is(err, errLinkedFolder):
		return problem(path, Unreadable, err, "is a link to a folder, which is not followed; name that folder itself.")
	}
	return readProblem(path, err, 0)
}

// readProblem says why a file could not be read to its end.
func readProblem(path string, err error, max int64) *Problem {
	switch {
	case errors.Is(err, errTooBig):
		return tooBig(path, max)
	case errors.Is(err, errBomb):
		return bombProblem(path)
	}
	return problem(path, Unreadable, err, "could not be read (%s); copy it to this disk again.", systemWords(err))
}

// zipProblem says why a zip could not be opened.
func zipProblem(path string, err error, lim Limits) *Problem {
	switch {
	case errors.Is(err, errCrowded):
		return problem(path, Bomb, err, "lists more than %d files; unpack it and bring the folder.", lim.Entries)
	case errors.Is(err, errBomb):
		return bombProblem(path)
	case errors.Is(err, errTooBig):
		return problem(path, TooBig, err, "is a zip in a zip and larger than %s; unpack it and bring what it holds.", inWords(nestedBytes))
	}
	return problem(path, Broken, err, "is not a whole zip file; copy or download it again.")
}

func tooBig(path string, max int64) *Problem {
	return problem(path, TooBig, errTooBig, "is larger than %s, the most for one story; split it into several files.", inWords(max))
}

func tangledProblem(path string) *Problem {
	return problem(path, TooBig, errTangled, "has more than a million tags, far more than the longest story; save it as plain text.")
}

func bombProblem(path string) *Problem {
	return problem(path, Bomb, errBomb, "unpacks to far more than a story holds, as a zip bomb does; unpack it yourself and bring the files.")
}

// systemWords is the system's words without the path, which the sentence has already.
func systemWords(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}
