package catalogue

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/ficstead/ficstead/internal/facet"
)

// Snapshots lie in folders that are called by numbers, inside the catalogue's own. Into
// each writes only who made it. The newest that is whole counts: so one is made beside
// that of a running server, which takes it over.

// folderOf is the folder of a snapshot.
func folderOf(root string, n int) string {
	if root == "" {
		return "" // in memory
	}
	return filepath.Join(root, strconv.Itoa(n))
}

// numbersIn are the numbers of the folders there are, in no order.
func numbersIn(root string) ([]int, error) {
	entries, err := os.ReadDir(root)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("catalogue: %w", err)
	}
	var out []int
	for _, e := range entries {
		if n, err := strconv.Atoi(e.Name()); err == nil && n > 0 {
			out = append(out, n)
		}
	}
	return out, nil
}

// newest is the number of the newest whole snapshot, 0 if there is none.
func newest(root string) (int, error) {
	all, err := numbersIn(root)
	last := 0
	for _, n := range all {
		if n > last && facet.Exists(folderOf(root, n)) {
			last = n
		}
	}
	return last, err
}

// fresh makes a folder for a snapshot that is newer than all there are.
func fresh(root string) (int, error) {
	if root == "" {
		return 0, nil
	}
	if err := os.MkdirAll(root, 0o700); err != nil {
		return 0, fmt.Errorf("catalogue: %w", err)
	}
	all, err := numbersIn(root)
	if err != nil {
		return 0, err
	}
	last := 0
	for _, n := range all {
		last = max(last, n)
	}
	for {
		last++
		switch err := os.Mkdir(folderOf(root, last), 0o700); {
		case err == nil:
			return last, nil
		case !errors.Is(err, os.ErrExist): // else somebody else makes one too
			return 0, fmt.Errorf("catalogue: %w", err)
		}
	}
}

// tidy removes everything older than a snapshot. What is newer somebody is making.
func tidy(root string, n int) error {
	entries, err := os.ReadDir(root)
	for _, e := range entries {
		if i, not := strconv.Atoi(e.Name()); not != nil || i < n {
			err = errors.Join(err, os.RemoveAll(filepath.Join(root, e.Name())))
		}
	}
	return err
}

// grace is how long a catalogue is kept for those who still ask it, after another has
// come in its place.
const grace = time.Minute

// adopt takes over a snapshot that somebody else made since: by ficstead reindex.
func (x *Index) adopt(ctx context.Context) error {
	if x.dir == "" || x.current() == nil {
		return nil
	}
	n, err := newest(x.dir)
	if err != nil || n <= max(x.home, x.refused) {
		return err
	}
	at, mark, err := openSnapshot(ctx, x.reader.db, folderOf(x.dir, n))
	if err != nil {
		if errors.Is(err, facet.ErrDamaged) || errors.Is(err, errOther) {
			x.refused = n
		}
		return fmt.Errorf("catalogue: what was made anew can't be used: %w", err)
	}
	if err := x.hold(ctx); err != nil {
		return errors.Join(err, at.Close())
	}
	defer x.release()
	if err := x.known.learn(ctx, at); err != nil {
		return errors.Join(err, at.Close())
	}
	x.mu.Lock()
	old := x.at
	x.at = at
	x.mu.Unlock()
	x.began(at.Seq(), mark, n)
	x.log.InfoContext(ctx, "the catalogue that was made anew is taken over", "works", at.Stats().Works)
	x.runs.Go(func() { x.retire(old, n) })
	return nil
}

// retire ends a catalogue when nobody asks it any more, and removes what is older than n.
func (x *Index) retire(old *facet.Index, n int) {
	wait := time.NewTimer(grace)
	defer wait.Stop()
	select {
	case <-wait.C:
	case <-x.life.Done():
	}
	if err := errors.Join(old.Close(), tidy(x.dir, n)); err != nil {
		x.log.Warn("the catalogue before could not be removed", "err", err)
	}
}

// began notes what a catalogue begins with. x.step is held, or nobody asks yet.
func (x *Index) began(seq int64, m mark, home int) {
	x.applied, x.mark, x.home = seq, m, home
	x.counters = counters{newest: m.Counted, late: map[counter]counted{}}
	x.turning.began(m.Batch)
}

// current is the catalogue that is asked, nil until it is made.
func (x *Index) current() *facet.Index {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.at
}
