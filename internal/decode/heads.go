package decode

import (
	"slices"
	"strings"
)

// findHeads gives the places where chapters begin, in order.
func (s *scribe) findHeads() []head {
	switch {
	case len(s.cuts) > 0:
		return s.declaredHeads()
	case s.way == CutsNone || s.known:
		return nil
	case s.way == CutsPages, s.way == CutsHeadings && s.lines == nil:
		return nil // the file has none; in plain text a mark is the heading
	}
	titles := s.contentsBlocks()
	all := s.candidates()
	if s.way == CutsMarks {
		all = slices.DeleteFunc(all, func(h head) bool { return h.class == classHeading })
	}
	for i := range all {
		key := contentsKey(all[i])
		if title := titles[key]; title != "" && all[i].title == "" {
			all[i].title = title
			delete(titles, key)
		}
	}
	all = s.dropContents(all)
	var chosen []head
	switch strong := pick(all, classChapter, classNamed); {
	case hasClass(strong, classChapter):
		chosen = s.groupParts(pick(all, classChapter, classNamed, classPart))
	default:
		chosen = s.weakHeads(all, strong)
	}
	if chosen = s.inOrder(chosen); len(chosen) == 0 && s.way == CutsAuto {
		return s.pageHeads()
	}
	return chosen
}

func pick(all []head, classes ...headClass) []head {
	var out []head
	for _, h := range all {
		for _, c := range classes {
			if h.class == c {
				out = append(out, h)
			}
		}
	}
	return out
}

func hasClass(all []head, c headClass) bool {
	for _, h := range all {
		if h.class == c {
			return true
		}
	}
	return false
}

// weakHeads chooses heads when no line says "chapter": parts, days, letters,
// the source's headings, bare numbers, capitals, whichever come in a row.
func (s *scribe) weakHeads(all, named []head) []head {
	for _, unit := range []string{"part", "teil", "partie", "parte", "часть", "book", "buch", "livre", "pt", "fraction"} {
		got := ofUnit(all, unit)
		if len(got) == 0 {
			continue
		}
		if numbers := s.inParts(got, pick(all, classBare)); len(numbers) > 0 {
			return s.groupParts(merge(merge(got, numbers), named))
		}
		return merge(got, named)
	}
	for _, h := range pick(all, classUnit) {
		if got := ofUnit(all, h.unit); len(got) >= 2 {
			return merge(got, named)
		}
	}
	if got := s.headings(all); len(got) >= 2 {
		return merge(got, named)
	}
	if got := s.run(pick(all, classBare), true); len(got) >= 3 {
		return merge(got, named)
	}
	if len(named) == 0 {
		if got := s.run(pick(all, classCaps), false); len(got) >= 3 {
			return got
		}
	}
	return named
}

// inParts gives the bare numbers that are chapters of parts: they go up by one
// each, or begin anew behind the head of a part, and stand far apart.
func (s *scribe) inParts(parts, bare []head) []head {
	if len(parts) < 2 || parts[0].unit == "fraction" || len(bare) < 3 {
		return nil
	}
	var got []head
	p := 0
	for _, h := range bare {
		anew := false
		for p < len(parts) && parts[p].at < h.at {
			anew = true
			p++
		}
		if p == 0 {
			continue // above the first part
		}
		if n := len(got); n > 0 {
			next := h.n == got[n-1].n+1 || anew && h.n == 1
			if !next || s.wordsBetween(got[n-1].at+1, h.at) < runGap {
				return nil
			}
		}
		got = append(got, h)
	}
	if len(got) < 3 {
		return nil
	}
	return got
}

func ofUnit(all []head, unit string) []head {
	var out []head
	for _, h := range all {
		if h.unit == unit {
			out = append(out, h)
		}
	}
	return out
}

// merge joins two lists of heads in the order of the text.
func merge(a, b []head) []head {
	out := make([]head, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0].at <= b[0].at {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// headings gives the source's headings of the highest level that has two. A
// heading that opens the file with the next one at its heels is the title.
func (s *scribe) headings(all []head) []head {
	got := pick(all, classHeading)
	for level := 1; level <= 6; level++ {
		var at []head
		for _, h := range got {
			if h.level == level {
				at = append(at, h)
			}
		}
		if len(at) > 1 && at[0].at == s.firstText() && s.wordsBetween(at[0].at+1, at[1].at) < contentsGap {
			at = at[1:]
		}
		if len(at) >= 2 {
			return at
		}
	}
	return nil
}

func (s *scribe) firstText() int {
	for i, b := range s.blocks {
		if s.role[i] == roleText && hasWord(b.Text) {
			return i
		}
	}
	return -1
}

// runGap is how many words part bare numbers that are heads.
const runGap = 150

// run keeps heads that are at least runGap words apart and, if counted, go up
// by one each.
func (s *scribe) run(heads []head, counted bool) []head {
	var best, cur []head
	for _, h := range heads {
		if n := len(cur); n > 0 {
			near := s.wordsBetween(cur[n-1].at+1, h.at) < runGap
			if near && !counted {
				return nil // a text that shouts
			}
			if near || counted && h.n != cur[n-1].n+1 {
				if counted && !near && h.n <= cur[n-1].n {
					continue
				}
				if len(cur) > len(best) {
					best = cur
				}
				cur = nil
			}
		}
		cur = append(cur, h)
	}
	if len(cur) > len(best) {
		best = cur
	}
	return best
}

// groupParts folds "Part One" into the chapter head that follows at once; a
// part head with text of its own stays a head.
func (s *scribe) groupParts(all []head) []head {
	var out []head
	for i := 0; i < len(all); i++ {
		h := all[i]
		if h.class == classPart {
			if h.unit == "fraction" {
				continue
			}
			if i+1 < len(all) && all[i+1].class != classPart && s.wordsBetween(h.at+h.used, all[i+1].at) < contentsGap {
				next := &all[i+1]
				next.group = strings.TrimSpace(strings.Trim(s.blocks[h.at].Text, headMarks))
				s.role[h.at] = roleGone
				continue
			}
		}
		out = append(out, h)
	}
	return out
}

// inOrder drops heads whose numbers go back: those are talk of chapters, not
// chapters. After a part or book the count may begin again.
func (s *scribe) inOrder(heads []head) []head {
	last := map[string]int{}
	var out []head
	for _, h := range heads {
		if h.class == classPart || h.group != "" {
			last["chapter"], last["bare"] = 0, 0
		}
		unit := h.unit
		if h.class == classChapter {
			unit = "chapter"
		}
		if h.n > 0 {
			if before, seen := last[unit]; seen && (h.n <= before || h.n > before+50 && before > 0) {
				continue
			}
			last[unit] = h.n
		}
		out = append(out, h)
	}
	return out
}
