package alike_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/alike"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
)

const benchWorks = 100_000

// BenchmarkLook compares 100,000 works with each other, none of which was compared
// before. Each fiftieth is nearly the one before it, and 5,000 share two prints, as
// those do that open with the same long notice.
func BenchmarkLook(b *testing.B) {
	for name, dsn := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(name, func(b *testing.B) {
			d := dbtest.Open(b, dsn(b))
			if err := d.Tx(b.Context(), func(tx *db.Tx) error { return fill(b, tx) }); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				b.StopTimer()
				err := d.Tx(b.Context(), func(tx *db.Tx) error {
					if err := tx.Exec(b.Context(), `DELETE FROM alike_looks`); err != nil {
						return err
					}
					return tx.Exec(b.Context(), `DELETE FROM alike_pairs`)
				})
				if err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				start := time.Now()
				if err := alike.RunLook(b.Context(), d); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(benchWorks/time.Since(start).Seconds(), "works/s")
			}
			var n int
			if err := d.QueryRowContext(b.Context(), `SELECT COUNT(*) FROM alike_pairs`).Scan(&n); err != nil || n != benchWorks/50 {
				b.Fatal(n, "pairs", err)
			}
		})
	}
}

// fill adds works with likenesses made by chance.
func fill(b *testing.B, tx *db.Tx) error {
	r := rand.New(rand.NewPCG(31, 31))
	var look []byte
	var prints []int64
	const atOnce = 200
	for first := int64(1); first <= benchWorks; first += atOnce {
		var works, looks, rows [][]any
		for id := first; id < first+atOnce; id++ {
			if id%50 == 0 { // one byte in ten is another, and half of the prints
				look = slices.Clone(look)
				for i := 0; i < len(look); i += 20 {
					look[i]++
				}
				for i := range prints[:8] {
					prints[i] = int64(r.Uint64())
				}
			} else {
				look, prints = make([]byte, 512), make([]int64, 16)
				for i := range look {
					look[i] = byte(r.Uint32())
				}
				for i := range prints {
					prints[i] = int64(r.Uint64())
				}
				if id%20 == 1 {
					prints[14], prints[15] = 1, 2
				}
			}
			works = append(works, []any{id, fmt.Sprint("W", id), "w", "en", "Not Rated", true, 3000, 1, 1, 1, 1, 1})
			looks = append(looks, []any{id, look})
			for _, p := range prints {
				rows = append(rows, []any{p, id})
			}
		}
		for _, batch := range []struct {
			into string
			rows [][]any
		}{
			{"works (id, title, sort_title, language, rating, posted, words, revised_at, clean_version, created_at, updated_at, likeness_version)", works},
			{"likenesses (work_id, whole)", looks},
			{"likeness_prints (print, work_id)", rows},
		} {
			one := "(" + db.List(len(batch.rows[0])) + ")"
			query := `INSERT INTO ` + batch.into + ` VALUES ` + strings.Repeat(one+", ", len(batch.rows)-1) + one
			if err := tx.Exec(b.Context(), db.Numbered(query), slices.Concat(batch.rows...)...); err != nil {
				return err
			}
		}
	}
	return nil
}
