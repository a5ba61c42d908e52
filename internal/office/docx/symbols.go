package docx

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/office"
)

// symbolFont says whether a font shows other signs than its letters say.
func symbolFont(font string) bool {
	_, ok := symbolFonts[font]
	return ok
}

// symbol writes a w:sym: a character of a font by its number in hex.
func (f *flow) symbol(font, char string) {
	n, err := strconv.ParseUint(char, 16, 32)
	if err != nil || n > utf8.MaxRune {
		return
	}
	f.plain(f.inSymbols(font, string(rune(n))))
}

// symbolField writes what the field SYMBOL shows: a number and, behind \f, a font.
func (f *flow) symbolField(args []string) {
	n, err := strconv.ParseUint(strings.ToLower(args[0]), 0, 32)
	if err != nil || n > utf8.MaxRune {
		return
	}
	font := ""
	for i, arg := range args[:len(args)-1] {
		if arg == `\f` {
			font = args[i+1]
		}
	}
	f.plain(f.inSymbols(font, string(rune(n))))
}

// privateUse is where Word keeps the characters of symbol fonts.
const privateUse = 0xF000

// inSymbols gives text of a symbol font in the characters that everybody has.
// Signs that are not known are left out, which a notice says.
func (f *flow) inSymbols(font, text string) string {
	table := symbolFonts[font]
	return strings.Map(func(r rune) rune {
		private := r >= 0xE000 && r < 0xF900
		if r >= privateUse && r < privateUse+0x100 {
			r -= privateUse
		}
		if table == nil && !private || r == ' ' || r > 0xFF && !private {
			return r
		}
		if to, ok := table[r]; ok {
			return to
		}
		if font == "Symbol" && r < 0x80 { // digits and signs stand where they always do
			return r
		}
		f.r.tally.Add(office.Objects, strings.TrimSpace("sign "+strconv.FormatInt(int64(r), 16)+" "+font))
		return -1
	}, text)
}
