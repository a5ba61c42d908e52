// Package round has works whose next chapter others may write: anybody who is a
// member, or whom its creators ask, one at a time.
package round

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/block"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Terms are what a work's creators ask of those who write the next chapter.
type Terms struct {
	Open    bool
	Invited bool // only whom they ask
	AtOnce  bool // what is handed in is posted; else they look first
	Days    int  // how long a turn lasts
	Guide   string
}

// Bounds.
const (
	maxDays   = 365
	maxGuide  = 2000 // characters
	maxGuests = 100
)

// TurnID is the key of a turn.
type TurnID int64

// State is how far a turn has come.
type State string

// The states of turns. A work has at most one that is Writing or Handed.
const (
	Writing State = "writing"
	Handed  State = "handed" // waits for the work's creators
	Posted  State = "posted"
	Over    State = "over" // given up, ended by the creators, or out of time
)

// Turn is somebody's turn to write the next chapter.
type Turn struct {
	ID      TurnID
	Work    work.ID
	Chapter work.ChapterID
	Pseud   account.Pseud
	State   State
	Until   time.Time
}

// Late reports whether somebody else may take the turn over.
func (t *Turn) Late(now time.Time) bool { return t.State == Writing && !now.Before(t.Until) }

// Of gives the terms of a work's round; nil when it never was one.
func Of(ctx context.Context, q db.Q, id work.ID) (*Terms, error) {
	var t Terms
	err := q.QueryRowContext(ctx, `SELECT open, invited, at_once, days, guide FROM rounds WHERE work_id = $1`, int64(id)).Scan(&t.Open, &t.Invited, &t.AtOnce, &t.Days, &t.Guide)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("round of work %d: %w", id, err)
	}
	return &t, nil
}

// Set opens a work to others, closes it, or changes its terms. A turn that is under
// way goes on. The caller has made sure that the viewer signs the work.
func Set(ctx context.Context, tx *db.Tx, id work.ID, t Terms) error {
	t.Guide = strings.TrimSpace(t.Guide)
	switch {
	case t.Days < 1 || t.Days > maxDays:
		return fault.In("days", "A turn lasts from 1 to %d days.", maxDays)
	case utf8.RuneCountInString(t.Guide) > maxGuide:
		return fault.In("guide", "That is %d characters; %d is the most.", utf8.RuneCountInString(t.Guide), maxGuide)
	}
	if err := lock(ctx, tx, id); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `INSERT INTO rounds (work_id, open, invited, at_once, days, guide, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (work_id) DO UPDATE SET open = excluded.open, invited = excluded.invited, at_once = excluded.at_once, days = excluded.days, guide = excluded.guide, updated_at = excluded.updated_at`,
		int64(id), t.Open, t.Invited, t.AtOnce, t.Days, t.Guide, tx.Millis()); err != nil {
		return fmt.Errorf("round of work %d: %w", id, err)
	}
	return nil
}

// lock locks a work, so that those who change its round come one after the other. A
// turn whose chapter its creators posted by themselves is done; one whose chapter they
// took out of the work is over.
func lock(ctx context.Context, tx *db.Tx, id work.ID) error {
	for _, q := range []string{
		`UPDATE works SET updated_at = updated_at WHERE id = $1`,
		`UPDATE round_turns SET state = 'posted' WHERE work_id = $1 AND state IN ('writing', 'handed')
			AND EXISTS (SELECT 1 FROM chapters c WHERE c.id = round_turns.chapter_id AND c.work_id = round_turns.work_id AND c.posted)`,
		`UPDATE round_turns SET state = 'over' WHERE work_id = $1 AND state IN ('writing', 'handed')
			AND NOT EXISTS (SELECT 1 FROM chapters c WHERE c.id = round_turns.chapter_id AND c.work_id = round_turns.work_id)`,
	} {
		if err := tx.Exec(ctx, q, int64(id)); err != nil {
			return fmt.Errorf("round: lock work %d: %w", id, err)
		}
	}
	return nil
}

func scanPseud(r *sql.Rows, p *account.Pseud) error {
	return r.Scan(&p.ID, &p.Account, &p.Name, &p.Login)
}

// Guests lists whom the creators of a work have asked.
func Guests(ctx context.Context, q db.Q, id work.ID) ([]account.Pseud, error) {
	all, err := db.All(ctx, q, scanPseud, `SELECT p.id, p.account_id, p.name, a.name FROM round_guests g JOIN pseuds p ON p.id = g.pseud_id JOIN accounts a ON a.id = p.account_id
		WHERE g.work_id = $1 ORDER BY g.created_at, p.id`, int64(id))
	if err != nil {
		return nil, fmt.Errorf("guests of work %d: %w", id, err)
	}
	return all, nil
}

// Ask asks a person to write a chapter, by letter. Whoever has blocked a creator of
// the work, or does not sign in here, is answered for alike.
func Ask(ctx context.Context, tx *db.Tx, w *work.Work, by viewer.Viewer, to account.Pseud) error {
	if err := lock(ctx, tx, w.ID); err != nil {
		return err
	}
	open, err := account.Reachable(ctx, tx, to.Account)
	if err != nil {
		return err
	}
	for _, p := range w.Creators {
		blocked, err := block.Blocked(ctx, tx, to.Account, p.Account)
		if err != nil {
			return err
		}
		open = open && !blocked
	}
	if !open {
		return fault.In("name", "%s can’t be asked.", to.Byline())
	}
	all, err := Guests(ctx, tx, w.ID)
	if err != nil {
		return err
	}
	if len(all) >= maxGuests {
		return fault.In("name", "At most %d people can be asked.", maxGuests)
	}
	r, err := tx.ExecContext(ctx, `INSERT INTO round_guests (work_id, pseud_id, created_at) VALUES ($1, $2, $3) ON CONFLICT (work_id, pseud_id) DO NOTHING`, int64(w.ID), int64(to.ID), tx.Millis())
	if err != nil {
		return fmt.Errorf("round: ask: %w", err)
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return err
	}
	return tell(ctx, tx, to.Account, w, say.T(ctx, "{name} asks you to write on in “{title}”", "name", by.Name, "title", w.Name()),
		say.T(ctx, "{name} asks you to add a chapter to “{title}”. Take your turn on the page of the round, when nobody else has it.", "name", by.Name, "title", w.Name()))
}

// Unask takes a person off the list of those who were asked.
func Unask(ctx context.Context, tx *db.Tx, id work.ID, p account.PseudID) error {
	if err := tx.Exec(ctx, `DELETE FROM round_guests WHERE work_id = $1 AND pseud_id = $2`, int64(id), int64(p)); err != nil {
		return fmt.Errorf("round: unask: %w", err)
	}
	return nil
}

func tell(ctx context.Context, tx *db.Tx, to viewer.ID, w *work.Work, subject, text string) error {
	return mail.Post(ctx, tx, mail.Letter{To: to, Kind: mail.Round, Path: w.ID.Path() + "/round", Subject: subject, Text: text})
}

func tellCreators(ctx context.Context, tx *db.Tx, w *work.Work, subject, text string) error {
	told := map[viewer.ID]bool{}
	for _, p := range w.Creators {
		if told[p.Account] {
			continue
		}
		told[p.Account] = true
		if err := tell(ctx, tx, p.Account, w, subject, text); err != nil {
			return err
		}
	}
	return nil
}
