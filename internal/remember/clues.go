package remember

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/search"
	"github.com/ficstead/ficstead/internal/web"
)

// Clues are what somebody remembers, by the fields of the form.
type Clues map[Field]Clue

// The names of what a form sends besides the clues themselves.
const (
	fieldNo    = "no"    // works that it is not
	sureSuffix = "_sure" // "maybe" counts half
	maybe      = "maybe"
)

// maxNo is how many works that it is not an address names.
const maxNo = 100

// ReadClues reads the clues of a form or an address, and what is wrong with them.
func ReadClues(q url.Values) (Clues, web.Faults) {
	all, bad := Clues{}, web.Faults(nil)
	for _, f := range Fields {
		text := strings.TrimSpace(strings.ToValidUTF8(q.Get(string(f)), "\uFFFD"))
		if text == "" {
			continue
		}
		all[f] = Clue{Field: f, Text: text, Maybe: q.Get(string(f)+sureSuffix) == maybe}
		if utf8.RuneCountInString(text) > MaxClue {
			bad.Add(string(f), fault.New(fault.Invalid, "A clue can have %d characters. Please keep what you are surest of.", MaxClue))
		}
	}
	return all, bad
}

// List is the clues in the order of the form.
func (c Clues) List() []Clue {
	var out []Clue
	for _, f := range Fields {
		if x, ok := c[f]; ok {
			out = append(out, x)
		}
	}
	return out
}

// Query is the clues as an address of GET /find has them.
func (c Clues) Query() url.Values {
	q := url.Values{}
	for f, x := range c {
		q.Set(string(f), x.Text)
		if x.Maybe {
			q.Set(string(f)+sureSuffix, maybe)
		}
	}
	return q
}

// Nots reads which works it is not, of a form or an address.
func Nots(q url.Values) []int64 {
	var out []int64
	for _, s := range q[fieldNo] {
		if n, err := strconv.ParseInt(s, 10, 64); err == nil && n > 0 && len(out) < maxNo && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// Stems are the words of a text that tell something, each once and by one form: two
// texts that say the same in other forms of the words have the same.
func Stems(text string) []string {
	var out []string
	for _, w := range paired(search.Words(strings.ToValidUTF8(text, " "))) {
		if stem := stemOf(w, "en"); !common(w) && !slices.Contains(out, stem) {
			out = append(out, stem)
		}
	}
	return out
}
