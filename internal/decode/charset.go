package decode

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// toUTF8 gives the text of a file's bytes as UTF-8 and names the encoding that
// was found ("utf-8", "utf-16le", "windows-1252", …; "+quoted-printable" is
// added when the bytes were wrapped in it, "+mojibake" when lines that had been
// encoded twice were mended). The error, for files that are no text, is a
// sentence for people. charset, unless it is "", is the one that a person chose.
func toUTF8(b []byte, charset string) (text string, enc string, err error) {
	if what := magicOf(b); what != "" {
		return "", "", fmt.Errorf("this is %s, not plain text: save it as .txt, .html or .epub and bring it again", what)
	}
	if text, enc, ok := fromUTF16(b); ok {
		return strings.ReplaceAll(text, "\x00", ""), enc, nil
	}
	b = bytes.TrimPrefix(b, []byte("\xEF\xBB\xBF"))
	if looksBinary(b) {
		return "", "", fmt.Errorf("this is not text: it holds bytes that no story has; save it as .txt, .html or .epub and bring it again")
	}
	if e := encodingNamed(charset); e != nil {
		text, err := inEncoding(b, e)
		return strings.ReplaceAll(text, "\x00", "\uFFFD"), charset, err
	}
	suffix := ""
	if plain, ok := fromQuotedPrintable(b); ok {
		b, suffix = plain, "+quoted-printable"
	}
	if east, name, ok := fromEast(b); ok {
		text, enc = east, name
	} else if utf8.Valid(b) {
		text, enc = string(b), "utf-8"
	} else {
		text, enc = fromBytes(b)
	}
	if strings.IndexByte(text, 0) >= 0 {
		// A NUL stands where a character was; U+FFFD keeps the place and is
		// reported as damage.
		text = strings.ReplaceAll(text, "\x00", "\uFFFD")
	}
	text, mended := mendLines(text)
	if mended {
		suffix += "+mojibake"
	}
	return text, enc + suffix, nil
}

func magicOf(b []byte) string {
	for _, m := range magics {
		if bytes.HasPrefix(b, []byte(m.head)) {
			return m.what
		}
	}
	return ""
}

// looksBinary counts control bytes in the first part of a file; a text has a
// form feed or a stray NUL here and there, never one byte in fifty.
func looksBinary(b []byte) bool {
	if len(b) > 1<<16 {
		b = b[:1<<16]
	}
	odd := 0
	for _, c := range b {
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1A && c != 0x1B || c == 0x7F {
			odd++
		}
	}
	return odd > 2 && odd*50 > len(b)
}

// fromUTF16 reads UTF-16 with a byte order mark, or without one when the NULs
// of Latin letters give it away.
func fromUTF16(b []byte) (string, string, bool) {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE}):
		order, b = binary.LittleEndian, b[2:]
	case bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		order, b = binary.BigEndian, b[2:]
	default:
		order = guessUTF16(b)
	}
	if order == nil {
		return "", "", false
	}
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = order.Uint16(b[2*i:])
	}
	enc := "utf-16le"
	if order == binary.BigEndian {
		enc = "utf-16be"
	}
	return string(utf16.Decode(units)), enc, true
}

func guessUTF16(b []byte) binary.ByteOrder {
	if len(b) > 4096 {
		b = b[:4096]
	}
	var nul [2]int
	for i, c := range b {
		if c == 0 {
			nul[i&1]++
		}
	}
	half := len(b) / 2
	switch {
	case half < 4:
		return nil
	case nul[1]*10 > half*4 && nul[0]*20 < half:
		return binary.LittleEndian
	case nul[0]*10 > half*4 && nul[1]*20 < half:
		return binary.BigEndian
	}
	return nil
}

// fromBytes reads eight-bit text line by line: lines that are UTF-8 stay so
// (pasted files mix both), the rest are of the one code page that the whole
// file speaks for.
func fromBytes(b []byte) (string, string) {
	decode, enc := codePage(b)
	var out strings.Builder
	out.Grow(len(b) + len(b)/8)
	for line := range bytes.Lines(b) {
		if utf8.Valid(line) {
			out.Write(line)
			continue
		}
		for _, c := range line {
			if c < 0x80 {
				out.WriteByte(c)
			} else {
				out.WriteRune(decode(c))
			}
		}
	}
	return out.String(), enc
}

// codePage chooses between Windows-1252, MacRoman and the two Cyrillic pages.
func codePage(b []byte) (func(byte) rune, string) {
	if page, enc := wordPage(b); page != nil {
		return page.DecodeByte, enc
	}
	if page, enc := centralPage(b); page != nil {
		return page.DecodeByte, enc
	}
	mac, win := 0, 0
	opened := false
	for i, c := range b {
		switch c {
		case 0xD5: // don’t in MacRoman, Õ in Windows
			if lowerASCII(b, i-1) && lowerASCII(b, i+1) {
				mac++
			}
		case 0xD2:
			opened = !letterASCII(b, i-1) && letterASCII(b, i+1)
		case 0xD3:
			if opened && !letterASCII(b, i+1) {
				mac++
			}
			opened = false
		case 0x92:
			if lowerASCII(b, i-1) && lowerASCII(b, i+1) {
				win++
			}
		case 0x93, 0x94:
			if letterASCII(b, i+1) != letterASCII(b, i-1) {
				win++
			}
		}
	}
	if mac > win {
		return charmap.Macintosh.DecodeByte, "macintosh"
	}
	return cp1252Rune, "windows-1252"
}

func lowerASCII(b []byte, i int) bool { return i >= 0 && i < len(b) && b[i] >= 'a' && b[i] <= 'z' }

func letterASCII(b []byte, i int) bool {
	return i >= 0 && i < len(b) && (b[i]|0x20 >= 'a' && b[i]|0x20 <= 'z')
}

// wordPage finds Russian, Greek, Hebrew and Arabic bytes: whole words of
// bytes from 0xC0 up, which no Latin language has.
func wordPage(b []byte) (*charmap.Charmap, string) {
	if len(b) > 1<<18 {
		b = b[:1<<18]
	}
	inWords, high, run := 0, 0, 0
	for _, c := range b {
		if c < 0xC0 {
			if c >= 0x80 {
				high++
			}
			run = 0
			continue
		}
		high++
		if run++; run == 3 {
			inWords += 3
		} else if run > 3 {
			inWords++
		}
	}
	if inWords < 12 || inWords*10 < high*6 {
		return nil, ""
	}
	return byLetters(b)
}

// fromQuotedPrintable undoes quoted-printable when the file is surely in it:
// nearly every "=" begins an escape or a soft line end, and there are at least
// three of them.
func fromQuotedPrintable(b []byte) ([]byte, bool) {
	good, bad := 0, 0
	for i, c := range b {
		if c != '=' {
			continue
		}
		switch {
		case i > 0 && b[i-1] == '=' || i+1 < len(b) && b[i+1] == '=': // a drawn line
		case softEnd(b[i+1:]) > 0, i+2 < len(b) && upperHex(b[i+1]) && upperHex(b[i+2]):
			good++
		default:
			bad++
		}
	}
	if good < 3 || bad*10 > good {
		return nil, false
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		c := b[i]
		drawn := i > 0 && b[i-1] == '=' || i+1 < len(b) && b[i+1] == '='
		if c != '=' || drawn {
			out = append(out, c)
		} else if n := softEnd(b[i+1:]); n > 0 {
			i += n
		} else if i+2 < len(b) && upperHex(b[i+1]) && upperHex(b[i+2]) {
			out = append(out, unhex(b[i+1])<<4|unhex(b[i+2]))
			i += 2
		} else {
			out = append(out, c)
		}
	}
	return out, true
}

// softEnd gives the length of the line end at the start of b, 0 when there is none.
func softEnd(b []byte) int {
	switch {
	case bytes.HasPrefix(b, []byte("\r\n")):
		return 2
	case bytes.HasPrefix(b, []byte("\n")):
		return 1
	}
	return 0
}

func upperHex(c byte) bool { return c >= '0' && c <= '9' || c >= 'A' && c <= 'F' }

func unhex(c byte) byte {
	if c >= 'A' {
		return c - 'A' + 10
	}
	return c - '0'
}
