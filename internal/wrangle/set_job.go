package wrangle

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

// A set that is taken in by the page is kept with how far it is, and a job takes its
// lines in, each in a transaction of its own that also notes it: after a restart it goes
// on with the next line.

// SetID is the key of a set that is taken in.
type SetID int64

// Taking is the job that takes sets in. Turn tells one from those before it.
type Taking struct {
	Turn int64 `json:"turn"`
}

// Kind names the job.
func (Taking) Kind() string { return "wrangle.sets" }

// TakingEvery is how often Taking shall run, so that what a crash cut off soon goes on.
const TakingEvery = setLease

const (
	// setLease is how long a set belongs to whoever works on it without a sign of life.
	setLease = 20 * time.Second
	// setsKept is how long it is told what came of a set.
	setsKept = 30 * 24 * time.Hour
)

// AddSet has a set taken in, which the job does. The same set of the same person, while
// it is on its way, is that one. Only staff may.
func (d *Desk) AddSet(ctx context.Context, tx *db.Tx, w Wrangler, lines []Line) (id SetID, err error) {
	if !w.Staff() {
		return 0, notForSets()
	}
	body, err := json.Marshal(inOrder(lines))
	if err != nil {
		return 0, fmt.Errorf("wrangle: set: %w", err)
	}
	sum := sha256.Sum256(body)
	hash := hex.EncodeToString(sum[:])
	// The account's row is touched first, so that of two that are sent at once one comes second.
	if err := tx.Exec(ctx, `UPDATE accounts SET id = id WHERE id = $1`, int64(w.ID)); err != nil {
		return 0, fmt.Errorf("wrangle: set: %w", err)
	}
	err = tx.QueryRowContext(ctx, `SELECT id FROM tag_sets WHERE account_id = $1 AND hash = $2 AND ended_at IS NULL`, int64(w.ID), hash).Scan(&id)
	if err == nil || !errors.Is(err, sql.ErrNoRows) {
		return id, err
	}
	if err := tx.QueryRowContext(ctx, `INSERT INTO tag_sets (account_id, hash, lines, total, at) VALUES ($1, $2, $3, $4, $5) RETURNING id`,
		int64(w.ID), hash, string(body), len(lines), tx.Millis()).Scan(&id); err != nil {
		return 0, fmt.Errorf("wrangle: set: %w", err)
	}
	return id, d.Jobs.Add(ctx, tx, Taking{tx.Millis()})
}

func notForSets() error {
	return fault.New(fault.Denied, "Sets of tags are taken in by moderators and keepers.")
}

// RunSets takes the sets in that wait. It can be stopped and run again; each set is
// taken in by one at a time, and one that can't be holds up no other.
func (d *Desk) RunSets(ctx context.Context) error {
	now := d.DB.Now()
	open, err := db.All(ctx, d.DB, db.One[SetID], `SELECT id FROM tag_sets WHERE ended_at IS NULL AND busy_until < $1 ORDER BY id`, now.UnixMilli())
	if err != nil {
		return fmt.Errorf("wrangle: sets: %w", err)
	}
	var failed error
	for _, id := range open {
		failed = errors.Join(failed, d.runSet(ctx, setTaker{Desk: d, id: id, me: rand.Text()}))
		if ctx.Err() != nil {
			return failed
		}
	}
	if failed != nil {
		return failed
	}
	var old bool
	if err := d.DB.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM tag_sets WHERE ended_at < $1)`, now.Add(-setsKept).UnixMilli()).Scan(&old); err != nil || !old {
		return err
	}
	return d.DB.Tx(ctx, func(tx *db.Tx) error {
		return tx.Exec(ctx, `DELETE FROM tag_sets WHERE ended_at < $1`, tx.Now.Add(-setsKept).UnixMilli())
	})
}

// setTaker takes one set in.
type setTaker struct {
	*Desk
	id   SetID
	me   string
	who  Wrangler
	todo []Line // those that are left
	done int    // before them
}

func (d *Desk) runSet(ctx context.Context, s setTaker) (err error) {
	mine, err := s.claim(ctx)
	if err != nil || !mine {
		return err
	}
	defer func() { err = errors.Join(err, s.release(context.WithoutCancel(ctx))) }()
	for _, l := range s.todo {
		if mine, err := s.take(ctx, l); err != nil || !mine {
			return err
		}
		s.done++
	}
	return d.DB.Tx(ctx, func(tx *db.Tx) error {
		return tx.Exec(ctx, `UPDATE tag_sets SET ended_at = $3, lines = '[]' WHERE id = $1 AND busy_by = $2`, int64(s.id), s.me, tx.Millis())
	})
}

// claim takes the set, unless somebody is at it, and learns what is left. A set of
// somebody who is not of the staff any more ends where it is.
func (s *setTaker) claim(ctx context.Context) (mine bool, err error) {
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		var lines string
		err := tx.QueryRowContext(ctx, `UPDATE tag_sets SET busy_by = $2, busy_until = $3 WHERE id = $1 AND busy_until < $4 AND ended_at IS NULL RETURNING account_id, lines, done`,
			int64(s.id), s.me, tx.Now.Add(setLease).UnixMilli(), tx.Millis()).Scan(&s.who.ID, &lines, &s.done)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		roles, err := db.All(ctx, tx, db.One[viewer.Role], `SELECT role FROM accounts WHERE id = $1 AND suspended_at IS NULL AND leaving_at IS NULL`, int64(s.who.ID))
		if err != nil {
			return err
		}
		for _, r := range roles {
			s.who.Role = r
		}
		if !s.who.Staff() {
			return tx.Exec(ctx, `UPDATE tag_sets SET ended_at = $2, lines = '[]', busy_by = '', busy_until = 0 WHERE id = $1`, int64(s.id), tx.Millis())
		}
		mine = true
		return json.Unmarshal([]byte(lines), &s.todo)
	})
	if err != nil || !mine {
		return false, wrapSet(s.id, err)
	}
	s.todo = s.todo[min(s.done, len(s.todo)):]
	return true, nil
}

func (s *setTaker) release(ctx context.Context) error {
	return wrapSet(s.id, s.DB.Tx(ctx, func(tx *db.Tx) error {
		return tx.Exec(ctx, `UPDATE tag_sets SET busy_by = '', busy_until = 0 WHERE id = $1 AND busy_by = $2`, int64(s.id), s.me)
	}))
}

func wrapSet(id SetID, err error) error {
	if err != nil {
		return fmt.Errorf("wrangle: set %d: %w", id, err)
	}
	return nil
}

// take takes the next line in, or notes why it can't be; mine is false when another
// takes the set by now.
func (s *setTaker) take(ctx context.Context, l Line) (mine bool, err error) {
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		if mine, err = s.hold(ctx, tx); err != nil || !mine {
			return err
		}
		made, changed, err := s.takeLine(ctx, tx, s.who, l)
		if err != nil {
			return err
		}
		return tx.Exec(ctx, `UPDATE tag_sets SET done = $2, made = made + $3, changed = changed + $4 WHERE id = $1`, int64(s.id), s.done+1, one(made && changed), one(changed))
	})
	if k := fault.KindOf(err); err == nil || k == fault.Internal || k == fault.Unavailable {
		return mine, wrapSet(s.id, err)
	}
	why, cant := json.Marshal(tellOf(err))
	if cant != nil {
		return false, wrapSet(s.id, cant)
	}
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		if mine, err = s.hold(ctx, tx); err != nil || !mine {
			return err
		}
		if err := tx.Exec(ctx, `INSERT INTO tag_set_wrong (set_id, place, at, name, told) VALUES ($1, $2, $3, $4, $5)`, int64(s.id), s.done, l.At, l.Name, string(why)); err != nil {
			return err
		}
		return tx.Exec(ctx, `UPDATE tag_sets SET done = $2 WHERE id = $1`, int64(s.id), s.done+1)
	})
	return mine, wrapSet(s.id, err)
}

// hold gives a sign of life, and reports whether the set is still the taker's.
func (s *setTaker) hold(ctx context.Context, tx *db.Tx) (bool, error) {
	got, err := db.All(ctx, tx, db.One[int64], `UPDATE tag_sets SET busy_until = $4 WHERE id = $1 AND busy_by = $2 AND done = $3 RETURNING id`,
		int64(s.id), s.me, s.done, tx.Now.Add(setLease).UnixMilli())
	return len(got) > 0, err
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}
