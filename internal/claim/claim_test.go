package claim_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/claim"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/series"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

const password = "seven lanterns by the quay"

// shelf is an archive with a work in a series that was brought here for Old Pen.
type shelf struct {
	t     *testing.T
	d     *db.DB
	h     http.Handler
	place account.Pseud
	work  work.ID
}

func newShelf(t *testing.T, d *db.DB) *shelf {
	t.Helper()
	s := &shelf{t: t, d: d}
	m := web.NewMux(slog.New(slog.DiscardHandler))
	people := &account.Pages{DB: d, Log: slog.New(slog.DiscardHandler)}
	people.Routes(m)
	(&claim.Pages{DB: d, People: people, BaseURL: "https://x.example"}).Routes(m)
	s.h = people.Middleware(m)
	s.write(func(tx *db.Tx) (err error) {
		if s.place, _, err = account.Place(t.Context(), tx, "Old Pen"); err != nil {
			return err
		}
		s.work, err = work.Create(t.Context(), tx, prose.Cleaner{}, work.Draft{Title: "The Long Quay", Language: "en", Posted: true,
			Creators: []account.PseudID{s.place.ID}, Chapters: []work.DraftChapter{{Body: "<p>Fog came up off the river.</p>"}}})
		if err != nil {
			return err
		}
		_, err = series.Add(t.Context(), tx, "Quays", []account.PseudID{s.place.ID}, s.work, 1)
		return err
	})
	return s
}

func (s *shelf) write(f func(*db.Tx) error) {
	s.t.Helper()
	if err := s.d.Tx(s.t.Context(), f); err != nil {
		s.t.Fatal(err)
	}
}

func (s *shelf) link() (token string) {
	s.t.Helper()
	s.write(func(tx *db.Tx) (err error) {
		token, err = account.ClaimLink(s.t.Context(), tx, s.place.Account)
		return err
	})
	return token
}

func (s *shelf) member(name string, role viewer.Role) viewer.Viewer {
	s.t.Helper()
	var a *account.Account
	s.write(func(tx *db.Tx) (err error) {
		a, err = account.Create(s.t.Context(), tx, account.New{Name: name, Password: password, Role: role})
		return err
	})
	return viewer.Viewer{ID: a.ID, Name: a.Name, Role: role}
}

// ask sends one request as v.
func (s *shelf) ask(v viewer.Viewer, method, path string, pairs ...string) *httptest.ResponseRecorder {
	s.t.Helper()
	f := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		f.Set(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequestWithContext(viewer.With(s.t.Context(), v), method, path, strings.NewReader(f.Encode()))
	if method == "POST" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	w := httptest.NewRecorder()
	if v.Guest() {
		s.h.ServeHTTP(w, r)
	} else {
		s.signed(v).ServeHTTP(w, r)
	}
	return w
}

// signed serves v without a session.
func (s *shelf) signed(v viewer.Viewer) http.Handler {
	m := web.NewMux(slog.New(slog.DiscardHandler))
	(&claim.Pages{DB: s.d, People: &account.Pages{DB: s.d, Log: slog.New(slog.DiscardHandler)}, BaseURL: "https://x.example"}).Routes(m)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m.ServeHTTP(w, r.WithContext(viewer.With(r.Context(), v)))
	})
}

// byline is who signs the work, and its series.
func (s *shelf) byline() (works, parts string) {
	s.t.Helper()
	w, err := work.Get(s.t.Context(), s.d, viewer.Viewer{Role: viewer.Keeper}, s.work)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, p := range w.Creators {
		works += p.Byline() + ";"
	}
	x, err := series.Get(s.t.Context(), s.d, viewer.Viewer{Role: viewer.Keeper}, series.ID(w.Series[0].Series))
	if err != nil {
		s.t.Fatal(err)
	}
	for _, p := range x.Creators {
		parts += p.Byline() + ";"
	}
	return works, parts
}

func TestAnAuthorTakesTheirWorks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what  string
		claim func(s *shelf, path string) int
		want  string
	}{
		{"as an account of the old name", func(s *shelf, path string) int {
			return s.ask(viewer.Viewer{}, "POST", path, "name", "Old Pen", "password", password).Code
		}, "Old Pen;"},
		{"as an account of a new name", func(s *shelf, path string) int {
			return s.ask(viewer.Viewer{}, "POST", path, "name", "Marlowe", "password", password).Code
		}, "Old Pen (Marlowe);"},
		{"into an account that is there", func(s *shelf, path string) int {
			return s.ask(s.member("Reader", viewer.Member), "POST", path+"/join").Code
		}, "Old Pen (Reader);"},
		{"into an account that has a pseud of that name", func(s *shelf, path string) int {
			v := s.member("Reader", viewer.Member)
			s.write(func(tx *db.Tx) error { _, err := account.AddPseud(s.t.Context(), tx, v.ID, "old pen"); return err })
			return s.ask(v, "POST", path+"/join").Code
		}, "old pen (Reader);"},
	} {
		t.Run(c.what, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				s := newShelf(t, d)
				dead := s.link()
				path := "/claim/" + s.link()
				if got := s.ask(viewer.Viewer{}, "GET", "/claim/"+dead).Code; got != 404 {
					t.Errorf("a link that was replaced: %d", got)
				}
				before, err := db.StampOf(t.Context(), d, int64(s.work))
				if err != nil {
					t.Fatal(err)
				}
				page := s.ask(viewer.Viewer{}, "GET", path)
				if page.Code != 200 || !strings.Contains(page.Body.String(), "The Long Quay") || page.Header().Get("Referrer-Policy") != "no-referrer" {
					t.Errorf("%d %v", page.Code, page.Header())
				}
				if got := c.claim(s, path); got != 303 {
					t.Fatalf("status %d", got)
				}
				if works, parts := s.byline(); works != c.want || parts != c.want {
					t.Errorf("signed %q, series %q, want %q", works, parts, c.want)
				}
				if after, err := db.StampOf(t.Context(), d, int64(s.work)); err != nil || c.want != "Old Pen;" && after == before {
					t.Errorf("pages kept for guests would still name the old author: %v", err)
				}
				if got := s.ask(viewer.Viewer{}, "GET", path).Code; got != 404 {
					t.Errorf("the link works twice: %d", got)
				}
			})
		})
	}
}

func TestMistakesLeaveTheLink(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		s.member("Taken", viewer.Member)
		path := "/claim/" + s.link()
		for _, bad := range [][2]string{{"Taken", password}, {"no spaces here please", password}, {"Old Pen", "short"}} {
			w := s.ask(viewer.Viewer{}, "POST", path, "name", bad[0], "password", bad[1], "email", "pen@example.org")
			if w.Code != 422 || !strings.Contains(w.Body.String(), `value="`+bad[0]+`"`) || !strings.Contains(w.Body.String(), `value="pen@example.org"`) {
				t.Errorf("%v: %d", bad, w.Code)
			}
		}
		if got := s.ask(viewer.Viewer{}, "GET", path).Code; got != 200 {
			t.Errorf("the link is used up: %d", got)
		}
		if works, _ := s.byline(); works != "Old Pen;" {
			t.Errorf("signed %q", works)
		}
	})
}

func TestEightClaimAtOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		v := s.member("Reader", viewer.Member)
		token := s.link()
		var won atomic.Int32
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if err := d.Tx(t.Context(), func(tx *db.Tx) error { return claim.Join(t.Context(), tx, token, v.ID) }); err == nil {
					won.Add(1)
				}
			})
		}
		wg.Wait()
		if works, _ := s.byline(); won.Load() != 1 || works != "Old Pen (Reader);" {
			t.Errorf("%d of eight claimed it, signed %q", won.Load(), works)
		}
	})
}

func TestStaffMakeLinks(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		keeper, member := s.member("Keeper", viewer.Keeper), s.member("Reader", viewer.Member)
		if got := s.ask(member, "GET", "/places").Code; got != 403 {
			t.Errorf("a member sees the places: %d", got)
		}
		list := s.ask(keeper, "GET", "/places").Body.String()
		if !strings.Contains(list, "Old Pen") || strings.Contains(list, "Reader</b>") {
			t.Error(list)
		}
		action := regexp.MustCompile(`/places/\d+/link`).FindString(list)
		made := s.ask(keeper, "POST", action)
		link := regexp.MustCompile(`https://x\.example(/claim/[\w-]+)`).FindStringSubmatch(made.Body.String())
		if made.Code != 200 || link == nil {
			t.Fatalf("%d %s", made.Code, made.Body)
		}
		if got := s.ask(member, "POST", link[1]+"/join").Code; got != 303 {
			t.Errorf("the link leads to %d", got)
		}
		if got := s.ask(keeper, "POST", action).Code; got != 404 {
			t.Errorf("a link for a place that is claimed: %d", got)
		}
	})
}
