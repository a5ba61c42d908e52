package browse_test

import (
	"net/url"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
)

// A profile leads to gifts and related works, and counts what the viewer may see.
func TestAProfileCountsGiftsByTheRule(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		open := a.Add(archivetest.OpenPlans()[0])
		hidden := a.Add(archivetest.SecretPlans()[3]) // a draft of Ann's
		a.Tx(func(tx *db.Tx) error {
			return account.SetPrefs(t.Context(), tx, a.Viewer(archivetest.Reader).ID, viewer.Prefs{AllowGifts: true})
		})
		for _, s := range []archivetest.Story{open, hidden} {
			if p := a.Post(archivetest.Ann, s.ID.Path()+"/gifts", url.Values{"name": {"reader"}}); p.Status != 303 {
				t.Fatalf("%d %s", p.Status, p.Text(".fault"))
			}
		}
		link := `.profile a[href="/users/reader/gifts"]`
		if got := a.Get(archivetest.Guest, "/users/reader/profile").Text(link); got != "1 gift" {
			t.Errorf("a guest is told of %q", got)
		}
		a.Post(archivetest.Reader, "/account/gifts", url.Values{"work": {open.ID.String()}, "do": {"refuse"}})
		for _, who := range []archivetest.Person{archivetest.Guest, archivetest.Reader} {
			if got := a.Get(who, "/users/reader/profile").Text(link); got != "" {
				t.Errorf("refused, but %s is told of %q", who, got)
			}
		}
	})
}
