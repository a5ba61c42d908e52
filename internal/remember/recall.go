package remember

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/search"
)

const (
	// windowsOfTerm is how many windows are asked for by one word; one that has more
	// is common, and is looked for beside others.
	windowsOfTerm = 1500
	// windowsTogether is how many windows are asked for by two common words.
	windowsTogether = 3000
	// maxRecalled is how many windows' places are looked up.
	maxRecalled = 1600
	// scenesOfWork and worksRead are how much of how many works is read.
	scenesOfWork = 5
	worksRead    = 40
	// allTerms is how many words all clues together can have: a bit for each.
	allTerms = 64
	// beside is how much less a word in the next window tells.
	beside = 0.85
)

// stretch is a part of a chapter that is worth reading: a window, or two in a row.
type stretch struct {
	search.Located
	score float64
}

// recall finds the stretches of texts that have most of the words, at most
// scenesOfWork of a work, of works w that fit within.
func recall(ctx context.Context, q db.Q, hs []*hunt, within db.Cond) ([]stretch, error) {
	n, err := search.WindowCount(ctx, q)
	if err != nil {
		return nil, err
	}
	masks, err := windowsOf(ctx, q, hs, n)
	if err != nil {
		return nil, err
	}
	type scored struct {
		id    int64
		score float64
	}
	order := make([]scored, 0, len(masks))
	for id, m := range masks {
		s := worth(hs, m)
		if next := masks[id+1]; next != 0 {
			s = max(s, beside*worth(hs, m|next))
		}
		order = append(order, scored{id, s})
	}
	slices.SortFunc(order, func(a, b scored) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.id, b.id)) })
	order = order[:min(len(order), maxRecalled)]
	ids := make([]int64, 0, 2*len(order))
	for _, o := range order {
		ids = append(ids, o.id, o.id+1)
	}
	slices.Sort(ids)
	places, err := search.Locate(ctx, q, slices.Compact(ids), within)
	if err != nil {
		return nil, err
	}
	at := map[int64]search.Located{}
	for _, l := range places {
		at[l.ID] = l
	}
	var out []stretch
	taken, covered := map[int64]int{}, map[int64]bool{}
	for _, o := range order {
		l, ok := at[o.id]
		if !ok || covered[o.id] || taken[l.Work] == scenesOfWork || taken[l.Work] == 0 && len(taken) == worksRead {
			continue
		}
		taken[l.Work]++
		covered[o.id] = true
		if next, ok := at[o.id+1]; ok && next.Chapter == l.Chapter {
			l.Last, covered[o.id+1] = next.Last, true
		}
		out = append(out, stretch{l, o.score})
	}
	return out, nil
}

// windowsOf tells which of the words each window has, as a bit for each, and how
// rare the words are among n windows.
func windowsOf(ctx context.Context, q db.Q, hs []*hunt, n int) (map[int64]uint64, error) {
	masks := map[int64]uint64{}
	var often []*term
	bit := 0
	for _, h := range hs {
		h.terms = h.terms[:min(len(h.terms), allTerms-bit)]
		for _, t := range h.terms {
			t.bit = bit
			bit++
			ids, err := search.WindowsWith(ctx, q, windowsOfTerm, t.Term)
			if err != nil {
				return nil, err
			}
			t.rarity = rarity(about(ids, n), n)
			if len(ids) == windowsOfTerm {
				often = append(often, t)
				continue
			}
			for _, id := range ids {
				masks[id] |= 1 << t.bit
			}
		}
	}
	return masks, together(ctx, q, often, masks)
}

// about is how many of n windows have a word, of which ids were found: all of them, or
// the first windowsOfTerm, which stand the closer the more there are.
func about(ids []int64, n int) int {
	if len(ids) < windowsOfTerm {
		return len(ids)
	}
	spread := slices.Max(ids) - slices.Min(ids) + 1
	return max(len(ids), int(float64(len(ids))/float64(spread)*float64(n)))
}

// together adds the windows in which common words stand two and two, the rarest of them.
func together(ctx context.Context, q db.Q, often []*term, masks map[int64]uint64) error {
	const most = 5 // words, which make ten pairs
	slices.SortStableFunc(often, func(a, b *term) int { return cmp.Compare(b.rarity, a.rarity) })
	often = often[:min(len(often), most)]
	for i, a := range often {
		for _, b := range often[:i] {
			ids, err := search.WindowsWith(ctx, q, windowsTogether, a.Term, b.Term)
			if err != nil {
				return err
			}
			for _, id := range ids {
				masks[id] |= 1<<a.bit | 1<<b.bit
			}
		}
	}
	return nil
}

// rarity is how much it tells that a window has a word which found of n have.
func rarity(found, n int) float64 {
	if found == 0 {
		return math.Log(1 + float64(n))
	}
	return math.Log(1 + float64(n)/float64(found))
}

// worth is how much of the clues the words of a mask are.
func worth(hs []*hunt, mask uint64) float64 {
	sum := 0.0
	for _, h := range hs {
		sum += h.worth(mask)
	}
	return sum
}

// worth grows with the rarity of the words that are there, and less with the
// length of the clue: a long one tells more, but not as many times more as it is
// longer.
func (h *hunt) worth(mask uint64) float64 { return h.sign() * h.amount(mask) }

// sign is how a clue counts: what it is not makes less likely, and half as much as what
// it is makes likely.
func (h *hunt) sign() float64 {
	if h.Field == Not {
		return -0.5
	}
	return 1
}

// amount is worth without its sign.
func (h *hunt) amount(mask uint64) float64 {
	have, all := 0.0, 0.0
	for _, t := range h.terms {
		all += t.rarity
		if mask&(1<<t.bit) != 0 {
			have += t.rarity
		}
	}
	if all == 0 {
		return 0
	}
	return h.weight() * have / math.Sqrt(all)
}
