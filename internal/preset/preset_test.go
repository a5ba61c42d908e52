package preset_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/preset"
	"github.com/ficstead/ficstead/internal/viewer"
)

const ann, ben viewer.ID = 1, 2

func people(t *testing.T, d *db.DB) {
	t.Helper()
	tx(t, d, func(ctx context.Context, tx *db.Tx) error {
		for i, name := range []string{"ann", "ben"} {
			if err := tx.Exec(ctx, `INSERT INTO accounts (id, name, name_key, created_at) VALUES ($1, $2, $2, 0)`, i+1, name); err != nil {
				return err
			}
		}
		for i, name := range []string{"zq sea", "zq hill", "zq bay"} {
			if err := tx.Exec(ctx, `INSERT INTO tags (id, type, name, name_key, canonical, created_at) VALUES ($1, 'fandom', $2, $2, TRUE, 0)`, 1000+i, name); err != nil {
				return err
			}
		}
		return tx.Exec(ctx, `UPDATE tags SET merger_id = 1000, canonical = FALSE WHERE id = 1002`)
	})
}

func tx(t *testing.T, d *db.DB, do func(context.Context, *db.Tx) error) {
	t.Helper()
	if err := d.Tx(t.Context(), func(tx *db.Tx) error { return do(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
}

func save(t *testing.T, d *db.DB, who viewer.ID, name, address string, replace bool) (id preset.ID, err error) {
	t.Helper()
	err = d.Tx(t.Context(), func(tx *db.Tx) error {
		id, err = preset.Save(t.Context(), tx, who, name, address, replace)
		return err
	})
	return id, err
}

func change(t *testing.T, d *db.DB, who viewer.ID, id preset.ID, c preset.Change) error {
	t.Helper()
	return d.Tx(t.Context(), func(tx *db.Tx) error { return preset.Update(t.Context(), tx, who, id, c) })
}

func TestSavingAndChanging(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		people(t, d)
		id, err := save(t, d, ann, "  Long \n ones ", "/works?words_from=1000", false)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := save(t, d, ann, "long ONES", "/works?words_from=1000", false); err != nil || again != id {
			t.Errorf("twice the same: %d %v", again, err)
		}
		if _, err := save(t, d, ann, "LONG ones", "/works?words_from=2000", false); fault.FieldOf(err) != "name" {
			t.Errorf("another of that name: %v", err)
		}
		if again, err := save(t, d, ann, "Long Ones", "/works?words_from=2000", true); err != nil || again != id {
			t.Errorf("in its place: %d %v", again, err)
		}
		if _, err := save(t, d, ben, "long ones", "/works", false); err != nil {
			t.Errorf("somebody else's name: %v", err)
		}
		for name, says := range map[string]string{" ": "Give the filter a name", strings.Repeat("ö", 101): "101"} {
			if _, err := save(t, d, ann, name, "/works", false); err == nil || !strings.Contains(err.Error(), says) {
				t.Errorf("%q: %v", name, err)
			}
		}
		other, err := save(t, d, ann, "Other", "/works?sort=title", false)
		if err != nil {
			t.Fatal(err)
		}
		if err := change(t, d, ann, other, preset.Change{Name: "long ones"}); fault.FieldOf(err) != "name" {
			t.Errorf("renamed to another's name: %v", err)
		}
		if err := change(t, d, ben, other, preset.Change{Name: "mine"}); fault.KindOf(err) != fault.NotFound {
			t.Errorf("somebody else's: %v", err)
		}
		tx(t, d, func(ctx context.Context, tx *db.Tx) error { return preset.Delete(ctx, tx, ben, other) })
		tx(t, d, func(ctx context.Context, tx *db.Tx) error { return preset.Delete(ctx, tx, ann, id) })
		tx(t, d, func(ctx context.Context, tx *db.Tx) error { return preset.Delete(ctx, tx, ann, id) })
		all, err := preset.Of(t.Context(), d, ann)
		if err != nil || len(all) != 1 || all[0].Name != "Other" || all[0].Address != "/works?sort=title" || all[0].By != "ann" {
			t.Errorf("%+v %v", all, err)
		}
	})
}

// Of each list there is one filter to start with: the tag's own before that of all.
func TestDefaults(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		people(t, d)
		var ids []preset.ID
		for _, name := range []string{"a", "b", "c", "d"} {
			id, err := save(t, d, ann, name, "/works?query="+name, false)
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, id)
		}
		for i, c := range []preset.Change{{Name: "a", For: preset.Everywhere}, {Name: "b", For: preset.Everywhere}, {Name: "c", For: preset.OfTag, Tag: 1002}, {Name: "d", For: preset.OfTag, Tag: 1001}} {
			if err := change(t, d, ann, ids[i], c); err != nil {
				t.Fatal(err)
			}
		}
		for tag, want := range map[int64]string{0: "b", 1000: "c", 1001: "d", 999: "b"} {
			p, err := preset.DefaultIn(t.Context(), d, ann, tag)
			if err != nil || p == nil || p.Name != want {
				t.Errorf("in %d: %+v %v, want %s", tag, p, err, want)
			}
		}
		if p, err := preset.DefaultIn(t.Context(), d, ben, 1000); p != nil || err != nil {
			t.Errorf("somebody else starts with %+v %v", p, err)
		}
	})
}

// What has a secret address is found by it, until it is renewed or taken back.
func TestSecretAddresses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		people(t, d)
		id, err := save(t, d, ann, "a", "/works", false)
		if err != nil {
			t.Fatal(err)
		}
		read := func(c preset.Change) *preset.Preset {
			c.Name = "a"
			if err := change(t, d, ann, id, c); err != nil {
				t.Fatal(err)
			}
			p, err := preset.Get(t.Context(), d, ann, id)
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		gone := func(token string, by func(context.Context, db.Q, string) (*preset.Preset, error)) {
			t.Helper()
			if p, err := by(t.Context(), d, token); fault.KindOf(err) != fault.NotFound {
				t.Errorf("%q leads to %+v %v", token, p, err)
			}
		}
		gone("", preset.Shared)
		gone("", preset.Fed)
		first := read(preset.Change{Share: true, Feed: true, Mine: true})
		if len(first.Share) < 20 || len(first.Feed) < 20 || first.Share == first.Feed || !first.Mine {
			t.Fatalf("%+v", first)
		}
		if same := read(preset.Change{Share: true, Feed: true}); same.Share != first.Share || same.Feed != first.Feed || same.Mine {
			t.Errorf("saved again: %+v", same)
		}
		for _, by := range []func(context.Context, db.Q, string) (*preset.Preset, error){preset.Shared, preset.Fed} {
			gone("nobody", by)
		}
		gone(first.Feed, preset.Shared)
		gone(first.Share, preset.Fed)
		second := read(preset.Change{Share: true, RenewShare: true, Feed: true, RenewFeed: true})
		gone(first.Share, preset.Shared)
		gone(first.Feed, preset.Fed)
		if p, err := preset.Shared(t.Context(), d, second.Share); err != nil || p.ID != id {
			t.Errorf("%+v %v", p, err)
		}
		read(preset.Change{})
		gone(second.Share, preset.Shared)
		gone(second.Feed, preset.Fed)
	})
}

// Eight at once never save more than there is room for, nor two to start with.
func TestEightAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		people(t, d)
		for i := range preset.Most - 4 {
			if _, err := save(t, d, ann, fmt.Sprintf("n%d", i), "/works", false); err != nil {
				t.Fatal(err)
			}
		}
		all, err := preset.Of(t.Context(), d, ann)
		if err != nil {
			t.Fatal(err)
		}
		uses := &preset.Uses{DB: d, Log: slog.New(slog.DiscardHandler)}
		var refused []error
		var mu sync.Mutex
		eight(func(i int) {
			if _, err := save(t, d, ann, fmt.Sprintf("more %d", i), "/works", false); err != nil {
				mu.Lock()
				refused = append(refused, err)
				mu.Unlock()
			}
			if err := change(t, d, ann, all[i].ID, preset.Change{Name: all[i].Name, For: preset.Everywhere}); err != nil {
				t.Error(err)
			}
			uses.Note(ann, fmt.Sprintf("/works?page=%d", i), "")
			if err := uses.Flush(t.Context()); err != nil {
				t.Error(err)
			}
			if _, err := save(t, d, ben, "same", "/works", false); err != nil {
				t.Error(err)
			}
		})
		if len(refused) != 4 || slices.ContainsFunc(refused, func(err error) bool { return fault.FieldOf(err) != "name" }) {
			t.Errorf("refused: %v", refused)
		}
		all, err = preset.Of(t.Context(), d, ann)
		starts := slices.DeleteFunc(slices.Clone(all), func(p preset.Preset) bool { return p.For != preset.Everywhere })
		if err != nil || len(all) != preset.Most || len(starts) != 1 {
			t.Errorf("%d filters, %d to start with, %v", len(all), len(starts), err)
		}
		if bens, err := preset.Of(t.Context(), d, ben); len(bens) != 1 || err != nil {
			t.Errorf("saved at once by eight: %v %v", bens, err)
		}
		if got, _, err := preset.Recent(t.Context(), d, ann); len(got) != 8 || err != nil {
			t.Errorf("used: %v %v", got, err)
		}
	})
}

func eight(do func(i int)) {
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() { do(i) })
	}
	wait.Wait()
}
