package history

import (
	"context"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/say"
)

// month is a month, or with the zero Month a whole year.
type month struct {
	year int
	time.Month
}

// readMonth reads "2026-03" or "2026"; ok is false for what is neither.
func readMonth(s string) (m month, ok bool) {
	if t, err := time.Parse("2006-01", s); err == nil {
		return month{t.Year(), t.Month()}, true
	}
	if t, err := time.Parse("2006", s); err == nil {
		return month{year: t.Year()}, true
	}
	return month{}, false
}

func (m month) String() string {
	if m.Month == 0 {
		return fmt.Sprintf("%04d", m.year)
	}
	return fmt.Sprintf("%04d-%02d", m.year, int(m.Month))
}

// span is from its first instant to the first one after it, by the clock of a zone.
func (m month) span(zone *time.Location) (from, to time.Time) {
	if m.Month == 0 {
		return time.Date(m.year, 1, 1, 0, 0, 0, 0, zone), time.Date(m.year+1, 1, 1, 0, 0, 0, 0, zone)
	}
	return time.Date(m.year, m.Month, 1, 0, 0, 0, 0, zone), time.Date(m.year, m.Month+1, 1, 0, 0, 0, 0, zone)
}

// yearRead is a year of a history: how many works were read last in it, and in each of
// its months in which there were any, the newest first.
type yearRead struct {
	year, n int
	months  []monthRead
}

type monthRead struct {
	month
	n int
}

// calendar counts readings, of which the newest comes first, by year and month.
func calendar(all []time.Time, zone *time.Location) []yearRead {
	var out []yearRead
	for _, t := range all {
		y, m, _ := t.In(zone).Date()
		if len(out) == 0 || out[len(out)-1].year != y {
			out = append(out, yearRead{year: y})
		}
		of := &out[len(out)-1]
		of.n++
		if len(of.months) == 0 || of.months[len(of.months)-1].Month != m {
			of.months = append(of.months, monthRead{month: month{y, m}})
		}
		of.months[len(of.months)-1].n++
	}
	return out
}

// MonthOf names the month of an instant with its year: March 2026.
func MonthOf(ctx context.Context, t time.Time) string {
	return say.T(ctx, "{month} {year}", "month", MonthName(ctx, t.Month()), "year", t.Year())
}

// MonthName names a month: March.
func MonthName(ctx context.Context, m time.Month) string {
	switch m {
	case time.January:
		return say.T(ctx, "January")
	case time.February:
		return say.T(ctx, "February")
	case time.March:
		return say.T(ctx, "March")
	case time.April:
		return say.T(ctx, "April")
	case time.May:
		return say.T(ctx, "May")
	case time.June:
		return say.T(ctx, "June")
	case time.July:
		return say.T(ctx, "July")
	case time.August:
		return say.T(ctx, "August")
	case time.September:
		return say.T(ctx, "September")
	case time.October:
		return say.T(ctx, "October")
	case time.November:
		return say.T(ctx, "November")
	}
	return say.T(ctx, "December")
}
