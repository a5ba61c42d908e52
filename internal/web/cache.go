package web

import (
	"bytes"
	"container/list"
	"context"
	"fmt"
	"hash/fnv"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
)

// Cache keeps pages that every guest gets alike, compressed, within a bound of
// bytes. A page is kept with the stamp of what it was made from, and that stamp
// is asked of the database at each request: what is hidden is gone at once.
type Cache struct {
	q   db.Q
	max int

	mu    sync.Mutex
	size  int
	byKey map[string]*list.Element
	order list.List // most recently used first
}

type kept struct {
	key    string
	stamp  int64
	header http.Header
	status int
	body   []byte
	etag   string
}

// NewCache makes a cache of at most max bytes over what q reads.
func NewCache(q db.Q, max int) *Cache {
	return &Cache{q: q, max: max, byKey: map[string]*list.Element{}}
}

// Site is the scope of pages made from many works.
const Site int64 = 0

// Guest answers a guest from the cache, or by make and keeps what it answered.
// scope is the one work that the page shows, or Site. Anyone who is signed in
// goes to make.
func (c *Cache) Guest(w http.ResponseWriter, r *http.Request, scope int64, make func(w http.ResponseWriter, r *http.Request) error) error {
	if !viewer.From(r.Context()).Guest() {
		return make(w, r)
	}
	stamp, err := c.stamp(r.Context(), scope)
	if err != nil {
		return err
	}
	key := cacheKey(r)
	if k := c.get(key, stamp); k != nil {
		k.send(w, r)
		return nil
	}
	rec := &recorder{header: http.Header{}}
	whole := r
	if r.Method == http.MethodHead { // its headers are those of the whole answer
		whole = r.Clone(r.Context())
		whole.Method = http.MethodGet
	}
	if err := make(rec, whole); err != nil {
		return err
	}
	k := &kept{key: key, stamp: stamp, header: rec.header, status: rec.status, body: bytes.Clone(rec.body.Bytes())}
	if k.status == http.StatusOK {
		sum := fnv.New64a()
		sum.Write(k.body)
		k.etag = fmt.Sprintf(`"%x"`, sum.Sum64())
		k.header.Set("ETag", k.etag)
		if k.header.Get("Set-Cookie") == "" {
			c.put(k)
		}
	}
	k.send(w, r)
	return nil
}

func (c *Cache) stamp(ctx context.Context, scope int64) (int64, error) {
	if scope == Site {
		return db.Stamp(ctx, c.q)
	}
	return db.StampOf(ctx, c.q, scope)
}

// cacheKey tells answers apart: address, encoding, and whether adult works were accepted.
func cacheKey(r *http.Request) string {
	enc := "-"
	if AcceptsGzip(r) {
		enc = "z"
	}
	if viewer.From(r.Context()).Adult {
		enc += "a"
	}
	if r.URL.RawQuery == "" {
		return enc + r.URL.Path
	}
	return enc + r.URL.Path + "?" + r.URL.Query().Encode()
}

func (c *Cache) get(key string, stamp int64) *kept {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.byKey[key]
	if e == nil {
		return nil
	}
	k := e.Value.(*kept)
	if k.stamp != stamp {
		c.drop(e)
		return nil
	}
	c.order.MoveToFront(e)
	return k
}

func (c *Cache) put(k *kept) {
	if len(k.body) > c.max/8 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if e := c.byKey[k.key]; e != nil {
		c.drop(e)
	}
	c.byKey[k.key] = c.order.PushFront(k)
	c.size += k.cost()
	for c.size > c.max {
		c.drop(c.order.Back())
	}
}

func (c *Cache) drop(e *list.Element) {
	k := c.order.Remove(e).(*kept)
	delete(c.byKey, k.key)
	c.size -= k.cost()
}

// cost is what an entry weighs, with its maps and headers.
func (k *kept) cost() int { return len(k.body) + 2*len(k.key) + 1024 }

func (k *kept) send(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	for name, v := range k.header {
		h[name] = v
	}
	if k.etag != "" && strings.Contains(r.Header.Get("If-None-Match"), k.etag) {
		h.Del("Content-Length")
		h.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.WriteHeader(k.status)
	if r.Method != http.MethodHead {
		w.Write(k.body)
	}
}

// recorder is a ResponseWriter that keeps the answer.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header { return r.header }

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
}

func (r *recorder) Write(b []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	return r.body.Write(b)
}

// SafeNext is the address in a form's "next" field if it is one of ours, else "/".
func SafeNext(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || u.Opaque != "" || !strings.HasPrefix(next, "/") ||
		strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") {
		return "/"
	}
	return u.RequestURI()
}
