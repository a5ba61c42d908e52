package say

import (
	"context"
	"strconv"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/number"
)

// Number writes n with its groups as the language does: 24,770 or 24.770.
func Number(ctx context.Context, n int) string {
	s := from(ctx)
	if -1000 < n && n < 1000 {
		return strconv.Itoa(n)
	}
	if s.tag == language.English || s.print == nil {
		return grouped(n)
	}
	return s.print.Sprint(n)
}

func grouped(n int) string {
	digits, sign := strconv.Itoa(n), ""
	if n < 0 {
		digits, sign = digits[1:], "-"
	}
	out := make([]byte, 0, len(digits)+len(digits)/3+1)
	out = append(out, sign...)
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			out = append(out, ',')
		}
		out = append(out, digits[i])
	}
	return string(out)
}

// Words says a length in words.
func Words(ctx context.Context, n int) string { return N(ctx, n, "{n} word", "{n} words") }

// Date writes a day: 3 Aug 2026.
func Date(ctx context.Context, t time.Time) string {
	if t.IsZero() {
		return T(ctx, "unknown date")
	}
	return T(ctx, "{day} {month} {year}", "day", t.Day(), "month", month(ctx, t.Month()), "year", t.Year())
}

// ISODate writes a day as machines read it: 2026-08-03.
func ISODate(t time.Time) string { return t.Format(time.DateOnly) }

func month(ctx context.Context, m time.Month) string {
	switch m {
	case time.January:
		return T(ctx, "Jan")
	case time.February:
		return T(ctx, "Feb")
	case time.March:
		return T(ctx, "Mar")
	case time.April:
		return T(ctx, "Apr")
	case time.May:
		return T(ctx, "May")
	case time.June:
		return T(ctx, "Jun")
	case time.July:
		return T(ctx, "Jul")
	case time.August:
		return T(ctx, "Aug")
	case time.September:
		return T(ctx, "Sep")
	case time.October:
		return T(ctx, "Oct")
	case time.November:
		return T(ctx, "Nov")
	}
	return T(ctx, "Dec")
}

// wordsAMinute is the pace that reading times are told by; CJK text, whose words
// are counted by the character, is read at about the same number of units.
const wordsAMinute = 250

// ReadingTime says how long n words take to read: "34 min", "1 h 39".
func ReadingTime(ctx context.Context, n int) string {
	m := (n + wordsAMinute - 1) / wordsAMinute
	if m < 1 {
		m = 1
	}
	if m < 60 {
		return T(ctx, "{n} min", "n", m)
	}
	if m%60 == 0 {
		return T(ctx, "{h} h", "h", Number(ctx, m/60))
	}
	rest := strconv.Itoa(m % 60)
	if len(rest) == 1 {
		rest = "0" + rest
	}
	return T(ctx, "{h} h {m}", "h", Number(ctx, m/60), "m", rest)
}

// Size writes a number of bytes as people do: "1.4 MB", in units of a thousand.
func Size(ctx context.Context, n int64) string {
	units := []string{"B", "kB", "MB", "GB", "TB"}
	f, i := float64(n), 0
	for f >= 999.5 && i < len(units)-1 {
		f, i = f/1000, i+1
	}
	digits := 0
	if i > 0 && f < 9.95 {
		digits = 1
	}
	return decimal(ctx, f, digits) + " " + units[i]
}

// decimal writes f with the language's decimal sign.
func decimal(ctx context.Context, f float64, digits int) string {
	s := from(ctx)
	if s.tag == language.English || s.print == nil {
		return strconv.FormatFloat(f, 'f', digits, 64)
	}
	return s.print.Sprint(number.Decimal(f, number.Scale(digits)))
}
