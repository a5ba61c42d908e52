package stats

import (
	"cmp"
	"context"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/work"
)

// report is what a page of statistics shows, of one work or of all of somebody's.
type report struct {
	Works   []Owned
	Period  Period
	Totals  []total
	Spans   []span
	Kinds   []Kind // those of which there is anything
	Values  map[Kind][]int
	ByWork  []workTotals
	Marks   map[int]string
	Chart   chart
	Keeping []Kept // of one work
	Base    string // the page's address
}

// total is the sum of one kind.
type total struct {
	Kind Kind
	N    int
}

// workTotals are the sums of one work.
type workTotals struct {
	Owned
	N map[Kind]int
}

// maxMarks bounds the marks on a chart.
const maxMarks = 400

// makeReport reads what happened to works in a period that ends today.
func makeReport(ctx context.Context, q db.Q, works []Owned, p Period, today Day) (*report, error) {
	ids := make([]work.ID, len(works))
	for i, w := range works {
		ids[i] = w.ID
	}
	from := p.from(today)
	rows, err := Rows(ctx, q, ids, from)
	if err != nil {
		return nil, err
	}
	first := today
	if len(rows) > 0 {
		first = rows[0].Day
	}
	r := &report{Works: works, Period: p, Spans: p.spans(today, first), Values: map[Kind][]int{}, Marks: map[int]string{}}
	r.add(rows)
	posted, err := Postings(ctx, q, ids, r.Spans[0].from, maxMarks)
	if err != nil {
		return nil, err
	}
	r.mark(ctx, posted)
	r.chart(ctx)
	return r, nil
}

// add sums rows up, by kind and span, by kind, and by work.
func (r *report) add(rows []Row) {
	sums, byWork := map[Kind]int{}, map[work.ID]map[Kind]int{}
	for _, k := range Kinds() {
		r.Values[k] = make([]int, len(r.Spans))
	}
	for _, x := range rows {
		values, known := r.Values[x.Kind]
		at, in := slices.BinarySearchFunc(r.Spans, x.Day, func(s span, d Day) int {
			switch {
			case s.to <= d:
				return -1
			case s.from > d:
				return 1
			}
			return 0
		})
		if !known || !in {
			continue
		}
		values[at] += x.N
		sums[x.Kind] += x.N
		if byWork[x.Work] == nil {
			byWork[x.Work] = map[Kind]int{}
		}
		byWork[x.Work][x.Kind] += x.N
	}
	for _, k := range Kinds() {
		if sums[k] > 0 || k == Readers || k == Hits || k == Downloads {
			r.Kinds = append(r.Kinds, k)
			r.Totals = append(r.Totals, total{k, sums[k]})
		}
	}
	for _, w := range r.Works {
		if n := byWork[w.ID]; n != nil {
			r.ByWork = append(r.ByWork, workTotals{w, n})
		}
	}
	slices.SortStableFunc(r.ByWork, func(a, b workTotals) int { return cmp.Compare(b.N[Readers], a.N[Readers]) })
}

// mark notes what was posted when.
func (r *report) mark(ctx context.Context, all []Posting) {
	n := map[int]int{}
	last := map[int]int{}
	for _, p := range all {
		for i, s := range r.Spans {
			if p.Day >= s.from && p.Day < s.to {
				n[i]++
				last[i] = p.Chapter
			}
		}
	}
	for i, count := range n {
		if count == 1 {
			r.Marks[i] = say.T(ctx, "ch. {n}", "n", last[i])
		} else {
			r.Marks[i] = say.N(ctx, count, "{n} chapter", "{n} chapters")
		}
	}
}

// chart draws readers, and beside them the kind of answer there is most of. What is
// too small to tell is drawn as if it were none.
func (r *report) chart(ctx context.Context) {
	second := Downloads
	for _, t := range r.Totals {
		if t.Kind == Kudos {
			second = Kudos
		}
	}
	var all []counted
	for _, k := range []Kind{Readers, second} {
		values := slices.Clone(r.Values[k])
		for i, v := range values {
			if v < Blur {
				values[i] = 0
			}
		}
		last := values[len(values)-1]
		all = append(all, counted{k.Name(ctx) + " " + say.Number(ctx, last), values})
	}
	names := make([]string, len(r.Spans))
	for i, s := range r.Spans {
		names[i] = r.Period.label(ctx, s)
	}
	title := say.T(ctx, "Readers a month")
	if r.Period == Weeks {
		title = say.T(ctx, "Readers a week")
	}
	r.Chart = draw(title, all, names, r.Marks)
	from, to := all[0].values[0], all[0].values[len(all[0].values)-1]
	r.Chart.About = say.T(ctx, "From {from} at the beginning to {to} now. The same numbers are in the table below.", "from", say.Number(ctx, from), "to", say.Number(ctx, to))
}

// share is how many of those who read the first chapter read this one, in percent;
// -1 where either number is too small to tell.
func share(k Kept, first Kept) int {
	if first.Readers < Blur || k.Readers < Blur {
		return -1
	}
	return min(100, (100*k.Readers+first.Readers/2)/first.Readers)
}
