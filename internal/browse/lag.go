package browse

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
)

// On a busy archive the works change every second, and what a long list has by
// the side takes long to count. Which works a list shows and how many they are is
// always counted anew; the numbers beside its choices may be a little old, while
// the list is nearly as long as it was. A tag that only works out of sight have
// is gone at once all the same.

const (
	// longList is how many works a list has whose numbers may be old.
	longList = 1000
	// oldest is how old they may be.
	oldest = time.Minute
	// maxLagging bounds how many lists' numbers are kept; they are a few
	// kilobytes each.
	maxLagging = 300
)

// numbers are what takes long to count about a list.
type numbers struct {
	at     time.Time
	total  int
	groups []group
	top    []TagCount
}

// lagging has the numbers of long lists. The zero lagging is ready to use.
type lagging struct {
	mu  sync.Mutex
	all map[string]numbers
}

// get gives numbers that are not too old.
func (l *lagging) get(key string, now time.Time) (numbers, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	n, ok := l.all[key]
	return n, ok && now.Sub(n.at) < oldest
}

func (l *lagging) put(key string, n numbers) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.all == nil {
		l.all = map[string]numbers{}
	}
	if _, ok := l.all[key]; !ok && len(l.all) >= maxLagging {
		for k := range l.all { // any one: all are soon too old
			delete(l.all, k)
			break
		}
	}
	l.all[key] = n
}

// numbers gives what there is to count about a: of a long list it may be what was
// counted before, with the total of now. Lists of authors are always counted, or
// a number would tell that a work has just become anonymous.
func (c *Catalogue) numbers(ctx context.Context, a *asks) (numbers, error) {
	key := audience(a.viewer, a.Filter) + a.Address()
	if n, ok := c.old.get(key, c.now()); ok && a.Login == "" {
		total, err := c.total(ctx, a)
		if err != nil {
			return n, err
		}
		if near(total, n.total) {
			n.total = total
			n.top, err = c.still(ctx, a.viewer, n.top)
			return n, err
		}
	}
	n, err := c.tally(ctx, a)
	if err == nil && n.total >= c.long && a.Login == "" {
		c.old.put(key, n)
	}
	return n, err
}

// near reports whether two lengths differ by less than a hundredth.
func near(n, was int) bool { return 100*max(n-was, was-n) < was }

// tally counts everything about a. Few do so at once: a reader of a story must
// not wait until all those who filter long lists are served.
func (c *Catalogue) tally(ctx context.Context, a *asks) (numbers, error) {
	c.counting <- struct{}{}
	defer func() { <-c.counting }()
	n := numbers{at: c.now()}
	var err error
	if n.groups, err = c.groups(ctx, a); err != nil {
		return n, fmt.Errorf("browse: count %s: %w", a.Address(), err)
	}
	for _, g := range n.groups {
		if a.allows(g) {
			n.total += g.n
		}
	}
	if n.top, err = c.topTags(ctx, a); err != nil {
		return n, fmt.Errorf("browse: count tags of %s: %w", a.Address(), err)
	}
	return n, nil
}

// total counts the works that a finds.
func (c *Catalogue) total(ctx context.Context, a *asks) (int, error) {
	var n int
	q := a.set(true, false, true).query("COUNT(*)", db.Cond{})
	if err := c.q.QueryRowContext(ctx, db.Numbered(q.SQL), q.Args...).Scan(&n); err != nil {
		return 0, fmt.Errorf("browse: count %s: %w", a.Address(), err)
	}
	return n, nil
}

// still gives those of the tags that v may hear of now, as they are called now.
func (c *Catalogue) still(ctx context.Context, v viewer.Viewer, top []TagCount) ([]TagCount, error) {
	if len(top) == 0 {
		return nil, nil
	}
	ids := make([]any, len(top))
	for i, t := range top {
		ids[i] = int64(t.Tag.ID)
	}
	may := known(v)
	tags, err := db.All(ctx, c.q, func(r *sql.Rows, t *tag.Tag) error {
		return r.Scan(&t.ID, &t.Type, &t.Name, &t.Canonical)
	}, db.Numbered(`SELECT t.id, t.type, t.name, t.canonical FROM tags t WHERE t.merger_id IS NULL AND t.id IN (`+db.List(len(ids))+`) AND (`+may.SQL+`)`),
		append(ids, may.Args...)...)
	if err != nil {
		return nil, fmt.Errorf("browse: tags of a list: %w", err)
	}
	byID := make(map[tag.ID]tag.Tag, len(tags))
	for _, t := range tags {
		byID[t.ID] = t
	}
	var out []TagCount
	for _, t := range top {
		if now, ok := byID[t.Tag.ID]; ok {
			out = append(out, TagCount{now, t.N})
		}
	}
	return out, nil
}
