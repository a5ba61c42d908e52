package facet

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"testing"
)

// Kinds of the schema that the tests use: every way to be shown, packed or not.
const (
	kRating   = iota // Choice, Single
	kWarning         // Choice
	kLanguage        // Choice, Single
	kMood            // Choice, of too many terms for the flags
	kFandom
	kPerson
	kTag
	kAuthor
	kAudience
)

const (
	nUpdated = iota
	nPosted
	nKudos
	nWords
)

func testSchema() Schema {
	return Schema{
		Kinds: []Kind{
			{"rating", Choice, true},
			{"warning", Choice, false},
			{"language", Choice, true},
			{"mood", Choice, false},
			{"fandom", Top, false},
			{"person", Top, false},
			{"tag", Top, false},
			{"author", Unseen, false},
			{"audience", Unseen, true},
		},
		Numbers: []string{"updated", "posted", "kudos", "words"},
		Texts:   []string{"title", "author"},
		Bounded: "words",
	}
}

// maker of random works and queries.
type chance struct {
	*rand.Rand
	tags  int   // how many there are
	times int   // how many days
	least int64 // key of a work
	apart int64 // between keys
}

func newChance(seed uint64) *chance {
	c := &chance{Rand: rand.New(rand.NewPCG(seed, 1))}
	c.tags = 1 + c.IntN(2000)
	c.times = 1 + c.IntN(3000)
	c.least, c.apart = 1, 1
	switch c.IntN(6) {
	case 0:
		c.least, c.apart = -500, 3
	case 1:
		c.least, c.apart = -1<<61, 1<<44+12345
	}
	return c
}

func (c *chance) id(i int) int64 { return c.least + int64(i)*c.apart }

// often is a number below n, small ones more often.
func (c *chance) often(n int) int64 {
	f := c.Float64()
	return int64(f * f * f * float64(n))
}

func (c *chance) term() Term {
	switch k := c.IntN(9); k {
	case kRating:
		return Term{kRating, c.often(5)}
	case kWarning:
		return Term{kWarning, c.often(6)}
	case kLanguage:
		return Term{kLanguage, c.often(40)}
	case kMood:
		return Term{kMood, c.often(60)}
	case kFandom:
		return Term{kFandom, c.often(1 + c.tags/20)}
	case kPerson:
		return Term{kPerson, c.often(1+c.tags/4)*1_000_003 - 70}
	case kTag:
		return Term{kTag, c.often(c.tags)}
	case kAuthor:
		return Term{kAuthor, c.often(1 + c.tags/2)}
	}
	return Term{kAudience, c.often(2)}
}

func (c *chance) work(id int64) Work {
	w := Work{ID: id}
	add := func(t Term) {
		single := testSchema().Kinds[t.Kind].Single
		for _, u := range w.Terms {
			if u == t || single && u.Kind == t.Kind {
				return
			}
		}
		w.Terms = append(w.Terms, t)
	}
	n := c.IntN(12)
	switch c.IntN(8) {
	case 0:
		n = c.IntN(90)
	case 1:
		n = 0
	}
	for range n {
		add(c.term())
	}
	if c.IntN(10) > 0 {
		add(Term{kRating, c.often(5)})
		add(Term{kAudience, c.often(2)})
	}
	w.Numbers = []uint32{uint32(c.IntN(c.times)), c.Uint32(), uint32(c.often(300)), uint32(c.often(50_000))}
	w.Texts = []string{c.word(), c.word()}
	return w
}

func (c *chance) word() string {
	if c.IntN(20) == 0 {
		return ""
	}
	return fmt.Sprintf("%0*d", 1+c.IntN(12), c.IntN(500))
}

// query makes a random query; works says how many there are about.
func (c *chance) query(works int) *Query {
	q := &Query{Limit: c.IntN(40), Facets: c.IntN(5) > 0, Each: c.IntN(15), Reverse: c.IntN(4) == 0}
	q.Order = Order(c.IntN(4))
	if c.IntN(3) == 0 {
		q.Order = Text(c.IntN(2))
	}
	for c.IntN(2) == 0 && len(q.All) < 3 {
		q.All = append(q.All, c.term())
	}
	for c.IntN(3) == 0 {
		q.None = append(q.None, c.term())
	}
	for c.IntN(2) == 0 {
		if t := c.term(); t.Kind <= kMood {
			q.Choose = append(q.Choose, t)
		}
	}
	if c.IntN(30) == 0 {
		q.All = append(q.All, Term{kTag, 1 << 40})
	}
	if c.IntN(30) == 0 {
		q.None = append(q.None, Term{kTag, -7})
	}
	if c.IntN(3) == 0 {
		from := uint32(c.often(50_000))
		q.Ranges = append(q.Ranges, Range{nWords, from, from + uint32(c.IntN(30_000))})
	}
	if c.IntN(5) == 0 {
		q.Ranges = append(q.Ranges, Range{nUpdated, uint32(c.IntN(c.times)), uint32(c.IntN(c.times))})
	}
	if c.IntN(6) == 0 {
		q.Ranges = append(q.Ranges, Range{nKudos, uint32(c.often(100)), 1<<32 - 1})
	}
	if c.IntN(6) == 0 {
		q.Within = c.set(works)
	}
	for c.IntN(5) == 0 {
		q.Without = append(q.Without, c.set(works))
	}
	if c.IntN(5) == 0 {
		q.Where = c.where(works, 3)
	}
	switch c.IntN(4) {
	case 0:
		q.Offset = c.IntN(works + 10)
	case 1:
		q.Offset = c.IntN(50)
	}
	return q
}

// where is a random condition, so many levels deep at most.
func (c *chance) where(works, deep int) *Where {
	if deep > 0 && c.IntN(3) > 0 {
		w := &Where{Is: AllOf + Condition(c.IntN(3))}
		for range c.IntN(4) {
			w.Of = append(w.Of, c.where(works, deep-1))
		}
		return w
	}
	switch c.IntN(8) {
	case 0:
		return &Where{Is: InSet, Set: c.set(works)}
	case 1:
		return &Where{Is: InRange, Range: Range{nUpdated, uint32(c.IntN(c.times)), uint32(c.IntN(c.times))}}
	case 2:
		from := uint32(c.often(300))
		return &Where{Is: InRange, Range: Range{nKudos, from, from + uint32(c.IntN(200))}}
	case 3:
		return &Where{Is: HasTerm, Term: Term{kTag, 1 << 40}}
	}
	return &Where{Is: HasTerm, Term: c.term()}
}

func (c *chance) set(works int) *Set {
	ids := []int64{}
	share := c.IntN(100)
	if c.IntN(2) == 0 {
		share = 1
	}
	for i := range works {
		if c.IntN(100) < share {
			ids = append(ids, c.id(i))
		}
	}
	c.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	return NewSet(append(ids, -12345))
}

// stands has up to three terms be the works of sets; often none.
func (c *chance) stands(works int) map[Term]*Set {
	sets := map[Term]*Set{}
	for range c.IntN(4) {
		sets[c.term()] = c.set(works)
	}
	if c.IntN(4) == 0 {
		sets[c.term()] = NewSet(nil)
	}
	return sets
}

func seqOf(works []Work) iter.Seq2[Work, error] {
	return func(yield func(Work, error) bool) {
		for _, w := range works {
			if !yield(w, nil) {
				return
			}
		}
	}
}

// same compares an answer with that of looking at every work.
func same(t *testing.T, x *Index, n *naive, q *Query, r *Result) {
	t.Helper()
	var want Result
	if err := n.search(q, &want); err != nil {
		t.Fatal(err)
	}
	if err := x.Search(context.Background(), q, r); err != nil {
		t.Fatalf("%+v: %v", q, err)
	}
	if r.Total != want.Total {
		t.Fatalf("%s\nfound %d, there are %d", show(q), r.Total, want.Total)
	}
	if !slices.Equal(r.IDs, want.IDs) {
		t.Fatalf("%s of %d\n got %v\nwant %v", show(q), r.Total, r.IDs, want.IDs)
	}
	if !q.Facets {
		return
	}
	for k := range want.Counts {
		if !slices.Equal(r.Counts[k], want.Counts[k]) {
			t.Fatalf("%s\n%d found; counts of %s\n got %v\nwant %v", show(q), r.Total, x.schema.Kinds[k].Name, r.Counts[k], want.Counts[k])
		}
	}
}

func show(q *Query) string {
	within := -1
	if q.Within != nil {
		within = q.Within.Len()
	}
	return fmt.Sprintf("Where %v All %v Choose %v None %v Ranges %v Within %d Without %d Order %d Reverse %v Offset %d Limit %d Each %d",
		q.Where, q.All, q.Choose, q.None, q.Ranges, within, len(q.Without), q.Order, q.Reverse, q.Offset, q.Limit, q.Each)
}

// tunings make every path be taken with few works.
func tunings(c *chance) tuning {
	t := usual()
	t.spill = []int{1, 3000, 8 << 20}[c.IntN(3)]
	t.few = c.IntN(300)
	t.hottest = []int{90, 200, 1000, hotEnd}[c.IntN(4)]
	t.large = []int{1, 1000, 1 << 30}[c.IntN(3)]
	t.ready, t.listed, t.tracked = []int{10, 400, 1 << 30}[c.IntN(3)], []int{1, 20, 1000}[c.IntN(3)], []int{1, 30, 2000}[c.IntN(3)]
	t.worth = []int{1, 100, 20_000}[c.IntN(3)]
	t.price = []int{-1 << 40, 0, chunkPrice}[c.IntN(3)]
	t.hands, t.help = 1+c.IntN(3), []int{-1, worthHelp}[c.IntN(2)]
	t.shallow = []int{0, 30, 2000}[c.IntN(3)]
	t.merge, t.share = 1+c.IntN(3000), 1+c.IntN(20)
	return t
}

// TestAnswersAreRight compares random catalogues, changed at random, with looking
// at every work.
func TestAnswersAreRight(t *testing.T) {
	for seed := range uint64(40) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			life(t, seed)
		})
	}
}

func life(t *testing.T, seed uint64) {
	c := newChance(seed)
	size := []int{0, 1, 50, 700, 5000}[c.IntN(5)]
	if seed%20 == 19 {
		size = 20_000
	}
	dir := ""
	if c.IntN(3) > 0 {
		dir = t.TempDir()
	}
	n := &naive{schema: testSchema(), works: map[int64]Work{}}
	var works []Work
	for i := range size {
		w := c.work(c.id(i))
		n.put(w)
		works = append(works, w)
	}
	if c.IntN(2) == 0 {
		c.Shuffle(len(works), func(i, j int) { works[i], works[j] = works[j], works[i] })
	}
	tune := tunings(c)
	x, err := build(t.Context(), dir, testSchema(), 7, seqOf(works), nil, tune)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { x.Close() }()
	var r Result
	rounds, each := 12, 12
	if size > 5000 {
		rounds, each = 5, 6
	}
	top, seq := size, int64(7)
	for range rounds {
		for range each {
			same(t, x, n, c.query(top+1), &r)
		}
		for range 1 + c.IntN(4) {
			seq++
			top = change(t, c, x, n, seq, top)
		}
		x.Publish()
		if c.IntN(3) == 0 {
			n.stands = c.stands(top + 1)
			x.Stand(n.stands)
		}
		switch c.IntN(6) {
		case 0:
			if err := x.Merge(t.Context()); err != nil {
				t.Fatal(err)
			}
		case 1:
			if dir != "" {
				if err := x.Save(); err != nil {
					t.Fatal(err)
				}
				x.Close()
				if x, err = open(dir, testSchema(), tune); err != nil {
					t.Fatal(err)
				}
				x.Stand(n.stands)
			}
		}
		if got := x.Seq(); got != seq {
			t.Fatalf("seq %d, not %d", got, seq)
		}
		if got := x.Stats().Works; got != len(n.works) {
			t.Fatalf("%d works, not %d", got, len(n.works))
		}
	}
}

// change changes some works.
func change(t *testing.T, c *chance, x *Index, n *naive, seq int64, top int) int {
	var works []Change
	for range c.IntN(1 + c.IntN(60)) {
		i := c.IntN(top + 10)
		top = max(top, i)
		id := c.id(i)
		if c.IntN(4) == 0 {
			works = append(works, Change{ID: id})
			continue
		}
		w := c.work(id)
		works = append(works, Change{id, &w})
	}
	var numbers []Number
	for range c.IntN(1 + c.IntN(200)) {
		numbers = append(numbers, Number{c.id(c.IntN(top + 5)), []int{nPosted, nKudos}[c.IntN(2)], uint32(c.IntN(400))})
	}
	if err := x.Apply(seq, works, numbers); err != nil {
		t.Fatal(err)
	}
	n.apply(seq, works, numbers)
	return top
}

func TestQueriesThatCannotBeAnswered(t *testing.T) {
	x, err := Build(t.Context(), "", testSchema(), 0, seqOf(nil), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	many := make([]Term, MaxTerms+1)
	for i := range many {
		many[i] = Term{kTag, int64(i)}
	}
	for name, q := range map[string]Query{
		"negative offset": {Offset: -1},
		"overflow":        {Offset: 1<<63 - 1, Limit: 10},
		"negative limit":  {Limit: -1},
		"large limit":     {Limit: MaxLimit + 1},
		"many counts":     {Each: MaxEach + 1},
		"negative counts": {Each: -1},
		"no such order":   {Order: 4},
		"no such text":    {Order: Text(2)},
		"no such number":  {Ranges: []Range{{Number: 4}}},
		"negative number": {Ranges: []Range{{Number: -1}}},
		"many terms":      {None: many},
		"choose a tag":    {Choose: []Term{{kTag, 1}}},
		"choose nothing":  {Choose: []Term{{200, 1}}},
	} {
		if err := x.Search(t.Context(), &q, new(Result)); !errors.Is(err, ErrQuery) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, q := range map[string]Query{
		"upside down":     {Ranges: []Range{{nWords, 5, 3}}},
		"as many":         {None: many[1:]},
		"unknown kind":    {All: []Term{{77, 1}}},
		"far out":         {Offset: 1 << 40, Limit: 10},
		"nothing without": {Without: []*Set{nil, NewSet(nil)}},
	} {
		r := Result{Total: 9}
		if err := x.Search(t.Context(), &q, &r); err != nil || r.Total != 0 {
			t.Errorf("%s: %d, %v", name, r.Total, err)
		}
	}
}
