package work_test

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// TestMergeOfManyWorks measures a merge that touches MERGE_WORKS works (3,000 unless
// that is set): how long the act itself takes, until each work is found by the new tag,
// and the longest that a reader waited meanwhile.
func TestMergeOfManyWorks(t *testing.T) {
	n, err := strconv.Atoi(os.Getenv("MERGE_WORKS"))
	if err != nil {
		n = 3000
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		from, into := manyWorks(t, d, n)
		stop, slowest := make(chan struct{}), make(chan time.Duration)
		go func() { slowest <- readOn(ctx, d, from, stop) }()
		start := time.Now()
		var more bool
		if err := d.Tx(ctx, func(tx *db.Tx) (err error) { more, err = mergeTags(ctx, tx, from, into); return err }); err != nil {
			t.Fatal(err)
		}
		act := time.Since(start)
		if more != (n > 500) {
			t.Errorf("more to do: %t", more)
		}
		// The job is stopped in the middle, and goes on.
		cut, cancel := context.WithCancel(ctx)
		cancel()
		if err := work.RunRefilter(cut, d); err == nil {
			t.Error("a job that was stopped says nothing")
		}
		if err := work.RunRefilter(ctx, d); err != nil {
			t.Fatal(err)
		}
		all := time.Since(start)
		close(stop)
		t.Logf("%d works: the act %v, all works %v, the slowest of a reader's questions %v", n, act.Round(time.Millisecond), all.Round(time.Millisecond), (<-slowest).Round(time.Millisecond))
		var left, found, turned int
		if err := d.QueryRowContext(ctx, `SELECT (SELECT COUNT(*) FROM work_filters WHERE tag_id = $1), (SELECT COUNT(*) FROM work_filters WHERE tag_id = $2), (SELECT COUNT(*) FROM turned_tags WHERE ended_at IS NULL)`,
			int64(from), int64(into)).Scan(&left, &found, &turned); err != nil {
			t.Fatal(err)
		}
		if fed := batches(t, d); left != 0 || found != n || fed != n || turned != 0 {
			t.Errorf("%d works have the old tag, %d the new one, %d are in batches, %d tags are still on their way; want 0, %d, %d, 0", left, found, fed, turned, n, n)
		}
	})
}

// batches counts the works that are told as written anew.
func batches(t *testing.T, d *db.DB) int {
	t.Helper()
	seen := map[int64]bool{}
	for _, id := range batched(t, d) {
		seen[id] = true
	}
	return len(seen)
}

// readOn asks what readers ask until it is stopped, and gives the longest that it took.
func readOn(ctx context.Context, d *db.DB, id tag.ID, stop chan struct{}) time.Duration {
	var slowest time.Duration
	for {
		select {
		case <-stop:
			return slowest
		default:
		}
		start := time.Now()
		var title string
		if err := d.QueryRowContext(ctx, `SELECT w.title FROM work_tags x JOIN works w ON w.id = x.work_id WHERE x.tag_id = $1 AND w.audience = 0 ORDER BY x.work_id DESC LIMIT 1`, int64(id)).Scan(&title); err != nil {
			return time.Hour
		}
		slowest = max(slowest, time.Since(start))
		time.Sleep(2 * time.Millisecond)
	}
}

// mergeTags merges as wranglers do.
func mergeTags(ctx context.Context, tx *db.Tx, from, into tag.ID) (more bool, err error) {
	diff, err := tag.Watch(ctx, tx, []tag.ID{from, into}, func() error { return tag.Merge(ctx, tx, from, into) })
	if err != nil {
		return false, err
	}
	return work.RefilterTags(ctx, tx, diff)
}

// manyWorks makes works that all have one tag beside two others.
func manyWorks(t *testing.T, d *db.DB, n int) (from, into tag.ID) {
	t.Helper()
	ctx := t.Context()
	var tags []tag.Tag
	put := func(f func(tx *db.Tx) error) {
		t.Helper()
		if err := d.Tx(ctx, f); err != nil {
			t.Fatal(err)
		}
	}
	put(func(tx *db.Tx) (err error) {
		tags, err = tag.Ensure(ctx, tx, []tag.Named{{Type: tag.Freeform, Name: "cofee shop"}, {Type: tag.Freeform, Name: "Coffee Shop"}, {Type: tag.Fandom, Name: "Somewhere"}, {Type: tag.Character, Name: "Someone"}})
		if err != nil {
			return err
		}
		return tag.MakeCanonical(ctx, tx, tags[1].ID)
	})
	for begin := 1; begin <= n; begin += 5000 {
		put(func(tx *db.Tx) error {
			var works, given, found []string
			for i := begin; i < begin+5000 && i <= n; i++ {
				works = append(works, fmt.Sprintf("(%d, 'Work %d', 'work %d', 'en', 'general', TRUE, 0, 0, 0, 0, 1)", i, i, i))
				for j, x := range []tag.ID{tags[0].ID, tags[2].ID, tags[3].ID} {
					given = append(given, fmt.Sprintf("(%d, %d, %d)", i, x, j))
					found = append(found, fmt.Sprintf("(%d, %d, '%s', FALSE, 0, 0)", i, x, []string{"freeform", "fandom", "character"}[j]))
				}
			}
			for _, q := range []string{
				`INSERT INTO works (id, title, sort_title, language, rating, posted, created_at, updated_at, revised_at, posted_at, clean_version) VALUES ` + strings.Join(works, ","),
				`INSERT INTO work_tags (work_id, tag_id, position) VALUES ` + strings.Join(given, ","),
				`INSERT INTO work_filters (work_id, tag_id, type, inherited, audience, revised_at) VALUES ` + strings.Join(found, ","),
			} {
				if err := tx.Exec(ctx, q); err != nil {
					return err
				}
			}
			return nil
		})
	}
	put(func(tx *db.Tx) error { return tx.Exec(ctx, `ANALYZE`) })
	return tags[0].ID, tags[1].ID
}
