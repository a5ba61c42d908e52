package work_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/work"
)

// BenchmarkAlike looks for a story among 100,000 works with 1,600,000 prints, of
// which 2,000 share one print with it: by whoever may edit them, and by all.
func BenchmarkAlike(b *testing.B) {
	for name, dsn := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(name, func(b *testing.B) {
			d := dbtest.Open(b, dsn(b))
			words := story(rand.New(rand.NewPCG(15, 15)), 5000)
			draft := told("Again", asHTML(words))
			draft.Prepare(cleaner)
			l := work.LikenessOf(&draft)
			err := d.Tx(b.Context(), func(tx *db.Tx) error {
				if err := addPeople(b.Context(), tx); err != nil {
					return err
				}
				id, err := work.Create(b.Context(), tx, cleaner, told("Lamp", asHTML(words)))
				if err != nil {
					return err
				}
				return addLikenesses(b, tx, int64(id), 100_000)
			})
			if err != nil {
				b.Fatal(err)
			}
			for among, cond := range map[string]db.Cond{"own": work.EditableBy(ann), "all": db.Where("TRUE")} {
				b.Run(among, func(b *testing.B) {
					for b.Loop() {
						got, err := work.Alike(b.Context(), d, cond, l, 5)
						if err != nil || len(got) != 1 {
							b.Fatal(got, err)
						}
					}
				})
			}
		})
	}
}

// addLikenesses adds n works after first that look like nothing; every fiftieth
// shares one print with it.
func addLikenesses(b *testing.B, tx *db.Tx, first int64, n int) error {
	r := rand.New(rand.NewPCG(16, 16))
	var shared int64
	if err := tx.QueryRowContext(b.Context(), `SELECT MIN(print) FROM likeness_prints WHERE work_id = $1`, first).Scan(&shared); err != nil {
		return err
	}
	const atOnce = 100
	for id := first + 1; id <= first+int64(n); id += atOnce {
		var works, looks, prints [][]any
		for w := id; w < id+atOnce; w++ {
			look := make([]byte, 512)
			for i := range look {
				look[i] = byte(r.Uint32())
			}
			works = append(works, []any{w, fmt.Sprint("W", w), "w", "en", "Not Rated", 1, 1, 1, 1, 1})
			looks = append(looks, []any{w, look, look})
			for range 16 {
				prints = append(prints, []any{int64(r.Uint64()), w})
			}
			if w%50 == 0 {
				prints[len(prints)-1][0] = shared
			}
		}
		for _, batch := range []struct {
			into string
			rows [][]any
		}{
			{"works (id, title, sort_title, language, rating, revised_at, clean_version, created_at, updated_at, likeness_version)", works},
			{"likenesses (work_id, whole, opening)", looks},
			{"likeness_prints (print, work_id)", prints},
		} {
			var args []any
			for _, row := range batch.rows {
				args = append(args, row...)
			}
			one := "(" + db.List(len(batch.rows[0])) + ")"
			query := `INSERT INTO ` + batch.into + ` VALUES ` + strings.Repeat(one+", ", len(batch.rows)-1) + one
			if err := tx.Exec(b.Context(), db.Numbered(query), args...); err != nil {
				return err
			}
		}
	}
	return nil
}

// BenchmarkLikenessOf reads a work of 100,000 words.
func BenchmarkLikenessOf(b *testing.B) {
	draft := told("Again", asHTML(story(rand.New(rand.NewPCG(17, 17)), 100_000)))
	draft.Prepare(cleaner)
	for b.Loop() {
		work.LikenessOf(&draft)
	}
}
