package mention

import (
	"hash/maphash"
	"math/bits"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/ficstead/ficstead/internal/letter"
)

// token is a word of a text.
type token struct {
	hash     uint64
	from, to int  // bytes of the text
	capital  bool // it is written as names are, or in a script without capitals
	first    bool // it begins a sentence, so that its capital tells nothing
	ends     bool // a sentence ends before it
	loud     bool // all of it is in capitals
	single   bool // it is one character of a script without spaces
}

// Numbers of words that stand for themselves.
const (
	slash = 0x2f2f2f2f2f2f2f2f
	and   = 0x2626262626262626
)

// folder makes numbers of words.
type folder struct{ seed maphash.Seed }

// tokens gives the words of a text one after the other.
type tokens struct {
	folder
	text string
	at   int
	buf  []byte
	// What was seen between the last word and the next one.
	stop  bool // a sentence ended, or nothing came before
	comma bool
}

func (f folder) tokens(text string) tokens { return tokens{folder: f, text: text, stop: true} }

// next gives the next word; false at the end.
func (t *tokens) next() (token, bool) {
	for t.at < len(t.text) {
		r, size := utf8.DecodeRuneInString(t.text[t.at:])
		switch {
		case r == '/' || r == '&' || r == '／' || r == '＆':
			k := token{hash: slash, from: t.at, to: t.at + size, first: t.stop, ends: t.stop, capital: true}
			if r == '&' || r == '＆' {
				k.hash = and
			}
			t.at += size
			return k, true
		case alone(r):
			k := token{hash: t.sum([]byte(t.text[t.at : t.at+size])), from: t.at, to: t.at + size, capital: true, single: true, ends: t.stop}
			t.at += size
			t.passed()
			return k, true
		case inWord(r):
			return t.word(), true
		}
		t.between(r, size)
		t.at += size
	}
	return token{}, false
}

// between notes what a character between words tells of the next word.
func (t *tokens) between(r rune, size int) {
	switch r {
	case '.', '!', '?', ':', '…', '\n', '。', '！', '？', '：', '*', '—', '–', '¿', '¡':
		t.stop = true
	case ',', '，', '、':
		t.comma = true
	case '"', '“', '”', '«', '»', '„', '‘', '’', '\'':
		// Behind a comma, a quote that closes goes on with the sentence.
		after, _ := utf8.DecodeRuneInString(t.text[t.at+size:])
		if !(t.comma && unicode.IsSpace(after)) {
			t.stop = true
		}
	}
}

func (t *tokens) passed() { t.stop, t.comma = false, false }

// word reads a word of letters, numbers and what may stand in the midst of it.
func (t *tokens) word() token {
	from, end, ascii := t.at, t.at, true
	upper, lower, cased, digits := false, false, false, false
	script := scriptOf(t.text[t.at:])
	for t.at < len(t.text) {
		r, size := utf8.DecodeRuneInString(t.text[t.at:])
		if !inWord(r) || alone(r) || (t.at > from && isKatakana(r) != script) {
			after, _ := utf8.DecodeRuneInString(t.text[t.at+size:])
			if (r != '\'' && r != '’') || !unicode.IsLetter(after) || alone(after) {
				break
			}
		}
		switch {
		case r >= utf8.RuneSelf:
			ascii = false
			up, low := unicode.IsUpper(r) || unicode.IsTitle(r), unicode.IsLower(r)
			upper, lower, cased = upper || up && t.at == from, lower || low, cased || up || low
		case r >= 'A' && r <= 'Z':
			upper, cased = upper || t.at == from, true
		case r >= 'a' && r <= 'z':
			lower, cased = true, true
		case r >= '0' && r <= '9':
			digits = true
		}
		t.at += size
		end = t.at
	}
	short := utf8.RuneCountInString(t.text[from:end]) <= 3
	k := token{from: from, to: end, first: t.stop, ends: t.stop,
		capital: !cased || upper && (lower || short || digits), loud: upper && !lower}
	k.hash, k.to = t.fold(t.text[from:end], ascii), end
	t.passed()
	return k
}

// fold gives the number of a word, without the ending of a genitive.
func (t *tokens) fold(word string, ascii bool) uint64 {
	b := t.buf[:0]
	if ascii {
		for i := range len(word) {
			c := word[i]
			if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			}
			b = append(b, c)
		}
	} else {
		b = foldWide(b, word)
	}
	if n := len(b); n > 2 && b[n-1] == 's' && b[n-2] == '\'' {
		b = b[:n-2]
	}
	out := b[:0]
	for _, c := range b {
		if c != '\'' {
			out = append(out, c)
		}
	}
	t.buf = b[:0]
	return t.sum(out)
}

// foldWide writes a word in small letters without accents.
func foldWide(b []byte, word string) []byte {
	for _, r := range norm.NFKD.String(word) {
		switch {
		case unicode.Is(unicode.Cf, r):
		case r == '’':
			b = append(b, '\'')
		default:
			b = letter.AppendTyped(b, r)
		}
	}
	return b
}

func (f folder) sum(word []byte) uint64 { return maphash.Bytes(f.seed, word) }

// join gives the number of a phrase with one more word.
func join(phrase, word uint64) uint64 {
	return bits.RotateLeft64(phrase^word, 23) * 0x9E3779B97F4A7C15
}

func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || r == 'ー' || unicode.Is(unicode.Cf, r)
}

// alone reports whether r is a word by itself: in scripts without spaces. Katakana is not:
// where the script changes, the word ends.
func alone(r rune) bool {
	return r >= 0xE00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

func isKatakana(r rune) bool { return r >= 0x30A1 && r <= 0x30FF || r >= 0xFF66 && r <= 0xFF9F }

func scriptOf(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return isKatakana(r)
}
