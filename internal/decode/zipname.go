package decode

import (
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
)

// decodeName makes UTF-8 of a file name in an encoding that nobody states, as
// old zips and old disks have them: Shift-JIS, DOS Cyrillic, DOS Latin or
// Windows Latin. It is a guess for showing; the file is found by its bytes.
func decodeName(name string) string {
	if utf8.ValidString(name) {
		return name
	}
	var dos, win, run, longest int
	cyrillic := true
	for i := 0; i < len(name); i++ {
		c := name[i]
		if c < 0x80 {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
		if c < 0xA6 {
			dos++
		} else if c >= 0xC0 {
			win++
		}
		if c > 0xAF && c < 0xE0 || c > 0xF1 {
			cyrillic = false
		}
	}
	if s, ok := decodeShiftJIS(name); ok {
		return s
	}
	var enc encoding.Encoding = charmap.Windows1252
	switch {
	case cyrillic && longest >= 3:
		enc = charmap.CodePage866
	case dos >= win:
		enc = charmap.CodePage437
	}
	s, err := enc.NewDecoder().String(name)
	if err != nil {
		return name
	}
	return s
}

// decodeShiftJIS accepts a name that is whole in Shift-JIS and has kana, which
// hardly any name in another encoding gives by chance.
func decodeShiftJIS(name string) (string, bool) {
	s, err := japanese.ShiftJIS.NewDecoder().String(name)
	if err != nil {
		return "", false
	}
	kana := false
	for _, r := range s {
		if r == utf8.RuneError {
			return "", false
		}
		kana = kana || r >= 0x3041 && r <= 0x30FA
	}
	return s, kana
}
