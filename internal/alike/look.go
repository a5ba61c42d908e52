package alike

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"hash/fnv"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/work"
)

// Look is the job that looks through all works for those that are alike. Only what
// has changed since the last time is compared; what stops goes on where it was.
type Look struct{}

// Kind names the job.
func (Look) Kind() string { return "alike.look" }

const (
	// atOnce is how many works are compared between two notes of how far it is.
	atOnce = 200
	// mostOfPrint bounds the works with the same print that one is compared with:
	// hundreds that open with the same notice must not cost the square of that.
	mostOfPrint = 200
	// mostCompared is with how many works one is compared, those first that share most
	// prints, and mostPairs how many of these are told of.
	mostCompared = 256
	mostPairs    = 20
)

// known is what is known of a work that is compared.
type known struct {
	likeness work.Likeness
	words    int
	by       map[int64]bool // accounts
}

// RunLook goes through all works, from where the last run was cut off if it was. It
// does nothing while staff have stopped it.
func RunLook(ctx context.Context, d *db.DB) error {
	if err := d.Tx(ctx, func(tx *db.Tx) error { return begin(ctx, tx) }); err != nil {
		return err
	}
	for more := true; more; {
		var err error
		if more, err = step(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// begin starts a new run unless one was cut off or is stopped.
func begin(ctx context.Context, tx *db.Tx) error {
	err := tx.Exec(ctx, `UPDATE alike_run SET last_id = 0, looked = 0, started_at = $1, ended_at = NULL,
		total = (SELECT COUNT(*) FROM likenesses l JOIN works w ON w.id = l.work_id WHERE w.posted) WHERE id = 1 AND NOT stopped AND (started_at IS NULL OR ended_at IS NOT NULL)`, tx.Millis())
	if err != nil {
		return fmt.Errorf("alike: begin: %w", err)
	}
	return nil
}

// looked is a work whose turn it is.
type looked struct {
	id       int64
	likeness work.Likeness
	sum      int64
	same     bool // as it was compared last
}

// step compares the next works, and reports whether there may be more. Nothing is
// locked meanwhile; the note of how far it is, and what was found, are written
// together, unless somebody stopped it or another program was quicker.
func step(ctx context.Context, d *db.DB) (more bool, err error) {
	var last int64
	var stopped bool
	if err := d.QueryRowContext(ctx, `SELECT last_id, stopped FROM alike_run WHERE id = 1`).Scan(&last, &stopped); err != nil || stopped {
		return false, err
	}
	batch, err := next(ctx, d, last)
	if err != nil {
		return false, err
	}
	var changed []looked
	for _, x := range batch {
		if !x.same {
			changed = append(changed, x)
		}
	}
	found, err := compare(ctx, d, changed)
	if err != nil {
		return false, err
	}
	err = d.Tx(ctx, func(tx *db.Tx) (err error) {
		if more, err = advance(ctx, tx, last, batch); err != nil || !more {
			return err
		}
		return keep(ctx, tx, changed, found)
	})
	return more && len(batch) > 0, err
}

// next gives the works after last that readers have, or had until they were hidden.
// A draft has its turn once it is posted.
func next(ctx context.Context, q db.Q, last int64) ([]looked, error) {
	all, err := db.All(ctx, q, func(r *sql.Rows, x *looked) error {
		var whole, opening []byte
		var sum sql.NullInt64
		if err := r.Scan(&x.id, &whole, &opening, &sum); err != nil {
			return err
		}
		h := fnv.New64a()
		h.Write(whole)
		h.Write(opening)
		x.sum = int64(h.Sum64())
		x.same = sum.Valid && sum.Int64 == x.sum
		return x.likeness.UnmarshalBinary(slices.Concat(whole, opening))
	}, `SELECT l.work_id, l.whole, COALESCE(l.opening, l.whole), s.sum FROM likenesses l JOIN works w ON w.id = l.work_id
		LEFT JOIN alike_looks s ON s.work_id = l.work_id WHERE l.work_id > $1 AND w.posted ORDER BY l.work_id LIMIT $2`, last, atOnce)
	if err != nil {
		return nil, fmt.Errorf("alike: next works: %w", err)
	}
	return all, nil
}

// advance notes that batch is done, or that everything is.
func advance(ctx context.Context, tx *db.Tx, last int64, batch []looked) (bool, error) {
	to, done := last, any(nil)
	if len(batch) == 0 {
		done = tx.Millis()
	} else {
		to = batch[len(batch)-1].id
	}
	r, err := tx.ExecContext(ctx, `UPDATE alike_run SET last_id = $2, looked = looked + $3, ended_at = $4 WHERE id = 1 AND last_id = $1 AND NOT stopped`,
		last, to, len(batch), done)
	if err != nil {
		return false, fmt.Errorf("alike: note how far it is: %w", err)
	}
	n, err := r.RowsAffected()
	return n == 1, err
}

// found is two works that are alike.
type found struct {
	a, b  int64 // a is the lower
	share int
	kind  Kind
}

// compare gives the pairs in which one of batch is.
func compare(ctx context.Context, q db.Q, batch []looked) ([]found, error) {
	if len(batch) == 0 {
		return nil, nil
	}
	near, err := neighbours(ctx, q, batch)
	if err != nil {
		return nil, err
	}
	others := map[int64]bool{}
	for id, all := range near {
		if len(all) > 0 {
			others[id] = true
		}
		for _, x := range all {
			others[x] = true
		}
	}
	all, err := knownOf(ctx, q, others)
	if err != nil {
		return nil, err
	}
	var out []found
	for _, x := range batch {
		me := all[x.id]
		if me == nil {
			continue
		}
		me.likeness = x.likeness
		var mine []found
		for _, id := range near[x.id] {
			other := all[id]
			if other == nil {
				continue
			}
			estimate, part := me.likeness.To(other.likeness)
			if share := int(1000 * estimate); share >= leastShare {
				mine = append(mine, found{min(x.id, id), max(x.id, id), share, guess(me, other, share, part)})
			}
		}
		slices.SortStableFunc(mine, func(a, b found) int { return cmp.Compare(b.share, a.share) })
		out = append(out, mine[:min(len(mine), mostPairs)]...)
	}
	return out, nil
}

// printed is a work that has a print.
type printed struct{ print, work int64 }

func scanPrinted(r *sql.Rows, x *printed) error { return r.Scan(&x.print, &x.work) }

func (x printed) compare(y printed) int {
	return cmp.Or(cmp.Compare(x.print, y.print), cmp.Compare(x.work, y.work))
}

// neighbours gives for each of batch the works that share prints with it.
func neighbours(ctx context.Context, q db.Q, batch []looked) (map[int64][]int64, error) {
	ids, mine := make([]any, len(batch)), map[int64]bool{}
	for i, x := range batch {
		ids[i], mine[x.id] = x.id, true
	}
	rows, err := db.All(ctx, q, scanPrinted, db.Numbered(`SELECT print, work_id FROM likeness_prints WHERE work_id IN (`+db.List(len(ids))+`)`), ids...)
	if err != nil {
		return nil, fmt.Errorf("alike: prints: %w", err)
	}
	slices.SortFunc(rows, printed.compare)
	var prints []int64
	for _, x := range rows {
		prints = append(prints, x.print)
	}
	for part := range slices.Chunk(slices.Compact(prints), 500) {
		others, err := db.All(ctx, q, scanPrinted, db.Numbered(`SELECT print, work_id FROM (
			SELECT print, work_id, ROW_NUMBER() OVER (PARTITION BY print ORDER BY work_id) AS n FROM likeness_prints WHERE print IN (`+db.List(len(part))+`)) x
			WHERE n <= ?`), append(db.Anys(part), mostOfPrint)...)
		if err != nil {
			return nil, fmt.Errorf("alike: works with the same prints: %w", err)
		}
		rows = append(rows, others...)
	}
	slices.SortFunc(rows, printed.compare)
	rows = slices.Compact(rows)
	shared := map[int64]map[int64]int{}
	for len(rows) > 0 {
		n := 1
		for n < len(rows) && rows[n].print == rows[0].print {
			n++
		}
		for _, a := range rows[:n] {
			if !mine[a.work] || n == 1 {
				continue
			}
			if shared[a.work] == nil {
				shared[a.work] = map[int64]int{}
			}
			for _, b := range rows[:n] {
				if b.work != a.work {
					shared[a.work][b.work]++
				}
			}
		}
		rows = rows[n:]
	}
	return nearest(shared), nil
}

// nearest keeps for each work those that share most with it.
func nearest(shared map[int64]map[int64]int) map[int64][]int64 {
	out := map[int64][]int64{}
	for id, others := range shared {
		all := make([]int64, 0, len(others))
		for other := range others {
			all = append(all, other)
		}
		slices.SortFunc(all, func(a, b int64) int { return cmp.Or(cmp.Compare(others[b], others[a]), cmp.Compare(a, b)) })
		out[id] = all[:min(len(all), mostCompared)]
	}
	return out
}

// knownOf loads what is compared of works. Drafts are left out: nobody but their
// authors is to hear of them.
func knownOf(ctx context.Context, q db.Q, ids map[int64]bool) (map[int64]*known, error) {
	out := map[int64]*known{}
	all := make([]int64, 0, len(ids))
	for id := range ids {
		all = append(all, id)
	}
	slices.Sort(all)
	for part := range slices.Chunk(all, 500) {
		in, args := db.List(len(part)), db.Anys(part)
		_, err := db.All(ctx, q, func(r *sql.Rows, _ *struct{}) error {
			var id int64
			var whole, opening []byte
			k := &known{by: map[int64]bool{}}
			if err := r.Scan(&id, &k.words, &whole, &opening); err != nil {
				return err
			}
			out[id] = k
			return k.likeness.UnmarshalBinary(slices.Concat(whole, opening))
		}, db.Numbered(`SELECT w.id, w.words, l.whole, COALESCE(l.opening, l.whole) FROM works w JOIN likenesses l ON l.work_id = w.id
			WHERE w.posted AND w.id IN (`+in+`)`), args...)
		if err != nil {
			return nil, fmt.Errorf("alike: works to compare: %w", err)
		}
		_, err = db.All(ctx, q, func(r *sql.Rows, _ *struct{}) error {
			var id, account int64
			if err := r.Scan(&id, &account); err != nil {
				return err
			}
			if k := out[id]; k != nil {
				k.by[account] = true
			}
			return nil
		}, db.Numbered(`SELECT c.work_id, p.account_id FROM work_creators c JOIN pseuds p ON p.id = c.pseud_id WHERE c.work_id IN (`+in+`)`), args...)
		if err != nil {
			return nil, fmt.Errorf("alike: who signs works: %w", err)
		}
	}
	return out, nil
}
