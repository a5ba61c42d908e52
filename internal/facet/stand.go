package facet

// Stand has each of these terms be the works of a set, whatever the works themselves
// say, in what queries ask for and leave out, until Stand is called again; nil ends it.
// Counts go on by what works say. It is for when very many works get other terms at
// once: asking for these is right from now on, while the works come one after the other.
func (x *Index) Stand(sets map[Term]*Set) { x.stands.Store(&sets) }

// stood are the sets that terms stand for.
func (x *Index) stood() map[Term]*Set {
	if sets := x.stands.Load(); sets != nil {
		return *sets
	}
	return nil
}
