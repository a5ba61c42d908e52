package browse

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
)

func TestRecallMakesOnceForAll(t *testing.T) {
	var m memory
	var made atomic.Int64
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			n, err := recall(t.Context(), &m, 1, "key", func(context.Context) (int64, error) { return made.Add(1), nil })
			if n != 1 || err != nil {
				t.Errorf("%d, %v", n, err)
			}
		})
	}
	wg.Wait()
	if made.Load() != 1 {
		t.Errorf("made %d times", made.Load())
	}
}

func TestRecallForgets(t *testing.T) {
	var m memory
	ask := func(stamp int64, value string, fails error) (string, error) {
		return recall(t.Context(), &m, stamp, "key", func(context.Context) (string, error) { return value, fails })
	}
	if _, err := ask(1, "", errors.New("down")); err == nil {
		t.Error("a failure is hidden")
	}
	for _, c := range []struct {
		stamp       int64
		value, want string
	}{
		{1, "a", "a"}, // a failure is not kept
		{1, "b", "a"},
		{2, "c", "c"}, // something changed
		{1, "d", "d"}, // asked before the change: answered for itself
		{2, "e", "c"},
	} {
		if got, err := ask(c.stamp, c.value, nil); got != c.want || err != nil {
			t.Errorf("%+v: got %q, %v", c, got, err)
		}
	}
}

func TestRecallIsBounded(t *testing.T) {
	var m memory
	for i := range 3 * maxKept {
		if _, err := recall(t.Context(), &m, 1, fmt.Sprint(i), func(context.Context) (int, error) { return i, nil }); err != nil {
			t.Fatal(err)
		}
	}
	if len(m.all) > maxKept {
		t.Errorf("%d answers kept", len(m.all))
	}
}

// Whoever goes away does not spoil the answer for those who wait.
func TestRecallOutlivesTheFirstToAsk(t *testing.T) {
	var m memory
	gone, leave := context.WithCancel(t.Context())
	leave()
	make := func(ctx context.Context) (int, error) { return 7, ctx.Err() }
	if _, err := recall(gone, &m, 1, "key", make); err != nil && !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if n, err := recall(t.Context(), &m, 1, "key", func(context.Context) (int, error) { return 8, nil }); n != 7 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
}

// A panic is the first one's own; the others are told of a failure.
func TestRecallSurvivesAPanic(t *testing.T) {
	var m memory
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic is hidden")
			}
		}()
		recall(t.Context(), &m, 1, "key", func(context.Context) (int, error) { panic("broken") })
	}()
	if n, err := recall(t.Context(), &m, 1, "key", func(context.Context) (int, error) { return 3, nil }); n != 3 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
}
