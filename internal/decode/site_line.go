package decode

import (
	"regexp"
	"strings"
	"time"
)

// siteLine is what one line of facts says of a work, as FanFiction.net and
// FictionPress print it and download programs copy it:
//
//	Rated: Fiction T - English - Adventure/Sci-Fi - [A, B] C - Chapters: 22 - Words: 114,414 - Published: 04-28-12 - Status: Complete - id: 8067258
type siteLine struct {
	rating     Rating
	language   string // BCP 47
	fandoms    []string
	genres     []string
	characters []string
	pairs      []string // "A/B", from "[A, B]"
	chapters   int
	published  time.Time
	updated    time.Time
	complete   bool
	id         string
	// doubtful names the dates that could be read as d/m or as m/d.
	doubtful []string
	// rest are parts with a label of no other meaning here: "Warnings: None".
	rest []lineFact
}

// lineFact is a label with its value.
type lineFact struct{ label, value string }

const (
	lineMax   = 4000 // bytes; a longer line is prose
	lineParts = 60
)

var (
	ratedMark  = regexp.MustCompile(`(?i)\brated:\s*`)
	lineDash   = regexp.MustCompile(`\s+[-–—]\s+`)
	lineLabel  = regexp.MustCompile(`^(\p{L}[\p{L} ]{0,24}):\s*(.*)$`)
	lineInner  = regexp.MustCompile(`\s(Updated|Published):\s`)
	lineCross  = regexp.MustCompile(`(?i)\s+crossover$`)
	lineBegins = regexp.MustCompile(`(?i)^rated:\s*(?:fiction\s+)?(?:k\+?|t|ma?)\s*(?:[-–—,]|$)`)
)

// parseSiteLine reads a line of facts in any of its forms; ok is false for a
// line that is none.
func parseSiteLine(s string) (siteLine, bool) {
	if len(s) > lineMax {
		return siteLine{}, false
	}
	s = oneLine(s)
	mark := ratedMark.FindStringIndex(s)
	if mark == nil || !lineBegins.MatchString(s[mark[0]:]) {
		return siteLine{}, false
	}
	var l siteLine
	l.before(s[:mark[0]])
	parts := cutSiteLine(s[mark[0]:])
	if len(parts) < 2 || len(parts) > lineParts {
		return siteLine{}, false
	}
	labelled := 0
	var bare []string
	for i, p := range parts {
		m := lineLabel.FindStringSubmatch(p)
		switch {
		case m != nil && l.fact(m[1], m[2]):
			labelled++
		case m != nil && !strings.HasPrefix(p, "["):
			l.rest = append(l.rest, lineFact{m[1], m[2]})
			labelled++
		case strings.EqualFold(p, "complete") || strings.EqualFold(p, "completed"):
			l.complete = true
		case i > 0:
			bare = append(bare, p)
		}
	}
	l.inPlace(bare)
	return l, labelled >= 2
}

// before reads what may stand before the rating: the fandom, or both of a
// crossover.
func (l *siteLine) before(s string) {
	s = strings.Trim(s, " -–—,")
	if !hasWord(s) || countWords(s) > 25 {
		return
	}
	if rest, ok := cutFold(s, "crossover"); ok && !endsInWord(rest[:min(len(rest), 1)]) {
		l.fandoms = crossedFandoms(strings.Trim(rest, " -–—:"), " & ")
		return
	}
	if bare := lineCross.ReplaceAllString(s, ""); bare != s {
		l.fandoms = crossedFandoms(bare, " + ")
		return
	}
	l.fandoms = []string{s}
}

// cutFold is strings.CutPrefix without regard to case.
func cutFold(s, prefix string) (string, bool) {
	if len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
		return s[len(prefix):], true
	}
	return s, false
}

// crossedFandoms gives both fandoms of a crossover. Where the mark between
// them stands more than once they can't be parted, and the whole is one name.
func crossedFandoms(s, sep string) []string {
	if strings.Count(s, sep) != 1 {
		return trimAll([]string{s})
	}
	a, b, _ := strings.Cut(s, sep)
	return trimAll([]string{a, b})
}

// cutSiteLine cuts the line at its dashes; the mobile page has commas.
func cutSiteLine(s string) []string {
	s = strings.ReplaceAll(s, "Hurt/Comfort", "Hurt-Comfort")
	parts := lineDash.Split(s, lineParts+1)
	if len(parts) == 1 {
		parts = cutCommas(s)
	}
	var out []string
	for _, p := range parts {
		if p = strings.Trim(p, " ,"); p == "" {
			continue
		}
		// "Published: 7-12-08 Updated: 6-10-09" stand together on the mobile page.
		if i := lineInner.FindStringIndex(p); i != nil {
			out = append(out, strings.TrimSpace(p[:i[0]]), strings.TrimSpace(p[i[0]:]))
			continue
		}
		out = append(out, p)
	}
	return out
}

// cutCommas cuts at commas outside brackets and numbers.
func cutCommas(s string) []string {
	var out []string
	depth, from := 0, 0
	for i := range len(s) {
		switch s[i] {
		case '[':
			depth++
		case ']':
			depth = max(depth-1, 0)
		case ',':
			if depth == 0 && i+1 < len(s) && s[i+1] == ' ' {
				out = append(out, s[from:i])
				from = i + 1
			}
		}
		if len(out) > lineParts {
			break
		}
	}
	return append(out, s[from:])
}

// fact reads one labelled part; false for a label that is not known here.
func (l *siteLine) fact(label, value string) bool {
	switch strings.ToLower(label) {
	case "rated", "rating":
		l.rating, _, _ = parseRating(value)
	case "language":
		l.language = siteLanguage(value)
	case "genre", "genres":
		l.genres = genreList(value)
	case "characters", "character":
		l.people(value)
	case "chapters":
		l.chapters = atoi(strings.ReplaceAll(firstWord(value), ",", ""))
	case "published":
		l.published = l.date("published", value)
	case "updated":
		l.updated = l.date("updated", value)
	case "status":
		l.complete = statusDone.MatchString(value)
	case "id":
		if isNumber(value) {
			l.id = value
		}
	case "words", "reviews", "favs", "favorites", "follows", "staff", "communities":
	default:
		return false
	}
	return true
}

// date reads a date of FanFiction.net, where the month comes first.
func (l *siteLine) date(name, value string) time.Time {
	day, sure, ok := parseDate(value)
	if !ok {
		return time.Time{} // "5h ago", "9/4"
	}
	if !sure {
		l.doubtful = append(l.doubtful, name)
	}
	return day
}

// inPlace reads the parts without a label, which are told by their place:
// language, genres, characters. Any may be missing.
func (l *siteLine) inPlace(parts []string) {
	if len(parts) > 0 {
		if code := siteLanguage(parts[0]); code != "" {
			l.language = code
			parts = parts[1:]
		}
	}
	if len(parts) > 0 {
		if g := genreList(parts[0]); g != nil {
			l.genres = g
			parts = parts[1:]
		}
	}
	if len(parts) > 0 {
		l.people(strings.Join(parts, ", "))
	}
}

// people reads "[A, B] C, D": a pairing and two more. Those of a pairing are
// characters too.
func (l *siteLine) people(value string) {
	for value != "" {
		before, rest, ok := strings.Cut(value, "[")
		l.characters = append(l.characters, cutList(before)...)
		if !ok {
			return
		}
		inner, after, _ := strings.Cut(rest, "]")
		names := cutList(inner)
		l.characters = append(l.characters, names...)
		if len(names) > 1 {
			l.pairs = append(l.pairs, strings.Join(names, "/"))
		}
		value = after
	}
}

// siteGenres are the genres of FanFiction.net and FictionPress.
var siteGenres = map[string]bool{
	"action": true, "adventure": true, "angst": true, "biography": true, "crime": true, "drama": true, "essay": true, "fable": true, "family": true,
	"fantasy": true, "friendship": true, "general": true, "haiku": true, "historical": true, "horror": true, "humor": true, "hurt-comfort": true, "life": true,
	"love": true, "manga": true, "mystery": true, "mythology": true, "nature": true, "parody": true, "play": true, "poetry": true, "politics": true,
	"religion": true, "romance": true, "school": true, "sci-fi": true, "song": true, "spiritual": true, "supernatural": true, "suspense": true,
	"teen": true, "thriller": true, "tragedy": true, "war": true, "western": true, "work": true, "young adult": true,
}

// genreList cuts "Adventure/Hurt-Comfort" or "Adventure & Humor"; nil unless
// every part is a genre.
func genreList(s string) []string {
	s = strings.NewReplacer("Hurt/Comfort", "Hurt-Comfort", " & ", "/", ", ", "/").Replace(s)
	var out []string
	for g := range strings.SplitSeq(s, "/") {
		if g = strings.TrimSpace(g); !siteGenres[strings.ToLower(g)] {
			return nil
		}
		out = append(out, strings.Replace(g, "Hurt-Comfort", "Hurt/Comfort", 1))
	}
	return out
}

func firstWord(s string) string {
	word, _, _ := strings.Cut(s, " ")
	return word
}

func isNumber(s string) bool {
	return s != "" && len(s) <= 18 && strings.Trim(s, "0123456789") == ""
}
