package app_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/config"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/mail"
)

// Whoever has a claim link may type any address: it is the account's once its owner
// has opened the link that goes there, and the first screens say so.
func TestAnAddressGivenAtAClaimWaitsToBeConfirmed(t *testing.T) {
	t.Parallel()
	a := archivetest.OpenSet(t, config.Archive{DB: dbtest.SQLite(t), BaseURL: "https://quay.example",
		Mail: config.Mail{Host: "mail.quay.example", From: "archive@quay.example", TLS: "starttls"}})
	var token string
	a.Tx(func(tx *db.Tx) error {
		place, _, err := account.Place(t.Context(), tx, "Old Pen")
		if err != nil {
			return err
		}
		token, err = account.ClaimLink(t.Context(), tx, place.Account)
		return err
	})
	p := a.Post(archivetest.Guest, "/claim/"+token, url.Values{"name": {"Old Pen"}, "password": {"nine boats at anchor"}, "email": {"pen@example.org"}})
	if p.Status != 303 {
		t.Fatalf("%d %s", p.Status, p.Text("main"))
	}
	x, err := account.ByName(t.Context(), a.DB, "Old Pen")
	if err != nil || x.Email != "" {
		t.Fatalf("%+v, %v: the address counts unconfirmed", x, err)
	}
	if waits, err := mail.Unconfirmed(t.Context(), a.DB, x.ID, a.DB.Now()); err != nil || waits != "pen@example.org" {
		t.Errorf("%q waits, %v", waits, err)
	}
	var letters int
	if err := a.DB.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM letters WHERE address = 'pen@example.org'`).Scan(&letters); err != nil || letters != 1 {
		t.Errorf("%d letters ask to confirm it, %v", letters, err)
	}
}

// The inbox is the first screen of who has joined.
func TestTheFirstScreenAsksToConfirmTheAddress(t *testing.T) {
	t.Parallel()
	for server, want := range map[config.Mail]bool{{}: false, {Host: "mail.quay.example", From: "archive@quay.example"}: true} {
		a := archivetest.OpenSet(t, config.Archive{DB: dbtest.SQLite(t), BaseURL: "https://quay.example", Mail: server})
		a.Tx(func(tx *db.Tx) error {
			return account.AskAddress(t.Context(), tx, a.Viewer(archivetest.Reader).ID, "reader@elsewhere.example")
		})
		if said := strings.Contains(a.Get(archivetest.Reader, "/inbox").Text("main"), "confirm your address: open the link in the letter that we sent to reader@elsewhere.example"); said != want {
			t.Errorf("with the mail server %q the inbox asks to confirm: %v", server.Host, said)
		}
		if home := a.Get(archivetest.Reader, "/account").Text("main"); !strings.Contains(home, "reader@elsewhere.example waits to be confirmed") {
			t.Errorf("the account's home says %.200s", home)
		}
		if other := a.Get(archivetest.Ann, "/inbox").Text("main"); strings.Contains(other, "confirm your address") {
			t.Error("somebody else is asked too")
		}
	}
}
