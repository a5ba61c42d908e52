package stats

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/job"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Counter counts readings in memory and writes the sums down now and then, so that
// no page waits for it. Who read is known to it for one day, by a hash whose key is
// nowhere else and thrown away at midnight UTC; on disk are sums alone. What was
// counted since the last Flush is lost in a crash.
type Counter struct {
	// DB takes the sums; its clock is the counter's.
	DB *db.DB
	// Address is the address behind a request, as the archive believes it.
	Address func(*http.Request) string
	Log     *slog.Logger

	mu   sync.Mutex
	day  Day
	key  [32]byte
	seen map[mark]struct{}
	sums map[tally]int
}

// mark stands for one person's reading of one text within a span of time.
type mark [12]byte

// Bounds of what is kept in memory. Past them nobody is told apart any more, and
// nothing more is counted that day: a flood is no readership.
const (
	maxSeen = 500_000
	maxSums = 100_000
)

// Flushed is how often sums are written down.
const Flushed = 10 * time.Second

// Read counts that a text was shown: a chapter, or with 0 the entire work. Who made
// the work doesn't count: the caller leaves them out.
func (c *Counter) Read(r *http.Request, id work.ID, chapter work.ChapterID) {
	if r.Method != http.MethodGet || Robot(r.UserAgent()) {
		return
	}
	now := c.DB.Now().UTC()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.begin(now)
	if c.first(r, Hits, id, chapter, now.Hour()) {
		c.add(id, chapter, Hits)
	}
	if c.first(r, Readers, id, 0, -1) { // once for the work, whatever they read of it
		c.add(id, 0, Readers)
	}
	if chapter != 0 && c.first(r, Readers, id, chapter, -1) {
		c.add(id, chapter, Readers)
	}
}

// Took counts that a work was taken as a file, by each person once a day.
func (c *Counter) Took(r *http.Request, id work.ID) {
	if r.Method != http.MethodGet {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.begin(c.DB.Now().UTC())
	if c.first(r, Downloads, id, 0, -1) {
		c.add(id, 0, Downloads)
	}
}

// begin starts a new day with a new key when the day has changed.
func (c *Counter) begin(now time.Time) {
	if today := DayOf(now); c.seen == nil || today != c.day {
		c.day, c.seen = today, map[mark]struct{}{}
		rand.Read(c.key[:])
		if c.sums == nil {
			c.sums = map[tally]int{}
		}
	}
}

// first reports whether this is the first time, of the kind and in the span, that
// who sent r meets the text.
func (c *Counter) first(r *http.Request, k Kind, id work.ID, chapter work.ChapterID, span int) bool {
	h := hmac.New(sha256.New, c.key[:])
	h.Write([]byte(c.who(r)))
	var b [8]byte
	for _, n := range []int64{int64(id), int64(chapter), int64(span)} {
		binary.LittleEndian.PutUint64(b[:], uint64(n))
		h.Write(b[:])
	}
	h.Write([]byte(k))
	m := mark(h.Sum(nil)[:len(mark{})])
	if _, met := c.seen[m]; met || len(c.seen) >= maxSeen {
		return false
	}
	c.seen[m] = struct{}{}
	return true
}

// who tells people apart for a day: by account, or by network address and browser.
func (c *Counter) who(r *http.Request) string {
	if v := viewer.From(r.Context()); !v.Guest() {
		return fmt.Sprintf("account %d\x00", v.ID)
	}
	return "guest " + c.Address(r) + "\x00" + r.UserAgent() + "\x00"
}

func (c *Counter) add(id work.ID, chapter work.ChapterID, k Kind) {
	t := tally{id, chapter, k, c.day}
	if _, there := c.sums[t]; there || len(c.sums) < maxSums {
		c.sums[t]++
	}
}

// Flush writes down what was counted. What could not be written stays for the next.
func (c *Counter) Flush(ctx context.Context) error {
	c.mu.Lock()
	sums := c.sums
	c.sums = map[tally]int{}
	c.mu.Unlock()
	if len(sums) == 0 {
		return nil
	}
	// In one order everywhere, so that two servers never wait for each other.
	order := slices.SortedFunc(maps.Keys(sums), func(a, b tally) int {
		return cmp.Or(cmp.Compare(a.work, b.work), cmp.Compare(a.day, b.day), cmp.Compare(a.kind, b.kind), cmp.Compare(a.chapter, b.chapter))
	})
	err := c.DB.Tx(ctx, func(tx *db.Tx) error {
		for _, t := range order {
			if err := add(ctx, tx, t, sums[t]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		c.mu.Lock()
		for t, n := range sums {
			c.sums[t] += n
		}
		c.mu.Unlock()
	}
	return err
}

// Run flushes every now and then until ctx ends, and once more then.
func (c *Counter) Run(ctx context.Context) {
	job.Flushing(ctx, Flushed, c.Log, "statistics wait to be written", c.Flush)
}

// Robot reports whether a browser says itself that nobody is reading.
func Robot(agent string) bool {
	a := strings.ToLower(agent)
	return a == "" || slices.ContainsFunc([]string{"bot", "crawl", "spider", "slurp", "curl/", "wget/", "python", "go-http-client", "java/", "headless", "fanficfare", "preview"},
		func(word string) bool { return strings.Contains(a, word) })
}
