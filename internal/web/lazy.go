package web

import (
	"context"
	"fmt"
	"io"
	"net/http"

	"github.com/a-h/templ"
)

// LazyText is Text for pages of many texts: each is loaded only when the page is
// under way and its turn has come, so that a work of millions of words costs the
// memory of one chapter.
func LazyText(load func(context.Context) (Packed, error)) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		t, ok := ctx.Value(textsKey{}).(*texts)
		if !ok {
			p, err := load(ctx)
			if err != nil {
				return err
			}
			return p.Unpack(w)
		}
		return t.mark(w, text{load: load})
	})
}

// stream sends a page as it is made, when it holds texts that are loaded late. A
// failure after the first byte breaks the connection off: what came is known to
// be incomplete.
func stream(w http.ResponseWriter, r *http.Request, status int, ps []piece) error {
	var out sink = &plainSink{w: w}
	if AcceptsGzip(r) {
		w.Header().Set("Content-Encoding", "gzip")
		out = newGzipSink(w)
	}
	w.WriteHeader(status)
	if r.Method == http.MethodHead {
		return nil
	}
	for _, p := range ps {
		if p.load != nil {
			packed, err := p.load(r.Context())
			if err != nil {
				return Abort(err)
			}
			p.packed = &packed
		}
		if err := out.add(p); err != nil {
			return nil // the reader left
		}
	}
	out.end()
	return nil
}

// broken is an error after which nothing more can be said to the reader.
type broken struct{ error }

// Abort makes of err, met after the first byte of an answer went out, an end of the
// connection: the reader then knows that what came is not whole.
func Abort(err error) error { return broken{fmt.Errorf("web: page broken off: %w", err)} }

type sink interface {
	add(piece) error
	end() error
}

type plainSink struct{ w io.Writer }

func (s *plainSink) add(p piece) error {
	if p.packed != nil {
		return p.packed.Unpack(s.w)
	}
	_, err := s.w.Write(p.fresh)
	return err
}

func (s *plainSink) end() error { return nil }
