package history

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/search"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// PerPage is how many works a page of the list has.
const PerPage = 20

// wanted is what of a history is asked for.
type wanted struct {
	words    string
	from, to time.Time // of the last reading, to not included; zero for no bounds
	page     int
}

// line is one work of a list.
type line struct {
	Reading
	// work is nil where the reader may not see it, or it is gone, or muted.
	work    *work.Work
	removed bool // for good, and readers knew it
	muted   bool
	// number counts the chapter from 1 among those for readers, 0 for none that is there
	// now. now is its key, which another may have taken over; next the one after it, 0 for
	// none.
	number    int
	now, next work.ChapterID
}

// list reads a page of v's history and how many works all pages have.
func list(ctx context.Context, q db.Q, v viewer.Viewer, w wanted) ([]line, int, error) {
	all, total, err := w.read(ctx, q, v)
	if err != nil {
		return nil, 0, err
	}
	if err := works(ctx, q, v, all); err != nil {
		return nil, 0, err
	}
	return all, total, places(ctx, q, all)
}

// read reads the lines of a page without their works. Words are looked for once: what has
// them is counted as it comes.
func (w wanted) read(ctx context.Context, q db.Q, v viewer.Viewer) (all []line, total int, err error) {
	from, is, err := w.cond(ctx, q, v)
	if err != nil {
		return nil, 0, err
	}
	query, first := `SELECT `+columns+` FROM `+from+` WHERE `+is.SQL+` ORDER BY r.last_at DESC, r.work_id DESC`, (w.page-1)*PerPage
	if w.words == "" {
		if err := q.QueryRowContext(ctx, db.Numbered(`SELECT COUNT(*) FROM `+from+` WHERE `+is.SQL), is.Args...).Scan(&total); err != nil {
			return nil, 0, fmt.Errorf("history: count: %w", err)
		}
		query, is.Args = query+` LIMIT ? OFFSET ?`, append(slices.Clone(is.Args), PerPage, first)
	}
	all, err = db.All(ctx, q, func(r *sql.Rows, l *line) error { return scan(r, &l.Reading) }, db.Numbered(query), is.Args...)
	if err != nil {
		return nil, 0, fmt.Errorf("history: list: %w", err)
	}
	if w.words != "" {
		total = len(all)
		all = all[min(first, total):min(first+PerPage, total)]
	}
	return all, total, nil
}

// cond is what is asked for as tables and a condition. Words are looked for only in works
// that lists may show to v.
func (w wanted) cond(ctx context.Context, q db.Q, v viewer.Viewer) (from string, is db.Cond, err error) {
	is = db.Where(`r.account_id = ? AND r.removed_at IS NULL`, int64(v.ID))
	if !w.from.IsZero() {
		is = db.And(is, db.Where(`r.last_at >= ? AND r.last_at < ?`, w.from.UnixMilli(), w.to.UnixMilli()))
	}
	if w.words == "" {
		return `readings r`, is, nil
	}
	has, err := search.Matching(ctx, q, w.words)
	if err != nil {
		return "", db.Cond{}, err
	}
	return `readings r JOIN works w ON w.id = r.work_id`, db.And(is, work.VisibleTo(v), work.Unmuted(v, "w.id"), has), nil
}

// works adds to lines their works, as far as v may see them, and tells of the others
// which were removed.
func works(ctx context.Context, q db.Q, v viewer.Viewer, all []line) error {
	ids := make([]work.ID, len(all))
	for i, l := range all {
		ids[i] = l.Work
	}
	found, err := work.Load(ctx, q, v, ids)
	if err != nil {
		return err
	}
	mutes, err := work.LoadMutes(ctx, q, v)
	if err != nil {
		return err
	}
	gone, err := work.Removed(ctx, q, ids)
	if err != nil {
		return err
	}
	for i := range all {
		l := &all[i]
		l.removed = slices.Contains(gone, l.Work)
		at := slices.IndexFunc(found, func(w work.Work) bool { return w.ID == l.Work })
		if at < 0 {
			continue
		}
		if l.muted = found[at].Muted(mutes); !l.muted {
			l.work = &found[at]
		}
	}
	return nil
}

// places finds the chapters that were opened last: where they stand now, or those that
// they have become a part of. What is in another work now, or not posted, is nowhere.
func places(ctx context.Context, q db.Q, all []line) error {
	var chapters []any
	for _, l := range all {
		if l.work != nil && l.Chapter != 0 {
			chapters = append(chapters, int64(l.Chapter))
		}
	}
	if len(chapters) == 0 {
		return nil
	}
	type place struct {
		work      work.ID
		was       work.ChapterID
		number    int
		now, next work.ChapterID
	}
	in := db.List(len(chapters))
	found, err := db.All(ctx, q, func(r *sql.Rows, p *place) error { return r.Scan(&p.work, &p.was, &p.now, &p.number, &p.next) },
		db.Numbered(`SELECT c.work_id, x.was, c.id, (SELECT COUNT(*) FROM chapters b WHERE b.work_id = c.work_id AND b.posted AND (b.position < c.position OR b.position = c.position AND b.id <= c.id)),
			COALESCE((SELECT n.id FROM chapters n WHERE n.work_id = c.work_id AND n.posted AND (n.position > c.position OR n.position = c.position AND n.id > c.id) ORDER BY n.position, n.id LIMIT 1), 0)
		FROM (SELECT id AS was, work_id, id AS now FROM chapters WHERE id IN (`+in+`) UNION SELECT chapter_id, work_id, to_chapter FROM chapter_moves WHERE chapter_id IN (`+in+`)) x
		JOIN chapters c ON c.id = x.now AND c.work_id = x.work_id WHERE c.posted`), slices.Concat(chapters, chapters)...)
	if err != nil {
		return fmt.Errorf("history: chapters: %w", err)
	}
	for i := range all {
		l := &all[i]
		for _, p := range found {
			if p.work == l.Work && p.was == l.Chapter && l.Chapter != 0 {
				l.number, l.now, l.next = p.number, p.now, p.next
			}
		}
	}
	return nil
}

// days gives for somebody's whole history when each work was read last, newest first.
func days(ctx context.Context, q db.Q, who viewer.ID) ([]time.Time, error) {
	all, err := db.All(ctx, q, db.One[db.Time], `SELECT last_at FROM readings WHERE account_id = $1 AND removed_at IS NULL ORDER BY last_at DESC`, int64(who))
	if err != nil {
		return nil, fmt.Errorf("history: days: %w", err)
	}
	out := make([]time.Time, len(all))
	for i, at := range all {
		out[i] = at.Time
	}
	return out, nil
}
