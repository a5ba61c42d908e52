package typeahead

import (
	"slices"
	"sync"
)

// mergeAt is how many names may be looked through one by one before they are merged.
const mergeAt = 4096

// shard has the names of one kind: most in a segment, what changed since beside it.
type shard struct {
	base  *segment
	gone  []uint64 // bits of ranks of base that count no more
	dead  int
	fresh map[int64]*fresh
	// merging is set while a new base is made; killed are the IDs that were changed or
	// removed since it began.
	merging bool
	killed  []int64
	sets    sync.Pool // of *[3]ranks, which a search works with
	few     int
}

// fresh is a name that is not in the base yet.
type fresh struct {
	name  Name
	words []word
}

func newShard(names []Name) *shard {
	s := &shard{fresh: map[int64]*fresh{}, few: few, sets: sync.Pool{New: func() any { return new([3]ranks) }}}
	s.use(newSegment(names))
	return s
}

func (s *shard) use(base *segment) {
	s.base, s.gone, s.dead = base, make([]uint64, (len(base.ids)+63)/64), 0
}

func (s *shard) alive(rank uint32) bool { return s.gone[rank/64]&(1<<(rank%64)) == 0 }

func (s *shard) len() int { return len(s.base.ids) - s.dead + len(s.fresh) }

func (s *shard) kill(id int64) {
	if rank, ok := s.base.rank(id); ok && s.alive(rank) {
		s.gone[rank/64] |= 1 << (rank % 64)
		s.dead++
	}
}

func (s *shard) remove(id int64) {
	s.kill(id)
	delete(s.fresh, id)
	if s.merging {
		s.killed = append(s.killed, id)
	}
}

func (s *shard) put(n Name) {
	s.remove(n.ID)
	n.Groups = slices.Clone(n.Groups)
	s.fresh[n.ID] = &fresh{n, split(Fold(n.Text), nil)}
}

// setCount reports whether the name is here.
func (s *shard) setCount(id int64, count int) bool {
	if rank, ok := s.base.rank(id); ok && s.alive(rank) && !s.merging && magnitude(clamp(count)) == magnitude(s.base.counts[rank]) {
		s.base.counts[rank] = clamp(count)
		return true
	}
	n, ok := s.get(id)
	if ok && n.Count != count {
		n.Count = count
		s.put(n)
	}
	return ok
}

func (s *shard) get(id int64) (Name, bool) {
	if f := s.fresh[id]; f != nil {
		return f.name, true
	}
	if rank, ok := s.base.rank(id); ok && s.alive(rank) {
		return s.base.name(rank), true
	}
	return Name{}, false
}

// freeze gives all names for a new base, and which of the fresh ones are among them.
func (s *shard) freeze() ([]Name, map[int64]*fresh) {
	s.merging, s.killed = true, nil
	taken := make(map[int64]*fresh, len(s.fresh))
	names := make([]Name, 0, s.len())
	for id, f := range s.fresh {
		taken[id] = f
		names = append(names, f.name)
	}
	for rank := range uint32(len(s.base.ids)) {
		if s.alive(rank) {
			names = append(names, s.base.name(rank))
		}
	}
	return names, taken
}

// thaw goes over to a new base. What changed while it was made stays fresh.
func (s *shard) thaw(base *segment, taken map[int64]*fresh) {
	s.use(base)
	for _, id := range s.killed {
		s.kill(id)
	}
	for id, f := range taken {
		if s.fresh[id] == f {
			delete(s.fresh, id)
		}
	}
	s.merging, s.killed = false, nil
}
