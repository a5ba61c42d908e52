package decode

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// headClass orders chapter heads by how surely they are heads.
type headClass int

const (
	classNone    headClass = iota
	classChapter           // Chapter 3, Kapitel 3, 第3章
	classNamed             // Prologue, Epilogue, Interlude
	classPart              // Part One, (1/3), Book II
	classUnit              // Day 3, Letter 7, Act II: heads only when there are several
	classHeading           // a heading of the source's own
	classBare              // 3, III, "3. Tide"
	classCaps              // A SHORT LINE IN CAPITALS
)

// head is a line that may begin a chapter.
type head struct {
	class  headClass
	at     int    // block
	used   int    // blocks it takes
	unit   string // "chapter", "day": numbers are counted for each
	n      int    // 0 when it has no number
	total  int    // of "1/3"
	title  string
	kind   ChapterKind
	prefix string      // the story's title in front of it
	author string      // the byline behind it
	level  int         // of a heading
	group  string      // "Part One" that stood right before it
	drop   string      // what the reader will not see
	cut    *ChapterCut // what its maker said of it, if it did
}

var headUnits = map[string]headClass{
	"chapter": classChapter, "chap": classChapter, "ch": classChapter, "chapitre": classChapter, "kapitel": classChapter,
	"capítulo": classChapter, "capitulo": classChapter, "capitolo": classChapter, "глава": classChapter, "kapittel": classChapter,
	"hoofdstuk": classChapter, "rozdział": classChapter, "kapitola": classChapter, "luku": classChapter, "cap": classChapter, "chpt": classChapter, "chpter": classChapter,
	"part": classPart, "pt": classPart, "teil": classPart, "partie": classPart, "parte": classPart, "часть": classPart, "book": classPart, "buch": classPart, "livre": classPart,
	"act": classUnit, "section": classUnit, "episode": classUnit, "day": classUnit, "letter": classUnit, "drabble": classUnit, "scene": classUnit, "verse": classUnit,
	"tag": classUnit, "jour": classUnit, "brief": classUnit, "lettre": classUnit, "akt": classUnit, "acte": classUnit, "entry": classUnit, "week": classUnit, "night": classUnit, "year": classUnit, "snippet": classUnit,
}

var namedHeads = map[string]ChapterKind{
	"prologue": KindPrologue, "prolog": KindPrologue, "prólogo": KindPrologue, "prologo": KindPrologue, "пролог": KindPrologue, "foreword": KindPrologue, "vorwort": KindPrologue, "preface": KindPrologue, "avant-propos": KindPrologue,
	"epilogue": KindEpilogue, "epilog": KindEpilogue, "épilogue": KindEpilogue, "epílogo": KindEpilogue, "epilogo": KindEpilogue, "эпилог": KindEpilogue, "afterword": KindEpilogue, "nachwort": KindEpilogue,
	"interlude": KindInterlude, "intermission": KindInterlude, "zwischenspiel": KindInterlude, "interludio": KindInterlude, "интерлюдия": KindInterlude, "intermède": KindInterlude,
	"bonus": KindSideStory, "omake": KindSideStory, "side story": KindSideStory, "bonus chapter": KindSideStory, "extra": KindSideStory, "sidestory": KindSideStory,
}

var (
	hanHead     = regexp.MustCompile(`^第\s*([0-9０-９〇零一二三四五六七八九十百]{1,6})\s*[章話话回节節卷]\s*[:：\s]*(.*)$`)
	gluedHead   = regexp.MustCompile(`(?i)^(ch|chap|chapter|part|pt)\.?(\d{1,4})\b(.*)$`)
	ordinalHead = regexp.MustCompile(`(?i)^(\d{1,3})(?:\.|st|nd|rd|th|º|ª|-?я)? (kapitel|teil|chapter|part|capítulo|capitolo|глава|часть|chapitre|partie|akt|buch|tag|brief)\b(.*)$`)
	wordHead    = regexp.MustCompile(`(?i)^(\p{L}+) (kapitel|teil|chapter|part|partie|parte|capítulo|capitolo|глава|часть)$`)
	fractionOf  = regexp.MustCompile(`^[(\[]?\s*(\d{1,3})\s*(?:/|of)\s*(\d{1,3}|\?+)\s*[)\]]?$`)
	numbered    = regexp.MustCompile(`^(\d{1,3})\s*[.):]\s+(\S.*)$`)
	namedTitle  = regexp.MustCompile(`^(\p{L}[\p{L} -]{3,13}?)\s*(?:[:–—-]+|\.|#?\d{1,2}:?)\s*(.*)$`)
	prefixHead  = regexp.MustCompile(`(?i)^(.{2,80}?)\s*[-–—:,|]+\s*((?:chapter|chap|ch\.?|part|kapitel|chapitre|capítulo|capitolo|глава|prologue|epilogue|interlude)\b.*)$`)
	bylineTail  = regexp.MustCompile(`(?i)^(.*?)\s*[-–—,]?\s+by\s+(\p{L}.{1,40})$`)
)

const headMarks = " \t*~=_#<>|+•·-–—"

// parseHead reads a line as a chapter head.
func parseHead(s string) (head, bool) {
	if len(s) > 160 || utf8.RuneCountInString(s) > 100 {
		return head{}, false
	}
	t := strings.Trim(s, headMarks)
	if strings.HasPrefix(t, "[") && strings.HasSuffix(t, "]") || strings.HasPrefix(t, "(") && strings.HasSuffix(t, ")") {
		if !fractionOf.MatchString(t) {
			t = strings.TrimSpace(t[1 : len(t)-1])
		}
	}
	first, _ := utf8.DecodeRuneInString(t)
	if t == "" || strings.ContainsRune("\"“„«'‘", first) {
		return head{}, false
	}
	if m := hanHead.FindStringSubmatch(t); m != nil {
		n, _ := hanNumber(m[1])
		return headOf(classChapter, "chapter", n, m[2], t)
	}
	if m := fractionOf.FindStringSubmatch(t); m != nil {
		return head{class: classPart, used: 1, unit: "fraction", n: atoi(m[1]), total: atoi(m[2]), kind: KindChapter, drop: s}, true
	}
	if h, ok := namedHead(t); ok {
		return h, true
	}
	for _, m := range [][]string{gluedHead.FindStringSubmatch(t)} {
		if m != nil {
			return unitHead(m[1], m[2], m[3], t)
		}
	}
	if m := ordinalHead.FindStringSubmatch(t); m != nil {
		return unitHead(m[2], m[1], m[3], t)
	}
	if m := wordHead.FindStringSubmatch(t); m != nil {
		if h, ok := unitHead(m[2], m[1], "", t); ok {
			return h, true
		}
	}
	unit, rest, _ := strings.Cut(t, " ")
	unit = strings.ToLower(strings.TrimRight(unit, ".:#"))
	if headUnits[unit] != classNone {
		number, title := numberPart(rest)
		return unitHead(unit, number, title, t)
	}
	return bareHead(t)
}

// numberPart cuts "Three — Tide" into the number and what is behind it.
func numberPart(rest string) (number, title string) {
	rest = strings.TrimLeft(rest, " #№")
	for _, lead := range []string{"No. ", "no. ", "the ", "The ", "THE "} {
		rest = strings.TrimPrefix(rest, lead)
	}
	end := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' })
	if end < 0 {
		end = len(rest)
	}
	number = rest[:end]
	if _, ok := numberOf(strings.TrimRight(number, "-")); !ok && strings.Contains(number, "-") {
		number, _, _ = strings.Cut(number, "-")
		return number, rest[len(number):]
	}
	// "Twenty One"
	if tens[strings.ToLower(number)] > 0 && end < len(rest) && rest[end] == ' ' {
		second, _, _ := strings.Cut(rest[end+1:], " ")
		second = strings.TrimRight(second, ":.-–—,")
		if _, ok := numberOf(number + " " + second); ok {
			return number + " " + second, rest[end+1+len(second):]
		}
	}
	number = strings.TrimRight(number, "-")
	return number, rest[len(number):]
}

func unitHead(unit, number, rest, whole string) (head, bool) {
	unit = strings.ToLower(strings.TrimRight(unit, "."))
	class := headUnits[unit]
	n, ok := numberOf(number)
	if !ok || class == classNone {
		return head{}, false
	}
	total := 0
	rest = strings.TrimSpace(rest)
	if m := regexpOfTotal.FindStringSubmatch(rest); m != nil {
		total = atoi(m[1])
		rest = m[2]
	}
	h, ok := headOf(class, unit, n, rest, whole)
	h.total = total
	if class != classChapter && class != classPart && rest != "" && !strings.ContainsAny(rest[:1], ":-.(") && !strings.HasPrefix(rest, "–") && !strings.HasPrefix(rest, "—") {
		return head{}, false
	}
	return h, ok
}

var regexpOfTotal = regexp.MustCompile(`(?i)^(?:/|of)\s*(\d{1,3}|\?+)\s*(.*)$`)

// headOf makes a head when what follows the number can be a title.
func headOf(class headClass, unit string, n int, rest, whole string) (head, bool) {
	rest = strings.TrimSpace(rest)
	title := strings.Trim(rest, " :-–—.,~*_=>|\t")
	if strings.HasPrefix(rest, "(") && strings.HasSuffix(rest, ")") {
		title = rest[1 : len(rest)-1]
	}
	title = unquote(title)
	h := head{class: class, used: 1, unit: unit, n: n, title: title, kind: KindChapter}
	if title == "" {
		h.drop = whole
		return h, true
	}
	if m := bylineTail.FindStringSubmatch(" " + title); m != nil && strings.TrimSpace(m[1]) == "" {
		h.author, h.title, h.drop = m[2], "", whole
		return h, true
	}
	h.drop = strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(whole, rest), " "))
	parted := strings.ContainsAny(rest[:1], ":.-,(\"|") || strings.ContainsAny(string([]rune(rest)[0]), "–—“：")
	words := len(strings.Fields(title))
	switch {
	case words > 14 || strings.HasSuffix(rest, ","):
		return head{}, false
	case parted:
		// "Chapter 3, she thought, was long." is a sentence.
		first, _ := utf8.DecodeRuneInString(title)
		return h, !(rest[0] == ',' && (unicode.IsLower(first) || strings.HasSuffix(rest, "."))) && !(words > 8 && strings.HasSuffix(rest, ".") && unicode.IsLower(first))
	}
	return h, words <= 8 && titleCase(title) && !strings.HasSuffix(rest, ".")
}

// unquote takes the quotation marks off a title that stands in them whole.
func unquote(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	last, m := utf8.DecodeLastRuneInString(s)
	if len(s) > n+m && strings.ContainsRune(`"“”„«'‘`, r) && strings.ContainsRune(`"”“»'’`, last) {
		inner := s[n : len(s)-m]
		if !strings.ContainsAny(inner, `"“”`) {
			return strings.TrimSpace(inner)
		}
	}
	return s
}

// titleCase says whether a line is written as titles are: it begins with a
// capital, and so do half its longer words.
func titleCase(s string) bool {
	upper, long := 0, 0
	for i, w := range strings.Fields(s) {
		w = strings.Trim(w, `"'“”‘’(),.:;!?*_`)
		if i == 0 && !capitalised(w) && !(w != "" && w[0] >= '0' && w[0] <= '9') {
			return false
		}
		if utf8.RuneCountInString(w) > 3 {
			if long++; capitalised(w) {
				upper++
			}
		}
	}
	return upper*2 >= long
}

func namedHead(t string) (head, bool) {
	low := strings.ToLower(strings.TrimRight(t, ".:"))
	if kind, ok := namedHeads[low]; ok {
		return head{class: classNamed, used: 1, unit: low, kind: kind, drop: t}, true
	}
	m := namedTitle.FindStringSubmatch(t)
	if m == nil {
		return head{}, false
	}
	kind, ok := namedHeads[strings.ToLower(strings.TrimSpace(m[1]))]
	title := strings.Trim(m[2], " :-–—")
	if !ok || len(strings.Fields(title)) > 12 || !capitalised(m[1]) || title != "" && (strings.HasSuffix(title, ".") || !capitalised(title)) {
		return head{}, false
	}
	return head{class: classNamed, used: 1, unit: strings.ToLower(m[1]), kind: kind, title: unquote(title), drop: strings.TrimSuffix(t, m[2])}, true
}

// bareHead reads "3", "III" and "3. Tide".
func bareHead(t string) (head, bool) {
	core := strings.Trim(t, ".:()[] ")
	if n, ok := numberOf(core); ok && n > 0 && n < 400 && (core[0] < 'a' || core[0] > 'z') {
		return head{class: classBare, used: 1, unit: "bare", n: n, kind: KindChapter, drop: t}, true
	}
	if m := numbered.FindStringSubmatch(t); m != nil && len(strings.Fields(m[2])) <= 8 && !endsSentence(m[2]) && titleCase(m[2]) {
		return head{class: classBare, used: 1, unit: "bare", n: atoi(m[1]), title: unquote(m[2]), kind: KindChapter, drop: m[1]}, true
	}
	return head{}, false
}
