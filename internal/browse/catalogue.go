package browse

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
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
}

// Pages is how many pages the list has, at least one.
func (l *List) Pages() int { return max(1, (l.Total+PerPage-1)/PerPage) }

// Catalogue finds works and counts them. It keeps what it counted for as long as
// no work changes, within a bound.
type Catalogue struct {
	q    db.Q
	kept memory
	old  lagging
	long int              // see longList
	now  func() time.Time // for how old numbers are
	// counting holds a place for each long count under way.
	counting chan struct{}
}

// atOnce is how many long counts run at once: fewer than there are connections.
const atOnce = 2

// NewCatalogue makes a Catalogue of what q reads.
func NewCatalogue(q db.Q) *Catalogue {
	return &Catalogue{q: q, long: longList, now: time.Now, counting: make(chan struct{}, atOnce)}
}

// Find gives the page of works that f asks for, as v may see them. A page after
// the last has no works. It is a NotFound fault if there is no such author.
func (c *Catalogue) Find(ctx context.Context, v viewer.Viewer, f Filter) (*List, error) {
	f = f.normal()
	stamp, err := db.Stamp(ctx, c.q)
	if err != nil {
		return nil, err
	}
	who := audience(v, f)
	counted, err := recall(ctx, &c.kept, stamp, "counts"+who+f.uncut().Address(), func(ctx context.Context) (*counts, error) {
		return c.count(ctx, v, f.uncut())
	})
	if err != nil {
		return nil, err
	}
	ids, err := recall(ctx, &c.kept, stamp, "list"+who+f.Address(), func(ctx context.Context) ([]work.ID, error) {
		return c.page(ctx, v, f, stamp, counted)
	})
	if err != nil {
		return nil, err
	}
	return &List{IDs: ids, Total: counted.total, Facets: counted.facets, Unknown: counted.unknown}, nil
}

// audience names the viewers who are shown the same as v: all guests, all
// members; but where authors count, and an anonymous work is only its author's,
// each member alone, and so is always who has muted somebody, until they mute
// somebody else.
func audience(v viewer.Viewer, f Filter) string {
	switch {
	case v.Guest():
		return " guests "
	case v.Mutes:
		return fmt.Sprintf(" %d but mutes %d ", v.ID, v.MuteChanges)
	case f.Login == "" && f.Sort != Creator:
		return " members "
	case v.Staff():
		return " staff "
	}
	return fmt.Sprintf(" %d ", v.ID)
}

// uncut is f without what does not change how many works it finds.
func (f Filter) uncut() Filter {
	f.Sort, f.Reverse, f.PageNumber = Updated, false, 1
	return f
}

// ask finds what f names. unknown are the tags that nobody has used; when one of
// them must be there, asks is nil.
func (c *Catalogue) ask(ctx context.Context, v viewer.Viewer, f Filter) (a *asks, unknown []string, err error) {
	a = &asks{Filter: f, q: c.q, viewer: v}
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
	return a, more, c.findRarest(ctx, a)
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

// findRarest finds which of the tags that must be there is on the fewest works.
// Where there is but one, and the order is not by what only works have, nobody
// asks on how many.
func (c *Catalogue) findRarest(ctx context.Context, a *asks) error {
	if len(a.include) == 0 {
		return nil
	}
	if len(a.include) == 1 && a.Sort == Updated {
		a.rarest = a.include[0].ID
		return nil
	}
	type size struct {
		id tag.ID
		n  int
	}
	ids := make([]any, len(a.include))
	for i, t := range a.include {
		ids[i] = int64(t.ID)
	}
	sizes, err := db.All(ctx, c.q, func(r *sql.Rows, s *size) error { return r.Scan(&s.id, &s.n) },
		db.Numbered(`SELECT f.tag_id, COUNT(*) FROM work_filters f WHERE f.tag_id IN (`+db.List(len(ids))+`) AND f.audience <= ? GROUP BY f.tag_id`),
		append(ids, work.ListedAudience(a.viewer))...)
	if err != nil {
		return fmt.Errorf("browse: sizes of tags: %w", err)
	}
	has := map[tag.ID]int{}
	for _, s := range sizes {
		has[s.id] = s.n
	}
	a.rarest, a.rarestHas = a.include[0].ID, has[a.include[0].ID]
	for _, t := range a.include[1:] {
		if has[t.ID] < a.rarestHas {
			a.rarest, a.rarestHas = t.ID, has[t.ID]
		}
	}
	return nil
}

// page reads the keys of one page of works.
func (c *Catalogue) page(ctx context.Context, v viewer.Viewer, f Filter, stamp int64, counted *counts) ([]work.ID, error) {
	offset := (f.PageNumber - 1) * PerPage
	if offset >= counted.total {
		return nil, nil
	}
	a, _, err := c.ask(ctx, v, f)
	if err != nil || a == nil {
		return nil, err
	}
	drive := true
	if a.rarest != 0 && f.Sort != Updated {
		all, err := c.listedWorks(ctx, v, stamp)
		if err != nil {
			return nil, err
		}
		// Walking all works in order meets one that is sought every all/total
		// works; beginning with the tag means sorting all that have it.
		drive = f.Sort == Creator || a.rarestHas < (offset+PerPage)*all/counted.total
	}
	s := a.set(true, f.Sort != Updated, drive)
	if s.all && f.Sort != Creator {
		// In the words of the indexes that are in the order of a sort, and not
		// elsewhere, where a database might take them for a way to search.
		s.where = append(s.where, db.Where("w.audience < 2"))
	}
	order := a.order(s)
	order.SQL += " LIMIT ? OFFSET ?"
	order.Args = append(order.Args, int64(PerPage), int64(offset))
	q := s.query(s.id, order)
	ids, err := db.All(ctx, c.q, db.One[work.ID], db.Numbered(q.SQL), q.Args...)
	if err != nil {
		return nil, fmt.Errorf("browse: list %s: %w", f.Address(), err)
	}
	return ids, nil
}

// listedWorks counts all works in lists for v.
func (c *Catalogue) listedWorks(ctx context.Context, v viewer.Viewer, stamp int64) (int, error) {
	return recall(ctx, &c.kept, stamp, "all"+audience(v, Filter{}), func(ctx context.Context) (int, error) {
		seen := work.Listed(v)
		var n int
		if err := c.q.QueryRowContext(ctx, db.Numbered(`SELECT COUNT(*) FROM works w WHERE `+seen.SQL), seen.Args...).Scan(&n); err != nil {
			return 0, fmt.Errorf("browse: count works: %w", err)
		}
		return n, nil
	})
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
