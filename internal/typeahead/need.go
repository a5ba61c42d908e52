package typeahead

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/letter"
)

// need is one word that was typed.
type need struct {
	word
	// begun is set for the last word, which may go on.
	begun bool
	// loose is set where one letter may be wrong.
	loose bool
	spans []span // its words in the base, in order and apart from each other
	many  int    // how often names of the base have one of them
}

// shortest is the least number of letters of a word in which one may be wrong.
const shortest = 4

// needs are the words of what was typed.
func needs(typed string, loose bool) []need {
	folded := Fold(typed)
	words := split(folded, make([]word, 0, maxWords))
	last, _ := utf8.DecodeLastRuneInString(folded)
	begun := len(words) <= maxWords && !divides(last)
	words = words[:min(len(words), maxWords)]
	out := make([]need, len(words))
	for i, w := range words {
		r, _ := utf8.DecodeRuneInString(w.text)
		out[i] = need{word: w, begun: begun && i == len(words)-1 && !letter.Spaceless(r)}
		out[i].loose = loose && !letter.Spaceless(r) && utf8.RuneCountInString(w.text) >= shortest
	}
	return out
}

// find looks the words up in a base.
func (n *need) find(s *segment) {
	all := span{0, uint32(s.words.len())}
	n.spans = n.spans[:0]
	switch {
	case n.loose:
		n.spans = s.words.near([]rune(n.text), n.begun, n.spans)
	case n.begun:
		n.spans = append(n.spans, s.words.begin(n.text, all))
	default:
		n.spans = append(n.spans, s.words.is(n.text, all))
	}
	n.spans = joined(n.spans)
	n.many = 0
	for _, sp := range n.spans {
		n.many += len(s.ofWord.span(sp))
	}
}

// joined puts spans in order, without overlap and without empty ones.
func joined(all []span) []span {
	all = slices.DeleteFunc(all, func(s span) bool { return s.from >= s.to })
	slices.SortFunc(all, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	out := all[:0]
	for _, s := range all {
		if n := len(out); n > 0 && s.from <= out[n-1].to {
			out[n-1].to = max(out[n-1].to, s.to)
			continue
		}
		out = append(out, s)
	}
	return out
}

// has reports whether a word of the base is one that is needed.
func (n *need) has(w uint32) bool {
	if len(n.spans) == 1 {
		return w >= n.spans[0].from && w < n.spans[0].to
	}
	i, found := slices.BinarySearchFunc(n.spans, w, func(s span, w uint32) int { return cmp.Compare(s.from, w) })
	return found || i > 0 && w < n.spans[i-1].to
}

// is reports whether a word is one that is needed.
func (n *need) is(w string) bool {
	switch {
	case n.loose:
		return alike([]rune(n.text), []rune(w), n.begun)
	case n.begun:
		return len(w) >= len(n.text) && w[:len(n.text)] == n.text
	}
	return w == n.text
}

// alike reports whether two words are the same but for one letter that is wrong, missing,
// too many or swapped with the next; begun has b go on as it likes.
func alike(a, b []rune, begun bool) bool {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	rest := func(a, b []rune) bool {
		return len(b) >= len(a) && (begun || len(b) == len(a)) && slices.Equal(a, b[:len(a)])
	}
	a, b = a[i:], b[i:]
	switch {
	case len(a) == 0:
		return begun || len(b) <= 1
	case rest(a[1:], b):
		return true
	case len(b) == 0:
		return false
	}
	return rest(a[1:], b[1:]) || rest(a, b[1:]) || len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] && rest(a[2:], b[2:])
}

// near adds the spans of the words that are alike to a word.
func (p *packed) near(w []rune, begun bool, spans []span) []span {
	within := span{0, uint32(p.len())}
	find := p.is
	if begun {
		find = p.begin
	}
	buf := make([]byte, 0, 4*len(w)+8)
	spell := func(in span, n int, parts ...[]rune) {
		buf = buf[:n]
		for _, part := range parts {
			for _, r := range part {
				buf = utf8.AppendRune(buf, r)
			}
		}
		spans = append(spans, find(string(buf), in))
	}
	spell(within, 0, w)
	for i := 0; within.from < within.to; i++ {
		head := len(string(w[:i]))
		buf = append(buf[:0], string(w[:i])...)
		if i < len(w) {
			spell(within, head, w[i+1:])
		}
		if i+1 < len(w) {
			spell(within, head, []rune{w[i+1], w[i]}, w[i+2:])
		}
		for r, in := range p.following(within, head) {
			spell(in, head, []rune{r}, w[i:])
			if i < len(w) {
				spell(in, head, []rune{r}, w[i+1:])
			}
		}
		if i == len(w) {
			break
		}
		within = p.begin(string(w[:i+1]), within)
	}
	return spans
}

// following gives the letters that follow the first n bytes of the words within s, which
// are the same in all, and the words that have each. Characters of scripts without spaces
// stand by themselves and are never in a word with others.
func (p *packed) following(s span, n int) func(func(rune, span) bool) {
	return func(yield func(rune, span) bool) {
		for s.from < s.to {
			w := p.at(s.from)
			if len(w) == n {
				s.from++
				continue
			}
			r, size := utf8.DecodeRuneInString(w[n:])
			in := p.begin(w[:n+size], s)
			if !letter.Spaceless(r) && !yield(r, in) {
				return
			}
			s.from = in.to
		}
	}
}
