package decode

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
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

// candidates reads every short line as a head.
func (s *scribe) candidates() []head {
	var out []head
	prefixes := map[string]int{}
	for i, b := range s.blocks {
		if s.role[i] != roleText || b.Kind == Raw || b.Kind == Rule || len(b.Text) > 240 {
			continue
		}
		h, ok := s.candidate(i)
		if !ok {
			continue
		}
		if h.prefix != "" {
			prefixes[strings.ToLower(h.prefix)]++
		}
		out = append(out, h)
	}
	kept := out[:0]
	for _, h := range out {
		fold := strings.ToLower(h.prefix)
		if h.prefix != "" && prefixes[fold] < 2 && !strings.EqualFold(h.prefix, s.m.Title) && h.at != s.firstText() {
			continue
		}
		kept = append(kept, h)
	}
	return kept
}

func (s *scribe) candidate(i int) (head, bool) {
	b := s.blocks[i]
	text, second, two := strings.Cut(b.Text, "\n")
	text = strings.TrimSpace(text)
	if labelStarts(text) {
		return head{}, false
	}
	if two && (strings.IndexByte(second, '\n') >= 0 || !titleLike(second)) {
		return head{}, false
	}
	h, ok := parseHead(text)
	if !ok {
		if m := prefixHead.FindStringSubmatch(text); m != nil && len(strings.Fields(m[1])) <= 10 && titleCase(m[1]) {
			if h, ok = parseHead(m[2]); ok {
				h.prefix = m[1]
			}
		}
	}
	switch {
	case ok && h.class != classBare:
		if two && h.title != "" {
			return head{}, false
		}
		if two {
			h.title = strings.TrimSpace(second)
		}
		h.at, h.level = i, b.Level
		return s.titleBelow(h), true
	case b.Kind == Heading && !isSceneMark(text) && endMarkOf(text) == endNone && !labelled(text):
		return head{class: classHeading, at: i, used: 1, level: b.Level, title: strings.TrimSpace(strings.ReplaceAll(b.Text, "\n", " ")), kind: KindChapter}, true
	case ok && !two:
		h.at = i
		return h, true
	case capsHead(text) && !two && (b.Blank > 0 || i == 0) && !s.titled(i) && !isSceneMark(text) && !isSlug(text) && endMarkOf(text) == endNone && !labelled(text):
		return head{class: classCaps, at: i, used: 1, unit: "caps", title: text, kind: KindChapter}, true
	}
	return head{}, false
}

// titled says whether a byline or labels stand below a line: it is the title.
func (s *scribe) titled(i int) bool {
	return i+1 < len(s.blocks) && labelBlockOrBy(s, s.blocks[i+1])
}

func labelled(s string) bool {
	if _, ok := labelAt(s); ok {
		return true
	}
	_, ok := bareLabel(s)
	return ok
}

// capsHead says whether a line is a short title in capitals.
func capsHead(s string) bool {
	if len(s) > 80 || len(strings.Fields(s)) > 8 || endsSentence(s) || strings.ContainsAny(s, "\"“”!?") {
		return false
	}
	letters := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	return letters >= 4
}

// titleLike says whether a line can be a title: short, begun with a capital,
// not ended as a sentence.
func titleLike(s string) bool {
	s = strings.TrimSpace(s)
	n := utf8.RuneCountInString(s)
	if n == 0 || n > 80 || len(strings.Fields(s)) > 12 || strings.HasSuffix(s, ",") || strings.HasSuffix(s, ";") || strings.HasSuffix(s, ":") {
		return false
	}
	if isSceneMark(s) || strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "..") || labelled(s) || !hasWord(s) {
		return false
	}
	if endsSentence(s) {
		return titleCase(s) && !strings.ContainsAny(s, "\"“”")
	}
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, `"“'‘*_~-( `))
	return !unicode.IsLower(r) || s[0] == '"' || n <= 40 && len(strings.Fields(s)) <= 4
}

// centredBelow says whether one line stands below a head in the middle of the
// page as the head does, and prose that does not below them.
func (s *scribe) centredBelow(at int) bool {
	head, title, text := s.blocks[at], s.blocks[at+1], s.blocks[at+2]
	return head.Centred && title.Centred && !text.Centred && text.Kind == Para && countWords(text.Text) >= 5
}

// titleBelow takes a short line right below a head as its title.
func (s *scribe) titleBelow(h head) head {
	i := h.at + 1
	if h.title != "" || h.author != "" || i+1 >= len(s.blocks) || s.role[i] != roleText || s.blocks[i].Blank > 1 {
		return h
	}
	b := s.blocks[i]
	text := strings.TrimSpace(b.Text)
	if b.Kind != Para && b.Kind != Heading || !titleLike(text) || !titleCase(text) || utf8.RuneCountInString(text) > 60 || isSlug(text) || isPOV(text) || strings.ContainsAny(text, "\n\"“”") {
		return h
	}
	if _, isHead := parseHead(text); isHead {
		return h
	}
	if next := s.blocks[i+1]; b.Kind != Heading && !s.centredBelow(h.at) && (next.Blank == 0 && b.Blank == 0 || len(strings.Fields(next.Text)) < 8 && !isSceneMark(next.Text) && !labelled(next.Text)) || endMarkOf(text) != endNone {
		return h
	}
	h.title, h.used = text, 2
	return h
}
