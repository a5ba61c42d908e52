package wrangle

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Why is the reason of a guess. The page says it in words.
type Why string

// The reasons of guesses.
const (
	Earlier   Why = "earlier"   // the tag had this name before
	SameName  Why = "same"      // but for case, accents, spaces and the like
	WordOrder Why = "order"     // the same words in another order
	Spelling  Why = "spelling"  // a few letters apart
	PartOf    Why = "part"      // some of the words of a longer name
	Initials  Why = "initials"  // its first letters
	SamePair  Why = "pair"      // the same people, in whatever order
	OtherKind Why = "otherkind" // the same people, but friends where the other has lovers
	Script    Why = "script"    // the same in another script
	Together  Why = "together"  // it stands in the tag's place on works like its own
)

// alike says how near two names are, from 0 to 1, and why.
func alike(a, b name) (float64, Why) {
	if a.plain == "" || b.plain == "" {
		return 0, ""
	}
	switch {
	case a.plain == b.plain:
		return 1, SameName
	case len(a.words) > 1 && len(a.words) == len(b.words) && slices.Equal(slices.Sorted(slices.Values(a.words)), slices.Sorted(slices.Values(b.words))):
		return 0.96, WordOrder
	}
	best, why := byWords(a, b), Spelling
	if len(a.words) < len(b.words) && best < 0.9 {
		why = PartOf
	}
	if s := near(a.plain, b.plain); s > 0.7 && s*0.97 > best {
		best, why = s*0.97, Spelling
	}
	if s := byInitials(a, b); s > best {
		best, why = s, Initials
	}
	return best, why
}

// byWords matches each word of the shorter name with one of the longer, and says how
// much of both is matched. An initial counts only beside a word that is surely meant.
func byWords(a, b name) float64 {
	x, y := glued(a.words, b.words), glued(b.words, a.words)
	if len(x) > len(y) {
		x, y = y, x
	}
	const mostWords = 12
	x, y = x[:min(len(x), mostWords)], y[:min(len(y), mostWords)]
	used := make([]bool, len(y))
	matched, byInitial, lengthX, lengthY := 0.0, 0.0, 0, 0
	sure := false
	for _, w := range x {
		at, best := -1, 0.0
		for i, v := range y {
			if s := nearWord(w, v); !used[i] && s > best {
				at, best = i, s
			}
		}
		n := utf8.RuneCountInString(w)
		lengthX += n
		switch {
		case at < 0:
			continue
		case w != y[at] && min(n, utf8.RuneCountInString(y[at])) == 1:
			byInitial += best * float64(n)
		default:
			matched += best * float64(n)
			sure = sure || n > 1 && best >= 0.8
		}
		used[at] = true
	}
	for i, v := range y {
		n := utf8.RuneCountInString(v)
		if !used[i] {
			lengthY += n
		}
	}
	if lengthX == 0 {
		return 0
	}
	if sure {
		matched += byInitial
	}
	share := matched / float64(lengthX)
	extra := float64(lengthY) / float64(lengthX+lengthY)
	return share * (1 - 0.55*extra)
}

// glued joins two words that the other name writes as one.
func glued(words, other []string) []string {
	out := make([]string, 0, len(words))
	for i := 0; i < len(words); i++ {
		if i+1 < len(words) && slices.ContainsFunc(other[:min(len(other), 12)], func(o string) bool { return near(words[i]+words[i+1], o) > 0.85 }) {
			out = append(out, words[i]+words[i+1])
			i++
			continue
		}
		out = append(out, words[i])
	}
	return out
}

// nearWord is near for words: an initial is near the word that begins so, plurals are
// near, and words that share less than three letters in five are not.
func nearWord(a, b string) float64 {
	if a == b {
		return 1
	}
	if strings.TrimSuffix(a, "s") == strings.TrimSuffix(b, "s") {
		return 0.98
	}
	short, long := a, b
	if len(short) > len(long) {
		short, long = long, short
	}
	n := utf8.RuneCountInString(short)
	switch {
	case n == 1 && strings.HasPrefix(long, short):
		return 0.75
	case n >= 3 && strings.HasPrefix(long, short):
		return max(0.8, near(a, b))
	}
	if s := near(a, b); s >= 0.6 {
		return s
	}
	return 0
}

// byInitials is for "jw" and "j.w." where the other is "john watson".
func byInitials(a, b name) float64 {
	short, long := a, b
	if len(short.plain) > len(long.plain) {
		short, long = long, short
	}
	s := join(short.all)
	if n := utf8.RuneCountInString(s); n < 2 || n > 8 || len(long.words) < 2 {
		return 0
	}
	for _, words := range [][]string{long.all, long.words} {
		if first(words) == s {
			return 0.72
		}
	}
	return 0
}

func first(words []string) string {
	var b strings.Builder
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		b.WriteRune(r)
	}
	return b.String()
}

// near is 1 for equal strings and 0 for those that have nothing in common: the share of
// letters that need no change, where two neighbours may change places.
func near(a, b string) float64 {
	x, y := []rune(a), []rune(b)
	const most = 60
	x, y = x[:min(len(x), most)], y[:min(len(y), most)]
	longest := max(len(x), len(y))
	if longest == 0 || max(len(x)-len(y), len(y)-len(x))*5 > longest*3 {
		return 0
	}
	return 1 - float64(distance(x, y))/float64(longest)
}

// distance is how many letters are to be put in, taken out, changed or swapped with
// their neighbour.
func distance(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(row[j]+1, last[j+1]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// alikePairs compares relationships: who is in them, in any order, and of what kind. In
// by are the other names of people, by the plain name of each.
func alikePairs(a, b pair, by map[string][]name) (float64, Why) {
	if len(a.parts) != len(b.parts) {
		return 0, ""
	}
	used := make([]bool, len(b.parts))
	sum, least := 0.0, 1.0
	for _, p := range a.parts {
		at, best := -1, 0.0
		for i, q := range b.parts {
			if used[i] {
				continue
			}
			if s := person(p, q, by); s > best {
				at, best = i, s
			}
		}
		if at < 0 {
			return 0, ""
		}
		used[at] = true
		sum, least = sum+best, min(least, best)
	}
	s := (sum/float64(len(a.parts)) + least) / 2
	if a.friends != b.friends {
		return 0.5 * s, OtherKind
	}
	return s, SamePair
}

// person compares one of a relationship with another by all names that they go by. One
// who is called by part of a name is nearly as good as by all of it.
func person(a, b name, by map[string][]name) float64 {
	s, why := alike(a, b)
	if why == PartOf && s > 0.5 {
		s = max(s, 0.86)
	}
	for _, n := range by[b.plain] {
		if t, _ := alike(a, n); t*0.97 > s {
			s = t * 0.97
		}
	}
	return s
}
