package decode

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// eastSample is how much of a file is tried in the encodings of East Asia.
const eastSample = 1 << 16

// eastCommon are the characters that every page of a language is full of. A
// text read in the wrong encoding has hardly any of them.
const (
	commonSimple      = "的一是不了在人有我他这中大来上个们到说和地子你就那出也得里后自着去之过家学对可她没看天时下道想样起都然"
	commonTraditional = "的一是不了在人有我他這中大來上個們到說和地子你就那出也得裡後自著去之過家學對可她沒看天時下道想樣起都然"
	commonKorean      = "이다는을의에가고도를은한지하서로어나사기그리자대아라것게인시들해"
)

// eastEncodings are tried in this order; the best share of common characters wins.
var eastEncodings = []struct {
	name   string
	in     encoding.Encoding
	common func(rune) bool
	share  int // percent of the characters beyond ASCII that have to be common
}{
	{"shift_jis", japanese.ShiftJIS, isKana, 30},
	{"euc-jp", japanese.EUCJP, isKana, 30},
	{"gb18030", simplifiedchinese.GB18030, oneOf(commonSimple), 12},
	{"big5", traditionalchinese.Big5, oneOf(commonTraditional), 12},
	{"euc-kr", korean.EUCKR, oneOf(commonKorean), 20},
}

func isKana(r rune) bool { return r >= 0x3041 && r <= 0x3096 || r >= 0x30A1 && r <= 0x30FC }

func oneOf(set string) func(rune) bool {
	return func(r rune) bool { return strings.ContainsRune(set, r) }
}

// fromEast reads Japanese, Chinese and Korean in the encodings that were used
// before UTF-8. ok is false for every other text.
func fromEast(b []byte) (text, enc string, ok bool) {
	if text, ok := fromJapaneseMail(b); ok {
		return text, "iso-2022-jp", true
	}
	if utf8.Valid(b) {
		return "", "", false
	}
	sample := b
	if len(sample) > eastSample {
		sample = sample[:eastSample]
		if end := bytes.LastIndexByte(sample, '\n'); end > 0 {
			sample = sample[:end]
		}
	}
	best, bestShare := -1, 0
	for i, e := range eastEncodings {
		out, err := e.in.NewDecoder().Bytes(sample)
		if err != nil {
			continue
		}
		if share := commonShare(string(out), e.common); share >= e.share && share > bestShare {
			best, bestShare = i, share
		}
	}
	if best < 0 {
		return "", "", false
	}
	out, err := eastEncodings[best].in.NewDecoder().Bytes(b)
	if err != nil {
		return "", "", false
	}
	return string(out), eastEncodings[best].name, true
}

// fromJapaneseMail reads the seven-bit form of Japanese that mail needed.
func fromJapaneseMail(b []byte) (string, bool) {
	if !bytes.Contains(b, []byte("\x1b$B")) && !bytes.Contains(b, []byte("\x1b$@")) {
		return "", false
	}
	out, err := japanese.ISO2022JP.NewDecoder().Bytes(b)
	return string(out), err == nil
}

// commonShare is how many percent of the characters beyond ASCII are common
// ones; 0 when there are too few, or too many that could not be read.
func commonShare(text string, common func(rune) bool) int {
	high, hit, bad := 0, 0, 0
	for _, r := range text {
		switch {
		case r < 0x80:
			continue
		case r == unicode.ReplacementChar:
			bad++
		case common(r):
			hit++
		}
		high++
	}
	if high < 8 || bad*50 > high {
		return 0
	}
	return hit * 100 / high
}

// centralPage finds Polish and Czech: bytes inside words that are signs, or
// letters at the ends of words only, in Western pages.
func centralPage(b []byte) (*charmap.Charmap, string) {
	if len(b) > 1<<18 {
		b = b[:1<<18]
	}
	var inside [256]int
	for i := 1; i+1 < len(b); i++ {
		if b[i] >= 0x80 && wordByte(b[i-1]) && wordByte(b[i+1]) {
			inside[b[i]]++
		}
	}
	czech := inside[0xEC] >= 2 && inside[0xF8] >= 2 && inside[0xE5]+inside[0xE6] == 0
	polish := inside[0xB3] >= 2 && inside[0xEA]+inside[0xB9]+inside[0xB1]+inside[0xBF] > 0
	switch {
	case czech && inside[0xB9]+inside[0xBE] > inside[0x9A]+inside[0x9E], polish && inside[0xB1]+inside[0xB6] > inside[0xB9]+inside[0x9C]:
		return charmap.ISO8859_2, "iso-8859-2"
	case czech || polish:
		return charmap.Windows1250, "windows-1250"
	}
	return nil, ""
}

func wordByte(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0xC0 }

// letterPages are the pages whose letters fill the upper half, with the
// letters that are most frequent in the languages written in them.
var letterPages = []struct {
	name string
	page *charmap.Charmap
	most string
}{
	{"windows-1251", charmap.Windows1251, "оеаинтсрвл"},
	{"koi8-r", charmap.KOI8R, "оеаинтсрвл"},
	{"windows-1253", charmap.Windows1253, "αοιετσνηυρ"},
	{"windows-1255", charmap.Windows1255, "יוהלאתרמבש"},
	{"windows-1256", charmap.Windows1256, "اليمونرتبه"},
}

// byLetters chooses the page in which the most letters are frequent ones.
func byLetters(b []byte) (*charmap.Charmap, string) {
	var count [256]int
	for _, c := range b {
		count[c]++
	}
	best, most := 0, -1
	for i, p := range letterPages {
		hits := 0
		for c := 0x80; c < 0x100; c++ {
			if r := p.page.DecodeByte(byte(c)); strings.ContainsRune(p.most, r) {
				hits += count[c]
			}
		}
		if hits > most {
			best, most = i, hits
		}
	}
	return letterPages[best].page, letterPages[best].name
}
