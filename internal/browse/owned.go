package browse

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"sort"

	"github.com/ficstead/ficstead/internal/catalogue"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/facet"
)

// Sorted by author, an anonymous work stands under "anonymous": for everybody but
// staff, who have an order of their own, and those who made it, who see their names on
// it. What a member made anonymously is taken out of the order that all have, and set
// in again where it belongs for them.

// named is a work with the name that it sorts by.
type namedWork struct {
	id   int64
	name string
}

// inOwnOrder gives the page of a, of which q is the question, sorted by author for a
// member. ok is false when nothing that was found is the member's own and anonymous:
// then the order is everybody's.
func (c *Catalogue) inOwnOrder(ctx context.Context, at *facet.Index, a *asks, q facet.Query) (ids []int64, ok bool, err error) {
	if a.Sort != Creator || a.viewer.Guest() || a.viewer.Staff() {
		return nil, false, nil
	}
	mine := q
	mine.All = append(mine.All[:len(mine.All):len(mine.All)], wroteIn(a.viewer.ID), anonymous())
	mine.Order = facet.Text(catalogue.SecretCreator)
	keys, err := every(ctx, at, mine)
	if err != nil || len(keys) == 0 {
		return nil, false, err
	}
	own, err := c.byName(ctx, keys, true)
	if err != nil {
		return nil, false, err
	}
	q.Without = append(q.Without[:len(q.Without):len(q.Without)], facet.NewSet(keys))
	m := merging{c: c, at: at, q: q, own: own, falling: a.Reverse}
	ids, err = m.page(ctx, (a.PageNumber-1)*PerPage, PerPage)
	return ids, true, err
}

// byName gives works with the names that they sort by, in the same order; truth tells
// them of anonymous works too.
func (c *Catalogue) byName(ctx context.Context, ids []int64, truth bool) ([]namedWork, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	names := make(map[int64]string, len(ids))
	type row struct {
		id        int64
		name      string
		anonymous bool
	}
	for from := 0; from < len(ids); from += 500 {
		some := ids[from:min(from+500, len(ids))]
		rows, err := db.All(ctx, c.q, func(r *sql.Rows, x *row) error { return r.Scan(&x.id, &x.name, &x.anonymous) },
			db.Numbered(`SELECT w.id, COALESCE((SELECT MIN(p.name_key) FROM work_creators wc JOIN pseuds p ON p.id = wc.pseud_id WHERE wc.work_id = w.id AND wc.approved), ''), w.anonymous
			FROM works w WHERE w.id IN (`+db.List(len(some))+`)`), db.Anys(some)...)
		if err != nil {
			return nil, fmt.Errorf("browse: names of works: %w", err)
		}
		for _, x := range rows {
			if names[x.id] = x.name; x.anonymous && !truth {
				names[x.id] = catalogue.Nameless
			}
		}
	}
	out := make([]namedWork, len(ids))
	for i, id := range ids {
		out[i] = namedWork{id, names[id]}
	}
	return out, nil
}

// merging sets a member's own works into an order of others.
type merging struct {
	c       *Catalogue
	at      *facet.Index
	q       facet.Query // of the others
	own     []namedWork // in order
	falling bool
}

func (m *merging) before(a, b namedWork) bool {
	order := cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.id, b.id))
	return order < 0 != m.falling
}

// others gives some of the others, from a place in their order on.
func (m *merging) others(ctx context.Context, from, n int) ([]namedWork, error) {
	q := m.q
	q.Offset, q.Limit, q.Facets = from, n, false
	var r facet.Result
	if err := m.at.Search(ctx, &q, &r); err != nil {
		return nil, err
	}
	return m.c.byName(ctx, r.IDs, false)
}

// page gives n works of both from a place in their common order on. How many of one's
// own stand before it is found by halving: each question takes one of the others.
func (m *merging) page(ctx context.Context, from, n int) ([]int64, error) {
	var failed error
	before := sort.Search(min(len(m.own), from), func(i int) bool {
		if failed != nil {
			return true
		}
		other, err := m.others(ctx, from-i-1, 1)
		if failed = err; err != nil {
			return true
		}
		return len(other) == 1 && m.before(other[0], m.own[i])
	})
	if failed != nil {
		return nil, failed
	}
	others, err := m.others(ctx, from-before, n)
	if err != nil {
		return nil, err
	}
	own := m.own[before:]
	var out []int64
	for len(out) < n && len(own)+len(others) > 0 {
		if len(others) == 0 || len(own) > 0 && m.before(own[0], others[0]) {
			out, own = append(out, own[0].id), own[1:]
		} else {
			out, others = append(out, others[0].id), others[1:]
		}
	}
	return out, nil
}
