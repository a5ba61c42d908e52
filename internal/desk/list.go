package desk

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Shelf is a part of an author's works.
type Shelf string

// The shelves.
const (
	Everything Shelf = "all"
	Drafts     Shelf = "drafts"    // works that readers don't see yet
	Scheduled  Shelf = "scheduled" // works with something that is to be posted at a time
	Posted     Shelf = "posted"
	Unsaved    Shelf = "changes" // posted works with text that is not published yet
)

// Shelves lists them in the order of the page.
func Shelves() []Shelf { return []Shelf{Everything, Drafts, Scheduled, Posted, Unsaved} }

// shelf is the one that was asked for; anything else is all works.
func shelf(typed string) Shelf {
	for _, s := range Shelves() {
		if string(s) == typed {
			return s
		}
	}
	return Everything
}

// on is the condition on works w that they are on the shelf.
func (s Shelf) on() db.Cond {
	switch s {
	case Drafts:
		return db.Where("NOT w.posted")
	case Posted:
		return db.Where("w.posted")
	case Scheduled:
		return db.Where("EXISTS (SELECT 1 FROM schedules s JOIN chapters c ON c.id = s.chapter_id WHERE c.work_id = w.id)")
	case Unsaved:
		return db.Where("w.posted AND EXISTS (SELECT 1 FROM drafts d JOIN chapters c ON c.id = d.chapter_id WHERE c.work_id = w.id AND c.posted AND d.live)")
	}
	return db.Where("TRUE")
}

// Line is a work on its author's desk.
type Line struct {
	ID         work.ID
	Title      string
	Posted     bool
	Restricted bool
	Hidden     bool
	Anonymous  bool
	Complete   bool
	Shared     bool // with other creators
	Words      int  // of all chapters
	Chapters   int  // that are posted
	Made       int  // and that there are
	Total      int  // and that there are to be; 0 is "?"
	Changes    int  // chapters with text that is not published yet
	UpdatedAt  time.Time
	Due        time.Time // when the next of it is posted; zero for nothing
	Failed     bool      // something that was due could not be posted
	// Last is the chapter last written in, to go on with.
	Last work.ChapterID
}

// perPage is how many works a page of the desk shows.
const perPage = 50

// Query asks for works of somebody.
type Query struct {
	Shelf Shelf
	Text  string // in a title or the name of a tag
	Page  int    // from 1
}

// mine is the condition that works w are somebody's.
func mine(who viewer.ID) db.Cond {
	return db.Where(`w.id IN (SELECT wc.work_id FROM work_creators wc JOIN pseuds p ON p.id = wc.pseud_id WHERE wc.approved AND p.account_id = ?)`, int64(who))
}

// named is the condition that a title or a tag has words in it.
func named(text string) db.Cond {
	text = strings.TrimSpace(text)
	if text == "" {
		return db.Where("TRUE")
	}
	like := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(tag.Key(text)) + "%"
	return db.Or(
		db.Where(`w.sort_title LIKE ? ESCAPE '\'`, like),
		db.Where(`EXISTS (SELECT 1 FROM work_tags t JOIN tags g ON g.id = t.tag_id WHERE t.work_id = w.id AND g.name_key LIKE ? ESCAPE '\')`, like),
	)
}

// List gives a page of somebody's works, last changed first, and how many there are.
func List(ctx context.Context, q db.Q, who viewer.ID, ask Query) ([]Line, int, error) {
	text := named(ask.Text)
	where := db.And(mine(who), ask.Shelf.on(), db.Where("("+text.SQL+")", text.Args...))
	var total int
	if err := q.QueryRowContext(ctx, db.Numbered(`SELECT COUNT(*) FROM works w WHERE `+where.SQL), where.Args...).Scan(&total); err != nil {
		return nil, 0, fmt.Errorf("desk: count: %w", err)
	}
	lines, err := db.All(ctx, q, scanLine, db.Numbered(`SELECT w.id, w.title, w.posted, w.restricted, w.hidden, w.anonymous, w.complete,
		(SELECT COUNT(*) FROM work_creators x WHERE x.work_id = w.id AND x.approved) > 1,
		(SELECT COALESCE(SUM(CASE WHEN d.live THEN d.words ELSE c.words END), 0) FROM chapters c LEFT JOIN drafts d ON d.chapter_id = c.id WHERE c.work_id = w.id),
		w.chapter_count, w.chapters_made, COALESCE(w.chapter_total, 0),
		(SELECT COUNT(*) FROM chapters c JOIN drafts d ON d.chapter_id = c.id WHERE c.work_id = w.id AND c.posted AND d.live),
		(SELECT COALESCE(MAX(d.saved_at), 0) FROM chapters c JOIN drafts d ON d.chapter_id = c.id WHERE c.work_id = w.id), w.updated_at,
		(SELECT MIN(s.due_at) FROM chapters c JOIN schedules s ON s.chapter_id = c.id WHERE c.work_id = w.id AND s.state = 'waiting'),
		EXISTS (SELECT 1 FROM chapters c JOIN schedules s ON s.chapter_id = c.id WHERE c.work_id = w.id AND s.state <> 'waiting'),
		COALESCE((SELECT d.chapter_id FROM chapters c JOIN drafts d ON d.chapter_id = c.id WHERE c.work_id = w.id ORDER BY d.live DESC, d.saved_at DESC LIMIT 1),
			(SELECT c.id FROM chapters c WHERE c.work_id = w.id ORDER BY c.posted, c.position DESC LIMIT 1), 0)
		FROM works w WHERE `+where.SQL+` ORDER BY w.updated_at DESC, w.id DESC LIMIT ? OFFSET ?`),
		append(where.Args, perPage, (max(ask.Page, 1)-1)*perPage)...)
	if err != nil {
		return nil, 0, fmt.Errorf("desk: works: %w", err)
	}
	return lines, total, nil
}

func scanLine(r *sql.Rows, l *Line) error {
	var written, updated int64
	var due db.Time
	err := r.Scan(&l.ID, &l.Title, &l.Posted, &l.Restricted, &l.Hidden, &l.Anonymous, &l.Complete, &l.Shared, &l.Words, &l.Chapters, &l.Made, &l.Total,
		&l.Changes, &written, &updated, &due, &l.Failed, &l.Last)
	l.Due, l.UpdatedAt = due.Time, time.UnixMilli(max(written, updated)).UTC()
	return err
}

// Counts tells how many works are on each shelf.
func Counts(ctx context.Context, q db.Q, who viewer.ID) (map[Shelf]int, error) {
	all := Shelves()
	n := make([]int, len(all))
	var sums []string
	var into []any
	for i, s := range all {
		sums = append(sums, "COALESCE(SUM(CASE WHEN "+s.on().SQL+" THEN 1 ELSE 0 END), 0)")
		into = append(into, &n[i])
	}
	m := mine(who)
	if err := q.QueryRowContext(ctx, db.Numbered(`SELECT `+strings.Join(sums, ", ")+` FROM works w WHERE `+m.SQL), m.Args...).Scan(into...); err != nil {
		return nil, fmt.Errorf("desk: counts: %w", err)
	}
	out := make(map[Shelf]int, len(all))
	for i, s := range all {
		out[s] = n[i]
	}
	return out, nil
}
