package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/search"
	"github.com/ficstead/ficstead/internal/work"
)

// part makes of every stretch of so many words of an archive's works a work of its own,
// in place of them: a few books are too few to be told apart.
func part(ctx context.Context, d *db.DB, words int, out io.Writer) error {
	var pieces []string
	texts, err := db.All(ctx, d, db.One[string], `SELECT t.html FROM chapter_texts t JOIN chapters c ON c.id = t.chapter_id ORDER BY c.work_id, c.position`)
	if err != nil {
		return err
	}
	for _, text := range texts {
		var b strings.Builder
		n, p := 0, 0
		flush := func() {
			if n > 0 {
				pieces = append(pieces, b.String())
			}
			b.Reset()
			n, p = 0, 0
		}
		for _, x := range search.Passages(text) {
			p++
			fmt.Fprintf(&b, `<p id="p1-%d">%s</p>`, p, strings.NewReplacer("&", "&amp;", "<", "&lt;").Replace(x.Text))
			if n += len(strings.Fields(x.Text)); n >= words {
				flush()
			}
		}
		flush()
	}
	whole, err := db.All(ctx, d, db.One[work.ID], `SELECT id FROM works`)
	if err != nil {
		return err
	}
	for from := 0; from < len(pieces); from += madeAtOnce {
		err := d.Tx(ctx, func(tx *db.Tx) error {
			for i, text := range pieces[from:min(len(pieces), from+madeAtOnce)] {
				if err := add(ctx, tx, 1_000_000+int64(from+i), text); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	err = d.Tx(ctx, func(tx *db.Tx) error {
		for _, id := range whole {
			if err := work.Remove(ctx, tx, id); err != nil {
				return err
			}
		}
		return nil
	})
	fmt.Fprintf(out, "%d works made of them, of %d words and more\n", len(pieces), words)
	return err
}
