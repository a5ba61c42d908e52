package browse

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
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

// audience is the rule of visibility, told once more: 2 nobody in lists, 1 members, 0 all.
func (s *story) audience() int {
	switch {
	case !s.Posted || s.Hidden || s.Unrevealed:
		return 2
	case s.Restricted:
		return 1
	}
	return 0
}

func (s *story) mine(v viewer.Viewer) bool { return !v.Guest() && slices.Contains(s.by, int(v.ID)-1) }
func (s *story) named(v viewer.Viewer) bool {
	return !s.Anonymous || s.mine(v) || v.Staff()
}

// found goes through all works: those that f finds for v. open leaves one of the
// choices open: rating, language, complete or crossover.
func (lib *library) found(v viewer.Viewer, f Filter, open string) []story {
	var out []story
	for _, s := range lib.stories {
		if lib.passes(&s, v, f, open) {
			out = append(out, s)
		}
	}
	return out
}

func (lib *library) passes(s *story, v viewer.Viewer, f Filter, open string) bool {
	most := 1
	if v.Guest() {
		most = 0
	}
	must := f.Include
	if f.Tag != "" {
		must = append(slices.Clone(must), f.Tag)
	}
	for _, n := range must {
		if id, ok := lib.tags[n]; !ok || !s.finds[id] {
			return false
		}
	}
	for _, n := range f.Exclude {
		if s.finds[lib.tags[n]] {
			return false
		}
	}
	author := slices.Index(people, f.Login)
	return s.audience() <= most &&
		(f.Login == "" || slices.Contains(s.by, author) && s.named(v)) &&
		(f.Pseud != "mask" || s.ID%2 == 0) &&
		(f.Series == 0 || f.Series == 5 && s.series) &&
		(open == "rating" || len(f.Ratings) == 0 || slices.Contains(f.Ratings, s.Rating)) &&
		(open == "language" || f.Language == "" || f.Language == s.Language) &&
		(open == "complete" || f.Complete == Either || (f.Complete == Yes) == s.Complete) &&
		(open == "crossover" || f.Crossover == Either || (f.Crossover == Yes) == s.Crossover) &&
		s.Words >= f.WordsFrom && (f.WordsTo == 0 || s.Words <= f.WordsTo) &&
		(f.DateFrom.IsZero() || !s.RevisedAt.Before(f.DateFrom)) &&
		(f.DateTo.IsZero() || s.RevisedAt.Before(f.DateTo.AddDate(0, 0, 1)))
}

// sorted puts works in the order of f and gives the keys of the page.
func sorted(all []story, v viewer.Viewer, f Filter) []work.ID {
	creator := func(s *story) string {
		if !s.named(v) {
			return "anonymous"
		}
		name := "zz"
		for _, p := range s.by {
			name = min(name, strings.ToLower(people[p]))
		}
		return name // "mask" never comes before "ben"
	}
	slices.SortFunc(all, func(a, b story) int {
		order := map[Sort]int{
			Updated: a.RevisedAt.Compare(b.RevisedAt),
			Posted:  a.PostedAt.Compare(b.PostedAt),
			Title:   strings.Compare(a.sortTitle, b.sortTitle),
			Words:   cmp.Compare(a.Words, b.Words),
			Creator: strings.Compare(creator(&a), creator(&b)),
		}[f.Sort]
		if order = cmp.Or(order, cmp.Compare(a.ID, b.ID)); f.Descending() {
			return -order
		}
		return order
	})
	first := min(len(all), (f.PageNumber-1)*PerPage)
	var ids []work.ID
	for _, s := range all[first:min(len(all), first+PerPage)] {
		ids = append(ids, s.ID)
	}
	return ids
}

func someAsk() *rapid.Generator[Filter] {
	names := []string{"Fandom 0", "Fandom 1", "Fandom 2", "Mood 3", "All", "Old Name", tag.Death, tag.Gen, "mood 4", "Nobody Said This"}
	some := func(t *rapid.T, label string, most int) []string {
		return rapid.SliceOfN(rapid.SampledFrom(names), 0, most).Draw(t, label)
	}
	return rapid.Custom(func(t *rapid.T) Filter {
		f := Filter{
			Include: some(t, "include", 2), Exclude: some(t, "exclude", 2),
			Ratings:   rapid.SliceOfN(rapid.SampledFrom(work.Ratings()), 0, 3).Draw(t, "ratings"),
			Language:  rapid.SampledFrom([]string{"", "", "en", "fi", "sv"}).Draw(t, "language"),
			Complete:  rapid.SampledFrom([]Choice{Either, Either, Yes, No}).Draw(t, "complete"),
			Crossover: rapid.SampledFrom([]Choice{Either, Either, Yes, No}).Draw(t, "crossover"),
			WordsFrom: rapid.SampledFrom([]int{0, 0, 5, 15}).Draw(t, "from"),
			WordsTo:   rapid.SampledFrom([]int{0, 0, 10, 25}).Draw(t, "to"),
			DateFrom:  rapid.SampledFrom([]time.Time{{}, {}, time.Date(2020, 1, 5, 0, 0, 0, 0, time.UTC)}).Draw(t, "since"),
			DateTo:    rapid.SampledFrom([]time.Time{{}, {}, time.Date(2020, 1, 12, 0, 0, 0, 0, time.UTC)}).Draw(t, "until"),
			Sort:      rapid.SampledFrom(Sorts()).Draw(t, "sort"),
			Reverse:   rapid.Bool().Draw(t, "reverse"), PageNumber: rapid.IntRange(1, 3).Draw(t, "page"),
		}
		switch rapid.IntRange(0, 6).Draw(t, "place") {
		case 1:
			f.Tag = rapid.SampledFrom(names[:6]).Draw(t, "tag")
		case 2:
			f.Login = rapid.SampledFrom(people).Draw(t, "login")
		case 3:
			f.Login, f.Pseud = "Ben", rapid.SampledFrom([]string{"Ben", "mask"}).Draw(t, "pseud")
		case 4:
			f.Series = 5
		}
		return f.normal()
	})
}

func TestEveryFilterAndSort(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		lib := makeLibrary(t, d, 1, 120)
		lib.tags["mood 4"] = lib.tags["Mood 4"] // however it is written
		c := NewCatalogue(d)
		viewers := []viewer.Viewer{{}, {ID: 2, Role: viewer.Member}, {ID: 3, Role: viewer.Member}, {ID: 4, Role: viewer.Keeper}}
		rapid.Check(t, func(rt *rapid.T) {
			f := someAsk().Draw(rt, "filter")
			v := rapid.SampledFrom(viewers).Draw(rt, "viewer")
			got, err := c.Find(context.Background(), v, f)
			if err != nil {
				rt.Fatal(err)
			}
			all := lib.found(v, f, "")
			if want := sorted(all, v, f); !slices.Equal(got.IDs, want) || got.Total != len(all) {
				rt.Fatalf("%s for %d: %d %v, want %d %v", f.Address(), v.ID, got.Total, got.IDs, len(all), want)
			}
			lib.checkFacets(rt, v, f, got, all)
		})
	})
}

// A common tag is found by walking all works in order, a rare one by sorting its works.
func TestCommonTagInEveryOrder(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		lib := makeLibrary(t, d, 3, 400)
		c, v := NewCatalogue(d), viewer.Viewer{ID: 2, Role: viewer.Member}
		for _, name := range []string{"All", "Fandom 0"} {
			for _, sort := range Sorts() {
				for _, f := range []Filter{{Tag: name, Sort: sort}, {Tag: name, Sort: sort, Reverse: true}, {Tag: name, Sort: sort, PageNumber: 2}} {
					f = f.normal()
					got, err := c.Find(t.Context(), v, f)
					if err != nil {
						t.Fatal(err)
					}
					if want := sorted(lib.found(v, f, ""), v, f); !slices.Equal(got.IDs, want) {
						t.Errorf("%s: %v, want %v", f.Address(), got.IDs, want)
					}
				}
			}
		}
	})
}

func (lib *library) checkFacets(t *rapid.T, v viewer.Viewer, f Filter, got *List, all []story) {
	if len(got.Unknown) > 0 && slices.Contains(append(f.Include, f.Tag), "Nobody Said This") {
		return // nothing is found, and nothing counted
	}
	ratings, languages, complete, crossovers := map[work.Rating]int{}, map[string]int{}, map[bool]int{}, map[bool]int{}
	for _, s := range lib.found(v, f, "rating") {
		ratings[s.Rating]++
	}
	for _, s := range lib.found(v, f, "language") {
		languages[s.Language]++
	}
	for _, s := range lib.found(v, f, "complete") {
		complete[s.Complete]++
	}
	for _, s := range lib.found(v, f, "crossover") {
		crossovers[s.Crossover]++
	}
	said := map[string]int{}
	for _, l := range got.Facets.Languages {
		said[l.Language] = l.N
	}
	fc := got.Facets
	if !reflect.DeepEqual(fc.Ratings, ratings) || !reflect.DeepEqual(said, languages) ||
		!reflect.DeepEqual(fc.Complete, complete) || !reflect.DeepEqual(fc.Crossovers, crossovers) {
		t.Fatalf("%s for %d: %+v, want %v %v %v %v", f.Address(), v.ID, fc, ratings, languages, complete, crossovers)
	}
	lib.checkTags(t, f, fc, all)
}

func (lib *library) checkTags(t *rapid.T, f Filter, fc Facets, all []story) {
	has := map[int64]int{}
	for _, s := range all {
		for id := range s.finds {
			has[id]++
		}
	}
	for _, typ := range []tag.Type{tag.Fandom, tag.Freeform, tag.Warning, tag.Category} {
		var want []int64
		for id, n := range has {
			if n > 0 && lib.kinds[id] == typ && (f.Tag == "" || id != lib.tags[f.Tag]) {
				want = append(want, id)
			}
		}
		slices.SortFunc(want, func(a, b int64) int { return cmp.Or(cmp.Compare(has[b], has[a]), cmp.Compare(a, b)) })
		want = want[:min(TopTags, len(want))]
		shown := fc.Tags[typ]
		for i, id := range want {
			if i >= len(shown) || int64(shown[i].Tag.ID) != id || shown[i].N != has[id] {
				t.Fatalf("%s: %s facets %v, want %v", f.Address(), typ, shown, want)
			}
		}
		for _, x := range shown {
			if x.N != has[int64(x.Tag.ID)] {
				t.Fatalf("%s: %s counts %d, want %d", f.Address(), x.Tag.Name, x.N, has[int64(x.Tag.ID)])
			}
		}
	}
	for _, n := range slices.Concat(f.Include, f.Exclude) {
		id, ok := lib.tags[n]
		if ok && (f.Tag == "" || id != lib.tags[f.Tag]) &&
			!slices.ContainsFunc(fc.Tags[lib.kinds[id]], func(x TagCount) bool { return int64(x.Tag.ID) == id }) {
			t.Fatalf("%s: the filter no longer shows %s", f.Address(), n)
		}
	}
}

// What was counted holds until a work changes, and no longer.
func TestCountsFollowChanges(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		lib := makeLibrary(t, d, 2, 30)
		c, f := NewCatalogue(d), Filter{Tag: "All"}
		before, err := c.Find(t.Context(), viewer.Viewer{}, f)
		if err != nil || before.Total == 0 || before.Total != len(lib.found(viewer.Viewer{}, f, "")) {
			t.Fatalf("%+v %v", before, err)
		}
		gone := before.IDs[0]
		err = d.Tx(t.Context(), func(tx *db.Tx) error {
			tx.Changed(int64(gone))
			if err := tx.Exec(t.Context(), `UPDATE works SET hidden = TRUE WHERE id = $1`, int64(gone)); err != nil {
				return err
			}
			return tx.Exec(t.Context(), `UPDATE work_filters SET audience = 2 WHERE work_id = $1`, int64(gone))
		})
		if err != nil {
			t.Fatal(err)
		}
		after, err := c.Find(t.Context(), viewer.Viewer{}, f)
		if err != nil || after.Total != before.Total-1 || slices.Contains(after.IDs, gone) {
			t.Fatalf("after hiding %d: %+v %v", gone, after, err)
		}
	})
}
