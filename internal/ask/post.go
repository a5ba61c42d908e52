package ask

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"database/sql"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/remember"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Post posts a request: from now on everybody sees it. Who has posted the same before
// gets that one.
func Post(ctx context.Context, tx *db.Tx, v viewer.Viewer, d Draft) (ID, error) {
	if err := d.tidy(); err != nil {
		return 0, err
	}
	id, fresh, err := d.insert(ctx, tx, v, tx.Millis(), func() error { return mayPost(ctx, tx, v) })
	if err != nil || !fresh {
		return id, err
	}
	known, err := listedWorks(ctx, tx, v, workIDs(d.Nots))
	if err != nil {
		return 0, err
	}
	for w := range known {
		if err := notThis(ctx, tx, id, w); err != nil {
			return 0, err
		}
	}
	return id, nil
}

// insert adds a request of v's that was asked at a time, unless the same is there; may
// says whether v may ask more, once the account's row is held.
func (d *Draft) insert(ctx context.Context, tx *db.Tx, v viewer.Viewer, at int64, may func() error) (id ID, fresh bool, err error) {
	if err := tx.Exec(ctx, `UPDATE accounts SET name = name WHERE id = $1`, int64(v.ID)); err != nil {
		return 0, false, fmt.Errorf("ask: lock: %w", err)
	}
	sum := d.digest()
	err = tx.QueryRowContext(ctx, `SELECT id FROM asks WHERE account_id = $1 AND digest = $2`, int64(v.ID), sum).Scan(&id)
	if err == nil {
		return id, false, nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return 0, false, fmt.Errorf("ask: the same request: %w", err)
	}
	if err := may(); err != nil {
		return 0, false, err
	}
	if err := tx.QueryRowContext(ctx, `INSERT INTO asks (account_id, subject, fandom, fandom_key, note, digest, asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
		int64(v.ID), d.Subject, d.Fandom, tag.Key(d.Fandom), d.Note, sum, at).Scan(&id); err != nil {
		return 0, false, fmt.Errorf("ask: post: %w", err)
	}
	for _, c := range d.Clues {
		if err := tx.Exec(ctx, `INSERT INTO ask_clues (ask_id, field, said, maybe) VALUES ($1, $2, $3, $4)`, int64(id), string(c.Field), c.Text, c.Maybe); err != nil {
			return 0, false, fmt.Errorf("ask: clue: %w", err)
		}
	}
	for _, word := range d.words() {
		if err := tx.Exec(ctx, `INSERT INTO ask_words (word, ask_id) VALUES ($1, $2)`, word, int64(id)); err != nil {
			return 0, false, fmt.Errorf("ask: words: %w", err)
		}
	}
	return id, true, nil
}

func workIDs(all []int64) []work.ID {
	out := make([]work.ID, len(all))
	for i, n := range all {
		out[i] = work.ID(n)
	}
	return out
}

// digest is the same for the same request.
func (d *Draft) digest() string {
	h := sha256.New()
	fmt.Fprintf(h, "%q %q %q", d.Subject, d.Fandom, d.Note)
	for _, c := range d.Clues.List() {
		fmt.Fprintf(h, " %q %q %v", c.Field, c.Text, c.Maybe)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// maxWords is how many words a request is found by.
const maxWords = 300

// words are those that a request is found by. What it is not is none of them.
func (d *Draft) words() []string {
	text := d.Subject + "\n" + d.Fandom + "\n" + d.Note
	for _, c := range d.Clues.List() {
		if c.Field != remember.Not {
			text += "\n" + c.Text
		}
	}
	all := remember.Stems(text)
	return all[:min(len(all), maxWords)]
}

// mayPost is a fault for who has asked enough. The caller holds the account's row.
func mayPost(ctx context.Context, tx *db.Tx, v viewer.Viewer) error {
	if err := roomFor(ctx, tx, v); err != nil {
		return err
	}
	var today int
	err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM asks WHERE account_id = $1 AND asked_at > $2`, int64(v.ID), tx.Now.Add(-24*time.Hour).UnixMilli()).Scan(&today)
	if err != nil {
		return fmt.Errorf("ask: count: %w", err)
	}
	if today >= askADay {
		return fault.In(fieldSubject, "You have asked %d times since yesterday, which is the most for a day. Please come back tomorrow.", askADay)
	}
	return nil
}

// Delete takes a request back for good, with all that was suggested. Only who asked may.
func Delete(ctx context.Context, tx *db.Tx, v viewer.Viewer, id ID) error {
	r, err := tx.ExecContext(ctx, `DELETE FROM asks WHERE id = $1 AND account_id = $2`, int64(id), int64(v.ID))
	if err != nil {
		return fmt.Errorf("ask: delete %d: %w", id, err)
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, none())
	}
	return nil
}

// lock makes others wait who want to change a request, and gives it as v sees it.
func lock(ctx context.Context, tx *db.Tx, v viewer.Viewer, id ID) (*Request, error) {
	if err := tx.Exec(ctx, `UPDATE asks SET asked_at = asked_at WHERE id = $1`, int64(id)); err != nil {
		return nil, fmt.Errorf("ask: lock %d: %w", id, err)
	}
	return Get(ctx, tx, v, id)
}
