package alike_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/alike"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/work"
)

// story gives n words that no other seed gives in this order.
func story(seed uint64, n int) []string {
	r := rand.New(rand.NewPCG(seed, 1))
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("%c%c%c", 'a'+r.IntN(26), "aeiou"[r.IntN(5)], 'a'+r.IntN(26))
	}
	return out
}

// body writes words as paragraphs.
func body(words []string) string {
	var b strings.Builder
	for len(words) > 0 {
		n := min(40, len(words))
		b.WriteString("<p>" + strings.Join(words[:n], " ") + ".</p>\n")
		words = words[n:]
	}
	return b.String()
}

// post posts a work of p's with a chapter for each text.
func post(t *testing.T, a *archivetest.Archive, p archivetest.Person, title string, chapters ...string) work.ID {
	t.Helper()
	var id work.ID
	a.Tx(func(tx *db.Tx) (err error) {
		id, err = work.Create(t.Context(), tx, a.Cleaner(), draft(a, p, title, chapters...))
		return err
	})
	return id
}

func draft(a *archivetest.Archive, p archivetest.Person, title string, chapters ...string) work.Draft {
	d := work.Draft{Title: title, Language: "en", Posted: true, Creators: []account.PseudID{a.Pseud(p, a.Viewer(p).Name).ID}}
	for _, html := range chapters {
		d.Chapters = append(d.Chapters, work.DraftChapter{Body: html})
	}
	return d
}

func run(t *testing.T, a *archivetest.Archive) {
	t.Helper()
	if err := alike.RunLook(t.Context(), a.DB); err != nil {
		t.Fatal(err)
	}
}

// pairs writes what is stored of all pairs: "a b kind decision".
func pairs(t *testing.T, a *archivetest.Archive) string {
	t.Helper()
	all, err := db.All(t.Context(), a.DB, db.One[string], `SELECT x.title || '+' || y.title || ' ' || p.kind || ' ' || p.decision
		FROM alike_pairs p JOIN works x ON x.id = p.a_id JOIN works y ON y.id = p.b_id ORDER BY p.a_id, p.b_id`)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, ", ")
}

func one[T any](t *testing.T, a *archivetest.Archive, query string, args ...any) (out T) {
	t.Helper()
	if err := a.DB.QueryRowContext(t.Context(), query, args...).Scan(&out); err != nil {
		t.Fatal(err)
	}
	return out
}
