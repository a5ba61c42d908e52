package app_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/work"
)

// world is an archive made in steps, so that what several worlds have in common
// has the same keys in all of them.
func world(t *testing.T, dsn string, author archivetest.Person, locked, secret bool) *archivetest.Archive {
	t.Helper()
	a := archivetest.Open(t, dsn)
	a.SignInAll()
	a.Names()
	unnoted(t, a)
	var serial archivetest.Story
	for _, p := range archivetest.OpenPlans() {
		if s := a.Add(p); s.Late {
			serial = s
		}
	}
	anonymous, secrets := archivetest.AnonymousPlans(author), archivetest.SecretPlans()
	a.Add(anonymous[0])
	if locked {
		a.Add(anonymous[1])
		a.Add(secrets[0])
	}
	if secret {
		for _, p := range secrets[1:] {
			a.Add(p)
		}
		a.AddLate(&serial)
	}
	return a
}

// A world with secrets looks, to those from whom they are kept, like the same
// world without: every page, list, number and header. And an anonymous work looks
// the same whoever wrote it.
func TestWorldsWithAndWithoutSecretsLookTheSame(t *testing.T) {
	for name, open := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			full := world(t, open(t), archivetest.Ann, true, true)
			for _, c := range []struct {
				what string
				twin *archivetest.Archive
				to   []archivetest.Person
			}{
				{"without works that only staff and authors see", world(t, open(t), archivetest.Ann, true, false), []archivetest.Person{archivetest.Guest, archivetest.Reader}},
				{"without works for members too", world(t, open(t), archivetest.Ann, false, false), []archivetest.Person{archivetest.Guest}},
				{"with anonymous works by somebody else", world(t, open(t), archivetest.Ben, true, true), []archivetest.Person{archivetest.Guest, archivetest.Reader}},
			} {
				for _, who := range c.to {
					compare(t, who, c.what, crawl(t, full.With(t), who, listings()), crawl(t, c.twin.With(t), who, listings()))
				}
			}
		})
	}
}

// listings are lists and searches in which a secret could be counted.
func listings() []string {
	out := []string{"/", "/about", "/browse", "/fandoms", "/fandoms?sort=works", "/works?include=Fog&exclude=Harbour+Lights", "/works/count", "/works/count?tag_id=Fog", "/works/count?user_id=Ann",
		"/suggest/filters?q=zq", "/suggest/filters?q=nb", "/suggest/filters?q=f"}
	for _, q := range []string{"sort=posted", "sort=title", "sort=creator", "sort=words", "order=asc", "rating=General+Audiences", "complete=yes", "crossover=yes",
		"language=en", "words_from=30", "date_from=2026-11-03", "query=fog", "sort=hits", "sort=kudos", "one_fandom=yes", "one_relationship=yes", "main=yes", "include=Fog", "exclude=Fog", "page=2"} {
		for _, place := range []string{"/works", "/tags/Fog/works", "/tags/Harbour%20Lights/works", "/users/Ann/works", "/users/Ben/works"} {
			out = append(out, place+"?"+q)
		}
	}
	for _, p := range archivetest.People()[1:] {
		for _, end := range []string{"", "/works", "/series", "/pseuds/" + string(p), "/pseuds/" + string(p) + "/works"} {
			out = append(out, "/users/"+string(p)+end)
		}
	}
	for _, q := range []string{"fog", "river", "nobody", "harbour", "here is to be read", "nb", "zq", "zqhid", "Ann", "Ben"} {
		out = append(out, "/search?q="+url.QueryEscape(q))
	}
	return out
}

func compare(t *testing.T, who archivetest.Person, what string, full, twin map[string]*archivetest.Page) {
	t.Helper()
	for address, p := range full {
		q := twin[address]
		if q == nil {
			t.Errorf("%s, %s: %s can't be found any more", who, what, address)
			continue
		}
		if a, b := visible(p), visible(q); a != b {
			t.Errorf("%s, %s: %s looks different:\n%s", who, what, address, difference(a, b))
		}
	}
	for address := range twin {
		if full[address] == nil {
			t.Errorf("%s, %s: %s can be found only then", who, what, address)
		}
	}
}

// visible is all of an answer but what is new at each request, and the stamp of
// a download, which counts changes.
func visible(p *archivetest.Page) string {
	var lines []string
	for name, values := range p.Header {
		if name == "X-Request-Id" || name == "Etag" && strings.HasPrefix(p.Address, "/downloads/") {
			continue
		}
		lines = append(lines, name+": "+strings.Join(values, ", "))
	}
	slices.Sort(lines)
	return fmt.Sprintf("%d\n%s\n%s", p.Status, strings.Join(lines, "\n"), drawnForm.ReplaceAllString(p.Body, `name="form"`))
}

// drawnForm is the number that a form has to itself, so that sending it twice does no
// more than sending it once.
var drawnForm = regexp.MustCompile(`name="form" value="[A-Z2-7]+"`)

// difference is where two texts begin to differ.
func difference(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	part := func(s string) string { return s[max(0, i-120):min(len(s), i+120)] }
	return "  " + part(a) + "\n  " + part(b)
}

// What was put away is gone with the very next request, from every page that was
// kept, also for a browser that has it already.
func TestWhatIsPutAwayIsGoneAtOnce(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s := a.Add(archivetest.OpenPlans()[0])
		a.Add(archivetest.OpenPlans()[2])
		title := archivetest.Word(s.Key, "title")
		its := []string{s.ID.Path(), s.ID.ChapterPath(s.Chapters[0]), s.ID.Path() + "?view_full_work=true", s.ID.Path() + "/navigate",
			fmt.Sprintf("/chapters/%d", s.Chapters[0]), fmt.Sprintf("/downloads/%d/x.epub", s.ID), fmt.Sprintf("/downloads/%d/x.txt", s.ID)}
		lists := []string{"/", "/works", "/users/Ann", "/users/Ann/works", "/tags/Fog/works", "/search?q=" + archivetest.Near(s.Key, "text"), "/works?query=" + archivetest.Near(s.Key, "text")}
		look := func(when string, status int) {
			t.Helper()
			for _, address := range its {
				first := a.Get(archivetest.Guest, address)
				if status == http.StatusOK {
					if first.Status != http.StatusOK && first.Status != http.StatusFound {
						t.Errorf("%s: %s gets %d", when, address, first.Status)
					}
					continue
				}
				if first.Status != status || strings.Contains(told(t, first), title) {
					t.Errorf("%s: %s gets %d, want %d", when, address, first.Status, status)
				}
			}
			for _, address := range lists {
				if got := strings.Contains(a.Get(archivetest.Guest, address).Body, title); got != (status == http.StatusOK) {
					t.Errorf("%s: %s names the work: %v", when, address, got)
				}
			}
			p := a.Get(archivetest.Guest, "/pictures/"+s.Picture)
			if (p.Status == http.StatusOK) != (status == http.StatusOK) {
				t.Errorf("%s: the picture gets %d", when, p.Status)
			}
		}
		look("posted", http.StatusOK)
		etags := map[string]string{}
		for _, address := range its {
			etags[address] = a.Get(archivetest.Guest, address).Header.Get("ETag")
		}
		hide := func(hidden bool) {
			a.Tx(func(tx *db.Tx) error { return work.SetHidden(t.Context(), tx, s.ID, hidden) })
		}
		hide(true)
		for address, etag := range etags {
			if p := a.Get(archivetest.Guest, address, "If-None-Match", etag); p.Status != http.StatusNotFound {
				t.Errorf("hidden: a browser that has %s gets %d", address, p.Status)
			}
		}
		look("hidden", http.StatusNotFound)
		hide(false)
		look("shown again", http.StatusOK)
		restrict(t, a, s.ID, true)
		look("for members", http.StatusUnauthorized)
		if p := a.Get(archivetest.Reader, s.ID.Path()); p.Status != http.StatusOK {
			t.Errorf("for members: the reader gets %d", p.Status)
		}
		restrict(t, a, s.ID, false)
		look("for everyone again", http.StatusOK)
	})
}

func restrict(t *testing.T, a *archivetest.Archive, id work.ID, restricted bool) {
	t.Helper()
	w, err := work.Get(t.Context(), a.DB, a.Viewer(archivetest.Ann), id)
	if err != nil {
		t.Fatal(err)
	}
	d := w.Details()
	d.Restricted = restricted
	a.Tx(func(tx *db.Tx) error { return work.ChangeDetails(t.Context(), tx, a.Cleaner(), id, w.Minor, d) })
}

// Nobody stays somebody after signing out, or after every session was ended.
func TestASessionThatEndedShowsNothingMore(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s := a.Add(archivetest.SecretPlans()[3])
		if p := a.Get(archivetest.Ann, s.ID.Path()); p.Status != http.StatusOK {
			t.Fatalf("Ann gets %d from her draft", p.Status)
		}
		old := a.Cookies(archivetest.Ann)["session"]
		if p := a.Post(archivetest.Ann, "/users/logout", nil); p.Status != http.StatusSeeOther || a.Cookies(archivetest.Ann)["session"] != "" {
			t.Errorf("signing out: %d", p.Status)
		}
		if p := a.Get(archivetest.Guest, s.ID.Path(), "Cookie", "session="+old); p.Status != http.StatusNotFound {
			t.Errorf("the cookie of a session that ended gets %d", p.Status)
		}
		a.SignIn(archivetest.Ann)
		a.Tx(func(tx *db.Tx) error { return account.EndSessions(t.Context(), tx, a.Viewer(archivetest.Ann).ID, "") })
		if p := a.Get(archivetest.Ann, s.ID.Path()); p.Status != http.StatusNotFound {
			t.Errorf("after all sessions ended: %d", p.Status)
		}
	})
}
