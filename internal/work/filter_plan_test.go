package work

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
)

// Writing the filters of some works anew looks at no others: SQLite went through all works
// of the archive for each batch.
func TestRefilteringLooksAtTheseWorksOnly(t *testing.T) {
	d := dbtest.Open(t, dbtest.SQLite(t))
	ctx := t.Context()
	if err := d.Tx(ctx, func(tx *db.Tx) error {
		for _, query := range []string{
			`INSERT INTO tags (id, type, name, name_key, created_at) VALUES (1000, 'fandom', 'F', 'f', 1)`,
			`INSERT INTO works (id, title, sort_title, language, rating, posted, words, revised_at, clean_version, created_at, updated_at)
				WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT i, 'W', 'w', 'en', 'Not Rated', TRUE, 3000, 1, 1, 1, 1 FROM n`,
			`INSERT INTO work_tags (work_id, tag_id, position) SELECT id, 1000, 0 FROM works`,
			`INSERT INTO work_filters (work_id, tag_id, type, inherited, audience, revised_at) SELECT id, 1000, 'fandom', FALSE, 0, 1 FROM works`,
			`ANALYZE`,
		} {
			if err := tx.Exec(ctx, query); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	list := make([]int64, 300)
	for i := range list {
		list[i] = int64(i + 1)
	}
	for i, query := range refilterQueries() {
		rows, err := d.QueryContext(ctx, "EXPLAIN QUERY PLAN "+strings.ReplaceAll(query, "#", inSQL(list)))
		if err != nil {
			t.Fatal(err)
		}
		var plan []string
		for rows.Next() {
			var a, b, c any
			var step string
			if err := rows.Scan(&a, &b, &c, &step); err != nil {
				t.Fatal(err)
			}
			plan = append(plan, step)
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
		for _, step := range plan {
			for _, table := range []string{"w", "wt", "works", "work_tags", "work_filters", "f", "c"} {
				if step == "SCAN "+table || strings.HasPrefix(step, fmt.Sprintf("SCAN %s ", table)) {
					t.Errorf("query %d goes through a whole table: %s", i, strings.Join(plan, "; "))
				}
			}
		}
		if len(plan) == 0 {
			t.Errorf("query %d has no plan", i)
		}
	}
}
