package facet

import "slices"

// Stand has each of these terms be the works of a set, whatever the works themselves
// say, in what queries ask for and leave out and in counts of Top kinds, until Stand is
// called again; nil ends it. It is for when very many works get other terms at once: all
// answers are right from now on, while the works come one after the other. The terms of a
// Choice kind are counted as works say.
func (x *Index) Stand(sets map[Term]*Set) { x.stands.Store(&sets) }

// stood are the sets that terms stand for.
func (x *Index) stood() map[Term]*Set {
	if sets := x.stands.Load(); sets != nil {
		return *sets
	}
	return nil
}

// mostStood is how many terms of one Top kind stand for sets, at most: so many more must
// be found of a kind, since all of them may turn out to be none of the commonest.
func mostStood(stood map[Term]*Set, s *Schema) int {
	most := 0
	var n [maxKinds]int
	for t := range stood {
		if s.Kinds[t.Kind].Show == Top {
			n[t.Kind]++
			most = max(most, n[t.Kind])
		}
	}
	return most
}

// standTops puts right what was counted of terms that stand for sets.
func (x *run) standTops(r *Result) {
	if x.plan.q.Each == 0 || len(x.plan.stood) == 0 {
		return
	}
	for k, kind := range x.view.num.schema.Kinds {
		if kind.Show == Top {
			r.Counts[k] = slices.DeleteFunc(r.Counts[k], func(c Count) bool { return x.plan.stood[Term{uint8(k), c.ID}] != nil })
			r.Counts[k] = r.Counts[k][:min(len(r.Counts[k]), x.plan.q.Each)]
		}
	}
	for t, s := range x.plan.stood {
		list, each := r.Counts[t.Kind], x.plan.q.Each
		if x.view.num.schema.Kinds[t.Kind].Show != Top || s.Len() < last(list, each) {
			continue
		}
		if n := x.named(t); n > 0 {
			r.Counts[t.Kind] = offer(list, each, Count{t.ID, n})
		}
	}
}
