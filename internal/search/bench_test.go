package search_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/search"
)

// prose makes n words in paragraphs, common ones often and rare ones seldom.
func prose(r *rand.Rand, n int) string {
	zipf := rand.NewZipf(r, 1.1, 4, 20_000)
	var b strings.Builder
	for i := range n {
		switch {
		case i > 0 && i%60 == 0:
			b.WriteString(".\n\n")
		case i > 0:
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "word%d", zipf.Uint64())
	}
	return b.String()
}

func eachBench(b *testing.B, f func(b *testing.B, d *db.DB)) {
	b.Run("sqlite", func(b *testing.B) { f(b, dbtest.Open(b, dbtest.SQLite(b))) })
	b.Run("postgres", func(b *testing.B) { f(b, dbtest.Open(b, dbtest.Postgres(b))) })
}

// BenchmarkPutChapter indexes a chapter of 100,000 words.
func BenchmarkPutChapter(b *testing.B) {
	eachBench(b, func(b *testing.B, d *db.DB) {
		s := newShelf(d)
		s.add(b, story{title: "Long", chapters: []string{"One."}})
		ps := search.Passages(asHTML(prose(rand.New(rand.NewPCG(1, 1)), 100_000)))
		for b.Loop() {
			tx(b, d, func(tx *db.Tx) error {
				return search.PutChapter(b.Context(), tx, s.works["Long"], s.chapters["Long"][0], ps)
			})
		}
	})
}

// BenchmarkFind looks for a line, for words and for common words among 2,000
// chapters of 2,000 words.
func BenchmarkFind(b *testing.B) {
	eachBench(b, func(b *testing.B, d *db.DB) {
		s, r := newShelf(d), rand.New(rand.NewPCG(2, 2))
		var line string
		for i := range 500 {
			st := story{title: fmt.Sprintf("Work %d", i), tags: "word3, word19", summary: prose(r, 50)}
			for range 4 {
				st.chapters = append(st.chapters, prose(r, 2000))
			}
			s.add(b, st)
			line = strings.Join(strings.Fields(st.chapters[3])[1000:1006], " ")
		}
		// As the database does by itself after a while.
		tx(b, d, func(tx *db.Tx) error { return tx.Exec(b.Context(), `ANALYZE`) })
		for _, q := range []struct{ name, text string }{
			{"line", line}, {"quoted", `"` + line + `"`}, {"words", "word700 word90 word1200"}, {"common", "word0 word1 word2"}, {"one", "word0"}, {"rare", "word15000"},
		} {
			b.Run(q.name, func(b *testing.B) {
				total := 0
				for b.Loop() {
					found, err := search.Find(b.Context(), d, search.Query{Text: q.text, Within: db.Where("w.audience <= 1")})
					if err != nil {
						b.Fatal(err)
					}
					total = found.Total
				}
				b.ReportMetric(float64(total), "works")
			})
		}
	})
}

// BenchmarkPassages cuts 100,000 words into paragraphs.
func BenchmarkPassages(b *testing.B) {
	text := asHTML(prose(rand.New(rand.NewPCG(3, 3)), 100_000))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		search.Passages(text)
	}
}
