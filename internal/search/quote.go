package search

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
)

// Quoted is a place in a text that reads as a line does which somebody remembers.
type Quoted struct {
	Hit
	// Fit is how many of the words of the line stand there in their order, Of how
	// many it has.
	Fit, Of int

	score float64
}

const (
	// MinQuote is how many words a line must have to be told from any other.
	MinQuote = 4
	// shingleUnits is how many words in a row must be right for a window to be
	// looked at; of eight words with one wrong, at least four in a row are right.
	shingleUnits = 3
	// maxShingles is how many rows of words are asked for.
	maxShingles = 12
	// shingleWindows is how many windows are asked for by one row of words.
	shingleWindows = 2000
	// alignedWindows is how many windows are read.
	alignedWindows = 60
	// alignedPlaces is at how many places of a window the line is laid along it. There
	// are as many only where the same few words are said again and again.
	alignedPlaces = 100
)

// Quote finds the places that read like line, in which a word may be wrong, left
// out or put in; the best first, one a work, of works w that fit within. A place
// where fewer than three of five words fit is none.
func Quote(ctx context.Context, q db.Q, line string, within db.Cond, limit int) ([]Quoted, error) {
	return quote(ctx, q, line, within, limit, nil)
}

// quote is Quote; keep is asked about the works before any is read.
func quote(ctx context.Context, q db.Q, line string, within db.Cond, limit int, keep keeper) ([]Quoted, error) {
	us := atom(units(plain(line[:min(len(line), maxQuery)])))
	us = us[:min(len(us), maxUnits)]
	if len(us) < MinQuote {
		return nil, nil
	}
	en := engineOf(q)
	ids, err := windowsOfAtom(ctx, q, en, us, 4*alignedWindows)
	if err != nil {
		return nil, err
	}
	places, err := keep.locate(ctx, q, ids, within)
	if err != nil {
		return nil, err
	}
	if len(places) == 0 { // it stands nowhere as it is, or nowhere that may be seen
		if ids, err = quoteWindows(ctx, q, en, us); err != nil {
			return nil, err
		}
		if places, err = keep.locate(ctx, q, ids[:min(len(ids), 8*alignedWindows)], within); err != nil {
			return nil, err
		}
	}
	rank := map[int64]int{}
	for i, id := range ids {
		rank[id] = i
	}
	slices.SortFunc(places, func(a, b Located) int { return cmp.Compare(rank[a.ID], rank[b.ID]) })
	best := map[int64]Quoted{}
	var read int
	for _, l := range places {
		if old, ok := best[l.Work]; ok && old.Fit == old.Of || read == alignedWindows {
			continue
		}
		read++
		ps, err := Between(ctx, q, l.Chapter, l.First, l.Last)
		if err != nil {
			return nil, err
		}
		x := align(ps, us)
		x.Work, x.Chapter, x.Where = l.Work, l.Chapter, "text"
		if old, ok := best[l.Work]; (!ok || x.score > old.score) && 5*x.Fit >= 3*x.Of {
			best[l.Work] = x
		}
	}
	out := make([]Quoted, 0, len(best))
	for _, x := range best {
		out = append(out, x)
	}
	slices.SortFunc(out, func(a, b Quoted) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.Work, a.Work)) })
	return out[:min(len(out), limit)], nil
}

// keeper is Query.Keep; nil keeps all.
type keeper func(ctx context.Context, works []int64) ([]int64, error)

// locate is Locate, of the works that are kept.
func (k keeper) locate(ctx context.Context, q db.Q, ids []int64, within db.Cond) ([]Located, error) {
	places, err := Locate(ctx, q, ids, within)
	if err != nil || k == nil || len(places) == 0 {
		return places, err
	}
	works := make([]int64, len(places))
	for i, l := range places {
		works[i] = l.Work
	}
	slices.Sort(works)
	kept, err := k(ctx, slices.Compact(works))
	if err != nil {
		return nil, err
	}
	stays := make(map[int64]bool, len(kept))
	for _, id := range kept {
		stays[id] = true
	}
	return slices.DeleteFunc(places, func(l Located) bool { return !stays[l.Work] }), nil
}

// quoteWindows gives the windows that have rows of the words of us, those with most
// and rarest first.
func quoteWindows(ctx context.Context, q db.Q, en engine, us atom) ([]int64, error) {
	n, err := WindowCount(ctx, q)
	if err != nil {
		return nil, err
	}
	score := map[int64]float64{}
	count := len(us) - shingleUnits + 1
	for i := range min(count, maxShingles) {
		from := i * count / min(count, maxShingles)
		ids, err := windowsOfAtom(ctx, q, en, us[from:from+shingleUnits], shingleWindows)
		if err != nil {
			return nil, err
		}
		tells := math.Log(2 + float64(n)/float64(1+len(ids)))
		for _, id := range ids {
			score[id] += tells
		}
	}
	return byScore(score), nil
}

func windowsOfAtom(ctx context.Context, q db.Q, en engine, a atom, most int) ([]int64, error) {
	ids, err := en.windows(ctx, q, allOf(a), most)
	if err != nil {
		return nil, fmt.Errorf("search: quote: %w", err)
	}
	return ids, nil
}

func byScore(score map[int64]float64) []int64 {
	ids := make([]int64, 0, len(score))
	for id := range score {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b int64) int { return cmp.Or(cmp.Compare(score[b], score[a]), cmp.Compare(a, b)) })
	return ids
}

// slack is how many words more than the line has may stand in its place.
const slack = 3

// align finds the place in paragraphs where most words of us stand in their order.
func align(ps []Passage, us atom) Quoted {
	text, ends := joined(ps)
	ts := units(text)
	at := map[string][]int{}
	for i, u := range us {
		at[u.text] = append(at[u.text], i)
	}
	best := Quoted{Of: len(us)}
	var marks []mark
	tried := map[int]bool{}
	for p := range ts {
		for _, i := range at[ts[p].text] {
			// Two words in a row are right wherever the line is at all alike.
			if i+1 < len(us) && (p+1 >= len(ts) || ts[p+1].text != us[i+1].text) {
				continue
			}
			from := max(0, p-i-slack/2)
			if tried[from] || len(tried) == alignedPlaces {
				continue
			}
			tried[from] = true
			to := min(len(ts), from+len(us)+slack)
			if score, ms := inOrder(ts[from:to], us); score > best.score {
				best.score, best.Fit, marks = score, len(ms), shifted(ms, from)
			}
		}
	}
	if len(marks) == 0 {
		return best
	}
	first := marks[0].from
	begin := max(0, first-leadUnits)
	best.Snippet = spans(text, ts, rows(marks), begin, min(len(ts), begin+max(snippetUnits, leadUnits+len(us)+slack)))
	best.Anchor = ps[ends.of(ts[first].start)].Anchor
	return best
}

// inOrder lays us along ts and gives how well it fits, and where words do.
func inOrder(ts []unit, us atom) (float64, []mark) {
	w := len(us) + 1
	score := make([]float64, (len(ts)+1)*w)
	for i := len(ts) - 1; i >= 0; i-- {
		for j := len(us) - 1; j >= 0; j-- {
			s := max(score[(i+1)*w+j], score[i*w+j+1])
			if like := alike(ts[i].text, us[j].text); like > 0 {
				s = max(s, like+score[(i+1)*w+j+1])
			}
			score[i*w+j] = s
		}
	}
	var ms []mark
	for i, j := 0, 0; i < len(ts) && j < len(us); {
		like := alike(ts[i].text, us[j].text)
		switch here := score[i*w+j]; {
		case like > 0 && here == like+score[(i+1)*w+j+1]:
			ms = append(ms, mark{i, i + 1, 0})
			i, j = i+1, j+1
		case here == score[(i+1)*w+j]:
			i++
		default:
			j++
		}
	}
	if len(ms) == 0 {
		return 0, nil
	}
	// Of two places with as many words the one where they stand closer is better.
	spread := ms[len(ms)-1].to - ms[0].from - len(ms)
	return score[0] - 0.05*float64(spread), ms
}

// alike is 1 for the same word, less for one mistyped, and 0 for others.
func alike(a, b string) float64 {
	const long = 5 // in shorter words another letter is another word
	switch {
	case a == b:
		return 1
	case len(a) >= long && len(b) >= long && oneEdit(a, b):
		return 0.7
	}
	return 0
}

// oneEdit reports whether a becomes b by one byte put in, taken out or changed.
func oneEdit(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return a[min(i+1, len(a)):] == b[min(i+1, len(b)):]
	}
	return a[i:] == b[i+1:]
}

func shifted(ms []mark, by int) []mark {
	for i := range ms {
		ms[i].from, ms[i].to = ms[i].from+by, ms[i].to+by
	}
	return ms
}

// rows joins marks that touch.
func rows(ms []mark) []mark {
	var out []mark
	for _, m := range ms {
		if n := len(out); n > 0 && out[n-1].to == m.from {
			out[n-1].to = m.to
			continue
		}
		out = append(out, m)
	}
	return out
}
