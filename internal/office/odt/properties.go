package odt

import (
	"strings"
	"time"
)

// property makes a handler that reads an element of the document's
// properties. The text of one is bounded; people write no more.
func property(put func(*reader, string)) func(*reader, *event) {
	return func(r *reader, _ *event) {
		r.leave(leaving{most: 10_000, done: func(s string) {
			if s != "" && !r.inBody {
				put(r, s)
			}
		}})
	}
}

// creator is who saved the file last; who began it counts more.
func creator(r *reader, s string) {
	if r.props.Author == "" {
		r.props.Author = s
	}
}

func keyword(r *reader, s string) {
	const most = 1000
	if len(r.keywords) < most {
		r.keywords = append(r.keywords, s)
	}
}

// moment reads a time as OpenDocument writes it: mostly without a zone, which
// is then taken to be UTC. The zero time when it is none.
func moment(s string) time.Time {
	for _, form := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02T15:04", "2006-01-02"} {
		if t, err := time.Parse(form, strings.TrimSpace(s)); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}
