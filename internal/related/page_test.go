package related_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/work"
)

// What a guest gets from memory changes with the other work at once: hidden, for
// members, and shown again.
func TestPagesOfRelatedWorksAreNeverStale(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ctx := t.Context()
		parent, child := a.Add(archivetest.OpenPlans()[0]), a.Add(archivetest.OpenPlans()[2])
		if p := name(t, a, archivetest.Ben, child, parent, nil); p.Status != http.StatusSeeOther {
			t.Fatal(p.Status)
		}
		theirs, own := archivetest.Word(parent.Key, "title"), archivetest.Word(child.Key, "title")
		says := func(s archivetest.Story, title string) bool {
			return strings.Contains(a.Get(archivetest.Guest, s.ID.Path()).Body, title)
		}
		if !says(child, theirs) || says(parent, own) {
			t.Error("not agreed to: the child names its parent, and the parent no child")
		}
		a.Tx(func(tx *db.Tx) error {
			if err := tx.Exec(ctx, `UPDATE relations SET approved = TRUE`); err != nil {
				return err
			}
			tx.Changed(int64(parent.ID))
			return nil
		})
		if !says(parent, own) {
			t.Error("agreed to: the parent does not list the child")
		}
		for _, hidden := range []bool{true, false} {
			a.Tx(func(tx *db.Tx) error { return work.SetHidden(ctx, tx, parent.ID, hidden) })
			if says(child, theirs) == hidden {
				t.Errorf("the parent hidden %v: the child's page is stale", hidden)
			}
		}
		for _, hidden := range []bool{true, false} {
			a.Tx(func(tx *db.Tx) error { return work.SetHidden(ctx, tx, child.ID, hidden) })
			if says(parent, own) == hidden {
				t.Errorf("the child hidden %v: the parent's page is stale", hidden)
			}
		}
	})
}
