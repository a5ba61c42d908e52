package query

import (
	"slices"
	"strings"
)

// Field is what a clue is about.
type Field string

// The fields.
const (
	Any          Field = "" // the words of the work and of what is told about it
	Title        Field = "title"
	Author       Field = "author"
	Series       Field = "series"
	Tag          Field = "tag" // of any type
	Fandom       Field = "fandom"
	Character    Field = "character"
	Relationship Field = "relationship"
	Main         Field = "main" // the relationship that a work is about
	Category     Field = "category"
	Warning      Field = "warning"
	Rating       Field = "rating" // G, T, M, E or NR
	Language     Field = "lang"

	Words     Field = "words"
	Kudos     Field = "kudos"
	Hits      Field = "hits"
	Comments  Field = "comments"
	Bookmarks Field = "bookmarks"

	Updated Field = "updated"
	Posted  Field = "posted"

	Complete  Field = "complete"
	Crossover Field = "crossover"
	OTP       Field = "otp" // there is just one relationship

	sortField Field = "sort"
)

// Kind says what the value of a field is.
type Kind uint8

// The kinds of value.
const (
	Name   Kind = iota // a name, or words
	Number             // a whole number, or a range of them
	Date               // a date, a range, or how long ago
	Answer             // yes or no
	order              // what to sort by
)

type field struct {
	name    Field
	kind    Kind
	aliases []string
}

// fields lists what can stand before a colon, in the order in which it is offered.
// The aliases are what people know from other archives, and what they may expect.
var fields = []field{
	{Fandom, Name, []string{"fandoms"}},
	{Relationship, Name, []string{"relationships", "ship", "pairing"}},
	{Character, Name, []string{"characters", "char"}},
	{Tag, Name, []string{"tags", "freeform", "freeforms", "additional"}},
	{Author, Name, []string{"authors", "creator", "creators", "by"}},
	{Title, Name, nil},
	{Series, Name, []string{"series.title"}},
	{Main, Name, []string{"main_relationship"}},
	{Rating, Name, []string{"ratings", "rated"}},
	{Warning, Name, []string{"warnings"}},
	{Category, Name, []string{"categories"}},
	{Language, Name, []string{"language", "language_id"}},
	{Words, Number, []string{"word", "wordcount", "word_count"}},
	{Kudos, Number, []string{"kudo", "kudos_count"}},
	{Hits, Number, []string{"hit", "hit_count"}},
	{Comments, Number, []string{"comment", "comments_count"}},
	{Bookmarks, Number, []string{"bookmark", "bookmarks_count"}},
	{Updated, Date, []string{"date", "revised_at", "update"}},
	{Posted, Date, []string{"created_at", "published"}},
	{Complete, Answer, []string{"completed", "finished"}},
	{Crossover, Answer, []string{"crossovers"}},
	{OTP, Answer, []string{"one_relationship"}},
	{sortField, order, []string{"order"}},
}

// foreign are fields that other archives have and that can't be asked for here.
var foreign = []string{"summary", "notes", "endnotes", "filter_ids", "tag_ids", "restricted", "collection_ids", "user_ids",
	"pseud_ids", "work_types", "nonfiction", "expected_number_of_chapters", "chapters"}

// fieldOf gives the field of a name or alias, in letters of either case.
func fieldOf(name string) (field, bool) {
	name = strings.ToLower(name)
	for _, f := range fields {
		if string(f.name) == name || slices.Contains(f.aliases, name) {
			return f, true
		}
	}
	return field{}, false
}

// KindOf gives what the value of f is.
func KindOf(f Field) Kind {
	known, _ := fieldOf(string(f))
	return known.kind
}

// Fields gives the names of the fields that start with prefix, as they are offered
// to who types, each with its colon left out.
func Fields(prefix string) []string {
	prefix = strings.ToLower(prefix)
	var out []string
	for _, f := range fields {
		if strings.HasPrefix(string(f.name), prefix) {
			out = append(out, string(f.name))
		}
	}
	return out
}

// nearly gives the field that name most likely was meant to be: one letter is wrong,
// missing, too much, or two have changed places.
func nearly(name string) string {
	name = strings.ToLower(name)
	if len(name) < 4 {
		return ""
	}
	for _, f := range fields {
		if oneSlip(name, string(f.name)) {
			return string(f.name)
		}
	}
	return ""
}

// oneSlip reports whether a and b differ by one slip of the fingers.
func oneSlip(a, b string) bool {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return len(a) <= 1 && len(b) <= 1 || len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
}
