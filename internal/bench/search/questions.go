package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"runtime/pprof"
	"slices"
	"strings"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/search"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// question is what is asked for, and the work that must come first, 0 for none.
type question struct {
	text string
	work int64
}

// questions asks for lines, as they stand and with a mistake, for words that stand somewhere,
// and for such as are in every text, in the whole archive and within lists.
func (x lab) questions(ctx context.Context, out io.Writer, d *db.DB, all [][][]string, words []string) error {
	r := rand.New(rand.NewPCG(x.seed, 4))
	exact := asked(lines(r, all, 6, x.n, false))
	wrong := lines(r, all, 8, x.n, true)
	for i, l := range wrong {
		wrong[i] = l.misremember(r, words)
	}
	some := someWords(r, all, x.n)
	m, err := x.meter(ctx, d)
	if err != nil {
		return err
	}
	defer m.stop()
	site, err := pagesOf(ctx, d)
	if err != nil {
		return err
	}
	defer site.index.Close()
	for _, kind := range []struct {
		name string
		ask  []question
		find func(context.Context, db.Q, string) (int64, error)
	}{
		{"six words", exact, find},
		{"eight words, one wrong", asked(wrong), find},
		{"three words of a work", some, find},
		{"only very common words", commonest, find},
		{"the page, six words", exact, site.find},
		{"the page, one wrong", asked(wrong), site.find},
		{"the page, three words", some, site.find},
		{"within lists, six words", exact, matching},
		{"within lists, three words", some, matching},
		{"within lists, very common words", commonest, matching},
	} {
		s, err := m.ask(ctx, kind.ask, kind.find)
		if err != nil {
			return err
		}
		tell(out, kind.name, "%s", s)
	}
	return nil
}

func asked(ls []line) []question {
	out := make([]question, len(ls))
	for i, l := range ls {
		out[i] = question{strings.Join(l.words, " "), l.work}
	}
	return out
}

// commonest are words that are in every text.
var commonest = []question{{text: "the and of to a in"}, {text: "the and"}, {text: "the"}, {text: "it was and he said to her"}, {text: "of a to the"}, {text: "the old man and the sea"}}

// someWords takes three words of one work each, from anywhere in it.
func someWords(r *rand.Rand, all [][][]string, n int) []question {
	out := make([]question, n)
	for i := range out {
		w := all[r.IntN(len(all))]
		var ws []string
		for range 3 {
			p := w[r.IntN(len(w))]
			ws = append(ws, p[r.IntN(len(p))])
		}
		out[i].text = strings.Join(ws, " ")
	}
	return out
}

// find gives the work that a search finds first.
func find(ctx context.Context, q db.Q, text string) (int64, error) {
	found, err := search.Find(ctx, q, search.Query{Text: text, Within: work.Listed(viewer.Viewer{}), Limit: 10})
	if err != nil || len(found.Hits) == 0 {
		return 0, err
	}
	return found.Hits[0].Work, nil
}

// matching gathers the works that have the words of a list's search.
func matching(ctx context.Context, q db.Q, text string) (int64, error) {
	s, err := search.Seek(ctx, q, text)
	if err != nil {
		return 0, err
	}
	return append(slices.Clone(s.Works), 0)[0], nil
}

// meter measures what questions cost this program, and the server of the database.
type meter struct {
	d    *db.DB
	stop func()
}

// meter begins a profile, if one is wanted.
func (x lab) meter(_ context.Context, d *db.DB) (*meter, error) {
	m := &meter{d: d, stop: func() {}}
	if x.profile == "" {
		return m, nil
	}
	f, err := os.Create(x.profile)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, err
	}
	m.stop = func() {
		pprof.StopCPUProfile()
		f.Close()
	}
	return m, nil
}

// ask asks all questions and tells how that went.
func (m *meter) ask(ctx context.Context, all []question, find func(context.Context, db.Q, string) (int64, error)) (string, error) {
	if len(all) == 0 {
		return "none: the texts are too much alike", nil
	}
	var took, ours, theirs series
	first, known := 0, 0
	for _, x := range all {
		server, err := serverTime(ctx, m.d)
		if err != nil {
			return "", err
		}
		start, cpu := time.Now(), cpuTime()
		got, err := find(ctx, m.d, x.text)
		if err != nil {
			return "", err
		}
		took, ours = append(took, time.Since(start)), append(ours, cpuTime()-cpu)
		after, err := serverTime(ctx, m.d)
		if err != nil {
			return "", err
		}
		theirs = append(theirs, ours[len(ours)-1]+after-server)
		if x.work != 0 {
			known++
		}
		if x.work != 0 && got == x.work {
			first++
		}
	}
	out := fmt.Sprintf("%d", len(all))
	if known > 0 {
		out += fmt.Sprintf(", first in %.1f %%", 100*float64(first)/float64(known))
	}
	out += "; time " + took.String() + "; cpu " + ours.String()
	if m.d.Postgres {
		out += "; with the server's " + theirs.String()
	}
	return out, nil
}

// series are how long questions took.
type series []time.Duration

func (s series) String() string {
	slices.Sort(s)
	at := func(p int) float64 { return float64(s[len(s)*p/100].Microseconds()) / 1000 }
	return fmt.Sprintf("p50 %.1f, p95 %.1f, p99 %.1f ms", at(50), at(95), at(99))
}
