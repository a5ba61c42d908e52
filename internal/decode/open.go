package decode

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"strings"
	"unicode"
)

// Read reads one item. What it is, is told by its content first and by its
// name second. The error is a *Problem, or that of ctx.
func Read(ctx context.Context, it Item, lim Limits) (Manuscript, error) {
	b, err := it.Bytes(lim)
	if err != nil {
		return Manuscript{}, err
	}
	return readBytes(ctx, it.Path, b, lim, it.beside)
}

// ReadBytes reads a file whose bytes are at hand; path names it for people and
// tells its kind where the content does not. b must not change as long as the
// manuscript's pictures may be opened.
func ReadBytes(ctx context.Context, path string, b []byte, lim Limits) (Manuscript, error) {
	return readBytes(ctx, path, b, lim, nil)
}

// fileInput is what a reader of one kind of file gets.
type fileInput struct {
	path   string
	bytes  []byte
	lim    Limits
	beside func(string) (io.ReadCloser, error) // may be nil
}

// readers says who reads which kind. A kind that is not here is refused with
// the sentence that refusals has for it.
func readers() map[fileKind]func(context.Context, fileInput) (Manuscript, error) {
	return map[fileKind]func(context.Context, fileInput) (Manuscript, error){
		kindText:     readPlain,
		kindMarkdown: readMarkdown,
		kindHTML:     readHTML,
		kindEPUB:     readEPUB,
	}
}

func readBytes(ctx context.Context, path string, b []byte, lim Limits, beside func(string) (io.ReadCloser, error)) (Manuscript, error) {
	if err := ctx.Err(); err != nil {
		return Manuscript{}, err
	}
	in := fileInput{path: path, bytes: b, lim: lim.withDefaults(), beside: beside}
	if len(bytes.TrimSpace(b)) == 0 {
		return Manuscript{}, problem(path, Empty, nil, "is empty; look whether the story was saved to it.")
	}
	k := sniff(path, b)
	read := readers()[k]
	if read == nil {
		return Manuscript{}, refusal(path, k)
	}
	if k != kindEPUB && int64(len(b)) > lim.text() {
		return Manuscript{}, tooBig(path, lim.text())
	}
	m, err := read(ctx, in)
	if err != nil {
		return Manuscript{}, err
	}
	if !hasWords(&m) {
		return Manuscript{}, noWordsProblem(path)
	}
	return m, nil
}

// readPlain reads plain text.
func readPlain(_ context.Context, in fileInput) (Manuscript, error) {
	m, err := ReadText(in.path, bytes.NewReader(in.bytes))
	switch {
	case errors.Is(err, errNoWords):
		return m, noWordsProblem(in.path)
	case errors.Is(err, errTooManyLines):
		return m, problem(in.path, TooBig, err, "has more than three million lines; split it and bring the parts.")
	case err != nil:
		return m, binaryProblem(in.path, err)
	}
	return m, nil
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
