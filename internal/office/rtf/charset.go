package rtf

import (
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// codePage says what the bytes of a run mean.
type codePage struct {
	single  *charmap.Charmap  // one byte a character
	multi   encoding.Encoding // one or two bytes a character
	symbols *symbolFont       // pictures in the places of letters
	// With none of the three the bytes are UTF-8.
}

// singles are the code pages of one byte by Windows' numbers, and as \ansicpg
// of other systems name them.
var singles = map[int]*charmap.Charmap{
	437: charmap.CodePage437, 850: charmap.CodePage850, 852: charmap.CodePage852, 855: charmap.CodePage855,
	858: charmap.CodePage858, 860: charmap.CodePage860, 862: charmap.CodePage862, 863: charmap.CodePage863,
	865: charmap.CodePage865, 866: charmap.CodePage866, 874: charmap.Windows874,
	1250: charmap.Windows1250, 1251: charmap.Windows1251, 1252: charmap.Windows1252, 1253: charmap.Windows1253,
	1254: charmap.Windows1254, 1255: charmap.Windows1255, 1256: charmap.Windows1256, 1257: charmap.Windows1257,
	1258: charmap.Windows1258, 10000: charmap.Macintosh, 10007: charmap.MacintoshCyrillic,
	20866: charmap.KOI8R, 21866: charmap.KOI8U, 28591: charmap.ISO8859_1, 28592: charmap.ISO8859_2,
	28595: charmap.ISO8859_5, 28597: charmap.ISO8859_7, 28605: charmap.ISO8859_15, 819: charmap.ISO8859_1,
}

var multis = map[int]encoding.Encoding{
	932: japanese.ShiftJIS, 936: simplifiedchinese.GBK, 949: korean.EUCKR, 950: traditionalchinese.Big5,
	10001: japanese.ShiftJIS, 10002: traditionalchinese.Big5, 10003: korean.EUCKR, 10008: simplifiedchinese.GBK,
	54936: simplifiedchinese.GB18030,
}

// charsets are the code pages of \fcharset. 0 and 1 are missing: 0 is Western
// or, with writers that say 0 of every font, the document's; 1 is the document's.
var charsets = map[int]int{
	77: 10000, 78: 932, 79: 949, 80: 936, 81: 950, 83: 1255, 84: 1256, 85: 1253, 86: 1254, 88: 1250, 89: 10007,
	128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256, 179: 1256,
	180: 1256, 181: 1255, 186: 1257, 204: 1251, 222: 874, 238: 1250, 254: 437, 255: 850,
}

const symbolCharset = 2

// codePageOf gives the code page of a number; nil when it is not known.
func codePageOf(n int) *codePage {
	if n == 65001 {
		return &codePage{}
	}
	if c := singles[n]; c != nil {
		return &codePage{single: c}
	}
	if c := multis[n]; c != nil {
		return &codePage{multi: c}
	}
	return nil
}

// decode appends what the bytes mean, and says how many mean nothing that can
// be shown.
func (p *codePage) decode(dst, src []byte) (text []byte, lost int) {
	switch {
	case p.symbols != nil:
		return p.symbols.decode(dst, src)
	case p.single != nil:
		for _, c := range src {
			if c < utf8.RuneSelf {
				dst = append(dst, c)
				continue
			}
			dst = utf8.AppendRune(dst, p.single.DecodeByte(c))
		}
		return dst, 0
	case p.multi != nil:
		text, err := p.multi.NewDecoder().Bytes(src)
		if err != nil {
			text = src
		}
		return appendValid(dst, text), 0
	}
	return appendValid(dst, src), 0
}

// appendValid appends UTF-8 and puts U+FFFD for what is none.
func appendValid(dst, src []byte) []byte {
	for len(src) > 0 {
		c, n := utf8.DecodeRune(src)
		dst = utf8.AppendRune(dst, c)
		src = src[n:]
	}
	return dst
}

// setAnsi makes a code page the document's; an unknown one changes nothing.
func (r *reader) setAnsi(n int) {
	p := codePageOf(n)
	if p == nil {
		return
	}
	r.ansi, r.st.page = p, p
}
