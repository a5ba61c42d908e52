package wrangle_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
)

// A keeper who has not taken the second step of signing in was told that there is no such
// page; and somebody who does not wrangle still is.
func TestWithoutTheSecondStep(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		a.SignIn(archivetest.Keeper)
		a.Tx(func(tx *db.Tx) error { return tx.Exec(t.Context(), `UPDATE sessions SET strong = FALSE`) })
		if p := a.Get(archivetest.Keeper, "/wrangle"); p.Status != http.StatusForbidden || !strings.Contains(p.Body, "second step") {
			t.Errorf("the keeper is told %d %s", p.Status, p.Text("main"))
		}
		if p := a.Get(archivetest.Reader, "/wrangle"); p.Status != http.StatusNotFound || strings.Contains(p.Body, "second step") {
			t.Errorf("a reader is told %d %s", p.Status, p.Text("main"))
		}
	})
}
