package catalogue

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/facet"
	"github.com/ficstead/ficstead/internal/job"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// TestMergeIsSeenSoon measures a merge and its undoing that touch MERGE_WORKS works
// (3,000 unless that is set): until lists are right, until what follows of them is (works
// that have one fandom or relationship only, and works about it), until every filter is
// written and counted, and what readers wait meanwhile, against before.
func TestMergeIsSeenSoon(t *testing.T) {
	for _, kind := range []tag.Type{tag.Fandom, tag.Relationship} {
		t.Run(string(kind), func(t *testing.T) { mergeIsSeenSoon(t, kind) })
	}
}

func mergeIsSeenSoon(t *testing.T, kind tag.Type) {
	n, err := strconv.Atoi(os.Getenv("MERGE_WORKS"))
	if err != nil {
		n = 3000
	}
	t.Cleanup(job.MakeRoom()) // as the server does
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := newCrowd(t, d, 0, kind)
		c.many(n)
		x := c.open("")
		running, stop := context.WithCancel(t.Context())
		var group sync.WaitGroup
		group.Go(func() { x.Run(running) })
		defer group.Wait()
		defer stop()
		var r facet.Result
		if err := x.Search(t.Context(), &facet.Query{}, &r); err != nil || r.Total != n {
			t.Fatalf("%d works: %v", r.Total, err)
		}
		from, into := c.tags[0], c.tags[1]
		quiet := c.reading(x, func() { time.Sleep(time.Second) })
		var diff tag.Diff
		for _, act := range []struct {
			name string
			do   func(ctx context.Context, tx *db.Tx) error
			want finds
		}{
			{"merge", func(ctx context.Context, tx *db.Tx) (err error) {
				diff, err = tag.Watch(ctx, tx, []tag.ID{from, into}, func() error { return tag.Merge(ctx, tx, from, into) })
				return err
			}, finds{n, meeting(n), meeting(n)}},
			{"undo", func(ctx context.Context, tx *db.Tx) error { return tag.Revert(ctx, tx, diff) }, finds{n/50 + meeting(n), 0, 0}},
		} {
			var done, seen, followed, rest time.Duration
			waits := c.reading(x, func() {
				begun := time.Now()
				if err := d.Tx(t.Context(), func(tx *db.Tx) error {
					if err := act.do(t.Context(), tx); err != nil {
						return err
					}
					_, err := work.RefilterTags(t.Context(), tx, diff)
					return err
				}); err != nil {
					t.Error(err)
					return
				}
				done = time.Since(begun)
				group.Go(func() {
					if err := work.RunRefilter(t.Context(), d); err != nil {
						t.Error(err)
					}
				})
				seen = c.until(x, begun, func() bool { return c.finds(x, into).works == act.want.works })
				followed = c.until(x, begun, func() bool { return c.finds(x, into) == act.want })
				t.Logf("%s: the act %v, lists right after %v, what follows after %v", act.name, done.Round(time.Millisecond), seen.Round(time.Millisecond), followed.Round(time.Millisecond))
				rest = c.until(x, begun, func() bool {
					var left int
					if err := d.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM turned_tags WHERE ended_at IS NULL`).Scan(&left); err != nil {
						t.Error(err)
					}
					x.turning.mu.Lock()
					defer x.turning.mu.Unlock()
					return left == 0 && len(x.turning.lists) == 0
				})
			})
			if got := c.finds(x, into); got != act.want {
				t.Errorf("%s: in the end %+v is found, want %+v", act.name, got, act.want)
			}
			t.Logf("%s of %d works: the act %v, lists right after %v, what follows after %v, all filters after %v; readers wait p50 %v p99 %v most %v, before p50 %v p99 %v",
				act.name, n, done.Round(time.Millisecond), seen.Round(time.Millisecond), followed.Round(time.Millisecond), rest.Round(time.Millisecond),
				waits[len(waits)/2], waits[len(waits)*99/100], waits[len(waits)-1], quiet[len(quiet)/2], quiet[len(quiet)*99/100])
		}
	})
}

// finds is how many works a tag finds, how many of them have just it of its kind, and how
// many are about it.
type finds struct{ works, alone, about int }

func (c *crowd) finds(x *Index, id tag.ID) finds {
	count := func(terms ...facet.Term) int {
		var r facet.Result
		if err := x.Search(c.t.Context(), &facet.Query{All: terms}, &r); err != nil {
			c.t.Error(err)
		}
		return r.Total
	}
	it := OfTag(tag.Tag{ID: id, Type: c.kind})
	if c.kind == tag.Fandom {
		n := count(it, Said(OneFandom, true))
		return finds{count(it), n, n} // nothing is about a fandom
	}
	return finds{count(it), count(it, Said(OneRelation, true)), count(facet.Term{Kind: MainRelation, ID: int64(id)})}
}

// meeting is how many of n works have both tags.
func meeting(n int) int { return n/40 - n/200 }

// until waits for ok and tells how long that was since begun.
func (c *crowd) until(x *Index, begun time.Time, ok func() bool) time.Duration {
	for !ok() {
		if time.Since(begun) > 20*time.Minute {
			c.t.Error("it never came")
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	return time.Since(begun)
}

// reading has somebody open lists, with counts, while f goes on, and gives how long each
// took, the shortest first.
func (c *crowd) reading(x *Index, f func()) []time.Duration {
	var over atomic.Bool
	var group sync.WaitGroup
	var waits []time.Duration
	group.Go(func() {
		var r facet.Result
		for i := 0; !over.Load(); i++ {
			begun := time.Now()
			q := facet.Query{All: []facet.Term{OfTag(tag.Tag{ID: c.tags[i%4], Type: c.kind})}, Limit: 20, Facets: true, Each: 11}
			if err := x.Search(c.t.Context(), &q, &r); err != nil {
				c.t.Error(err)
				return
			}
			waits = append(waits, time.Since(begun).Round(10*time.Microsecond))
			time.Sleep(2 * time.Millisecond)
		}
	})
	f()
	over.Store(true)
	group.Wait()
	slices.Sort(waits)
	return waits
}

// many adds works that all have the first tag and a third one, or one in fifty the second
// instead of the first, and some the first and the second.
func (c *crowd) many(n int) {
	c.t.Helper()
	for begin := 1; begin <= n; begin += 5000 {
		c.write(func(_ context.Context, do func(string, ...any)) {
			var rows, given, found []string
			for w := begin; w < begin+5000 && w <= n; w++ {
				rows = append(rows, fmt.Sprintf("(%d, 'T', 't', 'en', 'Mature', 1, TRUE, 0, %d, 1, 0, 0)", w, 1000*w))
				tags := []tag.ID{c.tags[0], c.tags[2+w%6]}
				switch {
				case w%50 == 0:
					tags[0] = c.tags[1]
				case w%40 == 0:
					tags[1] = c.tags[1]
				}
				for _, id := range tags {
					given = append(given, fmt.Sprintf("(%d, %d, 0)", w, id))
					found = append(found, fmt.Sprintf("(%d, %d, '%s', FALSE, 0, 0)", w, id, c.kind))
				}
			}
			do(`INSERT INTO works (id, title, sort_title, language, rating, words, posted, posted_at, revised_at, clean_version, created_at, updated_at) VALUES ` + strings.Join(rows, ","))
			do(`INSERT INTO work_tags (work_id, tag_id, position) VALUES ` + strings.Join(given, ","))
			do(`INSERT INTO work_filters (work_id, tag_id, type, inherited, audience, revised_at) VALUES ` + strings.Join(found, ","))
		})
	}
	c.write(func(_ context.Context, do func(string, ...any)) { do(`ANALYZE`) })
}
