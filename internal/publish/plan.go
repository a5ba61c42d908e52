package publish

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// plan is when some chapters of a work are to be posted: all at one time, or one
// after the other on a cadence.
type plan struct {
	Chapters   []work.ChapterID
	Date, Time string // of the first, by the clocks of Zone
	Every      string // how many days or weeks lie between two; "" posts them together
	Unit       string // days or weeks
	Zone       string
	Silent     bool
}

// The units of a cadence.
const (
	days  = "days"
	weeks = "weeks"
)

const (
	mostEvery = 365 // between two chapters
	farthest  = 10  // years ahead
)

// step is one chapter of a plan.
type step struct {
	Chapter work.Chapter
	At      time.Time
	Note    string // what the clocks do that day, "" for nothing
}

// readPlan reads a plan from an address or a form.
func readPlan(v url.Values, zoneName string) plan {
	p := plan{
		Date: v.Get("date"), Time: v.Get("time"), Every: v.Get("every"), Unit: v.Get("unit"), Zone: zoneName,
		Silent: v.Has("silent"), Chapters: chaptersOf(v),
	}
	if p.Unit != weeks {
		p.Unit = days
	}
	return p
}

// chaptersOf are the chapters that were ticked, each once.
func chaptersOf(v url.Values) []work.ChapterID {
	var out []work.ChapterID
	for _, s := range v["chapters"] {
		if n, err := strconv.ParseInt(s, 10, 64); err == nil && !slices.Contains(out, work.ChapterID(n)) {
			out = append(out, work.ChapterID(n))
		}
	}
	return out
}

// values is the plan as it stands in an address.
func (p plan) values() url.Values {
	v := url.Values{"date": {p.Date}, "time": {p.Time}, "every": {p.Every}, "unit": {p.Unit}}
	for _, c := range p.Chapters {
		v.Add("chapters", strconv.FormatInt(int64(c), 10))
	}
	if p.Silent {
		v.Set("silent", "1")
	}
	return v
}

// steps are the chapters with their times, in the order in which they stand in the
// work, and what is wrong with the plan.
func (p plan) steps(ctx context.Context, x *work.Work, now time.Time) ([]step, web.Faults) {
	var bad web.Faults
	var out []step
	for _, c := range x.Chapters {
		if slices.Contains(p.Chapters, c.ID) && !(c.Posted && x.Posted) {
			out = append(out, step{Chapter: c})
		}
	}
	if len(out) == 0 || len(out) < len(p.Chapters) {
		bad.Add("chapters", fault.In("chapters", "Tick the drafts that are to be posted. What is posted already can't be planned any more."))
	}
	first, err := readLocal(p.Date, p.Time)
	bad.Add(fault.FieldOf(err), err)
	gap, err := p.gap()
	bad.Add("every", err)
	if len(bad) > 0 {
		return out, bad
	}
	l := zone(p.Zone)
	for i := range out {
		x := first.later(i * gap)
		at, how := x.in(l)
		out[i].At, out[i].Note = at, x.turned(ctx, at, how, p.Zone)
	}
	switch last := out[len(out)-1].At; {
	case !out[0].At.After(now):
		bad.Add("date", past())
	case last.After(now.AddDate(farthest, 0, 0)):
		bad.Add("date", fault.In("date", "The last chapter would come out in %d. Plans go %d years ahead at most.", last.Year(), farthest))
	}
	return out, bad
}

// gap is how many days lie between two chapters, 0 when they come together.
func (p plan) gap() (int, error) {
	if p.Every == "" || p.Every == "0" {
		return 0, nil
	}
	n, err := strconv.Atoi(p.Every)
	if err != nil || n < 1 || n > mostEvery {
		return 0, fault.In("every", "Write a number from 1 to %d, or leave it empty to post all of them at one time.", mostEvery)
	}
	if p.Unit == weeks {
		n *= 7
	}
	return n, nil
}

// schedules is the plan as it is kept.
func (p plan) schedules(all []step) []Schedule {
	out := make([]Schedule, len(all))
	for i, s := range all {
		out[i] = Schedule{Chapter: s.Chapter.ID, Due: s.At, Zone: p.Zone, Silent: p.Silent}
	}
	return out
}

// cadence says how chapters follow each other: "every 2 weeks".
func (p plan) cadence(ctx context.Context) string {
	n, err := strconv.Atoi(p.Every)
	switch {
	case err != nil || n == 0:
		return say.T(ctx, "all at one time")
	case p.Unit == weeks:
		return say.N(ctx, n, "every week", "every {n} weeks")
	}
	return say.N(ctx, n, "every day", "every {n} days")
}
