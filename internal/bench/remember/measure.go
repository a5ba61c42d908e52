package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/remember"
	"github.com/ficstead/ficstead/internal/search"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// score is how questions of one kind were answered.
type score struct {
	name                    string
	asked                   int
	first, five, ten, scene int
	took, cpu               []time.Duration
}

func (s *score) line() string {
	if s.asked == 0 {
		return s.name + "\t0"
	}
	slices.Sort(s.took)
	slices.Sort(s.cpu)
	at := func(n int) string { return fmt.Sprintf("%.1f %%", 100*float64(n)/float64(s.asked)) }
	ms := func(all []time.Duration, p int) string {
		return fmt.Sprintf("%.0f ms", float64(all[min(len(all)-1, len(all)*p/100)].Microseconds())/1000)
	}
	return fmt.Sprintf("%s\t%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s", s.name, s.asked, at(s.first), at(s.five), at(s.ten), at(s.scene),
		ms(s.took, 50), ms(s.took, 95), ms(s.cpu, 50), ms(s.cpu, 95))
}

// answer is a work that was found, and whether at the right place.
type answer struct {
	work  int64
	place bool
}

func (s *score) count(q question, as []answer, took, cpu time.Duration) {
	s.asked++
	s.took, s.cpu = append(s.took, took), append(s.cpu, cpu)
	for i, a := range as {
		if a.work != q.work {
			continue
		}
		if i == 0 {
			s.first++
		}
		if i < 5 {
			s.five++
		}
		if i < 10 {
			s.ten++
			if a.place {
				s.scene++
			}
		}
		break
	}
}

// measure asks n questions of every kind that has only in its name.
func measure(ctx context.Context, d *db.DB, n int, seed uint64, only string) ([]*score, error) {
	all, err := chapters(ctx, d)
	if err != nil {
		return nil, err
	}
	m, err := newMaker(seed, all)
	if err != nil {
		return nil, err
	}
	var out []*score
	for _, kind := range kinds(m) {
		if !strings.Contains(kind.name, only) {
			continue
		}
		s, err := kind.run(ctx, d, n)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", kind.name, err)
		}
		out = append(out, s)
	}
	return out, nil
}

// table prints scores.
func table(out io.Writer, all []*score) error {
	t := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, "question\tasked\tfirst\tin five\tin ten\tthe very scene\tp50\tp95\tcpu p50\tcpu p95")
	for _, s := range all {
		fmt.Fprintln(t, s.line())
	}
	return t.Flush()
}

// kind is a kind of question, and who answers it.
type kind struct {
	name   string
	make   func() (question, error)
	answer func(context.Context, db.Q, question) ([]answer, error)
}

func kinds(m *maker) []kind {
	return []kind{
		{"6 words as they stand, /search", func() (question, error) { return m.quote(6, false) }, bySearch},
		{"6 words as they stand, /find", func() (question, error) { return m.quote(6, false) }, byLine},
		{"8 words, one wrong, /search", func() (question, error) { return m.quote(8, true) }, bySearch},
		{"8 words, one wrong, /find", func() (question, error) { return m.quote(8, true) }, byLine},
		{"16 words, two wrong, /find", func() (question, error) { return m.quote(16, true) }, byLine},
		{"three clues with mistakes, /find", func() (question, error) { return m.clues(5, 3) }, byClues},
		{"three short clues with mistakes, /find", func() (question, error) { return m.clues(2, 2) }, byClues},
		{"two sentences with mistakes, /find", func() (question, error) { return m.told(24) }, byClues},
		{"two clues, one word of each another, /find", func() (question, error) { return m.harder(harder{2, 1, 1, 1, false}) }, byClues},
		{"three clues, one word of each another, wrong who, /find", func() (question, error) { return m.harder(harder{2, 1, 1, 1, true}) }, byClues},
		{"two clues, all in other words, /find", func() (question, error) { return m.harder(harder{0, 4, 0, 3, false}) }, byClues},
		{"three clues, all in other words, wrong who, /find", func() (question, error) { return m.harder(harder{0, 4, 0, 3, true}) }, byClues},
	}
}

func (k kind) run(ctx context.Context, d *db.DB, n int) (*score, error) {
	s := &score{name: k.name}
	for range n {
		q, err := k.make()
		if err != nil {
			return nil, err
		}
		begun, worked := time.Now(), cpuTime()
		as, err := k.answer(ctx, d, q)
		if err != nil {
			return s, err
		}
		s.count(q, as, time.Since(begun), cpuTime()-worked)
	}
	return s, nil
}

const asked = 20

func bySearch(ctx context.Context, d db.Q, q question) ([]answer, error) {
	found, err := search.Find(ctx, d, search.Query{Text: q.line, Within: work.Listed(viewer.Viewer{}), Limit: asked})
	if err != nil {
		return nil, err
	}
	var as []answer
	for _, h := range found.Hits {
		as = append(as, answer{h.Work, q.right(remember.Found{Hit: h})})
	}
	return as, nil
}

func byLine(ctx context.Context, d db.Q, q question) ([]answer, error) {
	q.clues = []remember.Clue{{Field: remember.Line, Text: q.line}}
	return byClues(ctx, d, q)
}

func byClues(ctx context.Context, d db.Q, q question) ([]answer, error) {
	found, err := remember.Find(ctx, d, remember.Ask{Clues: q.clues, Within: work.Listed(viewer.Viewer{}), Limit: asked})
	var as []answer
	for _, f := range found {
		as = append(as, answer{f.Work, q.right(f)})
	}
	return as, err
}

// cpuTime is how long this program has worked, on all processors.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
