package browse

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// story is a work of a small library, in Go, to find works in by going through all.
type story struct {
	work.Work
	sortTitle string
	by        []int          // accounts, in order
	finds     map[int64]bool // tags that find it
	series    bool
}

// library is a small archive, the same in the database and in Go.
type library struct {
	stories []story
	tags    map[string]int64 // name to the tag it stands for
	kinds   map[int64]tag.Type
}

// Ann writes openly, Ben as himself and as "mask", Cid anonymously now and then.
var people = []string{"Ann", "Ben", "Cid", "Dee"}

const maskPseud = 9

// Eve writes nothing, and has muted Ben and Cid.
var eve = viewer.Viewer{ID: 5, Role: viewer.Member, Mutes: true, MuteChanges: 2}

func makeLibrary(t testing.TB, d *db.DB, seed uint64, n int) *library {
	t.Helper()
	r := rand.New(rand.NewPCG(7, seed))
	lib := &library{tags: map[string]int64{}, kinds: map[int64]tag.Type{}}
	err := d.Tx(t.Context(), func(tx *db.Tx) error {
		ctx := t.Context()
		do := func(query string, args ...any) {
			if err := tx.Exec(ctx, query, args...); err != nil {
				t.Fatalf("%s: %v", query, err)
			}
		}
		for i, p := range people {
			do(`INSERT INTO accounts (id, name, name_key, created_at) VALUES ($1, $2, $3, 0)`, i+1, p, strings.ToLower(p))
			do(`INSERT INTO pseuds (id, account_id, name, name_key, is_default, created_at) VALUES ($1, $2, $3, $4, TRUE, 0)`, i+1, i+1, p, strings.ToLower(p))
		}
		do(`INSERT INTO pseuds (id, account_id, name, name_key, created_at) VALUES ($1, 2, 'mask', 'mask', 0)`, maskPseud)
		do(`INSERT INTO series (id, title, title_key, created_at, updated_at) VALUES (5, 'Row', 'row', 0, 0)`)
		do(`INSERT INTO accounts (id, name, name_key, created_at) VALUES (5, 'Eve', 'eve', 0)`)
		do(`INSERT INTO mutes (account_id, other_id, created_at) VALUES (5, 2, 0), (5, 3, 0)`)
		makeTags(t, tx, lib, do)
		for i := range n {
			s := makeStory(r, lib, i)
			lib.stories = append(lib.stories, s)
			insertStory(s, lib, do)
			tx.Changed(int64(s.ID))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

// Tags: thirty fandoms and freeforms, of which "Old Name" is a synonym of
// "Fandom 1", and "All" is broader than fandoms 1 and 2.
func makeTags(t testing.TB, tx *db.Tx, lib *library, do func(string, ...any)) {
	id := int64(1000)
	put := func(typ tag.Type, name string, merger any) int64 {
		id++
		do(`INSERT INTO tags (id, type, name, name_key, canonical, merger_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, 0)`, id, string(typ), name, tag.Key(name), merger == nil, merger)
		lib.tags[name], lib.kinds[id] = id, typ
		return id
	}
	for i := range 30 {
		put(tag.Fandom, fmt.Sprintf("Fandom %d", i), nil)
		put(tag.Freeform, fmt.Sprintf("Mood %d", i), nil)
	}
	put(tag.Fandom, "All", nil)
	lib.tags["Old Name"] = lib.tags["Fandom 1"]
	put(tag.Fandom, "Old Name", lib.tags["Fandom 1"])
	lib.tags["Old Name"] = lib.tags["Fandom 1"]
	for _, name := range []string{tag.Death, tag.NoWarnings, tag.Gen, tag.FF} {
		g, err := tag.ByName(t.Context(), tx, name)
		if err != nil {
			t.Fatal(err)
		}
		lib.tags[name], lib.kinds[int64(g.ID)] = int64(g.ID), g.Type
	}
}

func makeStory(r *rand.Rand, lib *library, i int) story {
	odd := func(n int) bool { return r.IntN(n) == 0 }
	day := func(n int) time.Time { return time.Date(2020, 1, 1+r.IntN(n), 12, 0, 0, 0, time.UTC) }
	s := story{finds: map[int64]bool{}}
	s.ID = work.ID(i + 1)
	s.Title = fmt.Sprintf("T%d", r.IntN(9))
	s.sortTitle = strings.ToLower(s.Title)
	s.Language = []string{"en", "de", "fi"}[r.IntN(3)]
	s.Rating = work.Ratings()[r.IntN(5)]
	s.Words = r.IntN(30)
	s.Complete, s.Crossover = odd(2), odd(4)
	s.Posted, s.Restricted, s.Hidden, s.Unrevealed, s.Anonymous = !odd(8), odd(4), odd(9), odd(9), odd(4)
	s.PostedAt, s.RevisedAt = day(20), day(20)
	s.by = r.Perm(4)[:1+r.IntN(2)]
	s.series = odd(3)
	for name, id := range lib.tags {
		if name != "All" && name != "Old Name" && odd(4) {
			s.finds[id] = true
		}
	}
	if s.finds[lib.tags["Fandom 1"]] || s.finds[lib.tags["Fandom 2"]] {
		s.finds[lib.tags["All"]] = true
	}
	return s
}

func insertStory(s story, lib *library, do func(string, ...any)) {
	do(`INSERT INTO works (id, title, sort_title, language, rating, words, complete, crossover, posted, restricted, hidden, unrevealed, anonymous, posted_at, revised_at, clean_version, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1, 0, 0)`, int64(s.ID), s.Title, s.sortTitle, s.Language, string(s.Rating), s.Words,
		s.Complete, s.Crossover, s.Posted, s.Restricted, s.Hidden, s.Unrevealed, s.Anonymous, s.PostedAt.UnixMilli(), s.RevisedAt.UnixMilli())
	for i, p := range s.by {
		do(`INSERT INTO work_creators (work_id, pseud_id, position, approved) VALUES ($1, $2, $3, TRUE)`, int64(s.ID), p+1, i)
		if p == 1 && s.ID%2 == 0 { // Ben signs some works with both of his names
			do(`INSERT INTO work_creators (work_id, pseud_id, position, approved) VALUES ($1, $2, 7, TRUE)`, int64(s.ID), maskPseud)
		}
	}
	if s.series {
		do(`INSERT INTO series_works (series_id, work_id, position) VALUES (5, $1, $1)`, int64(s.ID))
	}
	for id := range s.finds {
		do(`INSERT INTO work_tags (work_id, tag_id, position) VALUES ($1, $2, 1)`, int64(s.ID), id)
		do(`INSERT INTO work_filters (work_id, tag_id, type, inherited, audience, revised_at) VALUES ($1, $2, $3, FALSE, $4, $5)`,
			int64(s.ID), id, string(lib.kinds[id]), s.audience(), s.RevisedAt.UnixMilli())
	}
}
