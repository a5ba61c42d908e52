package work

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/tag"
)

// Draft is a work as somebody sends it: an import, a form. HTML is not cleaned
// yet; Create and Replace clean it.
type Draft struct {
	Title       string
	Summary     string // HTML
	NotesBefore string // HTML
	NotesAfter  string // HTML
	Language    string // BCP 47
	Rating      Rating

	ChapterTotal int   // 0 is "?"
	Complete     *bool // nil: complete when every chapter of the total is there

	Posted, Restricted, Hidden, Unrevealed, Anonymous bool

	SourceURL    string
	SourcePosted time.Time
	PostedAt     time.Time // zero: now
	RevisedAt    time.Time // zero: the date of its newest chapter

	Creators []account.PseudID
	Tags     []tag.Named
	Credits  []Credit
	Gifts    []Gift
	Requests []Request
	Chapters []DraftChapter
	Pictures []string // names in the picture store
	Original *Original

	prepared bool // cleaned and counted
}

// DraftChapter is a chapter as somebody sends it.
type DraftChapter struct {
	Kind        Kind
	Title       string
	Summary     string // HTML
	NotesBefore string // HTML
	NotesAfter  string // HTML
	Body        string // HTML
	PostedAt    time.Time
	Draft       bool // not posted yet, in a work that is

	// Once prepared:
	words  int
	source string // Body as it was sent
}

// The limits of a work, in characters; told in the messages that enforce them.
const (
	MaxTitle    = 255
	MaxSummary  = 20_000
	MaxNotes    = 200_000
	MaxChapter  = 20_000_000
	MaxTags     = 300
	MaxChapters = 10_000
)

// Check makes d as it is kept, and returns what is wrong with it as a sentence
// for the one who sent it.
func (d *Draft) Check() error {
	if len(d.Creators) == 0 {
		return fault.In("creators", "A work needs somebody who made it.")
	}
	return d.CheckText()
}

// CheckText is Check for a draft of which nobody said yet who made it.
func (d *Draft) CheckText() error {
	told := Details{
		Title: d.Title, Summary: d.Summary, NotesBefore: d.NotesBefore, NotesAfter: d.NotesAfter,
		Language: d.Language, Rating: d.Rating, Tags: d.Tags, ChapterTotal: d.ChapterTotal,
		Posted: true, // so that one that says nothing is Not Rated
	}
	if err := told.Check(d.posted()); err != nil {
		return err
	}
	d.Title, d.Language, d.Rating = told.Title, told.Language, told.Rating
	switch {
	case len(d.Chapters) == 0:
		return fault.In("chapters", "A work needs some text.")
	case len(d.Chapters) > MaxChapters:
		return fault.In("chapters", "That is %d chapters; %d is the most in one work.", len(d.Chapters), MaxChapters)
	}
	for i, c := range d.Chapters {
		if n := utf8.RuneCountInString(c.Body); n > MaxChapter {
			return fault.In("chapters", "Chapter %d is %d characters long; %d is the most for one chapter. Please cut it into several.", i+1, n, MaxChapter)
		}
		if utf8.RuneCountInString(c.Title) > MaxTitle {
			return fault.In("chapters", "The title of chapter %d has more than %d characters.", i+1, MaxTitle)
		}
	}
	return nil
}

// complete reports whether the work is whole: as told, or by its chapters.
func (d *Draft) complete() bool {
	if d.Complete != nil {
		return *d.Complete
	}
	return d.ChapterTotal != 0 && d.posted() >= d.ChapterTotal
}

// posted counts the chapters that readers will see.
func (d *Draft) posted() int {
	n := 0
	for _, c := range d.Chapters {
		if !c.Draft {
			n++
		}
	}
	return n
}

// SortTitle is how a title sorts: without leading marks, articles at its end,
// numbers padded, lower case.
func SortTitle(title string) string {
	s := strings.ToLower(tag.Key(title))
	s = strings.TrimLeftFunc(s, func(r rune) bool { return !isWordRune(r) })
	for _, article := range []string{"a ", "an ", "the "} {
		if rest, ok := strings.CutPrefix(s, article); ok && rest != "" {
			s = rest + ", " + strings.TrimSpace(article)
			break
		}
	}
	return padNumbers(s)
}
