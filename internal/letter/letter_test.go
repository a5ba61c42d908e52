package letter

import (
	"testing"

	"golang.org/x/text/unicode/norm"
)

func typed(s string) string {
	var b []byte
	for _, r := range norm.NFKD.String(s) {
		b = AppendTyped(b, r)
	}
	return norm.NFC.String(string(b))
}

func TestAppendTyped(t *testing.T) {
	for text, want := range map[string]string{
		"Café ÅNGSTRÖM Łódź Søren": "cafe angstrom lodz soren",
		"Straße Æther Œuvre Þór":   "strasse aether oeuvre thor",
		"Đorđe Ísafjörður ığdır":   "dorde isafjordur igdir",
		"İstanbul":                 "istanbul",
		"ΣΊΣΥΦΟΣ ςισυφος":          "σισυφοσ σισυφοσ",
		"Ёлка й":                   "елка и",
		"السَّلامُ كـــتاب":        "السلام كتاب",
		"שָׁלוֹם":                  "שלום",
		"ガラス ぱ":                    "ガラス ぱ",
		"हिन्दी ที่นี่":            "हिन्दी ที่นี่",
		"비밀":                       "비밀",
		"ﬁnal Ｗｉｄｅ x²":             "final wide x2",
		"a-b 'c'":                  "a-b 'c'",
	} {
		if got := typed(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
		if again := typed(typed(text)); again != want {
			t.Errorf("%q: typed twice it is %q", text, again)
		}
	}
}

func TestSpaceless(t *testing.T) {
	for _, r := range "雨のガー비ฝລខမ" {
		if !Spaceless(r) {
			t.Errorf("%q has spaces", r)
		}
	}
	for _, r := range "aéЁשकσ1 " {
		if Spaceless(r) {
			t.Errorf("%q has none", r)
		}
	}
}
