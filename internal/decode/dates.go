package decode

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var months = monthIndex(
	"january jan januar jänner janvier enero gennaio janeiro января январь",
	"february feb februar février fevrier febrero febbraio fevereiro февраля февраль",
	"march mar märz mars marzo março марта март",
	"april apr avril abril aprile апреля апрель",
	"may mai mayo maggio maio мая май",
	"june jun juni juin junio giugno junho июня июнь",
	"july jul juli juillet julio luglio julho июля июль",
	"august aug août aout agosto августа август",
	"september sep sept septembre septiembre settembre setembro сентября сентябрь",
	"october oct oktober octobre octubre ottobre outubro октября октябрь",
	"november nov novembre noviembre novembro ноября ноябрь",
	"december dec dezember décembre decembre diciembre dicembre dezembro декабря декабрь")

func monthIndex(names ...string) map[string]time.Month {
	index := make(map[string]time.Month)
	for i, row := range names {
		for name := range strings.FieldsSeq(row) {
			index[name] = time.Month(i + 1)
		}
	}
	return index
}

var (
	dateISO  = regexp.MustCompile(`\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b`)
	dateNum  = regexp.MustCompile(`\b(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4}|\d{2})\b`)
	dateWord = regexp.MustCompile(`[\p{L}]+|\d+`)
)

// parseDate reads a day in the forms of five languages. sure is false when
// day and month could stand the other way round; the month then comes first,
// as most archives had it.
func parseDate(s string) (day time.Time, sure, ok bool) {
	if m := dateISO.FindStringSubmatch(s); m != nil {
		day, ok = makeDate(atoi(m[1]), atoi(m[2]), atoi(m[3]))
		return day, true, ok
	}
	if m := dateNum.FindStringSubmatch(s); m != nil {
		a, b, year := atoi(m[1]), atoi(m[3]), fullYear(m[4])
		switch {
		case m[2] == "." || a > 12:
			day, ok = makeDate(year, b, a)
			return day, true, ok
		case b > 12:
			day, ok = makeDate(year, a, b)
			return day, true, ok
		}
		day, ok = makeDate(year, a, b)
		return day, a == b, ok
	}
	return wordDate(s)
}

// wordDate reads "May 4, 2004", "4th of May 2004", "4. Mai 2004", "May 2004"
// and a bare year.
func wordDate(s string) (time.Time, bool, bool) {
	var month time.Month
	dayNo, year := 0, 0
	for _, w := range dateWord.FindAllString(strings.ToLower(s), 12) {
		n, err := strconv.Atoi(w)
		switch {
		case err != nil:
			if m, ok := months[w]; ok && month == 0 {
				month = m
			}
		case n >= 1970 && n <= 2100 && year == 0:
			year = n
		case n >= 1 && n <= 31 && dayNo == 0:
			dayNo = n
		}
	}
	switch {
	case year == 0:
		return time.Time{}, false, false
	case month == 0:
		if strings.Trim(s, " .()") != strconv.Itoa(year) {
			return time.Time{}, false, false
		}
		day, ok := makeDate(year, 1, 1)
		return day, false, ok
	}
	day, ok := makeDate(year, int(month), max(dayNo, 1))
	return day, dayNo > 0, ok
}

func makeDate(y, m, d int) (time.Time, bool) {
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return t, y >= 1900 && t.Day() == d && int(t.Month()) == m
}

func fullYear(s string) int {
	n := atoi(s)
	switch {
	case len(s) > 2:
		return n
	case n >= 70:
		return 1900 + n
	}
	return 2000 + n
}

// atoi reads digits that a pattern has already checked.
func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}
