package main

import (
	"cmp"
	"slices"
	"testing"

	"github.com/ficstead/ficstead/internal/facet"
)

// holds counts how many of a joined condition's parts are true.
func holds(c *facet.Where, w *facet.Work) bool {
	n := 0
	for _, o := range c.Of {
		if holds(o, w) {
			n++
		}
	}
	return map[facet.Condition]bool{
		facet.HasTerm: slices.Contains(w.Terms, c.Term),
		facet.InRange: w.Numbers[c.Range.Number] == min(max(w.Numbers[c.Range.Number], c.Range.From), c.Range.To),
		facet.AllOf:   n == len(c.Of),
		facet.AnyOf:   n > 0,
		facet.NoneOf:  n == 0,
	}[c.Is]
}

// plainly answers a question by looking at works one by one, in the plainest way.
func plainly(q *question, works []*facet.Work, blocked map[int64]bool) answer {
	kinds := schema().Kinds
	fits := func(w *facet.Work, open int) bool {
		has := func(k facet.Term) bool { return slices.Contains(w.Terms, k) }
		for _, k := range q.All {
			if !has(k) {
				return false
			}
		}
		for _, k := range q.None {
			if has(k) {
				return false
			}
		}
		for _, r := range q.Ranges {
			if w.Numbers[r.Number] < r.From || w.Numbers[r.Number] > r.To {
				return false
			}
		}
		choices := map[uint8]bool{}
		for _, k := range q.Choose {
			choices[k.Kind] = choices[k.Kind] || has(k)
		}
		for kind, chosen := range choices {
			if !chosen && int(kind) != open {
				return false
			}
		}
		return (!q.Blocked || !blocked[w.ID]) && (q.Where == nil || holds(q.Where, w))
	}
	var hits []*facet.Work
	for _, w := range works {
		if fits(w, -1) {
			hits = append(hits, w)
		}
	}
	slices.SortFunc(hits, func(x, y *facet.Work) int {
		var c int
		if q.Order >= 0 {
			c = cmp.Or(cmp.Compare(y.Numbers[q.Order], x.Numbers[q.Order]), cmp.Compare(y.ID, x.ID))
		} else {
			c = cmp.Or(cmp.Compare(x.Texts[-1-q.Order], y.Texts[-1-q.Order]), cmp.Compare(x.ID, y.ID))
		}
		if q.Reverse {
			return -c
		}
		return c
	})
	a := answer{Total: len(hits)}
	for i := q.Offset; i < min(q.Offset+q.Limit, len(hits)); i++ {
		a.IDs = append(a.IDs, hits[i].ID)
	}
	for kind, k := range kinds {
		if !q.Facets {
			break
		}
		counts := map[int64]int{}
		for _, w := range works {
			for _, t := range w.Terms {
				if int(t.Kind) == kind && k.Show != facet.Unseen && (fits(w, -1) || k.Show == facet.Choice && fits(w, kind)) {
					counts[t.ID]++
				}
			}
		}
		var row []facet.Count
		for id, n := range counts {
			row = append(row, facet.Count{ID: id, N: n})
		}
		slices.SortFunc(row, func(x, y facet.Count) int { return cmp.Or(cmp.Compare(y.N, x.N), cmp.Compare(x.ID, y.ID)) })
		if k.Show == facet.Top {
			row = row[:min(q.Each, len(row))]
		}
		a.Counts = append(a.Counts, row)
	}
	return a
}

// trialWorld is a small world with its works, before and after changes.
type trialWorld struct {
	*world
	census  census
	blocked map[int64]bool
	changed *overlay
	was, is []*facet.Work
	// What is asked, and the right answers before and after the changes.
	questions   []question
	then, after []answer
}

func newTrialWorld() *trialWorld {
	t := &trialWorld{world: newWorld(800, 42), blocked: map[int64]bool{}}
	t.census, t.changed = newCensus(t.world), changedBy(t.world, 200)
	authors := blockedAuthors(t.world)
	for n := range t.works {
		w := newPen(t.world).one(n)
		t.census.add([]facet.Work{w})
		t.was = append(t.was, &w)
		if x := t.changed.now(own(&w)); x != nil {
			t.is = append(t.is, x)
		}
		for _, k := range w.Terms {
			if k.Kind == author && slices.Contains(authors, k.ID) {
				t.blocked[w.ID] = true
			}
		}
	}
	t.changed.posted(func(w *facet.Work) { t.is = append(t.is, w) })
	a := newAsker(t.world, t.census, 7)
	t.questions = append(a.mix(50), a.besides(4)...)
	for i := range t.questions {
		q := &t.questions[i]
		q.Facets = i%3 > 0
		q.Offset = min(q.Offset, 100) // so small a world has no further pages
		t.then = append(t.then, plainly(q, t.was, t.blocked))
		t.after = append(t.after, plainly(q, t.is, t.blocked))
	}
	return t
}

// court prepares trials of the answers that f makes of the right ones.
func (t *trialWorld) court(f func(changed bool, a *answer)) *court {
	c := &court{world: t.world, changed: t.changed, blocked: t.blocked, most: t.changed.most(t.census)}
	for _, of := range []struct {
		changed bool
		works   []*facet.Work
		right   []answer
		trials  *[]*trial
	}{{false, t.was, t.then, &c.then}, {true, t.is, t.after, &c.later}} {
		for n, a := range of.right {
			a.IDs, a.Counts = slices.Clone(a.IDs), slices.Clone(a.Counts)
			f(of.changed, &a)
			work := c.first
			if of.changed {
				work = c.last
			}
			*of.trials = append(*of.trials, newTrial(&t.questions[n], a, schema().Kinds, work))
		}
	}
	return c
}

// passed counts the questions that were answered rightly before and after.
func (c *court) passed(t *testing.T) (n int) {
	if err := c.hear(t.Context()); err != nil {
		t.Fatal(err)
	}
	for i := range c.then {
		if c.then[i].verdict() == nil && c.later[i].verdict() == nil {
			n++
		}
	}
	return n
}

func TestRightAnswersPass(t *testing.T) {
	w := newTrialWorld()
	hits := 0
	c := w.court(func(_ bool, a *answer) { hits += a.Total })
	if right := c.passed(t); right != len(w.questions) {
		t.Errorf("%d of %d passed", right, len(w.questions))
		for i := range c.then {
			t.Error(c.then[i].verdict(), c.later[i].verdict())
		}
	}
	if hits < 50*len(w.questions) {
		t.Errorf("the questions found only %d works", hits)
	}
}

func TestWrongAnswersDoNot(t *testing.T) {
	w := newTrialWorld()
	for name, spoil := range map[string]func(*answer) bool{
		"the total": func(a *answer) bool { a.Total++; return true },
		"a work that is gone": func(a *answer) bool {
			if len(a.IDs) == 0 {
				return false
			}
			a.IDs[len(a.IDs)-1] = 1 << 40
			return true
		},
		"no counts":    func(a *answer) bool { had := a.Counts != nil; a.Counts = nil; return had },
		"a page short": func(a *answer) bool { n := len(a.IDs); a.IDs = a.IDs[:max(0, n-1)]; return n > 0 },
		"two works the other way round": func(a *answer) bool {
			if len(a.IDs) < 2 {
				return false
			}
			a.IDs[0], a.IDs[1] = a.IDs[1], a.IDs[0]
			return true
		},
		"a work that doesn't belong": func(a *answer) bool {
			if len(a.IDs) < 3 || a.Total > 400 {
				return false
			}
			for id := int64(1); ; id++ {
				if !slices.Contains(a.IDs, id) {
					a.IDs[1] = id
					return true
				}
			}
		},
		"a count": func(a *answer) bool {
			if len(a.Counts) == 0 || len(a.Counts[freeform]) == 0 {
				return false
			}
			a.Counts[freeform] = slices.Clone(a.Counts[freeform])
			a.Counts[freeform][len(a.Counts[freeform])/2].N++
			return true
		},
		"a tag that is left out": func(a *answer) bool {
			if len(a.Counts) == 0 || len(a.Counts[character]) == 0 {
				return false
			}
			a.Counts[character] = a.Counts[character][1:]
			return true
		},
		"a choice that is left out": func(a *answer) bool {
			if len(a.Counts) == 0 || len(a.Counts[rating]) == 0 {
				return false
			}
			a.Counts[rating] = a.Counts[rating][1:]
			return true
		},
	} {
		t.Run(name, func(t *testing.T) {
			for _, when := range []bool{false, true} {
				spoilt := 0
				c := w.court(func(changed bool, a *answer) {
					if changed == when && spoil(a) {
						spoilt++
					}
				})
				right := c.passed(t)
				if spoilt == 0 || right != len(w.questions)-spoilt {
					t.Errorf("of %d answers %d were spoilt, and %d passed", len(w.questions), spoilt, right)
				}
			}
		})
	}
}

func TestChanges(t *testing.T) {
	w := newWorld(2_000, 42)
	s := newChanges(w)
	posted, put, gone := 0, 0, 0
	for j := range 1_000 {
		c := s.at(j)
		if again := newChanges(w).at(j); (again.Work == nil) != (c.Work == nil) || c.Work != nil && !slices.Equal(c.Work.Terms, again.Work.Terms) {
			t.Fatalf("change %d is another when it is made again", j)
		}
		switch {
		case c.Work == nil:
			gone++
		case number(c.ID) >= w.works:
			posted++
			if number(c.ID) > w.works+postedBy(j) {
				t.Fatalf("change %d is of work %d, which isn't posted yet", j, c.ID)
			}
		default:
			put++
		}
	}
	if gone != 100 || posted < 400 || put < 300 {
		t.Errorf("%d posted, %d put, %d gone", posted, put, gone)
	}
	if first := s.at(0); first.ID != key(w.works) || first.Work.Numbers[updated] < now {
		t.Errorf("the first new work is %+v", first.Work)
	}
}
