// Package office holds what the readers of Word, OpenDocument and rich text
// files share: what they give, and a writer that makes one page of clean HTML of
// paragraphs and runs of text, whatever the file's own way of telling them.
package office

import (
	"errors"
	"io"
	"io/fs"
	"time"
)

// Document is what an office file says.
type Document struct {
	// HTML is the text as the markup of one page's body, made by a Writer.
	// Pictures in it are <img src="NAME">, where NAME opens with Open.
	HTML string
	// Title is what the text itself calls its title, by the style of the
	// paragraph, on one line; "" when it has no such paragraph, or several.
	Title string
	// Open opens a picture; nil when the file has none.
	Open func(name string) (io.ReadCloser, error)

	Properties Properties
	// Notices tell what of the file is not in HTML, each kind once.
	Notices []Notice
}

// Properties are what the program that wrote the file noted about it. They are
// often wrong: a title of the template, the name of the computer's owner.
type Properties struct {
	Title, Author, Subject, Keywords, Description string
	Language                                      string // BCP 47 of most of the text, "" when unknown
	Created, Modified                             time.Time
}

// Notice is a kind of thing that was left out or changed, and how often.
type Notice struct {
	Kind  NoticeKind
	Count int
	// Example is one of them, for people: a comment's words, an address; may be empty.
	Example string
}

// NoticeKind names a kind of notice.
type NoticeKind string

// The kinds of notice.
const (
	Comments       NoticeKind = "comments"          // reviewers' comments, left out
	Insertions     NoticeKind = "insertions"        // tracked insertions, taken as accepted
	Deletions      NoticeKind = "deletions"         // tracked deletions, left out
	Macros         NoticeKind = "macros"            // programs in the file, never run
	External       NoticeKind = "external"          // pictures or parts elsewhere, never fetched
	Objects        NoticeKind = "objects"           // drawings, charts, formulas that can't be shown
	LostPictures   NoticeKind = "lost_pictures"     // pictures named but not in the file, or in a form no browser shows
	Hidden         NoticeKind = "hidden"            // hidden text, left out
	HeadersFooters NoticeKind = "headers_footers"   // page headers and footers, left out
	Nested         NoticeKind = "nested_too_deeply" // structure flattened because it nests too deeply
	Damaged        NoticeKind = "damaged"           // the file breaks off or is damaged: what stood before that is there
)

// Errors that a reader gives for what it can't read.
var (
	ErrLocked    = errors.New("office: protected by a password")
	ErrOtherKind = errors.New("office: not a text document")
	ErrBroken    = errors.New("office: not a whole file")
	ErrTooBig    = errors.New("office: more text than the limit")
	ErrNotes     = errors.New("office: more notes than MaxNotes")
)

// MaxNotes is how many footnotes and endnotes a document may have. Each is read
// apart from the text, which costs far more than its words do.
const MaxNotes = 20_000

// Limits bound what a reader makes.
type Limits struct {
	// TextBytes is the most HTML that a reader may write, in bytes.
	TextBytes int64
}

// ReadPart reads one file of a packed document, at most max bytes of it: fs.ErrNotExist when it is not there.
func ReadPart(files fs.FS, name string, max int64) ([]byte, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, max+1))
	if err == nil && int64(len(b)) > max {
		err = ErrTooBig
	}
	return b, err
}

// Tally counts notices in the order in which they first came.
type Tally struct{ list []Notice }

// Add counts one more of a kind; the first example that is not empty is kept.
func (t *Tally) Add(k NoticeKind, example string) { t.AddN(k, 1, example) }

// AddN counts n more of a kind.
func (t *Tally) AddN(k NoticeKind, n int, example string) {
	for i := range t.list {
		if t.list[i].Kind == k {
			t.list[i].Count += n
			if t.list[i].Example == "" {
				t.list[i].Example = example
			}
			return
		}
	}
	t.list = append(t.list, Notice{k, n, example})
}

// Notices gives what was counted.
func (t *Tally) Notices() []Notice { return t.list }
