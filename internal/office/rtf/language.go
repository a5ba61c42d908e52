package rtf

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// scripts is what kinds of letters a text has.
type scripts struct {
	letters     bool
	left, right bool // letters written from the left, from the right
	eastern     bool // Chinese, Japanese, Korean
}

// script is what kind of letter a character is.
type script uint8

const (
	noScript script = iota // a digit, a sign, a space
	western
	eastern
	fromRight
)

func scriptOf(c rune) script {
	switch {
	case c < utf8.RuneSelf:
		if isLetter(byte(c)) {
			return western
		}
		return noScript
	case c >= 0x2000 && c < 0x2E00, !unicode.IsLetter(c) && !unicode.IsMark(c):
		return noScript
	case c >= 0x590 && c < 0x900, c >= 0xFB1D && c < 0xFE00, c >= 0xFE70 && c < 0xFF00:
		return fromRight
	case c >= 0x1100 && c < 0x1200, c >= 0x2E80 && c < 0xD800, c >= 0xF900 && c < 0xFB00, c >= 0xFF00 && c < 0xFFF0, c >= 0x20000:
		return eastern
	}
	return western
}

func (in *scripts) add(s script) {
	in.letters = in.letters || s != noScript
	in.left = in.left || s == western || s == eastern
	in.right = in.right || s == fromRight
	in.eastern = in.eastern || s == eastern
}

// piece is a part of a run in one kind of letters.
type piece struct {
	text []byte
	scripts
	lang uint16
}

// pieces cuts a run where its letters change to those of another language, as
// programs note one language for each kind of letters. Most runs are one piece.
func (l *look) pieces(s []byte) []piece {
	var all []piece
	var now script
	p, from := piece{}, 0
	for i := 0; i < len(s); {
		c, n := rune(s[i]), 1
		if c >= utf8.RuneSelf {
			c, n = utf8.DecodeRune(s[i:])
		}
		if is := scriptOf(c); is != noScript && is != now {
			if now != noScript && l.languageOf(now) != l.languageOf(is) {
				p.text, p.lang = s[from:i], l.languageOf(now)
				all = append(all, p)
				p, from = piece{}, i
			}
			now = is
			p.add(is)
		}
		i += n
	}
	p.text, p.lang = s[from:], l.languageOf(now)
	return append(all, p)
}

func (l *look) languageOf(s script) uint16 {
	var in scripts
	in.add(s)
	return l.language(in)
}

// language gives the language that a run with such letters is in.
func (l *look) language(in scripts) uint16 {
	switch {
	case in.right && l.complexLang != 0 && (!l.has(rightToLeft) || !isFromRight(l.lang) && isFromRight(l.complexLang)):
		// Word notes a run's own language for the way it runs, LibreOffice for its letters.
		return l.complexLang
	case in.eastern && isEastern(l.eastLang):
		return l.eastLang
	case in.eastern && !isEastern(l.lang):
		return 0
	}
	return l.lang
}

// isFromRight tells languages written from right to left: Arabic, Hebrew, Urdu,
// Persian, Yiddish, Sindhi, Syriac, Pashto, Dhivehi, Uyghur.
func isFromRight(lang uint16) bool {
	switch lang & 0x3FF {
	case 0x01, 0x0D, 0x20, 0x29, 0x3D, 0x59, 0x5A, 0x63, 0x65, 0x80:
		return true
	}
	return false
}

func isEastern(lang uint16) bool {
	switch lang & 0x3FF {
	case 0x04, 0x11, 0x12:
		return true
	}
	return false
}

// primary gives the language of a tag without its country.
func primary(tag string) string {
	p, _, _ := strings.Cut(tag, "-")
	return p
}

// languageTag gives the BCP 47 tag of one of Windows' numbers of languages; ""
// for none and for those that it does not know.
func languageTag(n uint16) string {
	if tag := fullTags[n]; tag != "" {
		return tag
	}
	return primaryTags[n&0x3FF]
}

// fullTags are the languages with their countries.
var fullTags = map[uint16]string{
	0x0401: "ar-SA", 0x0801: "ar-IQ", 0x0C01: "ar-EG", 0x0402: "bg-BG", 0x0403: "ca-ES",
	0x0404: "zh-TW", 0x0804: "zh-CN", 0x0C04: "zh-HK", 0x1004: "zh-SG", 0x1404: "zh-MO",
	0x0405: "cs-CZ", 0x0406: "da-DK", 0x0407: "de-DE", 0x0807: "de-CH", 0x0C07: "de-AT", 0x1007: "de-LU", 0x1407: "de-LI",
	0x0408: "el-GR", 0x0409: "en-US", 0x0809: "en-GB", 0x0C09: "en-AU", 0x1009: "en-CA", 0x1409: "en-NZ", 0x1809: "en-IE",
	0x1C09: "en-ZA", 0x3409: "en-PH", 0x4009: "en-IN", 0x4809: "en-SG",
	0x040A: "es-ES", 0x080A: "es-MX", 0x0C0A: "es-ES", 0x2C0A: "es-AR", 0x340A: "es-CL", 0x240A: "es-CO", 0x280A: "es-PE",
	0x540A: "es-US", 0x580A: "es-419", 0x040B: "fi-FI", 0x040C: "fr-FR", 0x080C: "fr-BE", 0x0C0C: "fr-CA", 0x100C: "fr-CH",
	0x040D: "he-IL", 0x040E: "hu-HU", 0x040F: "is-IS", 0x0410: "it-IT", 0x0810: "it-CH", 0x0411: "ja-JP", 0x0412: "ko-KR",
	0x0413: "nl-NL", 0x0813: "nl-BE", 0x0414: "nb-NO", 0x0814: "nn-NO", 0x0415: "pl-PL", 0x0416: "pt-BR", 0x0816: "pt-PT",
	0x0417: "rm-CH", 0x0418: "ro-RO", 0x0419: "ru-RU", 0x041A: "hr-HR", 0x081A: "sr-Latn-CS", 0x0C1A: "sr-Cyrl-CS",
	0x101A: "hr-BA", 0x141A: "bs-Latn-BA", 0x201A: "bs-Cyrl-BA", 0x241A: "sr-Latn-RS", 0x281A: "sr-Cyrl-RS",
	0x041B: "sk-SK", 0x041C: "sq-AL", 0x041D: "sv-SE", 0x081D: "sv-FI", 0x041E: "th-TH", 0x041F: "tr-TR", 0x0420: "ur-PK",
	0x0421: "id-ID", 0x0422: "uk-UA", 0x0423: "be-BY", 0x0424: "sl-SI", 0x0425: "et-EE", 0x0426: "lv-LV", 0x0427: "lt-LT",
	0x0429: "fa-IR", 0x042A: "vi-VN", 0x042B: "hy-AM", 0x042D: "eu-ES", 0x042F: "mk-MK", 0x0436: "af-ZA", 0x0437: "ka-GE",
	0x0438: "fo-FO", 0x0439: "hi-IN", 0x043C: "ga-IE", 0x083C: "ga-IE", 0x043E: "ms-MY", 0x0441: "sw-KE", 0x0445: "bn-IN",
	0x0449: "ta-IN", 0x044A: "te-IN", 0x0450: "mn-MN", 0x0452: "cy-GB", 0x0456: "gl-ES", 0x0462: "fy-NL", 0x0464: "fil-PH",
	0x0476: "la", 0x0491: "gd-GB", 0x046E: "lb-LU", 0x047E: "br-FR",
}

// primaryTags are the languages alone, for countries that are not told apart.
var primaryTags = map[uint16]string{
	0x01: "ar", 0x02: "bg", 0x03: "ca", 0x04: "zh", 0x05: "cs", 0x06: "da", 0x07: "de", 0x08: "el", 0x09: "en", 0x0A: "es",
	0x0B: "fi", 0x0C: "fr", 0x0D: "he", 0x0E: "hu", 0x0F: "is", 0x10: "it", 0x11: "ja", 0x12: "ko", 0x13: "nl", 0x14: "no",
	0x15: "pl", 0x16: "pt", 0x17: "rm", 0x18: "ro", 0x19: "ru", 0x1A: "hr", 0x1B: "sk", 0x1C: "sq", 0x1D: "sv", 0x1E: "th",
	0x1F: "tr", 0x20: "ur", 0x21: "id", 0x22: "uk", 0x23: "be", 0x24: "sl", 0x25: "et", 0x26: "lv", 0x27: "lt", 0x29: "fa",
	0x2A: "vi", 0x2B: "hy", 0x2C: "az", 0x2D: "eu", 0x2F: "mk", 0x36: "af", 0x37: "ka", 0x38: "fo", 0x39: "hi", 0x3A: "mt",
	0x3C: "ga", 0x3D: "yi", 0x3E: "ms", 0x3F: "kk", 0x41: "sw", 0x43: "uz", 0x45: "bn", 0x46: "pa", 0x47: "gu", 0x49: "ta",
	0x4A: "te", 0x4B: "kn", 0x4C: "ml", 0x4E: "mr", 0x50: "mn", 0x52: "cy", 0x53: "km", 0x54: "lo", 0x56: "gl", 0x61: "ne",
	0x64: "fil", 0x91: "gd",
}
