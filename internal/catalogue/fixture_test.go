package catalogue

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/facet"
)

// shelf is a small archive in a database, that changes by chance.
type shelf struct {
	*rand.Rand
	t *testing.T
	d *db.DB
}

const (
	people = 6
	tags   = 12 // from first on: in turn fandoms, relationships and freeforms
	first  = 100
	media  = 200 // two of them, with fandoms
)

func kindOfTag(id int64) string { return []string{"fandom", "relationship", "freeform"}[id%3] }

func newShelf(t *testing.T, d *db.DB, seed uint64) *shelf {
	s := &shelf{rand.New(rand.NewPCG(3, seed)), t, d}
	s.write(func(ctx context.Context, do func(string, ...any)) {
		for i := int64(1); i <= people; i++ {
			do(`INSERT INTO accounts (id, name, name_key, created_at) VALUES ($1, $2, $2, 0)`, i, fmt.Sprint("person", i))
			do(`INSERT INTO pseuds (id, account_id, name, name_key, is_default, created_at) VALUES ($1, $2, $3, $3, TRUE, 0)`, 10*i, i, fmt.Sprint("name", people-i))
		}
		for i := int64(first); i < first+tags; i++ {
			do(`INSERT INTO tags (id, type, name, name_key, canonical, created_at) VALUES ($1, $2, $3, $3, TRUE, 0)`, i, kindOfTag(i), fmt.Sprint("tag", i))
		}
		for i := int64(media); i < media+2; i++ {
			do(`INSERT INTO tags (id, type, name, name_key, canonical, created_at) VALUES ($1, 'media', $2, $2, TRUE, 0)`, i, fmt.Sprint("media", i))
			do(`INSERT INTO tag_parents (tag_id, parent_id) SELECT id, CAST($1 AS BIGINT) FROM tags WHERE id >= $2 AND id < $3 AND type = 'fandom' AND id % 5 <> $4`, i, first, first+tags, i%5)
		}
		do(`INSERT INTO series (id, title, title_key, created_at, updated_at) VALUES (5, 'Row', 'row', 0, 0)`)
	})
	return s
}

// write writes in a transaction; do runs a statement.
func (s *shelf) write(f func(ctx context.Context, do func(string, ...any)), changed ...int64) {
	s.t.Helper()
	if err := s.try(f, changed...); err != nil {
		s.t.Fatal(err)
	}
}

func (s *shelf) try(f func(ctx context.Context, do func(string, ...any)), changed ...int64) error {
	return s.d.Tx(s.t.Context(), func(tx *db.Tx) error {
		var failed error
		f(s.t.Context(), func(query string, args ...any) {
			if failed == nil {
				failed = tx.Exec(s.t.Context(), query, args...)
			}
		})
		for _, id := range changed {
			tx.Changed(id)
		}
		return failed
	})
}

// work makes a work, or makes one anew.
func (s *shelf) work(id int64) {
	s.t.Helper()
	s.write(func(_ context.Context, do func(string, ...any)) { s.put(id, do) }, id)
}

func (s *shelf) put(id int64, do func(string, ...any)) {
	odd := func(n int) bool { return s.IntN(n) == 0 }
	do(`DELETE FROM works WHERE id = $1`, id)
	do(`INSERT INTO works (id, title, sort_title, language, rating, words, complete, crossover, posted, restricted, hidden, anonymous, posted_at, revised_at, clean_version, created_at, updated_at)
		VALUES ($1, 'T', $2, $3, $4, $5, $6, $7, TRUE, $8, $9, $10, $11, $12, 1, 0, 0)`, id, fmt.Sprint("t", s.IntN(9)), []string{"en", "de", "fi"}[s.IntN(3)],
		[]string{"Mature", "Explicit"}[s.IntN(2)], s.IntN(9000), odd(2), odd(4), odd(4), odd(6), odd(4), 1000*s.IntN(99), 1000*s.IntN(99))
	for _, t := range s.Perm(tags)[:s.IntN(6)] {
		t := int64(first + t)
		weight := ""
		if kindOfTag(t) == "relationship" && odd(3) {
			weight = "main"
		}
		do(`INSERT INTO work_tags (work_id, tag_id, position, weight) VALUES ($1, $2, 1, $3)`, id, t, weight)
		do(`INSERT INTO work_filters (work_id, tag_id, type, inherited, audience, revised_at) VALUES ($1, $2, $3, FALSE, 0, 0)`, id, t, kindOfTag(t))
	}
	for i, p := range s.Perm(people)[:1+s.IntN(2)] {
		do(`INSERT INTO work_creators (work_id, pseud_id, position, approved) VALUES ($1, $2, $3, TRUE)`, id, 10*(p+1), i)
	}
	if odd(3) {
		do(`INSERT INTO series_works (series_id, work_id, position) VALUES (5, $1, $1)`, id)
	}
}

// open is the catalogue of the shelf, in a folder or, with "", in memory.
func (s *shelf) open(dir string) *Index {
	x := New(s.d, dir, slog.New(slog.DiscardHandler))
	x.patience = patient
	s.t.Cleanup(func() { x.Close() })
	return x
}

// patient is longer than any catalogue of a test takes.
const patient = 60e9

// ask is a question, to the catalogue and to the database.
type ask struct {
	q     facet.Query
	where string
	args  []any
}

func (a *ask) and(where string, args ...any) {
	a.where += " AND " + where
	a.args = append(a.args, args...)
}

// ask draws a question.
func (s *shelf) ask() ask {
	a := ask{where: "w.audience < 2"}
	odd := func(n int) bool { return s.IntN(n) == 0 }
	if odd(2) {
		a.q.None = append(a.q.None, facet.Term{Kind: Audience, ID: Members})
		a.and("w.audience = 0")
	}
	for odd(2) && len(a.q.All) < 3 {
		t := int64(first + s.IntN(tags))
		kind := map[string]uint8{"fandom": Fandom, "relationship": Relation, "freeform": Freeform}[kindOfTag(t)]
		has := "EXISTS (SELECT 1 FROM work_filters f WHERE f.work_id = w.id AND f.tag_id = ?)"
		switch {
		case kind == Relation && odd(2):
			a.q.All = append(a.q.All, facet.Term{Kind: MainRelation, ID: t})
			a.and(`EXISTS (SELECT 1 FROM work_tags f WHERE f.work_id = w.id AND f.tag_id = ? AND (f.weight = 'main' OR (SELECT COUNT(*) FROM work_tags o JOIN tags t ON t.id = o.tag_id WHERE o.work_id = w.id AND t.type = 'relationship') = 1))`, t)
		case odd(3):
			a.q.None = append(a.q.None, facet.Term{Kind: kind, ID: t})
			a.and("NOT "+has, t)
		default:
			a.q.All = append(a.q.All, facet.Term{Kind: kind, ID: t})
			a.and(has, t)
		}
	}
	if odd(4) {
		m := int64(media + s.IntN(2))
		a.q.All = append(a.q.All, facet.Term{Kind: Media, ID: m})
		a.and(`EXISTS (SELECT 1 FROM work_filters f JOIN tag_parents p ON p.tag_id = f.tag_id WHERE f.work_id = w.id AND p.parent_id = ?)`, m)
	}
	if odd(3) {
		yes := odd(2)
		a.q.Choose = append(a.q.Choose, Said(Complete, yes))
		a.and("w.complete = ?", yes)
	}
	if odd(4) {
		yes := odd(2)
		a.q.Choose = append(a.q.Choose, Said(OneFandom, yes))
		a.and("((SELECT COUNT(*) FROM work_filters f WHERE f.work_id = w.id AND f.type = 'fandom') = 1) = ?", yes)
	}
	if odd(4) {
		p := int64(1 + s.IntN(people))
		truth := odd(2)
		kind := Account
		by := "EXISTS (SELECT 1 FROM work_creators c WHERE c.work_id = w.id AND c.pseud_id = ?)"
		if truth {
			kind = SecretAccount
		} else {
			by += " AND NOT w.anonymous"
		}
		a.q.All = append(a.q.All, facet.Term{Kind: kind, ID: p})
		a.and(by, 10*p)
	}
	if odd(4) {
		from, to := s.IntN(5000), 3000+s.IntN(6000)
		a.q.Ranges = append(a.q.Ranges, facet.Range{Number: Words, From: uint32(from), To: uint32(to)})
		a.and("w.words BETWEEN ? AND ?", from, to)
	}
	return a
}

// check asks both and compares which works there are, in which order, how many, and how
// many of them have each tag, rating and language.
func (s *shelf) check(x *Index, a ask) {
	s.t.Helper()
	orders := []struct {
		order facet.Order
		by    string
	}{{Revised, "w.revised_at DESC, w.id DESC"}, {Words, "w.words DESC, w.id DESC"}, {facet.Text(Title), "w.sort_title, w.id"}}
	o := orders[s.IntN(len(orders))]
	a.q.Order, a.q.Limit, a.q.Facets, a.q.Each = o.order, 1000, true, 50
	var r facet.Result
	if err := x.Search(s.t.Context(), &a.q, &r); err != nil {
		s.t.Fatal(err)
	}
	want, err := db.All(s.t.Context(), s.d, db.One[int64], db.Numbered(`SELECT w.id FROM works w WHERE `+a.where+` ORDER BY `+o.by), a.args...)
	if err != nil {
		s.t.Fatal(err)
	}
	if !slices.Equal(r.IDs, want) || r.Total != len(want) {
		s.t.Fatalf("%s %v by %s: %d %v, want %d %v", a.where, a.args, o.by, r.Total, r.IDs, len(want), want)
	}
	if len(a.q.Choose) > 0 {
		return // these leave the chosen kinds open, which facet's own tests see to
	}
	s.checkCounts(&r, a)
}

func (s *shelf) checkCounts(r *facet.Result, a ask) {
	s.t.Helper()
	type count struct {
		kind string
		id   int64
		n    int
	}
	rows, err := s.d.QueryContext(s.t.Context(), db.Numbered(`SELECT f.type, f.tag_id, COUNT(*) FROM works w JOIN work_filters f ON f.work_id = w.id WHERE `+a.where+` GROUP BY f.type, f.tag_id`), a.args...)
	if err != nil {
		s.t.Fatal(err)
	}
	defer rows.Close()
	want := map[count]bool{}
	for rows.Next() {
		var c count
		if err := rows.Scan(&c.kind, &c.id, &c.n); err != nil {
			s.t.Fatal(err)
		}
		want[c] = true
	}
	if err := rows.Err(); err != nil {
		s.t.Fatal(err)
	}
	n := 0
	for name, kind := range map[string]uint8{"fandom": Fandom, "relationship": Relation, "freeform": Freeform} {
		for _, c := range r.Counts[kind] {
			if n++; !want[count{name, c.ID, c.N}] {
				s.t.Fatalf("%s %v: %d works have %s %d, want %v", a.where, a.args, c.N, name, c.ID, want)
			}
		}
	}
	if n != len(want) {
		s.t.Fatalf("%s %v: %d tags are counted, want %d", a.where, a.args, n, len(want))
	}
}
