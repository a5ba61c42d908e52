package remember

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/history"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Ago is about how long ago somebody read a story, as they remember it; "" when they
// don't say.
type Ago string

// About how long ago.
const (
	ThisWeek   Ago = "week"
	ThisMonth  Ago = "month"
	FewMonths  Ago = "months"
	AboutAYear Ago = "year"
	FewYears   Ago = "years" // two or three
	LongerAgo  Ago = "longer"
)

// Agos are all of them, the latest first.
var Agos = []Ago{ThisWeek, ThisMonth, FewMonths, AboutAYear, FewYears, LongerAgo}

// Prior is what somebody's own history says of the story that they mean. It makes works
// that they have read likelier, and never leaves anything out. The zero Prior says
// nothing.
type Prior struct {
	// Reader is whose history it is: only ever who asks.
	Reader viewer.ID
	Ago    Ago
	Maybe  bool // Ago counts half
	Now    time.Time
}

const (
	// readNear and readEver are how much it counts to have read a work about when one
	// says, and at some time when one doesn't say.
	readNear = 1
	readEver = 0.15
	// justNow is how lately a work was read that nobody has to look for.
	justNow = 2 * 24 * time.Hour
	// nearest is how many works of a history are listed where there is no other clue.
	nearest = 500
)

// span is how long ago an Ago is, in days, and how many times as long or as short it may
// have been: the longer ago, the less people know.
func (w Ago) span() (days, times float64) {
	switch w {
	case ThisWeek:
		return 3, 3.5
	case ThisMonth:
		return 20, 2.5
	case FewMonths:
		return 110, 2.5
	case AboutAYear:
		return 365, 2
	case FewYears:
		return 900, 1.8
	case LongerAgo:
		return 1800, 2
	}
	return 0, 0
}

// off is how far from w something is that was at an instant, on a scale of logarithms;
// ok is false for what is too far.
func (w Ago) off(at, now time.Time) (off float64, ok bool) {
	days, times := w.span()
	if days == 0 {
		return 0, false
	}
	ago := max(1, now.Sub(at).Hours()/24)
	if w == LongerAgo {
		ago = min(ago, days)
	}
	off = math.Abs(math.Log(ago / days))
	return off, off <= math.Log(times)
}

// bounds are the instants between which off is not too far.
func (w Ago) bounds(now time.Time) (from, to time.Time) {
	days, times := w.span()
	ago := func(days float64) time.Time { return now.Add(-time.Duration(days * 24 * float64(time.Hour))) }
	from, to = ago(days*times), ago(days/times)
	if w == LongerAgo {
		from = time.Time{}
	}
	if days/times <= 1 {
		to = now
	}
	return from, to
}

// memory is a work of somebody's history with how well its time fits.
type memory struct {
	work int64
	at   time.Time // of the reading that fits
	off  float64
}

// fit tells how well a reading fits what p says; ok is false when not at all.
func (p Prior) fit(r history.Reading) (m memory, ok bool) {
	m = memory{work: int64(r.Work), at: r.Last}
	switch {
	case p.Ago == "":
		return m, p.Now.Sub(r.Last) >= justNow
	case p.Ago != ThisWeek && p.Now.Sub(r.First) < justNow:
		// The last time says nothing: they may just have opened what was found, to look.
		return memory{}, false
	}
	first, okFirst := p.Ago.off(r.First, p.Now)
	last, okLast := p.Ago.off(r.Last, p.Now)
	if m.off = last; okFirst && (!okLast || first < last) {
		m.at, m.off = r.First, first
	}
	return m, okFirst || okLast
}

// remembered orders the works of a history that fit p, the best first.
func (p Prior) remembered(all []history.Reading) []memory {
	var out []memory
	for _, r := range all {
		if m, ok := p.fit(r); ok {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(a, b memory) int {
		return cmp.Or(cmp.Compare(a.off, b.off), b.at.Compare(a.at), cmp.Compare(b.work, a.work))
	})
	return out
}

// prior is what somebody's history makes likelier among what was found. Without any clue
// it lists what they read about when they say.
func (s *shelf) prior(ctx context.Context, q db.Q, ask Ask) error {
	p := ask.Prior
	if p.Reader == 0 {
		return nil
	}
	if len(ask.Clues) == 0 {
		return s.readThen(ctx, q, ask)
	}
	works := make([]work.ID, 0, len(s.found))
	for id := range s.found {
		works = append(works, work.ID(id))
	}
	read, err := history.Among(ctx, q, p.Reader, works)
	if err != nil {
		return err
	}
	for place, m := range p.remembered(read) {
		if p.Ago == "" { // nothing tells one from another
			s.likelier(m, readEver, 0)
		} else {
			s.likelier(m, readNear*Clue{Maybe: p.Maybe}.weight(), place)
		}
	}
	return nil
}

// likelier notes what the place of a work in a history counts.
func (s *shelf) likelier(m memory, weight float64, place int) {
	f := s.of(m.work)
	f.prior = rankVote(weight, place)
	f.Why = append(f.Why, Reason{Field: Read, At: m.at})
}

// readThen lists what somebody read about when they say.
func (s *shelf) readThen(ctx context.Context, q db.Q, ask Ask) error {
	p := ask.Prior
	from, to := p.Ago.bounds(p.Now)
	if !slices.Contains(Agos, p.Ago) {
		return nil
	}
	read, err := history.Between(ctx, q, p.Reader, from, to, ask.Within, nearest)
	if err != nil {
		return err
	}
	for place, m := range p.remembered(read) {
		s.likelier(m, readNear, place)
	}
	return nil
}

// weigh adds what a history says to what clues say. A work in which a line stands word
// for word stays before those that were behind it: who knows a line knows more than who
// remembers when.
func (s *shelf) weigh() {
	var lines []float64
	for _, f := range s.found {
		if f.whole {
			lines = append(lines, f.score)
		}
	}
	slices.Sort(lines)
	for _, f := range s.found {
		was := f.score
		f.score += f.prior
		if f.whole || f.prior == 0 {
			continue
		}
		if i, _ := slices.BinarySearch(lines, was); i < len(lines) {
			f.score = min(f.score, (was+lines[i])/2)
		}
	}
}
