package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/search"
)

// world makes works of words that are as unevenly often as those of people: a few
// are everywhere, most are rare, and a scene says its own again and again.
type world struct {
	*rand.Rand
	words, names []string
	often        *rand.Zipf
}

// What a world has. wordsOf is how many words a made work has.
const (
	worldWords = 60_000
	worldNames = 3_000
	wordsOf    = 1_200
	topicWords = 24
	madeAtOnce = 500
)

func newWorld(seed uint64) *world {
	w := &world{Rand: rand.New(rand.NewPCG(seed, 2))}
	seen := map[string]bool{}
	word := func() string {
		for {
			s := ""
			for range 2 + w.IntN(3) {
				s += string("bcdfghklmnprstvw"[w.IntN(16)]) + string("aeiou"[w.IntN(5)])
			}
			s += string("dklmnrst"[w.IntN(8)])
			if !seen[s] {
				seen[s] = true
				return s
			}
		}
	}
	for range worldWords {
		w.words = append(w.words, word())
	}
	for range worldNames {
		n := word()
		w.names = append(w.names, strings.ToUpper(n[:1])+n[1:])
	}
	w.often = rand.NewZipf(w.Rand, 1.07, 12, worldWords-1)
	return w
}

// text is a work's text as clean HTML.
func (w *world) text() string {
	var b strings.Builder
	people := []string{w.names[w.IntN(worldNames)], w.names[w.IntN(worldNames)], w.names[w.IntN(worldNames)]}
	var topic [topicWords]string
	for n, p := 0, 1; n < wordsOf; p++ {
		if n%(2*sceneWords) < 60 {
			for i := range topic {
				topic[i] = w.words[w.IntN(worldWords/4)]
			}
		}
		fmt.Fprintf(&b, `<p id="p1-%d">`, p)
		for i := range 40 + w.IntN(40) {
			switch k := w.IntN(100); {
			case i == 0 || k < 4:
				b.WriteString(people[w.IntN(len(people))])
			case k < 16:
				b.WriteString(topic[w.IntN(topicWords)])
			default:
				b.WriteString(w.words[w.often.Uint64()])
			}
			if i%12 == 11 {
				b.WriteByte('.')
			}
			b.WriteByte(' ')
			n++
		}
		b.WriteString("</p>")
	}
	return b.String()
}

// fill puts n made works into an archive that has none.
func fill(ctx context.Context, d *db.DB, n int, seed uint64, out io.Writer) error {
	w := newWorld(seed)
	for from := 1; from <= n; from += madeAtOnce {
		err := d.Tx(ctx, func(tx *db.Tx) error {
			for id := from; id < min(n+1, from+madeAtOnce); id++ {
				if err := w.add(ctx, tx, int64(id)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	fmt.Fprintf(out, "%d works made, of %d words\n", n, wordsOf)
	return nil
}

func (w *world) add(ctx context.Context, tx *db.Tx, id int64) error {
	return add(ctx, tx, id, w.text())
}

// add puts a work of one chapter into an archive.
func add(ctx context.Context, tx *db.Tx, id int64, text string) error {
	title := fmt.Sprintf("Made %d", id)
	if err := tx.Exec(ctx, `INSERT INTO works (id, title, sort_title, language, rating, chapter_total, chapter_count, words, complete, posted, posted_at, revised_at,
		clean_version, created_at, updated_at) VALUES ($1, $2, $2, 'en', 'Not Rated', 1, 1, $3, TRUE, TRUE, $1, $1, 1, $1, $1)`, id, title, wordsOf); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `INSERT INTO chapters (id, work_id, position, kind, title, words, posted, posted_at, created_at, updated_at)
		VALUES ($1, $1, 1, 'chapter', '', $2, TRUE, $1, $1, $1)`, id, wordsOf); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `INSERT INTO chapter_texts (chapter_id, html, packed, packed_size, packed_sum, next_anchor, clean_version) VALUES ($1, $2, $3, 0, 0, 1000, 1)`,
		id, text, []byte{}); err != nil {
		return err
	}
	return search.PutChapter(ctx, tx, id, id, search.Passages(text))
}
