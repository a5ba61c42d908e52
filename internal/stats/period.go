package stats

import (
	"context"
	"slices"
	"time"

	"github.com/ficstead/ficstead/internal/say"
)

// Period is how far back a page of statistics looks.
type Period string

// The periods.
const (
	Weeks Period = "weeks" // the last sixteen
	Year  Period = "year"  // the last twelve months
	All   Period = "all"
)

// Periods lists the choices, the usual one first.
func Periods() []Period { return []Period{Weeks, Year, All} }

// Name is what a period is called.
func (p Period) Name(ctx context.Context) string {
	switch p {
	case Year:
		return say.T(ctx, "Last 12 months")
	case All:
		return say.T(ctx, "All time")
	}
	return say.T(ctx, "Last 16 weeks")
}

// periodOf is the period that was asked for; anything else is the usual one.
func periodOf(typed string) Period {
	if p := Period(typed); slices.Contains(Periods(), p) {
		return p
	}
	return Weeks
}

// span is a stretch of days that a chart shows as one point.
type span struct{ from, to Day } // to is the first day after it

// spans cut a period that ends today: weeks into weeks that end today, longer ones
// into months. first is the earliest day that anything was counted.
func (p Period) spans(today, first Day) []span {
	if p == Weeks {
		out := make([]span, 16)
		for i := range out {
			to := today + 1 - Day(7*(len(out)-1-i))
			out[i] = span{to - 7, to}
		}
		return out
	}
	now := today.Time()
	month := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, time.UTC)
	back := 11
	if p == All {
		f := first.Time()
		back = max(1, (now.Year()-f.Year())*12+int(now.Month())-int(f.Month()))
	}
	back = min(back, maxMonths)
	out := make([]span, 0, back+1)
	for m := month.AddDate(0, -back, 0); !m.After(month); m = m.AddDate(0, 1, 0) {
		out = append(out, span{DayOf(m), DayOf(m.AddDate(0, 1, 0))})
	}
	return out
}

// maxMonths bounds what a chart shows: twenty years.
const maxMonths = 240

// from is the first day that the period may hold.
func (p Period) from(today Day) Day {
	switch p {
	case Weeks:
		return today - 16*7 + 1
	case Year:
		now := today.Time()
		return DayOf(time.Date(now.Year(), now.Month()-11, 1, 0, 0, 0, 0, time.UTC))
	}
	return 0
}

// label names a span where a table or a chart has room for it.
func (p Period) label(ctx context.Context, s span) string {
	if p == Weeks {
		return say.Date(ctx, s.from.Time())
	}
	return s.from.Time().Format("2006-01")
}
