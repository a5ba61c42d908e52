package wrangle_test

import (
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/wrangle"
)

// What the queue names in advance is what it then gives: not what somebody else has
// before them, nor what one passed by, and naming a tag keeps it for nobody.
func TestUpcoming(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		w := open(t, a)
		a.Library()
		if err := wrangle.RunGuess(t.Context(), a.DB); err != nil {
			t.Fatal(err)
		}
		look := func(p archivetest.Person) (named []string, given []wrangle.Item) {
			t.Helper()
			who := wrangle.Wrangler{Viewer: a.Viewer(p)}
			a.Tx(func(tx *db.Tx) error {
				all, err := wrangle.Upcoming(t.Context(), tx, who, wrangle.Choice{}, tx.Now)
				if err != nil {
					return err
				}
				for _, x := range all {
					named = append(named, x.Name)
				}
				given, err = w.desk.Next(t.Context(), tx, who, wrangle.Choice{})
				return err
			})
			return named, given
		}
		named, given := look(archivetest.Keeper)
		if len(named) != 9 || len(given) != 2 || named[0] != given[0].Name || named[1] != given[1].Name {
			t.Fatalf("named are %q, and there come %d, %q first", named, len(given), given[0].Name)
		}
		others, _ := look(archivetest.Moderator)
		if others[0] != named[2] {
			t.Errorf("somebody else is named %q first, want %q: two are kept for the keeper, and what is only named is free", others[0], named[2])
		}
		a.Tx(func(tx *db.Tx) error { return w.desk.Skip(t.Context(), tx, w.who, given[0].ID) })
		if after, _ := look(archivetest.Keeper); after[0] != named[1] {
			t.Errorf("after the first is passed by, %q is named first, want %q", after[0], named[1])
		}
	})
}
