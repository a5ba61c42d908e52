package diff

import "slices"

// Part is a piece of a text that two people changed: Lines where at most one of them
// did, or both in the same way; else a conflict, with the lines of each.
type Part struct {
	Conflict           bool
	Lines              []string
	Base, Mine, Theirs []string // of a conflict
}

// Merge puts together what mine and theirs changed in base, line by line. Changes
// with an unchanged line between them are apart from each other.
func Merge(base, mine, theirs []string) []Part {
	m, t := sides(base, mine), sides(base, theirs)
	var out []Part
	from, fromM, fromT := 0, 0, 0
	between := func(to, toM, toT int) {
		if to > from || toM > fromM || toT > fromT {
			out = add(out, decide(base[from:to], mine[fromM:toM], theirs[fromT:toT]))
		}
	}
	for n := range base {
		if m[n] < 0 || t[n] < 0 {
			continue
		}
		between(n, m[n], t[n])
		out = add(out, Part{Lines: base[n : n+1]})
		from, fromM, fromT = n+1, m[n]+1, t[n]+1
	}
	between(len(base), len(mine), len(theirs))
	return out
}

// sides tells for each line of base where it stands in text, -1 for nowhere.
func sides(base, text []string) []int {
	out := make([]int, len(base))
	for i := range out {
		out[i] = -1
	}
	for _, p := range match(base, text, newBudget()) {
		out[p.a] = p.b
	}
	return out
}

func decide(base, mine, theirs []string) Part {
	switch {
	case slices.Equal(mine, theirs), slices.Equal(theirs, base):
		return Part{Lines: mine}
	case slices.Equal(mine, base):
		return Part{Lines: theirs}
	}
	return Part{Conflict: true, Base: base, Mine: mine, Theirs: theirs}
}

// add puts p after the parts there are; two without a conflict become one.
func add(out []Part, p Part) []Part {
	if n := len(out); n > 0 && !out[n-1].Conflict && !p.Conflict {
		out[n-1].Lines = append(out[n-1].Lines, p.Lines...)
		return out
	}
	p.Lines = slices.Clone(p.Lines) // it may grow
	return append(out, p)
}

// Merged gives the whole text where no part is a conflict.
func Merged(all []Part) (lines []string, ok bool) {
	for _, p := range all {
		if p.Conflict {
			return nil, false
		}
		lines = append(lines, p.Lines...)
	}
	return lines, true
}
