package browse

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/block"
	"github.com/ficstead/ficstead/internal/creator"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/stats"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// told is what one list says: how many works, and which.
func (s *site) told(v viewer.Viewer, address string) string {
	s.t.Helper()
	n := s.page(v, address)
	out := text(n, "h2.heading")
	if everyone := text(n, "#include_fandom_tags legend"); strings.HasPrefix(everyone, "Shared/World") && strings.HasPrefix(address, "/works") {
		if total, _, _ := strings.Cut(out, " "); everyone != "Shared/World & Co. ("+total+")" { // all have it
			s.t.Errorf("%s: %s, and the filters say %s", address, out, everyone)
		}
	}
	for _, h := range all(n, "li.blurb h4.heading > a:first-child") {
		out += " " + h.FirstChild.Data
	}
	return out
}

// Whatever changes, the next page tells it: which works there are, how many, and the
// numbers beside the choices.
func TestEachChangeIsSeenAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		s.post("Ann", "One", nil)
		s.post("Ben", "Two", nil)
		s.people["reader"] = viewer.Viewer{ID: s.people["Ann"].ID, Name: "Ann", Role: viewer.Member}
		write := func(f func(ctx context.Context, tx *db.Tx) error) {
			t.Helper()
			if err := d.Tx(t.Context(), func(tx *db.Tx) error { return f(t.Context(), tx) }); err != nil {
				t.Fatal(err)
			}
		}
		edit := func(key string, change func(*work.Details)) {
			t.Helper()
			write(func(ctx context.Context, tx *db.Tx) error {
				w, err := work.Get(ctx, tx, viewer.Viewer{ID: 9998, Role: viewer.Keeper}, s.works[key])
				if err != nil {
					return err
				}
				now := w.Details()
				change(&now)
				return work.ChangeDetails(ctx, tx, prose.Cleaner{}, w.ID, w.Minor, now)
			})
		}
		has := func(what string, v viewer.Viewer, address string, want ...string) {
			t.Helper()
			got := s.told(v, address)
			for _, w := range want {
				if not, ok := strings.CutPrefix(w, "-"); ok == strings.Contains(got, strings.TrimPrefix(w, "-")) {
					t.Errorf("%s: %s says %q, want %s%s", what, address, got, map[bool]string{true: "not "}[ok], not)
				}
			}
		}
		guest := viewer.Viewer{}
		has("to begin with", guest, "/works", "2 Works", "TitleOne", "TitleTwo")
		s.post("Ann", "Three", nil)
		has("posted", guest, "/works", "3 Works", "TitleThree")
		edit("One", func(x *work.Details) { x.Tags = append(x.Tags, tag.Named{Type: tag.Freeform, Name: "MoodTwo"}) })
		has("another tag", guest, "/tags/MoodTwo/works", "2 Works", "TitleOne", "TitleTwo")
		write(func(ctx context.Context, tx *db.Tx) error { return work.SetHidden(ctx, tx, s.works["One"], true) })
		has("hidden", guest, "/tags/MoodTwo/works", "1 Work ", "-TitleOne")
		write(func(ctx context.Context, tx *db.Tx) error { return work.SetHidden(ctx, tx, s.works["One"], false) })
		has("shown again", guest, "/works", "3 Works", "TitleOne")
		edit("Two", func(x *work.Details) { x.Restricted = true })
		has("for members", guest, "/works", "2 Works", "-TitleTwo")
		has("for members", s.people["Ann"], "/works", "3 Works", "TitleTwo")
		edit("Three", func(x *work.Details) { x.Anonymous = true })
		has("anonymous", guest, "/users/Ann/works", "1 Work", "TitleOne", "-TitleThree")
		has("anonymous, for its author", s.people["Ann"], "/users/Ann/works", "2 Works", "TitleThree")
		has("anonymous, among all", guest, "/works?sort=creator", "2 Works", "TitleThree")
		merge(t, d, "MoodThree", "MoodOne")
		has("a synonym", guest, "/tags/MoodOne/works", "2 Works", "TitleOne", "TitleThree")
		write(func(ctx context.Context, tx *db.Tx) error {
			return block.Mute(ctx, tx, s.people["Ann"].ID, s.people["Ben"].ID)
		})
		muter := s.people["Ann"]
		muter.Mutes, muter.MuteChanges = true, 1
		has("muted", muter, "/works", "2 Works", "-TitleTwo")
		s.post("Ben", "Four", nil)
		has("posted by who is muted", muter, "/works", "2 Works", "-TitleFour")
		has("posted by who is muted, for others", guest, "/works", "3 Works", "TitleFour")
		write(func(ctx context.Context, tx *db.Tx) error {
			return creator.Orphan(ctx, tx, s.works["Four"], s.people["Ben"].ID, false)
		})
		has("left to the archive", guest, "/users/Ben/works", "-TitleFour")
		has("left to the archive", muter, "/works", "3 Works", "TitleFour")
		write(func(ctx context.Context, tx *db.Tx) error { return work.Remove(ctx, tx, s.works["Four"]) })
		has("deleted", guest, "/works", "2 Works", "-TitleFour")
	})
}

func TestRandomLeadsToAVisibleWork(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := secrets(t, d)
		for who, may := range map[string][]string{"guest": {"Open", "Masked", "Signed", "Veiled"}, "reader": {"Open", "Members", "Masked", "Signed", "Veiled"}} {
			paths := map[string]bool{}
			for _, key := range may {
				paths[s.works[key].Path()] = true
			}
			met := map[string]bool{}
			for range 60 {
				w := s.get(s.people[who], "/works/random")
				to := w.Header().Get("Location")
				if w.Code != http.StatusFound || !paths[to] || w.Header().Get("Cache-Control") != "no-store" {
					t.Fatalf("%s is led to %d %s", who, w.Code, to)
				}
				met[to] = true
			}
			if len(met) < 2 {
				t.Errorf("%s is always led to %v", who, met)
			}
		}
		for address, want := range map[string]string{
			"/works/random?include=MoodSigned":            s.works["Signed"].Path(),
			"/works/random?tag_id=FandomOpen":             s.works["Open"].Path(),
			"/works/random?user_id=Dorian":                s.works["Signed"].Path(), // not the anonymous one
			"/works/random?work_search[query]=insideOpen": s.works["Open"].Path(),
		} {
			if got := s.get(viewer.Viewer{}, address).Header().Get("Location"); got != want {
				t.Errorf("%s leads to %s, want %s", address, got, want)
			}
		}
		for _, address := range []string{"/works/random?include=MoodMembers", "/works/random?include=MoodHidden", "/works/random?user_id=Cidney", "/works/random?include=MoodOpen&include=MoodSigned"} {
			if got := s.get(viewer.Viewer{}, address).Code; got != http.StatusNotFound {
				t.Errorf("%s: %d", address, got)
			}
		}
	})
}

// While somebody chooses, they are told what the list would say.
func TestLiveCountIsThatOfTheList(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := secrets(t, d)
		ask := func(v viewer.Viewer, address string) counted {
			t.Helper()
			w := s.get(v, address)
			var c counted
			if err := json.Unmarshal(w.Body.Bytes(), &c); err != nil || w.Code != http.StatusOK {
				t.Fatalf("%s: %d %v", address, w.Code, err)
			}
			return c
		}
		for address, want := range map[string]string{
			"/works/count": "Show 4 works", "/works/count?tags=MoodOpen": "Show 1 work", "/works/count?choice[MoodOpen]=not": "Show 3 works",
			"/works/count?tag_id=FandomSigned": "Show 1 work", "/works/count?user_id=Dorian": "Show 1 work", "/works/count?length=1000-9999": "Show 0 works", "/works/count?length=-999": "Show 4 works",
			"/works/count?tags=MoodMembers": "Show 0 works",
		} {
			if got := ask(viewer.Viewer{}, address); got.Show != want {
				t.Errorf("%s: %q, want %q", address, got.Show, want)
			}
		}
		if got := ask(s.people["reader"], "/works/count"); got.Show != "Show 5 works" || got.Counts["rating=General Audiences"] != "5" || got.Counts["tags=Shared/World & Co."] != "5" {
			t.Errorf("a member is told %+v", got)
		}
		if got := ask(viewer.Viewer{}, "/works/count?tags=-MoodOpen&shown=MoodOpen&shown=MoodSigned&shown=MoodMembers"); got.Counts["tags=MoodOpen"] != "+1" || got.Counts["tags=MoodSigned"] != "1" || got.Counts["tags=MoodMembers"] != "" {
			t.Errorf("of the panel's tags is told %v", got.Counts)
		}
		if w := s.get(viewer.Viewer{}, "/works/count?words_from=many"); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("a wrong number: %d", w.Code)
		}
		n := s.page(viewer.Viewer{}, "/works?exclude=MoodOpen")
		if got := text(n, "#work-filters .go button"); got != "Show 3 works" {
			t.Errorf("the button says %q", got)
		}
	})
}

func TestTagsAreOfferedToWhoTypes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := secrets(t, d)
		for typed, want := range map[string]string{"mood": "MoodMasked MoodOpen MoodSigned MoodVeiled", "moodo": "MoodOpen", "shared": "Shared/World & Co.", "moodm": "MoodMasked", "zz": "", "": ""} {
			var offers []offer
			w := s.get(viewer.Viewer{}, "/suggest/filters?q="+typed)
			if err := json.Unmarshal(w.Body.Bytes(), &offers); err != nil {
				t.Fatalf("%q: %d %v", typed, w.Code, err)
			}
			var names []string
			for _, o := range offers {
				names = append(names, o.Name)
				if o.N != 1 && o.Name != "Shared/World & Co." {
					t.Errorf("%s has %d works", o.Name, o.N)
				}
			}
			if got := strings.Join(distinct(names), " "); got != want {
				t.Errorf("%q offers %q, want %q", typed, got, want)
			}
		}
	})
}

// Only with, main relationships, and orders by counters.
func TestNewQuestions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		pair := func(name string) tag.Named { return tag.Named{Type: tag.Relationship, Name: name} }
		s.post("Ann", "One", func(w *work.Draft) { w.Tags = []tag.Named{{Type: tag.Fandom, Name: "Sea"}, pair("A/B")} })
		s.post("Ann", "Two", func(w *work.Draft) {
			w.Tags = []tag.Named{{Type: tag.Fandom, Name: "Sea"}, {Type: tag.Fandom, Name: "Land"}, pair("A/B"), pair("C/D")}
		})
		s.post("Ann", "Three", func(w *work.Draft) { w.Tags = []tag.Named{{Type: tag.Fandom, Name: "Land"}} })
		err := d.Tx(t.Context(), func(tx *db.Tx) error {
			if err := tx.Exec(t.Context(), `UPDATE work_tags SET weight = 'main' WHERE work_id = $1 AND tag_id = (SELECT id FROM tags WHERE name = 'C/D')`, int64(s.works["Two"])); err != nil {
				return err
			}
			tx.Changed(int64(s.works["Two"]))
			for key, n := range map[string]int{"One": 7, "Two": 70} {
				if err := stats.Count(t.Context(), tx, s.works[key], 0, stats.Hits, n); err != nil {
					return err
				}
				if err := stats.Count(t.Context(), tx, s.works[key], 0, stats.Kudos, 100-n); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.index.Count(t.Context()); err != nil {
			t.Fatal(err)
		}
		for address, want := range map[string]string{
			"/works?one_fandom=yes":            "2 Works TitleThree TitleOne",
			"/works?one_fandom=no":             "1 Work TitleTwo",
			"/works?one_relationship=yes":      "1 Work TitleOne",
			"/tags/Sea/works?one_fandom=yes":   "1 Work in Sea TitleOne",
			"/works?include=A%2FB":             "2 Works TitleTwo TitleOne",
			"/works?include=A%2FB&main=yes":    "1 Work TitleOne",
			"/works?include=C%2FD&main=yes":    "1 Work TitleTwo",
			"/tags/A*s*B/works?main=yes":       "1 Work in A/B TitleOne",
			"/works?sort=hits":                 "3 Works TitleTwo TitleOne TitleThree",
			"/works?order=asc&sort=hits":       "3 Works TitleThree TitleOne TitleTwo",
			"/works?sort=kudos":                "3 Works TitleOne TitleTwo TitleThree",
			"/works?crossover=yes":             "1 Work TitleTwo",
			"/works?words_from=1&words_to=999": "3 Works TitleThree TitleTwo TitleOne",
		} {
			if got := s.told(viewer.Viewer{}, address); got != want {
				t.Errorf("%s: %q, want %q", address, got, want)
			}
		}
		for from, want := range map[string]string{
			"/works?words_from=5000&words_to=10":                      "/works?words_from=10&words_to=5000",
			"/works?date_from=2026-02-01&date_to=2020-01-01":          "/works?date_from=2020-01-01&date_to=2026-02-01",
			"/works?length=10000-49999":                               "/works?words_from=10000&words_to=49999",
			"/works?length=10000-49999&words_from=7":                  "/works?words_from=7",
			"/works?work_search[sort_column]=kudos_count":             "/works?sort=kudos",
			"/works?work_search[sort_column]=bookmarks_count&page=2":  "/works?page=2&sort=bookmarks",
			"/works?work_search[sort_column]=hits&tag_id=Sea":         "/tags/Sea/works?sort=hits",
			"/works?work_search[sort_column]=comments_count&main=yes": "/works?main=yes&sort=comments",
		} {
			if got := s.get(viewer.Viewer{}, from).Header().Get("Location"); got != want {
				t.Errorf("%s leads to %s, want %s", from, got, want)
			}
		}
	})
}

// What nobody can mean is answered in words, at the field, and never with wrong numbers.
func TestWhatNobodyCanMean(t *testing.T) {
	d := dbtest.Open(t, dbtest.SQLite(t))
	s := newSite(t, d)
	s.post("Ann", "One", nil)
	many := "/works?include=x0"
	for i := range 1000 {
		many += "&include=x" + strings.Repeat("y", i%50) + strings.Repeat("z", i/50)
	}
	for address, want := range map[string]string{
		many:                                   "A filter can name 500 tags on each side",
		"/works?page=-3":                       "is not a number that can be used here",
		"/works?page=99999999999999999999":     "is not a number that can be used here",
		"/works?words_to=4294967296000":        "is not a number that can be used here",
		"/works?page=1000000000":               "It has one page.",
		"/works?include=Nobody+Said+This":      "No work here has the tag “Nobody Said This”.",
		"/works?date_from=9999-01-01":          "No work has all of this",
		"/works?date_to=0005-01-01":            "No work has all of this",
		"/works?series=987654":                 "No works here yet",
		"/works?words_from=999999999&page=900": "No work has all of this",
		"/works?sort=hits&page=1000000000":     "It has one page.",
		"/works?sort=creator&page=99999":       "It has one page.",
	} {
		w := s.get(s.people["Ann"], address)
		if !strings.Contains(w.Body.String(), want) || w.Code >= 500 {
			t.Errorf("%.60s: %d, want %q", address, w.Code, want)
		}
	}
}

// While the catalogue is made, lists say so; works, tags and people are there.
func TestWhileThereAreNoLists(t *testing.T) {
	d := dbtest.Open(t, dbtest.SQLite(t))
	s := newSite(t, d)
	s.post("Ann", "One", nil)
	if err := s.index.Close(); err != nil { // what is never made is never ready
		t.Fatal(err)
	}
	for _, address := range []string{"/works", "/tags/MoodOne/works", "/users/Ann/works", "/works/random", "/works/count", "/works?sort=hits", "/browse", "/fandoms", "/", "/about"} {
		w := s.get(viewer.Viewer{}, address)
		if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), "being made ready") {
			t.Errorf("%s: %d, Retry-After %q", address, w.Code, w.Header().Get("Retry-After"))
		}
	}
	for address, want := range map[string]string{"/users/Ann": "being made ready", "/tags/MoodOne": "being made ready", "/search?q=lamp": "TitleOne"} {
		if w := s.get(viewer.Viewer{}, address); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d", address, w.Code)
		}
	}
	if w := s.get(viewer.Viewer{}, "/about"); !strings.Contains(w.Body.String(), "free software") {
		t.Error("what the archive is about is not told")
	}
}

// A page of a list by author, for somebody whose anonymous works stand in it, is made of
// two orders; all pages together are all works, once each.
func TestDeepPagesByAuthor(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		lib := makeLibrary(t, d, 9, 150)
		c, v := newCatalogue(t, d), viewer.Viewer{ID: 3, Role: viewer.Member}
		for _, reverse := range []bool{false, true} {
			f := Filter{Sort: Creator, Reverse: reverse}.normal()
			seen := map[work.ID]bool{}
			want := len(lib.found(v, f, ""))
			for n := 1; n <= (want+PerPage-1)/PerPage; n++ {
				l, err := c.Find(t.Context(), v, f.page(n))
				if err != nil || l.Total != want {
					t.Fatalf("%d of %d, %v", l.Total, want, err)
				}
				for _, id := range l.IDs {
					seen[id] = true
				}
			}
			if len(seen) != want {
				t.Errorf("%d of %d works are on the pages", len(seen), want)
			}
		}
	})
}
