package search

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
)

// Query is what a reader looks for, and where.
type Query struct {
	// Text is as typed: words, "phrases", -without. No text is an error.
	Text string
	// Within is the condition on works w that what is found must fit, first of
	// all that the reader may see it. The zero Cond is all works.
	Within        db.Cond
	Limit, Offset int
	// Keep, if not nil, gives those of some works in which a line may be found that
	// is not quite as typed. Within can name the works that have the words; of such a
	// line nobody knows them before.
	Keep func(ctx context.Context, works []int64) ([]int64, error)
}

// Span is a piece of a snippet; Marked when it is what was looked for.
type Span struct {
	Text   string
	Marked bool
}

// Hit is a work that was found, with its best place.
type Hit struct {
	Work int64
	// Chapter and Anchor lead to the paragraph; they are empty unless Where is "text".
	Chapter int64
	Anchor  string
	// Where is title, names, tags, summary, notes or text.
	Where   string
	Snippet []Span
}

const (
	// Most is the largest total that is counted; a total of Most means "Most or more".
	Most = 1000
	// ranked is how many passages or entries of one kind are put in order.
	ranked = 4000
	// maxLimit is how many hits are given at once; each costs reading a chapter.
	maxLimit     = 100
	defaultLimit = 20
)

// Find gives the works that have all the words of a query, the likeliest first,
// and how many there are, counted up to Most. First come titles with the words as
// typed, then texts and entries with them, then texts that read nearly as the line
// that was typed, which need not have all of its words, then those that have them
// all near each other, then those that have them anywhere, the newest first.
func Find(ctx context.Context, q db.Q, query Query) ([]Hit, int, error) {
	s := newSearch(q, query)
	if len(s.all) == 0 {
		return nil, 0, nil
	}
	if len(s.near) > 0 {
		return s.together(ctx)
	}
	works, err := s.works(ctx)
	if err != nil {
		return nil, 0, err
	}
	var places []place
	if len(works) > 0 {
		if places, err = s.places(ctx, works); err != nil {
			return nil, 0, err
		}
	}
	if places, err = s.misremembered(ctx, places); err != nil {
		return nil, 0, err
	}
	total := min(max(len(works), len(places)), Most)
	hits := make([]Hit, 0, s.limit)
	for _, p := range places[min(s.offset, len(places)):min(s.offset+s.limit, len(places))] {
		if p.quoted != nil {
			hits = append(hits, p.quoted.Hit)
			continue
		}
		h, err := s.hit(ctx, p)
		if err != nil {
			return nil, 0, err
		}
		hits = append(hits, h)
	}
	return hits, total, nil
}

// Matching is the condition on works w that entry and text together have every
// word of a query, or, where each is in very many texts, one passage has them all or the
// entry has; with no words it holds always.
func Matching(ctx context.Context, q db.Q, text string) (db.Cond, error) {
	s := newSearch(q, Query{Text: text})
	if len(s.all) == 0 {
		return without(ctx, q, s.engine, s.terms)
	}
	works, err := s.matching(ctx)
	if err != nil {
		return db.Cond{}, err
	}
	return s.engine.oneOf("w.id", works), nil
}

// matching gives all works of which Matching says so.
func (s *search) matching(ctx context.Context) ([]int64, error) {
	works, ok, err := s.candidates(ctx)
	if err == nil && !ok {
		works, err = s.inOnePlace(ctx)
	}
	if err != nil {
		return nil, err
	}
	return s.lacking(ctx, works)
}

// inOnePlace gives the works of which one window has all words, or the entry.
func (s *search) inOnePlace(ctx context.Context) ([]int64, error) {
	all := allOf(s.all...)
	inText, err := s.engine.works(ctx, s.q, all)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	inEntry, err := s.engine.entryWorks(ctx, s.q, all)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return either(inText, inEntry), nil
}

// without is the condition that a work has none of the words not wanted.
func without(ctx context.Context, q db.Q, e engine, t terms) (db.Cond, error) {
	var cs []db.Cond
	for _, a := range t.none {
		c, err := e.having(ctx, q, a)
		if err != nil {
			return db.Cond{}, fmt.Errorf("search: %w", err)
		}
		cs = append(cs, db.Where("NOT ("+c.SQL+")", c.Args...))
	}
	return db.And(cs...), nil
}

// search is one query under way.
type search struct {
	terms
	q             db.Q
	engine        engine
	text          string
	within        db.Cond
	limit, offset int
	keep          keeper
	common        int // windows
	// telling are the words by which texts can be ranked.
	telling []atom
	// beside are places with all words, if they were looked for already.
	beside []place
}

func newSearch(q db.Q, query Query) *search {
	s := &search{terms: parse(query.Text), q: q, engine: engineOf(q), text: query.Text, within: query.Within, keep: query.Keep,
		common: commonWindows}
	if s.within.SQL == "" {
		s.within = db.And()
	}
	s.limit, s.offset = query.Limit, min(max(query.Offset, 0), Most)
	if s.limit < 1 {
		s.limit = defaultLimit
	}
	s.limit = min(s.limit, maxLimit)
	return s
}

// works are those that Matching says of, the newest first, at most Most.
func (s *search) works(ctx context.Context) ([]int64, error) {
	ids, ok, err := s.candidates(ctx)
	switch {
	case err != nil:
		return nil, err
	case ok:
		ids, err = s.lacking(ctx, ids)
		if len(s.none) > 0 { // where else their places may be
			s.within = db.And(s.engine.oneOf("w.id", ids), s.within)
		}
	default: // no more of them than are counted
		ids, err = s.newest(ctx)
	}
	if err != nil {
		return nil, err
	}
	c := db.And(s.engine.oneOf("w.id", ids), s.within)
	return s.list(ctx, db.Where(`SELECT w.id FROM works w WHERE `+c.SQL+` ORDER BY w.revised_at DESC, w.id DESC LIMIT ?`, arguments("", c.Args, Most)[1:]...))
}

// newest gives those which have all words in one place, but of texts no more than are counted: those that were
// indexed last.
func (s *search) newest(ctx context.Context) (ids []int64, err error) {
	lacks, err := without(ctx, s.q, s.engine, s.terms)
	if err != nil {
		return nil, err
	}
	s.within = db.And(lacks, s.within)
	all := allOf(s.all...)
	if s.beside, err = s.engine.newest(ctx, s.q, all, s.within, Most); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	for _, p := range s.beside {
		ids = append(ids, p.work)
	}
	slices.Sort(ids)
	inEntry, err := s.engine.entryWorks(ctx, s.q, all)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return either(ids, inEntry), nil
}

func (s *search) list(ctx context.Context, c db.Cond) ([]int64, error) {
	ids, err := db.All(ctx, s.q, db.One[int64], db.Numbered(c.SQL), c.Args...)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return ids, nil
}

// place is where a work was found. The key is a passage's or an entry's; both 0
// when the words are spread over the work.
type place struct {
	work, passage int64
	tier          int
	entry         bool
	score         float64
	quoted        *Quoted // a place that reads like the line, already found
}

// places puts works in order, the best place of each first. It looks into one
// kind of place after the other and stops when it has enough for the page.
func (s *search) places(ctx context.Context, works []int64) ([]place, error) {
	best := map[int64]place{}
	for tier, look := range s.tiers() {
		found, err := s.look(ctx, look)
		if err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		for _, p := range found {
			p.tier, p.entry = tier, look.entry
			if old, ok := best[p.work]; !ok || p.better(old) < 0 {
				best[p.work] = p
			}
		}
		if len(best) >= s.offset+s.limit {
			break
		}
	}
	order := slices.SortedFunc(maps.Values(best), place.better)
	for _, w := range works {
		if _, ok := best[w]; !ok {
			order = append(order, place{work: w})
		}
	}
	return order[:min(len(order), Most)], nil
}

// misremembered puts before places those that read like the query, if it is long
// enough for a line, with one word of four wrong at most; where it stands as it was
// typed there is nothing to guess.
func (s *search) misremembered(ctx context.Context, places []place) ([]place, error) {
	const asTyped, line = 2, 6 // tiers; words
	if len(s.phrase) < line || len(s.none) > 0 || len(places) > 0 && (s.quoted || places[0].tier <= asTyped && places[0].passage != 0) {
		return places, nil
	}
	within := s.within
	if s.keep != nil {
		within = db.And() // keep says it
	}
	r := recall(s.q, s.engine, s.text, within, s.keep)
	if err := r.nearly(ctx); err != nil { // as it was typed it stands nowhere
		return nil, err
	}
	var out []place
	seen := map[int64]bool{}
	for _, x := range r.found(maxLimit) {
		if 4*x.Fit >= 3*x.Of {
			out = append(out, place{work: x.Work, quoted: &x})
			seen[x.Work] = true
		}
	}
	for _, p := range places {
		if !seen[p.work] {
			out = append(out, p)
		}
	}
	return out[:min(len(out), Most)], nil
}

func (p place) better(than place) int {
	return cmp.Or(cmp.Compare(p.tier, than.tier), cmp.Compare(p.score, than.score), cmp.Compare(than.work, p.work), cmp.Compare(p.passage, than.passage))
}

// look is one kind of place to look into.
type look struct {
	expr
	entry, title bool
	all          bool // the words in any order
}

// tiers are the kinds of place, best first. A few words are more likely the name
// of something, more of them a line that somebody remembers.
func (s *search) tiers() []look {
	const line = 4 // units
	phrase, all := allOf(s.phrase), allOf(s.all...)
	looks := []look{{expr: phrase, entry: true, title: true}, {expr: phrase, entry: true}, {expr: phrase}}
	if len(s.phrase) >= line {
		looks[1], looks[2] = looks[2], looks[1]
	}
	if len(s.all) > 1 || !s.all[0].same(s.phrase) {
		looks = append(looks, look{expr: all, entry: true, all: true}, look{expr: all, all: true})
	}
	return looks
}

// look gives the places of one kind, of works without the words not wanted.
func (s *search) look(ctx context.Context, l look) ([]place, error) {
	if !l.entry && l.all && s.beside != nil {
		return s.beside, nil
	}
	if !l.entry {
		return s.engine.passages(ctx, s.q, l.expr, s.rankedBy(l), s.within, ranked)
	}
	c := s.engine.entries(l.expr, l.title, s.within, ranked)
	return db.All(ctx, s.q, func(r *sql.Rows, p *place) error { return r.Scan(&p.passage, &p.work, &p.score) }, db.Numbered(c.SQL), c.Args...)
}

// rankedBy is what tells which of the places of a look are better: none of the words that
// are in every text.
func (s *search) rankedBy(l look) expr {
	if len(s.telling) == len(s.all) || len(s.telling) > 0 && !l.all {
		return l.expr
	}
	return allOf(s.telling...)
}

// arguments are first, the rest and last, as a statement takes them.
func arguments(first any, rest []any, last ...any) []any {
	return slices.Concat([]any{first}, rest, last)
}
