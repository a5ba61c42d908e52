package decode

import (
	"bytes"
	"encoding/binary"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// fromUTF16 reads UTF-16 with a byte order mark, or without one when its
// blanks and letters give it away.
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
	case nul[0]+nul[1] == 0:
		return nil
	}
	little, big := readsAsUTF16(b, binary.LittleEndian), readsAsUTF16(b, binary.BigEndian)
	switch {
	case little && !big:
		return binary.LittleEndian
	case big && !little:
		return binary.BigEndian
	}
	return nil
}

// readsAsUTF16 says whether bytes without the NULs of Latin letters are a text
// in this order: with blanks, with hardly a character that stories have not,
// and with most letters of one alphabet, or enough of the most frequent
// characters of East Asia.
func readsAsUTF16(b []byte, order binary.ByteOrder) bool {
	var rows [256]int // how many letters each high byte has
	letters, east, common, blanks, bad, all := 0, 0, 0, 0, 0, 0
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = order.Uint16(b[2*i:])
	}
	for _, r := range utf16.Decode(units) {
		all++
		switch {
		case r == ' ' || r == '\n' || r == '\r' || r == '\t' || r == 0x3000:
			blanks++
		case r < 0x20, r >= 0x7F && r <= 0x9F, r == utf8.RuneError, !unicode.IsGraphic(r) && !unicode.Is(unicode.Cf, r):
			bad++
		case r >= 0x2E80 && r <= 0x9FFF, r >= 0xAC00 && r <= 0xD7A3:
			east++
			if isKana(r) || eastFrequent(r) {
				common++
			}
		case r >= 0x250 && r < 0x2000 && (unicode.IsLetter(r) || unicode.IsMark(r)):
			letters++
			rows[r>>8]++
		}
	}
	if blanks == 0 || blanks*200 < all || bad*50 > all {
		return false
	}
	most := 0
	for _, n := range rows {
		most = max(most, n)
	}
	return letters*2 > all && most*10 >= letters*9 || east*2 > all && common*8 >= east
}
