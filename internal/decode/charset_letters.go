package decode

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// letterSample is how much of a file is read in each of the letterPages.
const letterSample = 1 << 15

// letterPages are the pages whose letters fill the upper half, the likeliest
// first, with the letters that are most frequent in the languages written in
// them.
var letterPages = []struct {
	*codePage
	most string
}{
	{pageOf("windows-1251", charmap.Windows1251), mostRussian},
	{pageOf("koi8-r", charmap.KOI8R), mostRussian},
	{pageOf("windows-1253", charmap.Windows1253), "αοιετσνηυρ"},
	{pageOf("windows-1255", charmap.Windows1255), "יוהלאתרמבש"},
	{pageOf("windows-1256", charmap.Windows1256), "اليمونرتبه"},
	{pageOf("iso-8859-5", charmap.ISO8859_5), mostRussian},
	{pageOf("x-mac-cyrillic", charmap.MacintoshCyrillic), mostRussian},
}

// letterFaults is how many faults more another page must have so that it is
// out of the question.
const letterFaults = 3

// byLetters chooses the page in which the most letters are frequent ones and
// the fewest stand where they cannot: я is a capital in the wrong page of two
// that differ by little else.
func byLetters(b []byte) (page *codePage, sure bool) {
	var count [256]int
	for _, c := range b {
		count[c]++
	}
	hits, faults := make([]int, len(letterPages)), make([]int, len(letterPages))
	best := 0
	for i, p := range letterPages {
		for c := 0x80; c < 0x100; c++ {
			if strings.ContainsRune(p.most, p.runes[c]) {
				hits[i] += count[c]
			}
		}
		faults[i] = faultsIn(p.read(firstBytes(b, letterSample)))
		if hits[i]-faults[i] > hits[best]-faults[best] {
			best = i
		}
	}
	sure = hits[best] >= 40
	for i := range letterPages {
		if i != best && hits[best]*2 < hits[i]*3 && faults[i] < 2*faults[best]+letterFaults {
			sure = false
		}
	}
	return letterPages[best].codePage, sure
}

// faultsIn counts the characters that stand where they cannot.
func faultsIn(text string) int {
	faults, prev := 0, ' '
	for i, r := range text {
		if r < 0x80 {
			prev = r
			continue
		}
		next := runeAfter(text, i)
		faults -= min(0, placed(prev, r, next))
		prev = r
	}
	return faults
}

// thaiLetters is how many letters are enough to be sure of Thai.
const thaiLetters = 40

// mostThai are the letters that are most frequent in Thai.
const mostThai = "านรอกเมยลวดท"

// thaiPage finds Thai, whose vowels and tones above and below stand behind
// consonants only, and whose vowels in front stand before them.
func thaiPage(b []byte) (page *codePage, sure bool) {
	letters, marks, most, faults := 0, 0, 0, 0
	prev := rune(0)
	for _, c := range firstBytes(b, pageSample) {
		r := page874.runes[c]
		consonant := r >= 0xE01 && r <= 0xE2E
		front := prev >= 0xE40 && prev <= 0xE44
		switch {
		case c < 0x80:
			if front {
				faults++
			}
		case r >= 0xE00 && r <= 0xE7F:
			letters++
			if strings.ContainsRune(mostThai, r) {
				most++
			}
			mark := unicode.IsMark(r)
			if mark {
				marks++
			}
			if mark && !(prev >= 0xE01 && prev <= 0xE2E || unicode.IsMark(prev)) || front && !consonant {
				faults++
			}
		case c >= 0xA0:
			faults++
		}
		prev = r
	}
	if letters < 12 || faults*50 > letters || most*3 < letters || marks*10 < letters || marks*20 > letters*9 {
		return nil, false
	}
	return page874, letters >= thaiLetters
}

// runeAfter is the character behind the one at a place, a blank at the end.
func runeAfter(text string, at int) rune {
	_, size := utf8.DecodeRuneInString(text[at:])
	if at+size == len(text) {
		return ' '
	}
	next, _ := utf8.DecodeRuneInString(text[at+size:])
	return next
}
