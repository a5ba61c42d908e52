package search

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
)

// countWindows is in how many windows a stands; beyond most it is about how many.
func (p packed) countWindows(ctx context.Context, q db.Q, a atom, most int) (n int, err error) {
	_, err = p.steadily(ctx, q, func(l *lookup) (f found, err error) {
		spans := a.spans()
		if len(spans) == 1 && spans[0].from == spans[0].to {
			n, err = l.count(ctx, spans[0], most)
			return found{}, err
		}
		f, err = l.expr(ctx, allOf(a), nil)
		n = len(f.windows)
		return f, err
	})
	return n, err
}

// count is in how many windows a word stands. It reads no more blocks than it needs to know
// that there are more than most, and then guesses by how many there are.
func (l *lookup) count(ctx context.Context, s span, most int) (int, error) {
	const atOnce = 32 // blocks
	if err := l.locateSpans(ctx, []span{s}); err != nil {
		return 0, err
	}
	n, refs := 0, l.refs[s]
	for ; len(refs) > 0 && n <= most; refs = refs[min(atOnce, len(refs)):] {
		some := refs[:min(atOnce, len(refs))]
		if err := l.fetch(ctx, some); err != nil {
			return 0, err
		}
		for _, x := range some {
			b := readBlock(l.data[x.id])
			for b.next() && string(b.word) <= s.to {
				if string(b.word) == s.from {
					n += b.windows()
				}
			}
			if b.err != nil {
				return 0, fmt.Errorf("search: block %d: %w", x.id, b.err)
			}
		}
	}
	if len(refs) > 0 {
		n += n / (len(l.refs[s]) - len(refs)) * len(refs)
	}
	return n, nil
}

// windows is how many windows of the block have the word.
func (r *blockReader) windows() int {
	b, far := readBits(r.body[:min(len(r.body)+8, cap(r.body))], len(r.body))
	windows := 0
	for b.more() {
		_, n := b.posting(far)
		if b.damaged || n > windowUnits {
			r.err = errDamaged
			return 0
		}
		b.skip(n)
		windows++
	}
	return windows
}
