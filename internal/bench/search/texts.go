package main

import (
	"context"
	"database/sql"
	"fmt"
	"html"
	"log/slog"
	"math/rand/v2"
	"os"
	"strings"

	"github.com/ficstead/ficstead/internal/app"
	"github.com/ficstead/ficstead/internal/config"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/ingest"
	"github.com/ficstead/ficstead/internal/search"
)

// wordsOf is how many words a work has at least.
const wordsOf = 1_200

// texts makes works of paragraphs.
type texts struct {
	*rand.Rand
	paragraphs [][]string
	words      []string // which take the place of others
	next       int
}

// newTexts gathers the paragraphs of the files in paths, or makes some.
func newTexts(ctx context.Context, paths []string, seed uint64) (*texts, error) {
	t := &texts{Rand: rand.New(rand.NewPCG(seed, 3))}
	if len(paths) == 0 {
		t.makeUp()
		return t, nil
	}
	dir, err := os.MkdirTemp("", "ficstead-search-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	a, err := app.New(ctx, config.Archive{Data: dir}, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	defer a.Close()
	a.Taker().Run(ctx, paths, ingest.Options{Double: true, Among: db.And()}, func(ingest.Report) {})
	all, err := db.All(ctx, a.DB, func(r *sql.Rows, s *string) error { return r.Scan(s) }, `SELECT html FROM chapter_texts ORDER BY chapter_id`)
	if err != nil {
		return nil, err
	}
	for _, text := range all {
		for _, p := range search.Passages(text) {
			if ws := strings.Fields(p.Text); len(ws) > 0 {
				t.paragraphs, t.words = append(t.paragraphs, ws), append(t.words, ws...)
			}
		}
	}
	if len(t.paragraphs) == 0 {
		return nil, fmt.Errorf("no text in %s", strings.Join(paths, ", "))
	}
	t.shuffle()
	return t, nil
}

func (t *texts) shuffle() {
	t.Shuffle(len(t.paragraphs), func(i, j int) { t.paragraphs[i], t.paragraphs[j] = t.paragraphs[j], t.paragraphs[i] })
}

// makeUp makes paragraphs of words that are as unevenly often as those of people.
func (t *texts) makeUp() {
	const known, paragraphs = 60_000, 20_000
	for range known {
		var w strings.Builder
		for range 1 + t.IntN(4) {
			w.WriteByte("bcdfghklmnprstvw"[t.IntN(16)])
			w.WriteByte("aeiou"[t.IntN(5)])
		}
		t.words = append(t.words, w.String())
	}
	often := rand.NewZipf(t.Rand, 1.07, 12, known-1)
	for range paragraphs {
		ws := make([]string, 30+t.IntN(60))
		for i := range ws {
			ws[i] = t.words[often.Uint64()]
		}
		t.paragraphs = append(t.paragraphs, ws)
	}
}

// work gives the paragraphs of the next work.
func (t *texts) work() [][]string {
	var out [][]string
	for n := 0; n < wordsOf; t.next++ {
		p := t.paragraphs[t.next%len(t.paragraphs)]
		if t.next >= len(t.paragraphs) {
			q := make([]string, len(p))
			for i, w := range p {
				if q[i] = w; t.IntN(3) == 0 {
					q[i] = t.words[t.IntN(len(t.words))]
				}
			}
			p = q
		}
		out, n = append(out, p), n+len(p)
	}
	return out
}

// asHTML writes paragraphs as chapters keep them, and tells how many bytes of text they are.
func asHTML(paragraphs [][]string) (text string, size int) {
	var b strings.Builder
	for i, p := range paragraphs {
		line := strings.Join(p, " ")
		size += len(line)
		fmt.Fprintf(&b, "<p id=\"p1-%d\">%s</p>\n", i+1, html.EscapeString(line))
	}
	return b.String(), size
}
