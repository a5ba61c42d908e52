package browse

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/catalogue"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/facet"
	"github.com/ficstead/ficstead/internal/query"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// PerPage is how many works a list shows at once.
const PerPage = 20

// List is one page of the works that a Filter finds, for one viewer.
type List struct {
	IDs []work.ID
	// Total is how many works there are on all pages.
	Total  int
	Facets Facets
	// Unknown are the tags asked for that nobody has used.
	Unknown []string
	// Told is what of the filter's line can't be answered as it stands, and why.
	Told []*query.Mistake
}

// Pages is how many pages the list has, at least one.
func (l *List) Pages() int { return max(1, (l.Total+PerPage-1)/PerPage) }

// Catalogue finds works and counts them: it asks the catalogue in memory what a filter
// says, as one viewer may know it.
type Catalogue struct {
	q     db.Q
	index *catalogue.Index
	names *tag.Names
	sets  *sets
	kept  memory // what is counted of the whole archive

	fandoms directory
}

// NewCatalogue makes a Catalogue of the works in index; names finds relationships of
// which one side is left open, and q tells the rest.
func NewCatalogue(q db.Q, index *catalogue.Index, names *tag.Names) *Catalogue {
	return &Catalogue{q: q, index: index, names: names, sets: newSets(), kept: memory{most: 2 * audiencesKept}}
}

// Find gives the page of works that f asks for, as v may see them. A page after
// the last has no works. It is a NotFound fault if there is no such author, and
// Unavailable while the catalogue is made.
func (c *Catalogue) Find(ctx context.Context, v viewer.Viewer, f Filter) (*List, error) {
	return c.FindAmong(ctx, v, f, Among{})
}

// FindAmong is Find among some works only.
func (c *Catalogue) FindAmong(ctx context.Context, v viewer.Viewer, f Filter, among Among) (*List, error) {
	f = f.normal()
	a, unknown, err := c.ask(ctx, v, f)
	if err != nil || a == nil {
		return &List{Unknown: unknown}, err
	}
	at, err := c.index.Now(ctx)
	if err != nil {
		return nil, err
	}
	q, err := c.query(ctx, at, a, among)
	if err != nil {
		return nil, err
	}
	q.Offset = (f.PageNumber - 1) * PerPage
	ids, own, err := c.inOwnOrder(ctx, at, a, *q)
	if err != nil {
		return nil, err
	}
	if q.Facets, q.Each = true, wantedTags; own {
		q.Offset, q.Limit = 0, 0
	}
	var r facet.Result
	if err := at.Search(ctx, q, &r); err != nil {
		return nil, fmt.Errorf("browse: list %s: %w", f.Address(), err)
	}
	if !own {
		ids = r.IDs
	}
	l := &List{Total: r.Total, Unknown: unknown, Told: a.told, IDs: make([]work.ID, len(ids))}
	for i, id := range ids {
		l.IDs[i] = work.ID(id)
	}
	l.Facets, err = c.facets(ctx, at, a, q, &r)
	return l, err
}

// wantedTags is how many tags of a type are counted: one more than offered, since the one
// whose page it is does not count.
const wantedTags = TopTags + 1

// Count tells how many works f finds for v.
func (c *Catalogue) Count(ctx context.Context, v viewer.Viewer, f Filter) (int, error) {
	r, err := c.some(ctx, v, f, 0, 0)
	if err != nil || r == nil {
		return 0, err
	}
	return r.Total, nil
}

// At gives the work at a place among those that f finds for v, counted from 0; ok is
// false if there are fewer.
func (c *Catalogue) At(ctx context.Context, v viewer.Viewer, f Filter, place int) (id work.ID, ok bool, err error) {
	r, err := c.some(ctx, v, f, place, 1)
	if err != nil || r == nil || len(r.IDs) == 0 {
		return 0, false, err
	}
	return work.ID(r.IDs[0]), true, nil
}

// CountTags tells how many works that lists show to v have each of some tags, or what
// it stands for.
func (c *Catalogue) CountTags(ctx context.Context, v viewer.Viewer, tags []tag.Tag) ([]int, error) {
	at, q, err := c.everything(ctx, v)
	if err != nil {
		return nil, err
	}
	return c.countTags(ctx, at, q, tags)
}

// CountNamed tells how many of the works that f finds among some for v have each of some
// tags, by their names. Of a tag that v may not hear of it tells nothing.
func (c *Catalogue) CountNamed(ctx context.Context, v viewer.Viewer, f Filter, among Among, names []string) (map[string]int, error) {
	byKey, err := c.byKey(ctx, v, names)
	if err != nil {
		return nil, err
	}
	a, _, err := c.ask(ctx, v, f.normal())
	if err != nil || a == nil {
		return nil, err
	}
	at, err := c.index.Now(ctx)
	if err != nil {
		return nil, err
	}
	q, err := c.query(ctx, at, a, among)
	if err != nil {
		return nil, err
	}
	var known []string
	var tags []tag.Tag
	for _, n := range names {
		if t, ok := byKey[tag.Key(n)]; ok {
			known, tags = append(known, n), append(tags, t)
		}
	}
	n, err := c.countTags(ctx, at, q, tags)
	if err != nil {
		return nil, err
	}
	out := make(map[string]int, len(known))
	for i, name := range known {
		out[name] = n[i]
	}
	return out, nil
}

// countTags tells how many of the works that q finds have each of some tags.
func (c *Catalogue) countTags(ctx context.Context, at *facet.Index, q *facet.Query, tags []tag.Tag) ([]int, error) {
	terms := make([]facet.Term, len(tags))
	for i, t := range tags {
		t.ID = cmp.Or(t.Merger, t.ID)
		terms[i] = catalogue.OfTag(t)
	}
	n, err := at.CountOf(ctx, q, terms, nil)
	if err != nil {
		return nil, fmt.Errorf("browse: count tags: %w", err)
	}
	return n, nil
}

// some gives works that f finds, without counting what else they have; nil when a tag
// that must be there is unknown.
func (c *Catalogue) some(ctx context.Context, v viewer.Viewer, f Filter, offset, limit int) (*facet.Result, error) {
	a, _, err := c.ask(ctx, v, f.normal())
	if err != nil || a == nil {
		return nil, err
	}
	at, err := c.index.Now(ctx)
	if err != nil {
		return nil, err
	}
	q, err := c.query(ctx, at, a, Among{})
	if err != nil {
		return nil, err
	}
	q.Offset, q.Limit = offset, limit
	var r facet.Result
	if err := at.Search(ctx, q, &r); err != nil {
		return nil, fmt.Errorf("browse: count %s: %w", f.Address(), err)
	}
	return &r, nil
}

// audience names the viewers who are shown the same as v of the whole archive: all
// guests, all members; and who has muted somebody, until they mute somebody else.
func audience(v viewer.Viewer) string {
	switch {
	case v.Guest():
		return " guests "
	case v.Mutes:
		return fmt.Sprintf(" %d but mutes %d ", v.ID, v.MuteChanges)
	}
	return " members "
}

// ask finds what f names. unknown are the tags that nobody has used; when one of
// them must be there, asks is nil.
func (c *Catalogue) ask(ctx context.Context, v viewer.Viewer, f Filter) (a *asks, unknown []string, err error) {
	if f, err = c.settle(ctx, v, f); err != nil {
		return nil, nil, err
	}
	a = &asks{Filter: f, viewer: v}
	if f.Login != "" {
		if err := c.author(ctx, a); err != nil {
			return nil, nil, err
		}
	}
	must := f.Include
	if f.Tag != "" {
		must = append([]string{f.Tag}, must...)
	}
	a.include, unknown, err = c.tags(ctx, v, must)
	if err != nil {
		return nil, nil, err
	}
	exclude, more, err := c.tags(ctx, v, f.Exclude)
	if err != nil {
		return nil, nil, err
	}
	if len(unknown) > 0 {
		return nil, append(unknown, more...), nil
	}
	a.exclude = exclude
	return a, more, c.line(ctx, a)
}

// author finds whose works a is about.
func (c *Catalogue) author(ctx context.Context, a *asks) error {
	who, err := account.ByName(ctx, c.q, a.Login)
	if err != nil {
		return err
	}
	a.account = int64(who.ID)
	if a.Pseud == "" {
		return nil
	}
	p, err := account.PseudByName(ctx, c.q, a.Login, a.Pseud)
	if err != nil {
		return err
	}
	a.pseud = int64(p.ID)
	return nil
}

// tags finds tags by name, the canonical one of each synonym.
func (c *Catalogue) tags(ctx context.Context, v viewer.Viewer, asked []string) (found []tag.Tag, unknown []string, err error) {
	byKey, err := c.byKey(ctx, v, asked)
	if err != nil {
		return nil, nil, err
	}
	seen := map[tag.ID]bool{}
	for _, name := range asked {
		t, ok := byKey[tag.Key(name)]
		if !ok {
			unknown = append(unknown, name)
		} else if !seen[t.ID] {
			seen[t.ID] = true
			found = append(found, t)
		}
	}
	return found, unknown, nil
}

// byKey finds tags by the keys of their names and of their synonyms'. A tag that
// only works out of v's sight have is as unknown as any other word.
func (c *Catalogue) byKey(ctx context.Context, v viewer.Viewer, asked []string) (map[string]tag.Tag, error) {
	out := map[string]tag.Tag{}
	if len(asked) == 0 {
		return out, nil
	}
	keys := make([]any, len(asked))
	for i, name := range asked {
		keys[i] = tag.Key(name)
	}
	type row struct {
		key string
		tag.Tag
	}
	may := known(v)
	rows, err := db.All(ctx, c.q, func(r *sql.Rows, t *row) error {
		return r.Scan(&t.key, &t.ID, &t.Type, &t.Name, &t.Canonical)
	}, db.Numbered(`SELECT t.name_key, m.id, m.type, m.name, m.canonical FROM tags t JOIN tags m ON m.id = COALESCE(t.merger_id, t.id)
		WHERE t.name_key IN (`+db.List(len(keys))+`) AND (`+may.SQL+`)`), append(keys, may.Args...)...)
	if err != nil {
		return nil, fmt.Errorf("browse: tags of a filter: %w", err)
	}
	for _, r := range rows {
		out[r.key] = r.Tag
	}
	return out, nil
}

// Proper is f with its tags called by their own names: synonyms by what they
// stand for, and letters as they are written here.
func (c *Catalogue) Proper(ctx context.Context, v viewer.Viewer, f Filter) (Filter, error) {
	f, err := c.settle(ctx, v, f)
	if err != nil {
		return f, err
	}
	byKey, err := c.byKey(ctx, v, slices.Concat(f.Include, f.Exclude))
	if err != nil {
		return f, err
	}
	call := func(names []string) []string {
		out := slices.Clone(names)
		for i, n := range out {
			if t, ok := byKey[tag.Key(n)]; ok {
				out[i] = t.Name
			}
		}
		return out
	}
	f.Include, f.Exclude = call(f.Include), call(f.Exclude)
	return f.normal(), nil
}

// known is the condition on tags t that v may hear of them: they are the
// archive's own, or on a work that lists show to v.
func known(v viewer.Viewer) db.Cond {
	on := filtered(v)
	return db.Cond{SQL: "t.canonical OR t.merger_id IS NOT NULL OR EXISTS (SELECT 1 FROM work_filters f WHERE f.tag_id = t.id AND " + on.SQL + ")", Args: on.Args}
}

// filtered is work.Listed as a condition on work_filters f alone, which repeat of
// works what it takes.
func filtered(v viewer.Viewer) db.Cond {
	seen := db.Where("f.audience <= ?", work.ListedAudience(v))
	if v.Mutes {
		return db.And(seen, work.Unmuted(v, "f.work_id"))
	}
	return seen
}
