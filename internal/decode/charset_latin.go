package decode

import (
	"bytes"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// latinTongues are the languages written in Latin letters, with the letters
// beyond ASCII that each has, the most frequent first, and the pages other than
// those of Western Europe in which they were written.
var latinTongues = []struct {
	letters string
	pages   []*codePage
}{
	{"éàèêçâôûîùïœëüæ", nil},    // French
	{"üäößé", nil},              // German
	{"íáéóñúü", nil},            // Spanish
	{"ãçáéóíêúâõàôü", nil},      // Portuguese
	{"èàùòéìú", nil},            // Italian
	{"äöåé", nil},               // Swedish, Finnish
	{"åøæéòó", nil},             // Danish, Norwegian
	{"íáðéöúþóæý", nil},         // Icelandic
	{"ëéïöüèó", nil},            // Dutch, Albanian
	{"âôêîûïëáöŵŷ", nil},        // Welsh
	{"õäüöšž", nil},             // Estonian
	{"àèóéçíòïúü·", nil},        // Catalan
	{"áíéóúàèìòù", nil},         // Irish, Gaelic
	{"éñïèêöçüáó", nil},         // English
	{"áéöóőíüúű", centralPages}, // Hungarian
	{"łęąóżśćńź", append([]*codePage{page1257}, centralPages...)},             // Polish
	{"íáěéčřšžýůúťňďó", centralPages},                                         // Czech
	{"áíčéšžýľúťňôďäóĺŕ", centralPages},                                       // Slovak
	{"ăîâşţ", centralPages},                                                   // Romanian
	{"čšžćđ", centralPages},                                                   // Croatian, Slovenian
	{"ıüşöğçİâîû", []*codePage{page1254}},                                     // Turkish
	{"\u0301\u0300đ\u0323ưôơêâă\u0309\u0303áàéóúíèùý", []*codePage{page1258}}, // Vietnamese
	{"ėšųįžąūęč", []*codePage{page1257}},                                      // Lithuanian
	{"āīēšņļžģķčū", []*codePage{page1257}},                                    // Latvian
}

var centralPages = []*codePage{page1250, page88592, pageMacOther, page852}

// What a character costs that a language has not, one that stands for a
// capital, a usual sign, an odd one, and one that no text has: the natural
// logarithm of how rare they are.
const (
	costForeign = 7.5
	costCapital = 2.5
	costSign    = 1.5
	costOdd     = 6
	costNever   = 14
)

// Bounds for what speaks for a page: how much less its reading must cost than
// those of Western Europe, how much less than any other to be sure, how many
// letters must be of those that Western pages have not, how many to be sure.
const (
	latinMargin     = 8
	latinSureMargin = 60
	latinTelling    = 3
	latinSureCount  = 24
)

// latinReading is what the letters of a text say about its page and language.
type latinReading struct {
	page    *codePage // nil when nothing speaks against the pages of Western Europe
	sure    bool
	unlike  [3]bool // the Western pages in which the letters are of no language
	central bool    // another page than the Western ones is the likeliest
}

// strange says whether the letters make no language in one of the Western pages.
func (l latinReading) strange(name string) bool {
	for i := range westernPages {
		if westernPages[i].name == name {
			return i > 0 && (l.unlike[i] || l.central)
		}
	}
	return false
}

// latinFit is how well one page and language explain the bytes of a text.
type latinFit struct {
	page    *codePage
	cost    float64
	foreign int // letters and odd signs that the language has not
	telling int // letters of the language that Western pages have not
	kinds   int // different ones
}

// latinPage finds the page of a text in Latin letters by which of them it has:
// each language has its own few, and another page makes a mixture of them.
func latinPage(b []byte) latinReading {
	b = firstBytes(b, pageSample)
	var count [256]int
	high := 0
	for line := range bytes.Lines(b) {
		if utf8.Valid(line) {
			continue
		}
		for _, c := range line {
			if c >= 0x80 {
				count[c]++
				high++
			}
		}
	}
	western := latinFit{cost: math.Inf(1)}
	other, rest := western, []latinFit(nil)
	var out latinReading
	for i := range westernPages {
		fit := bestFit(&count, &westernPages[i], latinTongues[0].letters)
		for _, t := range latinTongues {
			if f := bestFit(&count, &westernPages[i], t.letters); t.pages == nil && f.cost < fit.cost {
				fit = f
			}
		}
		out.unlike[i] = fit.foreign*10 > high
		rest = append(rest, fit)
		if fit.cost < western.cost {
			western = fit
		}
	}
	for _, t := range latinTongues {
		for _, p := range t.pages {
			fit := bestFit(&count, p, t.letters)
			rest = append(rest, fit)
			if fit.cost < other.cost {
				other = fit
			}
		}
	}
	out.central = other.cost < western.cost
	if other.cost+latinMargin > western.cost || other.foreign*20 > high || other.telling < latinTelling || other.kinds < 2 && other.cost+2*latinMargin > western.cost {
		return out
	}
	part := firstBytes(b, letterSample)
	if plausibility(other.page.read(part)) < plausibility(western.page.read(part)) {
		return out
	}
	out.page, out.sure = other.page, other.telling >= latinSureCount
	for _, f := range rest {
		if f.cost < other.cost+latinSureMargin && f.page.differs(other.page, &count) {
			out.sure = false
		}
	}
	return out
}

// differs says whether two pages have different characters for bytes that occur.
func (p *codePage) differs(q *codePage, count *[256]int) bool {
	for c, n := range count {
		if n > 0 && p.runes[c] != q.runes[c] {
			return true
		}
	}
	return false
}

// bestFit says how well a language in a page explains bytes. Of n letters the
// one at place i is taken to be as frequent as 1/(i+2).
func bestFit(count *[256]int, p *codePage, letters string) latinFit {
	order := []rune(letters)
	sum := 0.0
	for i := range order {
		sum += 1 / float64(i+2)
	}
	norm := math.Log(sum)
	place := func(r rune) int {
		for i, l := range order {
			if l == r {
				return i
			}
		}
		return -1
	}
	fit := latinFit{page: p}
	for c := 0x80; c < 0x100; c++ {
		n := count[c]
		if n == 0 {
			continue
		}
		r := p.runes[c]
		at, cost := place(r), 0.0
		if at < 0 && unicode.IsUpper(r) {
			at, cost = place(unicode.ToLower(r)), costCapital
		}
		switch {
		case at >= 0:
			cost += math.Log(float64(at+2)) + norm
			if r > 0xFF && r != 'œ' && r != 'Œ' && r != 'Ÿ' {
				fit.telling += n
				fit.kinds++
			}
		case r == utf8.RuneError, r >= 0x80 && r < 0xA0:
			cost = costNever
			fit.foreign += n
		case strings.ContainsRune("“”„‘’‚«»–—…¿¡\u00a0", r):
			cost = costSign
		case unicode.IsLetter(r), unicode.IsMark(r):
			cost = costForeign
			fit.foreign += n
		default:
			cost = costOdd
		}
		fit.cost += float64(n) * cost
	}
	return fit
}
