package alike

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
)

// keep writes what was found about the works of changed. What is not alike any more
// is forgotten, unless somebody has said something about it; that is asked for again
// once the two are more alike than they were.
func keep(ctx context.Context, tx *db.Tx, changed []looked, all []found) error {
	if len(changed) == 0 {
		return nil
	}
	ids := make([]int64, 0, len(changed)+len(all))
	for _, x := range changed {
		ids = append(ids, x.id)
	}
	mine := db.List(len(ids))
	args := db.Anys(ids)
	err := tx.Exec(ctx, db.Numbered(`DELETE FROM alike_pairs WHERE decision = '' AND (a_id IN (`+mine+`) OR b_id IN (`+mine+`))`), slices.Concat(args, args)...)
	if err != nil {
		return fmt.Errorf("alike: forget pairs: %w", err)
	}
	for _, f := range all {
		ids = append(ids, f.a, f.b)
	}
	there, err := present(ctx, tx, ids)
	if err != nil {
		return err
	}
	var looks, pairs [][]any
	for _, x := range changed {
		if there[x.id] {
			looks = append(looks, []any{x.id, x.sum})
		}
	}
	done := map[[2]int64]bool{}
	for _, f := range all {
		if key := [2]int64{f.a, f.b}; !done[key] && there[f.a] && there[f.b] {
			done[key] = true
			pairs = append(pairs, []any{f.a, f.b, f.share, string(f.kind), tx.Millis()})
		}
	}
	if err := insert(ctx, tx, `alike_looks (work_id, sum)`, looks, `(work_id) DO UPDATE SET sum = excluded.sum`); err != nil {
		return err
	}
	return insert(ctx, tx, `alike_pairs (a_id, b_id, share, kind, found_at)`, pairs, fmt.Sprintf(`(a_id, b_id) DO UPDATE SET share = excluded.share, kind = excluded.kind,
		decision = CASE WHEN excluded.share >= alike_pairs.decided_share + %d THEN '' ELSE alike_pairs.decision END`, moreAlike))
}

// present tells which of ids are works still.
func present(ctx context.Context, tx *db.Tx, ids []int64) (map[int64]bool, error) {
	out := map[int64]bool{}
	for part := range slices.Chunk(ids, 500) {
		there, err := db.All(ctx, tx, db.One[int64], db.Numbered(`SELECT id FROM works WHERE id IN (`+db.List(len(part))+`)`), db.Anys(part)...)
		if err != nil {
			return nil, fmt.Errorf("alike: which works are there: %w", err)
		}
		for _, id := range there {
			out[id] = true
		}
	}
	return out, nil
}

// insert writes rows, many in one statement.
func insert(ctx context.Context, tx *db.Tx, into string, rows [][]any, conflict string) error {
	for part := range slices.Chunk(rows, 100) {
		one := "(" + db.List(len(part[0])) + ")"
		err := tx.Exec(ctx, db.Numbered(`INSERT INTO `+into+` VALUES `+strings.Repeat(one+", ", len(part)-1)+one+` ON CONFLICT `+conflict), slices.Concat(part...)...)
		if err != nil {
			return fmt.Errorf("alike: keep what was found: %w", err)
		}
	}
	return nil
}
