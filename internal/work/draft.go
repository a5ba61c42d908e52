package work

import (
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/language"

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

	words int // once prepared
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

// Check returns what is wrong with d, as a sentence for the one who sent it.
func (d *Draft) Check() error {
	d.Title = strings.TrimSpace(d.Title)
	switch {
	case d.Title == "":
		return fault.In("title", "A work needs a title.")
	case utf8.RuneCountInString(d.Title) > MaxTitle:
		return fault.In("title", "That title has %d characters; %d is the most.", utf8.RuneCountInString(d.Title), MaxTitle)
	case len(d.Creators) == 0:
		return fault.In("creators", "A work needs somebody who made it.")
	case len(d.Chapters) == 0:
		return fault.In("chapters", "A work needs some text.")
	case len(d.Chapters) > MaxChapters:
		return fault.In("chapters", "That is %d chapters; %d is the most in one work.", len(d.Chapters), MaxChapters)
	case len(d.Tags) > MaxTags:
		return fault.In("tags", "That is %d tags; %d is the most for one work.", len(d.Tags), MaxTags)
	case d.ChapterTotal != 0 && d.ChapterTotal < d.posted():
		return fault.In("chapter_total", "There are %d chapters here, more than the %d that the work is to have.", d.posted(), d.ChapterTotal)
	}
	if err := d.checkChoices(); err != nil {
		return err
	}
	for _, x := range []struct{ field, name, text string }{
		{"notes_before", "The notes before the work", d.NotesBefore}, {"notes_after", "The notes after the work", d.NotesAfter},
	} {
		if n := utf8.RuneCountInString(x.text); n > MaxNotes {
			return fault.In(x.field, "%s are %d characters long; %d is the most.", x.name, n, MaxNotes)
		}
	}
	if n := utf8.RuneCountInString(d.Summary); n > MaxSummary {
		return fault.In("summary", "The summary is %d characters long; %d is the most.", n, MaxSummary)
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

// checkChoices makes canonical what is chosen from a list.
func (d *Draft) checkChoices() error {
	if d.Rating == "" {
		d.Rating = NotRated
	}
	known := false
	for _, r := range Ratings() {
		known = known || r == d.Rating
	}
	if !known {
		return fault.In("rating", "“%s” is not one of the ratings. Please choose one from the list.", string(d.Rating))
	}
	l, err := language.Parse(d.Language)
	if err != nil {
		return fault.In("language", "“%s” is not a language code. Write it as in “en”, “de” or “pt-BR”.", d.Language)
	}
	d.Language = l.String()
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
