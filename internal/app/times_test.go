package app_test

import (
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/mail"
)

// Pages tell times by the clock of who reads them, and which clock that is.
func TestTimesAreByTheReadersClock(t *testing.T) {
	t.Parallel()
	a := archivetest.Open(t, dbtest.SQLite(t))
	a.Add(archivetest.Plan{Key: "timed", By: archivetest.Ann, Day: 2})
	ann := a.Viewer(archivetest.Ann)
	a.Tx(func(tx *db.Tx) error {
		prefs := ann.Prefs
		prefs.TimeZone = "Asia/Kolkata" // half an hour off, too
		if err := account.SetPrefs(t.Context(), tx, ann.ID, prefs); err != nil {
			return err
		}
		return mail.Post(t.Context(), tx, mail.Letter{To: ann.ID, Kind: mail.Changed, Subject: "A letter", Text: "It says so."})
	})
	for _, page := range []string{"/account/sessions", "/inbox", "/desk"} {
		p := a.Get(archivetest.Ann, page)
		if text := p.Text("main"); p.Status != 200 || !strings.Contains(text, "Kolkata time") || strings.Contains(text, "UTC") {
			t.Errorf("%s (%d) tells times by another clock: %.300s", page, p.Status, text)
		}
	}
}
