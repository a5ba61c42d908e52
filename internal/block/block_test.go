package block_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/block"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

const ann, ben, mod viewer.ID = 1, 2, 3

// people makes Ann and Ben, members, and Mod, a moderator; more are called P10, P11 …
func people(t *testing.T, d *db.DB, more int) {
	t.Helper()
	write(t, d, func(ctx context.Context, tx *db.Tx) error {
		for id, p := range map[viewer.ID][2]string{ann: {"Ann", "member"}, ben: {"Ben", "member"}, mod: {"Mod", "moderator"}} {
			if err := tx.Exec(ctx, `INSERT INTO accounts (id, name, name_key, role, created_at) VALUES ($1, $2, LOWER($2), $3, 1)`, int64(id), p[0], p[1]); err != nil {
				return err
			}
		}
		for i := range more {
			if err := tx.Exec(ctx, `INSERT INTO accounts (id, name, name_key, created_at) VALUES ($1, $2, LOWER($2), 1)`, int64(10+i), fmt.Sprintf("P%d", 10+i)); err != nil {
				return err
			}
		}
		return nil
	})
}

func write(t *testing.T, d *db.DB, f func(context.Context, *db.Tx) error) {
	t.Helper()
	if err := try(t, d, f); err != nil {
		t.Fatal(err)
	}
}

func try(t *testing.T, d *db.DB, f func(context.Context, *db.Tx) error) error {
	t.Helper()
	return d.Tx(t.Context(), func(tx *db.Tx) error { return f(t.Context(), tx) })
}

func blocked(t *testing.T, d *db.DB, owner, other viewer.ID) bool {
	t.Helper()
	is, err := block.Blocked(t.Context(), d, owner, other)
	if err != nil {
		t.Fatal(err)
	}
	return is
}

func number(t *testing.T, d *db.DB, query string) (n int) {
	t.Helper()
	if err := d.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestBlockAndUnblock(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		people(t, d, 0)
		for range 2 { // twice is once
			write(t, d, func(ctx context.Context, tx *db.Tx) error { return block.Block(ctx, tx, ann, ben) })
		}
		if !blocked(t, d, ann, ben) || blocked(t, d, ben, ann) {
			t.Error("a block is one person's, towards one other")
		}
		s, err := block.StateOf(t.Context(), d, ann, ben)
		if err != nil || !s.Blocked || s.Muted {
			t.Errorf("%+v, %v", s, err)
		}
		for range 2 {
			write(t, d, func(ctx context.Context, tx *db.Tx) error { return block.Unblock(ctx, tx, ann, ben) })
		}
		if blocked(t, d, ann, ben) {
			t.Error("still blocked")
		}
	})
}

func TestWhoCannotBeBlockedOrMuted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		people(t, d, 0)
		for name, f := range map[string]func(context.Context, *db.Tx, viewer.ID, viewer.ID) error{"block": block.Block, "mute": block.Mute} {
			for other, want := range map[viewer.ID]fault.Kind{ann: fault.Invalid, mod: fault.Denied, 77: fault.NotFound} {
				err := try(t, d, func(ctx context.Context, tx *db.Tx) error { return f(ctx, tx, ann, other) })
				if fault.KindOf(err) != want {
					t.Errorf("%s %d: %v, want a fault of kind %v", name, other, err, want)
				}
			}
		}
		// Who becomes a moderator later can reach everybody again.
		write(t, d, func(ctx context.Context, tx *db.Tx) error {
			if err := block.Block(ctx, tx, ann, ben); err != nil {
				return err
			}
			return tx.Exec(ctx, `UPDATE accounts SET role = 'moderator' WHERE id = 2`)
		})
		if blocked(t, d, ann, ben) {
			t.Error("a moderator is kept out")
		}
	})
}

func TestListsAreBounded(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		people(t, d, block.Most+1)
		write(t, d, func(ctx context.Context, tx *db.Tx) error {
			for _, table := range []string{"blocks", "mutes"} {
				if err := tx.Exec(ctx, `INSERT INTO `+table+` (account_id, other_id, created_at) SELECT 1, id, 1 FROM accounts WHERE id >= 10 AND id < $1`, int64(10+block.Most)); err != nil {
					return err
				}
			}
			return nil
		})
		for name, f := range map[string]func(context.Context, *db.Tx, viewer.ID, viewer.ID) error{"block": block.Block, "mute": block.Mute} {
			last := viewer.ID(10 + block.Most)
			if err := try(t, d, func(ctx context.Context, tx *db.Tx) error { return f(ctx, tx, ann, last) }); fault.KindOf(err) != fault.TooLarge {
				t.Errorf("%s beyond the bound: %v", name, err)
			}
			write(t, d, func(ctx context.Context, tx *db.Tx) error { return f(ctx, tx, ann, 10) }) // one who is there already is no mistake
		}
	})
}

func TestEightMutesAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		people(t, d, block.Most+4)
		write(t, d, func(ctx context.Context, tx *db.Tx) error {
			return tx.Exec(ctx, `INSERT INTO mutes (account_id, other_id, created_at) SELECT 1, id, 1 FROM accounts WHERE id >= 14 AND id < $1`, int64(10+block.Most))
		})
		before := number(t, d, `SELECT mute_changes FROM accounts WHERE id = 1`)
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() { // four people, each twice: there is room for just these
				err := d.Tx(t.Context(), func(tx *db.Tx) error { return block.Mute(t.Context(), tx, ann, viewer.ID(10+i%4)) })
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := number(t, d, `SELECT COUNT(*) FROM mutes WHERE account_id = 1`); n != block.Most {
			t.Errorf("%d are muted", n)
		}
		if n := number(t, d, `SELECT mute_changes FROM accounts WHERE id = 1`); n != before+8 {
			t.Errorf("the list changed %d times", n-before)
		}
		for i := range 8 { // as many more at once as there is no room for
			wg.Go(func() {
				err := d.Tx(t.Context(), func(tx *db.Tx) error {
					return block.Mute(t.Context(), tx, ann, viewer.ID(10+block.Most+i%4))
				})
				if fault.KindOf(err) != fault.TooLarge {
					t.Errorf("beyond the bound: %v", err)
				}
			})
		}
		wg.Wait()
	})
}
