// Package browse has the pages on which people find works: home, fandoms, the
// lists with their filters, tags, authors, search, and what this archive is.
package browse

import (
	"slices"
	"strings"
	"time"

	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// Filter says which works a list shows and in which order. An address is a
// Filter: Address writes it, Parse reads it, and no two addresses that differ
// show the same list. The zero Filter is every work, newest first.
type Filter struct {
	// Where the list stands; the path says it.
	Tag    string // the works of a tag, by its name
	Login  string // the works of an account
	Pseud  string // of one of its pseuds; needs Login
	Series int64  // the works of a series

	// What is asked of each work.
	Include   []string      // tags that it must have, by name
	Exclude   []string      // tags that it must not have
	Ratings   []work.Rating // one of these; none asks nothing
	Language  string        // BCP 47
	Complete  Choice
	Crossover Choice
	// Main asks of the relationships that are named that the work is about them.
	Main bool
	// OneFandom and OneRelationship: whether it has just one.
	OneFandom       Choice
	OneRelationship Choice
	WordsFrom       int       // 0 is no bound
	WordsTo         int       // 0 is no bound
	DateFrom        time.Time // the day, in UTC, of its newest chapter; zero is no bound
	DateTo          time.Time // that day is still in
	Query           string    // words that it or what is told about it must have
	Line            string    // what else is asked, as package query writes it; see line.go
	// Everything says that whoever starts with a filter of their own doesn't want it here.
	Everything bool
	Sort       Sort
	Reverse    bool // the other way round than the sort's habit
	PageNumber int  // counts from 1
}

// Choice is a question with two answers that may be left open.
type Choice string

// The answers.
const (
	Either Choice = ""
	Yes    Choice = "yes"
	No     Choice = "no"
)

// Sort is an order of works.
type Sort string

// The orders. Updated is the habit of every list.
const (
	Updated Sort = ""
	Posted  Sort = "posted"
	Title   Sort = "title"
	Creator Sort = "creator"
	Words   Sort = "words"

	Kudos     Sort = "kudos"
	Hits      Sort = "hits"
	Comments  Sort = "comments"
	Bookmarks Sort = "bookmarks"

	// Best is the habit of a search: what fits its words best comes first. Lists have none.
	Best Sort = "best"
)

// Sorts lists every order, as choices show them.
func Sorts() []Sort {
	return []Sort{Updated, Posted, Kudos, Hits, Comments, Bookmarks, Words, Title, Creator}
}

// Counted reports whether s goes by what readers do, which changes while the works
// stay as they are.
func (s Sort) Counted() bool { return s == Kudos || s == Hits || s == Comments || s == Bookmarks }

// Descending reports whether f goes from the newest, longest or last.
func (f Filter) Descending() bool {
	habit := f.Sort != Title && f.Sort != Creator
	return habit != f.Reverse
}

// maxTags is how many tags one filter may name on each side: with all else that a filter
// asks, no more than facet.MaxTerms.
const maxTags = 500

// normal writes f in the one way that Parse gives: tags in order and without
// doubles, all ratings the same as none, bounds the right way round, pages counted
// from 1.
func (f Filter) normal() Filter {
	f.Include, f.Exclude = distinct(f.Include), distinct(f.Exclude)
	var ratings []work.Rating
	for _, r := range work.Ratings() {
		if slices.Contains(f.Ratings, r) {
			ratings = append(ratings, r)
		}
	}
	if len(ratings) == len(work.Ratings()) {
		ratings = nil
	}
	f.Ratings = ratings
	if f.WordsTo > 0 && f.WordsFrom > f.WordsTo {
		f.WordsFrom, f.WordsTo = f.WordsTo, f.WordsFrom
	}
	if !f.DateTo.IsZero() && f.DateFrom.After(f.DateTo) {
		f.DateFrom, f.DateTo = f.DateTo, f.DateFrom
	}
	f.PageNumber = max(1, f.PageNumber)
	if f.Login == "" {
		f.Pseud = ""
	}
	return f
}

// distinct gives names in the order of their keys, one of each.
func distinct(names []string) []string {
	type named struct{ key, name string }
	var all []named
	seen := make(map[string]bool, len(names))
	for _, n := range names {
		if k := tag.Key(n); k != "" && !seen[k] {
			seen[k] = true
			all = append(all, named{k, n})
		}
	}
	slices.SortFunc(all, func(a, b named) int { return strings.Compare(a.key, b.key) })
	var out []string
	for _, n := range all {
		out = append(out, n.name)
	}
	return out
}

// narrowed reports whether f asks anything beyond where the list stands.
func (f Filter) narrowed() bool {
	bare := f.place()
	bare.Sort, bare.Reverse, bare.PageNumber, bare.Everything = f.Sort, f.Reverse, f.PageNumber, f.Everything
	return f.Address() != bare.Address()
}

// place is f without anything but where the list stands.
func (f Filter) place() Filter {
	p := Filter{Tag: f.Tag, Login: f.Login, Pseud: f.Pseud, Series: f.Series}
	if f.atLanguage() {
		p.Language = f.Language
	}
	return p
}

// atLanguage reports whether the language is where the list stands.
func (f Filter) atLanguage() bool {
	return f.Language != "" && f.Tag == "" && f.Login == "" && f.Series == 0
}

// page is f turned to a page.
func (f Filter) page(n int) Filter {
	f.PageNumber = n
	return f
}
