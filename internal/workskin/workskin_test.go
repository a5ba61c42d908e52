package workskin_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/read"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
	"github.com/ficstead/ficstead/internal/workskin"
)

var (
	guest     = viewer.Viewer{}
	ann       = viewer.Viewer{ID: 1, Name: "Ann", Role: viewer.Member}
	cat       = viewer.Viewer{ID: 2, Name: "Cat", Role: viewer.Member}
	moderator = viewer.Viewer{ID: 3, Name: "Mod", Role: viewer.Moderator}
)

// desk is an archive with a work of Ann's.
type desk struct {
	t  *testing.T
	d  *db.DB
	m  *web.Mux
	id work.ID
}

func each(t *testing.T, f func(t *testing.T, k *desk)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := &desk{t: t, d: d, m: web.NewMux(slog.New(slog.DiscardHandler))}
		(&workskin.Pages{DB: d}).Routes(k.m)
		(&read.Pages{DB: d, Cache: web.NewCache(d, 1<<20)}).Routes(k.m)
		k.tx(func(tx *db.Tx) (err error) {
			for _, v := range []viewer.Viewer{ann, cat, moderator} {
				if err := tx.Exec(t.Context(), `INSERT INTO accounts (id, name, name_key, role, created_at) VALUES ($1, $2, $2, $3, 1)`, int64(v.ID), v.Name, string(v.Role)); err != nil {
					return err
				}
				if err := tx.Exec(t.Context(), `INSERT INTO pseuds (id, account_id, name, name_key, is_default, created_at) VALUES ($1, $1, $2, $2, TRUE, 1)`, int64(v.ID), v.Name); err != nil {
					return err
				}
			}
			k.id, err = work.Create(t.Context(), tx, prose.Cleaner{}, work.Draft{
				Title: "Six Minutes Late", Language: "en", Rating: work.General, Posted: true, Creators: []account.PseudID{1},
				Chapters: []work.DraftChapter{{Body: "<p>The fog came up off the river.</p>"}, {Body: "<p>It went again.</p>"}},
			})
			return err
		})
		f(t, k)
	})
}

func (k *desk) tx(f func(tx *db.Tx) error) {
	k.t.Helper()
	if err := k.d.Tx(k.t.Context(), f); err != nil {
		k.t.Fatal(err)
	}
}

func (k *desk) do(v viewer.Viewer, method, path string, f url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(viewer.With(k.t.Context(), v), method, path, strings.NewReader(f.Encode()))
	if f != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	k.m.ServeHTTP(w, r)
	return w
}

func (k *desk) get(v viewer.Viewer, path string) *httptest.ResponseRecorder {
	return k.do(v, http.MethodGet, path, nil)
}

// write saves a skin by the form and gives its path below /account.
func (k *desk) write(v viewer.Viewer, title, css string) string {
	k.t.Helper()
	w := k.do(v, http.MethodPost, "/account/skins/new", url.Values{"title": {title}, "css": {css}})
	if w.Code != http.StatusSeeOther {
		k.t.Fatalf("%d: %s", w.Code, w.Body)
	}
	path, _, _ := strings.Cut(w.Header().Get("Location"), "?")
	return path
}

var sheet = regexp.MustCompile(`href="(/(?:skins/[0-9]+|works/[0-9]+/skin)/[0-9a-f]{32}\.css)"`)

func (k *desk) sheetOn(v viewer.Viewer, path string) string {
	k.t.Helper()
	m := sheet.FindStringSubmatch(k.get(v, path).Body.String())
	if m == nil {
		return ""
	}
	return m[1]
}

func TestASkinFromTheFormToTheReader(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		bad := k.do(ann, http.MethodPost, "/account/skins/new", url.Values{"title": {"Texts"}, "css": {".a { colour: red }\nbody { top: 1px }"}})
		page := bad.Body.String()
		for _, want := range []string{"Line 1", ".a { colour: red }", "Line 2", "reaches out of the work", `value="Texts"`, "body { top: 1px }</textarea>"} {
			if !strings.Contains(page, want) {
				t.Errorf("the form comes back without %q", want)
			}
		}
		if bad.Code != 422 || strings.Contains(k.get(ann, "/account/skins").Body.String(), "Texts") {
			t.Errorf("%d, and it may be saved", bad.Code)
		}
		at := k.write(ann, "Texts", ".message { color: red }")
		number := strings.TrimPrefix(at, "/account/skins/")
		wear := k.id.Path() + "/skin"
		if w := k.do(cat, http.MethodPost, wear, url.Values{"skin": {number}}); w.Code != 404 {
			t.Errorf("a stranger dresses the work: %d", w.Code)
		}
		if w := k.do(ann, http.MethodPost, wear, url.Values{"skin": {number}}); w.Code != 303 {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		entire := k.id.Path() + "?view_full_work=true"
		address := k.sheetOn(guest, entire)
		css := k.get(guest, address)
		if css.Body.String() != "#workskin .message {\n  color: red;\n}\n" || css.Header().Get("Content-Type") != "text/css; charset=utf-8" ||
			css.Header().Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(css.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%v %s", css.Header(), css.Body)
		}
		if w := k.get(guest, strings.Replace(address, ".css", "0.css", 1)); w.Code != 404 {
			t.Errorf("another sum: %d", w.Code)
		}
		if k.sheetOn(guest, k.id.Path()) != "" || k.sheetOn(guest, k.id.Path()+"/navigate") != "" {
			t.Error("pages without the text link it")
		}
		// A change of the skin is on the cached page at once.
		k.do(ann, http.MethodPost, at, url.Values{"title": {"Texts"}, "css": {".message { color: blue }"}})
		if now := k.sheetOn(guest, entire); now == address || !strings.Contains(k.get(guest, now).Body.String(), "blue") {
			t.Errorf("the page of guests still links %s", now)
		}
		k.tx(func(tx *db.Tx) error { return work.SetHidden(t.Context(), tx, k.id, true) })
		if w := k.get(guest, k.sheetOn(ann, entire)); w.Code != 404 {
			t.Errorf("the skin of a hidden work: %d", w.Code)
		}
		k.do(ann, http.MethodPost, at+"/delete", url.Values{})
		if k.sheetOn(ann, entire) != "" {
			t.Error("a skin that is gone is linked")
		}
	})
}

func TestReadersSwitchItOff(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		at := k.write(ann, "Texts", "p { color: red }")
		k.do(ann, http.MethodPost, k.id.Path()+"/skin", url.Values{"skin": {strings.TrimPrefix(at, "/account/skins/")}})
		entire := k.id.Path() + "?view_full_work=true"
		plain := cat
		plain.Prefs.NoWorkSkins = true
		for _, c := range []struct {
			who         viewer.Viewer
			style, link string
			on          bool
		}{
			{guest, "", "Hide Creator&#39;s Style", true},
			{guest, "&style=off", "Show Creator&#39;s Style", false},
			{guest, "&style=disable", "Show Creator&#39;s Style", false},
			{cat, "", "Hide Creator&#39;s Style", true},
			{plain, "", "Show Creator&#39;s Style", false},
			{plain, "&style=creator", "Hide Creator&#39;s Style", true},
		} {
			for range 2 { // the second is from the cache
				page := k.get(c.who, entire+c.style).Body.String()
				if on := sheet.MatchString(page) && strings.Contains(page, "skin-frame"); on != c.on || !strings.Contains(page, c.link) {
					t.Errorf("%+v: on is %v, or the link is not there", c, on)
				}
			}
		}
		// The choice goes along to the other pages of the work.
		page := k.get(guest, entire+"&style=off").Body.String()
		if !strings.Contains(page, fmt.Sprintf(`href="%s?style=off"`, k.id.Path())) {
			t.Error("the way to the work’s page forgets it")
		}
	})
}

func TestSharing(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		at := k.write(ann, "Texts", "p { color: red }")
		number := strings.TrimPrefix(at, "/account/skins/")
		public := "/skins/" + number
		status := func(when string, strangers int) {
			t.Helper()
			for who, want := range map[*viewer.Viewer]int{&guest: strangers, &cat: strangers, &ann: 200, &moderator: 200} {
				if w := k.get(*who, public); w.Code != want {
					t.Errorf("%s, %q gets it with %d", when, who.Name, w.Code)
				}
			}
		}
		status("private", 404)
		if w := k.do(cat, http.MethodPost, at+"/share", url.Values{"share": {"yes"}}); w.Code != 404 {
			t.Errorf("a stranger shares it: %d", w.Code)
		}
		k.do(ann, http.MethodPost, at+"/share", url.Values{"share": {"yes"}})
		status("asked", 404)
		sum := regexp.MustCompile(`name="sum" value="([0-9a-f]+)"`).FindStringSubmatch(k.get(moderator, public).Body.String())
		if sum == nil || !strings.Contains(k.get(moderator, "/keep/skins").Body.String(), "Texts") {
			t.Fatal("staff are not asked")
		}
		if w := k.do(moderator, http.MethodPost, public+"/answer", url.Values{"answer": {"yes"}, "sum": {"other"}}); w.Code != 409 {
			t.Errorf("an answer to what was changed since: %d", w.Code)
		}
		if w := k.do(moderator, http.MethodPost, public+"/answer", url.Values{"answer": {"no"}, "sum": {sum[1]}}); w.Code != 422 {
			t.Errorf("a refusal without a word: %d", w.Code)
		}
		k.do(moderator, http.MethodPost, public+"/answer", url.Values{"answer": {"yes"}, "sum": {sum[1]}})
		status("shared", 200)
		var letters int
		if err := k.d.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM letters WHERE account_id = 1`).Scan(&letters); err != nil || letters != 1 {
			t.Errorf("%d letters, %v", letters, err)
		}
		first := k.do(cat, http.MethodPost, public+"/copy", url.Values{}).Header().Get("Location")
		second := k.do(cat, http.MethodPost, public+"/copy", url.Values{}).Header().Get("Location")
		if first == "" || first != second {
			t.Errorf("made mine twice: %q, %q", first, second)
		}
		// Whoever changes a shared skin has it looked at again; copies stay as they are.
		k.do(ann, http.MethodPost, at, url.Values{"title": {"Texts"}, "css": {"p { color: blue }"}})
		status("changed", 404)
		copied, _, _ := strings.Cut(first, "?")
		if !strings.Contains(k.get(cat, copied).Body.String(), "color: red") {
			t.Error("the copy changed")
		}
	})
}

// Somebody else's skins are as if they were not there.
func TestOthersSkins(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		at := k.write(ann, "Texts", "p { color: red }")
		for _, path := range []string{at, at + "/share"} {
			if w := k.do(cat, http.MethodPost, path, url.Values{"title": {"Hers"}, "css": {""}, "account_id": {"2"}}); w.Code != 404 {
				t.Errorf("%s: %d", path, w.Code)
			}
		}
		k.do(cat, http.MethodPost, at+"/delete", url.Values{})
		if w := k.get(ann, at); w.Code != 200 || k.get(cat, at).Code != 404 {
			t.Errorf("Ann gets hers with %d", w.Code)
		}
		if w := k.do(ann, http.MethodPost, k.id.Path()+"/skin", url.Values{"skin": {"987"}}); w.Code != 422 {
			t.Errorf("no such skin: %d", w.Code)
		}
		strange := "p { background: url(/pictures/" + strings.Repeat("a", 64) + ".png) }"
		if w := k.do(ann, http.MethodPost, "/account/skins/new", url.Values{"title": {"P"}, "css": {strange}}); w.Code != 422 || !strings.Contains(w.Body.String(), "not one of yours") {
			t.Errorf("a picture of nobody's: %d", w.Code)
		}
	})
}

func TestEightSkinsAtOnce(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				w := k.do(ann, http.MethodPost, "/account/skins/new", url.Values{"title": {"The same"}, "css": {fmt.Sprintf("p { top: %dpx }", i)}})
				if w.Code != 303 && w.Code != 422 {
					t.Errorf("%d", w.Code)
				}
			})
		}
		wg.Wait()
		var n int
		if err := k.d.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM work_skins`).Scan(&n); err != nil || n != 1 {
			t.Errorf("%d skins of one name, %v", n, err)
		}
	})
}
