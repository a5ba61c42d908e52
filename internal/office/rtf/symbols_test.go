package rtf

import (
	"testing"
	"unicode/utf8"
)

func TestSymbolFontsHaveTheirSignsInPlace(t *testing.T) {
	for _, c := range []struct {
		font string
		at   byte
		want string
	}{
		{"Symbol", 'a', "α"}, {"Symbol", 0xB7, "•"}, {"Symbol", 0xD3, "©"}, {"Symbol", 0xF1, "〉"}, {"Symbol", 0xA9, "♥"}, {"Symbol", '~', "∼"},
		{"Wingdings", 'J', "☺"}, {"Wingdings", 'l', "●"}, {"Wingdings", 0xAB, "★"}, {"Wingdings", 0xFC, "✔"}, {"Wingdings", '~', "🙷"},
		{"Wingdings", 0xA7, "▪"}, {"Wingdings", 0xD8, "⮚"}, {"Wingdings", 0xE8, "➔"},
		{"Wingdings 2", 'P', "✓"}, {"Webdings", 'Y', "♥"}, {"ZapfDingbats", 'H', "★"}, {"Zapf Dingbats", 0xFE, "➾"}, {"Zapf Dingbats", '~', "❞"},
		{"My Own Runes", 'a', "a"},
	} {
		got, lost := symbolPage(c.font).decode(nil, []byte{c.at})
		if string(got) != c.want || lost != 0 {
			t.Errorf("%s 0x%X: %q, want %q, %d lost", c.font, c.at, got, c.want, lost)
		}
	}
	for _, s := range []string{symbolLow, symbolHigh, wingdingsLow, wingdingsHigh, dingbatsLow, dingbatsHigh} {
		if n := utf8.RuneCountInString(s); n != 94 && n != 95 && n != 127 {
			t.Errorf("%d characters in %.20s…", n, s)
		}
	}
	if got, lost := symbolPage("My Own Runes").decode(nil, []byte("a\xE0")); string(got) != "a" || lost != 1 {
		t.Errorf("%q, %d lost", got, lost)
	}
}
