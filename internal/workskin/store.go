package workskin

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

const columns = `SELECT s.id, COALESCE(s.account_id, 0), COALESCE(a.name, ''), s.title, s.description, s.origin, s.sum, s.shared, s.answer,
	(SELECT COUNT(*) FROM skins_of_works o WHERE o.skin_id = s.id) FROM work_skins s LEFT JOIN accounts a ON a.id = s.account_id `

func scan(r interface{ Scan(...any) error }, s *Skin) error {
	return r.Scan(&s.ID, &s.Owner, &s.By, &s.Title, &s.Description, &s.Origin, &s.Sum, &s.Shared, &s.Answer, &s.Works)
}

func scanRow(r *sql.Rows, s *Skin) error { return scan(r, s) }

// Of is the skin that a work wears; its ID is 0 for none. The caller has made sure
// that the viewer may see the work.
func Of(ctx context.Context, q db.Q, id work.ID) (Skin, error) {
	s := Skin{worn: id}
	err := q.QueryRowContext(ctx, `SELECT s.id, COALESCE(s.account_id, 0), s.title, s.sum FROM skins_of_works o
		JOIN work_skins s ON s.id = o.skin_id WHERE o.work_id = $1`, int64(id)).Scan(&s.ID, &s.Owner, &s.Title, &s.Sum)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return Skin{}, fmt.Errorf("skin of work %d: %w", id, err)
	}
	return s, nil
}

// Clean is the CSS of a skin as it is served, "" for no such skin. The caller has made
// sure that the viewer may see a work that wears it.
func Clean(ctx context.Context, q db.Q, id ID) (string, error) {
	all, err := db.All(ctx, q, db.One[string], `SELECT clean FROM work_skins WHERE id = $1`, int64(id))
	if err != nil || len(all) == 0 {
		return "", err
	}
	return all[0], nil
}

// CSS is the text of a skin as it was typed. The caller has made sure by Get that the
// viewer may see it.
func CSS(ctx context.Context, q db.Q, id ID) (string, error) {
	var css string
	if err := q.QueryRowContext(ctx, `SELECT css FROM work_skins WHERE id = $1`, int64(id)).Scan(&css); err != nil {
		return "", fmt.Errorf("skin %d: %w", id, err)
	}
	return css, nil
}

// Get is a skin that v may see: their own, a shared one, any for staff.
func Get(ctx context.Context, q db.Q, v viewer.Viewer, id ID) (Skin, error) {
	var s Skin
	err := scan(q.QueryRowContext(ctx, columns+`WHERE s.id = $1`, int64(id)), &s)
	if errors.Is(err, sql.ErrNoRows) {
		return Skin{}, noSuchSkin()
	}
	if err != nil {
		return Skin{}, fmt.Errorf("skin %d: %w", id, err)
	}
	if s.Shared != Public && (v.Guest() || s.Owner != v.ID) && !v.Staff() {
		return Skin{}, noSuchSkin()
	}
	return s, nil
}

// Mine lists the skins of an account by their names.
func Mine(ctx context.Context, q db.Q, of viewer.ID) ([]Skin, error) {
	all, err := db.All(ctx, q, scanRow, columns+`WHERE s.account_id = $1 ORDER BY s.title_key`, int64(of))
	if err != nil {
		return nil, fmt.Errorf("skins of account %d: %w", of, err)
	}
	return all, nil
}

// perPage is how many skins a page lists.
const perPage = 40

// listed gives a page of the skins that are shared so far, and how many there are.
func listed(ctx context.Context, q db.Q, how Shared, page int) (all []Skin, count int, err error) {
	if err := q.QueryRowContext(ctx, `SELECT COUNT(*) FROM work_skins WHERE shared = $1`, string(how)).Scan(&count); err != nil {
		return nil, 0, fmt.Errorf("skins: %w", err)
	}
	all, err = db.All(ctx, q, scanRow, columns+`WHERE s.shared = $1 ORDER BY s.title_key, s.id LIMIT $2 OFFSET $3`, string(how), perPage, (page-1)*perPage)
	if err != nil {
		return nil, 0, fmt.Errorf("skins: %w", err)
	}
	return all, count, nil
}

// sheetFor is the CSS under an address with a sum, for who may see the skin.
func sheetFor(ctx context.Context, q db.Q, v viewer.Viewer, id ID, sum string) (string, error) {
	return sheetWhere(ctx, q, `s.id = ? AND s.sum = ? AND (s.shared = 'yes' OR ? OR s.account_id = ?)`, int64(id), sum, v.Staff(), int64(v.ID))
}

// sheetOf is the CSS that a work wears, under an address with its sum, for who may see
// the work.
func sheetOf(ctx context.Context, q db.Q, v viewer.Viewer, id work.ID, sum string) (string, error) {
	seen := work.VisibleTo(v)
	return sheetWhere(ctx, q, `s.sum = ? AND EXISTS (SELECT 1 FROM skins_of_works o JOIN works w ON w.id = o.work_id
		WHERE o.skin_id = s.id AND o.work_id = ? AND (`+seen.SQL+`))`, append([]any{sum, int64(id)}, seen.Args...)...)
}

func sheetWhere(ctx context.Context, q db.Q, where string, args ...any) (string, error) {
	var css string
	err := q.QueryRowContext(ctx, db.Numbered(`SELECT s.clean FROM work_skins s WHERE `+where), args...).Scan(&css)
	if errors.Is(err, sql.ErrNoRows) {
		return "", noSuchSkin()
	}
	if err != nil {
		return "", fmt.Errorf("sheet of a skin: %w", err)
	}
	return css, nil
}

// Ask has staff look at a skin of v's so that others are offered it; with no it is
// taken off the list. Asking again changes nothing.
func Ask(ctx context.Context, tx *db.Tx, v viewer.Viewer, id ID, yes bool) error {
	query := `UPDATE work_skins SET shared = 'no', answer = '' WHERE id = $1 AND account_id = $2`
	if yes {
		query = `UPDATE work_skins SET shared = CASE WHEN shared = 'yes' THEN shared ELSE 'asked' END, answer = '' WHERE id = $1 AND account_id = $2`
	}
	return one(tx.ExecContext(ctx, query, int64(id), int64(v.ID)))
}

// Answer is what staff say to a skin that waits: it is shared, or not and why. sum is
// that of what they looked at; another one since is a Conflict. The caller has made
// sure that the viewer is staff.
func Answer(ctx context.Context, tx *db.Tx, id ID, sum string, yes bool, why string) error {
	how := Refused
	if yes {
		how, why = Public, ""
	}
	err := one(tx.ExecContext(ctx, `UPDATE work_skins SET shared = $3, answer = $4 WHERE id = $1 AND sum = $2 AND shared <> 'no'`, int64(id), sum, string(how), why))
	if fault.KindOf(err) == fault.NotFound {
		return fault.New(fault.Conflict, "This skin was changed or taken back since you opened the page. Please look at it again.")
	}
	return err
}

func one(r sql.Result, err error) error {
	if err != nil {
		return fmt.Errorf("share a skin: %w", err)
	}
	if n, err := r.RowsAffected(); err != nil {
		return fmt.Errorf("share a skin: %w", err)
	} else if n == 0 {
		return noSuchSkin()
	}
	return nil
}
