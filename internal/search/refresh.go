package search

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
)

// Refresh makes a work findable by its entry as the tables have it now: after a
// change of its title, summary, notes, tags, creators or of its anonymity.
func Refresh(ctx context.Context, tx *db.Tx, work int64) error {
	if err := engineOf(tx).lock(ctx, tx, workLock(work)); err != nil {
		return fmt.Errorf("search: work %d: %w", work, err)
	}
	e, err := entryOf(ctx, tx, work)
	if err != nil {
		return fmt.Errorf("search: work %d: %w", work, err)
	}
	return PutWork(ctx, tx, e)
}

// entryOf reads a work's entry. Notes are the work's own and those of its posted
// chapters, with their titles and summaries.
func entryOf(ctx context.Context, q db.Q, work int64) (Entry, error) {
	e := Entry{Work: work}
	var before, after string
	err := q.QueryRowContext(ctx, `SELECT title, summary, notes_before, notes_after FROM works WHERE id = $1`, work).
		Scan(&e.Title, &e.Summary, &before, &after)
	if err != nil {
		return e, err
	}
	parts, err := db.All(ctx, q, func(r *sql.Rows, p *[4]string) error { return r.Scan(&p[0], &p[1], &p[2], &p[3]) },
		`SELECT title, summary, notes_before, notes_after FROM chapters WHERE work_id = $1 AND posted ORDER BY position, id`, work)
	if err != nil {
		return e, err
	}
	notes := []string{flat(before)}
	for _, p := range parts {
		notes = append(notes, p[0], flat(p[1]), flat(p[2]), flat(p[3]))
	}
	e.Summary, e.Notes = flat(e.Summary), lines(append(notes, flat(after)), "\n")
	tags, err := db.All(ctx, q, db.One[string], `SELECT t.name FROM work_tags wt JOIN tags t ON t.id = wt.tag_id WHERE wt.work_id = $1 ORDER BY wt.position, t.id`, work)
	if err != nil {
		return e, err
	}
	// Whoever may not be told must not be found.
	names, err := db.All(ctx, q, db.One[string], `SELECT p.name FROM work_creators wc JOIN pseuds p ON p.id = wc.pseud_id JOIN works w ON w.id = wc.work_id
		WHERE wc.work_id = $1 AND wc.approved AND NOT w.anonymous ORDER BY wc.position, p.id`, work)
	if err != nil {
		return e, err
	}
	e.Tags, e.Names = lines(tags, ", "), lines(names, ", ")
	return e, nil
}

// flat is the words of clean HTML.
func flat(text string) string {
	var parts []string
	for p := range passages(text) {
		parts = append(parts, oneLine(strings.TrimSpace(p.Text)))
	}
	return lines(parts, "\n")
}

// lines joins what is not empty.
func lines(all []string, between string) string {
	var b strings.Builder
	for _, s := range all {
		if s == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(between)
		}
		b.WriteString(s)
	}
	return b.String()
}
