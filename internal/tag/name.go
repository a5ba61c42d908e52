package tag

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/fault"
)

// MaxName is how long a tag's name may be, in characters.
const MaxName = 150

// forbidden are the characters that lists of tags, addresses and filters use
// for themselves, with every width of the comma.
const forbidden = ",，、﹐﹑､︐︑*<>^{}=`\\%"

// Clean gives a name as it is kept: without what nobody sees, with single
// spaces. A name that can't be a tag's is an Invalid fault about the field "tags".
func Clean(name string) (string, error) {
	name = spaced(name)
	if strings.IndexFunc(name, shows) < 0 {
		return "", fault.In("tags", "A tag needs at least one character that can be seen.")
	}
	if i := strings.IndexAny(name, forbidden); i >= 0 {
		r, _ := utf8.DecodeRuneInString(name[i:])
		return "", fault.In("tags", "The tag “%s” can't have the character %s in it. Please write it without.", short(name), string(r))
	}
	if n := utf8.RuneCountInString(name); n > MaxName {
		return "", fault.In("tags", "The tag “%s” has %d characters; please shorten it to %d or fewer.", short(name), n, MaxName)
	}
	return name, nil
}

// short is as much of a name as a sentence can quote.
func short(name string) string {
	const most = 60
	if utf8.RuneCountInString(name) <= most {
		return name
	}
	return strings.TrimSpace(string([]rune(name)[:most])) + "…"
}

// Sortable is the key by which names stand in lists: Key without a leading
// article of English, French, German, Spanish or Italian.
func Sortable(name string) string {
	key := strings.TrimLeft(Key(name), `"'“”‘’«»„¡¿([`)
	for _, elided := range []string{"l'", "l’", "un'", "un’"} {
		if rest, ok := strings.CutPrefix(key, elided); ok && rest != "" {
			return rest
		}
	}
	if first, rest, ok := strings.Cut(key, " "); ok && article(first) {
		return rest
	}
	return key
}

func article(word string) bool {
	switch word {
	case "a", "an", "the",
		"le", "la", "les", "un", "une", "des",
		"der", "die", "das", "ein", "eine",
		"el", "los", "las", "una", "unos", "unas",
		"il", "lo", "gli", "uno":
		return true
	}
	return false
}

// Slug is a name as one segment of an address, ready to be put between slashes:
// / & . ? # are written *s* *a* *d* *q* *h*, as readers' tools know them, and
// everything else is escaped where an address needs it.
func Slug(name string) string { return escape(slugs.Replace(name)) }

// Unslug gives the name that a segment of an address stands for, once the server
// has undone its percent signs. A name as it is stays as it is.
func Unslug(path string) string {
	return strings.NewReplacer("*s*", "/", "*a*", "&", "*d*", ".", "*q*", "?", "*h*", "#").Replace(path)
}

// slugs is built once: every tag on every page is written with it.
var slugs = strings.NewReplacer("/", "*s*", "&", "*a*", ".", "*d*", "?", "*q*", "#", "*h*")

// escape is url.PathEscape, but for the star, which an address may have.
func escape(segment string) string {
	return strings.ReplaceAll(url.PathEscape(segment), "%2A", "*")
}

// Split is a list of names as people type it: between them are commas of any
// script's width, or line ends.
func Split(list string) []string {
	out := []string{}
	for s := range strings.FieldsFuncSeq(list, func(r rune) bool { return strings.ContainsRune(",，、﹐﹑､︐︑\n", r) }) {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}
