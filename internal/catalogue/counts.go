package catalogue

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/facet"
)

// Counters change all the time and are no change of what people see of a work, so the
// change feed has none of them. They are asked for by when they changed. A
// transaction may end after one that began later; what was counted in the minute
// before the newest that is known is therefore looked at again and again, and taken
// in where it differs.

const (
	// lateness is how long a transaction that counts may take, in milliseconds.
	lateness = 60_000
	// countersAtOnce is how many counters are read together.
	countersAtOnce = 5000
)

// counter is one number of a work.
type counter struct {
	work   int64
	column int
}

// counters is what was taken in of late.
type counters struct {
	newest int64 // milliseconds
	late   map[counter]counted
}

type counted struct{ n, at int64 }

// Count takes in what was counted since the last time.
func (x *Index) Count(ctx context.Context) error {
	if _, err := x.ready(ctx); err != nil {
		return err
	}
	if err := x.hold(ctx); err != nil {
		return err
	}
	defer x.release()
	at := x.current()
	type row struct {
		work, n, at int64
		kind        string
	}
	last := row{at: x.counters.newest - lateness}
	for {
		rows, err := db.All(ctx, x.reader.db, func(r *sql.Rows, t *row) error { return r.Scan(&t.work, &t.kind, &t.n, &t.at) },
			`SELECT work_id, kind, n, at FROM totals WHERE (at, work_id, kind) > ($1, $2, $3) ORDER BY at, work_id, kind LIMIT $4`, last.at, last.work, last.kind, countersAtOnce)
		if err != nil {
			return fmt.Errorf("catalogue: counters: %w", err)
		}
		var fresh []facet.Number
		for _, r := range rows {
			if column, ok := columnOf(r.kind); ok && x.counters.learn(counter{r.work, column}, counted{r.n, r.at}) {
				fresh = append(fresh, facet.Number{ID: r.work, Number: column, Value: told(column, r.n)})
			}
		}
		if len(fresh) > 0 {
			if err := at.Apply(x.applied, nil, fresh); err != nil {
				return fmt.Errorf("catalogue: take %d counters in: %w", len(fresh), err)
			}
			at.Publish()
		}
		if len(rows) < countersAtOnce {
			x.counters.forget()
			return nil
		}
		last = rows[len(rows)-1]
	}
}

// learn notes a counter and reports whether it is news.
func (c *counters) learn(k counter, is counted) bool {
	was, ok := c.late[k]
	c.late[k] = is
	c.newest = max(c.newest, is.at)
	return !ok || was.n != is.n
}

// forget drops what will not be looked at again.
func (c *counters) forget() {
	for k, is := range c.late {
		if is.at < c.newest-lateness {
			delete(c.late, k)
		}
	}
}
