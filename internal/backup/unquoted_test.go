package backup_test

import (
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/search"
	"github.com/ficstead/ficstead/internal/work"
)

// A work that its author leaves out of the search for quotes is left out wherever a
// backup of it is taken in, and what was not is not.
func TestLeftOutOfTheSearchForQuotesSurvives(t *testing.T) {
	t.Parallel()
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		for _, p := range archivetest.OpenPlans()[:2] {
			s := a.Add(p)
			if p.Key != "open" {
				continue
			}
			w, err := work.Editable(t.Context(), a.DB, a.Viewer(archivetest.Ann), s.ID)
			if err != nil {
				t.Fatal(err)
			}
			d := w.Details()
			d.Unquoted = true
			a.Tx(func(tx *db.Tx) error { return work.ChangeDetails(t.Context(), tx, a.Cleaner(), s.ID, w.Minor, d) })
		}
		file := write(t, a, archivetest.Ann)
		for name, dsn := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
			t.Run("into "+name, func(t *testing.T) {
				empty := archivetest.OpenEmpty(t, dsn(t), "")
				for range 2 { // the second time over what is there
					if _, _, err := take(t, empty, file, "Somebody"); err != nil {
						t.Fatal(err)
					}
					for key, want := range map[string]int{"open": 0, "short": 1} {
						text := strings.Join([]string{"Here is", archivetest.Near(key, "text"), archivetest.Word(key, "text"), "to be read"}, " ")
						if found, err := search.Find(t.Context(), empty.DB, search.Query{Text: `"` + text + `"`}); err != nil || len(found.Hits) != want {
							t.Errorf("%s: its text is found as %+v, want %d; %v", key, found, want, err)
						}
						if found, err := search.Find(t.Context(), empty.DB, search.Query{Text: archivetest.Word(key, "title")}); err != nil || len(found.Hits) != 1 {
							t.Errorf("%s: its title is found as %+v; %v", key, found, err)
						}
					}
				}
			})
		}
	})
}
