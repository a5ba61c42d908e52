package tag_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// idsOf makes tags and gives their keys by name.
func idsOf(t *testing.T, d *db.DB, names ...tag.Named) map[string]tag.ID {
	t.Helper()
	out := map[string]tag.ID{}
	err := d.Tx(t.Context(), func(tx *db.Tx) error {
		all, err := tag.Ensure(t.Context(), tx, names)
		for _, x := range all {
			out[x.Name] = x.ID
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func execAll(t *testing.T, d *db.DB, queries ...string) {
	t.Helper()
	err := d.Tx(t.Context(), func(tx *db.Tx) error {
		for _, query := range queries {
			if err := tx.Exec(t.Context(), query); err != nil {
				return fmt.Errorf("%s: %w", query, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Characters of the fandoms that are typed come first: those that belong to it, then
// those of its works, then all others; what is typed whole is before them all.
func TestSuggestOfFandoms(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		id := idsOf(t, d, tag.Named{Type: tag.Fandom, Name: "Fog"}, tag.Named{Type: tag.Fandom, Name: "The Fog"}, tag.Named{Type: tag.Fandom, Name: "Salt"},
			tag.Named{Type: tag.Character, Name: "Ines"}, tag.Named{Type: tag.Character, Name: "Ines Brand (Fog)"}, tag.Named{Type: tag.Character, Name: "Ines Calder"},
			tag.Named{Type: tag.Character, Name: "Ines Dahl"}, tag.Named{Type: tag.Character, Name: "Ines Eck"})
		execAll(t, d, `UPDATE tags SET canonical = TRUE WHERE name LIKE 'Ines%' OR name IN ('Fog', 'Salt')`,
			fmt.Sprintf(`UPDATE tags SET merger_id = %d WHERE name = 'The Fog'`, id["Fog"]),
			fmt.Sprintf(`INSERT INTO tag_parents (tag_id, parent_id) VALUES (%d, %d)`, id["Ines Eck"], id["Fog"]),
			`INSERT INTO works (id, title, sort_title, language, rating, posted, restricted, revised_at, clean_version, created_at, updated_at)
				VALUES (1, 'x', 'x', 'en', 'Mature', TRUE, FALSE, 1, 1, 1, 1), (2, 'x', 'x', 'en', 'Mature', TRUE, TRUE, 1, 1, 1, 1)`,
			fmt.Sprintf(`INSERT INTO work_filters (work_id, tag_id, type, inherited, audience, revised_at) VALUES (1, %[1]d, 'fandom', FALSE, 0, 1), (1, %[2]d, 'character', FALSE, 0, 1),
				(2, %[1]d, 'fandom', FALSE, 1, 1), (2, %[3]d, 'character', FALSE, 1, 1)`, id["Fog"], id["Ines Dahl"], id["Ines Calder"]))
		m := web.NewMux(slog.New(slog.DiscardHandler))
		(&tag.Pages{DB: d, Names: tag.NewNames(d)}).Routes(m)
		for query, want := range map[string]string{
			"q=ines":                         "Ines|Ines Dahl|Ines Eck|Ines Calder|Ines Brand (Fog)",
			"q=ines&fandom=Fog":              "Ines|Ines Eck|Ines Dahl|Ines Calder|Ines Brand (Fog)",
			"q=ine&fandom=the+fog&fandom=zz": "Ines Eck|Ines Dahl|Ines|Ines Calder|Ines Brand (Fog)",
			"q=ine&fandom=Salt":              "Ines Dahl|Ines|Ines Eck|Ines Calder|Ines Brand (Fog)",
		} {
			w := httptest.NewRecorder()
			m.ServeHTTP(w, httptest.NewRequestWithContext(viewer.With(t.Context(), viewer.Viewer{ID: 1, Role: viewer.Member}), "GET", "/suggest/tags?type=character&"+query, nil))
			var got []tag.Suggestion
			if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
				t.Fatal(w.Code, err)
			}
			var names []string
			for _, s := range got {
				names = append(names, s.Name)
			}
			if got := strings.Join(names, "|"); got != want {
				t.Errorf("%s: %s, want %s", query, got, want)
			}
		}
	})
}

// Tags that came in another way are found once the job has run, however often it runs
// and wherever.
func TestRunWords(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		execAll(t, d, `INSERT INTO tags (type, name, name_key, canonical, created_at) VALUES ('freeform', 'Slow Burn', 'slow burn', TRUE, 1), ('freeform', '潮の番人', '潮の番人', TRUE, 1)`)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if err := tag.RunWords(t.Context(), d); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		for typed, want := range map[string]string{"bur": "Slow Burn", "番": "潮の番人", "人": "潮の番人", "slow b": "Slow Burn", "low": ""} {
			got, err := tag.NewNames(d).Complete(t.Context(), tag.Freeform, typed, 5)
			if err != nil || len(got) != min(1, len(want)) || want != "" && got[0].Name != want {
				t.Errorf("%s gives %v, %v", typed, got, err)
			}
		}
	})
}
