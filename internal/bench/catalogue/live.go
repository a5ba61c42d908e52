package main

import (
	"context"
	"fmt"
	"reflect"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ficstead/ficstead/internal/facet"
)

// Live is how a catalogue answered while works came, changed and went.
type Live struct {
	Still   Loop // two clients, no changes
	Writing Loop // two clients and a writer
	Memory  Memory
	Found   float64 // ms until a change is in an answer, the longest of twenty
	// Young is how many changed works were not merged; Gone how many of the old
	// part they replaced.
	Young, Gone   int
	Rate          float64 // changes of works taken in a second, with their counters
	Pages, Facets Pass    // of the catalogue with those
	Merging       Loop    // one client, while they are merged
	Merge         float64 // seconds
	Merged        Pass
	Peak          float64 // MB, the most in all of the run
	Reopened      float64 // ms to open it again with the changes
	Changes       int     // how many there were in all
}

// Loop is clients asking one question after the other, all the time.
type Loop struct {
	Line
	Clients int
	Rate    float64 // questions a second
	Changes float64 // changes of works a second
}

// loop has clients ask everyday questions with facets until done is closed.
func (b *bench) loop(ctx context.Context, clients int, done <-chan struct{}) (Loop, error) {
	var next atomic.Int64
	samples, errs := make([][]sample, clients), make([]error, clients)
	begun := time.Now()
	var wg sync.WaitGroup
	for c := range clients {
		wg.Go(func() { samples[c], errs[c] = b.client(ctx, &next, done) })
	}
	wg.Wait()
	var all []sample
	for c := range clients {
		if errs[c] != nil {
			return Loop{}, errs[c]
		}
		all = append(all, samples[c]...)
	}
	return Loop{Line: line("all", all), Clients: clients, Rate: float64(len(all)) / time.Since(begun).Seconds()}, nil
}

// client asks at least one question, and on until done.
func (b *bench) client(ctx context.Context, next *atomic.Int64, done <-chan struct{}) ([]sample, error) {
	var out []sample
	var r facet.Result
	for {
		q := &b.asked.Everyday[int(next.Add(1)-1)%len(b.asked.Everyday)]
		query, at := b.query(q, true), time.Now()
		if err := b.x.Search(ctx, query, &r); err != nil {
			return nil, fmt.Errorf("%s: %w", q.Class, err)
		}
		out = append(out, sample{q.Class, time.Since(at), r.Total})
		select {
		case <-done:
			return out, nil
		default:
		}
	}
}

// writer gives changes to the catalogue, one lot after the other.
type writer struct {
	*changes
	x    *facet.Index
	next int // the change that comes next
}

// apply gives the next n changes, each with its counters. The number of the last
// is the catalogue's sequence.
func (w *writer) apply(n int) error {
	works, put := make([]facet.Change, 0, n), map[int64]int{}
	for j := w.next; j < w.next+n; j++ {
		c := w.at(j)
		works = append(works, facet.Change{ID: c.ID, Work: own(c.Work)})
		put[c.ID] = j
	}
	var counters []facet.Number
	for j := w.next; j < w.next+n; j++ {
		for _, v := range w.counters(j) {
			if put[v.ID] <= j { // else the work that came later in the lot has its own
				counters = append(counters, v)
			}
		}
	}
	w.next += n
	return w.x.Apply(int64(w.next), works, counters)
}

// steady gives rate changes a second until done, a few every 10 ms, and more at
// once when it had to wait.
func (w *writer) steady(rate float64, done <-chan struct{}) error {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	begun, first := time.Now(), w.next
	for {
		select {
		case <-done:
			return nil
		case <-tick.C:
			due := first + int(time.Since(begun).Seconds()*rate)
			if err := w.apply(due - w.next); err != nil {
				return err
			}
		}
	}
}

// found is how long it takes until a question is answered with a change that was
// just given, the longest of a few.
func (w *writer) found(ctx context.Context) (longest time.Duration, err error) {
	q, r := &facet.Query{Limit: 1}, facet.Result{}
	for range 20 {
		if err := w.apply(1); err != nil {
			return 0, err
		}
		given := time.Now()
		for {
			if err := w.x.Search(ctx, q, &r); err != nil {
				return 0, err
			}
			if r.Seq >= int64(w.next) {
				break
			}
			time.Sleep(time.Millisecond)
		}
		longest = max(longest, time.Since(given))
	}
	return longest, nil
}

// changesASecond is what the writer gives while clients ask.
const changesASecond = 200

// unmerged is how many changed works the catalogue has to bear.
func (j job) unmerged() int { return min(100_000, j.Works/10) }

// live measures a catalogue that changes. It checks nothing itself but leaves
// what it was told for the court.
func (b *bench) live(ctx context.Context, l *Live) error {
	w := &writer{changes: newChanges(b.world()), x: b.x}
	then, err := b.answers(ctx)
	if err != nil {
		return err
	}
	if err := b.writing(ctx, w, l); err != nil {
		return err
	}
	if err := b.young(ctx, w, l); err != nil {
		return err
	}
	told("the same questions again, after %d changes", w.next)
	now, err := b.answers(ctx)
	if err != nil {
		return err
	}
	if err := b.merging(ctx, l); err != nil {
		return err
	}
	if err := b.same(ctx, now, "after merging"); err != nil {
		return err
	}
	if err := b.reopen(ctx, l); err != nil {
		return err
	}
	if err := b.same(ctx, now, "after opening it again"); err != nil {
		return err
	}
	m, err := memory()
	if err != nil {
		return err
	}
	l.Peak, l.Changes = m.Peak, w.next
	if err := b.save("answers", answers{w.next, then, now}); err != nil {
		return err
	}
	return b.x.Close()
}

// answers are what the court hears.
type answers struct {
	Changes   int // how many had come when the later ones were given
	Then, Now []answer
}

// writing has two clients ask, without and with a writer.
func (b *bench) writing(ctx context.Context, w *writer, l *Live) (err error) {
	told("two clients")
	if l.Still, err = b.loop(ctx, 2, after(b.Loop)); err != nil {
		return err
	}
	told("two clients and a writer")
	done, wrote, begun, was := after(b.Loop), make(chan error), time.Now(), w.next
	go func() { wrote <- w.steady(changesASecond, done) }()
	l.Writing, err = b.loop(ctx, 2, done)
	if err := <-wrote; err != nil {
		return err
	}
	if err != nil {
		return err
	}
	l.Writing.Changes = float64(w.next-was) / time.Since(begun).Seconds()
	found, err := w.found(ctx)
	if err != nil {
		return err
	}
	l.Found = ms(found)
	l.Memory, err = memory()
	return err
}

// after is closed after a time.
func after(d time.Duration) <-chan struct{} {
	done := make(chan struct{})
	time.AfterFunc(d, func() { close(done) })
	return done
}

// young measures with many changed works that are not merged.
func (b *bench) young(ctx context.Context, w *writer, l *Live) (err error) {
	b.x.Hold(true)
	told("%d changes that are not merged", b.unmerged())
	begun, was := time.Now(), w.next
	for w.next < b.unmerged() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := w.apply(min(1_000, b.unmerged()-w.next)); err != nil {
			return err
		}
	}
	l.Rate = float64(w.next-was) / time.Since(begun).Seconds()
	b.x.Publish()
	s := b.x.Stats()
	if l.Young, l.Gone = s.Young, s.Gone; s.Seq != int64(w.next) {
		return fmt.Errorf("after %d changes the catalogue says it has %d", w.next, s.Seq)
	}
	if l.Pages, err = b.pass(ctx, b.asked.Everyday, false); err != nil {
		return err
	}
	l.Facets, err = b.pass(ctx, b.asked.Everyday, true)
	return err
}

// merging has one client ask while the catalogue is merged, and asks again then.
func (b *bench) merging(ctx context.Context, l *Live) (err error) {
	told("merging")
	b.x.Hold(false)
	begun, done, merged := time.Now(), make(chan struct{}), make(chan error, 1)
	go func() {
		merged <- b.x.Merge(ctx)
		l.Merge = time.Since(begun).Seconds()
		close(done)
	}()
	l.Merging, err = b.loop(ctx, 1, done)
	<-done
	if err := <-merged; err != nil {
		return err
	}
	if err != nil {
		return err
	}
	if s := b.x.Stats(); s.Young > 0 {
		return fmt.Errorf("after merging %d works are still young", s.Young)
	}
	l.Merged, err = b.pass(ctx, b.asked.Everyday, true)
	return err
}

// reopen saves, closes and opens the catalogue.
func (b *bench) reopen(ctx context.Context, l *Live) error {
	told("saving and opening again")
	if err := b.x.Save(); err != nil {
		return err
	}
	if err := b.x.Close(); err != nil {
		return err
	}
	begun := time.Now()
	x, err := facet.Open(b.file("index"), schema())
	b.x, l.Reopened = x, ms(time.Since(begun))
	b.block() // as another process would
	return err
}

// same asks the questions that are checked again: they must be answered alike.
func (b *bench) same(ctx context.Context, want []answer, when string) error {
	have, err := b.answers(ctx)
	if err != nil {
		return err
	}
	for i := range want {
		if !reflect.DeepEqual(have[i], want[i]) {
			return fmt.Errorf("%s %+v is answered otherwise: %+v, not %+v", when, b.asked.Check[i], have[i], want[i])
		}
	}
	return nil
}
