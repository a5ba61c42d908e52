package browse

import (
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/work"
)

// reader takes fields out of an address.
type reader struct {
	q     url.Values
	wrong []error
}

func (p *reader) refuse(field, format string, a ...any) {
	p.wrong = append(p.wrong, fault.In(field, format, a...))
}

// clean drops what no field may hold: broken UTF-8, control characters, outer spaces.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return strings.TrimSpace(s)
}

func (p *reader) one(field string) string { return clean(p.q.Get(field)) }

func (p *reader) names(field string) []string {
	var out []string
	for _, n := range p.q[field] {
		out = append(out, clean(n))
	}
	return out
}

// choices reads what a form's three-way choices say: choice[NAME]=in or not.
func (p *reader) choices(f *Filter) {
	before, after, _ := strings.Cut(fieldChoice, "-")
	for field, said := range p.q {
		name, ok := strings.CutPrefix(field, before)
		if !ok || !strings.HasSuffix(name, after) {
			continue
		}
		name = clean(strings.TrimSuffix(name, after))
		for _, s := range said {
			switch s {
			case "in":
				f.Include = append(f.Include, name)
			case "not":
				f.Exclude = append(f.Exclude, name)
			}
		}
	}
}

// tagLine reads a line of tags between commas; a minus excludes.
func (p *reader) tagLine(f *Filter) {
	for _, line := range p.q[fieldTags] {
		for _, n := range commas(line) {
			if rest, ok := strings.CutPrefix(n, "-"); ok {
				f.Exclude = append(f.Exclude, clean(rest))
			} else {
				f.Include = append(f.Include, n)
			}
		}
	}
}

// commas cuts a line at commas of every width, which no tag's name has.
func commas(line string) []string {
	parts := strings.FieldsFunc(line, func(r rune) bool { return r == ',' || r == '，' || r == '、' })
	for i := range parts {
		parts[i] = clean(parts[i])
	}
	return parts
}

func (p *reader) atMost(names []string) []string {
	if len(names) > maxTags {
		p.refuse(fieldTags, "A filter can name %d tags on each side; the rest were left out.", maxTags)
		names = names[:maxTags]
	}
	return names
}

func (p *reader) ratings() []work.Rating {
	var out []work.Rating
	for _, s := range p.q[fieldRating] {
		out = append(out, work.Rating(s))
	}
	return out
}

func (p *reader) language() string {
	s := p.one(fieldLanguage)
	if s == "" {
		return ""
	}
	l, err := language.Parse(s[:min(len(s), maxLanguage)])
	if err != nil || len(s) > maxLanguage {
		p.refuse(fieldLanguage, "“%s” is not a language code. Write it as in “en”, “de” or “pt-BR”.", short(s))
		return ""
	}
	return l.String()
}

func (p *reader) choice(field string) Choice {
	switch c := Choice(p.one(field)); c {
	case Yes, No:
		return c
	}
	return Either
}

// whole reads a number, in which groups of digits may be set apart.
func (p *reader) whole(field string) int {
	s := p.one(field)
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(strings.Map(func(r rune) rune {
		if strings.ContainsRune(",.'’_", r) || unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s))
	if err != nil || n < 0 || n > 1_000_000_000 {
		p.refuse(field, "“%s” is not a number that can be used here. Write it in digits, as in 5000.", short(s))
		return 0
	}
	return n
}

// length is a usual span of words, to choose in place of typing it; 0 is no bound.
type length struct{ from, to int }

func lengths() []length {
	return []length{{0, 999}, {1_000, 9_999}, {10_000, 49_999}, {50_000, 99_999}, {100_000, 0}}
}

// value is the span as forms send it.
func (l length) value() string { return number(l.from, 0) + "-" + number(l.to, 0) }

// span reads what a form sends of a length that was chosen.
func span(s string) (from, to int) {
	for _, l := range lengths() {
		if l.value() == s {
			return l.from, l.to
		}
	}
	return 0, 0
}

func (p *reader) day(field string) time.Time {
	s := p.one(field)
	if s == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		p.refuse(field, "“%s” is not a date that can be used here. Write it as year, month and day: 2026-08-31.", short(s))
		return time.Time{}
	}
	return t
}

func (p *reader) query() string {
	s := p.one(fieldQuery)
	if utf8.RuneCountInString(s) > maxQuery {
		p.refuse(fieldQuery, "A search can have %d characters; the rest was left out.", maxQuery)
		s = clean(string([]rune(s)[:maxQuery]))
	}
	return s
}

// short is as much of what somebody typed as a sentence can quote.
func short(s string) string {
	const most = 40
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}
