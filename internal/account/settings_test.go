package account

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

func signedIn(t *testing.T, h *house) *browser {
	t.Helper()
	b := h.browser(t)
	b.want(b.login("Ana_María", goodPassword), 303)
	return b
}

func TestSessions(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		create(t, h.d, New{Name: "bea", Password: goodPassword})
		bea := h.browser(t)
		bea.login("bea", goodPassword)
		here, there, third := signedIn(t, h), signedIn(t, h), signedIn(t, h)

		page := here.get("/account/sessions")
		here.want(page, 200, "Firefox on Linux", "192.0.2.1", "3 Aug 2026")
		if n := strings.Count(page.body, `class="badge"`); n != 1 {
			t.Errorf("%d are this device", n)
		}
		ids := regexp.MustCompile(`/account/sessions/(\d+)/end`).FindAllStringSubmatch(page.body, -1)
		if len(ids) != 3 {
			t.Fatalf("%d sessions are listed", len(ids))
		}
		var thereID int64
		if err := h.d.QueryRowContext(t.Context(), `SELECT id FROM sessions WHERE token_hash = $1`, hashToken(there.cookie("session"))).Scan(&thereID); err != nil {
			t.Fatal(err)
		}
		end := fmt.Sprintf("/account/sessions/%d/end", thereID)
		foreign := bea.post(end)
		bea.want(foreign, 404)
		if unknown := bea.post("/account/sessions/999999/end"); unknown.body != foreign.body {
			t.Error("somebody else's session is told from none")
		}
		there.wantWho("Ana_María")
		here.want(here.post(end), 303)
		there.wantWho("guest")
		here.wantWho("Ana_María")

		here.want(here.post("/account/sessions/end-all"), 303)
		here.wantWho("guest")
		third.wantWho("guest")
		bea.wantWho("bea")
	})
}

func TestSessionsEnd(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		visitor, loyal, kept := signedIn(t, h), signedIn(t, h), h.browser(t)
		kept.post("/users/login", "name", "Ana_María", "password", goodPassword, "remember", "1")
		seen := func(b *browser) (at int64) {
			if err := h.d.QueryRowContext(t.Context(), `SELECT seen_at FROM sessions WHERE token_hash = $1`, hashToken(b.cookie("session"))).Scan(&at); err != nil {
				t.Fatal(err)
			}
			return at
		}
		start := seen(loyal)
		h.wait(touchEvery - time.Second)
		loyal.wantWho("Ana_María")
		if seen(loyal) != start {
			t.Error("a visit was written down within the hour")
		}
		h.wait(time.Second)
		loyal.wantWho("Ana_María")
		if seen(loyal) != start+touchEvery.Milliseconds() {
			t.Error("a visit was not written down after an hour")
		}
		h.wait(shortStay - touchEvery)
		visitor.wantWho("guest")
		loyal.wantWho("Ana_María") // its time began anew
		a := kept.get("/who")
		if a.body != "Ana_María" || !strings.Contains(a.header.Get("Set-Cookie"), "Max-Age=7776000") {
			t.Errorf("%q, cookie %q", a.body, a.header.Get("Set-Cookie"))
		}
		h.wait(longStay)
		kept.wantWho("guest")
		// However often it is used, a session does not outlive a year.
		last := h.browser(t)
		last.post("/users/login", "name", "Ana_María", "password", goodPassword, "remember", "1")
		for range 6 {
			h.wait(60 * 24 * time.Hour)
			last.wantWho("Ana_María")
		}
		h.wait(6 * 24 * time.Hour)
		last.wantWho("guest")
	})
}

func TestSessionsAreBounded(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		a, err := ByName(t.Context(), h.d, "Ana_María")
		if err != nil {
			t.Fatal(err)
		}
		for range maxKept + 5 {
			write(t, h.d, func(tx *db.Tx) error { _, err := start(t.Context(), tx, a.ID, "", visit{stay: shortStay}); return err })
		}
		if n := count(t, h.d, `SELECT COUNT(*) FROM sessions`); n != maxKept {
			t.Errorf("%d sessions", n)
		}
		if n := count(t, h.d, `SELECT COUNT(*) FROM devices`); n != maxKept {
			t.Errorf("%d devices", n)
		}
	})
}

func TestChangePassword(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		here, there := signedIn(t, h), signedIn(t, h)
		before := here.cookie("session")
		const next = "a quieter lamp by the sea"
		here.want(here.get("/account/password"), 200, `name="old"`)
		here.want(here.post("/account/password", "old", "wrong", "password", next), 422, "not the password you have now")
		here.want(here.post("/account/password", "old", goodPassword, "password", "short"), 422, "at least 8")
		here.want(here.post("/account/password", "old", goodPassword, "password", "ana_maría1"), 422, "first that a stranger would try")
		there.wantWho("Ana_María")

		a := here.post("/account/password", "old", goodPassword, "password", next)
		here.want(a, 303)
		here.want(here.get(a.header.Get("Location")), 200, "Your password is changed")
		here.wantWho("Ana_María")
		there.wantWho("guest")
		replay := h.browser(t)
		replay.setCookie("session", before)
		replay.wantWho("guest")
		there.want(there.login("Ana_María", goodPassword), 422)
		there.want(there.login("Ana_María", next), 303)

		// A thief of a session can't try passwords without end.
		for range perDevice {
			there.post("/account/password", "old", "wrong", "password", goodPassword)
		}
		there.want(there.post("/account/password", "old", next, "password", goodPassword), 429)
	})
}

func TestSetPassword(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		b := signedIn(t, h)
		a, err := ByName(t.Context(), h.d, "Ana_María")
		if err != nil {
			t.Fatal(err)
		}
		write(t, h.d, func(tx *db.Tx) error { return SetPassword(t.Context(), tx, a.ID, "a quieter lamp by the sea") })
		b.wantWho("guest")
		b.want(b.login("Ana_María", goodPassword), 422)
		b.want(b.login("Ana_María", "a quieter lamp by the sea"), 303)
	})
}

func TestAccountPage(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		b := signedIn(t, h)
		a := b.get("/account")
		b.want(a, 200, "Ana_María", "ana@example.org", "/account/sessions", "/account/keys", "/account/preferences", "/users/logout", "3 Aug 2026")
		if a.header.Get("Cache-Control") != "no-store" {
			t.Error(a.header)
		}
		b.want(b.post("/account/pseuds", "pseud", `"><b>owl`), 422, `value="&#34;&gt;&lt;b&gt;owl"`, "letters and digits of any script")
		b.want(b.post("/account/pseuds", "pseud", "Night Owl"), 303)
		b.want(b.get("/account/pseuds?done=added"), 200, "Night Owl", "/users/Ana_Mar%C3%ADa/pseuds/Night%20Owl", "ready to write under")
		b.want(b.get("/account?done=<script>"), 200)
		guest := h.browser(t)
		for _, path := range []string{"/account", "/account/sessions", "/account/password", "/account/preferences"} {
			guest.want(guest.get(path), 302)
		}
	})
}

func TestPreferences(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		b := signedIn(t, h)
		b.want(b.post("/account/preferences", "adult", "1", "theme", "sepia", "size", "21", "width", "wide", "line", "airy", "para", "indented", "justify", "1", "role", "keeper"), 303)
		b.wantWho("Ana_María adult")
		b.want(b.get("/account/preferences"), 200, `<option value="sepia" selected>`, `<option value="21" selected>`, `<option value="wide" selected>`, `name="justify" value="1" checked`)
		b.want(b.post("/account/preferences", "theme", ""), 303)
		b.wantWho("Ana_María")
		a, err := ByName(t.Context(), h.d, "Ana_María")
		if err != nil || a.Role != viewer.Member || a.Reading != (viewer.Reading{}) {
			t.Errorf("%+v, %v", a, err)
		}

		f := url.Values{"theme": {"black"}, "size": {"25"}, "face": {"literata"}}
		if a := b.do("POST", "/account/reading", f, "Sec-Fetch-Mode", "cors", "Sec-Fetch-Site", "same-origin"); a.status != 204 || a.body != "" {
			t.Errorf("a script gets %d %q", a.status, a.body)
		}
		if a := b.do("POST", "/account/reading", f, "Accept", "*/*"); a.status != 204 {
			t.Errorf("an old script gets %d", a.status)
		}
		for referer, want := range map[string]string{h.URL + "/works/1?a=b": "/works/1?a=b", "https://elsewhere.example/x": "/account/preferences", "": "/account/preferences"} {
			if a := b.do("POST", "/account/reading", f, "Referer", referer); a.status != 303 || a.header.Get("Location") != want {
				t.Errorf("from %q to %d %q", referer, a.status, a.header.Get("Location"))
			}
		}
		a, err = ByName(t.Context(), h.d, "Ana_María")
		if err != nil || a.Reading != (viewer.Reading{Theme: "black", Size: 25, Face: "literata"}) {
			t.Errorf("%+v, %v", a, err)
		}
		guest := h.browser(t)
		guest.want(guest.do("POST", "/account/reading", f), 401)
		guest.setCookie("adult", "1")
		guest.wantWho("guest adult")
	})
}

// Whatever changes something is refused when another site sends it.
func TestCrossSite(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		b := signedIn(t, h)
		m := web.NewMux(h.pages.log())
		h.pages.Routes(m)
		posts := 0
		before := count(t, h.d, `SELECT COUNT(*) FROM sessions`) + count(t, h.d, `SELECT COUNT(*) FROM pseuds`)
		for _, r := range m.Routes() {
			method, path, _ := strings.Cut(r.Pattern, " ")
			if method != "POST" {
				continue
			}
			posts++
			path = strings.NewReplacer("{id}", "1", "{token}", "x").Replace(path)
			f := url.Values{"pseud": {"Owl"}, "name": {"Ana_María"}, "password": {goodPassword}}
			b.want(b.do("POST", path, f, "Sec-Fetch-Site", "cross-site"), 403)
			b.want(b.do("POST", path, f, "Origin", "https://evil.example"), 403)
		}
		if posts < 20 {
			t.Errorf("%d routes were tried", posts)
		}
		if after := count(t, h.d, `SELECT COUNT(*) FROM sessions`) + count(t, h.d, `SELECT COUNT(*) FROM pseuds`); after != before {
			t.Error("something changed")
		}
		b.wantWho("Ana_María")
	})
}

// A viewer who can't be looked up is no guest: nothing is answered at all.
func TestDatabaseGone(t *testing.T) {
	d, err := db.Open(t.Context(), dbtest.SQLite(t))
	if err != nil {
		t.Fatal(err)
	}
	p := &Pages{DB: d}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	served := false
	h := p.Middleware(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { served = true }))
	r := httptest.NewRequestWithContext(t.Context(), "GET", "/account", nil)
	r.AddCookie(&http.Cookie{Name: "session", Value: "x"})
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != 503 || served || w.Header().Get("Retry-After") == "" {
		t.Errorf("%d, served %v", w.Code, served)
	}
}

func TestSweep(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		h.browser(t).login("Ana_María", "wrong")
		signedIn(t, h)
		link(t, h.d)
		rows := func() int {
			return count(t, h.d, `SELECT (SELECT COUNT(*) FROM sessions) + (SELECT COUNT(*) FROM devices) + (SELECT COUNT(*) FROM login_tries) + (SELECT COUNT(*) FROM one_time_links)`)
		}
		for _, step := range []struct {
			wait time.Duration
			left int
		}{{0, 5}, {linkLife, 4}, {longestWindow, 2}, {shortStay, 1}, {longest, 0}} {
			h.wait(step.wait)
			write(t, h.d, func(tx *db.Tx) error { return RunSweep(t.Context(), tx) })
			if n := rows(); n != step.left {
				t.Errorf("%d rows are left %v later, want %d", n, step.wait, step.left)
			}
		}
	})
}
