package app_test

import (
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db/dbtest"
)

// From the home of an account one gets to all that is one's own, and each way leads
// somewhere.
func TestTheHomeOfAnAccountLeadsEverywhere(t *testing.T) {
	t.Parallel()
	a := archivetest.Open(t, dbtest.SQLite(t))
	for _, who := range []archivetest.Person{archivetest.Reader, archivetest.Keeper} {
		home := a.Get(who, "/account")
		to := map[string]bool{}
		for _, link := range home.All(".ways a") {
			to[archivetest.Attr(link, "href")] = true
		}
		for _, want := range strings.Fields(`/desk /stats /account/skins /account/backup /import /inbox /account/creatorships /account/betas
			/account/invitations /account/blocks /account/profile /account/pseuds /account/preferences /account/keys /account/sessions /account/leave`) {
			if !to[want] {
				t.Errorf("%s finds no way to %s", who, want)
			}
		}
		for path := range to {
			p := a.Get(who, path)
			if p.Status == 303 {
				p = a.Get(who, p.Header.Get("Location"))
			}
			if p.Status != 200 {
				t.Errorf("%s is led to %s, which is %d %s", who, path, p.Status, p.Header.Get("Location"))
			}
		}
	}
}

// On a new archive the front page had a heading over no fandoms, and "All 0".
func TestTheFrontPageOfANewArchive(t *testing.T) {
	t.Parallel()
	a := archivetest.Open(t, dbtest.SQLite(t))
	if p := a.Get(archivetest.Guest, "/"); len(p.All("#fandoms, main ol")) > 0 || !strings.Contains(p.Text("main .empty"), "still empty") {
		t.Errorf("the front page says %s", p.Text("main"))
	}
	if err := a.AddDemo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if p := a.Get(archivetest.Guest, "/"); len(p.All("#fandoms")) != 1 || len(p.All("main ol.index > li")) == 0 {
		t.Errorf("the front page of the demo says %s", p.Text("main"))
	}
}
