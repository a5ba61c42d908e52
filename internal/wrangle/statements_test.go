package wrangle

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"strconv"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
)

// root is the fandom of the test; a new archive has tags of its own, with lower keys.
const root = 1000

// counted counts the statements that are sent to a database.
type counted struct {
	db.Q
	n int
}

func (c *counted) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	c.n++
	return c.Q.QueryContext(ctx, query, args...)
}

func (c *counted) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	c.n++
	return c.Q.QueryRowContext(ctx, query, args...)
}

// What wranglers' pages show takes as many statements for forty rows as for two: no page
// asks once for each row.
func TestStatementsDoNotGrow(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		who := Wrangler{Viewer: viewer.Viewer{ID: 1, Role: viewer.Keeper}}
		parts := map[string]func(q db.Q) (rows int, err error){
			"the list of tags": func(q db.Q) (int, error) { all, _, err := List(ctx, q, who, Ask{}); return len(all), err },
			"the list of a fandom": func(q db.Q) (int, error) {
				all, _, err := List(ctx, q, Wrangler{Viewer: viewer.Viewer{ID: 2}, Fandoms: []tag.ID{root}}, Ask{Choice: Choice{Fandom: root}})
				return len(all), err
			},
			"what was done": func(q db.Q) (int, error) { all, err := Recent(ctx, q); return len(all), err },
			"wranglers":     func(q db.Q) (int, error) { all, err := All(ctx, q); return len(all), err },
			"sets":          func(q db.Q) (int, error) { all, err := Sets(ctx, q); return min(len(all), 2), err },
			"a set":         func(q db.Q) (int, error) { s, err := SetOf(ctx, q, 1); return len(s.Wrong), err },
			"what comes up": func(q db.Q) (int, error) {
				all, err := Upcoming(ctx, q, who, Choice{}, time.UnixMilli(1))
				return len(all), err
			},
			"how many wait": func(q db.Q) (int, error) { return Left(ctx, q, who, Choice{}) },
			"a tag of the queue": func(q db.Q) (int, error) {
				x, err := itemOf(ctx, q, who, root+2)
				return len(x.Guesses), err
			},
			"a tag's page": func(q db.Q) (int, error) {
				x := tagPage{who: who}
				err := x.load(ctx, q, root)
				return len(x.synonyms), err
			},
		}
		statements := func() (rows, n map[string]int) {
			rows, n = map[string]int{}, map[string]int{}
			for name, part := range parts {
				q := &counted{Q: d}
				got, err := part(q)
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				rows[name], n[name] = got, q.n
			}
			return rows, n
		}
		grow(t, d, 2, 4)
		few, before := statements()
		grow(t, d, 5, 40)
		many, after := statements()
		if !maps.Equal(before, after) {
			t.Errorf("statements for few rows %v, for many %v", before, after)
		}
		for name := range parts {
			if few[name] == 0 || many[name] <= few[name] && name != "sets" && name != "a tag of the queue" {
				t.Errorf("%s shows %d rows, and then %d", name, few[name], many[name])
			}
		}
	})
}

// grow adds tags, each with a work, an act, a wrangler, a guess and a line of a set that
// was passed by. The first tag is a fandom; those with an even number wait, others are its
// synonyms.
func grow(t *testing.T, d *db.DB, from, to int) {
	t.Helper()
	var all []string
	add := func(query string, args ...any) { all = append(all, fmt.Sprintf(query, args...)) }
	if from == 2 {
		add(`INSERT INTO accounts (id, name, name_key, role, created_at) VALUES (1, 'k', 'k', 'keeper', 1)`)
		add(`INSERT INTO tags (id, type, name, name_key, canonical, created_at) VALUES (%d, 'fandom', 'F', 'f', TRUE, 1)`, root)
	}
	for i := from; i <= to; i++ {
		merger := "NULL"
		if i%2 == 1 {
			merger = strconv.Itoa(root)
		}
		add(`INSERT INTO accounts (id, name, name_key, role, created_at) VALUES (%[1]d, 'a%[1]d', 'a%[1]d', 'member', 1)`, i)
		add(`INSERT INTO wranglers (account_id, named_at) VALUES (%d, 1)`, i)
		add(`INSERT INTO wrangler_fandoms (account_id, tag_id) VALUES (%d, %d)`, i, root)
		add(`INSERT INTO tags (id, type, name, name_key, merger_id, created_at) VALUES (%[1]d, 'fandom', 'T%[1]d', 't%[1]d', %[2]s, 1)`, root+i, merger)
		add(`INSERT INTO works (id, title, sort_title, language, rating, posted, words, revised_at, clean_version, created_at, updated_at) VALUES (%d, 'W', 'w', 'en', 'Not Rated', TRUE, 3000, 1, 1, 1, 1)`, i)
		add(`INSERT INTO work_tags (work_id, tag_id, position) VALUES (%d, %d, 0)`, i, root+i)
		add(`INSERT INTO work_filters (work_id, tag_id, type, inherited, audience, revised_at) VALUES (%d, %d, 'fandom', FALSE, 0, 1)`, i, root)
		add(`INSERT INTO tag_acts (id, account_id, kind, why, diff, at) VALUES (%[1]d, %[1]d, 'merge', '', '{}', 1)`, i)
		add(`INSERT INTO tag_act_tags (act_id, tag_id, other_id) VALUES (%d, %d, %d)`, i, root+i, root)
		add(`INSERT INTO tag_notes (tag_id, account_id, words, at) VALUES (%d, %d, 'n', 1)`, root, i)
		if i%2 == 0 {
			add(`INSERT INTO tag_queue (tag_id, type, fandom_id, uses, guessed_at) VALUES (%d, 'fandom', %d, 1, 1)`, root+i, root)
			add(`INSERT INTO tag_guesses (tag_id, place, guess_id, score, why) VALUES (%d, %d, %d, 50, 'same')`, root+2, i, root)
		}
		add(`INSERT INTO tag_sets (id, account_id, hash, lines, total, at) VALUES (%d, 1, 'h', '[]', 1, 1)`, i-1)
		add(`INSERT INTO tag_set_wrong (set_id, place, at, name, told) VALUES (1, %[1]d, %[1]d, 'n', '{"format":"f"}')`, i)
	}
	if err := d.Tx(t.Context(), func(tx *db.Tx) error {
		for _, q := range all {
			if err := tx.Exec(t.Context(), q); err != nil {
				return fmt.Errorf("%s: %w", q, err)
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}
