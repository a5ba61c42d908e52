package browse

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/preset"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

func (s *site) send(v viewer.Viewer, address string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	s.mux.ServeHTTP(w, r.WithContext(viewer.With(r.Context(), v)))
	return w
}

func TestAnAddressIsAList(t *testing.T) {
	for _, c := range []struct{ address, want string }{
		{"/works", "/works"},
		{"/works?rating=Mature&page=3", "/works?page=3&rating=Mature"},
		{"/tags/A*s*B/works?q=kudos%3E5", "/tags/A*s*B/works?q=kudos%3E5"},
		{"/users/ann/pseuds/Ann%20&%20Co/works", "/users/ann/pseuds/Ann%20&%20Co/works"},
		{"/languages/fi/works?complete=yes", "/languages/fi/works?complete=yes"},
		{"https://elsewhere.example/works", ""},
		{"//elsewhere.example/works", ""},
		{"javascript:alert(1)", ""},
		{"/works/1", ""},
		{"/tags//works", ""},
		{"/works?words_from=many", ""},
		{"/works?q=%28", ""},
		{"", ""},
	} {
		f, ok := listAt(c.address)
		if ok != (c.want != "") || ok && f.Address() != c.want {
			t.Errorf("%s: %s %v, want %q", c.address, f.Address(), ok, c.want)
		}
	}
}

// savedID is the only filter that somebody has saved.
func (s *site) savedID(v viewer.Viewer) *preset.Preset {
	s.t.Helper()
	all, err := preset.Of(s.t.Context(), s.d, v.ID)
	if err != nil || len(all) != 1 {
		s.t.Fatalf("%d saved: %v", len(all), err)
	}
	return &all[0]
}

func TestSavedFilters(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		s.post("ann", "one", nil)
		s.post("bob", "two", func(w *work.Draft) { w.Restricted = true })
		ann, guest := s.people["ann"], viewer.Viewer{}
		if w := s.send(ann, "/account/filters", url.Values{"name": {"x"}, "address": {"https://elsewhere.example/works"}}); w.Code != http.StatusUnprocessableEntity && w.Code != http.StatusBadRequest {
			t.Errorf("an address elsewhere: %d", w.Code)
		}
		long := url.Values{"name": {strings.Repeat("x", 101)}, "address": {"/works?query=lamp"}}
		if w := s.send(ann, "/account/filters", long); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), strings.Repeat("x", 101)) {
			t.Errorf("a long name: %d", w.Code)
		}
		w := s.send(ann, "/account/filters", url.Values{"name": {"Lamps"}, "address": {"/works?query=lamp&page=2"}, "user_id": {"99"}})
		if w.Code != http.StatusSeeOther {
			t.Fatalf("save: %d", w.Code)
		}
		p := s.savedID(ann)
		s.toldOnce(t, p, w.Header().Get("Location"))
		if p.Address != "/works?query=lamp" {
			t.Errorf("saved %s", p.Address)
		}
		n := s.page(ann, "/works")
		if got := all(n, `.saved a[href="/works?query=lamp"]`); len(got) != 1 {
			t.Error("the list does not offer it")
		}
		if got := all(s.page(guest, "/works"), ".saved"); len(got) != 0 {
			t.Error("a guest is offered to save")
		}
		if w := s.get(s.people["bob"], savedPath(p.ID)); w.Code != http.StatusNotFound {
			t.Errorf("somebody else's: %d", w.Code)
		}
		s.startsWith(t, p)
		s.sharesAndFeeds(t, p)
		if w := s.send(s.people["bob"], savedPath(p.ID)+"/delete", nil); w.Code != http.StatusSeeOther || s.savedID(ann).ID != p.ID {
			t.Errorf("somebody else deletes: %d", w.Code)
		}
		for range 2 {
			if w := s.send(ann, savedPath(p.ID)+"/delete", nil); w.Code != http.StatusSeeOther {
				t.Errorf("delete: %d", w.Code)
			}
		}
	})
}

// Who saves a filter stands at its list, which says so; elsewhere and to others nothing
// is said.
func (s *site) toldOnce(t *testing.T, p *preset.Preset, at string) {
	t.Helper()
	ann := s.people["ann"]
	note := fmt.Sprintf("saved=%d", p.ID)
	if at != "/works?query=lamp&"+note {
		t.Fatalf("saving leads to %q", at)
	}
	n := s.page(ann, at)
	if got := text(n, ".start-line"); !strings.Contains(got, "Lamps") || len(all(n, `.start-line a[href="`+savedPath(p.ID)+`"]`)) != 1 {
		t.Errorf("the list says %q", got)
	}
	if got := all(n, `.active a[href*="saved="], .line-form [name=saved], #work-filters [name=saved]`); len(got) != 0 {
		t.Error("the note is taken along")
	}
	for _, other := range []string{"/works?query=lamp", "/works?complete=yes&" + note, "/works?query=lamp&saved=77", "/works?query=lamp&saved=x"} {
		if got := text(s.page(ann, other), ".start-line"); got != "" {
			t.Errorf("%s says %q", other, got)
		}
	}
	if got := text(s.page(s.people["bob"], at), ".start-line"); got != "" {
		t.Errorf("somebody else is told %q", got)
	}
	if w := s.get(viewer.Viewer{}, at); w.Code != http.StatusFound || w.Header().Get("Location") != "/works?query=lamp" {
		t.Errorf("a guest: %d %s", w.Code, w.Header().Get("Location"))
	}
}

// A list that is opened without a filter is shown with the one to start with, which the
// page says, and everything is one step away and stays so.
func (s *site) startsWith(t *testing.T, p *preset.Preset) {
	ann := s.people["ann"]
	to := func(v viewer.Viewer, address string) string {
		w := s.get(v, address)
		return fmt.Sprint(w.Code, " ", w.Header().Get("Location"))
	}
	if w := s.send(ann, savedPath(p.ID), url.Values{"name": {"Lamps"}, "start": {"all"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("change: %d", w.Code)
	}
	for _, c := range []struct {
		who      viewer.Viewer
		at, want string
	}{
		{ann, "/works", "302 /works?query=lamp"},
		{ann, "/tags/Fandomone/works", "302 /tags/Fandomone/works?query=lamp"},
		{ann, "/works?query=lamp", "200 "},
		{ann, "/works?everything=yes", "200 "},
		{ann, "/works?everything=yes&page=2", "200 "},
		{ann, "/works?page=2", "302 /works?everything=yes&page=2"},
		{ann, "/works?everything=yes&rating=Mature", "302 /works?rating=Mature"},
		{ann, "/works?tags=", "302 /works?everything=yes"},
		{ann, "/users/ann/works", "200 "},
		{ann, "/users/bob/works", "302 /users/bob/works?query=lamp"},
		{viewer.Viewer{}, "/works", "200 "},
		{viewer.Viewer{}, "/works?everything=yes", "302 /works"},
		{s.people["bob"], "/works", "200 "},
	} {
		if got := to(c.who, c.at); got != c.want {
			t.Errorf("%s of %q: %s, want %s", c.at, c.who.Name, got, c.want)
		}
	}
	n := s.page(ann, "/works?query=lamp")
	if got := text(n, ".start-line"); !strings.Contains(got, "Lamps") {
		t.Errorf("the list says %q", got)
	}
	for _, selector := range []string{".start-line a", ".active .linkish", ".active a.tag"} {
		if got := all(n, selector); len(got) == 0 || attribute(got[0], "href") != "/works?everything=yes" {
			t.Errorf("%s does not lead to everything", selector)
		}
	}
	if got := all(s.page(ann, "/works?rating=Mature"), ".start-line"); len(got) != 0 {
		t.Error("another filter is called the default")
	}
	if w := s.send(ann, savedPath(p.ID), url.Values{"name": {"Lamps"}, "start": {"12345"}}); w.Code != http.StatusSeeOther || s.savedID(ann).For != preset.Never {
		t.Errorf("a tag that is not offered: %d", w.Code)
	}
}

// A link shows the list as who follows it may see it; the feed what everybody sees, or what
// its owner sees.
func (s *site) sharesAndFeeds(t *testing.T, p *preset.Preset) {
	ann, guest := s.people["ann"], viewer.Viewer{}
	set := func(form url.Values) *preset.Preset {
		form.Set("name", "Lamps")
		if w := s.send(ann, savedPath(p.ID), form); w.Code != http.StatusSeeOther {
			t.Fatalf("change: %d", w.Code)
		}
		return s.savedID(ann)
	}
	now := set(url.Values{"share": {"on"}, "feed": {"all"}})
	for v, want := range map[*viewer.Viewer]int{&guest: 1, &ann: 2} {
		n := s.page(*v, sharePath(now.Share))
		if got := all(n, ".blurb"); len(got) != want {
			t.Errorf("%q sees %d works by the link, want %d", v.Name, len(got), want)
		}
		if body := textOfNode(n); strings.Contains(body, "by ann\n") || len(all(n, "main form")) != 0 {
			t.Errorf("the page of the link names its owner, or can be written in")
		}
	}
	feed := func(token string) []string {
		w := s.get(guest, feedPath(token))
		var f atomFeed
		if err := xml.Unmarshal(w.Body.Bytes(), &f); err != nil || w.Code != http.StatusOK {
			t.Fatalf("feed: %d %v", w.Code, err)
		}
		var out []string
		for _, e := range f.Entries {
			out = append(out, e.Title)
		}
		return out
	}
	if got := feed(now.Feed); len(got) != 1 || got[0] != "Titleone" {
		t.Errorf("the feed for all has %v", got)
	}
	mine := set(url.Values{"feed": {"mine"}, "renew": {"feed"}})
	if got := feed(mine.Feed); len(got) != 2 {
		t.Errorf("the feed for its owner has %v", got)
	}
	both := set(url.Values{"share": {"on"}, "feed": {"mine"}})
	if again := set(url.Values{"share": {"on"}, "feed": {"mine"}, "renew": {"share", "feed"}}); again.Share == both.Share || again.Feed == both.Feed || again.Share == "" || again.Feed == "" {
		t.Error("both addresses are to be renewed, and are not")
	} else {
		mine = again
	}
	for _, at := range []string{sharePath(now.Share), feedPath(now.Feed), feedPath("nobody"), sharePath(mine.Feed)} {
		if w := s.get(guest, at); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", at, w.Code)
		}
	}
	if err := s.d.Tx(t.Context(), func(tx *db.Tx) error {
		return tx.Exec(t.Context(), `UPDATE accounts SET suspended_at = 1 WHERE id = $1`, int64(ann.ID))
	}); err != nil {
		t.Fatal(err)
	}
	if w := s.get(guest, feedPath(mine.Feed)); w.Code != http.StatusNotFound {
		t.Errorf("the feed of somebody suspended: %d", w.Code)
	}
}

// The filters that somebody used are listed for them alone, if they want that.
func TestUsedFiltersAreNoted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		s.post("ann", "one", nil)
		s.post("bob", "two", nil)
		ann := s.people["ann"]
		for _, at := range []string{"/works", "/works?rating=Mature", "/works?page=2&rating=Mature", "/works?sort=title", "/works?words_from=many", "/tags/Fandomone/works?complete=yes"} {
			s.get(ann, at)
			s.get(viewer.Viewer{}, at)
		}
		if got, _, err := preset.Recent(t.Context(), d, ann.ID); err != nil || len(got) != 0 {
			t.Errorf("a page has written %v, %v", got, err)
		}
		if n := s.page(ann, "/account/filters"); len(all(n, ".saved-page a.plain")) != 2 {
			t.Error("the page does not list what is not written down yet")
		}
		if err := s.uses.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		got, _, err := preset.Recent(t.Context(), d, ann.ID)
		if err != nil || len(got) != 2 || got[0] != "/tags/Fandomone/works?complete=yes" || got[1] != "/works?rating=Mature" {
			t.Errorf("noted %v %v", got, err)
		}
		if n := s.page(ann, "/account/filters"); len(all(n, ".saved-page a.plain")) != 2 {
			t.Error("the page does not list them")
		}
		for _, do := range []string{"cleared", "off", "on"} {
			s.get(ann, "/works?rating=Explicit")
			if w := s.send(ann, "/account/filters/recent", url.Values{"do": {do}}); w.Code != http.StatusSeeOther {
				t.Errorf("%s: %d", do, w.Code)
			}
			if err := s.uses.Flush(t.Context()); err != nil {
				t.Fatal(err)
			}
			got, noted, err := preset.Recent(t.Context(), d, ann.ID)
			if err != nil || len(got) != 0 || noted != (do != "off") {
				t.Errorf("%s: %v %v %v", do, got, noted, err)
			}
		}
	})
}
