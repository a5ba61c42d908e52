package facet

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// naive is a catalogue without any art: it looks at every work for every query.
type naive struct {
	schema Schema
	works  map[int64]Work
	seq    int64
	stands map[Term]*Set
}

func (n *naive) put(w Work) {
	w.Terms = slices.Clone(w.Terms)
	w.Numbers = slices.Clone(w.Numbers)
	w.Texts = slices.Clone(w.Texts)
	n.works[w.ID] = w
}

func (n *naive) apply(seq int64, works []Change, numbers []Number) {
	for _, c := range works {
		if c.Work == nil {
			delete(n.works, c.ID)
		} else {
			n.put(*c.Work)
		}
	}
	for _, c := range numbers {
		if w, ok := n.works[c.ID]; ok {
			w.Numbers[c.Number] = c.Value
		}
	}
	n.seq = seq
}

// has tells whether w fits q, with the choice of the kind open left out (-1: none).
func (n *naive) has(w *Work, q *Query, open int) bool {
	in := func(s *Set) bool { _, ok := slices.BinarySearch(s.ids, w.ID); return ok }
	had := func(t Term) bool { return n.had(w, t) }
	if slices.ContainsFunc(q.All, func(t Term) bool { return !had(t) }) || slices.ContainsFunc(q.None, had) {
		return false
	}
	asked, met := map[uint8]bool{}, map[uint8]bool{}
	for _, t := range q.Choose {
		if int(t.Kind) != open {
			asked[t.Kind] = true
			met[t.Kind] = met[t.Kind] || slices.Contains(w.Terms, t)
		}
	}
	for k := range asked {
		if !met[k] {
			return false
		}
	}
	for _, r := range q.Ranges {
		if v := w.Numbers[r.Number]; v < r.From || v > r.To {
			return false
		}
	}
	if q.Within != nil && !in(q.Within) {
		return false
	}
	if q.Where != nil && !n.fits(w, q.Where) {
		return false
	}
	return !slices.ContainsFunc(q.Without, func(s *Set) bool { return s != nil && in(s) })
}

func (n *naive) had(w *Work, t Term) bool {
	if s := n.stands[t]; s != nil {
		_, ok := slices.BinarySearch(s.ids, w.ID)
		return ok
	}
	return slices.Contains(w.Terms, t)
}

func (n *naive) fits(w *Work, is *Where) bool {
	one := func(o *Where) bool { return n.fits(w, o) }
	switch is.Is {
	case HasTerm:
		return n.had(w, is.Term)
	case InRange:
		v := w.Numbers[is.Range.Number]
		return v >= is.Range.From && v <= is.Range.To
	case InSet:
		return slices.Contains(is.Set.ids, w.ID)
	case AnyOf:
		return slices.ContainsFunc(is.Of, one)
	case NoneOf:
		return !slices.ContainsFunc(is.Of, one)
	}
	return !slices.ContainsFunc(is.Of, func(o *Where) bool { return !one(o) })
}

func (n *naive) search(q *Query, r *Result) error {
	if q.Offset < 0 || q.Limit < 0 || q.Limit > MaxLimit || q.Each < 0 || q.Each > MaxEach {
		return fmt.Errorf("%w: offset, limit or each", ErrQuery)
	}
	var hits []*Work
	for w := range maps.Values(n.works) {
		if n.has(&w, q, -1) {
			hits = append(hits, &w)
		}
	}
	slices.SortFunc(hits, n.order(q))
	r.Total, r.Seq, r.IDs = len(hits), n.seq, r.IDs[:0]
	from := min(q.Offset, len(hits))
	for _, w := range hits[from:min(from+q.Limit, len(hits))] {
		r.IDs = append(r.IDs, w.ID)
	}
	r.Counts = make([][]Count, len(n.schema.Kinds))
	if !q.Facets {
		return nil
	}
	for k := range n.schema.Kinds {
		r.Counts[k] = n.counts(k, q, hits)
	}
	return nil
}

func (n *naive) order(q *Query) func(a, b *Work) int {
	order, sign := q.Order, 1
	if order >= 0 {
		sign = -1
	}
	if q.Reverse {
		sign = -sign
	}
	return func(a, b *Work) int {
		c := 0
		if order >= 0 {
			c = cmp.Compare(a.Numbers[order], b.Numbers[order])
		} else {
			c = cmp.Compare(a.Texts[-1-order], b.Texts[-1-order])
		}
		return sign * cmp.Or(c, cmp.Compare(a.ID, b.ID))
	}
}

func (n *naive) counts(kind int, q *Query, hits []*Work) []Count {
	show := n.schema.Kinds[kind].Show
	if show == Unseen {
		return nil
	}
	if show == Choice && slices.ContainsFunc(q.Choose, func(t Term) bool { return int(t.Kind) == kind }) {
		hits = nil
		for w := range maps.Values(n.works) {
			if n.has(&w, q, kind) {
				hits = append(hits, &w)
			}
		}
	}
	count := map[int64]int{}
	stood := func(t Term) bool { return show == Top && n.stands[t] != nil }
	for _, w := range hits {
		for _, t := range w.Terms {
			if int(t.Kind) == kind && !stood(t) {
				count[t.ID]++
			}
		}
		for t := range n.stands {
			if int(t.Kind) == kind && stood(t) && n.had(w, t) {
				count[t.ID]++
			}
		}
	}
	var out []Count
	for id, c := range count {
		out = append(out, Count{id, c})
	}
	slices.SortFunc(out, func(a, b Count) int { return cmp.Or(-cmp.Compare(a.N, b.N), cmp.Compare(a.ID, b.ID)) })
	if show == Top {
		out = out[:min(len(out), q.Each)]
	}
	return out
}
