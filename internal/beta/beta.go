// Package beta lets authors give chapters to readers of their choice before anybody
// else: who comment and suggest changes in place, for the authors’ eyes alone.
package beta

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/block"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// ID is the key of an invitation to read.
type ID int64

// Invitation lets somebody read chapters of a work before others do: one person, or
// whoever has its link.
type Invitation struct {
	ID       ID
	Work     work.ID
	Title    string         // of the work
	Language string         // of the work
	Pseud    *account.Pseud // nil for a link
	Label    string         // what the author calls it
	// Newest shows each chapter as it stands; else it stays as it was given.
	Newest   bool
	Credited bool
	// CreditName is how the credits name the reader; Uncredited that they took it off.
	CreditName string
	Uncredited bool
	// Accepted is set once the reader said yes; who has a link need not say so.
	Accepted bool
	By       string // the account that asks
	At       time.Time
	Until    time.Time
	Ended    bool // taken back
}

// Over reports whether the invitation has ended at an instant.
func (i *Invitation) Over(now time.Time) bool { return i.Ended || !now.Before(i.Until) }

// Name is who reads: the person, or what the author calls the link.
func (i *Invitation) Name() string {
	if i.Pseud != nil {
		return i.Pseud.Byline()
	}
	return i.Label
}

// Terms are what an author agrees with a reader.
type Terms struct {
	Chapters []work.ChapterID
	Newest   bool
	Days     int
	Label    string
}

// Bounds.
const (
	maxDays  = 365
	maxLabel = 100 // characters
	// mostInvitations is how many a work may have at a time.
	mostInvitations = 100
)

func (t *Terms) check(w *work.Work) error {
	t.Label = strings.Join(strings.Fields(t.Label), " ")
	switch {
	case t.Days < 1 || t.Days > maxDays:
		return fault.In("days", "Choose from 1 to %d days.", maxDays)
	case utf8.RuneCountInString(t.Label) > maxLabel:
		return fault.In("label", "That is %d characters; %d is the most.", utf8.RuneCountInString(t.Label), maxLabel)
	case len(t.Chapters) == 0:
		return fault.In("chapters", "Please choose at least one chapter.")
	}
	for _, c := range t.Chapters {
		if !slices.ContainsFunc(w.Chapters, func(x work.Chapter) bool { return x.ID == c }) {
			return fault.In("chapters", "A chapter that you chose is not in this work any more. Please choose again.")
		}
	}
	return nil
}

// Invite asks a person here to read chapters, by letter; they can once they accept.
// Whoever has blocked a
// creator of the work, or does not sign in here, is answered for alike. by signs the
// work.
func Invite(ctx context.Context, tx *db.Tx, c prose.Cleaner, w *work.Work, by viewer.Viewer, to account.Pseud, t Terms) error {
	open, err := account.Reachable(ctx, tx, to.Account)
	if err != nil {
		return err
	}
	for _, p := range w.Creators {
		if p.Account == to.Account {
			return fault.In("name", "%s signs this work, and can read all of it already.", to.Byline())
		}
		blocked, err := block.Blocked(ctx, tx, to.Account, p.Account)
		if err != nil {
			return err
		}
		open = open && !blocked
	}
	if !open {
		return fault.In("name", "%s can’t be asked to read. You can send a link to somebody else.", to.Byline())
	}
	id, err := put(ctx, tx, c, w, by, &to, nil, t)
	if err != nil {
		return err
	}
	return mail.Post(ctx, tx, mail.Letter{To: to.Account, From: by.ID, Topic: fmt.Sprintf("beta:%d", w.ID), Kind: mail.Beta, Path: fmt.Sprintf("/betas/%d", id),
		Subject: say.T(ctx, "{name} asks you to read “{title}” first", "name", by.Name, "title", w.Name()),
		Text: say.T(ctx, "{name} would let you read from “{title}” before others do, and asks what you think. What you say is between you and those who wrote it.\n\nAccept or decline on the page of this letter. Until you accept you see nothing of it, and you are named nowhere.",
			"name", by.Name, "title", w.Name())})
}

// Link gives chapters to whoever has a link, /beta/TOKEN. Only the token's hash is
// kept. by signs the work.
func Link(ctx context.Context, tx *db.Tx, c prose.Cleaner, w *work.Work, by viewer.Viewer, t Terms) (token string, err error) {
	if strings.TrimSpace(t.Label) == "" {
		return "", fault.In("label", "Please write whom the link is for, so that you know it again.")
	}
	b := make([]byte, 32)
	rand.Read(b)
	token = base64.RawURLEncoding.EncodeToString(b)
	_, err = put(ctx, tx, c, w, by, nil, hash(token), t)
	return token, err
}

func hash(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

func put(ctx context.Context, tx *db.Tx, c prose.Cleaner, w *work.Work, by viewer.Viewer, to *account.Pseud, token []byte, t Terms) (ID, error) {
	if err := t.check(w); err != nil {
		return 0, err
	}
	if err := tx.Exec(ctx, `UPDATE works SET updated_at = updated_at WHERE id = $1`, int64(w.ID)); err != nil {
		return 0, fmt.Errorf("beta: lock work %d: %w", w.ID, err)
	}
	var n int
	if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM betas WHERE work_id = $1 AND ended_at IS NULL AND expires_at > $2`, int64(w.ID), tx.Millis()).Scan(&n); err != nil {
		return 0, fmt.Errorf("beta: count: %w", err)
	}
	if n >= mostInvitations {
		return 0, fault.In("name", "At most %d invitations to read a work can be open. Please end one first.", mostInvitations)
	}
	var pseud, accepted any
	if to != nil {
		pseud = int64(to.ID)
	} else {
		accepted = tx.Millis()
	}
	var id ID
	err := tx.QueryRowContext(ctx, `INSERT INTO betas (work_id, by_id, pseud_id, token_hash, label, newest, created_at, expires_at, accepted_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
		int64(w.ID), int64(by.ID), pseud, token, t.Label, t.Newest, tx.Millis(), tx.Now.AddDate(0, 0, t.Days).UnixMilli(), accepted).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("beta: invite: %w", err)
	}
	for _, ch := range t.Chapters {
		if err := give(ctx, tx, c, id, ch); err != nil {
			return 0, err
		}
	}
	return id, nil
}

// End takes an invitation of a work back: nothing is shown by it any more. Ending
// what has ended changes nothing. The caller has made sure that the viewer signs the
// work.
func End(ctx context.Context, tx *db.Tx, w work.ID, id ID) error {
	if err := tx.Exec(ctx, `UPDATE betas SET ended_at = COALESCE(ended_at, $3) WHERE id = $1 AND work_id = $2`, int64(id), int64(w), tx.Millis()); err != nil {
		return fmt.Errorf("beta: end %d: %w", id, err)
	}
	return nil
}

const columns = `b.id, b.work_id, w.title, w.language, b.label, b.newest, b.credited, b.credit_name, b.uncredited, b.accepted_at IS NOT NULL, COALESCE((SELECT x.name FROM accounts x WHERE x.id = b.by_id), ''), b.created_at, b.expires_at, b.ended_at IS NOT NULL, p.id, p.account_id, p.name, a.name
	FROM betas b JOIN works w ON w.id = b.work_id LEFT JOIN pseuds p ON p.id = b.pseud_id LEFT JOIN accounts a ON a.id = p.account_id`

func scan(r *sql.Rows, i *Invitation) error {
	var at, until db.Time
	var pseud, owner sql.NullInt64
	var name, login sql.NullString
	err := r.Scan(&i.ID, &i.Work, &i.Title, &i.Language, &i.Label, &i.Newest, &i.Credited, &i.CreditName, &i.Uncredited, &i.Accepted, &i.By, &at, &until, &i.Ended, &pseud, &owner, &name, &login)
	i.At, i.Until = at.Time, until.Time
	if pseud.Valid {
		i.Pseud = &account.Pseud{ID: account.PseudID(pseud.Int64), Account: viewer.ID(owner.Int64), Name: name.String, Login: login.String}
	}
	return err
}

// Of lists a work's invitations to read, the newest first. The caller has made sure
// that the viewer signs the work.
func Of(ctx context.Context, q db.Q, w work.ID) ([]Invitation, error) {
	all, err := db.All(ctx, q, scan, `SELECT `+columns+` WHERE b.work_id = $1 ORDER BY b.id DESC LIMIT 300`, int64(w))
	if err != nil {
		return nil, fmt.Errorf("betas of work %d: %w", w, err)
	}
	return all, nil
}

// live is the condition on betas b of works w that they still hold: not ended, not
// hidden by staff, and given by somebody who still signs the work; see HandOn.
const live = `b.ended_at IS NULL AND b.expires_at > $2 AND NOT w.hidden AND EXISTS (SELECT 1 FROM work_creators c JOIN pseuds s ON s.id = c.pseud_id
	WHERE c.work_id = w.id AND c.approved AND s.account_id = b.by_id)`

// For lists what somebody was given to read and may still read, and what they were
// asked to.
func For(ctx context.Context, q db.Q, who viewer.ID, now time.Time) ([]Invitation, error) {
	all, err := db.All(ctx, q, scan, `SELECT `+columns+` WHERE p.account_id = $1 AND `+live+` ORDER BY b.id DESC LIMIT 300`, int64(who), now.UnixMilli())
	if err != nil {
		return nil, fmt.Errorf("betas for %d: %w", who, err)
	}
	return all, nil
}

// ByID gives an invitation that its reader has accepted to them; for anybody else, and
// once it has ended, it is fault NotFound.
func ByID(ctx context.Context, q db.Q, id ID, who viewer.ID, now time.Time) (*Invitation, error) {
	return one(ctx, q, `b.id = $1 AND p.account_id = $3 AND b.accepted_at IS NOT NULL`, int64(id), now.UnixMilli(), int64(who))
}

// ByToken gives the invitation of a link that still works.
func ByToken(ctx context.Context, q db.Q, token string, now time.Time) (*Invitation, error) {
	return one(ctx, q, `b.token_hash = $1`, hash(token), now.UnixMilli())
}

func one(ctx context.Context, q db.Q, where string, args ...any) (*Invitation, error) {
	all, err := db.All(ctx, q, scan, `SELECT `+columns+` WHERE `+where+` AND `+live, args...)
	if err != nil {
		return nil, fmt.Errorf("beta: %w", err)
	}
	if len(all) == 0 {
		return nil, ended()
	}
	return &all[0], nil
}

func ended() error {
	return fault.New(fault.NotFound, "There is nothing to read here any more. Whoever asked you to read can ask you again.")
}
