package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// An atom is what must stand together: a word, which may be of several units
// ("half-light"), or a phrase in quotes.
type atom []unit

// terms is a query that was understood.
type terms struct {
	all  []atom // every one of these
	none []atom // not one of these
	// phrase is all of them in the order in which they were typed.
	phrase atom
	// near are neighbours of all that must stand near each other, by their places in
	// it: "these words" near "those".
	near [][2]int
	// quoted is set when a piece stands in quotes: what is quoted is meant exactly.
	quoted bool
}

// nearWord joins two quoted pieces that must stand near each other.
const nearWord = "near"

// maxQuery is how many bytes of a query are looked at.
const maxQuery = 4096

// parse understands what a reader typed: words, "phrases" in quotes of any
// shape, and -words that must not be there. Everything else is only words;
// nothing is an error.
func parse(text string) terms {
	if len(text) > maxQuery {
		text = text[:maxQuery]
	}
	var t terms
	left := maxUnits
	joins := false // the piece before was "near", after a quoted one
	last := -1     // the quoted piece before, in all
	for text = plain(text); text != "" && left > 0; {
		var piece string
		var quoted, not bool
		piece, quoted, not, text = next(text)
		if last >= 0 && !quoted && strings.EqualFold(piece, nearWord) && startsWithQuote(strings.TrimLeftFunc(text, unicode.IsSpace)) {
			joins = true
			continue
		}
		a := atom(units(piece))
		if len(a) > left {
			a = a[:left]
		}
		left -= len(a)
		switch {
		case len(a) == 0:
		case not:
			t.none = append(t.none, a)
		default:
			t.phrase, t.quoted = append(t.phrase, a...), t.quoted || quoted
			at := slices.IndexFunc(t.all, a.same)
			if at < 0 {
				at = len(t.all)
				t.all = append(t.all, a)
			}
			if joins && at != last {
				t.near = append(t.near, [2]int{last, at})
			}
			joins = false
			if last = -1; quoted {
				last = at
			}
		}
	}
	return t
}

func startsWithQuote(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return s != "" && strings.ContainsRune(quotes, r)
}

const quotes = "\"“”„‟«»＂「」『』〝〞〟"

// next takes the first piece off a query: what is between quotes, or one word. A quote that
// nobody closes is none: it came along with a line of dialogue.
func next(text string) (piece string, quoted, not bool, rest string) {
	text = strings.TrimLeftFunc(text, unicode.IsSpace)
	if after, ok := strings.CutPrefix(text, "-"); ok && after != "" && !startsWithSpace(after) {
		text, not = after, true
	}
	if r, size := utf8.DecodeRuneInString(text); text != "" && strings.ContainsRune(quotes, r) {
		if n := strings.IndexAny(text[size:], quotes); n >= 0 {
			_, closing := utf8.DecodeRuneInString(text[size+n:])
			return text[size : size+n], true, not, text[size+n+closing:]
		}
		text = text[size:]
	}
	n := strings.IndexFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(quotes, r) })
	if n < 0 {
		return text, false, not, ""
	}
	return text[:n], false, not, text[n:]
}

func startsWithSpace(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsSpace(r)
}

func (a atom) same(b atom) bool {
	return slices.EqualFunc(a, b, func(x, y unit) bool { return x.text == y.text })
}

// words are the words that the index has for a. open is set when the last one is
// a single character of a script without spaces, which the index has only as the
// beginning of a word. Of several such characters the last needs no word: it is
// the second half of the one before.
func (a atom) words() (ws []string, open bool) {
	ws = words(a)
	n := len(a)
	switch {
	case !a[n-1].run:
		return ws, a[n-1].open
	case n > 1 && a[n-2].run:
		return ws[:n-1], false
	}
	return ws, true
}

// at reports whether a stands at the beginning of us.
func (a atom) at(us []unit) bool {
	if len(a) > len(us) {
		return false
	}
	last := len(a) - 1
	for i, u := range a {
		if u.text != us[i].text && (i < last || !u.run || !strings.HasPrefix(us[i].text, u.text)) {
			return false
		}
	}
	return true
}
