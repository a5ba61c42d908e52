package tag_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/tag"
)

// What is kept in memory follows every change of the graph and of works, whichever process
// makes it, and a name goes at once when only hidden works have it.
func TestNamesFollow(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		id := idsOf(t, d, tag.Named{Type: tag.Character, Name: "Hal Storm"}, tag.Named{Type: tag.Character, Name: "Harold Storm"}, tag.Named{Type: tag.Fandom, Name: "Fog"})
		hal, harold := id["Hal Storm"], id["Harold Storm"]
		here, elsewhere := tag.NewNames(d), tag.NewNames(d)
		sees := func(what, want string) {
			t.Helper()
			for _, n := range []*tag.Names{here, elsewhere} {
				all, err := n.Complete(t.Context(), tag.Character, "storm", 9)
				got := ""
				for _, c := range all {
					got += c.Name + " (" + c.As + ") "
				}
				if err != nil || got != want {
					t.Errorf("%s: %s, want %s; %v", what, got, want, err)
				}
			}
		}
		// work makes the work 1 what it is to be: how many may see it, and its one tag.
		work := func(audience int, of tag.ID) {
			write(t, d, func(ctx context.Context, tx *db.Tx) error {
				tx.Changed(1)
				for _, query := range []string{
					`DELETE FROM work_tags WHERE work_id = 1`, `DELETE FROM work_filters WHERE work_id = 1`,
					`INSERT INTO works (id, title, sort_title, language, rating, posted, restricted, revised_at, clean_version, created_at, updated_at)
						VALUES (1, 'x', 'x', 'en', 'Mature', TRUE, FALSE, 1, 1, 1, 1) ON CONFLICT (id) DO NOTHING`,
					fmt.Sprintf(`UPDATE works SET posted = %v, restricted = %v WHERE id = 1`, audience < 2, audience == 1),
					fmt.Sprintf(`INSERT INTO work_tags (work_id, tag_id, position) VALUES (1, %d, 0)`, of),
					fmt.Sprintf(`INSERT INTO work_filters (work_id, tag_id, type, inherited, audience, revised_at)
						SELECT 1, COALESCE(merger_id, id), 'character', FALSE, %d, 1 FROM tags WHERE id = %d`, audience, of),
				} {
					if err := tx.Exec(ctx, query); err != nil {
						return err
					}
				}
				return nil
			})
		}
		act := func(f func(context.Context, *db.Tx) error) { t.Helper(); write(t, d, f) }

		sees("nobody uses them", "")
		work(0, hal)
		sees("a work with one", "Hal Storm () ")
		work(1, hal)
		sees("a work for members", "")
		work(0, harold)
		sees("another tag", "Harold Storm () ")
		work(2, harold)
		sees("a draft", "")
		act(func(ctx context.Context, tx *db.Tx) error { return tag.MakeCanonical(ctx, tx, harold) })
		sees("canonical", "Harold Storm () ")
		act(func(ctx context.Context, tx *db.Tx) error { return tag.Merge(ctx, tx, hal, harold) })
		sees("a synonym on nothing", "Harold Storm () ")
		got, err := here.Complete(t.Context(), tag.Character, "hal", 9)
		if err != nil || len(got) != 0 {
			t.Errorf("a synonym that nobody may know: %v, %v", got, err)
		}
		work(0, hal)
		got, err = elsewhere.Complete(t.Context(), tag.Character, "hal", 9)
		if err != nil || len(got) != 1 || got[0].ID != harold || got[0].As != "Hal Storm" {
			t.Errorf("a synonym: %v, %v", got, err)
		}
		act(func(ctx context.Context, tx *db.Tx) error { return tag.Unmerge(ctx, tx, hal) })
		sees("on its own again", "Harold Storm () Hal Storm () ")
		act(func(ctx context.Context, tx *db.Tx) error {
			if err := tag.MakeCanonical(ctx, tx, id["Fog"]); err != nil {
				return err
			}
			return tag.AddParent(ctx, tx, hal, id["Fog"])
		})
		for range 2 {
			got, err = here.Complete(t.Context(), tag.Character, "storm", 1, id["Fog"])
			if err != nil || len(got) != 1 || got[0].ID != hal {
				t.Errorf("of a fandom: %v, %v", got, err)
			}
		}
	})
}

// Eight who make tags canonical while eight others type: afterwards everybody finds all.
func TestNamesWithEightWriters(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var named []tag.Named
		for i := range 24 {
			named = append(named, tag.Named{Type: tag.Freeform, Name: fmt.Sprintf("slow burn %d", i)})
		}
		id := idsOf(t, d, named...)
		names := tag.NewNames(d)
		var all sync.WaitGroup
		for part := range slices.Chunk(named, 3) {
			all.Go(func() {
				for _, x := range part {
					if err := d.Tx(t.Context(), func(tx *db.Tx) error { return tag.MakeCanonical(t.Context(), tx, id[x.Name]) }); err != nil {
						t.Error(err)
					}
					if _, err := names.Complete(t.Context(), tag.Freeform, "slow", 50); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		if got, err := names.Complete(t.Context(), tag.Freeform, "burn slow", 50); err != nil || len(got) != len(named) {
			t.Errorf("%d are found, want %d; %v", len(got), len(named), err)
		}
	})
}
