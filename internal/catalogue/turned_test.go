package catalogue

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/facet"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// Whatever wranglers do with tags that very many works have, lists are soon what the
// tags on works say, and the numbers beside them too, while filters are still written and
// people go on changing works.
func TestListsOfTurnedTags(t *testing.T) {
	for _, kind := range []tag.Type{tag.Fandom, tag.Relationship} {
		t.Run(string(kind), func(t *testing.T) { listsOfTurnedTags(t, kind) })
	}
}

func listsOfTurnedTags(t *testing.T, kind tag.Type) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := newCrowd(t, d, 1500, kind)
		x := c.open("")
		for round := range 12 {
			c.act()
			if round%3 == 0 { // another before the first is through
				c.act()
			}
			c.lists(x, "after an act")
			for range 5 {
				c.edit()
			}
			c.lists(x, "after edits")
			if round%2 == 0 {
				c.refilter(1)
				c.edit()
				c.lists(x, "in the middle")
			}
			if round%4 != 1 {
				c.refilter(1 << 30)
				c.rest(x)
			}
		}
	})
}

// A catalogue that is opened in the middle of it, or after it, or so late that batches
// have gone, is right.
func TestOpenedWhileTagsTurn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := newCrowd(t, d, 1500, tag.Fandom)
		dir := t.TempDir()
		again := func(f func()) {
			x := c.open(dir)
			c.lists(x, "opened")
			if err := x.Save(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := x.Close(); err != nil {
				t.Fatal(err)
			}
			f()
		}
		again(c.act)
		again(func() { c.refilter(1) })
		again(func() { c.refilter(1 << 30) })
		again(c.act)
		c.refilter(1 << 30)
		c.write(func(_ context.Context, do func(string, ...any)) { do(`DELETE FROM refilter_batches`) })
		x := c.open(dir)
		c.lists(x, "batches gone")
		c.rest(x)
	})
}

// crowd is an archive where all works have the same few tags.
type crowd struct {
	*shelf
	kind  tag.Type
	tags  []tag.ID
	works int
}

// medium is the first of two media.
const medium = 120

func newCrowd(t *testing.T, d *db.DB, works int, kind tag.Type) *crowd {
	c := &crowd{shelf: &shelf{rand.New(rand.NewPCG(9, 9)), t, d}, kind: kind, works: works}
	c.write(func(ctx context.Context, do func(string, ...any)) {
		for i := int64(first); i < first+8; i++ {
			c.tags = append(c.tags, tag.ID(i))
			do(`INSERT INTO tags (id, type, name, name_key, canonical, created_at) VALUES ($1, $3, $2, $2, TRUE, 0)`, i, fmt.Sprint("tag ", i), string(kind))
		}
		for i := int64(medium); i < medium+2; i++ {
			do(`INSERT INTO tags (id, type, name, name_key, canonical, created_at) VALUES ($1, 'media', $2, $2, TRUE, 0)`, i, fmt.Sprint("tag ", i))
		}
		if works == 0 {
			return
		}
		var rows, given, found []string
		for w := 1; w <= works; w++ {
			rows = append(rows, fmt.Sprintf("(%d, 'T', 't', 'en', 'Mature', 1, TRUE, 0, %d, 1, 0, 0)", w, 1000*w))
			for k, i := range c.Perm(8)[:1+c.IntN(3)] {
				weight := ""
				if kind == tag.Relationship && k == 0 && c.IntN(3) == 0 {
					weight = "main"
				}
				given = append(given, fmt.Sprintf("(%d, %d, 0, '%s')", w, i+first, weight))
				found = append(found, fmt.Sprintf("(%d, %d, '%s', FALSE, 0, 0)", w, i+first, kind))
			}
		}
		do(`INSERT INTO works (id, title, sort_title, language, rating, words, posted, posted_at, revised_at, clean_version, created_at, updated_at) VALUES ` + strings.Join(rows, ","))
		do(`INSERT INTO work_tags (work_id, tag_id, position, weight) VALUES ` + strings.Join(given, ","))
		do(`INSERT INTO work_filters (work_id, tag_id, type, inherited, audience, revised_at) VALUES ` + strings.Join(found, ","))
	})
	return c
}

// act changes the graph by chance, and may take that back at once.
func (c *crowd) act() {
	c.t.Helper()
	for done := false; !done; {
		a, b := c.tags[c.IntN(8)], c.tags[c.IntN(8)]
		err := c.d.Tx(c.t.Context(), func(tx *db.Tx) error {
			ctx := c.t.Context()
			diff, err := tag.Watch(ctx, tx, []tag.ID{a, b}, func() error {
				switch c.IntN(8) {
				case 5, 6:
					return tag.AddParent(ctx, tx, a, tag.ID(medium+c.IntN(2)))
				case 7:
					return tag.RemoveParent(ctx, tx, a, tag.ID(medium+c.IntN(2)))
				case 0:
					return tag.Merge(ctx, tx, a, b)
				case 1:
					return cmp.Or(tag.Unmerge(ctx, tx, a), tag.MakeCanonical(ctx, tx, a))
				case 2:
					return tag.RemoveMeta(ctx, tx, a, b)
				default:
					return tag.AddMeta(ctx, tx, a, b)
				}
			})
			if err != nil || diff.Empty() {
				return err
			}
			done = true
			_, err = work.RefilterTags(ctx, tx, diff)
			return err
		})
		if err != nil && fault.KindOf(err) != fault.Invalid {
			c.t.Fatal(err)
		}
	}
}

// edit has an author change, hide or delete a work.
func (c *crowd) edit() {
	c.t.Helper()
	id := int64(1 + c.IntN(c.works))
	err := c.d.Tx(c.t.Context(), func(tx *db.Tx) error {
		ctx := c.t.Context()
		var there bool
		if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM works WHERE id = $1)`, id).Scan(&there); err != nil || !there {
			return err
		}
		tx.Changed(id)
		switch c.IntN(5) {
		case 0:
			return tx.Exec(ctx, `DELETE FROM works WHERE id = $1`, id)
		case 1:
			return tx.Exec(ctx, `UPDATE works SET hidden = NOT hidden WHERE id = $1`, id)
		case 2: // a change of something else, while its filters may still be old
			return tx.Exec(ctx, `UPDATE works SET title = 'U' WHERE id = $1`, id)
		}
		if err := tx.Exec(ctx, `DELETE FROM work_tags WHERE work_id = $1`, id); err != nil {
			return err
		}
		for _, i := range c.Perm(8)[:c.IntN(4)] {
			if err := tx.Exec(ctx, `INSERT INTO work_tags (work_id, tag_id, position) VALUES ($1, $2, 0)`, id, int64(i+first)); err != nil {
				return err
			}
		}
		return work.Refilter(ctx, tx, work.ID(id))
	})
	if err != nil {
		c.t.Fatal(err)
	}
}

// refilter writes filters anew, until it is stopped after some batches.
func (c *crowd) refilter(batches int64) {
	c.t.Helper()
	ctx, cancel := context.WithCancel(c.t.Context())
	defer cancel()
	var begun int64
	if err := c.d.QueryRowContext(ctx, `SELECT n FROM refilter_state`).Scan(&begun); err != nil {
		c.t.Fatal(err)
	}
	go func() {
		for ctx.Err() == nil {
			if n, err := lastBatch(ctx, c.d); err == nil && n >= begun+batches {
				cancel()
			}
			time.Sleep(time.Millisecond)
		}
	}()
	if err := work.RunRefilter(ctx, c.d); err != nil && ctx.Err() == nil {
		c.t.Fatal(err)
	}
}

// truth is which works each tag finds, by the tags on works, the newest work first.
func (c *crowd) truth() map[tag.ID][]int64 {
	c.t.Helper()
	out := map[tag.ID][]int64{}
	for _, id := range c.tags {
		works, err := db.All(c.t.Context(), c.d, db.One[int64], `SELECT DISTINCT w.id FROM works w JOIN work_tags wt ON wt.work_id = w.id JOIN tags t ON t.id = wt.tag_id
			LEFT JOIN meta_tags m ON m.sub_id = COALESCE(t.merger_id, t.id) WHERE w.audience < 2 AND (COALESCE(t.merger_id, t.id) = $1 OR m.meta_id = $1) ORDER BY w.id DESC`, int64(id))
		if err != nil {
			c.t.Fatal(err)
		}
		out[id] = works
	}
	for id := tag.ID(medium); id < medium+2; id++ {
		under, err := db.All(c.t.Context(), c.d, db.One[tag.ID], `SELECT tag_id FROM tag_parents WHERE parent_id = $1`, int64(id))
		if err != nil {
			c.t.Fatal(err)
		}
		out[id] = nil
		for _, f := range under {
			out[id] = append(out[id], out[f]...)
		}
		slices.SortFunc(out[id], func(a, b int64) int { return cmp.Compare(b, a) })
		out[id] = slices.Compact(out[id])
	}
	return out
}

// lists waits until every list is right, with the tag and without it, and the numbers beside it.
func (c *crowd) lists(x *Index, when string) {
	c.t.Helper()
	truth := c.truth()
	for begun := time.Now(); ; time.Sleep(5 * time.Millisecond) {
		wrong := c.wrong(x, truth)
		if wrong == "" {
			return
		}
		if time.Since(begun) > patient {
			c.t.Fatalf("%s: %s", when, wrong)
		}
		if err := x.behind(c.t.Context()); err != nil { // as Run does
			c.t.Fatal(err)
		}
	}
}

func (c *crowd) wrong(x *Index, truth map[tag.ID][]int64) string {
	c.t.Helper()
	var all int
	if err := c.d.QueryRowContext(c.t.Context(), `SELECT COUNT(*) FROM works WHERE audience < 2`).Scan(&all); err != nil {
		c.t.Fatal(err)
	}
	for id, want := range truth {
		kind := c.kind
		if id >= medium {
			kind = tag.Media
		}
		term := []facet.Term{OfTag(tag.Tag{ID: id, Type: kind})}
		var with, without facet.Result
		err := cmp.Or(x.Search(c.t.Context(), &facet.Query{All: term, Limit: facet.MaxLimit}, &with), x.Search(c.t.Context(), &facet.Query{None: term}, &without))
		if err != nil {
			c.t.Fatal(err)
		}
		if !slices.Equal(with.IDs, want[:min(len(want), facet.MaxLimit)]) || with.Total != len(want) || without.Total != all-len(want) {
			return fmt.Sprintf("tag %d finds %d works and leaves %d out, want %d of %d", id, with.Total, all-without.Total, len(want), all)
		}
		if wrong := c.counted(x, term, want, truth); wrong != "" {
			return fmt.Sprintf("in the list of tag %d, %s", id, wrong)
		}
		if wrong := c.about(x, id); wrong != "" {
			return wrong
		}
	}
	return ""
}

// about tells whether the list of works about a relationship is wrong.
func (c *crowd) about(x *Index, id tag.ID) string {
	c.t.Helper()
	if c.kind != tag.Relationship || id >= medium {
		return ""
	}
	const own = `(SELECT COUNT(DISTINCT COALESCE(o.merger_id, o.id)) FROM work_tags ot JOIN tags o ON o.id = ot.tag_id WHERE ot.work_id = w.id)`
	want, err := db.All(c.t.Context(), c.d, db.One[int64], `SELECT DISTINCT w.id FROM works w JOIN work_tags wt ON wt.work_id = w.id JOIN tags t ON t.id = wt.tag_id
		LEFT JOIN meta_tags m ON m.sub_id = COALESCE(t.merger_id, t.id) WHERE w.audience < 2 AND (COALESCE(t.merger_id, t.id) = $1 OR m.meta_id = $1)
		AND (wt.weight = 'main' OR `+own+` = 1) ORDER BY w.id`, int64(id))
	if err != nil {
		c.t.Fatal(err)
	}
	var r facet.Result
	if err := x.Search(c.t.Context(), &facet.Query{All: []facet.Term{{Kind: MainRelation, ID: int64(id)}}, Limit: facet.MaxLimit}, &r); err != nil {
		c.t.Fatal(err)
	}
	slices.Sort(r.IDs)
	if !slices.Equal(r.IDs, want) {
		return fmt.Sprintf("%d works are about tag %d, want %d", len(r.IDs), id, len(want))
	}
	return ""
}

// counted tells which number beside the list of a term is wrong; list is what it finds.
func (c *crowd) counted(x *Index, term []facet.Term, list []int64, truth map[tag.ID][]int64) string {
	c.t.Helper()
	var r facet.Result
	if err := x.Search(c.t.Context(), &facet.Query{All: term, Facets: true, Each: 7}, &r); err != nil {
		c.t.Fatal(err)
	}
	listed := make(map[int64]bool, len(list))
	for _, w := range list {
		listed[w] = true
	}
	var want []facet.Count
	for id, works := range truth {
		n := 0
		for _, w := range works {
			if listed[w] {
				n++
			}
		}
		if id < medium && n > 0 {
			want = append(want, facet.Count{ID: int64(id), N: n})
		}
	}
	slices.SortFunc(want, func(a, b facet.Count) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.ID, b.ID)) })
	if got := r.Counts[KindOf(c.kind)]; !slices.Equal(got, want[:min(len(want), 7)]) {
		return fmt.Sprintf("the counts are %v, want %v", got, want)
	}
	return ""
}

// rest waits until nothing is under way.
func (c *crowd) rest(x *Index) {
	c.t.Helper()
	truth := c.truth()
	for begun := time.Now(); ; time.Sleep(5 * time.Millisecond) {
		wrong := c.wrong(x, truth)
		x.turning.mu.Lock()
		if n := len(x.turning.lists); n > 0 {
			wrong = fmt.Sprintf("%d lists are still sets", n)
		}
		x.turning.mu.Unlock()
		if wrong == "" {
			return
		}
		if time.Since(begun) > patient {
			c.t.Fatalf("at rest: %s", wrong)
		}
		if err := x.behind(c.t.Context()); err != nil {
			c.t.Fatal(err)
		}
	}
}
