package query

import (
	"strconv"
	"strings"
	"time"
)

// Unit is of what time is counted back from now.
type Unit uint8

// The units. NoUnit says that a Time has dates.
const (
	NoUnit Unit = iota
	Hour
	Day
	Week
	Month
	Year
)

var units = []string{Hour: "hour", Day: "day", Week: "week", Month: "month", Year: "year"}

// mostUnits is how many units back one can go.
const mostUnits = 9999

// Time is a stretch of time: between two dates, or so many units back from now,
// which moves on with each day.
type Time struct {
	// From and To are the first day and the day after the last, in UTC; zero is no
	// bound. They count where Unit is NoUnit.
	From, To time.Time
	Unit     Unit
	// Least and Most are how many units ago it was at least and at most; Most is -1
	// where there is no bound.
	Least, Most int
	// Whole asks for the calendar's hour, day, week, month or year that was Least
	// units ago.
	Whole bool
}

// Between gives the first instant of t and the first after it, in UTC; a zero one is
// no bound.
func (t Time) Between(now time.Time) (from, to time.Time) {
	now = now.UTC()
	switch {
	case t.Unit == NoUnit:
		return t.From, t.To
	case t.Whole:
		from = t.Unit.floor(t.Unit.back(now, t.Least))
		return from, t.Unit.back(from, -1)
	}
	if t.Most >= 0 {
		from = t.Unit.back(now, t.Most)
	}
	if t.Least > 0 {
		to = t.Unit.back(now, t.Least)
	}
	return from, to
}

// back is n units before t. Months that are shorter end the day: a month before the
// 31st of May is the 30th of April.
func (u Unit) back(t time.Time, n int) time.Time {
	switch u {
	case Hour:
		return t.Add(-time.Duration(n) * time.Hour)
	case Day:
		return t.AddDate(0, 0, -n)
	case Week:
		return t.AddDate(0, 0, -7*n)
	case Year:
		n *= 12
	}
	first := t.AddDate(0, 0, 1-t.Day()).AddDate(0, -n, 0)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1)
}

// floor is the beginning of the unit that t is in. Weeks begin on Monday.
func (u Unit) floor(t time.Time) time.Time {
	if u == Hour {
		return t.Truncate(time.Hour)
	}
	y, m, d := t.Date()
	switch u {
	case Week:
		d -= (int(t.Weekday()) + 6) % 7
	case Month:
		d = 1
	case Year:
		m, d = time.January, 1
	}
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// unitOf reads the name of a unit, as in week or weeks.
func unitOf(s string) (Unit, bool) {
	s = strings.ToLower(s)
	for u := Hour; u <= Year; u++ {
		if s == units[u] || s == units[u]+"s" {
			return u, true
		}
	}
	return NoUnit, false
}

// time reads a stretch of time.
func (p *parser) time(t token) Time {
	text := strings.TrimSpace(t.text)
	op := t.op
	if t.quoted { // "< 2 weeks ago"
		bare := strings.TrimLeft(text, "<>=")
		op += text[:len(text)-len(bare)]
		text = strings.TrimSuffix(bare, " ago")
	}
	text = strings.ToLower(strings.ReplaceAll(text, " ", ""))
	out, ok := ago(op, text)
	if !ok {
		out, ok = dates(op, text)
	}
	if !ok {
		p.wrong(t.at, "“%s” is not a time that can be used here. Write dates as in 2020, 2020-05 or 2020-05-31, a range as in 2020..2022, or how long ago, as in %s.",
			short(t.op+t.text), string(t.field.name)+":<2weeks")
	}
	return out
}

// ago reads how long ago something was.
func ago(op, text string) (Time, bool) {
	n := strings.LastIndexAny(text, "0123456789") + 1
	u, ok := unitOf(text[n:])
	if !ok || n == 0 {
		return Time{}, false
	}
	a, b, isRange := cutRange(text[:n])
	least, ok := few(a)
	if !ok {
		return Time{}, false
	}
	switch op {
	case "<", "<=", "=<":
		return Time{Unit: u, Most: least}, !isRange
	case ">", ">=", "=>":
		return Time{Unit: u, Least: least, Most: -1}, !isRange
	case "", "=":
	default:
		return Time{}, false
	}
	if !isRange {
		return Time{Unit: u, Least: least, Whole: true}, true
	}
	most, ok := few(b)
	return Time{Unit: u, Least: min(least, most), Most: max(least, most)}, ok
}

func few(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= 0 && n <= mostUnits && digit(s[0])
}

// dates reads a date or a range of dates.
func dates(op, text string) (Time, bool) {
	if op == "" || op == "=" {
		if a, b, ok := strings.Cut(text, ".."); ok {
			return between(a, b)
		}
		if a, b, ok := strings.Cut(text, "–"); ok {
			return between(a, b)
		}
		if len(text) == 9 && text[4] == '-' { // 2020-2022
			return between(text[:4], text[5:])
		}
	}
	from, to, ok := period(text)
	switch op {
	case "", "=":
		return Time{From: from, To: to}, ok
	case ">":
		return Time{From: to}, ok
	case ">=", "=>":
		return Time{From: from}, ok
	case "<":
		return Time{To: from}, ok
	case "<=", "=<":
		return Time{To: to}, ok
	}
	return Time{}, false
}

// between is from the beginning of a to the end of b, of which one may be empty.
func between(a, b string) (Time, bool) {
	var t Time
	if a == "" && b == "" {
		return t, false
	}
	var end time.Time
	okA, okB := true, true
	if a != "" {
		t.From, end, okA = period(a)
	}
	if b != "" {
		var begin time.Time
		begin, t.To, okB = period(b)
		if a != "" && begin.Before(t.From) {
			t.From, t.To = begin, end
		}
	}
	return t, okA && okB
}

// The years that can be asked for.
const firstYear, lastYear = 1900, 2999

// period is the year, month or day of text, and the first day after it.
func period(text string) (from, to time.Time, ok bool) {
	for _, p := range []struct {
		layout              string
		years, months, days int
	}{{"2006", 1, 0, 0}, {"2006-01", 0, 1, 0}, {time.DateOnly, 0, 0, 1}} {
		if len(text) != len(p.layout) {
			continue
		}
		from, err := time.Parse(p.layout, text)
		return from, from.AddDate(p.years, p.months, p.days), err == nil && from.Year() >= firstYear && from.Year() <= lastYear
	}
	return time.Time{}, time.Time{}, false
}
