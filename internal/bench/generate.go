package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
)

// story writes a plain text of about so many words, in so many chapters.
func story(title string, words, chapters int) string {
	r := seeded(title, words)
	vocabulary := strings.Fields(`the sea lamp fog river stone light hand door key winter morning she he they said turned walked under over between
		never always letter ship bread song house fire rain wind road hill night star quiet loud small great old new first last green blue red white black
		harbour window stair candle paper garden kettle thread needle ladder bell gate market sister brother stranger keeper captain baker`)
	var b strings.Builder
	fmt.Fprintf(&b, "Title: %s\nAuthor: Bench\nFandom: Benches\nRating: G\n\n", title)
	for c := 1; c <= chapters; c++ {
		if chapters > 1 {
			fmt.Fprintf(&b, "\nChapter %d\n", c)
		}
		for n := 0; n < words/chapters; {
			length := 30 + r.IntN(60)
			b.WriteString("\nIt was said that")
			for range length {
				b.WriteString(" " + vocabulary[r.IntN(len(vocabulary))])
			}
			b.WriteString(".\n")
			n += length + 4
		}
	}
	return b.String()
}

// catalogue makes an archive of so many works without text, with tags spread as
// they are on real archives: a few are everywhere, most are rare.
func (l *lab) catalogue(works int) (string, error) {
	data := filepath.Join(l.dir, fmt.Sprint("catalogue-", works))
	if _, err := os.Stat(data); err == nil {
		return data, nil
	}
	if err := os.MkdirAll(data, 0o700); err != nil {
		return "", err
	}
	d, err := db.Open(l.ctx, "sqlite:"+filepath.Join(data, "archive.db"))
	if err != nil {
		return "", err
	}
	defer d.Close()
	g := &generator{ctx: l.ctx, rand: rand.New(rand.NewPCG(1, uint64(works)))}
	if err := d.Tx(l.ctx, g.tags); err != nil {
		return "", err
	}
	const batch = 5_000
	for from := 1; from <= works; from += batch {
		err := d.Tx(l.ctx, func(tx *db.Tx) error { return g.works(tx, from, min(works, from+batch-1)) })
		if err != nil {
			return "", err
		}
	}
	return data, nil
}

type generator struct {
	ctx  context.Context
	rand *rand.Rand
	pool map[string]pool
}

// pool is a run of tags' keys, drawn from with the first ones most often.
type pool struct {
	first, size int64
	zipf        *rand.Zipf
}

func (g *generator) tags(tx *db.Tx) error {
	g.pool = map[string]pool{}
	next := int64(1000)
	for _, k := range []struct {
		kind, name string
		size       int64
	}{{"fandom", "Fandom", 500}, {"character", "Character", 5_000}, {"relationship", "Relationship", 5_000}, {"freeform", "Freeform", 10_000}} {
		g.pool[k.kind] = pool{next, k.size, rand.NewZipf(g.rand, 1.2, 5, uint64(k.size-1))}
		for i := range k.size {
			name := fmt.Sprintf("%s %d", k.name, i+1)
			if err := tx.Exec(g.ctx, `INSERT INTO tags (id, type, name, name_key, canonical, created_at) VALUES ($1, $2, $3, $4, TRUE, 1)`,
				next+i, k.kind, name, strings.ToLower(name)); err != nil {
				return err
			}
		}
		next += k.size
	}
	if err := tx.Exec(g.ctx, `INSERT INTO accounts (id, name, name_key, created_at) VALUES (1, 'bench', 'bench', 1)`); err != nil {
		return err
	}
	return tx.Exec(g.ctx, `INSERT INTO pseuds (id, account_id, name, name_key, is_default, created_at) VALUES (1, 1, 'bench', 'bench', TRUE, 1)`)
}

func (g *generator) works(tx *db.Tx, from, to int) error {
	for id := from; id <= to; id++ {
		title := fmt.Sprintf("Work %d of the bench", id)
		words, at := 500+g.rand.IntN(100_000), int64(1_600_000_000_000)+int64(id)*1_000_000
		rating := []string{"General Audiences", "Teen And Up Audiences", "Mature", "Explicit", "Not Rated"}[g.rand.IntN(5)]
		restricted := g.rand.IntN(10) == 0
		if err := tx.Exec(g.ctx, `INSERT INTO works (id, title, sort_title, summary, language, rating, chapter_total, chapter_count, words, complete, posted, restricted,
			posted_at, revised_at, clean_version, created_at, updated_at) VALUES ($1, $2, $3, '<p>A summary of two lines, as many have: somebody goes somewhere and finds what was not lost.</p>',
			'en', $4, 1, 1, $5, TRUE, TRUE, $6, $7, $7, 1, $7, $7)`, id, title, strings.ToLower(title), rating, words, restricted, at); err != nil {
			return err
		}
		if err := tx.Exec(g.ctx, `INSERT INTO work_creators (work_id, pseud_id, position, approved) VALUES ($1, 1, 0, TRUE)`, id); err != nil {
			return err
		}
		if err := g.tag(tx, id, restricted, at); err != nil {
			return err
		}
	}
	tx.Changed(int64(to))
	return nil
}

// tag gives one work its tags and what they stand for in filters.
func (g *generator) tag(tx *db.Tx, id int, restricted bool, at int64) error {
	audience, seen, position := 0, map[int64]bool{}, 0
	if restricted {
		audience = 1
	}
	for _, k := range []struct {
		kind string
		n    int
	}{{"fandom", 1 + g.rand.IntN(2)}, {"character", 3}, {"relationship", 2}, {"freeform", 8}} {
		p := g.pool[k.kind]
		for range k.n {
			t := p.first + int64(p.zipf.Uint64())
			if seen[t] {
				continue
			}
			seen[t] = true
			if err := tx.Exec(g.ctx, `INSERT INTO work_tags (work_id, tag_id, position) VALUES ($1, $2, $3)`, id, t, position); err != nil {
				return err
			}
			if err := tx.Exec(g.ctx, `INSERT INTO work_filters (work_id, tag_id, type, inherited, audience, revised_at) VALUES ($1, $2, $3, FALSE, $4, $5)`,
				id, t, k.kind, audience, at); err != nil {
				return err
			}
			position++
		}
	}
	return nil
}
