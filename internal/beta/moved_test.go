package beta_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/work"
)

// A chapter that a beta reader had a link to was moved to another work of its author,
// who wrote on: the reader read every word of it there, and no page could end that.
func TestAReaderDoesNotFollowAChapterIntoAnotherWork(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s := a.Add(archivetest.OpenPlans()[0])
		c := s.Chapters[1]
		base := link(t, a, s, c, nil)
		if p := a.Get(archivetest.Guest, given(base, c)); p.Status != http.StatusOK {
			t.Fatalf("before: %d", p.Status)
		}
		a.Tx(func(tx *db.Tx) error {
			other, _, err := work.Begin(t.Context(), tx, a.Pseud(archivetest.Ann, "Ann").ID, "en")
			if err != nil {
				return err
			}
			if err := draft.Settle(t.Context(), tx, a.Cleaner(), c); err != nil {
				return err
			}
			return tx.Exec(t.Context(), `UPDATE chapters SET work_id = $2 WHERE id = $1`, int64(c), int64(other))
		})
		write(t, a, c, "<p>A secret of the other work.</p>")
		p := a.Get(archivetest.Guest, given(base, c))
		if p.Status != http.StatusNotFound || strings.Contains(p.Body, "secret") {
			t.Errorf("after the move: %d %s", p.Status, p.Text("main"))
		}
		if p := a.Get(archivetest.Guest, base); strings.Contains(p.Body, given(base, c)) {
			t.Error("the list of what was given leads to the chapter still")
		}
	})
}
