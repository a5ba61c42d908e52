package tag_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

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
		(&tag.Pages{DB: d}).Routes(m)
		for query, want := range map[string]string{
			"q=ines":                         "Ines|Ines Eck|Ines Dahl|Ines Calder|Ines Brand (Fog)",
			"q=ines&fandom=Fog":              "Ines|Ines Eck|Ines Dahl|Ines Calder|Ines Brand (Fog)",
			"q=ine&fandom=the+fog&fandom=zz": "Ines Eck|Ines Dahl|Ines|Ines Calder|Ines Brand (Fog)",
			"q=ine&fandom=Salt":              "Ines|Ines Eck|Ines Dahl|Ines Calder|Ines Brand (Fog)",
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
			got, err := tag.Autocomplete(t.Context(), d, tag.Freeform, typed, 5)
			if err != nil || len(got) != min(1, len(want)) || want != "" && got[0].Name != want {
				t.Errorf("%s gives %v, %v", typed, got, err)
			}
		}
	})
}

// Among a hundred thousand tags what is typed is found by the index, not by looking at
// each of them.
func TestSuggestAmongManyTags(t *testing.T) {
	if testing.Short() {
		t.Skip("a hundred thousand tags take a while; run without -short")
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		many := 100_000
		if d.Postgres { // which is asked over a wire, and as well at fewer
			many = 10_000
		}
		names := make([]tag.Named, 0, many)
		first := []string{"amber", "brine", "cinder", "drift", "ember", "flint", "gale", "harbour", "iron", "juniper"}
		for i := range many {
			names = append(names, tag.Named{Type: tag.Freeform, Name: fmt.Sprintf("%s %s %d", first[i%10], first[i/10%10], i)})
		}
		for part := range slices.Chunk(names, 10_000) {
			idsOf(t, d, part...)
		}
		execAll(t, d, `UPDATE tags SET canonical = TRUE`, `ANALYZE`)
		explain, index := "EXPLAIN QUERY PLAN ", "sqlite_autoindex_tag_words_1"
		if d.Postgres {
			explain, index = "EXPLAIN ", "tag_words_pkey"
		}
		for _, typed := range []string{"harb", "harbour 77", "amber brine 9", "nothing like it"} {
			query, args := tag.Completing(tag.Freeform, typed, []tag.ID{1})
			plan, err := db.All(t.Context(), d, lastColumn, explain+query, args...)
			if all := strings.Join(plan, "\n"); err != nil || !strings.Contains(all, index) || strings.Contains(all, "SCAN t") {
				t.Errorf("%q without %s: %v\n%s", typed, index, err, all)
			}
			begun := time.Now()
			got, err := tag.Suggest(t.Context(), d, tag.Freeform, typed, nil)
			t.Logf("%q: %d in %v", typed, len(got), time.Since(begun))
			if err != nil || len(got) == 0 && typed != "nothing like it" || time.Since(begun) > 2*time.Second {
				t.Errorf("%q gives %d: %v", typed, len(got), err)
			}
		}
	})
}

// lastColumn reads the column of a plan that says what is done.
func lastColumn(r *sql.Rows, s *string) error {
	columns, err := r.Columns()
	if err != nil {
		return err
	}
	all := make([]any, len(columns))
	for i := range all {
		all[i] = new(any)
	}
	all[len(all)-1] = s
	return r.Scan(all...)
}
