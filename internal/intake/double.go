package intake

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/ingest"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// Files of one import that tell the same story are one group. The best of them, its
// lead, is offered to be taken; the others are doubles, of which somebody must say
// what they are. A work finds its group through numbers that both have, so that it is
// compared with few others, however many there are.

const (
	// sameStory is the share of a text from which on two files tell one story, as for
	// works that are here.
	sameStory = 0.5
	// mostShared is how many rows with a work's numbers are looked at, and
	// mostCompared how many of those works are compared with it.
	mostShared   = 400
	mostCompared = 8
)

// marks are the numbers by which a story is found among those that wait: prints that
// suggest it, and others that make it sure.
type marks struct{ prints, sure []int64 }

// marksOf tells a story by its text; by the address at which it was first posted,
// where a known maker stated that; and a text too short for a likeness by its title,
// its authors and its length.
func marksOf(r *ingest.Report) marks {
	m := marks{prints: r.Likeness.Prints()}
	if key := work.SourceKey(r.SourceURL); key != "" && r.Maker != "" {
		m.sure = append(m.sure, numberOf("source", key))
	}
	if r.Likeness.None() {
		m.sure = append(m.sure, numberOf("short", tag.Key(r.Title), tag.Key(strings.Join(r.Authors, "\n")), strconv.Itoa(r.Words)))
	}
	return m
}

func numberOf(parts ...string) int64 {
	h := fnv.New64a()
	for _, s := range parts {
		fmt.Fprintf(h, "%s\x00", s)
	}
	return int64(h.Sum64())
}

// group puts a work that was just read, or read otherwise than before, into the group
// of its story. was is what its words looked like before.
func group(ctx context.Context, tx *db.Tx, x *found, was []byte) error {
	looks, err := x.Report.Likeness.MarshalBinary()
	if err != nil {
		return fmt.Errorf("intake: likeness: %w", err)
	}
	if x.Story != 0 {
		if bytes.Equal(was, looks) {
			return nil
		}
		if err := leave(ctx, tx, x); err != nil {
			return err
		}
	}
	m := marksOf(&x.Report)
	if x.Story, err = storyOf(ctx, tx, x, m); err != nil {
		return err
	}
	err = tx.Exec(ctx, `UPDATE import_works SET story = $2, likeness = $3 WHERE id = $1`, int64(x.ID), int64(x.Story), looks)
	if err != nil {
		return fmt.Errorf("intake: the story of work %d: %w", x.ID, err)
	}
	if err := addMarks(ctx, tx, x, m); err != nil || x.Story == x.ID {
		return err
	}
	return follow(ctx, tx, x)
}

// leave takes a work out of its group, which may need another lead.
func leave(ctx context.Context, tx *db.Tx, x *found) error {
	old := *x
	x.Story, x.Doubles = 0, false
	for _, query := range []string{`DELETE FROM import_prints WHERE work_id = $1`, `UPDATE import_works SET story = 0, doubles = FALSE WHERE id = $1`} {
		if err := tx.Exec(ctx, query, int64(x.ID)); err != nil {
			return fmt.Errorf("intake: work %d leaves its story: %w", x.ID, err)
		}
	}
	return elect(ctx, tx, &old)
}

func addMarks(ctx context.Context, tx *db.Tx, x *found, m marks) error {
	args := []any{int64(x.Import), int64(x.ID)}
	var rows []string
	for _, n := range slices.Concat(m.prints, m.sure) {
		args = append(args, n)
		rows = append(rows, fmt.Sprintf("($1, $%d, $2)", len(args)))
	}
	err := tx.Exec(ctx, `INSERT INTO import_prints (import_id, print, work_id) VALUES `+strings.Join(rows, ", ")+` ON CONFLICT DO NOTHING`, args...)
	if err != nil {
		return fmt.Errorf("intake: prints of work %d: %w", x.ID, err)
	}
	return nil
}

// storyOf is the group to which a work belongs: a new one, named after it, unless
// another tells the same story.
func storyOf(ctx context.Context, tx *db.Tx, x *found, m marks) (FoundID, error) {
	sharing, err := sharing(ctx, tx, x, m)
	if err != nil || len(sharing) == 0 {
		return x.ID, err
	}
	type other struct {
		id, story FoundID
		looks     work.Likeness
	}
	var ids []any
	for _, id := range slices.Sorted(maps.Keys(sharing)) {
		ids = append(ids, int64(id))
	}
	all, err := db.All(ctx, tx, func(r *sql.Rows, o *other) error {
		var b []byte
		if err := r.Scan(&o.id, &o.story, &b); err != nil {
			return err
		}
		return o.looks.UnmarshalBinary(b)
	}, db.Numbered(`SELECT id, story, likeness FROM import_works WHERE id IN (`+db.List(len(ids))+`) ORDER BY id`), ids...)
	if err != nil {
		return 0, fmt.Errorf("intake: compare work %d: %w", x.ID, err)
	}
	best, story := 0.0, x.ID
	for _, o := range all {
		share, _ := x.Report.Likeness.To(o.looks)
		if sharing[o.id] {
			share = max(share, sameStory)
		}
		if share >= sameStory && share > best {
			best, story = share, o.story
		}
	}
	return story, nil
}

// sharing are the works of the same import that share most of a work's numbers, and
// whether one of those makes it sure that they tell the same story.
func sharing(ctx context.Context, tx *db.Tx, x *found, m marks) (map[FoundID]bool, error) {
	args := []any{int64(x.Import), int64(x.ID)}
	for _, n := range slices.Concat(m.prints, m.sure) {
		args = append(args, n)
	}
	type shared struct {
		work  FoundID
		print int64
	}
	all, err := db.All(ctx, tx, func(r *sql.Rows, s *shared) error { return r.Scan(&s.work, &s.print) },
		db.Numbered(`SELECT work_id, print FROM import_prints WHERE import_id = ? AND work_id <> ? AND print IN (`+db.List(len(args)-2)+`) LIMIT `+strconv.Itoa(mostShared)), args...)
	if err != nil {
		return nil, fmt.Errorf("intake: look for the story of work %d: %w", x.ID, err)
	}
	weight, sure := map[FoundID]int{}, map[FoundID]bool{}
	for _, s := range all {
		weight[s.work]++
		if slices.Contains(m.sure, s.print) {
			weight[s.work] += len(m.prints) + 1
			sure[s.work] = true
		}
	}
	ids := slices.SortedFunc(maps.Keys(weight), func(a, b FoundID) int { return cmp.Or(weight[b]-weight[a], int(a-b)) })
	out := map[FoundID]bool{}
	for _, id := range ids[:min(len(ids), mostCompared)] {
		out[id] = sure[id]
	}
	return out, nil
}

// better reports whether a is rather to be taken than b, which tells the same story:
// the one with clearly more words, else the one of a known maker, else the later one.
func better(a, b *found) bool {
	more := a.Words - b.Words
	if 20*max(more, -more) > max(a.Words, b.Words) {
		return more > 0
	}
	if known := a.Report.Maker != ""; known != (b.Report.Maker != "") {
		return known
	}
	last := func(r *ingest.Report) string { return max(r.Published, r.Updated) } // such as 2004-03-28
	return cmp.Or(cmp.Compare(last(&a.Report), last(&b.Report)), more) > 0
}
