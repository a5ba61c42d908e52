package browse

import (
	"cmp"
	"context"
	"errors"
	"sync"
)

// memory keeps what was counted while the works stay as they are. The zero
// memory is ready to use.
type memory struct {
	mu    sync.Mutex
	stamp int64
	all   map[string]*answer
	most  int // answers at once; 0 is maxKept
}

// answer is something counted, or under way.
type answer struct {
	done  chan struct{}
	value any
	err   error
}

// maxKept bounds how many answers are kept that are a few kilobytes at most.
const maxKept = 2000

// recall gives what was kept under key at this stamp, or makes it. Many who ask
// for the same at once wait for one. What a caller who went away has started is
// finished all the same: others wait for it.
func recall[T any](ctx context.Context, m *memory, stamp int64, key string, make func(context.Context) (T, error)) (T, error) {
	a, first := m.take(stamp, key)
	if first {
		fulfil(ctx, m, key, a, make)
	}
	select {
	case <-a.done:
		v, _ := a.value.(T)
		return v, a.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

var errUnfinished = errors.New("browse: counting broke off")

// fulfil makes an answer and lets those who wait for it go on, whatever happens.
func fulfil[T any](ctx context.Context, m *memory, key string, a *answer, make func(context.Context) (T, error)) {
	a.err = errUnfinished
	defer func() {
		if a.err != nil {
			m.forget(key, a)
		}
		close(a.done)
	}()
	v, err := make(context.WithoutCancel(ctx))
	a.value, a.err = v, err
}

// take gives the answer for key, and whether the caller is to make it.
func (m *memory) take(stamp int64, key string) (*answer, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	fresh := &answer{done: make(chan struct{})}
	if stamp < m.stamp {
		return fresh, true // asked just before a change: answered, but not kept
	}
	if stamp > m.stamp || m.all == nil {
		m.stamp, m.all = stamp, map[string]*answer{}
	}
	if a := m.all[key]; a != nil {
		return a, false
	}
	if len(m.all) >= cmp.Or(m.most, maxKept) {
		for k := range m.all { // any one: the next change empties it all
			delete(m.all, k)
			break
		}
	}
	m.all[key] = fresh
	return fresh, true
}

func (m *memory) forget(key string, a *answer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.all[key] == a {
		delete(m.all, key)
	}
}
