package search

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
)

// A lookup answers one expression from the runs: it first asks which blocks the words of
// it are in, begins with the rarest words, and of those that are everywhere reads only
// the blocks that have a window which is still in question.
type lookup struct {
	q    db.Q
	refs map[span][]ref
	data blocks
}

// memory is what one question has read, for its next lookup.
type memory struct {
	refs map[span][]ref
	data blocks
}

func newMemory() *memory { return &memory{map[span][]ref{}, blocks{}} }

// blocks are those that were read, by their numbers.
type blocks map[int64][]byte

// maxBlocks is how many of them are kept for the next lookup of the same question.
const maxBlocks = 2000

// afterAll is a byte that no word has.
const afterAll = "\xff"

// found are the windows that fit an expression, in order, with how well they do.
type found struct {
	windows []int64
	scores  []float64 // lower is better
}

var errMerged = errors.New("search: blocks were merged while they were read")

// windowsWith gives the windows that fit x, of those among, if that is not nil. Some of them may
// be of texts that are gone.
func (p packed) windowsWith(ctx context.Context, q db.Q, x expr, among []int64) (found, error) {
	return p.steadily(ctx, q, func(l *lookup) (found, error) { return l.expr(ctx, x, among) })
}

// steadily begins again when blocks go while they are read, and where they go all the time
// reads all as it is at one moment.
func (p packed) steadily(ctx context.Context, q db.Q, f func(*lookup) (found, error)) (found, error) {
	const tries = 10 // the last of them at a moment
	var out found
	once := func(q db.Q) (err error) {
		if len(p.read.data) > maxBlocks {
			clear(p.read.data)
		}
		out, err = f(&lookup{q, p.read.refs, p.read.data})
		return err
	}
	for try := 1; ; try++ {
		var err error
		if d, ok := q.(*db.DB); ok && try > 2 {
			err = d.AtOneMoment(ctx, "search_blocks", once)
		} else {
			err = once(q)
		}
		if !errors.Is(err, errMerged) || try == tries {
			return out, err
		}
		clear(p.read.refs)
	}
}

func (l *lookup) expr(ctx context.Context, x expr, among []int64) (found, error) {
	if err := l.locate(ctx, x); err != nil {
		return found{}, err
	}
	every := slices.Clone(x)
	slices.SortStableFunc(every, func(a, b []atom) int { return cmp.Compare(l.anySize(a), l.anySize(b)) })
	var out found
	for i, as := range every {
		next, err := l.any(ctx, as, among)
		if err != nil {
			return found{}, err
		}
		for k := range next.windows {
			if i > 0 {
				at, _ := slices.BinarySearch(out.windows, next.windows[k])
				next.scores[k] += out.scores[at]
			}
		}
		out, among = next, next.windows
		if len(among) == 0 {
			break
		}
	}
	return out, nil
}

// any gives the windows that have one of atoms, of those among.
func (l *lookup) any(ctx context.Context, as []atom, among []int64) (found, error) {
	var all found
	for _, a := range as {
		p, err := l.atom(ctx, a, among)
		if err != nil {
			return found{}, err
		}
		tells := 1 / math.Log(3+float64(l.size(a)))
		one := found{p.windows, make([]float64, len(p.windows))}
		for k := range p.windows {
			one.scores[k] = -tells * saturated(p.count(k))
		}
		all = all.or(one)
	}
	return all, nil
}

// or is what is in f or g.
func (f found) or(g found) found {
	if len(f.windows) == 0 {
		return g
	}
	var out found
	for i, k := 0, 0; i < len(f.windows) || k < len(g.windows); {
		switch {
		case k == len(g.windows) || i < len(f.windows) && f.windows[i] < g.windows[k]:
			out.windows, out.scores = append(out.windows, f.windows[i]), append(out.scores, f.scores[i])
			i++
		case i == len(f.windows) || g.windows[k] < f.windows[i]:
			out.windows, out.scores = append(out.windows, g.windows[k]), append(out.scores, g.scores[k])
			k++
		default:
			out.windows, out.scores = append(out.windows, f.windows[i]), append(out.scores, f.scores[i]+g.scores[k])
			i, k = i+1, k+1
		}
	}
	return out
}

// saturated is how much n places in a window tell: each further one less.
func saturated(n int) float64 { return float64(n) / (float64(n) + 1.2) }

// anySize and size are about how many blocks have atoms: those of the rarest word.
func (l *lookup) anySize(as []atom) int {
	n := 0
	for _, a := range as {
		n += l.size(a)
	}
	return n
}

func (l *lookup) size(a atom) int {
	n := math.MaxInt32
	for _, s := range a.spans() {
		n = min(n, len(l.refs[s]))
	}
	return n
}

// runs gives those that have words of x, those with the newest windows first.
func (l *lookup) runs(ctx context.Context, x expr) ([]int64, error) {
	if err := l.locate(ctx, x); err != nil {
		return nil, err
	}
	last := map[int64]int64{} // windows
	for _, refs := range l.refs {
		for _, r := range refs {
			last[r.run] = max(last[r.run], r.window)
		}
	}
	return slices.SortedFunc(maps.Keys(last), func(a, b int64) int { return cmp.Or(cmp.Compare(last[b], last[a]), cmp.Compare(b, a)) }), nil
}

// within is l for some runs only.
func (l *lookup) within(runs []int64) *lookup {
	has := map[int64]bool{}
	for _, r := range runs {
		has[r] = true
	}
	out := &lookup{l.q, make(map[span][]ref, len(l.refs)), l.data}
	if len(l.data) > maxBlocks {
		clear(l.data)
	}
	for s, refs := range l.refs {
		out.refs[s] = slices.DeleteFunc(slices.Clone(refs), func(r ref) bool { return !has[r.run] })
	}
	return out
}

// atom gives the windows in which a stands, of those among, with the places at which it
// begins.
func (l *lookup) atom(ctx context.Context, a atom, among []int64) (*postings, error) {
	spans := a.spans()
	order := make([]int, len(spans))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(len(l.refs[spans[i]]), len(l.refs[spans[j]])) })
	var out *postings
	for _, i := range order {
		p, err := l.span(ctx, spans[i], among, len(spans) > 1)
		if err != nil || len(p.windows) == 0 {
			return &postings{}, err
		}
		if out == nil {
			out = p.starting(i)
		} else {
			out = out.inRow(p, i)
		}
		among = out.windows
		if len(among) == 0 {
			break
		}
	}
	return out, nil
}

// span gives the windows that have a word of s, of those among, and with places where.
func (l *lookup) span(ctx context.Context, s span, among []int64, places bool) (*postings, error) {
	refs := l.refs[s]
	if among != nil {
		refs = near(refs, s, among)
	}
	if err := l.fetch(ctx, refs); err != nil {
		return nil, err
	}
	p := &postings{counted: !places}
	var starts []int // of runs
	for i, x := range refs {
		if i == 0 || refs[i-1].run != x.run {
			starts = append(starts, len(p.windows))
		}
		b := readBlock(l.data[x.id])
		for b.next() {
			if string(b.word) > s.to {
				break
			}
			if string(b.word) >= s.from {
				b.postings(p, among)
			}
		}
		if b.err != nil {
			return nil, fmt.Errorf("search: block %d: %w", x.id, b.err)
		}
	}
	if s.from == s.to {
		p = p.merged(starts)
	}
	return p.sorted(), nil
}

// fetch reads blocks that were not read yet.
func (l *lookup) fetch(ctx context.Context, refs []ref) error {
	var ids []int64
	for _, x := range refs {
		if _, ok := l.data[x.id]; !ok {
			ids = append(ids, x.id)
		}
	}
	slices.Sort(ids) // two words may be in one block
	ids = slices.Compact(ids)
	if len(ids) == 0 {
		return nil
	}
	type row struct {
		id   int64
		data []byte
	}
	rows, err := db.All(ctx, l.q, func(r *sql.Rows, x *row) error { return r.Scan(&x.id, &x.data) },
		`SELECT id, data FROM search_blocks WHERE id = ANY($1)`, ids)
	if err != nil {
		return fmt.Errorf("search: blocks: %w", err)
	}
	if len(rows) < len(ids) {
		return errMerged
	}
	for _, x := range rows {
		l.data[x.id] = x.data
	}
	return nil
}
