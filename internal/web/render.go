package web

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// Meta is what a page says of itself to browsers and search engines.
type Meta struct {
	// Title is without the archive's name, which is added; empty is the front page.
	Title       string
	Description string
	// NoIndex asks search engines to leave the page out.
	NoIndex bool
	// Reader makes the page bare: the content brings its own bars and main element.
	Reader bool
	// Main is the class of the main element, as readers' tools know it: "works-show".
	Main string
	// Body is added to the classes of the body.
	Body string
	// Here names the item of the menu that this page belongs to: browse, search, me, home.
	Here string
	// Scripts are the modules that the page loads, by their name in static, in
	// place of site.js.
	Scripts []string
	// Styles are stylesheets that the page needs besides site.css.
	Styles []string
	// Skin is the address of a work skin's stylesheet, "" for none.
	Skin string
	// Canonical is the one address of the page, as a path, when it has several.
	Canonical string
}

type textsKey struct{}

// texts holds the packed texts that a page under way has shown so far.
type texts struct{ all []text }

// text is a packed text, or the way to load it.
type text struct {
	packed *Packed
	load   func(context.Context) (Packed, error)
}

// mark writes the place of x into the page. No text has a NUL: the cleaner drops them.
func (t *texts) mark(w io.Writer, x text) error {
	t.all = append(t.all, x)
	_, err := fmt.Fprintf(w, "\x00%d\x00", len(t.all)-1)
	return err
}

// Text shows a packed text in a page. It is set in when the page is sent, so
// that what was compressed at save is not compressed again.
func Text(p Packed) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		t, ok := ctx.Value(textsKey{}).(*texts)
		if !ok {
			return p.Unpack(w)
		}
		return t.mark(w, text{packed: &p})
	})
}

// Render sends a page. It is made whole before the first byte goes out, so a
// failure half-way is a clean error page.
func Render(w http.ResponseWriter, r *http.Request, status int, m Meta, content templ.Component) error {
	b := takeBuffer()
	defer giveBuffer(b)
	t := &texts{}
	ctx := context.WithValue(r.Context(), textsKey{}, t)
	ctx = context.WithValue(ctx, addressKey{}, r.URL.RequestURI())
	if err := layout(m, content).Render(ctx, b); err != nil {
		return fmt.Errorf("web: render %q: %w", m.Title, err)
	}
	return send(w, r, status, "text/html; charset=utf-8", pieces(b.Bytes(), t.all))
}

// pieces cuts a page at the places where packed texts go.
func pieces(page []byte, all []text) []piece {
	var out []piece
	for len(all) > 0 {
		before, rest, ok := bytes.Cut(page, []byte{0})
		if !ok {
			break
		}
		number, after, _ := bytes.Cut(rest, []byte{0})
		i, err := strconv.Atoi(string(number))
		if err != nil || i >= len(all) {
			break
		}
		out = append(out, piece{fresh: before}, piece{packed: all[i].packed, load: all[i].load})
		page = after
	}
	return append(out, piece{fresh: page})
}

func send(w http.ResponseWriter, r *http.Request, status int, kind string, ps []piece) error {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Add("Vary", "Accept-Encoding")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "private, no-cache")
	}
	if slices.ContainsFunc(ps, func(p piece) bool { return p.load != nil }) {
		return stream(w, r, status, ps)
	}
	make := plain
	if AcceptsGzip(r) {
		h.Set("Content-Encoding", "gzip")
		make = gzipped
	}
	body := takeBuffer()
	defer giveBuffer(body)
	if err := make(body, ps); err != nil {
		h.Del("Content-Encoding")
		return err
	}
	h.Set("Content-Length", strconv.Itoa(body.Len()))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(body.Bytes()) // a reader who left is no error of ours
	}
	return nil
}

// AcceptsGzip reports whether the browser takes gzip.
func AcceptsGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if name == "gzip" || name == "*" {
			q = strings.ReplaceAll(q, " ", "")
			return q != "q=0" && q != "q=0.0" && q != "q=0.00" && q != "q=0.000"
		}
	}
	return false
}
