package browse

import (
	"context"
	"math"
	"time"

	"github.com/ficstead/ficstead/internal/catalogue"
	"github.com/ficstead/ficstead/internal/facet"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/query"
	"github.com/ficstead/ficstead/internal/series"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
)

// asks is what a filter says, with the keys of what it names.
type asks struct {
	Filter
	viewer           viewer.Viewer
	account, pseud   int64
	include, exclude []tag.Tag // include has the tag of the place first
	where            *facet.Where
	told             []*query.Mistake // what of the line can't be answered as it stands
}

// query writes a as a question to the catalogue at, for the first page in the order
// of a. It holds the rule of work.Listed: drafts and hidden works are not in the
// catalogue at all, and guests are not shown what is for members.
func (c *Catalogue) query(ctx context.Context, at *facet.Index, a *asks, among Among) (*facet.Query, error) {
	q := &facet.Query{Order: a.order(), Reverse: a.Reverse, Limit: PerPage, Where: a.where}
	if a.viewer.Guest() {
		q.None = append(q.None, facet.Term{Kind: catalogue.Audience, ID: catalogue.Members})
	}
	muted, err := c.sets.muted(ctx, c.q, a.viewer)
	if err != nil {
		return nil, err
	}
	if muted != nil {
		q.Without = append(q.Without, muted)
	}
	q.Without = append(q.Without, among.Without...)
	a.tags(q)
	a.choices(q, c.index)
	a.ranges(q)
	if err := c.signed(ctx, at, a, q); err != nil {
		return nil, err
	}
	return q, c.within(ctx, at, a, q, among)
}

// tags asks for the tags that a names.
func (a *asks) tags(q *facet.Query) {
	for _, t := range a.include {
		term := catalogue.OfTag(t)
		if a.Main && term.Kind == catalogue.Relation {
			term.Kind = catalogue.MainRelation
		}
		q.All = append(q.All, term)
	}
	for _, t := range a.exclude {
		q.None = append(q.None, catalogue.OfTag(t))
	}
}

// choices are what facets are counted without, each by its own answers: whoever looks
// at works in English is told how many there are in Finnish.
func (a *asks) choices(q *facet.Query, x *catalogue.Index) {
	for _, r := range a.Ratings {
		q.Choose = append(q.Choose, catalogue.OfRating(r))
	}
	if a.Language != "" {
		t := x.Language(a.Language)
		if t.Kind == catalogue.Language {
			q.Choose = append(q.Choose, t)
		} else {
			q.All = append(q.All, t)
		}
	}
	for kind, said := range map[uint8]Choice{
		catalogue.Complete: a.Complete, catalogue.Crossover: a.Crossover,
		catalogue.OneFandom: a.OneFandom, catalogue.OneRelation: a.OneRelationship,
	} {
		if said != Either {
			q.Choose = append(q.Choose, catalogue.Said(kind, said == Yes))
		}
	}
}

// ranges asks for bounds of words and days. A bound beyond what can be is none, or
// nothing is there.
func (a *asks) ranges(q *facet.Query) {
	if a.WordsFrom > 0 || a.WordsTo > 0 {
		r := facet.Range{Number: catalogue.Words, From: catalogue.Bounded(int64(a.WordsFrom)), To: math.MaxUint32}
		if a.WordsTo > 0 {
			r.To = catalogue.Bounded(int64(a.WordsTo))
		}
		q.Ranges = append(q.Ranges, r)
	}
	if !a.DateFrom.IsZero() || !a.DateTo.IsZero() {
		r := facet.Range{Number: catalogue.Revised, To: math.MaxUint32}
		if !a.DateFrom.IsZero() {
			r.From = catalogue.Seconds(a.DateFrom)
		}
		if !a.DateTo.IsZero() {
			r.To = catalogue.Seconds(a.DateTo.Add(24*time.Hour - time.Second))
		}
		q.Ranges = append(q.Ranges, r)
	}
}

// order is how a is sorted. See inOwnOrder for members who have anonymous works.
func (a *asks) order() facet.Order {
	switch a.Sort {
	case Posted:
		return catalogue.Posted
	case Words:
		return catalogue.Words
	case Kudos:
		return catalogue.Kudos
	case Hits:
		return catalogue.Hits
	case Comments:
		return catalogue.Comments
	case Bookmarks:
		return catalogue.Bookmarks
	case Title:
		return facet.Text(catalogue.Title)
	case Creator:
		if a.viewer.Staff() {
			return facet.Text(catalogue.SecretCreator)
		}
		return facet.Text(catalogue.Creator)
	}
	return catalogue.Revised
}

func anonymous() facet.Term { return facet.Term{Kind: catalogue.Anonymous, ID: catalogue.Yes} }

// wroteIn is the term of the works that somebody wrote in truth.
func wroteIn(id viewer.ID) facet.Term {
	return facet.Term{Kind: catalogue.SecretAccount, ID: int64(id)}
}

// signed asks for the works of an account or a pseud, as the viewer may know them: the
// rule of work.NamedTo. An anonymous work is there for staff, and for those who made
// it.
func (c *Catalogue) signed(ctx context.Context, at *facet.Index, a *asks, q *facet.Query) error {
	if a.account == 0 {
		return nil
	}
	named, truth := facet.Term{Kind: catalogue.Account, ID: a.account}, facet.Term{Kind: catalogue.SecretAccount, ID: a.account}
	if a.pseud != 0 {
		named, truth = facet.Term{Kind: catalogue.Pseud, ID: a.pseud}, facet.Term{Kind: catalogue.SecretPseud, ID: a.pseud}
	}
	if a.viewer.Staff() || int64(a.viewer.ID) == a.account {
		q.All = append(q.All, truth)
		return nil
	}
	if !a.viewer.Guest() {
		together, err := every(ctx, at, facet.Query{All: []facet.Term{truth, anonymous(), wroteIn(a.viewer.ID)}})
		if err != nil {
			return err
		}
		if len(together) > 0 {
			others, err := every(ctx, at, facet.Query{All: []facet.Term{truth, anonymous()}, None: []facet.Term{wroteIn(a.viewer.ID)}})
			q.All, q.Without = append(q.All, truth), append(q.Without, facet.NewSet(others))
			return err
		}
	}
	q.All = append(q.All, named)
	return nil
}

// within asks for works of a series, with words, and among others.
func (c *Catalogue) within(ctx context.Context, at *facet.Index, a *asks, q *facet.Query, among Among) error {
	var sets [][]int64
	if among.Within != nil {
		sets = append(sets, among.Within)
	}
	if among.newestWith != "" {
		a.tooMany(query.Span{}, among.newestWith, c.sets.most)
	}
	if a.Series != 0 {
		q.All = append(q.All, facet.Term{Kind: catalogue.Series, ID: a.Series})
		shown, err := c.shownIn(ctx, at, a)
		if err != nil {
			return err
		}
		if shown != nil {
			sets = append(sets, shown)
		}
	}
	if a.Query != "" {
		m, err := c.sets.matching(ctx, c.q, a.Query)
		if err != nil {
			return err
		}
		if !m.whole {
			a.tooMany(query.Span{}, a.Query, c.sets.most)
		}
		sets = append(sets, m.works)
	}
	if len(sets) > 0 {
		q.Within = facet.NewSet(common(sets))
	}
	return nil
}

// shownIn gives the works of a series that its page shows the viewer, or nil where
// these are all that lists show: an anonymous work beside a signed one would give its
// author away.
func (c *Catalogue) shownIn(ctx context.Context, at *facet.Index, a *asks) ([]int64, error) {
	if a.viewer.Staff() {
		return nil, nil
	}
	var r facet.Result
	if err := at.Search(ctx, &facet.Query{All: []facet.Term{{Kind: catalogue.Series, ID: a.Series}, anonymous()}}, &r); err != nil || r.Total == 0 {
		return nil, err
	}
	s, err := series.Get(ctx, c.q, a.viewer, series.ID(a.Series))
	if fault.KindOf(err) == fault.NotFound {
		return []int64{}, nil
	}
	if err != nil {
		return nil, err
	}
	out := make([]int64, len(s.Works))
	for i, id := range s.Works {
		out[i] = int64(id)
	}
	return out, nil
}

// maxEvery bounds how many works are gathered from the catalogue for one question:
// more than anybody has written.
const maxEvery = 100_000

// every gives the keys of all works that q finds.
func every(ctx context.Context, at *facet.Index, q facet.Query) ([]int64, error) {
	var out []int64
	var r facet.Result
	for q.Limit, q.Offset = facet.MaxLimit, 0; len(out) < maxEvery; q.Offset += facet.MaxLimit {
		if err := at.Search(ctx, &q, &r); err != nil {
			return nil, err
		}
		out = append(out, r.IDs...)
		if len(r.IDs) < facet.MaxLimit {
			break
		}
	}
	return out, nil
}
