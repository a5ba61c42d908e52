package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/ficstead/ficstead/internal/facet"
)

// answer is what the catalogue said, of its own.
type answer struct {
	IDs    []int64
	Total  int
	Counts [][]facet.Count
}

// standing is a place in an order.
type standing struct {
	number uint32
	text   string
	id     int64
}

// trial finds out by looking at every work whether an answer is right. What it
// keeps is bounded by the answer, not by what was found:
//
//   - a page is right when as many works stand before its first as it skips, and
//     when those that stand from its first to its last are those it has;
//   - a tag that fewer works have at all than the last of the commonest can't be
//     among them, so that only the others are counted.
type trial struct {
	*question
	said  answer
	first standing // of the page
	last  standing
	floor []int // of each kind: tags of fewer works than this are not counted

	flaw          error // what is wrong with the answer in itself
	total, before int
	page          []standing
	counts        []*tally // of each kind that is shown
}

// tally counts terms of a kind. Those of small keys, which the small kinds have,
// are counted without looking them up.
type tally struct {
	few  [128]int
	many map[int64]int
}

func newTally() *tally { return &tally{many: map[int64]int{}} }

func (y *tally) add(id int64, n int) {
	if uint64(id) < uint64(len(y.few)) {
		y.few[id] += n
	} else {
		y.many[id] += n
	}
}

// all gives what was counted, in any order.
func (y *tally) all() (out []facet.Count) {
	for id, n := range y.few {
		if n > 0 {
			out = append(out, facet.Count{ID: int64(id), N: n})
		}
	}
	for id, n := range y.many {
		out = append(out, facet.Count{ID: id, N: n})
	}
	return out
}

// standing returns where a work stands by the question's order.
func (q *question) standing(w *facet.Work) standing {
	s := standing{id: w.ID}
	if q.Order >= 0 {
		s.number = w.Numbers[q.Order]
	} else {
		s.text = w.Texts[-1-q.Order]
	}
	return s
}

// compare is negative when x comes before y: numbers fall, texts rise, and works
// that are equal go the same way by their ids.
func (q *question) compare(x, y standing) int {
	c := cmp.Or(cmp.Compare(x.number, y.number), strings.Compare(x.text, y.text), cmp.Compare(x.id, y.id))
	if (q.Order >= 0) != q.Reverse {
		return -c
	}
	return c
}

// newTrial prepares to judge an answer; work gives the works of its page.
func newTrial(q *question, a answer, kinds []facet.Kind, work func(id int64) *facet.Work) *trial {
	t := &trial{question: q, said: a, floor: make([]int, len(kinds)), counts: make([]*tally, len(kinds))}
	for i, id := range a.IDs {
		w := work(id)
		if w == nil {
			t.flaw = t.wrong("work %d is on the page and gone", id)
			return t
		}
		if t.last = q.standing(w); i == 0 {
			t.first = t.last
		}
	}
	if !q.Facets {
		return t
	}
	if len(a.Counts) != len(kinds) {
		t.flaw = t.wrong("counts of %d kinds", len(a.Counts))
		return t
	}
	for k, kind := range kinds {
		if kind.Show != facet.Unseen {
			t.counts[k] = newTally()
		}
		if kind.Show == facet.Top && len(a.Counts[k]) == q.Each {
			t.floor[k] = a.Counts[k][q.Each-1].N
		}
	}
	return t
}

// fork is the same trial for another goroutine.
func (t *trial) fork() *trial {
	f := *t
	f.counts = make([]*tally, len(t.counts))
	for k := range f.counts {
		if t.counts[k] != nil {
			f.counts[k] = newTally()
		}
	}
	return &f
}

// join adds what another goroutine found.
func (t *trial) join(f *trial) {
	t.total += f.total
	t.before += f.before
	t.page = append(t.page, f.page...)
	for k, counts := range f.counts {
		if counts == nil {
			continue
		}
		for _, c := range counts.all() {
			t.counts[k].add(c.ID, c.N)
		}
	}
}

// fate is whether a work is found, or would be if the choices of one kind were open.
type fate int

const (
	found fate = -1 - iota
	lost
)

// see looks at a work. Of its i-th term all works have at most most[i].
func (t *trial) see(w *facet.Work, most []uint32, blocked map[int64]bool) {
	at := t.judge(w, blocked)
	if at == lost || t.flaw != nil {
		return
	}
	if t.Facets {
		t.count(w, at, most)
	}
	if at != found {
		return
	}
	t.total++
	if len(t.said.IDs) == 0 {
		return
	}
	switch s := t.standing(w); {
	case t.compare(s, t.first) < 0:
		t.before++
	case t.compare(s, t.last) <= 0 && len(t.page) <= len(t.said.IDs): // one too many tells enough
		s.text = strings.Clone(s.text)
		t.page = append(t.page, s)
	}
}

func (t *trial) judge(w *facet.Work, blocked map[int64]bool) fate {
	has := func(k facet.Term) bool { return slices.Contains(w.Terms, k) }
	for _, k := range t.All {
		if !has(k) {
			return lost
		}
	}
	if slices.ContainsFunc(t.None, has) || t.Blocked && blocked[w.ID] {
		return lost
	}
	for _, r := range t.Ranges {
		if v := w.Numbers[r.Number]; v < r.From || v > r.To {
			return lost
		}
	}
	if t.Where != nil && !fits(t.Where, w, has) {
		return lost
	}
	return t.chosen(has)
}

// fits tells whether a work fits a joined condition, which has no sets.
func fits(c *facet.Where, w *facet.Work, has func(facet.Term) bool) bool {
	fit := func(o *facet.Where) bool { return fits(o, w, has) }
	switch c.Is {
	case facet.HasTerm:
		return has(c.Term)
	case facet.InRange:
		v := w.Numbers[c.Range.Number]
		return v >= c.Range.From && v <= c.Range.To
	case facet.AllOf:
		return !slices.ContainsFunc(c.Of, func(o *facet.Where) bool { return !fit(o) })
	case facet.AnyOf:
		return slices.ContainsFunc(c.Of, fit)
	default:
		return !slices.ContainsFunc(c.Of, fit)
	}
}

// chosen says of which kind the choices leave a work out; of more than one is lost.
func (t *trial) chosen(has func(facet.Term) bool) fate {
	at := found
	for i, k := range t.Choose {
		same := func(x facet.Term) bool { return x.Kind == k.Kind }
		if slices.IndexFunc(t.Choose, same) < i { // the kind was looked at
			continue
		}
		if !slices.ContainsFunc(t.Choose, func(x facet.Term) bool { return same(x) && has(x) }) {
			if at != found {
				return lost
			}
			at = fate(k.Kind)
		}
	}
	return at
}

// count counts a work's terms; of one that only an open choice would find, those
// of that kind.
func (t *trial) count(w *facet.Work, at fate, most []uint32) {
	for i, k := range w.Terms {
		counts := t.counts[k.Kind]
		if counts == nil || at != found && at != fate(k.Kind) {
			continue
		}
		if floor := t.floor[k.Kind]; floor == 0 || int(most[i]) >= floor {
			counts.add(k.ID, 1)
		}
	}
}

// verdict says what was wrong, if anything.
func (t *trial) verdict() error {
	if t.flaw != nil {
		return t.flaw
	}
	if t.said.Total != t.total {
		return t.wrong("total %d, and there are %d", t.said.Total, t.total)
	}
	if want := max(0, min(t.Limit, t.total-t.Offset)); len(t.said.IDs) != want {
		return t.wrong("a page of %d works, and there are %d", len(t.said.IDs), want)
	}
	if len(t.said.IDs) > 0 && t.before != t.Offset {
		return t.wrong("%d works stand before the page, which begins after %d", t.before, t.Offset)
	}
	slices.SortFunc(t.page, t.compare)
	if len(t.page) != len(t.said.IDs) {
		return t.wrong("the page leaves works out: %v of %v", t.said.IDs, t.page)
	}
	for i, s := range t.page {
		if t.said.IDs[i] != s.id {
			return t.wrong("the page is %v, not %v", t.said.IDs, t.page)
		}
	}
	for k, counts := range t.counts {
		if err := t.compareCounts(k, counts); err != nil {
			return err
		}
	}
	return nil
}

func (t *trial) compareCounts(kind int, counts *tally) error {
	if counts == nil {
		if t.Facets && len(t.said.Counts[kind]) > 0 {
			return t.wrong("counts of kind %d, which is not shown", kind)
		}
		return nil
	}
	want := counts.all()
	slices.SortFunc(want, func(x, y facet.Count) int { return cmp.Or(y.N-x.N, cmp.Compare(x.ID, y.ID)) })
	if kind < counted {
		want = want[:min(t.Each, len(want))]
	}
	if !slices.Equal(want, t.said.Counts[kind]) {
		return t.wrong("counts of kind %d are %v, not %v", kind, t.said.Counts[kind], want)
	}
	return nil
}

func (t *trial) wrong(format string, args ...any) error {
	return fmt.Errorf("%s: %+v: %s", t.Class, t.Query, fmt.Sprintf(format, args...))
}
