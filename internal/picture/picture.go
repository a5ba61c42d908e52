package picture

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/setting"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// MaxAlt is how many characters the words for a picture may have.
const MaxAlt = 1000

// CheckAlt makes the words for a picture one line of text, or says that they are too long.
func CheckAlt(alt string) (string, error) {
	alt = strings.Join(strings.Fields(strings.ToValidUTF8(alt, "")), " ")
	if n := utf8.RuneCountInString(alt); n > MaxAlt {
		return "", fault.In("alt", "The description has %d characters; %d is the most.", n, MaxAlt)
	}
	return alt, nil
}

// take makes the picture that lies on the incoming shelf safe.
func take(ctx context.Context, s *blob.Store, got blob.Received) (blob.Picture, error) {
	f, _, err := s.Get(ctx, blob.Incoming, got.Name)
	if err != nil {
		return blob.Picture{}, err
	}
	defer f.Close()
	return s.Remake(ctx, f)
}

// keep stores a picture for a work, within the quota of by. The caller has made
// sure that by may edit the work.
func keep(ctx context.Context, tx *db.Tx, s *blob.Store, by viewer.ID, id work.ID, p blob.Picture, alt string) (again bool, err error) {
	if err := lock(ctx, tx, by); err != nil {
		return false, err
	}
	if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM sent_pictures WHERE work_id = $1 AND name = $2)`, int64(id), p.Name).Scan(&again); err != nil {
		return false, fmt.Errorf("picture of work %d: %w", id, err)
	}
	u, err := use(ctx, tx, by)
	if err != nil {
		return false, err
	}
	mine := false
	if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM sent_pictures WHERE account_id = $1 AND name = $2)`, int64(by), p.Name).Scan(&mine); err != nil {
		return false, fmt.Errorf("picture of work %d: %w", id, err)
	}
	if size := int64(len(p.Bytes())); !again && !mine && size > u.Left() {
		return false, &fault.Error{Kind: fault.TooLarge, Field: "picture", Args: []any{mb(size), mb(u.Left()), u.Most / 1e6},
			Format: "That picture weighs %s MB, and of your room for pictures %s MB of %d MB are left. Delete some that you no longer use, or send a smaller one."}
	}
	if err := blob.PutPicture(ctx, tx, s, p); err != nil {
		return false, err
	}
	// Words that were given once are not lost when the picture comes again without.
	if err := tx.Exec(ctx, `INSERT INTO sent_pictures (work_id, name, account_id, alt, created_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (work_id, name) DO UPDATE SET alt = CASE WHEN excluded.alt = '' THEN sent_pictures.alt ELSE excluded.alt END`,
		int64(id), p.Name, int64(by), alt, tx.Millis()); err != nil {
		return false, fmt.Errorf("picture of work %d: %w", id, err)
	}
	if err := (one{id, p.Name}).unmark(ctx, tx); err != nil { // whoever sends it means to use it
		return false, err
	}
	return again, work.GivePicture(ctx, tx, id, p.Name)
}

// lock holds an account's row until the transaction ends, so that two pictures
// that come at once can't both take the last of the quota.
func lock(ctx context.Context, tx *db.Tx, by viewer.ID) error {
	if err := tx.Exec(ctx, `UPDATE accounts SET name = name WHERE id = $1`, int64(by)); err != nil {
		return fmt.Errorf("pictures of account %d: %w", by, err)
	}
	return nil
}

// Use is how much of the room for pictures somebody has taken, in bytes.
type Use struct{ Taken, Most int64 }

// Left is how many bytes may still come.
func (u Use) Left() int64 { return max(0, u.Most-u.Taken) }

// use sums up what an account has sent; a picture in several works counts once.
func use(ctx context.Context, q db.Q, by viewer.ID) (Use, error) {
	u := Use{Most: int64(setting.Of(ctx).Limits.PictureMB) * 1e6}
	err := q.QueryRowContext(ctx, `SELECT COALESCE(SUM(p.size), 0) FROM pictures p
		WHERE EXISTS (SELECT 1 FROM sent_pictures s WHERE s.account_id = $1 AND s.name = p.name)`, int64(by)).Scan(&u.Taken)
	if err != nil {
		return Use{}, fmt.Errorf("pictures of account %d: %w", by, err)
	}
	return u, nil
}

// mb is a number of bytes in MB with one digit after the point.
func mb(n int64) string { return fmt.Sprintf("%.1f", float64(n)/1e6) }

// of checks that a picture is one of a work's.
func of(ctx context.Context, q db.Q, id work.ID, name string) error {
	var there int
	err := q.QueryRowContext(ctx, `SELECT 1 FROM work_pictures WHERE work_id = $1 AND name = $2`, int64(id), name).Scan(&there)
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New(fault.NotFound, "This work has no such picture.")
	}
	if err != nil {
		return fmt.Errorf("picture of work %d: %w", id, err)
	}
	return nil
}
