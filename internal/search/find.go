package search

import (
	"context"
	"fmt"
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
	// Sought, if not nil, is what Seek found of Text: that is not looked for again.
	Sought *Sought
}

// Found is what Find finds.
type Found struct {
	Hits []Hit // those that Limit and Offset ask for
	// Total is how many works there are in all, counted up to Most.
	Total int
	// Nearly are the works that come first since a line stands in them nearly as it was
	// typed; some of them may have all words besides.
	Nearly []int64
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

// Find gives the works that have all the words of a query, the likeliest first. First come
// titles with the words as typed, then texts and entries with them, then texts that read
// nearly as the line that was typed, which need not have all of its words, then those that
// have them all near each other, then those that have them anywhere, the newest first.
func Find(ctx context.Context, q db.Q, query Query) (*Found, error) {
	s := newSearch(q, query)
	if len(s.all) == 0 {
		return &Found{}, nil
	}
	if len(s.near) > 0 {
		return s.together(ctx)
	}
	works, err := s.works(ctx)
	if err != nil {
		return nil, err
	}
	places, err := s.places(ctx, works)
	if err != nil {
		return nil, err
	}
	nearly, err := s.misremembered(ctx, places)
	if err != nil {
		return nil, err
	}
	f := &Found{}
	for _, p := range nearly {
		f.Nearly = append(f.Nearly, p.work)
	}
	places = before(nearly, places)
	f.Total = min(max(len(works), len(places)), Most)
	for _, p := range places[min(s.offset, len(places)):min(s.offset+s.limit, len(places))] {
		h, err := s.hit(ctx, p)
		if err != nil {
			return nil, err
		}
		f.Hits = append(f.Hits, h)
	}
	return f, nil
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
	sought        *Sought
	at            *standing
	fit           map[int64]bool // works with all words that fit within
	newest        []place        // of the newest works where the words are very common
}

func newSearch(q db.Q, query Query) *search {
	s := &search{terms: parse(query.Text), q: q, engine: engineOf(q), text: query.Text, within: query.Within, keep: query.Keep,
		common: commonWindows, sought: query.Sought}
	if s.sought != nil {
		s.at = s.sought.at
	}
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
func (s *search) works(ctx context.Context) (ids []int64, err error) {
	if s.at == nil {
		if s.at, err = s.stand(ctx); err != nil {
			return nil, err
		}
	}
	ids = s.at.works
	switch {
	case s.at.common: // no more of them than are counted
		if ids, err = s.newestWorks(ctx); err != nil {
			return nil, err
		}
	case len(s.none) > 0: // where else their places may be
		s.within = db.And(s.engine.oneOf("w.id", ids), s.within)
	}
	c := db.And(s.engine.oneOf("w.id", ids), s.within)
	ids, err = db.All(ctx, s.q, db.One[int64], db.Numbered(`SELECT w.id FROM works w WHERE `+c.SQL+` ORDER BY w.revised_at DESC, w.id DESC`), c.Args...)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	s.fit = make(map[int64]bool, len(ids))
	for _, id := range ids {
		s.fit[id] = true
	}
	return ids[:min(len(ids), Most)], nil
}

// newestWorks gives those which have all words in one place, but of texts no more than are
// counted: those that were indexed last.
func (s *search) newestWorks(ctx context.Context) (ids []int64, err error) {
	lacks, err := without(ctx, s.q, s.engine, s.terms)
	if err != nil {
		return nil, err
	}
	s.within = db.And(lacks, s.within)
	all := allOf(s.all...)
	if s.newest, err = s.engine.newest(ctx, s.q, all, s.within, Most); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	for _, p := range s.newest {
		ids = append(ids, p.work)
	}
	slices.Sort(ids)
	inEntry, err := s.engine.entryWorks(ctx, s.q, all)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return either(ids, inEntry), nil
}
