package write

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

// A tab may save so many times at once, and then once for each time that passed; what
// is refused costs nothing, and the wait that is told is enough.
func TestPaceOfATab(t *testing.T) {
	var p pace
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for i := range tabBurst {
		if err := p.saves(1, "a", now); err != nil {
			t.Fatalf("save %d: %v", i, err)
		}
	}
	for range 3 {
		err := p.saves(1, "a", now)
		if fault.KindOf(err) != fault.TooMany || fault.WaitOf(err) != tabEvery {
			t.Fatalf("one more: %v, wait %v", err, fault.WaitOf(err))
		}
	}
	if p.saves(1, "b", now) != nil || p.saves(2, "a", now) != nil {
		t.Error("another tab, or another account, waits for this one")
	}
	now = now.Add(tabEvery)
	if p.saves(1, "a", now) != nil || p.saves(1, "a", now) == nil {
		t.Error("after the wait there is not one")
	}
	now = now.Add(tabBurst * tabEvery)
	for range tabBurst {
		if p.saves(1, "a", now) != nil {
			t.Fatal("it does not fill again")
		}
	}
}

// An editor that saves every three seconds for a day in twelve tabs is never refused,
// nor are fifty tabs that wake up at once.
func TestPaceOfHonestWriters(t *testing.T) {
	var p pace
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	save := func(tab int) {
		if p.writes(1, now) != nil || p.saves(1, fmt.Sprint(tab), now) != nil {
			t.Fatalf("tab %d is refused at %v", tab, now)
		}
	}
	for tab := range 50 {
		save(tab)
	}
	for range 24 * 3600 / 3 {
		now = now.Add(3 * time.Second)
		for tab := range 12 {
			save(tab)
		}
	}
}

// New names of tabs don't help: the account has a rate of its own. Eight at once get
// what there is.
func TestPaceOfAWriter(t *testing.T) {
	var p pace
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	var kept atomic.Int32
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range writerBurst {
				if p.writes(1, now) == nil {
					kept.Add(1)
				}
			}
		})
	}
	wg.Wait()
	if n := kept.Load(); n != writerBurst {
		t.Errorf("%d at once", n)
	}
	if err := p.writes(1, now.Add(writerEvery)); err != nil {
		t.Error(err)
	}
}

// Whatever names of tabs are sent and however many come, little is remembered.
func TestPaceForgets(t *testing.T) {
	var p pace
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for i := range 10_000 {
		p.saves(1, fmt.Sprint("tab ", i), now)
	}
	if n := len(p.writers[1].tabs); n != mostTabs {
		t.Errorf("%d tabs of an account are remembered", n)
	}
	before := memory()
	for i := range 200_000 {
		now = now.Add(100 * time.Millisecond)
		id := viewer.ID(i + 2)
		p.writes(id, now)
		p.saves(id, "tab", now)
	}
	if n := len(p.writers); n > 2000 {
		t.Errorf("%d accounts are remembered", n)
	}
	if grown := int64(memory()) - int64(before); grown > 4<<20 {
		t.Errorf("%d bytes are kept", grown)
	}
	runtime.KeepAlive(&p)
}

func memory() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
