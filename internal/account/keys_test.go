package account

import (
	"context"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/viewer"
)

// code is what an app with that secret shows now.
func (h *house) code(t *testing.T, secret string) string {
	t.Helper()
	c, err := totp.GenerateCode(secret, h.d.Now())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (h *house) id(t *testing.T, name string) viewer.ID {
	t.Helper()
	a, err := ByName(t.Context(), h.d, name)
	if err != nil {
		t.Fatal(err)
	}
	return a.ID
}

func (h *house) enrol(t *testing.T, name string) (secret string) {
	t.Helper()
	write(t, h.d, func(tx *db.Tx) (err error) {
		secret, err = EnrolApp(t.Context(), tx, h.id(t, name))
		return err
	})
	return secret
}

// secrets are the secret paths in letters of a kind, the newest last.
func (h *house) secrets(t *testing.T, kind string) []string {
	t.Helper()
	all, err := db.All(t.Context(), h.d, db.One[string], `SELECT secret FROM letters WHERE kind = $1 AND secret <> '' ORDER BY id`, kind)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestSecondStep(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		b := signedIn(t, h)
		b.want(b.get("/account/authenticator"), 200, "Begin")
		b.want(b.post("/account/authenticator"), 303)
		page := b.get("/account/authenticator")
		secret := strings.ReplaceAll(regexp.MustCompile(`<code class="secret">([A-Z2-7 ]+)</code>`).FindStringSubmatch(page.body)[1], " ", "")
		if a := b.get("/account/authenticator/code.png"); a.status != 200 || a.header.Get("Content-Type") != "image/png" || a.header.Get("Cache-Control") != "no-store" {
			t.Errorf("the picture: %d %v", a.status, a.header)
		}
		b.want(b.post("/account/authenticator/confirm", "code", "000000"), 422, "doesn’t show that code")
		before := b.cookie("session")
		done := b.post("/account/authenticator/confirm", "code", h.code(t, secret))
		b.want(done, 200, "recovery codes")
		if b.cookie("session") == before {
			t.Error("the session has its old token after the second step was set up")
		}
		recovery := regexp.MustCompile(`<code>([a-z2-7-]{30})</code>`).FindAllStringSubmatch(done.body, -1)
		if len(recovery) != recoveryCodes || count(t, h.d, `SELECT COUNT(*) FROM letters WHERE kind = 'account.changed'`) != 1 {
			t.Fatalf("%d recovery codes", len(recovery))
		}

		n := h.browser(t)
		n.want(n.login("Ana_María", goodPassword), 303)
		n.wantWho("guest")
		n.want(n.get("/users/login/second"), 200, "six digits")
		n.want(n.post("/users/login/second", "code", h.code(t, secret)), 422, "used before") // it was shown when the app was set up
		h.wait(step)
		same := h.code(t, secret)
		a := n.post("/users/login/second", "code", same)
		n.want(a, 303)
		n.wantWho("Ana_María")
		n.want(n.post("/users/login/second", "code", same), 303) // nothing waits any more

		m := h.browser(t)
		m.login("Ana_María", goodPassword)
		m.want(m.post("/users/login/second", "code", same), 422, "used before")
		m.want(m.post("/users/login/second", "code", strings.ToUpper(recovery[3][1])), 303)
		m.wantWho("Ana_María")
		l := h.browser(t)
		l.login("Ana_María", goodPassword)
		l.want(l.post("/users/login/second", "code", recovery[3][1]), 422)
		h.wait(pendingLife + time.Second)
		l.want(l.post("/users/login/second", "code", recovery[4][1]), 303)
		l.wantWho("guest")
		if log := h.log.String(); strings.Contains(log, secret) || strings.Contains(log, recovery[3][1]) || strings.Contains(log, same) {
			t.Error("a secret is in the log")
		}
	})
}

// Eight who type one code at once: one gets in. Eight wrong ones at once count as
// eight: the limit is for all of them.
func TestSecondStepAtOnce(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		secret := h.enrol(t, "Ana_María")
		var all []*browser
		for range 8 {
			b := h.browser(t)
			b.login("Ana_María", goodPassword)
			all = append(all, b)
		}
		got := atOnce(all, func(b *browser) int { return b.post("/users/login/second", "code", h.code(t, secret)).status })
		if in := len(slices.DeleteFunc(slices.Clone(got), func(s int) bool { return s != 303 })); in != 1 {
			t.Errorf("%d of eight got in with one code: %v", in, got)
		}
		h.wait(window)
		all = nil
		for range 8 {
			b := h.browser(t)
			b.login("Ana_María", goodPassword)
			all = append(all, b)
		}
		got = atOnce(all, func(b *browser) int { return b.post("/users/login/second", "code", "12").status })
		if wrong := len(slices.DeleteFunc(slices.Clone(got), func(s int) bool { return s != 422 })); wrong != perSecond {
			t.Errorf("%d wrong codes were looked at, want %d: %v", wrong, perSecond, got)
		}
	})
}

func atOnce(all []*browser, f func(*browser) int) []int {
	got := make([]int, len(all))
	var wg sync.WaitGroup
	for i, b := range all {
		wg.Go(func() { got[i] = f(b) })
	}
	wg.Wait()
	return got
}

// A keeper is a member until the second step is taken, and led to it.
func TestStaffTakeTwoSteps(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		create(t, h.d, New{Name: "keeper", Password: goodPassword, Role: viewer.Keeper})
		b := h.browser(t)
		if a := b.login("keeper", goodPassword); a.header.Get("Location") != "/account/second?next=%2F" {
			t.Errorf("led to %s", a.header.Get("Location"))
		}
		a := b.get("/keep/people")
		if a.status != 302 || a.header.Get("Location") != "/account/second?gate=1&next=%2Fkeep%2Fpeople" {
			t.Errorf("a keeper's page: %d to %s", a.status, a.header.Get("Location"))
		}
		b.want(b.post("/keep/people/Ana_María/reset"), 403, "second step")
		if a := b.get("/account/second?gate=1&next=/keep/people"); a.header.Get("Location") != "/account/authenticator?gate=1&next=%2Fkeep%2Fpeople" {
			t.Errorf("led to %s", a.header.Get("Location"))
		}
		// "Later" led back to the page that had sent here, which sent here again.
		b.want(b.get("/account/authenticator?gate=1&next=%2Fkeep%2Fpeople"), 200, `href="/account">Later`)
		secret := h.enrol(t, "keeper")
		b.want(b.get("/account/second?next=/keep/people"), 200, "confirm_code")
		b.want(b.post("/account/confirm", "second", "1", "next", "/keep/people", "confirm_code", h.code(t, secret)), 303)
		b.want(b.get("/keep/people"), 200)
		made := b.post("/keep/people/Ana_María/reset")
		b.want(made, 200, "/reset/")
		ana := h.browser(t)
		link := regexp.MustCompile(`/reset/[\w-]{43}`).FindString(made.body)
		ana.want(ana.post(link, "password", "a quieter lamp by the sea"), 303)
		ana.want(ana.login("Ana_María", "a quieter lamp by the sea"), 303)
		ana.want(ana.get("/keep/people"), 403)
	})
}

func TestConfirm(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		b := signedIn(t, h)
		b.want(b.get("/account/name"), 200)
		h.wait(ConfirmLife)
		if a := b.get("/account/name?x=1"); a.header.Get("Location") != "/account/confirm?next=%2Faccount%2Fname%3Fx%3D1" {
			t.Errorf("led to %s", a.header.Get("Location"))
		}
		a := b.post("/account/email", "email", "new@example.org", "new_password", "hush hush")
		b.want(a, 403, `name="email" value="new@example.org"`, `action="/account/email"`)
		if strings.Contains(a.body, "hush") {
			t.Error("a password was written into the page")
		}
		b.want(b.post("/account/email", "email", "new@example.org", "confirm_password", "wrong"), 422, "not your password", `value="new@example.org"`)
		if n := len(h.secrets(t, "account.confirm")); n != 0 {
			t.Errorf("%d letters went", n)
		}
		before := b.cookie("session")
		b.want(b.post("/account/email", "email", "new@example.org", "confirm_password", goodPassword), 303)
		if len(h.secrets(t, "account.confirm")) != 1 || b.cookie("session") == before {
			t.Error("the form was not taken, or the session kept its token")
		}
		b.want(b.get("/account/name"), 200)
	})
}

func TestReset(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		here, b := signedIn(t, h), h.browser(t)
		write(t, h.d, func(tx *db.Tx) error { _, _, err := Place(t.Context(), tx, "Jo"); return err })
		first := b.post("/users/password/new", "name", "ana@EXAMPLE.org")
		for _, name := range []string{"Ana_María", "nobody", "no@example.org", "Jo"} {
			if a := b.post("/users/password/new", "name", name); a.status != first.status || a.header.Get("Location") != first.header.Get("Location") || a.body != first.body {
				t.Errorf("%s has an answer of its own: %d %v", name, a.status, a.header)
			}
		}
		links := h.secrets(t, "account.reset")
		if len(links) != 2 || count(t, h.d, `SELECT COUNT(*) FROM one_time_links WHERE purpose = 'reset'`) != 5 {
			t.Fatalf("letters %v", links)
		}
		b.want(b.get(links[0]), 200, "Ana_María")
		b.want(b.get(links[0]), 200) // looking does not use it up
		b.want(b.post(links[0], "password", "short"), 422, "at least 8")
		const next = "a quieter lamp by the sea"
		var all []*browser
		for range 8 {
			all = append(all, h.browser(t))
		}
		got := atOnce(all, func(x *browser) int { return x.post(links[0], "password", next).status })
		if in := len(slices.DeleteFunc(slices.Clone(got), func(s int) bool { return s != 303 })); in != 1 {
			t.Errorf("a link was used %d times: %v", in, got)
		}
		here.wantWho("guest")
		b.want(b.get(links[1]), 404, "doesn’t work any more")
		b.want(b.login("Ana_María", goodPassword), 422)
		b.want(b.login("Ana_María", next), 303)
		if n := count(t, h.d, `SELECT COUNT(*) FROM letters WHERE kind = 'account.changed'`); n != 1 {
			t.Errorf("%d letters tell of it", n)
		}
		h.wait(time.Hour + time.Second)
		b.want(b.post("/users/password/new", "name", "Ana_María"), 303)
		b.want(b.post("/users/password/new", "name", "nobody"), 303)
		old := h.secrets(t, "account.reset")
		h.wait(ResetLife)
		b.want(b.get(old[len(old)-1]), 404)
		for _, link := range links {
			if strings.Contains(h.log.String(), link) {
				t.Error("a link is in the log")
			}
		}
	})
}

// A name may be asked for three times in twelve hours, whether or not it is anybody's;
// an account is written to three times, however it is named.
func TestResetLimits(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		b := h.browser(t)
		for _, name := range []string{"Ana_María", "nobody"} {
			for range perReset {
				b.want(b.post("/users/password/new", "name", name), 303)
			}
			b.want(b.post("/users/password/new", "name", name), 429, "12 hours")
		}
		b.want(b.post("/users/password/new", "name", "ana@example.org"), 303)
		if n := len(h.secrets(t, "account.reset")); n != perReset {
			t.Errorf("%d letters", n)
		}
	})
}

// The same time for a name that somebody has and one that nobody has.
func TestResetTakesTheSameTime(t *testing.T) {
	d := dbtest.Open(t, dbtest.SQLite(t))
	h := newHouse(t, d)
	create(t, d, New{Name: "Ana", Email: "ana@example.org", Password: goodPassword})
	ask := func(name string) time.Duration {
		write(t, d, func(tx *db.Tx) error { return tx.Exec(t.Context(), `DELETE FROM login_tries`) })
		began := time.Now()
		if err := h.pages.askReset(context.Background(), name, "192.0.2.1"); err != nil {
			t.Fatal(err)
		}
		return time.Since(began)
	}
	median := func(all []time.Duration) time.Duration {
		slices.Sort(all)
		return all[len(all)/2]
	}
	var known, unknown time.Duration
	for range 6 { // a busy machine may disturb some rounds, not all of them
		var a, b []time.Duration
		for range 40 { // in turn, so that what else runs slows both
			a, b = append(a, ask("Ana")), append(b, ask("nobody"))
		}
		known, unknown = median(a), median(b)
		if ratio := float64(known) / float64(unknown); ratio > 0.5 && ratio < 2 {
			return
		}
	}
	t.Errorf("%v for a name that somebody has, %v for one that nobody has", known, unknown)
}

func TestRename(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		b := signedIn(t, h)
		told := 0
		h.pages.Resigned = func(context.Context, *db.Tx, viewer.ID) error { told++; return nil }
		b.want(b.post("/account/name", "name", "no spaces"), 422)
		b.want(b.post("/account/name", "name", "login"), 422, "page of the archive")
		b.want(b.post("/account/name", "name", "Owl"), 303)
		b.wantWho("Owl")
		if told != 1 || count(t, h.d, `SELECT COUNT(*) FROM pseuds WHERE name = 'Owl' AND is_default`) != 1 {
			t.Errorf("told %d times, or the pseud has its old name", told)
		}
		for path, want := range map[string]string{
			"/users/" + url.PathEscape("Ana_María"):             "/users/Owl",
			"/users/ana_mar%C3%ADa/works?page=2":                "/users/Owl/works?page=2",
			"/users/Ana_Mar%C3%ADa/pseuds/Ana_Mar%C3%ADa/works": "/users/Owl/pseuds/Owl/works",
			"/users/Ana_Mar%C3%ADa/pseuds/Other":                "/users/Owl/pseuds/Other",
		} {
			if a := b.get(path); a.status != 301 || a.header.Get("Location") != want {
				t.Errorf("%s: %d to %s", path, a.status, a.header.Get("Location"))
			}
		}
		b.want(b.post("/account/name", "name", "Wren"), 422, "once a week")
		err := h.d.Tx(t.Context(), func(tx *db.Tx) error {
			_, err := Create(t.Context(), tx, New{Name: "ana_maría", Password: goodPassword})
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "90 days") {
			t.Errorf("the old name was taken: %v", err)
		}
		h.wait(heldFor)
		create(t, h.d, New{Name: "Ana_María", Password: goodPassword})
		b.want(b.get("/users/Ana_Mar%C3%ADa"), 404) // somebody else's now: it leads nowhere

		// Eight who want one name at once: one has it.
		var all []*browser
		for _, n := range []string{"r-a", "r-b", "r-c", "r-d", "r-e", "r-f", "r-g", "r-h"} {
			create(t, h.d, New{Name: n, Password: goodPassword})
			x := h.browser(t)
			x.login(n, goodPassword)
			all = append(all, x)
		}
		h.pages.Resigned = nil
		got := atOnce(all, func(x *browser) int { return x.post("/account/name", "name", "Wanted").status })
		if has := len(slices.DeleteFunc(slices.Clone(got), func(s int) bool { return s != 303 })); has != 1 {
			t.Errorf("%d of eight have the name: %v", has, got)
		}
	})
}

func TestAddress(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		create(t, h.d, New{Name: "Ben", Email: "ben@example.org", Password: goodPassword})
		b := signedIn(t, h)
		email := func() string {
			a, err := Get(t.Context(), h.d, h.id(t, "Ana_María"))
			if err != nil {
				t.Fatal(err)
			}
			return a.Email
		}
		known, fresh := b.post("/account/email", "email", "ben@example.org"), b.post("/account/email", "email", "new@example.org")
		if known.status != 303 || known.header.Get("Location") != fresh.header.Get("Location") {
			t.Error("the answer tells whose address it is")
		}
		confirm := h.secrets(t, "account.confirm")
		if len(confirm) != 1 || email() != "ana@example.org" {
			t.Fatalf("%v, and the address is %s", confirm, email())
		}
		ben := h.browser(t)
		if a := ben.get(confirm[0]); a.status != 302 || !strings.HasPrefix(a.header.Get("Location"), "/users/login?") {
			t.Errorf("a guest: %d", a.status)
		}
		ben.login("Ben", goodPassword)
		ben.want(ben.post(confirm[0]), 404, "another account")
		b.want(b.get(confirm[0]), 200, "new@example.org")
		b.want(b.post(confirm[0]), 303)
		b.want(b.post(confirm[0]), 404)
		if email() != "new@example.org" {
			t.Errorf("the address is %s", email())
		}
		stop := h.secrets(t, "account.changed")
		old := h.browser(t)
		old.want(old.get(stop[len(stop)-1]), 200, "ana@example.org")
		old.want(old.post(stop[len(stop)-1]), 303)
		b.wantWho("guest")
		if email() != "ana@example.org" {
			t.Errorf("after it was undone the address is %s", email())
		}
		old.want(old.post(stop[len(stop)-1]), 404)

		h.wait(longestWindow)
		b = signedIn(t, h)
		b.want(b.post("/account/email", "email", "third@example.org"), 303)
		confirm = h.secrets(t, "account.confirm")
		h.wait(addressLife)
		b = signedIn(t, h)
		b.want(b.post(confirm[len(confirm)-1]), 404)
		b.want(b.post("/account/email", "email", ""), 303)
		if email() != "" {
			t.Errorf("the address is %s", email())
		}
	})
}

func TestEndOthers(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		here, there := signedIn(t, h), signedIn(t, h)
		here.want(here.post("/account/sessions/end-others"), 303)
		here.wantWho("Ana_María")
		there.wantWho("guest")
	})
}
