package facet

import "runtime"

// crew are the goroutines that help searches: one fewer than there are processors,
// for all searches together. A search cuts its work into pieces of less than a
// millisecond, does them itself, and whoever of the crew is idle takes some. A
// small search needs no help and waits for nobody: between pieces everybody gives
// way.
type crew struct {
	jobs chan *run
	quit chan struct{}
	size int
}

func newCrew(hands int) *crew {
	c := &crew{jobs: make(chan *run), quit: make(chan struct{}), size: hands - 1}
	for range c.size {
		go c.work()
	}
	return c
}

func (c *crew) work() {
	for {
		select {
		case x := <-c.jobs:
			w := x.take()
			x.prepare(w)
			x.do(w)
			x.mu.Lock()
			x.helped = append(x.helped, w)
			x.mu.Unlock()
			x.waiting.Done()
		case <-c.quit:
			return
		}
	}
}

// stages of a search that are cut up.
type stage uint8

const (
	finding   stage = iota // chunks of the base evaluated
	counting               // hits of the base counted
	differing              // or their difference to the near set
	resting                // or the terms of theirs that have no counter
	parting                // hits of the base parted by their numbers
)

// piece is how many chunks are done at a time.
const piece = 2

// spread does the chunks of the base, with help if it is worth it.
func (x *run) spread(s stage, chunks int, worth bool) error {
	x.stage, x.chunks = s, chunks
	x.next.Store(0)
	for i := 0; worth && i < x.crew.size && chunks > piece; i++ {
		x.waiting.Add(1)
		select {
		case x.crew.jobs <- x:
		default:
			x.waiting.Done()
		}
	}
	x.do(x.me)
	x.waiting.Wait()
	x.thank()
	return x.ctx.Err()
}

// do does pieces until there are no more, or the search is given up.
func (x *run) do(w *worker) {
	for {
		from := int(x.next.Add(piece)) - piece
		if from >= x.chunks || x.ctx.Err() != nil {
			return
		}
		for c := from; c < min(from+piece, x.chunks); c++ {
			x.chunk(w, c)
		}
		runtime.Gosched()
	}
}

func (x *run) chunk(w *worker, c int) {
	b := &x.bounds[0]
	switch x.stage {
	case finding:
		b.dense(w, c)
	case counting:
		w.plus.add(b.segment, b.hits.block(c, w.ranksRoom()))
	case differing:
		x.differ(w, c)
	case resting:
		x.countRest(w, b, b.hits.block(c, w.ranksRoom()))
	case parting:
		w.part(&x.deep, b.hits.block(c, w.ranksRoom()))
	}
}

// prepare makes a helper's room ready for the stage.
func (x *run) prepare(w *worker) {
	pack := &x.view.num.dict.pack
	switch x.stage {
	case finding:
		w.clearOpen(len(x.plan.opened))
	case counting:
		w.needPlus().reset(pack)
	case differing:
		w.needPlus().reset(pack)
		w.needMinus().reset(pack)
	case resting:
		w.clearRest(x, x.view.num.dict.end(tierHot))
	case parting:
		w.clearParts()
	}
}

// thank adds up what helpers did, and gives their rooms back.
func (x *run) thank() {
	pack := &x.view.num.dict.pack
	for i, w := range x.helped {
		switch x.stage {
		case finding:
			for j, n := range w.open {
				x.me.open[j] += n
			}
		case differing:
			x.me.minus.merge(w.minus, pack)
			fallthrough
		case counting:
			x.me.plus.merge(w.plus, pack)
		case resting:
			x.me.addRest(w, x)
		case parting:
			x.me.addParts(w)
		}
		x.give(w)
		x.helped[i] = nil
	}
	x.helped = x.helped[:0]
}

func (w *worker) addRest(o *worker, x *run) {
	hot := x.view.num.dict.end(tierHot)
	for _, f := range x.fields {
		if f.warm {
			for t := f.from - hot; t < f.to-hot; t++ {
				w.warm[t] += o.warm[t]
			}
		}
	}
	w.rest = append(w.rest, o.rest...)
}
