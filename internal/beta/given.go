package beta

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/work"
)

// Given is the text of a chapter as a reader was given it.
type Given struct {
	ID      int64
	Beta    ID
	Chapter work.ChapterID
	Place   int // in the work, from 1
	Title   string
	HTML    string // clean, anchored; only where a single one is read
	Posted  bool   // its readers have the chapter now
	Open    int    // remarks that nobody has settled
	rev     int
	next    int
}

// anchor begins the anchors of a text that was given.
const anchor = "b"

// give keeps the working copy of a chapter for a reader.
func give(ctx context.Context, tx *db.Tx, c prose.Cleaner, id ID, chapter work.ChapterID) error {
	d, err := draft.Open(ctx, tx, chapter)
	if err != nil {
		return err
	}
	html, next := prose.Anchor(c.Clean(d.Body, prose.Body), "", anchor, 1)
	if err := tx.Exec(ctx, `INSERT INTO beta_chapters (beta_id, chapter_id, title, html, next_anchor, rev, given_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (beta_id, chapter_id) DO NOTHING`, int64(id), int64(chapter), d.Title, html, next, d.Seen, tx.Millis()); err != nil {
		return fmt.Errorf("beta: give chapter %d: %w", chapter, err)
	}
	return nil
}

const givenColumns = `g.id, g.beta_id, g.chapter_id, (SELECT COUNT(*) FROM chapters o WHERE o.work_id = c.work_id AND o.position <= c.position), g.title, c.posted, g.rev, g.next_anchor,
	(SELECT COUNT(*) FROM beta_remarks r WHERE r.copy_id = g.id AND r.thread_id IS NULL AND r.state = 'open')`

// givenTables joins a text that was given to its chapter while that is in the work it
// was given of: who reads a chapter does not follow it into another work.
const givenTables = ` FROM beta_chapters g JOIN betas b ON b.id = g.beta_id JOIN chapters c ON c.id = g.chapter_id AND c.work_id = b.work_id `

// Chapters lists what an invitation gives to read, without the texts.
func Chapters(ctx context.Context, q db.Q, id ID) ([]Given, error) {
	all, err := db.All(ctx, q, func(r *sql.Rows, g *Given) error {
		return r.Scan(&g.ID, &g.Beta, &g.Chapter, &g.Place, &g.Title, &g.Posted, &g.rev, &g.next, &g.Open)
	}, `SELECT `+givenColumns+givenTables+`WHERE g.beta_id = $1 ORDER BY c.position, c.id`, int64(id))
	if err != nil {
		return nil, fmt.Errorf("beta %d chapters: %w", id, err)
	}
	return all, nil
}

// given reads one text, by where.
func given(ctx context.Context, q db.Q, where string, args ...any) (Given, error) {
	var g Given
	err := q.QueryRowContext(ctx, `SELECT `+givenColumns+`, g.html`+givenTables+`WHERE `+where, args...).
		Scan(&g.ID, &g.Beta, &g.Chapter, &g.Place, &g.Title, &g.Posted, &g.rev, &g.next, &g.Open, &g.HTML)
	if errors.Is(err, sql.ErrNoRows) {
		return g, ended()
	}
	if err != nil {
		return g, fmt.Errorf("beta: a text: %w", err)
	}
	return g, nil
}

// Read gives a chapter of an invitation that holds. One that shows the newest is
// brought up to date first: paragraphs that did not change keep their anchors, and
// so what was said of them stays in its place.
func Read(ctx context.Context, d *db.DB, c prose.Cleaner, i *Invitation, chapter work.ChapterID) (Given, error) {
	g, err := given(ctx, d, `g.beta_id = $1 AND g.chapter_id = $2`, int64(i.ID), int64(chapter))
	if err != nil || !i.Newest {
		return g, err
	}
	now, err := draft.Open(ctx, d, chapter)
	if err != nil || now.Seen == g.rev {
		return g, err
	}
	err = d.Tx(ctx, func(tx *db.Tx) error {
		g, err = refresh(ctx, tx, c, i.ID, chapter)
		return err
	})
	return g, err
}

func refresh(ctx context.Context, tx *db.Tx, c prose.Cleaner, id ID, chapter work.ChapterID) (Given, error) {
	if err := tx.Exec(ctx, `UPDATE betas SET label = label WHERE id = $1`, int64(id)); err != nil {
		return Given{}, fmt.Errorf("beta: lock %d: %w", id, err)
	}
	g, err := given(ctx, tx, `g.beta_id = $1 AND g.chapter_id = $2`, int64(id), int64(chapter))
	if err != nil {
		return g, err
	}
	now, err := draft.Open(ctx, tx, chapter)
	if err != nil || now.Seen == g.rev {
		return g, err
	}
	g.Title, g.rev = now.Title, now.Seen
	g.HTML, g.next = prose.Anchor(c.Clean(now.Body, prose.Body), g.HTML, anchor, g.next)
	if err := tx.Exec(ctx, `UPDATE beta_chapters SET title = $2, html = $3, next_anchor = $4, rev = $5 WHERE id = $1`, g.ID, g.Title, g.HTML, g.next, g.rev); err != nil {
		return g, fmt.Errorf("beta: bring up to date: %w", err)
	}
	return g, nil
}

// paragraph is the text of the block with an anchor.
func (g *Given) paragraph(at string) (string, error) {
	for _, p := range prose.Paras(g.HTML) {
		if p.Anchor == at {
			return squeezed(p.Text), nil
		}
	}
	return "", fault.In("at", "That paragraph is not in the text any more. Please choose another.")
}

// chaptersOf lists what every invitation of a work gives to read, without the texts.
func chaptersOf(ctx context.Context, q db.Q, w work.ID) (map[ID][]Given, error) {
	all, err := db.All(ctx, q, func(r *sql.Rows, g *Given) error {
		return r.Scan(&g.ID, &g.Beta, &g.Chapter, &g.Place, &g.Title, &g.Posted, &g.rev, &g.next, &g.Open)
	}, `SELECT `+givenColumns+givenTables+`WHERE c.work_id = $1 ORDER BY c.position, c.id`, int64(w))
	if err != nil {
		return nil, fmt.Errorf("beta: chapters of work %d: %w", w, err)
	}
	out := map[ID][]Given{}
	for _, g := range all {
		out[g.Beta] = append(out[g.Beta], g)
	}
	return out, nil
}
