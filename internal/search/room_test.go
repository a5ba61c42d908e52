package search_test

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/search"
)

// desk is a shelf whose works are written again and again.
type desk struct {
	*shelf
	titles []string
}

// newDesk has n works of one chapter.
func newDesk(t *testing.T, d *db.DB, n int) *desk {
	t.Helper()
	k := &desk{shelf: newShelf(d)}
	for i := range n {
		title := fmt.Sprint("Work ", i)
		k.add(t, story{title: title, chapters: []string{"Nothing yet."}})
		k.titles = append(k.titles, title)
	}
	return k
}

// save writes a text into the i-th work, on one of the servers.
func (k *desk) save(t *testing.T, d *db.DB, i int, text string) error {
	title := k.titles[i]
	return d.Tx(t.Context(), func(tx *db.Tx) error {
		if err := write(t, tx, k.chapters[title][0], text); err != nil {
			return err
		}
		tx.Changed(k.works[title])
		return search.PutChapter(t.Context(), tx, k.works[title], k.chapters[title][0], search.Passages(asHTML(text)))
	})
}

// check looks for the last text of each work, whose day is last, and for none before that.
func (k *desk) check(t *testing.T, last int) {
	t.Helper()
	for i, title := range k.titles {
		for day := range last + 1 {
			got, _, _ := k.find(t, search.Query{Text: fmt.Sprintf(`"lantern of writer%d on day%d"`, i, day)})
			if want := day == last; want != slices.Equal(got, []string{title}) || !want && len(got) > 0 {
				t.Errorf("writer %d, day %d: found in %q", i, day, got)
			}
		}
	}
	if err := search.RunPurge(t.Context(), k.d); err != nil {
		t.Fatal(err)
	}
	var kept, alive, strays int
	if err := k.d.QueryRowContext(t.Context(), `SELECT (SELECT SUM(size) FROM search_runs), (SELECT COUNT(*) FROM search_passages),
		(SELECT COUNT(*) FROM search_blocks b WHERE NOT EXISTS (SELECT 1 FROM search_runs r WHERE r.id = b.run_id))`).Scan(&kept, &alive, &strays); err != nil || kept != alive || strays > 0 {
		t.Errorf("the words of %d windows are kept, there are %d; %d blocks of no run; %v", kept, alive, strays, err)
	}
}

func dayText(r *rand.Rand, i, day int) string {
	return prose(r, 2500) + fmt.Sprintf(" the lantern of writer%d on day%d", i, day)
}

// blocks gives which table has the blocks and how many bytes that takes, and those have.
func blocksOf(t *testing.T, d *db.DB) (table, size, need int64) {
	t.Helper()
	if err := d.QueryRowContext(t.Context(), `SELECT CAST('search_blocks'::regclass::oid AS BIGINT), pg_total_relation_size('search_blocks'), SUM(LENGTH(data)) FROM search_blocks`).
		Scan(&table, &size, &need); err != nil {
		t.Fatal(err)
	}
	return table, size, need
}

// While two servers tidy up and purge, and write the blocks afresh, others save and find each
// text that was saved.
func TestTwoServersKeepTheIndexSmall(t *testing.T) {
	t.Parallel()
	dsn := dbtest.Postgres(t)
	servers := []*db.DB{dbtest.Open(t, dsn), dbtest.Open(t, dsn)}
	const writers, days = 8, 10
	k := newDesk(t, servers[0], writers)
	was, _, _ := blocksOf(t, servers[0])
	var saving, tidying sync.WaitGroup
	done := make(chan struct{})
	for _, d := range servers {
		tidying.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-done:
					return
				default:
				}
				tidy(t, d)
				if err := search.RunPurge(t.Context(), d); n%3 == 2 && err != nil {
					t.Error(err)
				}
			}
		})
	}
	for i := range writers {
		saving.Go(func() {
			d, r := servers[i%2], rand.New(rand.NewPCG(uint64(i), 3))
			for day := range days {
				if err := k.save(t, d, i, dayText(r, i, day)); err != nil {
					t.Error(err)
					return
				}
				line := fmt.Sprintf(`"the lantern of writer%d on day%d"`, i, day)
				if got, err := search.Find(t.Context(), servers[(i+1)%2], search.Query{Text: line}); err != nil || len(got.Hits) != 1 {
					t.Errorf("%s: found %v; %v", line, got, err)
				}
			}
		})
	}
	saving.Wait()
	close(done)
	tidying.Wait()
	k.check(t, days-1)
	is, size, need := blocksOf(t, servers[0])
	if is == was {
		t.Error("blocks were never written afresh")
	}
	if size > need+need/4+256<<10 {
		t.Errorf("%d bytes of blocks take %d", need, size)
	}
}

// On a busy archive a reader was told of an error instead of what was found, where blocks were
// merged each time that they were about to be read.
func TestFoundWhileAllIsMerged(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, dbtest.Postgres(t))
	k := newDesk(t, d, 20)
	if err := k.save(t, d, 0, "the lantern in the fog"); err != nil {
		t.Fatal(err)
	}
	if err := search.Rebuild(t.Context(), d, func(int, int) {}); err != nil { // all in one
		t.Fatal(err)
	}
	times := 0
	got, err := search.WorksWhile(t.Context(), d, "lantern fog", func() {
		times++
		if err := k.save(t, d, times, "nothing any more"); err != nil {
			t.Fatal(err)
		}
		if err := search.RunPurge(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	})
	if want := []int64{k.works[k.titles[0]]}; err != nil || !slices.Equal(got, want) {
		t.Errorf("found %v, want %v; %v", got, want, err)
	}
	if times < 2 {
		t.Error("nothing was merged while it was read")
	}
}

// Who is in the table for long keeps it from being written afresh, and nobody waits for that.
func TestReadersDoNotWaitForRoom(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, dbtest.Postgres(t))
	k, r := newDesk(t, d, 8), rand.New(rand.NewPCG(5, 3))
	for day := range 6 {
		for i := range k.titles {
			if err := k.save(t, d, i, dayText(r, i, day)); err != nil {
				t.Fatal(err)
			}
		}
	}
	was, _, _ := blocksOf(t, d)
	long, err := d.Writer().BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer long.Rollback()
	if _, err := long.ExecContext(t.Context(), `SELECT * FROM search_blocks`); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		tidy(t, d)
	}()
	longest := time.Duration(0)
	for busy := true; busy; {
		select {
		case <-ended:
			busy = false
		default:
			begun := time.Now()
			if err := d.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM (SELECT id FROM search_blocks LIMIT 1) b`).Scan(new(int)); err != nil {
				t.Fatal(err)
			}
			longest = max(longest, time.Since(begun))
		}
	}
	if longest > time.Second { // it waits ten milliseconds at a time, and machines may be busy
		t.Errorf("a reader waited %v", longest)
	}
	if is, _, _ := blocksOf(t, d); is != was {
		t.Error("blocks were written afresh beneath a reader")
	}
	if err := long.Rollback(); err != nil {
		t.Fatal(err)
	}
	tidy(t, d)
	if is, size, need := blocksOf(t, d); is == was || size > need+need/4+256<<10 {
		t.Errorf("%d bytes of blocks take %d; written afresh: %t", need, size, is != was)
	}
	k.check(t, 5)
}

// tidiesUntilKilled names the variable with the database that the program of a test tidies.
const tidiesUntilKilled = "FICSTEAD_TEST_TIDIES"

// TestTidyUntilKilled is the program that TestKilledWhileTidying kills.
func TestTidyUntilKilled(t *testing.T) {
	dsn := os.Getenv(tidiesUntilKilled)
	if dsn == "" {
		t.Skip("run by another test")
	}
	d := dbtest.Open(t, dsn)
	fmt.Println("tidying")
	for {
		tidy(t, d)
		if err := search.RunPurge(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
}

// A program that is killed while it merges, purges or writes blocks afresh leaves the index
// right, and the next goes on.
func TestKilledWhileTidying(t *testing.T) {
	t.Parallel()
	dsn := dbtest.Postgres(t)
	d := dbtest.Open(t, dsn)
	const works, days = 6, 8
	k, r := newDesk(t, d, works), rand.New(rand.NewPCG(6, 3))
	for day := range days {
		ctx, kill := context.WithCancel(t.Context()) // it ends by a kill
		c := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestTidyUntilKilled$")
		c.Env = append(os.Environ(), tidiesUntilKilled+"="+dsn)
		out, err := c.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		if line, err := bufio.NewReader(out).ReadString('\n'); line != "tidying\n" {
			t.Fatalf("%q; %v", line, err)
		}
		for i := range works {
			if err := k.save(t, d, i, dayText(r, i, day)); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(rand.N(100 * time.Millisecond))
		kill()
		c.Wait() // tells that it was killed
	}
	for range 100 { // until the server has noticed and given up what was begun
		var left int
		if err := d.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM pg_locks l JOIN pg_database b ON b.oid = l.database WHERE b.datname = current_database() AND l.locktype = 'advisory'`).Scan(&left); err != nil {
			t.Fatal(err)
		}
		if left == 0 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if err := search.RunTidy(t.Context(), d, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	k.check(t, days-1)
}
