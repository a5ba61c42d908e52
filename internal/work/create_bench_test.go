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

// BenchmarkCreate brings in works of 5,000 and of 100,000 words, in chapters of
// 5,000, cleaning included.
func BenchmarkCreate(b *testing.B) {
	for _, words := range []int{5_000, 100_000} {
		for name, dsn := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
			b.Run(fmt.Sprintf("%d/%s", words, name), func(b *testing.B) {
				d := dbtest.Open(b, dsn(b))
				if err := d.Tx(b.Context(), func(tx *db.Tx) error { return addPeople(b.Context(), tx) }); err != nil {
					b.Fatal(err)
				}
				r := rand.New(rand.NewPCG(1, uint64(words)))
				bodies := make([]string, words/5_000)
				for i := range bodies {
					bodies[i] = asHTML(story(r, 5_000))
				}
				for b.Loop() {
					draft := lamp()
					draft.Chapters, draft.ChapterTotal = nil, 0
					for i, body := range bodies {
						draft.Chapters = append(draft.Chapters, work.DraftChapter{Title: fmt.Sprintf("Night %d", i+1), Body: body})
					}
					err := d.Tx(b.Context(), func(tx *db.Tx) error {
						_, err := work.Create(b.Context(), tx, cleaner, draft)
						return err
					})
					if err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// story makes n words, common ones often and rare ones seldom.
func story(r *rand.Rand, n int) []string {
	zipf := rand.NewZipf(r, 1.1, 4, 20_000)
	out := make([]string, n)
	for i := range out {
		out[i] = spelled(zipf.Uint64())
	}
	return out
}

// spelled writes a number as a word of letters.
func spelled(n uint64) string {
	const first, second = "bdfgklmnprstvz", "aeiou"
	var b strings.Builder
	for {
		b.WriteByte(first[n%14])
		n /= 14
		b.WriteByte(second[n%5])
		if n /= 5; n == 0 {
			return b.String()
		}
	}
}

// asHTML sets words in paragraphs of sixty.
func asHTML(words []string) string {
	var b strings.Builder
	for i, w := range words {
		switch {
		case i == 0:
			b.WriteString("<p>")
		case i%60 == 0:
			b.WriteString(".</p>\n<p>")
		default:
			b.WriteByte(' ')
		}
		b.WriteString(w)
	}
	b.WriteString(".</p>")
	return b.String()
}
