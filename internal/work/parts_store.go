package work

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
)

// The parts of a work that only its own page needs. Each adds to w, which the
// viewer may see.

// loadAll loads every part that there is. Most works have few of them, and asking
// which costs one query in place of many.
func loadAll(ctx context.Context, q db.Q, v viewer.Viewer, w *Work) error {
	var has struct{ creators, credits, gifts, requests, original bool }
	err := q.QueryRowContext(ctx, `SELECT
		EXISTS (SELECT 1 FROM chapters c JOIN chapter_creators x ON x.chapter_id = c.id WHERE c.work_id = $1),
		EXISTS (SELECT 1 FROM credits WHERE work_id = $1), EXISTS (SELECT 1 FROM gifts WHERE work_id = $1),
		EXISTS (SELECT 1 FROM requests WHERE work_id = $1), EXISTS (SELECT 1 FROM originals WHERE work_id = $1)`, int64(w.ID)).
		Scan(&has.creators, &has.credits, &has.gifts, &has.requests, &has.original)
	if err != nil {
		return fmt.Errorf("work %d parts: %w", w.ID, err)
	}
	for _, part := range []struct {
		has  bool
		load func(context.Context, db.Q, viewer.Viewer, *Work) error
	}{
		{true, loadChapters}, {has.creators, loadChapterCreators}, {true, keepChapters}, {has.credits, loadCredits}, {has.gifts, loadGifts},
		{has.requests, loadRequests}, {len(w.Series) > 0, loadNeighbours}, {has.original && w.MayEdit(v), loadOriginal},
	} {
		if !part.has {
			continue
		}
		if err := part.load(ctx, q, v, w); err != nil {
			return err
		}
	}
	return nil
}

func loadChapters(ctx context.Context, q db.Q, v viewer.Viewer, w *Work) error {
	rows, err := db.All(ctx, q, func(r *sql.Rows, c *Chapter) error {
		var posted, updated db.Time
		err := r.Scan(&c.ID, &c.Kind, &c.Title, &c.Summary, &c.NotesBefore, &c.NotesAfter, &c.Words, &c.Version, &c.Posted, &posted, &updated)
		c.PostedAt, c.UpdatedAt = posted.Time, updated.Time
		return err
	}, `SELECT id, kind, title, summary, notes_before, notes_after, words, version, posted, posted_at, updated_at
		FROM chapters WHERE work_id = $1 ORDER BY position, id`, int64(w.ID))
	if err != nil {
		return fmt.Errorf("work %d chapters: %w", w.ID, err)
	}
	w.Chapters = rows
	return nil
}

func loadChapterCreators(ctx context.Context, q db.Q, _ viewer.Viewer, w *Work) error {
	type row struct {
		chapter ChapterID
		account.Pseud
	}
	rows, err := db.All(ctx, q, func(r *sql.Rows, x *row) error {
		return r.Scan(&x.chapter, &x.ID, &x.Account, &x.Name, &x.Login)
	}, `SELECT cc.chapter_id, p.id, p.account_id, p.name, a.name FROM chapters c
		JOIN chapter_creators cc ON cc.chapter_id = c.id JOIN pseuds p ON p.id = cc.pseud_id JOIN accounts a ON a.id = p.account_id
		WHERE c.work_id = $1 ORDER BY c.position, cc.position`, int64(w.ID))
	if err != nil || len(rows) == 0 {
		if err != nil {
			err = fmt.Errorf("work %d chapter creators: %w", w.ID, err)
		}
		return err
	}
	byID := map[ChapterID]*Chapter{}
	for i := range w.Chapters {
		byID[w.Chapters[i].ID] = &w.Chapters[i]
	}
	for _, x := range rows {
		if c := byID[x.chapter]; c != nil {
			c.Creators = append(c.Creators, x.Pseud)
		}
	}
	return nil
}

// keepChapters drops the chapters that v may not see: those that are not posted are
// there for whoever may write in them.
func keepChapters(_ context.Context, _ db.Q, v viewer.Viewer, w *Work) error {
	kept := w.Chapters[:0]
	for _, c := range w.Chapters {
		if c.Posted || w.MayEdit(v) || c.by(v) {
			c.Position = len(kept) + 1
			kept = append(kept, c)
		}
	}
	w.Chapters = kept
	return nil
}

func loadCredits(ctx context.Context, q db.Q, _ viewer.Viewer, w *Work) (err error) {
	w.Credits, err = db.All(ctx, q, func(r *sql.Rows, c *Credit) error {
		return r.Scan(&c.Role, &c.Name, &c.Title, &c.URL)
	}, `SELECT role, name, title, url FROM credits WHERE work_id = $1 ORDER BY position, id`, int64(w.ID))
	if err != nil {
		return fmt.Errorf("work %d credits: %w", w.ID, err)
	}
	return nil
}

func loadGifts(ctx context.Context, q db.Q, _ viewer.Viewer, w *Work) (err error) {
	w.Gifts, err = db.All(ctx, q, func(r *sql.Rows, g *Gift) error {
		var pseud, owner sql.NullInt64
		var name, login sql.NullString
		if err := r.Scan(&g.Kind, &g.Name, &pseud, &owner, &name, &login); err != nil {
			return err
		}
		if pseud.Valid {
			g.Pseud = &account.Pseud{ID: account.PseudID(pseud.Int64), Account: viewer.ID(owner.Int64), Name: name.String, Login: login.String}
		}
		return nil
	}, `SELECT g.kind, g.name, p.id, p.account_id, p.name, a.name FROM gifts g
		LEFT JOIN pseuds p ON p.id = g.pseud_id LEFT JOIN accounts a ON a.id = p.account_id
		WHERE g.work_id = $1 AND NOT g.refused AND NOT EXISTS (SELECT 1 FROM gift_answers x WHERE x.work_id = g.work_id AND x.account_id = p.account_id AND x.refused)
		ORDER BY g.position, g.id`, int64(w.ID))
	if err != nil {
		return fmt.Errorf("work %d gifts: %w", w.ID, err)
	}
	return nil
}

func loadRequests(ctx context.Context, q db.Q, _ viewer.Viewer, w *Work) (err error) {
	w.Requests, err = db.All(ctx, q, func(r *sql.Rows, x *Request) error { return r.Scan(&x.Words) },
		`SELECT words FROM requests WHERE work_id = $1 ORDER BY position, id`, int64(w.ID))
	if err != nil {
		return fmt.Errorf("work %d requests: %w", w.ID, err)
	}
	return nil
}

// loadNeighbours finds the works before and after w in its series, skipping what
// the viewer may not see or may not know the author of.
func loadNeighbours(ctx context.Context, q db.Q, v viewer.Viewer, w *Work) error {
	for i := range w.Series {
		p := &w.Series[i]
		seen := db.And(Listed(v), NamedTo(v))
		for _, dir := range []struct {
			to        *ID
			cmp, sort string
		}{{&p.Previous, "<", "DESC"}, {&p.Next, ">", "ASC"}} {
			args := append([]any{p.Series, int64(p.Position)}, seen.Args...)
			err := q.QueryRowContext(ctx, db.Numbered(`SELECT w.id FROM series_works sw JOIN works w ON w.id = sw.work_id
				WHERE sw.series_id = ? AND sw.position `+dir.cmp+` ? AND `+seen.SQL+` ORDER BY sw.position `+dir.sort+` LIMIT 1`), args...).Scan(dir.to)
			if err != nil && !errors.Is(err, sql.ErrNoRows) {
				return fmt.Errorf("work %d neighbours in series %d: %w", w.ID, p.Series, err)
			}
		}
	}
	return nil
}

// loadOriginal tells of the file that the work came from: only its creators and
// staff may know.
func loadOriginal(ctx context.Context, q db.Q, _ viewer.Viewer, w *Work) error {
	var o Original
	var took db.Time
	err := q.QueryRowContext(ctx, `SELECT sha256, file, size, took_at FROM originals WHERE work_id = $1 ORDER BY id DESC LIMIT 1`, int64(w.ID)).
		Scan(&o.SHA256, &o.File, &o.Size, &took)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("work %d original: %w", w.ID, err)
	}
	o.TookAt = took.Time
	w.Original = &o
	return nil
}
