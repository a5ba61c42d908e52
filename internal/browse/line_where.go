package browse

import (
	"context"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/catalogue"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/facet"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/query"
	"github.com/ficstead/ficstead/internal/search"
	"github.com/ficstead/ficstead/internal/series"
	"github.com/ficstead/ficstead/internal/tag"
)

const (
	// maxLookups is how many things of one line the database may be asked for: titles,
	// authors, series, words that stand in a group, relationships with an open side.
	maxLookups = 20
	// maxSeries is how many series of one title are looked at.
	maxSeries = 20
)

// line makes of what stands in the line and is no answer of the panel a condition of a.
func (c *Catalogue) line(ctx context.Context, a *asks) error {
	if a.Line == "" {
		return nil
	}
	asked, wrong := query.Parse(a.Line)
	if a.told = append(a.told, wrong...); len(wrong) > 0 || asked.All == nil {
		return nil
	}
	byKey, err := c.byKey(ctx, a.viewer, namesIn(asked))
	if err != nil {
		return err
	}
	w := wheres{c: c, asks: a, byKey: byKey, now: time.Now()}
	a.where, err = w.of(ctx, asked.All)
	return err
}

// wheres makes conditions of the parts of a line.
type wheres struct {
	c *Catalogue
	*asks
	byKey   map[string]tag.Tag
	now     time.Time
	lookups int
}

// tell notes what of the line can't be answered as it stands.
func (w *wheres) tell(m query.Mistake) { w.told = append(w.told, &m) }

func nowhere() *facet.Where { return &facet.Where{Is: facet.AnyOf} }

func term(t facet.Term) *facet.Where { return &facet.Where{Is: facet.HasTerm, Term: t} }

func (w *wheres) of(ctx context.Context, n *query.Node) (*facet.Where, error) {
	out := &facet.Where{}
	switch n.Op {
	case query.Is:
		return w.clue(ctx, n.Clue)
	case query.And:
		out.Is = facet.AllOf
	case query.Or:
		out.Is = facet.AnyOf
	case query.Not:
		out.Is = facet.NoneOf
		if t, ok := w.byKey[tag.Key(n.Of[0].Clue.Text)]; ok && n.Of[0].Op == query.Is && n.Of[0].Clue.Field == query.Any {
			out.Of = []*facet.Where{term(catalogue.OfTag(t))} // a tag that is to be left out
			return out, nil
		}
	}
	for _, k := range n.Of {
		is, err := w.of(ctx, k)
		if err != nil {
			return nil, err
		}
		out.Of = append(out.Of, is)
	}
	return out, nil
}

// clue is the condition of one clue.
func (w *wheres) clue(ctx context.Context, c query.Clue) (*facet.Where, error) {
	switch query.KindOf(c.Field) {
	case query.Number:
		number := map[query.Field]int{query.Words: catalogue.Words, query.Kudos: catalogue.Kudos, query.Hits: catalogue.Hits,
			query.Comments: catalogue.Comments, query.Bookmarks: catalogue.Bookmarks}[c.Field]
		return between(number, catalogue.Bounded(c.Range.From), catalogue.Bounded(c.Range.To), c.Range.To == query.Most), nil
	case query.Date:
		return w.time(c), nil
	case query.Answer:
		kind := map[query.Field]uint8{query.Complete: catalogue.Complete, query.Crossover: catalogue.Crossover, query.OTP: catalogue.OneRelation}[c.Field]
		return term(catalogue.Said(kind, c.Yes)), nil
	}
	switch c.Field {
	case query.Rating:
		return term(catalogue.OfRating(ratingOf(c.Text))), nil
	case query.Language:
		return term(w.c.index.Language(c.Text)), nil
	case query.Title, query.Author, query.Series, query.Any:
		return w.lookUp(ctx, c)
	}
	if c.Wild != query.Closed {
		return w.pairings(ctx, c)
	}
	return w.tag(c), nil
}

func between(number int, from, to uint32, open bool) *facet.Where {
	if open {
		to = 1<<32 - 1
	}
	return &facet.Where{Is: facet.InRange, Range: facet.Range{Number: number, From: from, To: to}}
}

// time is the condition of a date. A bound of a Time is the first instant after it.
func (w *wheres) time(c query.Clue) *facet.Where {
	number := catalogue.Revised
	if c.Field == query.Posted {
		number = catalogue.Posted
	}
	from, to := c.Time.Between(w.now)
	first, last := uint32(0), uint32(0)
	if !from.IsZero() {
		first = catalogue.Seconds(from)
	}
	if !to.IsZero() {
		last = catalogue.Seconds(to.Add(-time.Second))
	}
	return between(number, first, last, to.IsZero())
}

// tag is the condition of a name.
func (w *wheres) tag(c query.Clue) *facet.Where {
	t, known := w.byKey[tag.Key(c.Text)]
	switch {
	case !known:
		w.tell(query.Mistake{At: c.At, Format: "No work here has the tag “%s”. Its name may be written in another way: type its beginning and choose from what is offered.", Args: []any{short(c.Text)}})
		return nowhere()
	case c.Field == query.Main && t.Type == tag.Relationship:
		return term(facet.Term{Kind: catalogue.MainRelation, ID: int64(t.ID)})
	case c.Field == query.Main || !fits(c, w.byKey):
		w.tell(query.Mistake{At: c.At, Format: "“%s” is a tag of another kind, so no work is found by it here. Write tag:%s.", Args: []any{short(c.Text), query.Clue{Field: query.Any, Text: short(t.Name), Phrase: true}.String()}})
		return nowhere()
	}
	return term(catalogue.OfTag(t))
}

// pairings is the condition of a relationship with an open side.
func (w *wheres) pairings(ctx context.Context, c query.Clue) (*facet.Where, error) {
	out := nowhere()
	if !w.mayLookUp(c) {
		return out, nil
	}
	side := tag.Behind
	if c.Wild == query.Right {
		side = tag.Before
	}
	found, whole, err := w.c.names.Pairings(ctx, c.Text, side)
	if err != nil {
		return nil, err
	}
	for _, t := range found {
		out.Of = append(out.Of, term(catalogue.OfTag(t)))
	}
	switch {
	case !whole:
		w.tell(query.Mistake{At: c.At, Format: "There are more relationships with “%s” than can be looked through at once. These are works with the most used ones (%d).", Args: []any{short(c.Text), len(found)}})
	case len(found) == 0:
		w.tell(query.Mistake{At: c.At, Format: "There is no relationship with “%s” on that side of the slash. Try the other side, or write only a part of the name.", Args: []any{short(c.Text)}})
	}
	return out, nil
}

// mayLookUp counts what the database is asked for.
func (w *wheres) mayLookUp(c query.Clue) bool {
	if w.lookups++; w.lookups <= maxLookups {
		return true
	}
	w.tell(query.Mistake{At: c.At, Format: "One line can look for %d titles, authors, series, open relationships and words in groups. This one was left out: no work is found by it.", Args: []any{maxLookups}})
	return false
}

// tooMany notes that words are in more works than a list looks among.
func (a *asks) tooMany(at query.Span, words string, most int) {
	a.told = append(a.told, &query.Mistake{At: at, Format: "“%s” is in more works than can be looked through here. Only the newest %d of them count.", Args: []any{short(words), most}})
}

// lookUp is the condition of what only the database knows: words and names.
func (w *wheres) lookUp(ctx context.Context, c query.Clue) (*facet.Where, error) {
	if !w.mayLookUp(c) {
		return nowhere(), nil
	}
	if c.Field == query.Series {
		return w.series(ctx, c)
	}
	var is db.Cond
	switch c.Field {
	case query.Title:
		is = search.In(w.c.q, search.Titles, c.Text)
	case query.Author:
		is = search.In(w.c.q, search.Creators, c.Text)
	default:
		var err error
		if is, err = search.Matching(ctx, w.c.q, textOf(c)); err != nil {
			return nil, err
		}
	}
	found, whole, err := w.c.sets.fitting(ctx, w.c.q, fmt.Sprintf("%s %t %s", c.Field, c.Phrase, c.Text), is)
	if err != nil {
		return nil, err
	}
	if !whole {
		w.tooMany(c.At, c.Text, w.c.sets.most)
	}
	return &facet.Where{Is: facet.InSet, Set: found}, nil
}

// series is the condition of the works of a series, by its title: those that its page
// shows the viewer.
func (w *wheres) series(ctx context.Context, c query.Clue) (*facet.Where, error) {
	ids, err := db.All(ctx, w.c.q, db.One[int64], `SELECT id FROM series WHERE title_key = $1 ORDER BY id LIMIT $2`, tag.Key(c.Text), maxSeries)
	if err != nil {
		return nil, fmt.Errorf("browse: series of a line: %w", err)
	}
	var works []int64
	for _, id := range ids {
		s, err := series.Get(ctx, w.c.q, w.viewer, series.ID(id))
		if fault.KindOf(err) == fault.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, id := range s.Works {
			works = append(works, int64(id))
		}
	}
	if len(works) == 0 {
		w.tell(query.Mistake{At: c.At, Format: "There is no series called “%s”. Write its whole title, in quotation marks.", Args: []any{short(c.Text)}})
		return nowhere(), nil
	}
	return &facet.Where{Is: facet.InSet, Set: facet.NewSet(works)}, nil
}
