package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/search"
)

// How an archive is used to see how large its index stays: so many save at once, and the
// jobs run more often than in an archive, as there is more to do than in any.
const (
	savers     = 4
	saverRests = 100 * time.Millisecond
	tidyEvery  = time.Second
	purgeEvery = 20 * time.Second
	tellEvery  = 10 * time.Second
)

// use is an archive that is written in.
type use struct {
	d     *db.DB
	works int64

	mu    sync.Mutex
	texts *texts
	took  []time.Duration // of saves since that was told
	saved int
}

// used has some people save, edit and delete texts for a time while the jobs run, and tells
// how large the index is beside the text all the while, and how long they waited.
func used(ctx context.Context, out io.Writer, d *db.DB, t *texts, length time.Duration) error {
	if !d.Postgres {
		return errors.New("-use is for PostgreSQL")
	}
	u := &use{d: d, texts: t}
	if err := d.QueryRowContext(ctx, `SELECT MAX(id) FROM works`).Scan(&u.works); err != nil {
		return err
	}
	tidy := func(ctx context.Context) error { return search.RunTidy(ctx, d, slog.New(slog.DiscardHandler)) }
	writing, cancel := context.WithTimeout(ctx, length)
	defer cancel()
	var all sync.WaitGroup
	failed := make(chan error, savers+3)
	during := func(every time.Duration, run func(context.Context) error) {
		all.Go(func() { failed <- again(writing, every, run) })
	}
	during(tidyEvery, tidy)
	during(purgeEvery, func(ctx context.Context) error { return search.RunPurge(ctx, d) })
	during(tellEvery, func(ctx context.Context) error { return u.tell(ctx, out) })
	for i := range int64(savers) {
		r := rand.New(rand.NewPCG(uint64(i), 11))
		during(saverRests, func(ctx context.Context) error { return u.save(ctx, r, i) })
	}
	all.Wait()
	close(failed)
	for err := range failed {
		if err != nil {
			return err
		}
	}
	for range 2 { // what was merged while somebody saved is free the next time
		if err := tidy(ctx); err != nil {
			return err
		}
	}
	return u.tell(ctx, out)
}

// again does run until ctx ends and rests after each time.
func again(ctx context.Context, rest time.Duration, run func(context.Context) error) error {
	for {
		if err := run(ctx); err != nil && ctx.Err() == nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(rest):
		}
	}
}

// save writes one of the works of a saver anew: as an edit, or deleted and another put there.
func (u *use) save(ctx context.Context, r *rand.Rand, saver int64) error {
	u.mu.Lock()
	text, size := asHTML(u.texts.work())
	u.mu.Unlock()
	id, edit := 1+saver+savers*r.Int64N(u.works/savers), r.IntN(2) == 0
	begun := time.Now()
	err := u.d.Tx(ctx, func(tx *db.Tx) error {
		tx.Changed(id)
		if edit {
			if err := tx.Exec(ctx, `UPDATE chapter_texts SET html = $2, packed_size = $3 WHERE chapter_id = $1`, id, text, size); err != nil {
				return err
			}
		} else {
			if err := tx.Exec(ctx, `DELETE FROM works WHERE id = $1`, id); err != nil {
				return err
			}
			if err := put(ctx, tx, id, text, size); err != nil {
				return err
			}
		}
		if err := search.Refresh(ctx, tx, id); err != nil {
			return err
		}
		return search.RefreshTexts(ctx, tx, id)
	})
	if err != nil {
		return err
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.took, u.saved = append(u.took, time.Since(begun)), u.saved+1
	return nil
}

// tell writes how large the index is beside the text, table by table, and how long saving
// took since the last time.
func (u *use) tell(ctx context.Context, out io.Writer) error {
	u.mu.Lock()
	took, saved := u.took, u.saved
	u.took = nil
	u.mu.Unlock()
	var text int64
	if err := u.d.QueryRowContext(ctx, `SELECT SUM(packed_size) FROM chapter_texts`).Scan(&text); err != nil {
		return err
	}
	rows, err := u.d.QueryContext(ctx, `SELECT relname, pg_table_size(oid), pg_indexes_size(oid) FROM pg_class WHERE relname LIKE 'search\_%' AND relkind = 'r' ORDER BY 1`)
	if err != nil {
		return err
	}
	defer rows.Close()
	sum, parts := int64(0), ""
	for rows.Next() {
		var name string
		var table, indexes int64
		if err := rows.Scan(&name, &table, &indexes); err != nil {
			return err
		}
		sum += table + indexes
		parts += fmt.Sprintf(" %s %.3f+%.3f", name[len("search_"):], float64(table)/float64(text), float64(indexes)/float64(text))
	}
	if err := rows.Err(); err != nil {
		return err
	}
	fmt.Fprintf(out, "%6d saved: index to the text %.3f:%s", saved, float64(sum)/float64(text), parts)
	if slices.Sort(took); len(took) > 0 {
		at := func(p int) float64 { return float64(took[len(took)*p/100].Microseconds()) / 1000 }
		fmt.Fprintf(out, "; saving p50 %.1f ms, p99 %.1f ms, longest %.1f ms", at(50), at(99), float64(took[len(took)-1].Microseconds())/1000)
	}
	fmt.Fprintln(out)
	return nil
}
