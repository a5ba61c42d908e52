package work

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
)

// Match is a work that may be the same story as another.
type Match struct {
	Work     ID
	Title    string
	Chapters int // posted ones
	Words    int // of these
	// Estimate is the share of phrases that both texts have in common in Part, from 0 to 1.
	Estimate float64
	Part     TextPart
}

// TextPart says by what a story was known again.
type TextPart int

// The parts by which a story is known again.
const (
	NoText    TextPart = iota // by its address alone
	Opening                   // the beginning is alike, the whole is not: it has grown
	WholeText                 // the whole text is alike
)

const (
	// leastAlike is how alike two texts are at least that Alike tells of: below, it
	// is more likely a song that both quote.
	leastAlike = 0.3
	// mostlyAlike is from where on two whole texts are told to be alike, even
	// where their openings are more so.
	mostlyAlike = 0.5
	// mostCompared is how many works are looked at; those that share most prints first.
	mostCompared = 256
	// mostOfSource is how many works BySource tells of.
	mostOfSource = 50
)

// Alike gives the works w for which among holds and that have nearly the same text
// as l, best first, at most limit. A work outside among is never told, nor does it
// change what is told of others.
func Alike(ctx context.Context, q db.Q, among db.Cond, l Likeness, limit int) ([]Match, error) {
	if len(l.prints) == 0 || limit < 1 {
		return nil, nil
	}
	args := append(db.Anys(l.prints), among.Args...)
	rows, err := db.All(ctx, q, scanCompared, db.Numbered(`SELECT x.id, x.title, x.chapter_count, x.words, l.whole, COALESCE(l.opening, l.whole)
		FROM (SELECT w.id, w.title, w.chapter_count, w.words FROM works w
			JOIN (SELECT work_id, COUNT(*) AS shared FROM likeness_prints WHERE print IN (`+db.List(len(l.prints))+`) GROUP BY work_id) s ON s.work_id = w.id
			WHERE (`+among.SQL+`) ORDER BY s.shared DESC, w.id LIMIT ?) x
		JOIN likenesses l ON l.work_id = x.id`), append(args, mostCompared)...)
	if err != nil {
		return nil, fmt.Errorf("works alike: %w", err)
	}
	return l.best(rows, limit), nil
}

// compared is a work that a story is compared with.
type compared struct {
	Match
	likeness Likeness
}

// scanCompared reads id, title, chapters, words and both signatures.
func scanCompared(r *sql.Rows, x *compared) error {
	var whole, opening []byte
	if err := r.Scan(&x.Work, &x.Title, &x.Chapters, &x.Words, &whole, &opening); err != nil {
		return err
	}
	return errors.Join(x.likeness.whole.setBytes(whole), x.likeness.opening.setBytes(opening))
}

// best are those of works that are alike enough to be told, best first, at most limit.
func (l Likeness) best(works []compared, limit int) []Match {
	type scored struct {
		Match
		score float64
	}
	var found []scored
	for i := range works {
		x := &works[i]
		whole, opening := l.whole.alike(&x.likeness.whole), l.opening.alike(&x.likeness.opening)
		x.Estimate, x.Part = estimate(whole, opening)
		if x.Estimate >= leastAlike {
			found = append(found, scored{x.Match, whole + opening})
		}
	}
	slices.SortStableFunc(found, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.Work, b.Work))
	})
	out := make([]Match, 0, min(limit, len(found)))
	for _, x := range found[:min(limit, len(found))] {
		out = append(out, x.Match)
	}
	return out
}

// estimate is how alike two stories are whose parts are so alike, and by which.
func estimate(whole, opening float64) (float64, TextPart) {
	if whole < mostlyAlike && opening > whole {
		return opening, Opening
	}
	return whole, WholeText
}

// BySource gives the works w for which among holds and that were first posted at
// address, whatever way it is written, oldest first. It tells nothing of their
// texts: Part is NoText and Estimate 0.
func BySource(ctx context.Context, q db.Q, among db.Cond, address string) ([]Match, error) {
	key := SourceKey(address)
	if key == "" {
		return nil, nil
	}
	args := append([]any{key}, among.Args...)
	out, err := db.All(ctx, q, func(r *sql.Rows, m *Match) error { return r.Scan(&m.Work, &m.Title, &m.Chapters, &m.Words) },
		db.Numbered(`SELECT w.id, w.title, w.chapter_count, w.words FROM works w
			WHERE w.source_key = ? AND w.source_key <> '' AND (`+among.SQL+`) ORDER BY w.id LIMIT ?`), append(args, mostOfSource)...)
	if err != nil {
		return nil, fmt.Errorf("works of one source: %w", err)
	}
	return out, nil
}
