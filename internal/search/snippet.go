package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// snippetUnits is how many units a snippet shows, and leadUnits how many of
	// them come before the first that is marked.
	snippetUnits = 40
	leadUnits    = 12
	// maxSnippet bounds a snippet whose words are very long, in bytes.
	maxSnippet = 1200
)

// mark is a stretch of units that an atom fits.
type mark struct{ from, to, atom int }

// marks finds the atoms in us, from left to right, none over another.
func marks(us []unit, as []atom) []mark {
	starts := map[string][]int{}
	var single []int // atoms that may begin with a part of a unit
	for i, a := range as {
		if len(a) == 1 && a[0].run {
			single = append(single, i)
		} else {
			starts[a[0].text] = append(starts[a[0].text], i)
		}
	}
	var out []mark
	for i := 0; i < len(us); {
		to, which := i, 0
		for _, list := range [][]int{starts[us[i].text], single} {
			for _, n := range list {
				if as[n].at(us[i:]) && i+len(as[n]) > to {
					to, which = i+len(as[n]), n
				}
			}
		}
		if to == i {
			i++
			continue
		}
		out = append(out, mark{i, to, which})
		i = to
	}
	return out
}

// densest gives the first of the marks in the stretch of a snippet that has the
// most different atoms, and how many those are.
func densest(ms []mark) (first, distinct int) {
	count := map[int]int{}
	from := 0
	for i, m := range ms {
		count[m.atom]++
		for m.to-ms[from].from > snippetUnits-leadUnits && from < i {
			if count[ms[from].atom]--; count[ms[from].atom] == 0 {
				delete(count, ms[from].atom)
			}
			from++
		}
		if len(count) > distinct {
			first, distinct = from, len(count)
		}
	}
	return first, distinct
}

// snippet is the best part of a text, with the offset in it of the first mark and
// how many different atoms it has.
type snippet struct {
	spans    []Span
	at       int
	distinct int
}

// cut makes the snippet of a plain text for a query. The phrase, if it is there,
// beats any words.
func (t terms) cut(text string) snippet {
	us := units(text)
	if len(us) == 0 {
		return snippet{}
	}
	ms := marks(us, []atom{t.phrase})
	distinct := len(t.all) + 1
	first := 0
	if len(ms) == 0 {
		ms = marks(us, t.all)
		first, distinct = densest(ms)
	}
	from := 0
	out := snippet{distinct: distinct}
	if len(ms) > 0 {
		from = max(0, ms[first].from-leadUnits)
		out.at = us[ms[first].from].start
		ms = ms[first:]
	}
	out.spans = spans(text, us, ms, from, min(len(us), from+snippetUnits))
	return out
}

// spans writes units from to to with the marks among them, and what stands
// between and around them.
func spans(text string, us []unit, ms []mark, from, to int) []Span {
	var out []Span
	add := func(s string, marked bool) {
		if s != "" {
			out = append(out, Span{s, marked})
		}
	}
	at, end := 0, len(text)
	lead, tail := "", ""
	if from > 0 {
		at, lead = us[from-1].end, "…"
	}
	if to < len(us) {
		end, tail = us[to].start, "…"
	}
	if most := at + maxSnippet; end > most {
		end, tail = cutBefore(text, most), "…"
	}
	if lead != "" {
		at += len(text[at:end]) - len(strings.TrimLeftFunc(text[at:end], follows))
	}
	add(lead, false)
	for _, m := range ms {
		if us[m.from].start < at || us[m.to-1].end > end {
			continue
		}
		add(oneLine(text[at:us[m.from].start]), false)
		add(oneLine(text[us[m.from].start:us[m.to-1].end]), true)
		at = us[m.to-1].end
	}
	end = at + len(strings.TrimRightFunc(text[at:end], unicode.IsSpace))
	add(oneLine(text[at:end])+tail, false)
	return out
}

// follows reports whether r belongs to the word before it.
func follows(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune(`.,;:!?…—–-)]}’”»、。，！？」』`, r)
}

func cutBefore(text string, n int) int {
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return n
}

// oneLine is s with every run of white space as one space.
func oneLine(s string) string {
	var b strings.Builder
	space := false
	for _, r := range s {
		if unicode.IsSpace(r) {
			space = true
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	if space {
		b.WriteByte(' ')
	}
	return b.String()
}
