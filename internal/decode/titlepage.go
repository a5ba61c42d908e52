package decode

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Title pages as manuscripts have them: a name and an address in the corner,
// how many words, the title, "by" the pen name. The name above an address is
// one's own and not the pen name; neither it nor the address is for readers.

// pageLine is one line of a title page.
type pageLine struct {
	line
	block int
	kind  pageLineKind
	used  bool
}

// pageLineKind is what a line of a title page is by its form.
type pageLineKind int

const (
	pagePlain  pageLineKind = iota // a title, a name, anything
	pageByline                     // "by Mara"
	pageStreet
	pageCity
	pageEmail
	pagePhone
	pageCount // "about 800 words"
)

func (k pageLineKind) contact() bool { return k >= pageStreet && k <= pagePhone }

// Bounds of a title page: what has more, or longer lines, is text.
const (
	titlePageLines = 24
	titleLineWords = 12
	titleLineRunes = 100
)

// readTitlePage reads a title page that has an address or a count of words on
// it. Others have nothing that readHead does not know.
func (s *scribe) readTitlePage(end int, z zone) {
	lines, closed, ok := s.titlePage(end)
	if !ok {
		return
	}
	title, byline := s.titleOfPage(lines)
	if title < 0 || !hasContact(lines, title, closed) {
		return
	}
	s.leaveContact(lines[:title])
	s.takePageTitle(&lines[title])
	below := max(title, byline) + 1
	if byline >= 0 {
		l := &lines[byline]
		l.used = true
		if m := bylineStart.FindStringSubmatch(l.text); m != nil {
			s.takeByline(z, l.line, m[1])
		} else { // "by" stands alone above the name
			name := &lines[byline+1]
			name.used = true
			below++
			s.drop(l.text, "byline")
			s.takeByline(z, name.line, name.text)
		}
	}
	s.leaveContact(lines[below:])
	for i := range lines {
		l := &lines[i]
		if !l.used && s.byKnown(l.text) {
			l.used = true
			s.drop(l.text, "byline, repeated")
		}
	}
	s.clearPage(z, lines)
}

// titlePage gives the short lines that open the text. closed says whether a new
// page or chapter begins behind them.
func (s *scribe) titlePage(end int) (lines []pageLine, closed, ok bool) {
	for i := range min(end, len(s.blocks)) {
		b := s.blocks[i]
		switch {
		case s.role[i] != roleText || b.Kind == Rule:
			continue
		case b.Kind == PageTurn:
			if len(lines) > 0 {
				return lines, true, true
			}
			continue
		case b.Kind == Raw || !isTitlePageBlock(b):
			return lines, false, len(lines) > 0
		}
		for _, l := range linesOf(b) {
			if !hasWord(l.text) {
				continue
			}
			if len(lines) == titlePageLines || salutation(l.text) {
				return nil, false, false
			}
			p := pageLine{line: l, block: i, kind: pageLineOf(l.text)}
			if label, has := labelAt(l.text); has && p.kind == pagePlain {
				if label.field != fieldCount {
					return nil, false, false // a header of labels
				}
				p.kind = pageCount
			}
			lines = append(lines, p)
		}
	}
	return lines, end < len(s.blocks), len(lines) > 0
}

func isTitlePageBlock(b Block) bool {
	for l := range strings.SplitSeq(b.Text, "\n") {
		if utf8.RuneCountInString(l) > titleLineRunes || countWords(l) > titleLineWords {
			return false
		}
	}
	return true
}

// titleOfPage finds the title: the line above the byline, or the one that
// stands in the middle or is a heading, or the first below the address. It gives
// -1 for what is not there.
func (s *scribe) titleOfPage(lines []pageLine) (title, byline int) {
	title = -1
	byline = slices.IndexFunc(lines, func(l pageLine) bool { return l.kind == pageByline })
	for i, l := range lines[:max(len(lines)-1, 0)] {
		if byline < 0 && bareWord(l.text) == "by" && nameLine(lines[i+1].text) {
			lines[i].kind, byline = pageByline, i
		}
	}
	if byline > 0 && titleLike(lines[byline-1].text) {
		return byline - 1, byline
	}
	contact := -1
	for i, l := range lines {
		b := s.blocks[l.block]
		switch {
		case l.kind != pagePlain:
			contact = i
		case titleLike(l.text) && (b.Centred || b.Kind == Heading):
			return i, byline
		case title < 0 && contact >= 0 && i == contact+1 && titleLike(l.text):
			title = i
		}
	}
	return title, byline
}

// hasContact says whether a page has an address or a count of words beside its
// title. A line that only looks like a street may open a story: it takes more,
// where no new page follows.
func hasContact(lines []pageLine, title int, closed bool) bool {
	street, city, sure := 0, 0, false
	for i, l := range lines {
		switch {
		case i == title:
		case l.kind == pageStreet:
			street++
			if closed && i > 0 && i-1 != title && nameLine(lines[i-1].text) {
				sure = true
			}
		case l.kind == pageCity:
			city++
		case l.kind == pageEmail || l.kind == pagePhone || l.kind == pageCount:
			sure = true
		}
	}
	return sure || street > 0 && city > 0
}

// leaveContact takes the address out of the lines above or below a title, with
// the name above it, and the count of words.
func (s *scribe) leaveContact(lines []pageLine) {
	first, last, counted := -1, -1, -1
	for i, l := range lines {
		if l.kind.contact() {
			if first < 0 {
				first = i
			}
			last = i
		}
		if l.kind == pageCount {
			counted = i
			s.drop(l.text, "the number of words")
			lines[i].used = true
		}
	}
	// Only an address has a name above it, or the count in a corner of the page.
	name := first - 1
	if first < 0 && counted == 1 {
		name = 0
	}
	if name >= 0 && lines[name].kind == pagePlain && nameLine(lines[name].text) {
		lines[name].used = true
		s.drop(lines[name].text, "the name above an address is not shown")
		if s.noted.Author == "" {
			s.noted.Author = lines[name].text
		}
	}
	for i := max(first, 0); i <= last; i++ {
		if l := &lines[i]; !l.used && l.kind != pageByline {
			l.used = true
			s.drop(l.text, "an address of the author is not shown")
		}
	}
}

// takePageTitle takes the title of a title page.
func (s *scribe) takePageTitle(l *pageLine) {
	l.used = true
	if s.titleAgain(l.text) {
		s.drop(l.text, "title, repeated")
		return
	}
	if s.m.Title != "" {
		l.used = false
		return
	}
	s.takeTitle(l.text, s.parseTitle(l.text, !s.sure))
	if s.blocks[l.block].Kind != Heading && !sameWords(s.m.Title, s.noted.Title) {
		s.guess("title", s.m.Title, 0.8)
	}
}

// byKnown says whether a line is only the name of an author.
func (s *scribe) byKnown(text string) bool {
	return slices.ContainsFunc(s.m.Authors, func(name string) bool { return sameWords(name, text) })
}

// clearPage takes out of the text what was read of a title page; lines that
// stood in one block with it go where lines of a head go.
func (s *scribe) clearPage(z zone, lines []pageLine) {
	for from := 0; from < len(lines); {
		to, used := from, false
		for to < len(lines) && lines[to].block == lines[from].block {
			used = used || lines[to].used
			to++
		}
		if used {
			s.role[lines[from].block] = roleGone
			for _, l := range lines[from:to] {
				if !l.used {
					s.looseHeadLine(z, l.line)
				}
			}
		}
		from = to
	}
}

// pageLineOf tells what a line of a title page is.
func pageLineOf(text string) pageLineKind {
	t := strings.Trim(text, " ,;()[]*_")
	switch {
	case bylineStart.MatchString(text):
		return pageByline
	case emailAddress.MatchString(t) && countWords(emailAddress.ReplaceAllString(t, "")) <= 2:
		return pageEmail
	case wordCount.MatchString(t):
		return pageCount
	case phoneNumber.MatchString(t) && isPhone(t):
		return pagePhone
	case streetName.MatchString(t):
		return pageStreet
	case cityName.MatchString(t):
		return pageCity
	}
	return pagePlain
}

// isPhone tells a telephone number from a date.
func isPhone(t string) bool {
	digits := 0
	for _, r := range t {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	return digits <= 15 && (digits >= 9 || digits >= 7 && (strings.ContainsAny(t, "+(") || unicode.IsLetter(rune(t[0]))))
}

var (
	wordCount   = regexp.MustCompile(`(?i)^(?:(?:word ?count|words|wc)\s*[:=]?\s*(?:about|approx(?:imately|\.)?|around|ca\.?|~)?\s*\d[\d,.'’ ]*k?(?:\s*words)?|(?:about|approx(?:imately|\.)?|around|circa|ca\.?|roughly|some|etwa|ungefähr|environ|unos|circa)?\s*~?\s*\d[\d,.'’ ]*k?\s*(?:words|wörter|worte|mots|palabras|parole|palavras|woorden|ord|słów|слов|字))$`)
	phoneNumber = regexp.MustCompile(`(?i)^(?:(?:tel|phone|telephone|telefon|mobile|cell|fax|ph|t|m|p)\b[.:]?\s*)?\+?[\d(][\d\s().\-/]{5,24}$`)
	streetName  = regexp.MustCompile(`(?i)^(?:(?:(?:flat|apt\.?|apartment|unit|suite)\s*\S{1,6},?\s*)?\d{1,5}[a-z]?(?:\s?[-/]\s?\d{1,5}[a-z]?)?,?\s+(?:[\p{L}\d][\p{L}\d.'’-]*\s+){1,4}(?:street|st|road|rd|lane|ln|avenue|ave|drive|dr|court|ct|way|place|pl|square|sq|terrace|close|row|hill|gardens?|boulevard|blvd|quay|crescent|cres|parkway|pkwy|highway|hwy|mews|circle|cir|trail|grove)\b\.?(?:,.{1,60}|\s+(?:apt|unit|flat|suite|#).{1,20})?|[\p{L}][\p{L}. -]*(?:straße|strasse|str\.|weg|platz|allee|gasse|damm|ufer|straat|gatan|vägen|vej|gade|utca)\s+\d{1,4}\s?[a-z]?(?:,.{1,60})?|\d{1,4}(?:\s?(?:bis|ter))?,?\s+(?:rue|avenue|av\.|boulevard|bd|place|chemin|quai|impasse|allée)\s.{2,50}|(?:calle|avenida|plaza|paseo|via|viale|piazza|corso|rua|ulica|ul\.|ул\.|улица)\s.{2,40}\d{1,4}.{0,12}|(?:p\.? ?o\.? ?box|postfach|apartado)\s*\d{1,8})$`)
	cityName    = regexp.MustCompile(`^(?:[\p{L} .'’-]{2,40},?\s+[A-Z]{2}\.?,?\s+\d{5}(?:-\d{4})?(?:,.{1,30})?|(?:.{2,50}[ ,])?[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|(?:.{2,50}[ ,])?[A-Z]\d[A-Z]\s?\d[A-Z]\d|(?:[A-Z]{1,2}-)?\d{4,6}\s+\p{Lu}[\p{L} .'’-]{1,40})$`)
)
