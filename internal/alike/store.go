package alike

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/job"
	"github.com/ficstead/ficstead/internal/work"
)

// progress is how far the look through all works is.
type progress struct {
	Looked, Total int
	Started       time.Time // zero: there never was one
	Ended         time.Time // zero: it goes on, or was stopped
	Stopped       bool
}

func progressOf(ctx context.Context, q db.Q) (p progress, err error) {
	var started, ended sql.NullInt64
	err = q.QueryRowContext(ctx, `SELECT looked, total, started_at, ended_at, stopped FROM alike_run WHERE id = 1`).
		Scan(&p.Looked, &p.Total, &started, &ended, &p.Stopped)
	if err != nil {
		return p, fmt.Errorf("alike: progress: %w", err)
	}
	p.Started, p.Ended = instant(started), instant(ended)
	return p, nil
}

func instant(n sql.NullInt64) time.Time {
	if !n.Valid {
		return time.Time{}
	}
	return time.UnixMilli(n.Int64).UTC()
}

// setStopped stops the look through all works, or has it go on.
func setStopped(ctx context.Context, tx *db.Tx, jobs *job.Queue, stopped bool) error {
	if err := tx.Exec(ctx, `UPDATE alike_run SET stopped = $1 WHERE id = 1`, stopped); err != nil {
		return fmt.Errorf("alike: stop or go on: %w", err)
	}
	if stopped {
		return nil
	}
	return jobs.Add(ctx, tx, Look{})
}

const perPage = 25

const pairColumns = `SELECT p.share, p.kind, p.decision, p.decided_at, COALESCE(d.name, ''),
	a.id, a.title, a.words, a.posted_at, a.hidden, b.id, b.title, b.words, b.posted_at, b.hidden
	FROM alike_pairs p JOIN works a ON a.id = p.a_id JOIN works b ON b.id = p.b_id LEFT JOIN accounts d ON d.id = p.decided_by `

func scanPair(r *sql.Rows, p *pair) error {
	var decided, a, b sql.NullInt64
	err := r.Scan(&p.Share, &p.Kind, &p.Decision, &decided, &p.Decider,
		&p.A.ID, &p.A.Title, &p.A.Words, &a, &p.A.Hidden, &p.B.ID, &p.B.Title, &p.B.Words, &b, &p.B.Hidden)
	p.Decided, p.A.Posted, p.B.Posted = instant(decided), instant(a), instant(b)
	return err
}

// A work that its authors have made a draft again is nobody else's business.
const bothPosted = `a.posted AND b.posted`

// list gives a page of pairs, the most alike first, and how many there are in all.
// kind is "" for all kinds.
func list(ctx context.Context, q db.Q, open bool, kind Kind, page int) ([]pair, int, error) {
	where := db.Where(bothPosted)
	if open {
		where = db.And(where, db.Where(`p.decision = ''`))
	} else {
		where = db.And(where, db.Where(`p.decision <> ''`))
	}
	if kind != "" {
		where = db.And(where, db.Where(`p.kind = ?`, string(kind)))
	}
	var total int
	if err := q.QueryRowContext(ctx, db.Numbered(`SELECT COUNT(*) FROM alike_pairs p JOIN works a ON a.id = p.a_id JOIN works b ON b.id = p.b_id WHERE `+where.SQL), where.Args...).Scan(&total); err != nil {
		return nil, 0, fmt.Errorf("alike: count pairs: %w", err)
	}
	order := `p.share DESC, p.a_id, p.b_id`
	if !open {
		order = `p.decided_at DESC, p.a_id, p.b_id`
	}
	all, err := db.All(ctx, q, scanPair, db.Numbered(pairColumns+`WHERE `+where.SQL+` ORDER BY `+order+` LIMIT ? OFFSET ?`),
		append(where.Args, perPage, (page-1)*perPage)...)
	if err != nil {
		return nil, 0, fmt.Errorf("alike: list pairs: %w", err)
	}
	return all, total, sign(ctx, q, all)
}

// sign notes who signs the works of all.
func sign(ctx context.Context, q db.Q, all []pair) error {
	if len(all) == 0 {
		return nil
	}
	sides := map[work.ID][]*side{}
	var ids []any
	for i := range all {
		for _, s := range []*side{&all[i].A, &all[i].B} {
			if sides[s.ID] == nil {
				ids = append(ids, int64(s.ID))
			}
			sides[s.ID] = append(sides[s.ID], s)
		}
	}
	_, err := db.All(ctx, q, func(r *sql.Rows, n *name) error {
		var id work.ID
		if err := r.Scan(&id, &n.Pseud, &n.Login); err != nil {
			return err
		}
		for _, s := range sides[id] {
			s.By = append(s.By, *n)
		}
		return nil
	}, db.Numbered(`SELECT c.work_id, p.name, a.name FROM work_creators c JOIN pseuds p ON p.id = c.pseud_id JOIN accounts a ON a.id = p.account_id
		WHERE c.work_id IN (`+db.List(len(ids))+`) ORDER BY c.work_id, c.position`), ids...)
	if err != nil {
		return fmt.Errorf("alike: who signs works: %w", err)
	}
	return nil
}

// get gives the pair of a and b, or a fault NotFound.
func get(ctx context.Context, q db.Q, a, b work.ID) (*pair, error) {
	all, err := db.All(ctx, q, scanPair, pairColumns+`WHERE p.a_id = $1 AND p.b_id = $2 AND `+bothPosted, int64(a), int64(b))
	if err != nil {
		return nil, fmt.Errorf("alike: pair %d and %d: %w", a, b, err)
	}
	if len(all) == 0 {
		return nil, fault.New(fault.NotFound, "These two works are not listed as alike. One may be gone, a draft again, or written anew.")
	}
	if err := sign(ctx, q, all); err != nil {
		return nil, err
	}
	return &all[0], nil
}

// errDone is that somebody has said already what two works are.
var errDone = errors.New("alike: decided")

// settle writes down what somebody said of a pair, unless it is said already: errDone.
func settle(ctx context.Context, tx *db.Tx, p *pair, d Decision, by int64) error {
	r, err := tx.ExecContext(ctx, `UPDATE alike_pairs SET decision = $3, decided_share = share, decided_by = $4, decided_at = $5 WHERE a_id = $1 AND b_id = $2 AND decision = ''`,
		int64(p.A.ID), int64(p.B.ID), string(d), by, tx.Millis())
	if err != nil {
		return fmt.Errorf("alike: decide on %d and %d: %w", p.A.ID, p.B.ID, err)
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, errDone)
	}
	return nil
}

// reopen takes back what was said of a pair. What was done to works and the letters
// that were written stay.
func reopen(ctx context.Context, tx *db.Tx, a, b work.ID) error {
	err := tx.Exec(ctx, `UPDATE alike_pairs SET decision = '', decided_share = 0, decided_by = NULL, decided_at = NULL WHERE a_id = $1 AND b_id = $2`, int64(a), int64(b))
	if err != nil {
		return fmt.Errorf("alike: ask for %d and %d again: %w", a, b, err)
	}
	return nil
}
