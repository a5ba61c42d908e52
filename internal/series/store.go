package series

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Add puts a work into the series of that title by the first of its creators, and
// makes the series when there is none. position 0 is behind the last work; a work
// that is in already keeps its place unless another is asked for.
func Add(ctx context.Context, tx *db.Tx, title string, creators []account.PseudID, w work.ID, position int) (ID, error) {
	title = strings.TrimSpace(title)
	switch n := utf8.RuneCountInString(title); {
	case n == 0:
		return 0, fault.In("series", "A series needs a title.")
	case n > MaxTitle:
		return 0, fault.In("series", "The title of the series has %d characters; %d is the most.", n, MaxTitle)
	case len(creators) == 0:
		return 0, fault.In("series", "A series needs somebody who made it.")
	}
	id, err := ensure(ctx, tx, title, creators)
	if err != nil {
		return 0, err
	}
	if position <= 0 {
		position, err = place(ctx, tx, id, w)
		if err != nil {
			return 0, err
		}
	}
	err = tx.Exec(ctx, `INSERT INTO series_works (series_id, work_id, position) VALUES ($1, $2, $3)
		ON CONFLICT (series_id, work_id) DO UPDATE SET position = excluded.position`, int64(id), int64(w), position)
	if err != nil {
		return 0, fmt.Errorf("series %d add work %d: %w", id, w, err)
	}
	return id, touched(ctx, tx, id)
}

// ensure finds or makes the series, and holds it until the transaction ends. The
// creator's row is touched first, so that two imports at once make one series.
func ensure(ctx context.Context, tx *db.Tx, title string, creators []account.PseudID) (ID, error) {
	if err := tx.Exec(ctx, `UPDATE pseuds SET name = name WHERE id = $1`, int64(creators[0])); err != nil {
		return 0, fmt.Errorf("series: %w", err)
	}
	var id ID
	err := tx.QueryRowContext(ctx, `SELECT s.id FROM series s JOIN series_creators c ON c.series_id = s.id
		WHERE s.title_key = $1 AND c.pseud_id = $2 ORDER BY s.id LIMIT 1`, tag.Key(title), int64(creators[0])).Scan(&id)
	if err == nil {
		return id, lock(ctx, tx, id)
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("find series %q: %w", title, err)
	}
	err = tx.QueryRowContext(ctx, `INSERT INTO series (title, title_key, created_at, updated_at) VALUES ($1, $2, $3, $3) RETURNING id`,
		title, tag.Key(title), tx.Millis()).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("make series %q: %w", title, err)
	}
	for i, p := range creators {
		if err := tx.Exec(ctx, `INSERT INTO series_creators (series_id, pseud_id, position) VALUES ($1, $2, $3)
			ON CONFLICT (series_id, pseud_id) DO NOTHING`, int64(id), int64(p), i); err != nil {
			return 0, fmt.Errorf("series %d creator: %w", id, err)
		}
	}
	return id, nil
}

func lock(ctx context.Context, tx *db.Tx, id ID) error {
	if err := tx.Exec(ctx, `UPDATE series SET updated_at = $2, changes = changes + 1 WHERE id = $1`, int64(id), tx.Millis()); err != nil {
		return fmt.Errorf("series %d: %w", id, err)
	}
	return nil
}

// place is where the work stands already, or the place behind the last.
func place(ctx context.Context, tx *db.Tx, id ID, w work.ID) (int, error) {
	var at int
	err := tx.QueryRowContext(ctx, `SELECT COALESCE((SELECT position FROM series_works WHERE series_id = $1 AND work_id = $2),
		(SELECT COALESCE(MAX(position), 0) + 1 FROM series_works WHERE series_id = $1))`, int64(id), int64(w)).Scan(&at)
	if err != nil {
		return 0, fmt.Errorf("series %d: %w", id, err)
	}
	return at, nil
}

// touched notes that the pages of all works in the series change: they name their neighbours.
func touched(ctx context.Context, tx *db.Tx, id ID) error {
	all, err := db.All(ctx, tx, db.One[int64], `SELECT work_id FROM series_works WHERE series_id = $1`, int64(id))
	if err != nil {
		return fmt.Errorf("series %d: %w", id, err)
	}
	for _, w := range all {
		tx.Changed(w)
	}
	return nil
}

// Get returns a series of which v may see at least one work, or which is v's own.
func Get(ctx context.Context, q db.Q, v viewer.Viewer, id ID) (*Series, error) {
	s := &Series{ID: id}
	err := q.QueryRowContext(ctx, `SELECT title, summary, notes, complete FROM series WHERE id = $1`, int64(id)).
		Scan(&s.Title, &s.Summary, &s.Notes, &s.Complete)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, noSuchSeries()
	}
	if err != nil {
		return nil, fmt.Errorf("series %d: %w", id, err)
	}
	if err := s.loadWorks(ctx, q, v); err != nil {
		return nil, err
	}
	if err := s.loadCreators(ctx, q, v); err != nil {
		return nil, err
	}
	if len(s.Works) == 0 && !s.Mine(v) && !v.Staff() {
		return nil, noSuchSeries()
	}
	return s, nil
}

func noSuchSeries() error {
	return fault.New(fault.NotFound, "There is no such series here, or none of its works is for you to see.")
}

// shown is the condition on works w in series_works sw that a series shows them
// to v: those that lists show, but no anonymous work beside named ones, which
// would give its author away. A series of anonymous works only names nobody.
func shown(v viewer.Viewer) db.Cond {
	alone := db.Where(`NOT EXISTS (SELECT 1 FROM series_works o JOIN works n ON n.id = o.work_id
		WHERE o.series_id = sw.series_id AND NOT n.anonymous AND n.audience < 2)`)
	return db.And(work.Listed(v), db.Or(work.NamedTo(v), alone))
}

func (s *Series) loadWorks(ctx context.Context, q db.Q, v viewer.Viewer) error {
	type row struct {
		id            work.ID
		words         int
		posted, revis db.Time
	}
	seen := shown(v)
	rows, err := db.All(ctx, q, func(r *sql.Rows, x *row) error { return r.Scan(&x.id, &x.words, &x.posted, &x.revis) },
		db.Numbered(`SELECT w.id, w.words, w.posted_at, w.revised_at FROM series_works sw JOIN works w ON w.id = sw.work_id
		WHERE sw.series_id = ? AND `+seen.SQL+` ORDER BY sw.position, w.id`), append([]any{int64(s.ID)}, seen.Args...)...)
	if err != nil {
		return fmt.Errorf("series %d works: %w", s.ID, err)
	}
	for _, x := range rows {
		s.add(x.id, x.words, x.posted.Time, x.revis.Time)
	}
	return nil
}

// add puts a work behind the others and sums it up.
func (s *Series) add(id work.ID, words int, posted, revised time.Time) {
	s.Works = append(s.Works, id)
	s.Words += words
	if s.Begun.IsZero() || posted.Before(s.Begun) {
		s.Begun = posted
	}
	s.Updated = later(s.Updated, revised)
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// loadCreators names those who made the series: but somebody whose only works
// here are anonymous would be given away by it.
func (s *Series) loadCreators(ctx context.Context, q db.Q, v viewer.Viewer) error {
	all, err := db.All(ctx, q, func(r *sql.Rows, p *account.Pseud) error { return r.Scan(&p.ID, &p.Account, &p.Name, &p.Login) },
		`SELECT p.id, p.account_id, p.name, a.name FROM series_creators c JOIN pseuds p ON p.id = c.pseud_id JOIN accounts a ON a.id = p.account_id
		WHERE c.series_id = $1 ORDER BY c.position, p.id`, int64(s.ID))
	if err != nil {
		return fmt.Errorf("series %d creators: %w", s.ID, err)
	}
	works, err := work.Load(ctx, q, v, s.Works)
	if err != nil {
		return err
	}
	named := map[account.PseudID]bool{}
	for i := range works {
		for _, p := range works[i].Byline(v) {
			named[p.ID] = true
		}
	}
	s.Creators = slices.DeleteFunc(all, func(p account.Pseud) bool { return !named[p.ID] && p.Account != v.ID && !v.Staff() })
	return nil
}
