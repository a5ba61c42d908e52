// Package typeahead finds names while somebody types: among a million of them, in memory,
// within a few milliseconds. The words that are typed may stand in any order, and the last
// may still be begun; neither case nor accents nor the width of letters nor the kind of kana
// matter, and where nothing is found, one letter of a longer word may be wrong, missing,
// too many or swapped with the next. Names come and change without a pause. The package
// knows nothing of a database.
package typeahead

import (
	"iter"
	"sync"
)

// Name is something that can be typed. Names of one Kind are looked for together.
type Name struct {
	ID   int64
	Kind uint8
	Text string
	// Canonical names come before others.
	Canonical bool
	// Of is the name that this one stands for: what is found is that name, and Hit.As says
	// by which. 0 for none.
	Of int64
	// Count is how much the name is used; counts are compared to within a quarter.
	Count int
	// Groups are what the name belongs to; Query.Groups asks for them.
	Groups []int64
}

// Query is what somebody typed.
type Query struct {
	Kind  uint8
	Typed string
	// Limit is how many names are wanted, at most MaxHits.
	Limit int
	// Groups has the names of these come first.
	Groups []int64
}

// Hit is a name that was found.
type Hit struct {
	ID        int64
	Text      string
	Canonical bool
	Count     int
	// As is the name that was found where it stands for ID, AsID its ID; "" and 0 when ID
	// was found itself.
	As   string
	AsID int64
	// Near is set for a name of one of the groups that were asked for.
	Near bool
	// Guessed is set where a letter had to be corrected.
	Guessed bool
}

const (
	// MaxHits is the most that is found at once.
	MaxHits = 64
	// maxWords is how many words of what was typed are looked at; each character of a script
	// without spaces is one.
	maxWords = 24
)

// Index has the names. It is safe for many at once.
type Index struct {
	mu     sync.RWMutex
	shards map[uint8]*shard
	merges sync.WaitGroup
}

// New gives an index without names.
func New() *Index { return &Index{shards: map[uint8]*shard{}} }

// Build gives an index of all names, which is quicker than to Put each.
func Build(names iter.Seq[Name]) *Index {
	x, kinds := New(), map[uint8][]Name{}
	for n := range names {
		kinds[n.Kind] = append(kinds[n.Kind], n)
	}
	for kind, all := range kinds {
		x.shards[kind] = newShard(all)
		delete(kinds, kind)
	}
	return x
}

// Put adds a name, or changes the one of its ID in every respect.
func (x *Index) Put(n Name) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for kind, s := range x.shards {
		if kind != n.Kind {
			s.remove(n.ID)
		}
	}
	s := x.shards[n.Kind]
	if s == nil {
		s = newShard(nil)
		x.shards[n.Kind] = s
	}
	s.put(n)
	x.tidy(s)
}

// Remove takes a name away. One that isn't there is no mistake.
func (x *Index) Remove(id int64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, s := range x.shards {
		s.remove(id)
	}
}

// SetCount changes how much a name is used. One that isn't there is no mistake.
func (x *Index) SetCount(id int64, count int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, s := range x.shards {
		if s.setCount(id, count) {
			x.tidy(s)
			return
		}
	}
}

// Get gives a name by its ID.
func (x *Index) Get(id int64) (Name, bool) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	for kind, s := range x.shards {
		if n, ok := s.get(id); ok {
			n.Kind = kind
			return n, true
		}
	}
	return Name{}, false
}

// Len is how many names there are.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	n := 0
	for _, s := range x.shards {
		n += s.len()
	}
	return n
}

// Wait returns when nothing is being merged in the background any more.
func (x *Index) Wait() { x.merges.Wait() }

// tidy has what changed in a shard merged in the background when there is much of it.
// x.mu is held.
func (x *Index) tidy(s *shard) {
	if s.merging || len(s.fresh) < mergeAt {
		return
	}
	names, taken := s.freeze()
	x.merges.Go(func() {
		base := newSegment(names)
		x.mu.Lock()
		defer x.mu.Unlock()
		s.thaw(base, taken)
		x.tidy(s)
	})
}
