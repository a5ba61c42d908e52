package ask

import (
	"context"
	"fmt"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/remember"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
)

// State is which requests are listed.
type State string

// The states; the zero State is all.
const (
	Open   State = "open"
	Solved State = "found"
	Mine   State = "mine" // the viewer's own
)

// Filter is which requests are asked for.
type Filter struct {
	Text   string // words, in any form
	Fandom string // with all the names that it has
	State  State
	Page   int // from 1
}

const (
	perPage = 20
	maxPage = 1000
	// maxAsked is how many words of a query are looked for.
	maxAsked = 32
)

// where is the condition on requests r, and the order. Of the words half must be there.
func (f Filter) where(v viewer.Viewer) (c, order db.Cond) {
	c, order = listed(v), db.Where("r.asked_at DESC, r.id DESC")
	switch f.State {
	case Open:
		c = db.And(c, db.Where("r.found_at IS NULL"))
	case Solved:
		c = db.And(c, db.Where("r.found_at IS NOT NULL"))
	case Mine:
		c = db.And(c, db.Where("r.account_id = ?", int64(v.ID)))
	}
	if key := tag.Key(f.Fandom); key != "" {
		c = db.And(c, db.Where(`r.fandom_key IN (SELECT CAST(? AS TEXT) UNION SELECT n.name_key FROM tags t JOIN tags n ON n.id = COALESCE(t.merger_id, t.id) WHERE t.name_key = ?
			UNION SELECT n.name_key FROM tags t JOIN tags n ON n.merger_id = COALESCE(t.merger_id, t.id) WHERE t.name_key = ?)`, key, key, key))
	}
	stems := remember.Stems(f.Text)
	if stems = stems[:min(len(stems), maxAsked)]; len(stems) > 0 {
		fits := `(SELECT COUNT(*) FROM ask_words x WHERE x.ask_id = r.id AND x.word IN (` + db.List(len(stems)) + `))`
		c = db.And(c, db.Where(`r.id IN (SELECT y.ask_id FROM ask_words y WHERE y.word IN (`+db.List(len(stems))+`) GROUP BY y.ask_id HAVING COUNT(*) >= ?)`,
			append(db.Anys(stems), (len(stems)+1)/2)...))
		order = db.Where(fits+" DESC, "+order.SQL, db.Anys(stems)...)
	}
	return c, order
}

// List gives a page of requests and how many there are: those that fit the words best,
// else the newest first.
func List(ctx context.Context, q db.Q, v viewer.Viewer, f Filter) ([]Request, int, error) {
	if f.State == Mine && v.Guest() {
		return nil, 0, nil
	}
	where, order := f.where(v)
	var n int
	if err := q.QueryRowContext(ctx, db.Numbered(`SELECT COUNT(*) FROM asks r WHERE `+where.SQL), where.Args...).Scan(&n); err != nil {
		return nil, 0, fmt.Errorf("ask: count: %w", err)
	}
	all, err := db.All(ctx, q, scan, db.Numbered(`SELECT `+columns+` FROM asks r JOIN accounts a ON a.id = r.account_id WHERE `+where.SQL+` ORDER BY `+order.SQL+` LIMIT ? OFFSET ?`),
		slices.Concat(where.Args, order.Args, []any{perPage, perPage * (f.Page - 1)})...)
	if err != nil {
		return nil, 0, fmt.Errorf("ask: list: %w", err)
	}
	return all, n, complete(ctx, q, v, all)
}

// mostLike is how many requests like one that is being written are shown.
const mostLike = 3

// like gives requests that say much of what a draft says.
func like(ctx context.Context, q db.Q, v viewer.Viewer, d Draft) ([]Request, error) {
	text := d.Subject
	for _, c := range d.Clues.List() {
		if c.Field != remember.Not {
			text += "\n" + c.Text
		}
	}
	if len(remember.Stems(text)) < 3 {
		return nil, nil
	}
	all, _, err := List(ctx, q, v, Filter{Text: text, Page: 1})
	return all[:min(len(all), mostLike)], err
}
