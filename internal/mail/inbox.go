package mail

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

// ID is a letter's key.
type ID int64

// Received is a letter as it lies in somebody's inbox.
type Received struct {
	ID      ID
	Kind    Kind
	Subject string
	Text    string // "" in lists
	Path    string // the page that it is about, or ""
	At      db.Time
	Read    bool
	// Linked is set when the mail has a link that the inbox may not hold.
	Linked bool
}

// maxUnread is how far unread letters are counted.
const maxUnread = 100

// Unread counts the letters that an account has not read, up to a hundred.
func Unread(ctx context.Context, q db.Q, id viewer.ID) (int, error) {
	var n int
	err := q.QueryRowContext(ctx, `SELECT COUNT(*) FROM (SELECT 1 FROM letters WHERE account_id = $1 AND read_at IS NULL LIMIT $2) AS newest`, int64(id), maxUnread).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("mail: count unread letters: %w", err)
	}
	return n, nil
}

const perPage = 25

// inbox is a page of somebody's letters, the newest first.
type inbox struct {
	Unconfirmed string // the address that was given and isn’t confirmed, where mail goes out
	All         []Received
	Unread      int
	Page, Last  int
	Said        string
}

func loadInbox(ctx context.Context, q db.Q, id viewer.ID, page int) (inbox, error) {
	var n int
	if err := q.QueryRowContext(ctx, `SELECT COUNT(*) FROM letters WHERE account_id = $1`, int64(id)).Scan(&n); err != nil {
		return inbox{}, fmt.Errorf("mail: count letters: %w", err)
	}
	b := inbox{Last: max(1, (n+perPage-1)/perPage)}
	b.Page = min(max(page, 1), b.Last)
	var err error
	if b.Unread, err = Unread(ctx, q, id); err != nil {
		return b, err
	}
	b.All, err = db.All(ctx, q, func(r *sql.Rows, l *Received) error { return r.Scan(&l.ID, &l.Kind, &l.Subject, &l.At, &l.Read) },
		`SELECT id, kind, subject, created_at, read_at IS NOT NULL FROM letters WHERE account_id = $1 ORDER BY id DESC LIMIT $2 OFFSET $3`,
		int64(id), perPage, (b.Page-1)*perPage)
	if err != nil {
		return b, fmt.Errorf("mail: inbox: %w", err)
	}
	return b, nil
}

// get reads one of an account's own letters; anybody else's is none.
func get(ctx context.Context, q db.Q, owner viewer.ID, id ID) (*Received, error) {
	all, err := db.All(ctx, q, func(r *sql.Rows, l *Received) error {
		return r.Scan(&l.ID, &l.Kind, &l.Subject, &l.Text, &l.Path, &l.At, &l.Read, &l.Linked)
	}, `SELECT id, kind, subject, body, path, created_at, read_at IS NOT NULL, rank = $3 AND kind <> $4 FROM letters WHERE id = $1 AND account_id = $2`,
		int64(id), int64(owner), rankUrgent, string(Test))
	if err != nil {
		return nil, fmt.Errorf("mail: letter: %w", err)
	}
	if len(all) == 0 {
		return nil, fault.New(fault.NotFound, "There is no such letter in your inbox.")
	}
	return &all[0], nil
}

// markRead notes that an account has read one of its letters.
func markRead(ctx context.Context, tx *db.Tx, owner viewer.ID, id ID) error {
	if _, err := get(ctx, tx, owner, id); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `UPDATE letters SET read_at = $1 WHERE id = $2 AND account_id = $3 AND read_at IS NULL`, tx.Millis(), int64(id), int64(owner)); err != nil {
		return fmt.Errorf("mail: mark a letter read: %w", err)
	}
	return nil
}

// markAllRead notes that an account has read its letters up to the newest one that
// it was shown, so that none is passed over that came since.
func markAllRead(ctx context.Context, tx *db.Tx, owner viewer.ID, upTo ID) error {
	if err := tx.Exec(ctx, `UPDATE letters SET read_at = $1 WHERE account_id = $2 AND id <= $3 AND read_at IS NULL`, tx.Millis(), int64(owner), int64(upTo)); err != nil {
		return fmt.Errorf("mail: mark letters read: %w", err)
	}
	return nil
}
