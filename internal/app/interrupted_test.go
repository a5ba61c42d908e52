package app_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/pquerna/otp/totp"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/round"
)

// sent is what the form of a page brings along.
func sent(p *archivetest.Page) (action string, f url.Values) {
	f = url.Values{}
	for _, n := range p.All("main form") {
		action = archivetest.Attr(n, "action")
	}
	for _, n := range p.All("main form input") {
		f.Add(archivetest.Attr(n, "name"), archivetest.Attr(n, "value"))
	}
	return action, f
}

// Whose session had ended lost all that they typed in every form but the chapter's.
func TestAFormOutlivesTheSession(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s := a.Add(archivetest.OpenPlans()[0])
		guide := "Keep the fog,\nand let nobody <see> the quay before dawn. zqguide"
		form := url.Values{"open": {"1"}, "who": {"anyone"}, "post": {"review"}, "days": {"7"}, "guide": {guide}}
		guideIs := func(want string) {
			t.Helper()
			terms, err := round.Of(t.Context(), a.DB, s.ID)
			if err != nil || terms == nil && want != "" || terms != nil && terms.Guide != want {
				t.Errorf("%+v, %v; want %q", terms, err, want)
			}
		}
		a.Post(archivetest.Ann, "/users/logout", nil)
		p := a.Post(archivetest.Ann, s.ID.Path()+"/round", form)
		if p.Status != 401 || strings.Contains(p.Body, "<see>") {
			t.Fatalf("%d %s", p.Status, p.Body)
		}
		action, f := sent(p)
		if f.Get("guide") != guide || f.Get("days") != "7" || f.Get("signin_password") != "" {
			t.Fatalf("kept is %v", f)
		}
		with := func(name, password string) *archivetest.Page {
			f.Set("signin_name", name)
			f.Set("signin_password", password)
			p := a.Post(archivetest.Ann, action, f)
			if p.Status == 401 {
				if strings.Contains(p.Body, password) {
					t.Error("the password stands in the page")
				}
				action, f = sent(p)
				if f.Get("guide") != guide {
					t.Errorf("lost: %v", f)
				}
			}
			return p
		}
		if p := with("Ann", "wrong password"); p.Status != 401 || len(p.All("[role=alert]")) != 1 {
			t.Errorf("a wrong password: %d", p.Status)
		}
		// Somebody else at the same device: what was typed stays for its writer.
		if p := with("Ben", archivetest.Ben.Password()); p.Status != 401 || !strings.Contains(p.Text("main"), "Ben") {
			t.Errorf("another account: %d %s", p.Status, p.Text("main"))
		}
		guideIs("")
		if p := with("Ann", archivetest.Ann.Password()); p.Status != 303 {
			t.Errorf("signed in: %d %s", p.Status, p.Text("main"))
		}
		guideIs(guide)
		if p := a.Get(archivetest.Ann, "/account/rounds"); p.Status != 200 {
			t.Errorf("signed in from now on: %d", p.Status)
		}

		// With a second step.
		var secret string
		ann := a.Viewer(archivetest.Ann)
		a.Tx(func(tx *db.Tx) (err error) {
			secret, err = account.EnrolApp(t.Context(), tx, ann.ID)
			return err
		})
		a.Post(archivetest.Ann, "/users/logout", nil)
		form.Set("guide", guide+" twice")
		action, f = sent(a.Post(archivetest.Ann, s.ID.Path()+"/round", form))
		guide += " twice"
		if p := with("Ann", archivetest.Ann.Password()); p.Status != 401 || !f.Has("signin_code") {
			t.Fatalf("the second step: %d %v", p.Status, f)
		}
		f.Set("signin_code", "000000")
		p = a.Post(archivetest.Ann, action, f)
		if action, f = sent(p); p.Status != 401 || !f.Has("signin_code") {
			t.Fatalf("a wrong code: %d %v", p.Status, f)
		}
		code, err := totp.GenerateCode(secret, a.DB.Now())
		if err != nil {
			t.Fatal(err)
		}
		f.Set("signin_code", code)
		if p := a.Post(archivetest.Ann, action, f); p.Status != 303 {
			t.Errorf("with the code: %d %s", p.Status, p.Text("main"))
		}
		guideIs(guide)

		a.Post(archivetest.Ann, "/users/logout", nil)
		if p := a.Post(archivetest.Ann, s.ID.Path()+"/round", url.Values{"guide": {strings.Repeat("x", 2<<20)}}); p.Status != 413 {
			t.Errorf("far too long: %d", p.Status)
		}
	})
}
