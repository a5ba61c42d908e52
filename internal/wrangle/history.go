package wrangle

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/tag"
)

// Done is an act as the history of a tag tells it.
type Done struct {
	ID       ActID
	By       string // "" for one that has gone
	Kind     Kind
	Tag      string
	Tags     int    // how many it was about
	Other    string // what it was made into or put under
	Why      string
	At       db.Time
	UndoneAt db.Time // zero when it stands
	UndoneBy string
}

// Undone reports whether the act was taken back.
func (d Done) Undone() bool { return !d.UndoneAt.Time.IsZero() }

const told = `SELECT a.id, COALESCE(p.name, ''), a.kind, t.name, (SELECT COUNT(*) FROM tag_act_tags n WHERE n.act_id = a.id), COALESCE(o.name, ''), a.why, a.at, COALESCE(a.undone_at, 0), COALESCE(u.name, '')
	FROM tag_acts a JOIN tag_act_tags x ON x.act_id = a.id JOIN tags t ON t.id = x.tag_id LEFT JOIN tags o ON o.id = x.other_id
	LEFT JOIN accounts p ON p.id = a.account_id LEFT JOIN accounts u ON u.id = a.undone_by_id `

func scanDone(r *sql.Rows, d *Done) error {
	var undone int64
	if err := r.Scan(&d.ID, &d.By, &d.Kind, &d.Tag, &d.Tags, &d.Other, &d.Why, &d.At, &undone, &d.UndoneBy); err != nil {
		return err
	}
	if undone != 0 {
		return d.UndoneAt.Scan(undone)
	}
	return nil
}

// shownActs is how many acts a history shows.
const shownActs = 100

// History gives the newest acts about a tag, or into it.
func History(ctx context.Context, q db.Q, id tag.ID) ([]Done, error) {
	all, err := db.All(ctx, q, scanDone, told+`WHERE x.tag_id = $1 OR x.other_id = $1 ORDER BY a.id DESC, x.tag_id LIMIT $2`, int64(id), shownActs)
	if err != nil {
		return nil, fmt.Errorf("wrangle: history: %w", err)
	}
	return all, nil
}

// Recent gives the newest acts of everybody, each with one of its tags.
func Recent(ctx context.Context, q db.Q) ([]Done, error) {
	all, err := db.All(ctx, q, scanDone, told+`WHERE x.tag_id = (SELECT MIN(f.tag_id) FROM tag_act_tags f WHERE f.act_id = a.id) ORDER BY a.id DESC LIMIT $1`, shownActs)
	if err != nil {
		return nil, fmt.Errorf("wrangle: recent: %w", err)
	}
	return all, nil
}

// Note is what a wrangler said about a tag.
type Note struct {
	By    string
	Words string
	At    db.Time
}

// Notes gives the newest notes about a tag, the oldest of them first.
func Notes(ctx context.Context, q db.Q, id tag.ID) ([]Note, error) {
	all, err := db.All(ctx, q, func(r *sql.Rows, n *Note) error { return r.Scan(&n.By, &n.Words, &n.At) },
		`SELECT * FROM (SELECT COALESCE(p.name, ''), n.words, n.at FROM tag_notes n LEFT JOIN accounts p ON p.id = n.account_id WHERE n.tag_id = $1 ORDER BY n.id DESC LIMIT 200) x ORDER BY 3`, int64(id))
	if err != nil {
		return nil, fmt.Errorf("wrangle: notes: %w", err)
	}
	return all, nil
}

// AddNote says something about a tag to the other wranglers. The same words of the
// same person just before are one note.
func AddNote(ctx context.Context, tx *db.Tx, w Wrangler, id tag.ID, words string) error {
	if err := w.may(ctx, tx, []tag.ID{id}); err != nil {
		return err
	}
	words = strings.TrimSpace(words)
	if words == "" {
		return fault.In("words", "Please write a few words.")
	}
	if n := utf8.RuneCountInString(words); n > longestNote {
		return fault.In("words", "The note has %d characters; please shorten it to %d or fewer.", n, longestNote)
	}
	if err := tx.Exec(ctx, `UPDATE tags SET guessed = guessed WHERE id = $1`, int64(id)); err != nil {
		return fmt.Errorf("wrangle: note: %w", err)
	}
	if err := tx.Exec(ctx, `INSERT INTO tag_notes (tag_id, account_id, words, at) SELECT $1, $2, $3, $4
		WHERE NOT EXISTS (SELECT 1 FROM tag_notes n WHERE n.id = (SELECT MAX(id) FROM tag_notes WHERE tag_id = $1) AND n.account_id = $2 AND n.words = $3)`,
		int64(id), int64(w.ID), words, tx.Millis()); err != nil {
		return fmt.Errorf("wrangle: note: %w", err)
	}
	return nil
}
