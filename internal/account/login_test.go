package account

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
)

func withAna(t *testing.T, f func(t *testing.T, h *house)) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		create(t, d, New{Name: "Ana_María", Email: "ana@example.org", Password: goodPassword})
		f(t, h)
	})
}

func TestLogin(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		for _, name := range []string{"Ana_María", "ANA_MARÍA", "ana@example.org", " Ana@Example.Org "} {
			b := h.browser(t)
			b.wantWho("guest")
			a := b.post("/users/login", "name", name, "password", goodPassword, "next", "/works/42?page=2")
			if a.status != 303 || a.header.Get("Location") != "/works/42?page=2" || a.header.Get("Cache-Control") != "no-store" {
				t.Errorf("%q: %d %v", name, a.status, a.header)
			}
			b.wantWho("Ana_María")
		}
		// As tools of AO3 send it.
		b := h.browser(t)
		a := b.post("/users/login", "user[login]", "ana_maría", "user[password]", goodPassword, "user[remember_me]", "0", "user[remember_me]", "1", "commit", "Log in")
		b.want(a, 303)
		if c := strings.Join(a.header.Values("Set-Cookie"), "\n"); !strings.Contains(c, "session=") || !strings.Contains(c, "Max-Age=7776000") {
			t.Errorf("cookies %s", c)
		}
		b.wantWho("Ana_María")
		b.want(b.get("/users/login?next=/tags"), 303)

		a = h.browser(t).post("/users/login", "name", "ana_maría", "password", goodPassword, "next", "//evil.example/")
		if a.header.Get("Location") != "/" {
			t.Errorf("led to %q", a.header.Get("Location"))
		}
		a = h.browser(t).get("/login?next=/works/7")
		if a.status != 303 || a.header.Get("Location") != "/users/login?next=%2Fworks%2F7" {
			t.Errorf("/login: %d %v", a.status, a.header)
		}
		h.browser(t).want(h.browser(t).get("/token_dispenser.json"), 200, `{"token":"`)
	})
}

func TestCookies(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		for _, c := range []struct {
			secure, remember bool
			want             string
		}{
			{false, false, "session=T; Path=/; HttpOnly; SameSite=Lax"},
			{true, false, "__Host-session=T; Path=/; HttpOnly; Secure; SameSite=Lax"},
			{true, true, "__Host-session=T; Path=/; Max-Age=7776000; HttpOnly; Secure; SameSite=Lax"},
		} {
			h.pages.Secure = c.secure
			fields := []string{"name", "Ana_María", "password", goodPassword}
			if c.remember {
				fields = append(fields, "remember", "1")
			}
			got := h.browser(t).post("/users/login", fields...).header.Values("Set-Cookie")
			if len(got) != 2 {
				t.Fatalf("cookies %v", got)
			}
			name, rest, _ := strings.Cut(got[0], "=")
			token, rest, _ := strings.Cut(rest, ";")
			if name+"=T;"+rest != c.want || len(token) != 43 {
				t.Errorf("cookie %q, want %q", got[0], c.want)
			}
		}
	})
}

// What fails must not tell whether somebody has the name: the same answer for a
// wrong password, an unknown name, an unknown address and a place not claimed.
func TestFailuresLookAlike(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		write(t, h.d, func(tx *db.Tx) error { _, _, err := Place(t.Context(), tx, "Jo of the Sea"); return err })
		var first string
		for _, name := range []string{"Ana_María", "nobody", "ana@example.org", "nobody@example.org", "Jo of the Sea", "", "nul\x00", "bad\xff", strings.Repeat("ﷺ", 6000)} {
			b := h.browser(t)
			a := b.post("/users/login", "name", name, "password", "wrong "+goodPassword, "next", "/works/1", "remember", "1")
			b.want(a, 422, `value="/works/1"`, "checked")
			if strings.Contains(a.body, goodPassword) {
				t.Error("the password came back")
			}
			if !strings.Contains(a.body, "The password or user name you entered doesn't match our records. Please try again.") {
				t.Errorf("%q: %s", name, a.body)
			}
			if c := a.header.Values("Set-Cookie"); len(c) > 0 {
				t.Errorf("%q: cookies %v", name, c)
			}
			if name == "Ana_María" && !strings.Contains(a.body, `value="Ana_María"`) {
				t.Error("the name did not come back")
			}
			if len(name) > 30 || strings.ContainsRune(name, 0) || !utf8.ValidString(name) {
				continue // these can't come back as they were
			}
			rest := strings.Replace(a.body, fmt.Sprintf(`value="%s"`, name), `value=""`, 1)
			if first == "" {
				first = rest
			}
			if rest != first {
				t.Errorf("%q has an answer of its own:\n%s\n%s", name, rest, first)
			}
		}
	})
}

// A cookie that was there before log-in must not become the session.
func TestFixedSessionIsDead(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		planted := strings.Repeat("A", 43)
		victim, thief := h.browser(t), h.browser(t)
		victim.setCookie("session", planted)
		victim.want(victim.login("Ana_María", goodPassword), 303)
		victim.wantWho("Ana_María")
		thief.setCookie("session", planted)
		thief.wantWho("guest")

		// Signing in again in the same browser ends the session before.
		before := victim.cookie("session")
		victim.want(victim.login("Ana_María", goodPassword), 303)
		thief.setCookie("session", before)
		thief.wantWho("guest")
		victim.wantWho("Ana_María")
	})
}

func TestLogout(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		b := h.browser(t)
		b.login("Ana_María", goodPassword)
		token := b.cookie("session")
		b.want(b.get("/users/logout"), 200, `action="/users/logout"`, "Ana_María")
		b.wantWho("Ana_María")
		b.want(b.post("/users/logout"), 303)
		b.wantWho("guest")
		b.want(b.get("/users/logout"), 200, "not signed in")
		b.want(b.post("/users/logout"), 303)

		replay := h.browser(t)
		replay.setCookie("session", token)
		replay.wantWho("guest")
		replay.want(replay.get("/account"), 302)
		if n := count(t, h.d, `SELECT COUNT(*) FROM sessions`); n != 0 {
			t.Errorf("%d sessions are left", n)
		}
	})
}

func TestLimitByName(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		owner := h.browser(t)
		owner.login("Ana_María", goodPassword)
		owner.post("/users/logout")

		for _, name := range []string{"Ana_María", "nobody-here"} {
			for i := range perName {
				b := h.browser(t)
				b.address = fmt.Sprintf("198.51.%d.7", i)
				b.want(b.login(name, "wrong"), 422)
			}
			b := h.browser(t)
			b.address = "203.0.113.9"
			a := b.login(strings.ToUpper(name), goodPassword)
			b.want(a, 429, "tried too often", "15 minutes")
			if a.header.Get("Retry-After") != "901" {
				t.Errorf("Retry-After %q", a.header.Get("Retry-After"))
			}
		}
		// Strangers can't lock the owner out of a browser that is known.
		owner.want(owner.login("Ana_María", goodPassword), 303)
		owner.wantWho("Ana_María")
		// Nor does a known browser help with anybody else's account.
		owner.post("/users/logout")
		create(t, h.d, New{Name: "bea", Password: goodPassword})
		for range perName {
			b := h.browser(t)
			b.want(b.login("bea", "wrong"), 422)
		}
		owner.want(owner.login("bea", goodPassword), 429)

		h.wait(window)
		b := h.browser(t)
		b.want(b.login("Ana_María", goodPassword), 303)
	})
}

func TestLimitByDevice(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		b := h.browser(t)
		b.login("Ana_María", goodPassword)
		b.post("/users/logout")
		for range perDevice {
			b.want(b.login("Ana_María", "wrong"), 422)
		}
		b.want(b.login("Ana_María", goodPassword), 429)
		other := h.browser(t)
		other.want(other.login("Ana_María", goodPassword), 303)
	})
}

func TestLimitByNetwork(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		for i := range perNetwork {
			b := h.browser(t)
			b.address = fmt.Sprintf("198.51.100.%d", i+1)
			b.want(b.login(fmt.Sprintf("name-%d", i), "wrong"), 422)
		}
		b := h.browser(t)
		b.address = "198.51.100.250"
		b.want(b.login("Ana_María", goodPassword), 429)
		b.address = "198.51.101.1"
		b.want(b.login("Ana_María", goodPassword), 303)
		h.wait(window)
		b.address = "198.51.100.250"
		b.want(b.login("Ana_María", goodPassword), 303)
	})
}

// Tries that come at once must not slip past the limit by more than the gate
// lets in together.
func TestLimitHoldsAtOnce(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		for range perName - 4 {
			b := h.browser(t)
			b.want(b.login("Ana_María", "wrong"), 422)
		}
		together(func(int) error {
			h.browser(t).login("Ana_María", "wrong")
			return nil
		})
		n := count(t, h.d, `SELECT COUNT(*) FROM login_tries WHERE subject LIKE 'name:%'`)
		if n < perName || n >= perName+hashesAtOnce {
			t.Errorf("%d tries got through", n)
		}
	})
}

func TestEightLoginsAtOnce(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		var tokens [8]string
		together(func(i int) error {
			b := h.browser(t)
			b.want(b.login("Ana_María", goodPassword), 303)
			b.wantWho("Ana_María")
			tokens[i] = b.cookie("session")
			return nil
		})
		seen := map[string]bool{}
		for _, token := range tokens {
			seen[token] = true
		}
		if n := count(t, h.d, `SELECT COUNT(*) FROM sessions`); n != 8 || len(seen) != 8 {
			t.Errorf("%d sessions, %d tokens", n, len(seen))
		}
	})
}

func TestRehash(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		stored := func() (s string) {
			if err := h.d.QueryRowContext(t.Context(), `SELECT password FROM accounts`).Scan(&s); err != nil {
				t.Fatal(err)
			}
			return s
		}
		before := stored()
		b := h.browser(t)
		b.login("Ana_María", "wrong")
		if stored() != before {
			t.Error("a failure changed the hash")
		}
		b.want(b.login("Ana_María", goodPassword), 303)
		after := stored()
		if !strings.HasPrefix(after, "$argon2id$v=19$m=64,t=1,p=1$") {
			t.Errorf("still %s", after)
		}
		b.want(h.browser(t).login("Ana_María", goodPassword), 303)
		if stored() != after {
			t.Error("a hash of today's cost was made anew")
		}
	})
}

func TestSuspended(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		b := h.browser(t)
		b.login("Ana_María", goodPassword)
		write(t, h.d, func(tx *db.Tx) error {
			return tx.Exec(t.Context(), `UPDATE accounts SET suspended_at = $1`, tx.Millis())
		})
		b.wantWho("guest")
		b.want(b.login("Ana_María", "wrong"), 422)
		b.want(b.login("Ana_María", goodPassword), 403, "suspended")
		b.wantWho("guest")
	})
}

func TestSecretsStayOutOfLogs(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		b := h.browser(t)
		b.login(goodPassword, "x") // the password in the wrong field
		b.login("Ana_María", "wrong-"+goodPassword)
		b.login("Ana_María", goodPassword)
		log := h.log.String()
		for _, secret := range []string{goodPassword, "wrong-", b.cookie("session"), b.cookie("device"), "argon2"} {
			if strings.Contains(log, secret) {
				t.Errorf("%q is in the log:\n%s", secret, log)
			}
		}
		for _, want := range []string{"log-in refused", "signed in", "192.0.2.1"} {
			if !strings.Contains(log, want) {
				t.Errorf("no %q in the log:\n%s", want, log)
			}
		}
		for _, column := range []string{"sessions", "devices"} {
			var hash []byte
			if err := h.d.QueryRowContext(t.Context(), `SELECT token_hash FROM `+column).Scan(&hash); err != nil {
				t.Fatal(err)
			}
			if len(hash) != 32 || strings.Contains(string(hash), b.cookie("session")) {
				t.Errorf("%s keep the token itself", column)
			}
		}
	})
}

func TestBigForm(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		b := h.browser(t)
		b.want(b.do("POST", "/users/login", url.Values{"name": {strings.Repeat("x", maxForm+1)}}), 413)
		b.want(b.do("POST", "/users/login", url.Values{}, "Content-Type", "multipart/form-data; boundary=x"), 422)
	})
}
