package tag_test

import (
	"encoding/json"
	"log/slog"
	"net/http/httptest"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// Suggestions count the works that everybody sees, and tell nothing of the others.
func TestSuggest(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		err := d.Tx(ctx, func(tx *db.Tx) error {
			all, err := tag.Ensure(ctx, tx, []tag.Named{{Type: tag.Fandom, Name: "Harbour Lights"}, {Type: tag.Fandom, Name: "Harbour Secrets"}, {Type: tag.Fandom, Name: "Harbour Canon"}, {Type: tag.Freeform, Name: "Harbours"}})
			if err != nil {
				return err
			}
			for i, w := range []struct{ posted, restricted bool }{{true, false}, {true, false}, {true, true}, {false, false}} {
				id := int64(i + 1)
				if err := tx.Exec(ctx, `INSERT INTO works (id, title, sort_title, language, rating, posted, restricted, revised_at, clean_version, created_at, updated_at)
					VALUES ($1, 'x', 'x', 'en', 'Mature', $2, $3, 1, 1, 1, 1)`, id, w.posted, w.restricted); err != nil {
					return err
				}
				of := all[0].ID
				if i > 1 {
					of = all[1].ID
				}
				for _, query := range []string{`INSERT INTO work_tags (work_id, tag_id, position) SELECT $1, $2, 0`,
					`INSERT INTO work_filters (work_id, tag_id, type, inherited, audience, revised_at) SELECT $1, $2, 'fandom', FALSE, audience, 1 FROM works WHERE id = $1`} {
					if err := tx.Exec(ctx, query, id, int64(of)); err != nil {
						return err
					}
				}
			}
			return tx.Exec(ctx, `UPDATE tags SET canonical = TRUE WHERE name = 'Harbour Canon'`)
		})
		if err != nil {
			t.Fatal(err)
		}
		m := web.NewMux(slog.New(slog.DiscardHandler))
		(&tag.Pages{DB: d, Names: tag.NewNames(d)}).Routes(m)
		ask := func(v viewer.Viewer, query string) (int, []tag.Suggestion) {
			w := httptest.NewRecorder()
			m.ServeHTTP(w, httptest.NewRequestWithContext(viewer.With(ctx, v), "GET", "/suggest/tags?"+query, nil))
			var out []tag.Suggestion
			if w.Code == 200 {
				if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
					t.Fatal(err)
				}
			}
			return w.Code, out
		}
		member := viewer.Viewer{ID: 1, Role: viewer.Member}
		code, got := ask(member, "type=fandom&q=harb")
		if code != 200 || len(got) != 2 || got[0] != (tag.Suggestion{Name: "Harbour Canon", Type: tag.Fandom, Canonical: true}) || got[1] != (tag.Suggestion{Name: "Harbour Lights", Type: tag.Fandom, Works: 2}) {
			t.Errorf("%d %+v", code, got)
		}
		if code, got = ask(member, "type=fandom&q="); code != 200 || got == nil || len(got) != 0 {
			t.Errorf("of nothing: %d %+v", code, got)
		}
		if code, _ = ask(member, "type=secrets&q=harb"); code != 422 {
			t.Errorf("of no kind: %d", code)
		}
		if code, _ = ask(viewer.Viewer{}, "type=fandom&q=harb"); code != 401 {
			t.Errorf("a guest: %d", code)
		}
	})
}
