package suggest

import (
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/tag"
)

// TestNobodyWaitsForTheNextLexicon: in an archive with a million names each author who
// saved a work waited two seconds whenever a tag had been made somewhere.
func TestNobodyWaitsForTheNextLexicon(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		f := NewFinder(d, tag.NewNames(d))
		first, err := f.lexicon(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Tx(ctx, func(tx *db.Tx) error { return tx.Exec(ctx, `UPDATE tag_graph SET changes = changes + 1`) }); err != nil {
			t.Fatal(err)
		}
		f.took = 0 // it is time for the next
		f.making.Lock()
		if got, err := f.lexicon(ctx); err != nil || got != first { // would hang if it waited
			t.Error("who comes while one is made does not get the one before:", err)
		}
		f.making.Unlock()
		if got, err := f.lexicon(ctx); err != nil || got == first {
			t.Error("the next is not made:", err)
		}
	})
}
