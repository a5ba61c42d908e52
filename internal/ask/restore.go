package ask

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/block"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/remember"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// This file takes in again what a backup has of requests. Nobody is written to: it is
// old news.

// Kept is a request as it was kept elsewhere.
type Kept struct {
	Subject, Fandom, Note string
	Clues                 []remember.Clue
	Asked, Found          time.Time // Found is zero while it is open
	Title                 string    // of what it was, "" when nobody knows
	Work                  work.ID   // what it was, if that is a work here
}

// draft is the request as it would be written today.
func (k Kept) draft() (Draft, error) {
	d := Draft{Subject: db.Text(k.Subject), Fandom: db.Text(k.Fandom), Note: db.Text(k.Note), Clues: remember.Clues{}}
	for _, c := range k.Clues {
		c.Text = strings.TrimSpace(db.Text(c.Text))
		if !c.Field.Known() || c.Text == "" {
			continue
		}
		if utf8.RuneCountInString(c.Text) > remember.MaxClue {
			return d, fault.New(fault.Invalid, "A clue can have %d characters. Please keep what you are surest of.", remember.MaxClue)
		}
		d.Clues[c.Field] = c
	}
	return d, d.tidy()
}

// Restore posts a request of v's again, with its dates. One that is there stays as it
// is, and fresh is false. What is open counts towards what somebody can have open.
func Restore(ctx context.Context, tx *db.Tx, v viewer.Viewer, k Kept) (fresh bool, err error) {
	d, err := k.draft()
	if err != nil {
		return false, err
	}
	id, fresh, err := d.insert(ctx, tx, v, k.Asked.UnixMilli(), func() error {
		if !k.Found.IsZero() {
			return nil
		}
		return roomFor(ctx, tx, v)
	})
	if err != nil || !fresh || k.Found.IsZero() {
		return fresh, err
	}
	title, here := strings.Join(strings.Fields(db.Text(k.Title)), " "), any(nil)
	if utf8.RuneCountInString(title) > maxTitle {
		title = ""
	}
	if k.Work != 0 {
		title, here = "", int64(k.Work)
	}
	if err := tx.Exec(ctx, `UPDATE asks SET found_at = $2, found_work_id = $3, found_title = $4 WHERE id = $1`, int64(id), k.Found.UnixMilli(), here, title); err != nil {
		return false, fmt.Errorf("ask: restore: %w", err)
	}
	return true, nil
}

// roomFor is a fault for who has as many open requests as one can have.
func roomFor(ctx context.Context, q db.Q, v viewer.Viewer) error {
	var open int
	if err := q.QueryRowContext(ctx, `SELECT COUNT(*) FROM asks WHERE account_id = $1 AND found_at IS NULL`, int64(v.ID)).Scan(&open); err != nil {
		return fmt.Errorf("ask: count: %w", err)
	}
	if open >= mostOpen {
		return fault.In(fieldSubject, "You have %d open requests, which is the most. Say which of them are found, or delete one, and this can be posted.", mostOpen)
	}
	return nil
}

// KeptSuggestion is what somebody suggested for another's request, as it was kept
// elsewhere.
type KeptSuggestion struct {
	Subject, Asker string // of the request, and who asks
	Asked          time.Time
	Title          string
	Work           work.ID // if it is a work here
	Said           string
	At             time.Time
}

// RestoreSuggestion suggests again what v suggested for a request that is here, which
// must be of the same person, subject and date. there is false where no such request is
// found, or v may suggest nothing for it; what is suggested already stays as it is.
func RestoreSuggestion(ctx context.Context, tx *db.Tx, v viewer.Viewer, k KeptSuggestion) (there bool, err error) {
	all, err := db.All(ctx, tx, db.One[ID], `SELECT r.id FROM asks r JOIN accounts a ON a.id = r.account_id
		WHERE r.asked_at = $1 AND r.subject = $2 AND a.name = $3 AND r.account_id <> $4 ORDER BY r.id LIMIT 1`,
		k.Asked.UnixMilli(), strings.Join(strings.Fields(db.Text(k.Subject)), " "), db.Text(k.Asker), int64(v.ID))
	if err != nil {
		return false, fmt.Errorf("ask: the request of a suggestion: %w", err)
	}
	if len(all) == 0 {
		return false, nil
	}
	r, err := lock(ctx, tx, v, all[0])
	if fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	blocked, err := block.Blocked(ctx, tx, r.By, v.ID)
	if err != nil || blocked {
		return false, err
	}
	return k.add(ctx, tx, v, r.ID)
}

// add adds a suggestion to a request that is held, unless one of that title is there.
func (k KeptSuggestion) add(ctx context.Context, tx *db.Tx, v viewer.Viewer, id ID) (bool, error) {
	type old struct {
		by    viewer.ID
		title string
	}
	all, err := db.All(ctx, tx, func(r *sql.Rows, o *old) error { return r.Scan(&o.by, &o.title) },
		`SELECT COALESCE(s.account_id, 0), COALESCE(w.title, s.title) FROM ask_suggestions s LEFT JOIN works w ON w.id = s.work_id WHERE s.ask_id = $1`, int64(id))
	if err != nil {
		return false, fmt.Errorf("ask: suggested before: %w", err)
	}
	title := strings.Join(strings.Fields(db.Text(k.Title)), " ")
	key, mine := tag.Key(title), 0
	for _, o := range all {
		if tag.Key(o.title) == key {
			return true, nil
		}
		if o.by == v.ID {
			mine++
		}
	}
	said := strings.TrimSpace(db.Text(k.Said))
	if mine >= mostFrom || len(all) >= mostSuggested || key == "" || utf8.RuneCountInString(title) > maxTitle || utf8.RuneCountInString(said) > maxSaid {
		return false, nil
	}
	here, err := listedWorks(ctx, tx, v, []work.ID{k.Work})
	if err != nil {
		return false, err
	}
	i := Idea{Name: title, Elsewhere: true, Said: said}
	if here[k.Work] != nil {
		i = Idea{Work: k.Work, Said: said}
	}
	if err := i.insert(ctx, tx, v, id, title, k.At.UnixMilli()); err != nil {
		return false, err
	}
	return true, nil
}
