package main

import "fmt"

// promises prints what was promised beside what was measured.
func (r *Report) promises(s *sheet) {
	g := r.full()
	m, l := &g.Measured, g.Measured.Live
	f := m.Facets.all().P99
	s.begin("What was promised", 4, "", "measured", "promised of 17,000,000", "of 1,000,000")
	for _, p := range []struct{ name, measured, most, million string }{
		{"p99 with facets, one at a time", figure(f) + " ms", "25 ms", "5 ms"},
		{"p99 without facets", figure(m.Pages.all().P99) + " ms", "15 ms", ""},
		{"p99 of two clients, without changes", figure(l.Still.P99) + " ms", "", ""},
		{"p99 of two clients and changes", fmt.Sprintf("%s ms at %.0f changes/s", figure(l.Writing.P99), l.Writing.Changes), "60 ms at 200/s", ""},
		{"resident memory", figure(m.Used.Resident) + " MB", "4,000 MB", "220 MB"},
		{"that, after changes", figure(l.Memory.Resident) + " MB", "4,000 MB", ""},
		{"most memory in all of the run", figure(l.Peak) + " MB", "", ""},
		{"open", figure(m.Open) + " ms", "4,000 ms", ""},
		{"first question then, with facets", figure(m.First) + " ms", "", ""},
		{"open again after all changes", figure(l.Reopened) + " ms", "4,000 ms", ""},
		{"build, without drawing works", figure(g.Built.Seconds) + " s", "90 s", ""},
		{"processor time of build, with drawing", figure(g.Built.CPU) + " s", "", ""},
		{"changes taken in at once", fmt.Sprintf("%.0f/s", l.Rate), "", ""},
		{"until a change is in answers, the longest of 20", figure(l.Found) + " ms", "1,000 ms", "1,000 ms"},
		{fmt.Sprintf("p99 with %d works not merged (%d old ones gone)", l.Young, l.Gone), fmt.Sprintf("%s × merged", figure(l.Facets.all().P99/l.Merged.all().P99)), "2 ×", ""},
		{"p99 while merging", fmt.Sprintf("%s × not merged, %s × merged", figure(l.Merging.P99/l.Facets.all().P99), figure(l.Merging.P99/l.Merged.all().P99)), "2 × not merged", ""},
		{"merge", figure(l.Merge) + " s", "", ""},
		{"allocations a question", fmt.Sprintf("%s with facets, %s without, %s not merged", figure(m.Facets.Allocs), figure(m.Pages.Allocs), figure(l.Facets.Allocs)), "0", "0"},
		{"longest stop of Go's collector", fmt.Sprintf("%s ms; %s ms not merged", figure(m.Facets.Pause), figure(l.Facets.Pause)), "", ""},
		{"questions that agree with looking at all works", fmt.Sprintf("%d of %d, before and after %d changes", r.Checked.Right, r.Checked.Asked, l.Changes), "200 of 200", "200 of 200"},
	} {
		s.row(p.name, p.measured, p.most, p.million)
	}
}
