package work_test

import (
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/work"
)

// A co-creator moved the chapter of the other into a work of her own: the other had
// the text no more, at no address.
func TestNobodyCarriesAnothersChapterAway(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		shared := made(t, d, quay())
		const bella account.PseudID = 20
		if err := tx(t, d, func(tx *db.Tx) error {
			for _, q := range []string{
				`INSERT INTO accounts (id, name, name_key, created_at) VALUES (20, 'Bella', 'bella', 0)`,
				`INSERT INTO pseuds (id, account_id, name, name_key, is_default, created_at) VALUES (20, 20, 'Bella', 'bella', TRUE, 0)`,
			} {
				if err := tx.Exec(ctx, q); err != nil {
					return err
				}
			}
			return work.AddCreator(ctx, tx, shared.ID, bella, 0)
		}); err != nil {
			t.Fatal(err)
		}
		other := quay()
		other.Title, other.Chapters, other.Creators = "Bella Solo", other.Chapters[:1], []account.PseudID{bella}
		solo, err := create(t, d, other)
		if err != nil {
			t.Fatal(err)
		}
		c := keysOf(shared)[1]
		move := func() error { return tx(t, d, func(tx *db.Tx) error { return work.MoveChapter(ctx, tx, c, solo) }) }
		if err := move(); fault.KindOf(err) != fault.Conflict {
			t.Fatalf("the chapter went: %v", err)
		}
		wantTitles(t, d, shared.ID, "ANCHORS+ BARNACLES+ CORMORANTS+ DREDGERS")
		if err := tx(t, d, func(tx *db.Tx) error { return work.AddCreator(ctx, tx, solo, 1, 0) }); err != nil {
			t.Fatal(err)
		}
		if err := move(); err != nil {
			t.Errorf("to a work that both sign: %v", err)
		}
	})
}
