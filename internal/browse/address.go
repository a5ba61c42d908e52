package browse

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/ficstead/ficstead/internal/tag"
)

// The names of the fields in addresses and forms.
const (
	fieldInclude   = "include"
	fieldExclude   = "exclude"
	fieldTags      = "tags"      // a line of tags from a form, "-" before those to exclude
	fieldChoice    = "choice[-]" // choice[NAME]=in|not, from a form
	fieldRating    = "rating"
	fieldLanguage  = "language"
	fieldComplete  = "complete"
	fieldCrossover = "crossover"
	fieldMain      = "main"             // yes
	fieldOneFandom = "one_fandom"       // yes or no
	fieldOnePair   = "one_relationship" // yes or no
	fieldWordsFrom = "words_from"
	fieldWordsTo   = "words_to"
	fieldLength    = "length" // FROM-TO from a form, in place of the two
	fieldDateFrom  = "date_from"
	fieldDateTo    = "date_to"
	fieldQuery     = "query"
	fieldLine      = "q"          // one line that asks for anything; what the panel has becomes its fields
	fieldAll       = "everything" // yes: not with the filter that one starts with
	fieldSort      = "sort"
	fieldOrder     = "order"
	fieldPage      = "page"
	fieldSeries    = "series"

	fieldTagOf   = "tag_id" // where a list stands, for addresses that are no list's
	fieldUserOf  = "user_id"
	fieldPseudOf = "pseud_id"
)

// maxLanguage is how many characters a language's code has at most.
const maxLanguage = 35

// maxQuery is how many characters a search within a list may have.
const maxQuery = 300

// Address is the address of f, with nothing in it that f leaves open.
func (f Filter) Address() string {
	f = f.normal()
	path, q := f.path(), f.values()
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// path is where the list stands.
func (f Filter) path() string {
	switch {
	case f.Tag != "":
		return "/tags/" + tag.Slug(f.Tag) + "/works"
	case f.Pseud != "":
		return "/users/" + url.PathEscape(f.Login) + "/pseuds/" + url.PathEscape(f.Pseud) + "/works"
	case f.Login != "":
		return "/users/" + url.PathEscape(f.Login) + "/works"
	case f.atLanguage():
		return "/languages/" + url.PathEscape(f.Language) + "/works"
	}
	return "/works"
}

// values is what the address says after its path.
func (f Filter) values() url.Values {
	q := url.Values{}
	put := func(name, value string) {
		if value != "" {
			q.Add(name, value)
		}
	}
	for _, n := range f.Include {
		put(fieldInclude, n)
	}
	for _, n := range f.Exclude {
		put(fieldExclude, n)
	}
	for _, r := range f.Ratings {
		put(fieldRating, string(r))
	}
	if !f.atLanguage() {
		put(fieldLanguage, f.Language)
	}
	put(fieldSeries, number(int(f.Series), 0))
	put(fieldComplete, string(f.Complete))
	put(fieldCrossover, string(f.Crossover))
	if f.Main {
		put(fieldMain, string(Yes))
	}
	put(fieldOneFandom, string(f.OneFandom))
	put(fieldOnePair, string(f.OneRelationship))
	put(fieldWordsFrom, number(f.WordsFrom, 0))
	put(fieldWordsTo, number(f.WordsTo, 0))
	put(fieldDateFrom, day(f.DateFrom))
	put(fieldDateTo, day(f.DateTo))
	put(fieldQuery, f.Query)
	put(fieldLine, f.Line)
	if f.Everything && (len(q) == 0 || len(q) == 1 && f.Series != 0) {
		put(fieldAll, string(Yes))
	}
	put(fieldSort, string(f.Sort))
	if f.Reverse {
		put(fieldOrder, order(f.Descending()))
	}
	put(fieldPage, number(f.PageNumber, 1))
	return q
}

func order(descending bool) string {
	if descending {
		return "desc"
	}
	return "asc"
}

// number writes n unless it is the usual one.
func number(n, usual int) string {
	if n == usual {
		return ""
	}
	return strconv.Itoa(n)
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// Parse reads what an address says after its path. What can't be understood is
// left out and told in the errors, which are faults that name the field.
func Parse(q url.Values) (Filter, []error) {
	p := reader{q: q}
	var f Filter
	f.Include = p.names(fieldInclude)
	f.Exclude = p.names(fieldExclude)
	p.choices(&f)
	p.tagLine(&f)
	f.Include, f.Exclude = p.atMost(distinct(f.Include)), p.atMost(distinct(f.Exclude))
	f.Ratings = p.ratings()
	f.Language = p.language()
	f.Series = int64(p.whole(fieldSeries))
	f.Complete = p.choice(fieldComplete)
	f.Crossover = p.choice(fieldCrossover)
	f.Main = p.choice(fieldMain) == Yes
	f.OneFandom, f.OneRelationship = p.choice(fieldOneFandom), p.choice(fieldOnePair)
	f.WordsFrom = p.whole(fieldWordsFrom)
	f.WordsTo = p.whole(fieldWordsTo)
	if f.WordsFrom == 0 && f.WordsTo == 0 {
		f.WordsFrom, f.WordsTo = span(p.one(fieldLength))
	}
	f.DateFrom = p.day(fieldDateFrom)
	f.DateTo = p.day(fieldDateTo)
	f.Query = p.query()
	f.Everything = p.choice(fieldAll) == Yes
	if s := Sort(p.one(fieldSort)); slices.Contains(Sorts(), s) {
		f.Sort = s
	}
	if o := p.one(fieldOrder); o == "asc" || o == "desc" {
		f.Reverse = (o == "desc") != f.Descending()
	}
	f.PageNumber = p.whole(fieldPage)
	p.line(&f)
	return f.normal(), p.wrong
}

// anywhere reads an address that has the place of a list in a field, in AO3's way.
func anywhere(q url.Values) (Filter, []error) {
	f, wrong := Parse(q)
	switch {
	case q.Get(fieldTagOf) != "":
		f.Tag = tag.Unslug(clean(q.Get(fieldTagOf)))
	case q.Get(fieldUserOf) != "":
		f.Login, f.Pseud = clean(q.Get(fieldUserOf)), clean(q.Get(fieldPseudOf))
	}
	return f.normal(), wrong
}

// at is the address of a page that shows something of the list f, whatever its place:
// anywhere reads it.
func (f Filter) at(path string) string {
	f = f.page(1).normal()
	q := f.values()
	for field, value := range f.placeFields() {
		q.Set(field, value)
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// placeFields are the fields that say where the list stands.
func (f Filter) placeFields() map[string]string {
	out := map[string]string{}
	slug, err := url.PathUnescape(tag.Slug(f.Tag)) // a slug is ready for a path, and a field is escaped again
	if err != nil {
		slug = f.Tag
	}
	for field, value := range map[string]string{fieldTagOf: slug, fieldUserOf: f.Login, fieldPseudOf: f.Pseud} {
		if value != "" {
			out[field] = value
		}
	}
	if f.atLanguage() {
		out[fieldLanguage] = f.Language
	}
	return out
}
