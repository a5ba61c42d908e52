package catalogue

import (
	"context"
	"hash/fnv"
	"strings"
	"sync"

	"golang.org/x/text/language"

	"github.com/ficstead/ficstead/internal/facet"
)

// maxLanguages is how many languages are counted beside lists: fewer than a Choice
// kind holds. Whatever is written in further ones is found all the same; only its
// number is not offered. Nobody can so make the catalogue burst with made-up codes.
const maxLanguages = 240

// languages knows which languages have terms of the kind Language: those that were met
// first.
type languages struct {
	mu  sync.Mutex
	ids map[int64]bool
}

// learn takes over the languages that a catalogue has.
func (l *languages) learn(ctx context.Context, at *facet.Index) error {
	var r facet.Result
	if err := at.Search(ctx, &facet.Query{Facets: true}, &r); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ids = map[int64]bool{}
	for _, c := range r.Counts[Language] {
		l.ids[c.ID] = true
	}
	return nil
}

// meet is the term of a work in a language, which is counted from now on if there is
// room.
func (l *languages) meet(code string) facet.Term {
	id, ok := numberOf(code)
	l.mu.Lock()
	defer l.mu.Unlock()
	if ok && len(l.ids) < maxLanguages {
		if l.ids == nil {
			l.ids = map[int64]bool{}
		}
		l.ids[id] = true
	}
	if ok && l.ids[id] {
		return facet.Term{Kind: Language, ID: id}
	}
	return unusual(code)
}

// term is the term of the works in a language, if there are any.
func (l *languages) term(code string) facet.Term {
	id, ok := numberOf(code)
	l.mu.Lock()
	defer l.mu.Unlock()
	if ok && (l.ids[id] || len(l.ids) < maxLanguages) {
		return facet.Term{Kind: Language, ID: id}
	}
	return unusual(code)
}

func unusual(code string) facet.Term {
	h := fnv.New64a()
	h.Write([]byte(code))
	return facet.Term{Kind: UnusualTongue, ID: int64(h.Sum64() >> 1)}
}

// A code of a language is written as a number with these digits, of which none stands
// for nought; so many fit.
const (
	digits    = "abcdefghijklmnopqrstuvwxyz0123456789-"
	maxDigits = 12
)

// numberOf writes a code as a number; ok is false if it can't be read back.
func numberOf(code string) (id int64, ok bool) {
	if code == "" || len(code) > maxDigits {
		return 0, false
	}
	for _, b := range []byte(strings.ToLower(code)) {
		d := strings.IndexByte(digits, b)
		if d < 0 {
			return 0, false
		}
		id = id*int64(len(digits)+1) + int64(d) + 1
	}
	return id, codeOf(id) == code
}

// codeOf reads the code of a language back, "" if the number is none.
func codeOf(id int64) string {
	var b []byte
	for n := id; n > 0; n /= int64(len(digits) + 1) {
		d := n % int64(len(digits)+1)
		if d == 0 {
			return ""
		}
		b = append([]byte{digits[d-1]}, b...)
	}
	t, err := language.Parse(string(b))
	if err != nil {
		return ""
	}
	return t.String()
}
