// Package epub writes EPUB 3 books in one pass: each chapter goes into the
// archive as it comes and is then forgotten, so that a book of four million words
// costs no more memory than its longest chapter. It knows no database and
// trusts no markup: whatever HTML it is given, what it writes is valid XHTML.
package epub

import (
	"fmt"
	"io"
	"iter"
	"time"
)

// Book is everything an e-book says of itself. Text fields are plain text; fields
// marked XHTML are fragments of markup, which are made valid as they are written.
type Book struct {
	// ID is a URN or URL that stays the same for every version of the work.
	ID    string
	Title string
	// Lang is a BCP 47 tag; "" or a malformed one is written as "und".
	Lang string
	// Dir is "rtl" for books read from right to left, else "".
	Dir          string
	Authors      []Person
	Contributors []Contributor
	// Fandoms stand on the cover; the preface shows what is in Rows.
	Fandoms     []string
	Summary     string // XHTML
	NotesBefore string // XHTML
	NotesAfter  string // XHTML
	// Rows is the list on the preface page: rating, warnings, fandoms and so on.
	Rows        []Row
	Credits     []CreditLine
	Dedications []Dedication
	Series      []Series
	Subjects    []string
	Publisher   string
	// Source is the web address of the work; relative links in the text are
	// taken to be relative to it.
	Source      string
	Description string // plain text, for catalogues
	Rights      string
	Published   time.Time
	// Modified is when the work last changed. It is the time of every file in the
	// archive, so the same book gives the same bytes.
	Modified time.Time
	Words    int
	// Cover is the picture on the cover; without one, a cover is drawn.
	Cover Picture
	// Style is what this book adds to the style sheet that all have; it is not made
	// safe here.
	Style string
	// Skin gives the author's own style sheet for the text of the chapters, which
	// stands in an element with the id Skinned; nil for none. place gives the file of
	// a picture that it shows, "" for one that can't be had.
	Skin func(place func(picture string) string) string
	// Generator names the program that made the book.
	Generator string
	// Texts are the book's own words; zero fields are taken from DefaultLabels.
	Texts Labels
}

// Skinned is the id of the element that the author's own styles are for.
const Skinned = "skinned"

// Person is a name and the form it is filed under ("Austen, Jane"), or "".
type Person struct{ Name, FileAs string }

// Contributor is someone with a share in the book. Role is a MARC relator code of
// three letters: trl for a translator, ill for an illustrator, bkp, edt, art.
type Contributor struct{ Name, Role string }

// Row is a line of the preface: a label and its values, in order.
type Row struct {
	Label  string
	Values []Value
}

// Value is a value of a Row; URL is "" or the address of a page about it.
type Value struct{ Text, URL string }

// Dedication is a line that says for whom the book is. Class is "" or says what
// else it is.
type Dedication struct{ Text, Class string }

// CreditLine says what belongs to whom: Label is the role ("Characters"), Text
// the name and title; URL is "" or where to find them.
type CreditLine struct{ Label, Text, URL string }

// Series is a series that the book is part of. Position counts from 1; 0 means
// that nobody said.
type Series struct {
	Title    string
	Position int
}

// Chapter is one chapter.
type Chapter struct {
	// ID is short, ASCII and stays the same for the chapter's life: it names the
	// chapter's file, by which e-readers remember where a reader stopped.
	ID string
	// Label is what the chapter is called by its kind and place ("Chapter 3"), and
	// stands before its title; either may be empty.
	Label, Title string
	// Kind is chapter, prologue, interlude, epilogue, side_story or notice.
	Kind        string
	Summary     string // XHTML
	NotesBefore string // XHTML
	NotesAfter  string // XHTML
	// Body is XHTML. Pictures are <img src="pictures/NAME"/>; footnotes are
	// <a class="fnref" href="#ID">, with <li class="fn" id="ID">. A link to
	// "#ID" finds its target anywhere in the same chapter.
	Body string
	// Lang and Dir are set when they differ from the book's.
	Lang, Dir string
	// Authors are named under the title when the chapter has its own.
	Authors []string
}

// Picture is an image. Type is image/jpeg, image/png or image/gif; a picture of
// another type is replaced by its description, for e-readers need not know it.
type Picture struct {
	Name, Type, Alt string
	Open            func() (io.ReadCloser, error)
}

// Write streams the book to w. It takes the chapters in order and asks for a
// picture when the text first shows it; pictures may be nil if there are none.
// An error from a chapter, a picture or w ends the writing and is returned
// wrapped; what was written until then is not a whole book.
func Write(w io.Writer, b Book, chapters iter.Seq2[Chapter, error], pictures func(name string) (Picture, error)) error {
	p, err := newPress(w, b, pictures)
	if err != nil {
		return err
	}
	if err := p.frontMatter(); err != nil {
		return fmt.Errorf("epub: front matter: %w", err)
	}
	if chapters != nil {
		n := 0
		for c, err := range chapters {
			n++
			if err == nil {
				err = p.chapter(c, n)
			}
			if err != nil {
				return fmt.Errorf("epub: chapter %d: %w", n, err)
			}
		}
	}
	if err := p.backMatter(); err != nil {
		return fmt.Errorf("epub: back matter: %w", err)
	}
	return nil
}
