package facet

import "context"

// What is counted of terms that somebody names, and of all terms of a kind: for these
// the works that were found are laid on the set of each.

// CountOf tells how many of the works that q finds have each of some terms, in the
// room of to. Of q only what is asked of works counts, not pages and facets.
func (x *Index) CountOf(ctx context.Context, q *Query, terms []Term, to []int) ([]int, error) {
	to = to[:0]
	err := x.found(ctx, q, func(r *run) error {
		for i, t := range terms {
			if i%giveWay == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			to = append(to, r.named(t))
		}
		return nil
	})
	return to, err
}

// CountAll tells how many of the works that q finds have each term of a kind, for the
// terms that any has, in no order, in the room of to.
func (x *Index) CountAll(ctx context.Context, q *Query, kind uint8, to []Count) ([]Count, error) {
	to = to[:0]
	if int(kind) >= len(x.schema.Kinds) {
		return to, nil
	}
	err := x.found(ctx, q, func(r *run) error {
		num, done := &r.view.num, 0
		add := func(from, end uint32) error {
			for t := from; t < end; t++ {
				if done++; done%giveWay == 0 && ctx.Err() != nil {
					return ctx.Err()
				}
				term := num.term(t)
				if r.plan.stood[term] != nil {
					continue
				}
				if n := r.having(t); n > 0 {
					to = append(to, Count{term.ID, n})
				}
			}
			return nil
		}
		for tier := range num.dict.spans {
			if s := num.dict.spans[tier][kind]; s.from < s.to {
				if err := add(s.from, s.to); err != nil {
					return err
				}
			}
		}
		for i, t := range num.later {
			if number := num.dict.all + uint32(i); t.Kind == kind {
				if err := add(number, number+1); err != nil {
					return err
				}
			}
		}
		for t := range r.plan.stood {
			if n := r.named(t); t.Kind == kind && n > 0 {
				to = append(to, Count{t.ID, n})
			}
		}
		return nil
	})
	return to, err
}

// Sum adds a column up for the works that q finds.
func (x *Index) Sum(ctx context.Context, q *Query, number int) (sum uint64, err error) {
	err = x.found(ctx, q, func(r *run) error {
		for i := range r.bounds {
			b := &r.bounds[i]
			for c := range b.hits.blocks() {
				if err := ctx.Err(); err != nil {
					return err
				}
				for _, rank := range b.hits.block(c, r.room()) {
					sum += uint64(value(b.cols[number], rank))
				}
			}
		}
		return nil
	})
	return sum, err
}

// giveWay is after how many terms it is looked whether anybody still waits.
const giveWay = 1 << 10

// found finds the works of q and has something done with them.
func (x *Index) found(ctx context.Context, q *Query, with func(*run) error) error {
	bare := *q
	bare.Facets, bare.Each, bare.Limit, bare.Offset = false, 0, 0, 0
	r, err := x.start(ctx, &bare)
	if err != nil {
		return err
	}
	defer x.end(r)
	if err := r.find(); err != nil {
		return err
	}
	return with(r)
}

// named is how many hits have a term, or are in the set that it stands for.
func (x *run) named(t Term) int {
	if s := x.plan.stood[t]; s != nil {
		n := 0
		for i := range x.bounds {
			if b := &x.bounds[i]; b.hits.n > 0 {
				set := s.in(b.segment)
				n += b.hits.common(&set, b.works)
			}
		}
		return n
	}
	if number, ok := x.view.num.find(t); ok {
		return x.having(number)
	}
	return 0
}

// having is how many hits have a term.
func (x *run) having(term uint32) int {
	n := 0
	for i := range x.bounds {
		if b := &x.bounds[i]; b.hits.n > 0 {
			set := b.post.find(term)
			n += b.hits.common(&set, b.works)
		}
	}
	return n
}

// common is how many works are both in h and in a set of the segment, which has so
// many works.
func (h *hits) common(set *posting, works int) int {
	switch {
	case set.n == 0:
		return 0
	case h.n == works:
		return set.n
	case set.isList():
		return h.inList(set.list)
	case h.flat:
		n := 0
		for _, rank := range h.list {
			if set.has(rank) {
				n++
			}
		}
		return n
	}
	n := 0
	for c := range h.chunks {
		if h.chunks[c].n > 0 && set.parts[c].n > 0 {
			n += common(h.chunks[c], set.chunk(c))
		}
	}
	return n
}

// inList is how many of some ranks, in order, are in h.
func (h *hits) inList(ranks []uint32) int {
	n := 0
	if h.flat && len(h.list) < len(ranks) {
		for _, rank := range h.list {
			at := skip(ranks, rank)
			if ranks = ranks[at:]; len(ranks) == 0 {
				break
			}
			if ranks[0] == rank {
				n++
			}
		}
		return n
	}
	for _, rank := range ranks {
		if h.has(rank) {
			n++
		}
	}
	return n
}

// common is how many works two sets of one chunk share.
func common(a, b chunk) int {
	if a.n > b.n {
		a, b = b, a
	}
	if a.isBits() {
		return countBoth(a.bits(), b.bits())
	}
	n := 0
	for _, low := range a.list() {
		if b.has(low) {
			n++
		}
	}
	return n
}
