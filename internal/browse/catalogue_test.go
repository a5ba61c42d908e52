package browse

import (
	"cmp"
	"context"
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

// muted is the rule of mutes, told once more: by those alone whom Eve has muted, and
// signed.
func (s *story) muted(v viewer.Viewer) bool {
	return v.Mutes && !s.Anonymous && !slices.ContainsFunc(s.by, func(p int) bool { return people[p] != "Ben" && people[p] != "Cid" })
}

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
	return s.audience() <= most && !s.muted(v) &&
		(f.Login == "" || slices.Contains(s.by, author) && s.named(v)) &&
		(f.Pseud != "mask" || s.ID%2 == 0) &&
		(f.Series == 0 || f.Series == 5 && s.series && s.named(v)) && // as the page of the series

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
		c := newCatalogue(t, d)
		viewers := []viewer.Viewer{{}, {ID: 2, Role: viewer.Member}, {ID: 3, Role: viewer.Member}, {ID: 4, Role: viewer.Keeper}, eve}
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
		c, v := newCatalogue(t, d), viewer.Viewer{ID: 2, Role: viewer.Member}
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
	lib.checkTags(t, v, f, fc, all)
}

// checkBack: beside a tag that is left out stands how many works come back without that.
func (lib *library) checkBack(t *rapid.T, v viewer.Viewer, f Filter, x TagCount) {
	f.Exclude = slices.DeleteFunc(slices.Clone(f.Exclude), func(n string) bool { return lib.tags[n] == int64(x.Tag.ID) })
	with := 0
	for _, s := range lib.found(v, f, "") {
		if s.finds[int64(x.Tag.ID)] {
			with++
		}
	}
	if x.N != with {
		t.Fatalf("%s without leaving %s out: %d come back, want %d", f.Address(), x.Tag.Name, x.N, with)
	}
}

func (lib *library) checkTags(t *rapid.T, v viewer.Viewer, f Filter, fc Facets, all []story) {
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
			if x.Out {
				lib.checkBack(t, v, f, x)
			} else if x.N != has[int64(x.Tag.ID)] {
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
		c, f := newCatalogue(t, d), Filter{Tag: "All"}
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

// A list that was counted for somebody is counted anew once they mute or unmute.
func TestMutingCountsAnew(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		lib := makeLibrary(t, d, 5, 60)
		c, before := newCatalogue(t, d), viewer.Viewer{ID: 5, Role: viewer.Member}
		total := func(v viewer.Viewer) int {
			l, err := c.Find(t.Context(), v, Filter{}.normal())
			if err != nil {
				t.Fatal(err)
			}
			fandoms, err := c.Fandoms(t.Context(), v)
			if err != nil {
				t.Fatal(err)
			}
			want := 0
			for _, s := range lib.found(v, Filter{}.normal(), "") {
				if s.finds[lib.tags["Fandom 1"]] {
					want++
				}
			}
			if i := slices.IndexFunc(fandoms, func(f TagCount) bool { return f.Tag.Name == "Fandom 1" }); want != 0 && (i < 0 || fandoms[i].N != want) {
				t.Errorf("the index of fandoms counts %v, want %d", fandoms, want)
			}
			return l.Total
		}
		all, some := total(before), total(eve)
		if some >= all || some != len(lib.found(eve, Filter{}.normal(), "")) {
			t.Errorf("%d works before, %d once two people are muted", all, some)
		}
		if err := d.Tx(t.Context(), func(tx *db.Tx) error {
			return tx.Exec(t.Context(), `DELETE FROM mutes WHERE account_id = 5 AND other_id = 2`)
		}); err != nil {
			t.Fatal(err)
		}
		fewer := eve
		fewer.MuteChanges++
		if n := mustFind(t, c, fewer); n <= some || n >= all {
			t.Errorf("%d works with one of them unmuted, between %d and %d", n, some, all)
		}
	})
}

func mustFind(t *testing.T, c *Catalogue, v viewer.Viewer) int {
	t.Helper()
	l, err := c.Find(t.Context(), v, Filter{}.normal())
	if err != nil {
		t.Fatal(err)
	}
	return l.Total
}
