package app_test

import (
	"fmt"
	"net"
	"net/http/httptest"
	"os"
	"regexp"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
)

// Passkeys from end to end, with a device that the browser makes up.
func TestPasskeys(t *testing.T) {
	if testing.Short() && os.Getenv(dbtest.Judges) != "1" {
		t.Skip("a browser takes a minute; run without -short")
	}
	t.Parallel()
	server := httptest.NewUnstartedServer(nil)
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	s := &site{url: "http://localhost:" + port}
	s.library = &library{Archive: archivetest.OpenAt(t, dbtest.SQLite(t), s.url)}
	server.Config.Handler = s.Handler
	server.Start()
	t.Cleanup(server.Close)
	s.start(t)
	t.Run("a member", func(t *testing.T) { memberPasskey(t, s) })
	t.Run("a keeper's second step", func(t *testing.T) { keeperPasskey(t, s) })
}

// device gives a tab a device that keeps passkeys. Without offers the tab's pages
// wait for their button to be pressed.
func (b *tab) device() webauthn.AuthenticatorID {
	b.t.Helper()
	if _, err := chromedp.Call(b, webauthn.Enable, webauthn.EnableParams{}); err != nil {
		b.t.Fatal(err)
	}
	made, err := chromedp.Call(b, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
		Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
		HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
	}})
	if err != nil {
		b.t.Fatal(err)
	}
	return made.AuthenticatorID
}

func (b *tab) withoutOffers() {
	b.t.Helper()
	if _, err := chromedp.Call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
		Source: `PublicKeyCredential.isConditionalMediationAvailable = async () => false`}); err != nil {
		b.t.Fatal(err)
	}
}

func (b *tab) addPasskey(name string) {
	b.t.Helper()
	b.open("/account/passkeys")
	b.do(chromedp.SendKeys(chromedp.CSS("main input[name=name]"), name))
	b.click("form.passkey button")
	b.arrive(`location.search === "?done=added"`)
	if got := b.text(`document.querySelector("ul.key-list .t").textContent`); got != name {
		b.t.Errorf("the passkey is called %q", got)
	}
}

func (b *tab) signOut() { b.t.Helper(); b.open("/users/logout"); b.click("main form button") }

// refused presses the button and gives what is said.
func (b *tab) refused() string {
	b.t.Helper()
	b.do(chromedp.Click(chromedp.CSS("[data-passkey] button"), chromedp.NodeVisible))
	b.until(`!document.querySelector("[data-passkey] .fault").hidden`)
	return b.text(`document.querySelector("[data-passkey] .fault").textContent`)
}

func memberPasskey(t *testing.T, s *site) {
	b := s.tab(t)
	device := b.device()
	b.signIn(archivetest.Ann)
	b.addPasskey("blue key")
	b.signOut()

	b.open("/users/login?next=%2Faccount%2Fkeys") // the browser offers the passkey by itself
	b.arrive(`location.pathname === "/account/keys" && document.body.classList.contains("logged-in")`)
	b.signOut()

	b.withoutOffers()
	b.open("/users/login?next=%2Faccount%2Fkeys")
	b.click("[data-passkey=login] button")
	if b.path() != "/account/keys" || !b.is(`document.body.classList.contains("logged-in")`) {
		t.Errorf("the button led to %s", b.path())
	}
	used := b.count(`SELECT COUNT(*) FROM passkeys WHERE used_at IS NOT NULL`)
	strong := b.count(`SELECT COUNT(*) FROM sessions s JOIN accounts a ON a.id = s.account_id WHERE a.name = 'Ann' AND s.strong`)
	if used != 1 || strong != 1 {
		t.Errorf("%d passkeys are noted as used, and %d sessions as strong", used, strong)
	}
	b.signOut()

	b.open("/users/login")
	b.verified(device, false)
	if said := b.refused(); said != "Your device gave no passkey: it was cancelled, or there is none for this archive. You can try again, or use another way." {
		t.Errorf("whom the device does not know is told %q", said)
	}
	b.verified(device, true)
	b.usedElsewhere()
	b.open("/users/login")
	if said := b.refused(); said != "This passkey seems to have been copied, so it was not taken. Please sign in another way, remove it under Keys, and make a new one." {
		t.Errorf("a copy is told %q", said)
	}
	if b.open("/account/keys"); b.is(`document.body.classList.contains("logged-in")`) {
		t.Error("a copy of a passkey was let in")
	}

	b.signIn(archivetest.Ann)
	b.open("/account/passkeys")
	b.click("ul.key-list form button")
	b.signOut()
	b.open("/users/login")
	if said := b.refused(); said != "That passkey does not open an account here. Please try another, or sign in with your password." {
		t.Errorf("a passkey that was removed is told %q", said)
	}
	b.quiet()
}

func (b *tab) verified(device webauthn.AuthenticatorID, yes bool) {
	b.t.Helper()
	if _, err := chromedp.Call(b, webauthn.SetUserVerified, webauthn.SetUserVerifiedParams{AuthenticatorID: device, IsUserVerified: yes}); err != nil {
		b.t.Fatal(err)
	}
}

// usedElsewhere makes the archive know that the passkey was used more often than its device
// does: the device then has a copy.
func (b *tab) usedElsewhere() {
	b.t.Helper()
	counter := regexp.MustCompile(`"signCount":\d+`)
	b.s.Tx(func(tx *db.Tx) error {
		var record string
		if err := tx.QueryRowContext(b, `SELECT record FROM passkeys`).Scan(&record); err != nil {
			return err
		}
		if !counter.MatchString(record) {
			b.t.Fatalf("no counter in %s", record)
		}
		return tx.Exec(b, `UPDATE passkeys SET record = $1`, counter.ReplaceAllString(record, `"signCount":1000`))
	})
}

func (b *tab) count(query string) int {
	b.t.Helper()
	all, err := db.All(b, b.s.DB, db.One[int], query)
	if err != nil || len(all) != 1 {
		b.t.Fatalf("%s: %v", query, err)
	}
	return all[0]
}

func keeperPasskey(t *testing.T, s *site) {
	b := s.tab(t)
	b.device()
	b.withoutOffers()
	for name, value := range s.Cookies(archivetest.Keeper) { // as who took the second step by an app
		b.do(chromedp.Navigate(s.url + "/healthz"))
		value := fmt.Sprintf(`document.cookie = %q`, name+"="+value+"; path=/")
		b.do(chromedp.Evaluate[chromedp.Void](value + ";0"))
	}
	b.addPasskey("the keeper's")
	b.signOut()
	b.open("/users/login?next=%2Fkeep%2Fpeople")
	b.do(chromedp.SendKeys(chromedp.CSS("main input[name=name]"), "keeper"), chromedp.SendKeys(chromedp.CSS("main input[name=password]"), archivetest.Keeper.Password()))
	b.click("main form button.primary")
	if b.path() != "/users/login/second" || b.is(`document.body.classList.contains("logged-in")`) {
		t.Fatalf("after the password alone the keeper is at %s", b.path())
	}
	b.click("[data-passkey=second] button")
	if b.path() != "/keep/people" {
		t.Errorf("after the passkey the keeper is at %s", b.path())
	}
	b.quiet()
}
