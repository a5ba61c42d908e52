package tag

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
)

// Ensure finds or makes the tag of each name, in order and without doubles. A
// name that a tag of another type has already becomes "Name (Type)". Names that
// can't be a tag's, and new names of a fixed type, are Invalid faults.
func Ensure(ctx context.Context, tx *db.Tx, names []Named) ([]Tag, error) {
	wanted := make([]wish, 0, len(names))
	for _, n := range names {
		name, err := Clean(n.Name)
		if err != nil {
			return nil, err
		}
		if n.Type.label() == "" {
			return nil, fmt.Errorf("tag: ensure %q: no type %q", name, n.Type)
		}
		wanted = append(wanted, wish{name: Named{n.Type, name}, key: Key(name)})
	}
	if err := grant(ctx, tx, wanted); err != nil {
		return nil, err
	}
	out, seen := make([]Tag, 0, len(wanted)), make(map[ID]bool, len(wanted))
	for _, w := range wanted {
		if !seen[w.got.ID] {
			seen[w.got.ID] = true
			out = append(out, w.got)
		}
	}
	return out, nil
}

// wish is a name on its way to a tag.
type wish struct {
	name Named
	key  string
	got  Tag
}

// grant fills what was got. In each round every open wish asks for its name; one
// that finds another type there asks again under a longer name, which ends when
// a name is free or too long.
func grant(ctx context.Context, tx *db.Tx, wanted []wish) error {
	open := make([]*wish, len(wanted))
	for i := range wanted {
		open[i] = &wanted[i]
	}
	for len(open) > 0 {
		have, err := byKeys(ctx, tx, open)
		if err != nil {
			return err
		}
		if made, err := makeMissing(ctx, tx, open, have); err != nil {
			return err
		} else if made {
			if have, err = byKeys(ctx, tx, open); err != nil {
				return err
			}
		}
		var again []*wish
		for _, w := range open {
			t, ok := have[w.key]
			switch {
			case !ok:
				return fmt.Errorf("tag: ensure: %q was made but can't be found", w.name.Name)
			case t.Type == w.name.Type:
				w.got = t
			default:
				if err := w.rename(); err != nil {
					return err
				}
				again = append(again, w)
			}
		}
		open = again
	}
	return nil
}

func (w *wish) rename() error {
	name, err := Clean(w.name.Name + " (" + w.name.Type.label() + ")")
	if err != nil {
		return err
	}
	w.name.Name, w.key = name, Key(name)
	return nil
}

func byKeys(ctx context.Context, q db.Q, open []*wish) (map[string]Tag, error) {
	keys := make([]string, len(open))
	for i, w := range open {
		keys[i] = w.key
	}
	found, err := inChunks(ctx, q, func(r *sql.Rows, w *wish) error {
		return r.Scan(&w.got.ID, &w.got.Type, &w.got.Name, &w.got.Canonical, &w.got.Merger, &w.key)
	}, `SELECT `+columns+`, t.name_key FROM tags t WHERE t.name_key IN (%s)`, keys)
	if err != nil {
		return nil, fmt.Errorf("tag: ensure: %w", err)
	}
	have := make(map[string]Tag, len(found))
	for _, w := range found {
		have[w.key] = w.got
	}
	return have, nil
}

// makeMissing inserts the tags that are not there. Another transaction may be
// making the same: the one that comes second waits and makes nothing. All go in
// order of their keys, so that two who wait never wait for each other.
func makeMissing(ctx context.Context, tx *db.Tx, open []*wish, have map[string]Tag) (bool, error) {
	var missing []*wish
	first := make(map[string]bool, len(open))
	for _, w := range open {
		if _, ok := have[w.key]; ok || first[w.key] {
			continue
		}
		if w.name.Type.Fixed() {
			return false, fault.In("tags", "“%s” is not one of the archive's warnings and categories. Please choose from the list, or make it an additional tag.", short(w.name.Name))
		}
		first[w.key] = true
		missing = append(missing, w)
	}
	slices.SortFunc(missing, func(a, b *wish) int { return cmp.Compare(a.key, b.key) })
	for part := range slices.Chunk(missing, chunk) {
		var args []any
		for _, w := range part {
			args = append(args, string(w.name.Type), w.name.Name, w.key, tx.Millis())
		}
		rows := strings.Repeat("(?, ?, ?, ?, TRUE), ", len(part)-1) + "(?, ?, ?, ?, TRUE)"
		made, err := db.All(ctx, tx, scanKeyed, db.Numbered(`INSERT INTO tags (type, name, name_key, created_at, worded) VALUES `+rows+` ON CONFLICT (name_key) DO NOTHING
			RETURNING id, type, name_key`), args...)
		if err != nil {
			return false, fmt.Errorf("tag: ensure: %w", err)
		}
		if err := putWords(ctx, tx, made); err != nil {
			return false, err
		}
	}
	return len(missing) > 0, nil
}
