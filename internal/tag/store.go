package tag

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
)

const columns = `t.id, t.type, t.name, t.canonical, COALESCE(t.merger_id, 0)`

func scan(r *sql.Rows, t *Tag) error {
	return r.Scan(&t.ID, &t.Type, &t.Name, &t.Canonical, &t.Merger)
}

// Get gives one tag; fault NotFound.
func Get(ctx context.Context, q db.Q, id ID) (*Tag, error) {
	return one(ctx, q, `SELECT `+columns+` FROM tags t WHERE t.id = $1`, id)
}

// ByName gives the tag of that name, however its letters are written, else the one
// that had it before; the name may be as it stands in an address. fault NotFound.
func ByName(ctx context.Context, q db.Q, name string) (*Tag, error) {
	return one(ctx, q, `SELECT `+columns+` FROM tags t WHERE t.id = COALESCE((SELECT n.id FROM tags n WHERE n.name_key = $1),
		(SELECT o.tag_id FROM tag_old_names o WHERE o.name_key = $1))`, Key(Unslug(name)))
}

func one(ctx context.Context, q db.Q, query string, arg any) (*Tag, error) {
	var t Tag
	err := q.QueryRowContext(ctx, query, arg).Scan(&t.ID, &t.Type, &t.Name, &t.Canonical, &t.Merger)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "There is no such tag here. Nobody has used it yet, or its name is mistyped.")
	}
	if err != nil {
		return nil, fmt.Errorf("tag: %w", err)
	}
	return &t, nil
}

// Load gives the tags of these ids, in the order of ids; what does not exist is left out.
func Load(ctx context.Context, q db.Q, ids []ID) ([]Tag, error) {
	have, err := inChunks(ctx, q, scan, `SELECT `+columns+` FROM tags t WHERE t.id IN (%s)`, ids)
	if err != nil {
		return nil, fmt.Errorf("tag: load: %w", err)
	}
	byID := make(map[ID]Tag, len(have))
	for _, t := range have {
		byID[t.ID] = t
	}
	out := make([]Tag, 0, len(ids))
	for _, id := range ids {
		if t, ok := byID[id]; ok {
			out = append(out, t)
		}
	}
	return out, nil
}

// chunk is how many keys one statement asks for at most.
const chunk = 512

// inChunks runs a query that has "IN (%s)" for the keys, some at a time. The
// number of keys is rounded up, by naming the last again, so that there are only
// a few texts for the databases to compile.
func inChunks[T, K any](ctx context.Context, q db.Q, scan func(*sql.Rows, *T) error, query string, keys []K) ([]T, error) {
	var all []T
	for part := range slices.Chunk(keys, chunk) {
		args := db.Anys(part)
		n := 1
		for n < len(args) {
			n *= 2
		}
		for len(args) < n {
			args = append(args, args[len(args)-1])
		}
		some, err := db.All(ctx, q, scan, db.Numbered(fmt.Sprintf(query, db.List(n))), args...)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}
