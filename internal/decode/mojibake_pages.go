package decode

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

const garblingCount = 7

// garblings are the code pages other than Windows-1252 in which UTF-8 was read
// by mistake. A few hold letters where others hold signs, so that not every
// first byte of a sequence is believed.
var garblings = [garblingCount]struct {
	page *charmap.Charmap
	last byte // the last first byte that is believed by itself
}{
	{charmap.Windows1251, 0xF4},
	{charmap.Windows1250, 0xF4},
	{charmap.Macintosh, 0xF4},
	{charmap.CodePage437, 0xF4},
	{charmap.CodePage850, 0xF4},
	{charmap.KOI8R, 0xF4},
	{charmap.CodePage866, 0xDF}, // above it are Russian letters
}

// garbleBytes are the bytes of one character in each of the pages, 0 for none.
type garbleBytes [garblingCount]byte

// garbleIndex has the bytes of each character; nearly all lie below 0x2600.
type garbleIndex struct {
	low  [0x2600]garbleBytes
	high map[rune]garbleBytes
}

var garbleTable = makeGarbleTable()

func makeGarbleTable() *garbleIndex {
	t := &garbleIndex{high: map[rune]garbleBytes{}}
	for i, g := range garblings {
		for c := 0x80; c < 0x100; c++ {
			r := g.page.DecodeByte(byte(c))
			if r == utf8.RuneError {
				r = rune(c) // what is not defined went through as it was
			}
			if int(r) < len(t.low) {
				t.low[r][i] = byte(c)
				continue
			}
			bytes := t.high[r]
			bytes[i] = byte(c)
			t.high[r] = bytes
		}
	}
	return t
}

func (t *garbleIndex) bytes(r rune) garbleBytes {
	if r >= 0 && int(r) < len(t.low) {
		return t.low[r]
	}
	if r < 0xF000 || r > 0xFBFF {
		return garbleBytes{}
	}
	return t.high[r]
}

// garbledIn says for which pages a text has at least one sequence.
func garbledIn(text string) (pages [garblingCount]bool, any bool) {
	var before garbleBytes
	for _, r := range text {
		if r < 0x80 {
			before = garbleBytes{}
			continue
		}
		bytes := garbleTable.bytes(r)
		for i, c := range bytes {
			if c >= 0x80 && c <= 0xBF && before[i] >= 0xC2 && before[i] <= 0xF4 {
				pages[i], any = true, true
			}
		}
		before = bytes
	}
	return pages, any
}

// mendPages undoes UTF-8 that was read as one of the other pages: the one by
// which the most is explained. most is how many characters less there would be
// without, by another explanation.
func mendPages(line string, most int) (string, bool) {
	pages, any := garbledIn(line)
	if !any {
		return line, false
	}
	length := utf8.RuneCountInString(line)
	best := ""
	for i, here := range pages {
		if !here {
			continue
		}
		if fixed, ok := mendPage(line, i); ok && length-utf8.RuneCountInString(fixed) > most {
			best, most = fixed, length-utf8.RuneCountInString(fixed)
		}
	}
	return best, best != ""
}

// garbledRun is a stretch of characters that are sequences of UTF-8 in a page.
type garbledRun struct {
	from, to int
	meant    []rune
	certain  bool
}

// mendPage mends the runs that are certain, and those beside them that would
// not be by themselves: one letter between two words that were mended.
func mendPage(line string, page int) (string, bool) {
	runs := garbledRuns(line, page)
	any := false
	for i := range runs {
		runs[i].certain = certainRun(line, runs[i], page)
		any = any || runs[i].certain
	}
	if !any {
		return line, false
	}
	carried := carriedRuns(line, runs)
	var out strings.Builder
	out.Grow(len(line))
	at := 0
	for i, r := range runs {
		if r.certain || carried[i] {
			out.WriteString(line[at:r.from])
			out.WriteString(string(r.meant))
			at = r.to
		}
	}
	out.WriteString(line[at:])
	return out.String(), true
}

// garbledRuns finds the longest runs of sequences.
func garbledRuns(line string, page int) []garbledRun {
	var runs []garbledRun
	for at := 0; at < len(line); {
		meant, size := garbledSequence(line[at:], page)
		if size == 0 {
			_, n := utf8.DecodeRuneInString(line[at:])
			at += n
			continue
		}
		if n := len(runs); n > 0 && runs[n-1].to == at {
			runs[n-1].to += size
			runs[n-1].meant = append(runs[n-1].meant, meant)
		} else {
			runs = append(runs, garbledRun{from: at, to: at + size, meant: []rune{meant}})
		}
		at += size
	}
	return runs
}

// garbledSequence decodes the sequence at the start of s; the size is 0 when
// there is none that means a character of stories.
func garbledSequence(s string, page int) (meant rune, size int) {
	var seq [4]byte
	n, need := 0, 1
	for _, r := range s {
		c := garbleTable.bytes(r)[page]
		switch {
		case r < 0x80, c == 0:
			return 0, 0
		case n == 0 && (c < 0xC2 || c > 0xF4), n > 0 && (c < 0x80 || c > 0xBF):
			return 0, 0
		case n == 0:
			need = 2
			if c >= 0xF0 {
				need = 4
			} else if c >= 0xE0 {
				need = 3
			}
		}
		seq[n] = c
		n++
		size += utf8.RuneLen(r)
		if n == need {
			break
		}
	}
	if n != need {
		return 0, 0
	}
	if seq[0] > garblings[page].last && (seq[0] != 0xE2 || seq[1] != 0x80 && seq[1] != 0x84) {
		return 0, 0
	}
	meant, n = utf8.DecodeRune(seq[:n])
	if n != need || !inStories(meant) {
		return 0, 0
	}
	return meant, size
}

// inStories says whether a character is one that stories have.
func inStories(r rune) bool {
	return r >= 0xA0 && r <= 0x17F || r >= 0x1E00 && r <= 0x1EFF || r >= 0x218 && r <= 0x21B || writtenSign(r) ||
		unicode.In(r, unicode.Cyrillic, unicode.Greek, unicode.Hebrew, unicode.Arabic, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) ||
		r >= 0x3000 && r <= 0x303F || r >= 0xFF00 && r <= 0xFFEF || r == 0xFEFF
}

// writtenSign tells dashes, quotation marks and the like, and pictures.
func writtenSign(r rune) bool {
	return r >= 0x2010 && r <= 0x2044 || r == 0x20AC || r == 0x2122 || r == 0x2116 || r >= 0x2190 && r <= 0x2193 || r >= 0x2600 && r <= 0x27BF || r >= 0x1F300 && r <= 0x1FAFF
}

// certainRun says whether a run can be nothing but UTF-8 read in the wrong page.
func certainRun(line string, run garbledRun, page int) bool {
	raw := line[run.from:run.to]
	before, _ := utf8.DecodeLastRuneInString(line[:run.from])
	after, _ := utf8.DecodeRuneInString(line[run.to:])
	first, _ := utf8.DecodeRuneInString(raw)
	letters := map[rune]bool{}
	for _, r := range run.meant {
		switch {
		case (r >= 0x2010 && r <= 0x2044 || r == 0x20AC || r == 0x2122) && garblings[page].last == 0xF4, r >= 0x1F300:
			return true // its three or four characters never meet otherwise
		case unicode.IsLetter(r) && r > 0x17F:
			letters[r] = true
		}
	}
	switch r := run.meant[0]; {
	case len(letters) >= 3 && r < 0x800, len(letters) >= 2 && unnatural(' ', raw, ' '):
		return true
	case r >= 0xC0 && r <= 0x24F && drawn(raw):
		return unicode.IsLetter(before) && unicode.IsLetter(after)
	case r >= 0xC0 && r <= 0x24F:
		return unicode.IsLetter(before) && oddSign(first) || unnatural(before, raw, after)
	case r >= 0xA0 && r < 0xC0 && r != '·':
		return oddSign(first) && !drawn(raw)
	}
	return false
}

// unnatural says whether characters stand together as in no language: a
// capital behind a small letter, letters of two alphabets, signs within words.
func unnatural(before rune, raw string, after rune) bool {
	a, b := ' ', before
	for _, c := range raw + string(after) {
		switch {
		case unicode.IsLower(b) && unicode.IsUpper(c),
			unicode.IsLetter(b) && unicode.IsLetter(c) && alphabetOf(b) != alphabetOf(c),
			unicode.IsLetter(a) && oddSign(b) && (unicode.IsLetter(c) || oddSign(c)),
			oddSign(a) && oddSign(b) && unicode.IsLetter(c):
			return true
		}
		a, b = b, c
	}
	return false
}

// oddSign tells signs that stand in no word, and beside few.
func oddSign(r rune) bool {
	switch {
	case r < 0xA1, unicode.IsLetter(r), unicode.IsMark(r), unicode.IsSpace(r), r == 0xAD, r == '·', r == utf8.RuneError:
		return false
	}
	return !strings.ContainsRune("“”„‘’‚«»‹›–—…¿¡", r)
}

// drawn says whether a sequence is made of signs with which tables are drawn.
func drawn(raw string) bool {
	return strings.IndexFunc(raw, func(r rune) bool { return r < 0x2500 || r > 0x25A0 }) < 0
}

// carriedReach is how many words away another one may be by which a run of
// doubt is settled.
const carriedReach = 8

// carriedRuns tells the uncertain runs that are settled by what stands beside
// them: a certain run in the same word, or in the nearest words at either side
// that have characters beyond ASCII. Honest ones there speak against it.
func carriedRuns(line string, runs []garbledRun) []bool {
	words := garbledWords(line, runs)
	carried := make([]bool, len(runs))
	for k, w := range words {
		left, right := nearWord(words, k, -1), nearWord(words, k, 1)
		if w.honest || !w.certain && (left.honest || right.honest || !left.certain && !right.certain) {
			continue
		}
		for i := w.first; i < w.end; i++ {
			carried[i] = true
		}
	}
	return carried
}

// garbledWord is a word of a line with the runs in it.
type garbledWord struct {
	first, end int
	certain    bool // one of its runs is
	honest     bool // it has characters beyond ASCII that are in no run
}

func garbledWords(line string, runs []garbledRun) []garbledWord {
	var words []garbledWord
	next := 0
	for at := 0; at < len(line); {
		end := strings.IndexAny(line[at:], wordEnds)
		if end < 0 {
			end = len(line) - at
		}
		end += at
		w := garbledWord{first: next, end: next}
		for i := at; i < end; i++ {
			switch {
			case next < len(runs) && runs[next].from == i:
				w.certain = w.certain || runs[next].certain
				i = runs[next].to - 1
				next++
				w.end = next
			case line[i] >= 0x80:
				w.honest = true
			}
		}
		words = append(words, w)
		at = end + 1
	}
	return words
}

// nearWord is the nearest word at one side that has certain or honest
// characters beyond ASCII.
func nearWord(words []garbledWord, k, step int) garbledWord {
	for i, left := k+step, carriedReach; i >= 0 && i < len(words) && left > 0; i += step {
		if words[i].certain || words[i].honest {
			return words[i]
		}
		left--
	}
	return garbledWord{}
}
