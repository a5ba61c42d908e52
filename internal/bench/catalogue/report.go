package main

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"unicode/utf8"
)

// Report is all that was measured.
type Report struct {
	Works, Cores  int
	Processor, Go string
	Seed          uint64
	Seconds       float64
	Load          [2]string // how many processes wanted to run in the last minute, before and after
	Growth        []Growth  // of each size; the last is of all works
	Checked       Checked
	Rivals        Rivals
}

// Growth is a catalogue of one size.
type Growth struct {
	Built    Built
	Measured Measured
}

// Summary is the last line.
type Summary struct {
	Works   int     `json:"works"`
	Facets  float64 `json:"facets_p99_ms"`
	Page    float64 `json:"page_p99_ms"`
	RSS     float64 `json:"rss_mb"`
	Open    float64 `json:"open_ms"`
	Build   float64 `json:"build_s"`
	Checked int     `json:"checked"`
}

func (r *Report) full() *Growth { return &r.Growth[len(r.Growth)-1] }

func (r *Report) summary() Summary {
	g := r.full()
	round := func(v float64) float64 { return math.Round(v*100) / 100 }
	return Summary{r.Works, round(g.Measured.Facets.all().P99), round(g.Measured.Pages.all().P99),
		round(g.Measured.Used.Resident), round(g.Measured.Open), round(g.Built.Seconds), r.Checked.Right}
}

// processor is what the machine calls its processor.
func processor() string {
	b, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "unknown"
	}
	_, rest, _ := strings.Cut(string(b), "model name\t: ")
	name, _, _ := strings.Cut(rest, "\n")
	return name
}

// load is how many processes wanted to run, on average of the last minute; more
// than there are processors means that all figures are too high.
func load() string {
	b, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	minute, _, _ := strings.Cut(string(b), " ")
	return minute
}

// sheet prints tables.
type sheet struct {
	w    *bufio.Writer
	left int // how many of the first columns begin at the same place; the others end there
	rows [][]string
}

// begin ends the table before, and begins one with a title and its columns.
func (s *sheet) begin(title string, left int, columns ...string) {
	s.end()
	fmt.Fprintf(s.w, "\n%s\n", title)
	s.left, s.rows = left, [][]string{columns}
}

func (s *sheet) row(cells ...string) { s.rows = append(s.rows, cells) }

// end prints the table.
func (s *sheet) end() {
	width := map[int]int{}
	for _, r := range s.rows {
		for i, cell := range r {
			width[i] = max(width[i], utf8.RuneCountInString(cell))
		}
	}
	for _, r := range s.rows {
		var b strings.Builder
		for i, cell := range r {
			gap := strings.Repeat(" ", width[i]-utf8.RuneCountInString(cell))
			if i < s.left {
				b.WriteString(cell + gap + "  ")
			} else {
				b.WriteString(gap + cell + "  ")
			}
		}
		fmt.Fprintln(s.w, strings.TrimRight(b.String(), " "))
	}
	s.rows = nil
}

// figure prints a number with as many places as it is worth.
func figure(v float64) string {
	switch {
	case v == 0:
		return "0"
	case math.Abs(v) < 10:
		return fmt.Sprintf("%.2f", v)
	case math.Abs(v) < 100:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.0f", v)
}

func whole(n int) string { return fmt.Sprint(n) }

func (r *Report) print(w io.Writer) {
	s := &sheet{w: bufio.NewWriter(w)}
	g := r.full()
	fmt.Fprintf(s.w, "%d works with %d tags, of which there are %d; %d processors of %s, %s, %.0f s in all, load %s before and %s after\n",
		r.Works, g.Built.Assigned, g.Built.Tags, r.Cores, r.Processor, r.Go, r.Seconds, r.Load[0], r.Load[1])
	r.promises(s)
	passes(s, "Everyday questions, one at a time", &g.Measured.Facets, &g.Measured.Pages)
	passes(s, "Further questions, one at a time", &g.Measured.Further.Facets, &g.Measured.Further.Pages)
	r.changing(s)
	r.growing(s)
	r.Rivals.print(s, r.at(r.Rivals.Works))
	s.end()
	for _, wrong := range r.Checked.Wrong {
		fmt.Fprintln(s.w, "WRONG", wrong)
	}
	fmt.Fprintln(s.w)
	s.w.Flush()
}

// at is what was measured at a size.
func (r *Report) at(works int) *Measured {
	for i := range r.Growth {
		if r.Growth[i].Built.Works == works {
			return &r.Growth[i].Measured
		}
	}
	return nil
}

// passes prints how classes of questions were answered with and without facets.
func passes(s *sheet, title string, facets, pages *Pass) {
	s.begin(fmt.Sprintf("%s (ms; with facets %s ms of CPU a question, %s allocations; without %s and %s)",
		title, figure(facets.CPU), figure(facets.Allocs), figure(pages.CPU), figure(pages.Allocs)),
		1, "class", "asked", "hits", "most", "facets p50", "p95", "p99", "max", "page p50", "p95", "p99", "max")
	for i, f := range facets.Lines {
		p := pages.Lines[i]
		s.row(f.Class, whole(f.N), whole(f.Hits), whole(f.MostHits),
			figure(f.P50), figure(f.P95), figure(f.P99), figure(f.Max), figure(p.P50), figure(p.P95), figure(p.P99), figure(p.Max))
	}
}

// changing prints how the catalogue answered while it changed.
func (r *Report) changing(s *sheet) {
	l, m := r.full().Measured.Live, r.full().Measured.Facets
	s.begin("While works come, change and go (ms, everyday questions with facets)", 1, "", "asked", "p50", "p95", "p99", "max", "questions/s", "changes/s")
	loop := func(name string, l *Loop) {
		s.row(name, whole(l.N), figure(l.P50), figure(l.P95), figure(l.P99), figure(l.Max), figure(l.Rate), figure(l.Changes))
	}
	pass := func(name string, p *Pass) {
		a := p.all()
		s.row(name, whole(a.N), figure(a.P50), figure(a.P95), figure(a.P99), figure(a.Max), "", "")
	}
	pass("as it was built, one client", &m)
	loop("two clients", &l.Still)
	loop(fmt.Sprintf("two clients, %d changes/s with %d counters each", changesASecond, bumps), &l.Writing)
	pass(fmt.Sprintf("%d changed works not merged, one client", l.Young), &l.Facets)
	pass("the same without facets", &l.Pages)
	loop("while they are merged, one client", &l.Merging)
	pass("merged, one client", &l.Merged)
}

// growing prints how the catalogue grows.
func (r *Report) growing(s *sheet) {
	s.begin("Growth (MB; ms; seconds)", 0, "works", "tags", "build s", "peak", "disk", "open", "first", "resident", "over start", "of it not files", "Go heap",
		"facets p50", "p95", "p99", "page p99", "CPU/question")
	for _, g := range r.Growth {
		b, m := g.Built, g.Measured
		f := m.Facets.all()
		s.row(whole(b.Works), whole(b.Tags), figure(b.Seconds), figure(b.Peak), figure(b.Disk), figure(m.Open), figure(m.First), figure(m.Used.Resident),
			figure(m.Used.Resident-m.Start.Resident), figure(m.Used.Own), figure(m.Used.Heap), figure(f.P50), figure(f.P95), figure(f.P99), figure(m.Pages.all().P99), figure(m.Facets.CPU))
	}
}
