package facet

import "slices"

// view is the catalogue as it was at one change. It doesn't change but for numbers;
// readers hold it as long as they read.
type view struct {
	num   numbering
	parts []member // the base first
	seq   int64
	works int   // alive
	file  *file // of the base, nil if that is in memory
	refs  int   // guarded by Index.mu
	gone  bool
}

// member is a segment in a view.
type member struct {
	*segment
	dead  marks   // replaced or deleted
	dirty []marks // by number: works whose place in perms is no longer right; of the base
}

func (v *view) base() *member { return &v.parts[0] }

// young is how many works, alive or not, are not in the base.
func (v *view) young() int {
	n := 0
	for i := range v.parts[1:] {
		n += v.parts[1+i].works
	}
	return n
}

// changed tells whether anything is not as in the base.
func (v *view) changed() bool {
	b := v.base()
	return len(v.parts) > 1 || b.dead.n > 0 || slices.ContainsFunc(b.dirty, func(m marks) bool { return m.n > 0 })
}

// next is a copy for a writer to change.
func (v *view) next() *view {
	return &view{num: v.num, parts: slices.Clone(v.parts), seq: v.seq, works: v.works, file: v.file}
}

func (v *view) count() {
	v.works = 0
	for i := range v.parts {
		v.works += v.parts[i].works - v.parts[i].dead.n
	}
}
