package main

import (
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/ficstead/ficstead/internal/search"
)

// line is words in a row, and the work in which alone they stand: all of them, or all but the
// one that is told wrong.
type line struct {
	words []string
	work  int64
	wrong int // -1: none
}

// lines takes n lines that stand in one place of all works only. With wrong one word of each
// is told wrong, and no other place has the rest of them either: it would be as right.
func lines(r *rand.Rand, all [][][]string, words, n int, wrong bool) []line {
	k := keys{}
	var out []line
	stands := make([]map[uint64]int, words+1) // by the word that is told wrong, none last
	for i := range stands {
		stands[i] = map[uint64]int{}
	}
	for range 20 * n {
		i := r.IntN(len(all))
		p := all[i][r.IntN(len(all[i]))]
		if len(p) < words || len(out) == 2*n {
			continue
		}
		from := r.IntN(len(p) - words + 1)
		l := line{p[from : from+words], int64(i + 1), -1}
		if wrong {
			l.wrong = r.IntN(words)
		}
		if len(search.Words(strings.Join(l.words, " "))) >= words {
			out = append(out, l)
			stands[l.among(stands)][k.line(l)] = 0
		}
	}
	for _, ps := range all {
		for _, p := range ps {
			k.count(k.of(p), words, stands)
		}
	}
	out = slices.DeleteFunc(out, func(l line) bool { return stands[l.among(stands)][k.line(l)] != 1 })
	return out[:min(n, len(out))]
}

// among is which of the maps has l.
func (l line) among(stands []map[uint64]int) int {
	if l.wrong < 0 {
		return len(stands) - 1
	}
	return l.wrong
}

// misremember puts another of words in the place of the one that is told wrong.
func (l line) misremember(r *rand.Rand, words []string) line {
	l.words = slices.Clone(l.words)
	for was := l.words[l.wrong]; slices.Equal(search.Words(was), search.Words(l.words[l.wrong])); {
		l.words[l.wrong] = words[r.IntN(len(words))]
	}
	return l
}

// keys are numbers of words, the same for all their spellings.
type keys map[string]uint64

func (k keys) of(words []string) []uint64 {
	out := make([]uint64, len(words))
	for i, w := range words {
		key, ok := k[w]
		if !ok {
			h := fnv.New64a()
			h.Write([]byte(strings.Join(search.Words(w), " ")))
			key = h.Sum64()
			k[w] = key
		}
		out[i] = key
	}
	return out
}

// line is the number of all words of l that are told right.
func (k keys) line(l line) uint64 {
	ws := k.of(l.words)
	if l.wrong < 0 {
		return sum(ws)
	}
	return sum(ws) - part(ws, l.wrong)
}

// sum is the number of words in a row, of which each has its part.
func sum(ws []uint64) (all uint64) {
	for i := range ws {
		all += part(ws, i)
	}
	return all
}

func part(ws []uint64, i int) uint64 {
	x := (ws[i] + uint64(i)) * 0x9E3779B97F4A7C15
	return (x ^ x>>29) * 0xBF58476D1CE4E5B9
}

// count notes which of the lines that are looked for stand in a paragraph.
func (k keys) count(ws []uint64, words int, stands []map[uint64]int) {
	for from := range max(0, len(ws)-words+1) {
		row := ws[from : from+words]
		all := sum(row)
		for but, lines := range stands {
			key := all
			if but < words {
				key -= part(row, but)
			}
			if n, ok := lines[key]; ok {
				lines[key] = n + 1
			}
		}
	}
}
