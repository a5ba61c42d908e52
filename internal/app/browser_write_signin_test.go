package app_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/pquerna/otp/totp"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
)

// endSessions signs somebody out everywhere.
func (s *site) endSessions(t *testing.T, p archivetest.Person) {
	t.Helper()
	s.Tx(func(tx *db.Tx) error {
		return tx.Exec(t.Context(), `DELETE FROM sessions WHERE account_id = $1`, int64(s.Viewer(p).ID))
	})
}

// signInHere fills in the dialog that asks who was signed out to sign in again.
func (d *desk) signInHere(name, password string) {
	d.t.Helper()
	d.until(`document.querySelector("dialog.write-box form:not([inert]) input[name=password]")`)
	d.do(chromedp.SetValue(chromedp.CSS("dialog.write-box input[name=name]"), name), chromedp.SetValue(chromedp.CSS("dialog.write-box input[name=password]"), password))
	d.do(chromedp.Click(chromedp.CSS("dialog.write-box button.primary")))
}

func (d *desk) told(words string) {
	d.t.Helper()
	d.until(`document.querySelector("dialog.write-box .fault").textContent.includes("` + words + `")`)
}

func sessionEnded(t *testing.T, d *desk) {
	d.s.endSessions(t, archivetest.Ann)
	d.at(0)
	d.types(" Signed out here.")
	d.signInHere(string(archivetest.Ann), "not it")
	d.told("doesn't match our records")
	if !strings.Contains(d.text(stateText), "Signed out") {
		t.Errorf("the state says %q", d.text(stateText))
	}
	d.signInHere(string(archivetest.Ann), archivetest.Ann.Password())
	d.saved()
	d.has("Signed out here.")
	if d.is(`document.querySelector("dialog.write-box")`) {
		t.Error("the dialog stays")
	}
}

// Whose account asks for a second step takes it in another tab, and finds all saved
// when she comes back.
func secondStep(t *testing.T, d *desk) {
	d = d.s.deskOf(t, archivetest.Ben)
	d.s.endSessions(t, archivetest.Ben)
	var secret string
	d.s.Tx(func(tx *db.Tx) (err error) {
		secret, err = account.EnrolApp(t.Context(), tx, d.s.Viewer(archivetest.Ben).ID)
		return err
	})
	d.at(0)
	d.types(" In two steps.")
	d.signInHere(string(archivetest.Ben), archivetest.Ben.Password())
	d.told("second step")
	to := d.text(`document.querySelector("dialog.write-box a[target=_blank]").getAttribute("href")`)
	other := d.beside()
	other.open(to)
	code, err := totp.GenerateCode(secret, d.s.DB.Now())
	if err != nil {
		t.Fatal(err)
	}
	other.do(chromedp.SendKeys(chromedp.CSS("main input[name=code]"), code))
	other.click("main form:has(input[name=code]) button.primary")
	d.do(chromedp.Evaluate[chromedp.Void](`dispatchEvent(new Event("focus"));0`)) // the first tab again
	d.saved()
	d.has("In two steps.")
	if d.is(`document.querySelector("dialog.write-box")`) {
		t.Error("the dialog stays")
	}
}

// Somebody else who signs in meanwhile, here or in another tab, saves nothing.
func somebodyElse(t *testing.T, d *desk) {
	d.s.endSessions(t, archivetest.Ann)
	d.at(0)
	d.types(" By Ann alone.")
	d.signInHere(string(archivetest.Reader), archivetest.Reader.Password())
	d.told("another account")
	d.do(chromedp.Click(chromedp.Search(`//dialog//button[.="Cancel"]`)), chromedp.Click(chromedp.CSS("#write-state button")))
	d.signInHere(string(archivetest.Ann), archivetest.Ann.Password())
	d.saved()
	other := d.beside()
	other.signOut()
	other.signIn(archivetest.Reader)
	d.at(0)
	d.types(" Still Ann.")
	d.until(`document.querySelector("dialog.write-box")?.textContent.includes("written by another account")`)
	if strings.Contains(d.kept(), "Still Ann.") {
		t.Error("it is saved by somebody else")
	}
	d.signInHere(string(archivetest.Ann), archivetest.Ann.Password())
	d.saved()
	d.has("By Ann alone.", "Still Ann.")
}
