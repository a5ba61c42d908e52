package related_test

import (
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/related"
)

// Eight approve a relation, refuse it and take it back at once: who comes after it is
// gone is told so, and nothing of it is left on the other work.
func TestEightApproveAtOnce(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ctx, ann := t.Context(), a.Viewer(archivetest.Ann)
		parent, child := a.Add(archivetest.OpenPlans()[0]), a.Add(archivetest.OpenPlans()[2]) // Ann's, Ben's
		if p := name(t, a, archivetest.Ben, child, parent, nil); p.Status != 303 {
			t.Fatal(p.Status)
		}
		all, err := related.Parents(ctx, a.DB, child.ID)
		if err != nil || len(all) != 1 {
			t.Fatal(all, err)
		}
		id := all[0].ID
		eight := func(do func(tx *db.Tx, i int) error) {
			var wg sync.WaitGroup
			for i := range 8 {
				wg.Go(func() {
					if err := a.DB.Tx(ctx, func(tx *db.Tx) error { return do(tx, i) }); err != nil && fault.KindOf(err) != fault.NotFound {
						t.Error(err)
					}
				})
			}
			wg.Wait()
		}
		eight(func(tx *db.Tx, _ int) error { return related.Approve(ctx, tx, id, ann.ID, true) })
		if l := lists(t, a, archivetest.Guest, parent.ID); len(l.To) != 1 {
			t.Errorf("approved by eight, listed %d times", len(l.To))
		}
		eight(func(tx *db.Tx, i int) error {
			if i == 3 {
				return related.Drop(ctx, tx, child.ID, id)
			}
			return related.Approve(ctx, tx, id, ann.ID, i%2 == 0)
		})
		if l := lists(t, a, archivetest.Guest, parent.ID); len(l.To) != 0 {
			t.Errorf("taken back, listed %d times", len(l.To))
		}
		if err := a.DB.Tx(ctx, func(tx *db.Tx) error { return related.Approve(ctx, tx, id, ann.ID, true) }); fault.KindOf(err) != fault.NotFound {
			t.Errorf("what is gone is approved: %v", err)
		}
	})
}
