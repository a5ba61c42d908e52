package decode

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
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

var eastFrequent = oneOf(commonSimple + commonTraditional + commonKorean)

func isKana(r rune) bool { return r >= 0x3041 && r <= 0x3096 || r >= 0x30A1 && r <= 0x30FC }

func oneOf(set string) func(rune) bool {
	return func(r rune) bool { return strings.ContainsRune(set, r) }
}

// fromEast reads Japanese, Chinese and Korean in the encodings that were used
// before UTF-8. ok is false for every other text; sure is set when there is so
// much of it that no other encoding is left.
func fromEast(b []byte) (text, name string, sure, ok bool) {
	if text, ok := fromJapaneseMail(b); ok {
		return text, "iso-2022-jp", true, true
	}
	if utf8.Valid(b) {
		return "", "", false, false
	}
	sample := firstBytes(b, eastSample)
	if len(sample) < len(b) {
		if end := bytes.LastIndexByte(sample, '\n'); end > 0 {
			sample = sample[:end]
		}
	}
	best, bestShare, second, high := -1, 0, 0, 0
	for i, e := range eastEncodings {
		out, err := e.in.NewDecoder().Bytes(sample)
		if err != nil {
			continue
		}
		share, n := commonShare(string(out), e.common)
		switch {
		case share >= e.share && share > bestShare:
			best, bestShare, second, high = i, share, bestShare, n
		case share > second:
			second = share
		}
	}
	if best < 0 {
		return "", "", false, false
	}
	out, err := eastEncodings[best].in.NewDecoder().Bytes(b)
	if err != nil {
		return "", "", false, false
	}
	sure = high >= 40 && bestShare >= 2*second && !strings.ContainsRune(string(out), unicode.ReplacementChar)
	return string(out), eastEncodings[best].name, sure, true
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
// ones, and how many such characters there are; 0 when there are too few, or
// too many that could not be read.
func commonShare(text string, common func(rune) bool) (share, high int) {
	hit, bad := 0, 0
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
		return 0, high
	}
	return hit * 100 / high, high
}
