package publish

import (
	"context"
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // the zones of the world, also where the machine has none

	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
)

// zone is the place whose clocks somebody goes by; one that is not known is UTC.
func zone(name string) *time.Location {
	l, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		return time.UTC
	}
	return l
}

// When says an instant in words, by the clocks of a zone: "Friday 27 November 2026,
// 18:00, Berlin time (UTC+1)".
func When(ctx context.Context, t time.Time, zoneName string) string {
	return day(ctx, t.In(zone(zoneName))) + ", " + Clock(ctx, t, zoneName)
}

// Clock says the time of day of an instant with its zone: "18:00, Berlin time (UTC+1)".
func Clock(ctx context.Context, t time.Time, zoneName string) string {
	l := zone(zoneName)
	clock := t.In(l).Format("15:04")
	if l == time.UTC {
		return say.T(ctx, "{time} UTC", "time", clock)
	}
	return say.T(ctx, "{time}, {city} time ({offset})", "time", clock, "city", city(l.String()), "offset", offset(t.In(l)))
}

// city is the place after which a zone is named.
func city(name string) string {
	return strings.ReplaceAll(name[strings.LastIndexByte(name, '/')+1:], "_", " ")
}

// offset is how far the clocks are from UTC at an instant: "UTC+5:30".
func offset(t time.Time) string {
	_, seconds := t.Zone()
	sign := "+"
	if seconds < 0 {
		sign, seconds = "−", -seconds
	}
	if m := seconds / 60 % 60; m > 0 {
		return fmt.Sprintf("UTC%s%d:%02d", sign, seconds/3600, m)
	}
	return fmt.Sprintf("UTC%s%d", sign, seconds/3600)
}

func day(ctx context.Context, t time.Time) string {
	return say.T(ctx, "{weekday} {day} {month} {year}", "weekday", weekday(ctx, t.Weekday()), "day", t.Day(), "month", month(ctx, t.Month()), "year", t.Year())
}

func weekday(ctx context.Context, d time.Weekday) string {
	return [...]string{say.T(ctx, "Sunday"), say.T(ctx, "Monday"), say.T(ctx, "Tuesday"), say.T(ctx, "Wednesday"),
		say.T(ctx, "Thursday"), say.T(ctx, "Friday"), say.T(ctx, "Saturday")}[d]
}

func month(ctx context.Context, m time.Month) string {
	return [...]string{say.T(ctx, "January"), say.T(ctx, "February"), say.T(ctx, "March"), say.T(ctx, "April"), say.T(ctx, "May"), say.T(ctx, "June"),
		say.T(ctx, "July"), say.T(ctx, "August"), say.T(ctx, "September"), say.T(ctx, "October"), say.T(ctx, "November"), say.T(ctx, "December")}[m-1]
}

// turn is what the clocks of a zone do at a time of day.
type turn int

const (
	plain   turn = iota
	skipped      // they leave it out that day
	twice        // they show it twice that day
)

// local is a day and a time of day, as clocks on a wall show them.
type local struct {
	Year         int
	Month        time.Month
	Day          int
	Hour, Minute int
}

// readLocal reads a day ("2026-11-27") and a time ("18:00") as browsers send them.
func readLocal(date, clock string) (local, error) {
	d, err := time.Parse(time.DateOnly, strings.TrimSpace(date))
	if err != nil {
		return local{}, fault.In("date", "“%s” is no date. Write it as in 2026-11-27: year, month, day.", date)
	}
	t, err := time.Parse("15:04", strings.TrimSpace(clock))
	if err != nil {
		if t, err = time.Parse("15:04:05", strings.TrimSpace(clock)); err != nil {
			return local{}, fault.In("time", "“%s” is no time of day. Write it as in 18:00: hours and minutes.", clock)
		}
	}
	return local{d.Year(), d.Month(), d.Day(), t.Hour(), t.Minute()}, nil
}

// later is the same time of day some days on.
func (x local) later(days int) local {
	d := time.Date(x.Year, x.Month, x.Day+days, 0, 0, 0, 0, time.UTC)
	return local{d.Year(), d.Month(), d.Day(), x.Hour, x.Minute}
}

// in is the instant at which the clocks of l show x. Of a time that they show twice
// it is the first; for one that they leave out, the instant at which they would
// have shown it had they not been put forward.
func (x local) in(l *time.Location) (time.Time, turn) {
	wall := time.Date(x.Year, x.Month, x.Day, x.Hour, x.Minute, 0, 0, time.UTC)
	_, before := wall.Add(-24 * time.Hour).In(l).Zone()
	_, after := wall.Add(24 * time.Hour).In(l).Zone()
	early := wall.Add(-time.Duration(before) * time.Second)
	late := wall.Add(-time.Duration(after) * time.Second)
	isEarly, isLate := x.shown(early, l), x.shown(late, l)
	switch {
	case isEarly && isLate && before != after:
		if late.Before(early) {
			early = late
		}
		return early.UTC(), twice
	case isEarly:
		return early.UTC(), plain
	case isLate:
		return late.UTC(), plain
	}
	return early.UTC(), skipped
}

// shown reports whether the clocks of l show x at t.
func (x local) shown(t time.Time, l *time.Location) bool {
	t = t.In(l)
	return t.Year() == x.Year && t.Month() == x.Month && t.Day() == x.Day && t.Hour() == x.Hour && t.Minute() == x.Minute
}

// turned explains what the clocks do at x, "" when they do nothing.
func (x local) turned(ctx context.Context, at time.Time, how turn, zoneName string) string {
	clock := fmt.Sprintf("%02d:%02d", x.Hour, x.Minute)
	switch how {
	case skipped:
		return say.T(ctx, "The clocks are put forward that day and leave {time} out, so it is {at}.", "time", clock, "at", Clock(ctx, at, zoneName))
	case twice:
		return say.T(ctx, "The clocks are put back that day and show {time} twice; it is the first of the two, {at}.", "time", clock, "at", Clock(ctx, at, zoneName))
	}
	return ""
}
