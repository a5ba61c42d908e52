package wrangle

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// Standing is how far a tag is sorted in.
type Standing string

// The standings of a tag.
const (
	Main    Standing = "canonical" // stands for itself
	Synonym Standing = "synonym"   // means another
	Placed  Standing = "placed"    // belongs somewhere and is neither
	Kept    Standing = "left"      // unwrangleable
	Waits   Standing = "waits"     // nobody has judged it
)

func standings() []Standing { return []Standing{Waits, Main, Synonym, Placed, Kept} }

// Row is a tag in a list of wranglers.
type Row struct {
	tag.Tag
	State Standing
	Into  string // what it is a synonym of
	Uses  int    // works that lists show to the wrangler
}

// Ask is what a list of tags shows.
type Ask struct {
	Choice
	State Standing
	Text  string // in the name
	Page  int    // from 1
}

// perPage is how many tags a page lists; lastPage is how far one can turn.
const (
	perPage  = 50
	lastPage = 2000
)

const standing = `CASE WHEN t.canonical THEN 'canonical' WHEN t.merger_id IS NOT NULL THEN 'synonym' WHEN t.unwrangleable THEN 'left'
	WHEN EXISTS (SELECT 1 FROM tag_parents p WHERE p.tag_id = t.id) THEN 'placed' ELSE 'waits' END`

func (a Ask) where() db.Cond {
	all := []db.Cond{db.Where("t.type IN ('fandom', 'character', 'relationship', 'freeform', 'media')")}
	if a.Type != "" {
		all = append(all, db.Where("t.type = ?", string(a.Type)))
	}
	if a.Fandom != 0 {
		all = append(all, db.Where(`(EXISTS (SELECT 1 FROM tag_parents p WHERE p.tag_id = COALESCE(t.merger_id, t.id) AND p.parent_id = ?)
			OR EXISTS (SELECT 1 FROM tag_queue q WHERE q.tag_id = t.id AND q.fandom_id = ?))`, int64(a.Fandom), int64(a.Fandom)))
	}
	switch a.State {
	case Main:
		all = append(all, db.Where("t.canonical"))
	case Synonym:
		all = append(all, db.Where("t.merger_id IS NOT NULL"))
	case Kept:
		all = append(all, db.Where("t.unwrangleable"))
	case Placed:
		all = append(all, db.Where("NOT t.canonical AND t.merger_id IS NULL AND NOT t.unwrangleable AND EXISTS (SELECT 1 FROM tag_parents p WHERE p.tag_id = t.id)"))
	case Waits:
		all = append(all, db.Where(waiting))
	}
	if a.Text != "" {
		all = append(all, db.Where("t.name_key LIKE ? ESCAPE '!'", "%"+strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(tag.Key(a.Text))+"%"))
	}
	return db.And(all...)
}

// List gives a page of tags in w's care in order of name, and whether there are more.
func List(ctx context.Context, q db.Q, w Wrangler, a Ask) ([]Row, bool, error) {
	in, which := w.within(), a.where()
	args := append(append(in.Args, which.Args...), perPage+1, (max(a.Page, 1)-1)*perPage)
	all, err := db.All(ctx, q, func(r *sql.Rows, x *Row) error {
		return r.Scan(&x.ID, &x.Type, &x.Name, &x.State, &x.Into)
	}, db.Numbered(`SELECT t.id, t.type, t.name, `+standing+`, COALESCE((SELECT m.name FROM tags m WHERE m.id = t.merger_id), '')
		FROM tags t WHERE `+in.SQL+` AND `+which.SQL+` ORDER BY t.name_key, t.id LIMIT ? OFFSET ?`), args...)
	if err != nil {
		return nil, false, fmt.Errorf("wrangle: list: %w", err)
	}
	more := len(all) > perPage
	all = all[:min(len(all), perPage)]
	return all, more, count(ctx, q, w, all)
}

// count adds how many works have each tag.
func count(ctx context.Context, q db.Q, w Wrangler, rows []Row) error {
	if len(rows) == 0 {
		return nil
	}
	ids := make([]tag.ID, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	type tally struct {
		id tag.ID
		n  int
	}
	all, err := db.All(ctx, q, func(r *sql.Rows, x *tally) error { return r.Scan(&x.id, &x.n) }, db.Numbered(`SELECT x.tag_id, COUNT(*) FROM work_tags x JOIN works w ON w.id = x.work_id
		WHERE x.tag_id IN (`+db.List(len(ids))+`) AND w.audience <= ? GROUP BY x.tag_id`), append(db.Anys(ids), work.ListedAudience(w.Viewer))...)
	if err != nil {
		return fmt.Errorf("wrangle: uses: %w", err)
	}
	uses := make(map[tag.ID]int, len(all))
	for _, x := range all {
		uses[x.id] = x.n
	}
	for i := range rows {
		rows[i].Uses = uses[rows[i].ID]
	}
	return nil
}
