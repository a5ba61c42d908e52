package decode

import (
	"bytes"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// mendedMax is how many pieces that were mended are told; mendedKept is how
// many different ones are counted on the way.
const (
	mendedMax  = 20
	mendedKept = 5000
	mendedRune = 60 // characters of one piece
)

// mendLines mends each line by itself, for good and bad lines stand side by
// side, and tells what it changed.
func mendLines(text string) (string, []Mended) { return mendLinesOf(text, nil) }

// mendLinesOf is mendLines for a text whose reading is not certain: only lines
// that were UTF-8 in the source are mended. Without a source all are.
func mendLinesOf(text string, source []byte) (string, []Mended) {
	if !mayBeGarbled(text) {
		return text, nil
	}
	var out strings.Builder
	out.Grow(len(text))
	var changes mendings
	every := source == nil
	for line := range strings.Lines(text) {
		var was []byte
		was, source, _ = bytes.Cut(source, []byte("\n"))
		if (every || utf8.Valid(was)) && mayBeGarbled(line) {
			fixed, ok := mendMojibake(line)
			if ok {
				changes.note(line, fixed)
			}
			line = fixed
		}
		out.WriteString(line)
	}
	return out.String(), changes.most()
}

// mendings counts the words that were mended.
type mendings struct {
	list []Mended
	at   map[string]int
}

// note compares a line with what it became, word by word: what was encoded
// twice never holds an ASCII character, so both have the same number of words.
func (m *mendings) note(was, is string) {
	if m.at == nil {
		m.at = map[string]int{}
	}
	for was != "" && is != "" {
		a, b := wordEnd(was), wordEnd(is)
		if was[:a] != is[:b] {
			m.count(aroundChange(was[:a], is[:b]))
		}
		was, is = was[min(a+1, len(was)):], is[min(b+1, len(is)):]
	}
}

// wordEnd is where the first word of s ends.
func wordEnd(s string) int {
	if end := strings.IndexAny(s, wordEnds); end >= 0 {
		return end
	}
	return len(s)
}

// wordEnds are the ASCII characters that part words and tags.
const wordEnds = " \t\r\n\f\v<>"

func (m *mendings) count(was, is string) {
	i, ok := m.at[was]
	switch {
	case ok:
		m.list[i].Times++
	case len(m.list) < mendedKept:
		m.at[was] = len(m.list)
		m.list = append(m.list, Mended{was, is, 1})
	}
}

// aroundChange cuts two forms of a very long word, such as a line of Chinese,
// to where they begin to differ.
func aroundChange(was, is string) (string, string) {
	same := 0
	for same < len(was) && same < len(is) && was[same] == is[same] {
		same++
	}
	for back := 0; same > 0 && (back < 10 || !utf8.RuneStart(was[same])); back++ {
		same--
	}
	for same > 0 && !utf8.RuneStart(was[same]) {
		same--
	}
	if len(was) <= mendedRune {
		same = 0
	}
	return firstRunes(was[same:], mendedRune), firstRunes(is[same:], mendedRune)
}

func firstRunes(s string, n int) string {
	for at := range s {
		if n == 0 {
			return s[:at]
		}
		n--
	}
	return s
}

// most gives the most frequent changes.
func (m *mendings) most() []Mended {
	sort.SliceStable(m.list, func(i, j int) bool { return m.list[i].Times > m.list[j].Times })
	return m.list[:min(len(m.list), mendedMax)]
}

// mayBeGarbled says whether a text has anything that looks encoded twice.
func mayBeGarbled(text string) bool {
	if strings.ContainsFunc(text, mojibakeLead) {
		return true
	}
	_, any := garbledIn(text)
	return any
}

func mojibakeLead(r rune) bool { return r >= 0xC2 && r <= 0xF4 }

// mendMojibake undoes UTF-8 that was read as Windows-1252 or another code page,
// as often as it was done. It changes only what is certain: characters that decode to letters or
// punctuation a story has, in a place where they make sense. Good text comes
// back as it was, with false.
func mendMojibake(s string) (string, bool) {
	mended := false
	for range layers {
		next, ok := mendOnce(s)
		if other, better := mendPages(s, utf8.RuneCountInString(s)-utf8.RuneCountInString(next)); better {
			next, ok = other, true
		}
		if !ok {
			break
		}
		s, mended = next, true
	}
	return s, mended
}

func mendOnce(s string) (string, bool) {
	var out strings.Builder
	changed := false
	prev := rune(0)
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if mojibakeLead(r) {
			if run, size := meant(s[i:], prev); size > 0 {
				if !changed {
					out.Grow(len(s))
					out.WriteString(s[:i])
					changed = true
				}
				out.WriteString(run)
				prev, _ = utf8.DecodeLastRuneInString(run)
				i += size
				continue
			}
		}
		if changed {
			out.WriteString(s[i : i+n])
		}
		prev = r
		i += n
	}
	if !changed {
		return s, false
	}
	return out.String(), true
}

// layers is how often text may have been encoded over and over.
const layers = 6

// meant decodes the run of twice encoded characters at the start of s as often
// as it was encoded: to the deepest layer that is certain. The size is 0 when
// none is.
func meant(s string, prev rune) (string, int) {
	run, size := twiceEncoded(s)
	if size == 0 {
		return "", 0
	}
	depths := []string{run}
	for len(depths) < layers {
		deeper, n := twiceEncoded(run)
		if n == 0 || n < len(run) {
			break
		}
		run = deeper
		depths = append(depths, run)
	}
	for k := len(depths) - 1; k >= 0; k-- {
		raw := s[:size]
		if k > 0 {
			raw = depths[k-1]
		}
		if certain(depths[k], raw, prev, s[size:]) {
			return depths[k], size
		}
	}
	return "", 0
}

// twiceEncoded decodes the longest run at the start of s in which every
// character is part of a UTF-8 sequence read as Windows-1252. It gives the
// decoded text and how many bytes of s it took.
func twiceEncoded(s string) (string, int) {
	var out []rune
	size := 0
	for size < len(s) {
		r, n := utf8.DecodeRuneInString(s[size:])
		lead, ok := cp1252Byte(r)
		if !ok || lead < 0xC2 || lead > 0xF4 {
			break
		}
		need := 1
		if lead >= 0xF0 {
			need = 3
		} else if lead >= 0xE0 {
			need = 2
		}
		seq := []byte{lead}
		end := size + n
		for range need {
			c, m := utf8.DecodeRuneInString(s[end:])
			b, ok := cp1252Byte(c)
			if !ok || b < 0x80 || b > 0xBF {
				break
			}
			seq = append(seq, b)
			end += m
		}
		got, m := utf8.DecodeRune(seq)
		if len(seq) != need+1 || m != len(seq) || got == utf8.RuneError && string(seq) != "\xEF\xBF\xBD" {
			break
		}
		out = append(out, got)
		size = end
	}
	return string(out), size
}

// certain says whether what a run decodes to is what was meant. Honest text
// can hold such runs by chance: “Fuß” ends in ß”, “fiancé”—she in é”—.
func certain(run, raw string, prev rune, rest string) bool {
	next, _ := utf8.DecodeRuneInString(rest)
	runes := []rune(run)
	lead, _ := utf8.DecodeRuneInString(raw)
	for i, r := range runes {
		switch {
		case r >= 0x2010 && r <= 0x2044, r == 0x20AC, r == 0x2116, r == 0x2122, r == 0xFEFF, r == 0xFFFD,
			r >= 0x2190 && r <= 0x2193, r >= 0x25A0 && r <= 0x27BF, r >= 0xFB00 && r <= 0xFB06, r >= 0x1F000:
		case r >= 0xA0 && r <= 0xBF: // a sign from Â: certain unless the Â ends a word in capitals
			if i == 0 && unicode.IsUpper(prev) {
				return false
			}
		case r >= 0xC0 && r <= 0xFF: // from Ã; AMANHÃ” is honest
			if i == 0 && unicode.IsUpper(prev) && unicode.IsUpper(lead) && strings.ContainsAny(raw, "“”‘’–—…»") {
				return false
			}
		case r >= 0x100 && r <= 0x17F: // ą, ž: only as part of a word
			if len(runes) == 1 && !unicode.IsLetter(prev) && (!unicode.IsLetter(next) || strings.ContainsAny(raw, "…»–—”")) {
				return false // "Ä…ich" is honest too
			}
		case unicode.In(r, unicode.Cyrillic, unicode.Greek, unicode.Hebrew, unicode.Arabic,
			unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
			if len(runes) > 1 && !kin(runes, i) || len(runes) == 1 && !sameScript(prev, r) && !sameScript(next, r) && !aloneCyrillic(r, prev, next) {
				return false
			}
		case r >= 0x3000 && r <= 0x303F, r >= 0xFF00 && r <= 0xFFEF: // CJK punctuation
			if len(runes) < 2 {
				return false
			}
		default:
			return false
		}
	}
	return len(runes) > 0
}

// kin says whether a neighbour in the run is of the same script.
func kin(runes []rune, i int) bool {
	return i > 0 && (sameScript(runes[i-1], runes[i]) || !unicode.IsLetter(runes[i-1])) ||
		i+1 < len(runes) && (sameScript(runes[i+1], runes[i]) || !unicode.IsLetter(runes[i+1]))
}

func sameScript(a, b rune) bool {
	for _, t := range []*unicode.RangeTable{unicode.Cyrillic, unicode.Greek, unicode.Hebrew, unicode.Arabic, unicode.Hangul} {
		if unicode.Is(t, b) {
			return unicode.Is(t, a)
		}
	}
	cjk := []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana}
	return unicode.In(a, cjk...) && unicode.In(b, cjk...)
}

// aloneCyrillic allows the one-letter words of Russian (и, в, я) between spaces.
func aloneCyrillic(r, prev, next rune) bool {
	return strings.ContainsRune("авиксуоя", unicode.ToLower(r)) && unicode.IsSpace(prev) && unicode.IsSpace(next)
}
