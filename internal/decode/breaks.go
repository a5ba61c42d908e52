package decode

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// markMax is how long a line may be to be a scene break or a slug.
const markMax = 60

// drawnRule says whether a line is drawn of signs alone: ***, ~*~*~, ---, § ♥.
// Signs that speech is made of (quotation marks, ! and ?) draw no rule.
func drawnRule(s string) bool {
	n := 0
	s = strings.ReplaceAll(s, "<3", "♥")
	drawn := strings.ContainsAny(s, "*~-=_+#^")
	for _, r := range s {
		switch {
		case unicode.IsSpace(r), drawn && strings.ContainsRune(",()", r):
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) && r != '\uFE0F':
			return false
		case strings.ContainsRune("\"'“”„‘’«»‹›!?¡¿,()\uFFFD", r) || r >= 0x1F300 || r < 0x20:
			return false
		}
		n++
	}
	return n > 0
}

// isSceneMark says whether a line is a scene break by its form: drawn signs,
// oOo and xXx, "line break".
func isSceneMark(s string) bool {
	s = strings.TrimSpace(s)
	if strings.EqualFold(s, "[hr]") {
		return true
	}
	if s == "" || len(s) > 4*markMax || utf8.RuneCountInString(s) > markMax {
		return false
	}
	if drawnRule(s) || typedRule(s) {
		return true
	}
	first, _ := utf8.DecodeRuneInString(s)
	if strings.ContainsRune("\"“„«'‘", first) {
		return false
	}
	if ringsOrKisses(s) || emptyBrackets.MatchString(s) || wavesOf(s) {
		return true
	}
	return len(s) <= 40 && (strings.ContainsFunc(s, unicode.IsUpper) && repeatedToken(s) >= 3 || saysBreak(s))
}

// emptyBrackets are "()()()" and "[] [] []".
var emptyBrackets = regexp.MustCompile(`^(?:(?:\( ?\)|\[ ?\]|\{ ?\})\s*){2,}$`)

// wavesOf says whether a line is one consonant, large and small by turns:
// "VvVvV". Sounds that people make are none.
func wavesOf(s string) bool {
	if len(s) < 3 || !strings.ContainsRune("bcdfjklpqtvwy", rune(s[0]|0x20)) {
		return false
	}
	for i := 1; i < len(s); i++ {
		if s[i] != s[i-1]^0x20 {
			return false
		}
	}
	return true
}

// shouted says whether a line is nothing but "!!!" or "???". Once it may be
// what somebody thinks; again and again, or very long, it is drawn.
func shouted(s string) bool {
	return len(s) >= 3 && (strings.Trim(s, "!") == "" || strings.Trim(s, "?") == "")
}

// ringsOrKisses reads oOo, -o0o-, xXx, xoxo and their kin.
func ringsOrKisses(s string) bool {
	o, x, signs := 0, 0, 0
	for _, r := range s {
		switch {
		case r == 'o' || r == 'O':
			o++
		case r == '0':
		case r == 'x' || r == 'X':
			x++
		case unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("\"'“”!?,(", r):
			return false
		case !unicode.IsSpace(r):
			signs++
		}
	}
	first, _ := utf8.DecodeRuneInString(s)
	if strings.HasSuffix(s, ".") && unicode.IsLetter(first) {
		return false // "Oo." and "X." are said by somebody
	}
	if s == "O" || s == "0" || s == "OO" || s == "ox" || s == "Ox" || s == "OX" || s == "XO" {
		return false
	}
	if strings.TrimLeft(s, "O") != s && strings.Trim(s[1:], "o") == "" && len(s) > 3 && signs == 0 {
		return false // "Ooooh" without its h: a cry
	}
	return o > 0 || x > 0
}

// outcries are tokens that people repeat in speech.
var outcries = map[string]bool{
	"NO": true, "YES": true, "HA": true, "HEY": true, "BYE": true, "STOP": true, "RUN": true, "GO": true, "DING": true, "BANG": true,
	"BOOM": true, "WAIT": true, "BEEP": true, "TICK": true, "RING": true, "THUMP": true, "KNOCK": true, "TAP": true, "HO": true, "HE": true,
	"AH": true, "OH": true, "LA": true, "NA": true, "BLAH": true, "DRIP": true, "CLICK": true, "BUZZ": true, "FIGHT": true, "HELP": true, "OW": true,
}

// repeatedToken gives how often a line repeats one odd token of up to six
// characters: "SPN SPN SPN", "HPHPHP". It gives 0 for any other line.
func repeatedToken(s string) int {
	parts := strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("-/*~|.:_=+<>", r) })
	if len(parts) == 1 {
		return repeatedUnit(parts[0])
	}
	if len(parts) < 2 || utf8.RuneCountInString(parts[0]) > 6 || !oddCase(parts[0]) || outcries[parts[0]] {
		return 0
	}
	for _, p := range parts[1:] {
		if p != parts[0] {
			return 0
		}
	}
	return len(parts)
}

func repeatedUnit(s string) int {
	if strings.ToUpper(s) != s {
		return 0
	}
	for n := 2; n <= 6 && n*3 <= len(s); n++ {
		if unit := s[:n]; len(s)%n == 0 && strings.Repeat(unit, len(s)/n) == s && hasWord(unit) && oddCase(unit) && !outcries[unit] {
			return len(s) / n
		}
	}
	return 0
}

// oddCase says whether a token is written as no word of a sentence is: all in
// capitals, with digits, or with capitals inside.
func oddCase(s string) bool {
	upper, lower, digit := 0, 0, 0
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			upper++
		case unicode.IsLower(r):
			lower++
		case unicode.IsDigit(r):
			digit++
		}
	}
	first, _ := utf8.DecodeRuneInString(s)
	return upper > 0 && (lower == 0 || unicode.IsLower(first) || upper > 1) || digit > 0 && upper > 0
}

// saysBreak reads marks in words: "line break", "~scene change~", "[break]".
func saysBreak(s string) bool {
	if len(s) < 4 {
		return false
	}
	core := strings.ToLower(strings.Trim(s, " *~-=_/\\[](){}<>#+.:|"))
	bare := core == strings.ToLower(strings.TrimSpace(s))
	switch strings.ReplaceAll(core, "-", "") {
	case "line break", "linebreak", "scene break", "scenebreak", "page break", "pagebreak", "scene change", "horizontal rule",
		"l i n e", "l i n e b r e a k", "section break", "szenenwechsel", "break", "time skip":
		return true
	case "line":
		return !bare || s == "LINE"
	}
	return false
}

// oddLine says whether a line is short and strange enough to be a break when
// it stands in the text again and again: "SG-1", "xSTARx", "HP/DM".
func oddLine(s string) bool {
	if len(s) > 24 || len(strings.Fields(s)) > 3 || endsSentence(s) || !hasWord(s) || speaker(s) != "" {
		return false
	}
	first, _ := utf8.DecodeRuneInString(s)
	if strings.ContainsRune("\"“„«'‘0123456789", first) {
		return false
	}
	if _, ok := romanNumber(s); ok {
		return false
	}
	for w := range strings.FieldsSeq(s) {
		if !oddCase(strings.Trim(w, "*~-_=")) {
			return false
		}
	}
	return true
}

var (
	povHead  = regexp.MustCompile(`(?i)^[(\[*~\-\s]*(?:(?:normal|general|third person|(?:\p{L}[\p{L}'’.-]*)(?: \p{L}[\p{L}'’.-]*){0,2})['’]?s?['’]? (?:pov|p\.o\.v\.?|point of view)|pov\s*[:\-–]?\s*\p{L}[\p{L}'’. -]{0,30})[)\]*~\-:\s]*$`)
	timeSlug = regexp.MustCompile(`(?i)^(?:(?:(?:about |almost |around |some )?(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|a few|many|some|half an|\d+) (?:second|minute|hour|day|night|week|month|year|decade|centurie|century)s? (?:later|earlier|ago|before|after|after that|previously)|(?:the )?(?:next|following|same|that) (?:day|morning|evening|afternoon|night|week|month|year|time)|later(?: that (?:day|night|evening|morning|afternoon|week))?|meanwhile|earlier(?: that (?:day|night|morning))?|\d{3,4} (?:hours|hrs)|present day|(?:back )?(?:in the )?present|now|then|(?:einige |ein paar |zwei |drei )?(?:tage|stunden|wochen|jahre|monate) später|quelques (?:jours|heures|mois) plus tard)(?:[,:–—-].{0,40})?|(?:(?:begin|start|end|end of|ende|fin du|fin|back to|/)\s*)?(?:flash ?backs?|flash ?forward|rückblende|dream|traum|rêve|vision|memory)(?: (?:sequence|begins?|starts?|ends?|over|ende))?)\s*[.…:*~/\-–—]*$`)
	dateSlug = regexp.MustCompile(`(?i)^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)(?:,? .{1,40})?$`)
	dayFirst = regexp.MustCompile(`(?i)^(?:\d{1,2}(?:st|nd|rd|th|\.)? (?:of )?\p{L}{3,10}|\p{L}{3,10} \d{1,2}(?:st|nd|rd|th)?),? ?(?:\d{4})?(?:[,;–—-].{0,40})?$`)
)

// isPOV says whether a line names whose eyes the next scene is seen with.
func isPOV(s string) bool {
	low := strings.ToLower(s)
	return len(s) <= markMax && (strings.Contains(low, "pov") || strings.Contains(low, "p.o.v") || strings.Contains(low, "point of view")) && povHead.MatchString(s)
}

// isSlug says whether a line only says when or where the next scene is.
func isSlug(s string) bool {
	if len(s) > 2*markMax || utf8.RuneCountInString(s) > markMax {
		return false
	}
	core := strings.Trim(s, " *~/_-–—=[]()<>{}")
	first, size := utf8.DecodeRuneInString(core)
	if size == 0 || strings.ContainsRune("\"“„«'‘", first) || core == "" {
		return false
	}
	bare := len(core) == len(strings.TrimSpace(s))
	if bare && unicode.IsLower(first) {
		return false
	}
	if strings.HasSuffix(core, ".") && !strings.HasSuffix(core, "..") {
		return false
	}
	switch strings.ToLower(strings.TrimRight(core, ".…:")) {
	case "now", "then", "later", "dream", "vision", "memory":
		return !bare || strings.ToLower(core) != "vision" && strings.ToLower(core) != "memory" && strings.ToLower(core) != "dream"
	}
	if timeSlug.MatchString(core) || dateSlug.MatchString(core) {
		return true
	}
	if dayFirst.MatchString(core) {
		for w := range strings.FieldsFuncSeq(core, func(r rune) bool { return !unicode.IsLetter(r) }) {
			if _, ok := months[strings.ToLower(w)]; ok {
				return true
			}
		}
	}
	return false
}

// sameTimeSlug reads "Same time, Quay Street": time words and a place.
var sameTimeSlug = regexp.MustCompile(`(?i)^(?:same (?:time|place)|elsewhere|somewhere else|back (?:at|in|on) )`)

// timeJump reads the start of a paragraph that leaps far in time: where no
// break stands before it, one was probably lost. timeStep reads smaller steps,
// which books with chapters take without a break.
var (
	timeJump = regexp.MustCompile(`^(?i:(?:about |almost |nearly |over |some )?(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|a few|many|\d+) (?:hours|days|nights|weeks|months|years) (?:later|after|passed|had passed|went by)\b|(?:an hour|a day|a week|a month|a year|half an hour) later\b)`)
	timeStep = regexp.MustCompile(`^(?i:(?:the )?(?:next|following) (?:day|morning|evening|afternoon|night|week)\b|meanwhile\b|later that (?:same )?(?:day|night|evening|afternoon|week)\b|elsewhere\b)`)
)
