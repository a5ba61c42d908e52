package read_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/read"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// archive is a database with a few works, and the pages to read them on.
type archive struct {
	d       *db.DB
	mux     *web.Mux
	ann     viewer.Viewer // who wrote them
	bea     viewer.Viewer // another member
	chapter map[work.ID]work.ChapterID
}

func open(t *testing.T, d *db.DB) *archive {
	t.Helper()
	a := &archive{d: d, mux: web.NewMux(slog.New(slog.DiscardHandler)), chapter: map[work.ID]work.ChapterID{}}
	(&read.Pages{DB: d, Cache: web.NewCache(d, 1<<20)}).Routes(a.mux)
	err := d.Tx(t.Context(), func(tx *db.Tx) error {
		ann, _, err := account.Place(t.Context(), tx, "ann")
		if err != nil {
			return err
		}
		bea, _, err := account.Place(t.Context(), tx, "bea")
		a.ann, a.bea = viewer.Viewer{ID: ann.Account, Name: "ann"}, viewer.Viewer{ID: bea.Account, Name: "bea"}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// post adds a work of Ann's in two chapters, as change makes it.
func (a *archive) post(t *testing.T, change func(*work.Draft)) work.ID {
	t.Helper()
	pseuds, err := account.PseudsOf(t.Context(), a.d, a.ann.ID)
	if err != nil {
		t.Fatal(err)
	}
	draft := work.Draft{
		Title: "The Late Light", Language: "en", Rating: work.Teen, Posted: true, ChapterTotal: 2, Creators: []account.PseudID{pseuds[0].ID},
		Tags: []tag.Named{{Type: tag.Fandom, Name: "Harbour Lights"}},
		Chapters: []work.DraftChapter{
			{Title: "Fog", Body: "<p>The fog came up off the river.</p>"},
			{Title: "Key", Body: "<p>The key turned as if oiled that morning.</p>"},
		},
	}
	if change != nil {
		change(&draft)
	}
	var id work.ID
	err = a.d.Tx(t.Context(), func(tx *db.Tx) error {
		var err error
		id, err = work.Create(t.Context(), tx, prose.Cleaner{Base: "https://archive.example"}, draft)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	w, err := work.Get(t.Context(), a.d, a.ann, id)
	if err != nil {
		t.Fatal(err)
	}
	a.chapter[id] = w.Chapters[0].ID
	return id
}

func (a *archive) get(v viewer.Viewer, address string) *httptest.ResponseRecorder {
	return a.do(v, httptest.NewRequest(http.MethodGet, address, nil))
}

func (a *archive) do(v viewer.Viewer, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	a.mux.ServeHTTP(w, r.WithContext(viewer.With(context.WithoutCancel(r.Context()), v)))
	return w
}

func (a *archive) send(v viewer.Viewer, address string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return a.do(v, r)
}

var guest viewer.Viewer

func TestAWorkIsRead(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := open(t, d)
		id := a.post(t, nil)
		short := a.post(t, func(d *work.Draft) { d.ChapterTotal, d.Chapters = 1, d.Chapters[:1] })
		for _, c := range []struct {
			address string
			status  int
			has     string
		}{
			{id.Path(), 200, `class="title heading"`},
			{id.ChapterPath(a.chapter[id]), 200, "The fog came up off the river."},
			{id.Path() + "?view_full_work=true", 200, "The key turned as if oiled"},
			{id.Path() + "?view_full_work=true&view_adult=true", 200, `id="chapter-2"`},
			{id.Path() + "/navigate", 200, `class="chapter index group"`},
			{short.Path(), 200, "The fog came up off the river."},
			{short.ChapterPath(a.chapter[id]), 404, "no such chapter"},
			{id.ChapterPath(999_999), 404, "no such chapter"},
			{"/works/999999", 404, "no such work"},
			{"/works/abc", 404, "no such page"},
			{"/chapters/999999", 404, "no such work"},
		} {
			for range 2 { // the second time from the cache
				w := a.get(guest, c.address)
				if w.Code != c.status || !strings.Contains(w.Body.String(), c.has) {
					t.Errorf("%s: status %d, want %d with %q", c.address, w.Code, c.status, c.has)
				}
			}
		}
		to := a.get(guest, "/chapters/"+strings.TrimPrefix(id.ChapterPath(a.chapter[id]), id.Path()+"/chapters/")+"?view_adult=true")
		if to.Code != http.StatusFound || to.Header().Get("Location") != id.ChapterPath(a.chapter[id])+"?view_adult=true" {
			t.Errorf("a chapter's own address: %d to %s", to.Code, to.Header().Get("Location"))
		}
		chosen := a.get(guest, id.Path()+"/navigate?selected_id="+strings.TrimPrefix(id.ChapterPath(a.chapter[id]), id.Path()+"/chapters/"))
		if chosen.Code != http.StatusSeeOther || chosen.Header().Get("Location") != id.ChapterPath(a.chapter[id]) {
			t.Errorf("a chosen chapter: %d to %s", chosen.Code, chosen.Header().Get("Location"))
		}
	})
}

func TestWhatMayNotBeSeenIsNot(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := open(t, d)
		for _, c := range []struct {
			name          string
			change        func(*work.Draft)
			guest, member int
		}{
			{"posted", nil, 200, 200},
			{"restricted", func(d *work.Draft) { d.Restricted = true }, 401, 200},
			{"draft", func(d *work.Draft) { d.Posted = false }, 404, 404},
			{"hidden", func(d *work.Draft) { d.Hidden = true }, 404, 404},
			{"unrevealed", func(d *work.Draft) { d.Unrevealed = true }, 403, 403},
		} {
			id := a.post(t, func(d *work.Draft) {
				d.Title = "A Secret Title"
				if c.change != nil {
					c.change(d)
				}
			})
			chapter := id.ChapterPath(a.chapter[id])
			for _, address := range []string{id.Path(), id.Path() + "?view_full_work=true", chapter, id.Path() + "/navigate", strings.TrimPrefix(chapter, id.Path())} {
				for _, v := range []struct {
					viewer.Viewer
					want int
				}{{guest, c.guest}, {a.bea, c.member}, {a.ann, 200}} {
					w := a.get(v.Viewer, address)
					want := v.want
					if want == 200 && strings.HasPrefix(address, "/chapters/") {
						want = http.StatusFound
					}
					if w.Code != want {
						t.Errorf("%s, %s to %q: %d, want %d", c.name, address, v.Name, w.Code, want)
					}
					if v.want != 200 && (strings.Contains(w.Body.String(), "Secret") || strings.Contains(w.Body.String(), "fog") || w.Header().Get("Location") != "") {
						t.Errorf("%s, %s tells %q something", c.name, address, v.Name)
					}
				}
			}
			if c.guest == 401 {
				if w := a.get(guest, chapter); !strings.Contains(w.Body.String(), "/users/login?next="+url.QueryEscape(chapter)) {
					t.Error("a guest isn't offered to sign in and come back")
				}
			}
		}
	})
}

func TestHidingReachesTheCache(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := open(t, d)
		id := a.post(t, nil)
		if w := a.get(guest, id.Path()); w.Code != 200 {
			t.Fatal(w.Code)
		}
		err := d.Tx(t.Context(), func(tx *db.Tx) error {
			tx.Changed(int64(id))
			return tx.Exec(t.Context(), `UPDATE works SET hidden = TRUE WHERE id = $1`, int64(id))
		})
		if err != nil {
			t.Fatal(err)
		}
		if w := a.get(guest, id.Path()); w.Code != 404 {
			t.Errorf("a hidden work is still shown: %d", w.Code)
		}
	})
}

const caution = "This work could have adult content. If you proceed you have agreed that you are willing to see such content."

func TestAdultGate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := open(t, d)
		id := a.post(t, func(d *work.Draft) { d.Rating = work.NotRated })
		chapter := id.ChapterPath(a.chapter[id])
		willing, member := viewer.Viewer{Adult: true}, a.bea
		member.Adult = true
		for _, c := range []struct {
			v       viewer.Viewer
			address string
			asked   bool
		}{
			{guest, chapter, true}, {guest, id.Path(), true}, {guest, id.Path() + "?view_full_work=true", true},
			{guest, chapter + "?view_adult=false", true},
			{guest, chapter + "?view_adult=true", false}, {guest, id.Path() + "?view_adult=true&view_full_work=true", false},
			{willing, chapter, false}, {a.bea, chapter, true}, {member, chapter, false}, {a.ann, chapter, false},
		} {
			w := a.get(c.v, c.address)
			if got := strings.Contains(w.Body.String(), caution); got != c.asked || w.Code != 200 {
				t.Errorf("%s for %+v: asked %v, want %v, status %d", c.address, c.v, got, c.asked, w.Code)
			}
			if c.asked && strings.Contains(w.Body.String(), "fog came up") {
				t.Error("the text stands on the page that asks")
			}
		}
	})
}

func TestWelcomeIsRemembered(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := open(t, d)
		w := a.send(guest, "/adult", url.Values{"next": {"/works/1/chapters/2"}})
		cookies := w.Result().Cookies()
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/works/1/chapters/2" || len(cookies) != 1 {
			t.Fatalf("%d to %q with %d cookies", w.Code, w.Header().Get("Location"), len(cookies))
		}
		if c := cookies[0]; c.Name != "adult" || c.Value != "1" || c.MaxAge < 300*24*3600 || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode {
			t.Errorf("cookie %v", c)
		}
		if w := a.send(guest, "/adult", url.Values{"next": {"https://evil.example/"}}); w.Header().Get("Location") != "/" {
			t.Errorf("leads to %q", w.Header().Get("Location"))
		}
		if w := a.send(guest, "/adult", url.Values{"next": {strings.Repeat("x", 20_000)}}); w.Code == http.StatusSeeOther {
			t.Error("a form without bound is taken")
		}
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if w := a.send(a.bea, "/adult", url.Values{"next": {"/"}}); w.Code != http.StatusSeeOther || len(w.Result().Cookies()) != 0 {
					t.Errorf("member: %d", w.Code)
				}
			})
		}
		all.Wait()
		var adult bool
		if err := d.QueryRowContext(t.Context(), `SELECT adult FROM accounts WHERE id = $1`, int64(a.bea.ID)).Scan(&adult); err != nil || !adult {
			t.Errorf("adult %v, err %v", adult, err)
		}
	})
}
