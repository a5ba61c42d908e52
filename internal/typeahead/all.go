package typeahead

import (
	"iter"
	"maps"
	"slices"
)

// All gives every name there is at this moment, in no order. What changes meanwhile is not
// seen, and nobody who looks for names waits for it.
func (x *Index) All() iter.Seq[Name] {
	type part struct {
		kind   uint8
		base   *segment
		gone   []uint64
		counts []uint32
		fresh  []Name
	}
	x.mu.RLock()
	var parts []part
	for kind, s := range x.shards {
		p := part{kind, s.base, slices.Clone(s.gone), slices.Clone(s.base.counts), nil}
		for f := range maps.Values(s.fresh) {
			p.fresh = append(p.fresh, f.name)
		}
		parts = append(parts, p)
	}
	x.mu.RUnlock()
	return func(yield func(Name) bool) {
		for _, p := range parts {
			for rank := range uint32(len(p.base.ids)) {
				if p.gone[rank/64]&(1<<(rank%64)) != 0 {
					continue
				}
				n := p.base.told(rank)
				n.Kind, n.Count = p.kind, int(p.counts[rank])
				if !yield(n) {
					return
				}
			}
			for _, n := range p.fresh {
				n.Kind = p.kind
				if !yield(n) {
					return
				}
			}
		}
	}
}
