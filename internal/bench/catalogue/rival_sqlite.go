package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"github.com/ficstead/ficstead/internal/facet"
)

// columns are the orders as the engines name them.
var columns = [orders]string{"updated", "posted", "words", "kudos", "hits", "comments", "bookmarks", "title", "author"}

// tagKey is a term's key among all that the engines know, or 0 for those of kinds
// that everyday questions leave alone.
func (w *world) tagKey(t facet.Term) int64 {
	if int(t.Kind) < counted {
		return t.ID
	}
	if t.Kind <= language {
		return w.first[counted] + int64(t.Kind)*1_000 + t.ID
	}
	return 0
}

// sqlite keeps works in the order of their dates, tags of works and works of tags.
type sqlite struct {
	*sql.DB
	*world
	file string
	of   map[int64]int // how many works have a tag, of those that were asked for
}

func openSQLite(_ context.Context, j job, w *world) (rival, error) {
	file := j.file("rival.db")
	if err := os.RemoveAll(file); err != nil {
		return nil, err
	}
	d, err := sql.Open("sqlite", "file:"+file+"?_pragma=journal_mode(off)&_pragma=synchronous(off)&_pragma=cache_size(-1000000)&_pragma=temp_store(memory)")
	if err != nil {
		return nil, err
	}
	d.SetMaxOpenConns(1)
	return &sqlite{d, w, file, map[int64]int{}}, nil
}

func (s *sqlite) close() error { return s.Close() }

func (s *sqlite) describe(ctx context.Context) (version string, err error) {
	err = s.QueryRowContext(ctx, `SELECT sqlite_version()`).Scan(&version)
	return "SQLite " + version + " (modernc)", err
}

func (s *sqlite) load(ctx context.Context, works func(func(int, *facet.Work) bool)) error {
	tx, err := s.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, `CREATE TABLE w (id INTEGER PRIMARY KEY, updated INTEGER, posted INTEGER, words INTEGER, kudos INTEGER, hits INTEGER,
		comments INTEGER, bookmarks INTEGER, title TEXT, author TEXT) STRICT;
		CREATE TABLE tw (work INTEGER, tag INTEGER, PRIMARY KEY (work, tag)) STRICT, WITHOUT ROWID;
		CREATE TABLE wt (tag INTEGER, work INTEGER, PRIMARY KEY (tag, work)) STRICT, WITHOUT ROWID`); err != nil {
		return err
	}
	rows, tags := &inserts{ctx: ctx, tx: tx, table: "w", width: 1 + orders}, &inserts{ctx: ctx, tx: tx, table: "tw", width: 2}
	works(func(place int, w *facet.Work) bool {
		rows.add(s.row(place, w)...)
		for _, key := range s.keys(w) {
			tags.add(place, key)
		}
		return rows.err == nil && tags.err == nil
	})
	rows.flush()
	if tags.flush(); rows.err != nil || tags.err != nil {
		return fmt.Errorf("insert: %v, %v", rows.err, tags.err)
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO wt SELECT tag, work FROM tw ORDER BY tag, work`); err != nil {
		return err
	}
	for _, c := range columns {
		if _, err := tx.ExecContext(ctx, fmt.Sprintf(`CREATE INDEX w_%s ON w (%[1]s)`, c)); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, `ANALYZE`); err != nil {
		return err
	}
	return tx.Commit()
}

// row is a work without its tags.
func (w *world) row(place int, x *facet.Work) []any {
	row := []any{place}
	for _, n := range x.Numbers {
		row = append(row, int64(n))
	}
	return append(row, x.Texts[byTitle], x.Texts[byAuthor])
}

// keys are a work's tags in order.
func (w *world) keys(x *facet.Work) []int64 {
	var keys []int64
	for _, t := range x.Terms {
		if key := w.tagKey(t); key > 0 {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// inserts puts rows into a table, many by one statement.
type inserts struct {
	ctx   context.Context
	tx    *sql.Tx
	table string
	width int
	many  *sql.Stmt
	args  []any
	err   error
}

func (i *inserts) sql(rows int) string {
	row := "(?" + strings.Repeat(",?", i.width-1) + ")"
	return "INSERT INTO " + i.table + " VALUES " + row + strings.Repeat(","+row, rows-1)
}

// together is how many rows one statement puts.
const together = 100

func (i *inserts) add(row ...any) {
	if i.args = append(i.args, row...); len(i.args) < together*i.width || i.err != nil {
		return
	}
	if i.many == nil {
		if i.many, i.err = i.tx.PrepareContext(i.ctx, i.sql(together)); i.err != nil {
			return
		}
	}
	_, i.err = i.many.ExecContext(i.ctx, i.args...)
	i.args = i.args[:0]
}

func (i *inserts) flush() {
	if i.err == nil && len(i.args) > 0 {
		_, i.err = i.tx.ExecContext(i.ctx, i.sql(len(i.args)/i.width), i.args...)
	}
}

func (s *sqlite) size(context.Context) (float64, error) {
	f, err := os.Stat(s.file)
	if err != nil {
		return 0, err
	}
	return float64(f.Size()) / 1e6, nil
}

// prepare learns how many works have the tags that are asked for, as statistics
// would tell a planner that keeps them for each value.
func (s *sqlite) prepare(ctx context.Context, qs []question) error {
	for i := range qs {
		for _, t := range qs[i].All {
			key := s.tagKey(t)
			if _, known := s.of[key]; known {
				continue
			}
			var n int
			if err := s.QueryRowContext(ctx, `SELECT COUNT(*) FROM wt WHERE tag = ?`, key).Scan(&n); err != nil {
				return err
			}
			s.of[key] = n
		}
	}
	return nil
}

// hits is the part of a statement that finds works: the rarest tag first, or, for
// a page of many in another order, that order's index first.
func (s *sqlite) hits(q *question, page bool) string {
	var keys []int64
	for _, t := range q.All {
		keys = append(keys, s.tagKey(t))
	}
	slices.SortFunc(keys, func(x, y int64) int { return s.of[x] - s.of[y] })
	var b strings.Builder
	column, ordered := s.column(q)
	switch {
	case page && ordered && s.walks(q, keys):
		fmt.Fprintf(&b, "FROM w INDEXED BY w_%s", column)
	case len(keys) == 0:
		b.WriteString("FROM w")
	default:
		fmt.Fprintf(&b, "FROM (SELECT work FROM wt WHERE tag = %d) t CROSS JOIN w ON w.id = t.work", keys[0])
		keys = keys[1:]
	}
	for i, key := range keys {
		fmt.Fprintf(&b, " CROSS JOIN wt t%d ON t%[1]d.tag = %d AND t%[1]d.work = w.id", i, key)
	}
	b.WriteString(" WHERE TRUE")
	for _, t := range q.None {
		fmt.Fprintf(&b, " AND NOT EXISTS (SELECT 1 FROM wt WHERE tag = %d AND work = w.id)", s.tagKey(t))
	}
	for _, r := range q.Ranges {
		fmt.Fprintf(&b, " AND w.%s BETWEEN %d AND %d", columns[r.Number], r.From, r.To)
	}
	return b.String()
}

// column is what a question is sorted by, and whether that isn't the works' own order.
func (s *sqlite) column(q *question) (name string, ordered bool) {
	at := int(q.Order)
	if at < 0 {
		at = numbers - 1 - at
	}
	return columns[at], at != updated
}

// walks tells whether walking along the order until the page is full looks at
// fewer works than gathering those of the rarest tag.
func (s *sqlite) walks(q *question, rarest []int64) bool {
	if len(rarest) == 0 {
		return true
	}
	share := 1.0
	for _, k := range rarest {
		share *= float64(s.of[k]) / float64(s.works)
	}
	return float64(q.Offset+q.Limit) < share*float64(s.of[rarest[0]])
}

func (s *sqlite) page(ctx context.Context, q *question) error {
	by := "w.id"
	if column, ordered := s.column(q); ordered {
		if by = "w." + column; q.Order >= 0 {
			by += " DESC"
		}
	} else if len(q.All) > 0 {
		by = "t.work" // the same, and the planner sees that the tag's works come so
	}
	return s.drain(ctx, fmt.Sprintf("SELECT w.id %s ORDER BY %s LIMIT %d OFFSET %d", s.hits(q, true), by, q.Limit, q.Offset))
}

// drain runs a statement and reads all rows.
func (s *sqlite) drain(ctx context.Context, query string) error {
	short, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	rows, err := s.QueryContext(short, query)
	if err == nil {
		for rows.Next() {
		}
		err = errors.Join(rows.Err(), rows.Close())
	}
	if err != nil && short.Err() != nil && ctx.Err() == nil {
		return errSlow
	}
	return err
}

func (s *sqlite) count(ctx context.Context, q *question) (n int, err error) {
	err = s.QueryRowContext(ctx, "SELECT COUNT(*) "+s.hits(q, false)).Scan(&n)
	return n, err
}

func (s *sqlite) facets(ctx context.Context, q *question) error {
	return s.drain(ctx, "SELECT tag, COUNT(*) FROM (SELECT w.id AS work "+s.hits(q, false)+") JOIN tw USING (work) GROUP BY tag ORDER BY 2 DESC LIMIT 200")
}
