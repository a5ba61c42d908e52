package work

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A gist is what a text is known by, made while it is read once. Two texts have
// the same words when exact is the same, and many of the same phrases when their
// signatures are alike. Case, accents, punctuation and markup don't count.
//
// What comes out is stored, so none of it may ever change: the words are cut here
// and not by the search, whose rules may become better. To change it after all,
// count up likenessVersion.
type gist struct {
	words   int
	exact   uint64
	mins    minima
	opening *minima // as it was after openingWords; nil while there are fewer

	word   uint64 // hash of the word that is being read
	inWord bool
	last   [phraseWords]uint64 // a ring of the last words
	phrase uint64              // rolling hash of them
}

const (
	// phraseWords is how many words that follow each other make one phrase. Five
	// is a turn of speech that is rarely written twice by chance.
	phraseWords = 5
	// openingWords is how much of a text is its opening.
	openingWords = 2000
)

// FNV-1a for words, and a multiplier for phrases. phraseGone takes the oldest word
// out of a phrase.
const (
	fnvOffset   = 14695981039346656037
	fnvPrime    = 1099511628211
	phraseBase  = 0x9E3779B97F4A7C15
	phraseGone  = phraseBase * phraseBase * phraseBase * phraseBase * phraseBase & (1<<64 - 1)
	pictureSalt = 0xD6E8FEB86659FD93
)

func newGist() *gist {
	return &gist{exact: fnvOffset, mins: noMinima()}
}

// gistOf reads one text.
func gistOf(html string) *gist {
	g := newGist()
	g.read(html)
	return g
}

// read takes in clean HTML; tags part words.
func (g *gist) read(html string) {
	for i := 0; i < len(html); {
		switch c := html[i]; {
		case lower(c) != 0:
			i += g.ascii(html[i:])
		case c == '<':
			g.end()
			i += g.tag(html[i:])
		case c == '&':
			g.end()
			i += entity(html[i:])
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(html[i:])
			g.rune(r, html[i:i+size])
			i += size
		default:
			g.end()
			i++
		}
	}
	g.end()
}

// ascii takes in the plain letters and digits that s begins with: most of most
// texts.
func (g *gist) ascii(s string) int {
	h := uint64(fnvOffset)
	if g.inWord {
		h = g.word
	}
	n := 0
	for n < len(s) {
		c := lower(s[n])
		if c == 0 {
			break
		}
		h = (h ^ uint64(c)) * fnvPrime
		n++
	}
	g.inWord, g.word = true, h
	return n
}

// lower is a plain letter or digit in lower case, 0 for anything else.
func lower(c byte) byte {
	switch {
	case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
		return c
	case 'A' <= c && c <= 'Z':
		return c + 'a' - 'A'
	}
	return 0
}

func (g *gist) letter(c byte) {
	if !g.inWord {
		g.inWord, g.word = true, fnvOffset
	}
	g.word = (g.word ^ uint64(c)) * fnvPrime
}

// rune takes in one character, which is written in s. The first three cases are
// only there to be quick: quotes and dashes, Russian, and Chinese.
func (g *gist) rune(r rune, s string) {
	switch {
	case 0x2010 <= r && r <= 0x2027:
		g.end()
	case russianFirst <= r && r <= russianLast && r != russianShortI && r != russianSmallShortI:
		g.folded(r)
	case hanFirst <= r && r <= hanLast:
		g.end()
		g.folded(r)
		g.end()
	case r >= firstAlone && isAlone(r):
		g.end()
		g.letters(r, s)
		g.end()
	case unicode.IsLetter(r), unicode.IsNumber(r):
		g.letters(r, s)
	case unicode.IsMark(r), unicode.Is(unicode.Cf, r) && r != zeroWidthSpace:
		// an accent or a sign that is not seen
	default:
		g.end()
	}
}

// letters takes in a letter without its accents and its wide or joined form. The
// syllables of Korean are taken apart, since they are also written so.
func (g *gist) letters(r rune, s string) {
	if n := r - hangulFirst; 0 <= n && n < hangulCount {
		g.folded(0x1100 + n/588)
		g.folded(0x1161 + n%588/28)
		if end := n % 28; end > 0 {
			g.folded(0x11A7 + end)
		}
		return
	}
	parts := norm.NFKD.PropertiesString(s).Decomposition()
	if len(parts) == 0 {
		g.folded(r)
		return
	}
	for len(parts) > 0 {
		p, size := utf8.DecodeRune(parts)
		if unicode.IsLetter(p) || unicode.IsNumber(p) {
			g.folded(p)
		}
		parts = parts[size:]
	}
}

func (g *gist) folded(r rune) {
	switch {
	case russianFirst <= r && r < russianSmall:
		r += russianSmall - russianFirst
	case russianSmall <= r && r <= russianLast, hanFirst <= r && r <= hanLast:
	default:
		r = unicode.ToLower(r)
	}
	var b [utf8.UTFMax]byte
	for _, c := range b[:utf8.EncodeRune(b[:], r)] {
		g.letter(c)
	}
}

const (
	russianFirst       = 0x0410
	russianSmall       = 0x0430
	russianLast        = 0x044F
	russianShortI      = 0x0419 // has an accent, as Unicode sees it
	russianSmallShortI = 0x0439
	hanFirst           = 0x4E00
	hanLast            = 0x9FFF
	hangulFirst        = 0xAC00
	hangulCount        = 11172
	zeroWidthSpace     = 0x200B
	firstAlone         = 0x0E00 // nothing of the scripts below comes before Thai
)

// isAlone reports whether r is a word by itself: in scripts without spaces.
func isAlone(r rune) bool {
	const longVowel, halfLongVowel = 0x30FC, 0xFF70 // of both kana, and so of neither script
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) && !unicode.IsMark(r) ||
		r == longVowel || r == halfLongVowel
}

// tag passes over one tag and gives its length. A picture is no word, but chapters
// that are only pictures are told apart by them.
func (g *gist) tag(s string) int {
	end := strings.IndexByte(s, '>')
	if end < 0 {
		return len(s)
	}
	if strings.HasPrefix(s, "<img ") {
		if _, src, ok := strings.Cut(s[:end], ` src="`); ok {
			src, _, _ = strings.Cut(src, `"`)
			h := uint64(fnvOffset)
			for i := range len(src) {
				h = (h ^ uint64(src[i])) * fnvPrime
			}
			g.exact = mix(g.exact ^ h ^ pictureSalt)
		}
	}
	return end + 1
}

// entity is the length of the entity that s begins with. Those that clean HTML
// has stand for no letter.
func entity(s string) int {
	const longest = 10
	if n := strings.IndexByte(s[:min(len(s), longest)], ';'); n > 0 {
		return n + 1
	}
	return 1
}

// end takes in the word that was read, if there was one, and the phrase that it
// is the last word of.
func (g *gist) end() {
	if !g.inWord {
		return
	}
	g.inWord = false
	at := g.words % phraseWords
	g.phrase = g.phrase*phraseBase + g.word - g.last[at]*phraseGone
	g.last[at] = g.word
	g.exact = mix(g.exact ^ g.word)
	g.words++
	if g.words >= phraseWords {
		g.mins.add(mix(g.phrase))
	}
	if g.words == openingWords {
		opening := g.mins
		g.opening = &opening
	}
}

// mix makes every bit of a number depend on every other (the end of splitmix64).
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xBF58476D1CE4E5B9
	x ^= x >> 27
	x *= 0x94D049BB133111EB
	return x ^ x>>31
}
