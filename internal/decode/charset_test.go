package decode

import (
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// twice gives text as it looks after UTF-8 was read as Windows-1252 and
// written as UTF-8 again.
func twice(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteRune(cp1252Rune(s[i]))
	}
	return b.String()
}

// toUTF8 gives the text of bytes, and the name of what was made of them.
func toUTF8(b []byte, charset string) (text, name string, err error) {
	d, err := decodeBytes(b, Choices{Charset: charset})
	return d.text, d.label(), err
}

// TestToUTF8 reads every encoding that old archives hold.
func TestToUTF8(t *testing.T) {
	utf16le := func(s string, bom bool) string {
		var b []byte
		if bom {
			b = append(b, 0xFF, 0xFE)
		}
		for _, u := range utf16.Encode([]rune(s)) {
			b = append(b, byte(u), byte(u>>8))
		}
		return string(b)
	}
	utf16be := func(s string) string {
		var b []byte
		for _, u := range utf16.Encode([]rune(s)) {
			b = append(b, byte(u>>8), byte(u))
		}
		return string(b)
	}
	for _, c := range []struct{ name, in, want, enc string }{
		{"ascii", "plain", "plain", "utf-8"},
		{"bom", "\xEF\xBB\xBFplain", "plain", "utf-8"},
		{"utf-8", "Elo\u00efse \u201cno\u201d", "Elo\u00efse \u201cno\u201d", "utf-8"},
		{"utf-16 with mark", utf16le("Der Café-Tisch", true), "Der Café-Tisch", "utf-16le"},
		{"utf-16 without mark", utf16le("Der Café-Tisch", false), "Der Café-Tisch", "utf-16le"},
		{"utf-16 big end first", utf16be("Der Café-Tisch"), "Der Café-Tisch", "utf-16be"},
		{"utf-16 with a lone surrogate", utf16le("ab", true) + "\x00\xD8", "ab\uFFFD", "utf-16le"},
		{"windows", "\x93Don\x92t,\x94 said Elo\xEFse\x85", "\u201cDon\u2019t,\u201d said Elo\u00efse\u2026", "windows-1252"},
		{"windows, an odd byte", "caf\xE9 \x9D", "caf\u00e9 \u009d", "windows-1252"},
		{"windows, O with tilde", "PORTUGU\xCAS: OP\xC7\xD5ES", "PORTUGU\u00caS: OP\u00c7\u00d5ES", "windows-1252"},
		{"mac", "don\xD5t say \xD2never\xD3 to \x8E", "don\u2019t say \u201cnever\u201d to \u00e9", "macintosh"},
		{"both in one file", "caf\xE9\ncaf\xC3\xA9\n", "caf\u00e9\ncaf\u00e9\n", "windows-1252"},
		{"cyrillic windows", "\xCB\xEE\xE4\xEA\xE0 \xF3\xF8\xEB\xE0 \xE4\xEE \xF3\xF2\xF0\xE0", "Лодка ушла до утра", "windows-1251"},
		{"cyrillic koi8", "\xEC\xCF\xC4\xCB\xC1 \xD5\xDB\xCC\xC1 \xC4\xCF \xD5\xD4\xD2\xC1", "Лодка ушла до утра", "koi8-r"},
		{"greek", "\xC7 \xC1\xED\xED\xE1 \xDE\xF4\xE1\xED \xE2\xEF\xE7\xE8\xFC\xF2 \xF4\xEF\xF5 \xF6\xDC\xF1\xEF\xF5.", "Η Αννα ήταν βοηθός του φάρου.", "windows-1253"},
		{"hebrew", "\xE1\xF1\xE5\xF3 \xE4\xE9\xE4 \xE6\xE4 \xE4\xEB\xEC\xE1 \xF9\xF4\xFA\xE7 \xE0\xFA \xE4\xE7\xE1\xE9\xEC\xE4.", "בסוף היה זה הכלב שפתח את החבילה.", "windows-1255"},
		{"polish", "Pan Micha\xB3 s\xB3ysza\xB3 i widzia\xB3, \xBFe by\xB3a ju\xBF ksi\xEAga.", "Pan Michał słyszał i widział, że była już księga.", "windows-1250"},
		{"polish, iso", "Pan Micha\xB3 s\xB3ysza\xB3 \xB6wi\xB1teczn\xB1 pie\xB6\xF1, by\xB3a.", "Pan Michał słyszał świąteczną pieśń, była.", "iso-8859-2"},
		{"czech", "P\xF8i\x9Ala v\xECtrem a s\xECla u k\xF8bu, p\xF8eslo.", "Přišla větrem a sěla u křbu, přeslo.", "windows-1250"},
		{"guard: a footnote sign behind a word", "na\xEFve\xB3 caf\xE9\xB3 d\xE9j\xE0", "naïve³ café³ déjà", "windows-1252"},
		{"quoted-printable", "It=92s a long =\nline=2E And=20on.", "It\u2019s a long line. And on.", "windows-1252+quoted-printable"},
		{"guard: equals signs", "x=20 and y=3\n=====\na=b", "x=20 and y=3\n=====\na=b", "utf-8"},
		{"mojibake", twice("\u201cNa\u00efve,\u201d she said\u2014twice."), "\u201cNa\u00efve,\u201d she said\u2014twice.", "utf-8+mojibake"},
		{"mojibake three times", twice(twice("\u201cNo,\u201d she said.")), "\u201cNo,\u201d she said.", "utf-8+mojibake"},
		{"mojibake on one line only", "caf\u00e9\n" + twice("caf\u00e9") + "\n", "caf\u00e9\ncaf\u00e9\n", "utf-8+mojibake"},
		{"a NUL", "a\x00b and more text", "a\uFFFDb and more text", "utf-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, enc, err := toUTF8([]byte(c.in), "")
			if err != nil || got != c.want || enc != c.enc {
				t.Errorf("got %q, %s, %v; want %q, %s", got, enc, err, c.want, c.enc)
			}
		})
	}
}

// TestEastAsia reads what Chinese, Japanese and Korean disks are full of; it
// came in as rows of accents.
func TestEastAsia(t *testing.T) {
	const (
		ja = "彼女は帳簿から顔を上げなかった。下のタンクには四十一ガロンあった。手紙くらい書けたでしょう、と彼が戸口から言った。"
		zh = "她没有从账簿上抬起头来。下面的油罐里有四十一加仑，总得有人知道这个。他站在门口说：你至少可以写封信的。"
		tw = "她沒有從帳簿上抬起頭來。下面的油罐裡有四十一加侖，總得有人知道這個。他站在門口說：你至少可以寫封信的。"
		ko = "그녀는 장부에서 고개를 들지 않았다. 아래 탱크에는 기름이 있었고 누군가는 그것을 알아야 했다. 그는 문에서 말했다."
	)
	for name, c := range map[string]struct {
		in   encoding.Encoding
		text string
	}{
		"shift_jis": {japanese.ShiftJIS, ja}, "euc-jp": {japanese.EUCJP, ja}, "iso-2022-jp": {japanese.ISO2022JP, ja},
		"gb18030": {simplifiedchinese.GBK, zh}, "big5": {traditionalchinese.Big5, tw}, "euc-kr": {korean.EUCKR, ko},
	} {
		b, err := c.in.NewEncoder().Bytes([]byte("Title: X\n\n" + c.text + "\n"))
		if err != nil {
			t.Fatal(err)
		}
		if got, enc, err := toUTF8(b, ""); err != nil || !strings.Contains(got, c.text) || enc != name {
			t.Errorf("%s: %q as %s, %v", name, got, enc, err)
		}
	}
}

// TestToUTF8Refuses files that are no text with a sentence that says what to do.
func TestToUTF8Refuses(t *testing.T) {
	for _, in := range []string{"PK\x03\x04rest", "%PDF-1.4", "\x89PNG\r\n", "\xD0\xCF\x11\xE0", "{\\rtf1", strings.Repeat("\x01\x02ab", 99)} {
		if _, _, err := toUTF8([]byte(in), ""); err == nil || !strings.Contains(err.Error(), "save it as") {
			t.Errorf("ToUTF8(%.8q): %v; want a sentence that says what to do", in, err)
		}
	}
	for _, in := range []string{"", "\n\n", "*** \n ---"} {
		_, err := readOne(t.Context(), "tide.txt", []byte(in), Limits{})
		if err == nil || !strings.HasPrefix(err.Error(), "“tide.txt” ") {
			t.Errorf("Read(%q): %v; want a sentence with the file's name", in, err)
		}
	}
}

// TestMendMojibake mends what is certain and leaves honest text alone.
func TestMendMojibake(t *testing.T) {
	for _, good := range []string{
		"\u201cNa\u00efve,\u201d she said\u2014twice.", "señor, garçon, Übergröße, Ærø, žluťoučký kůň", "Лодка ушла до утра", "船は朝まで帰らなかった。", "♥ ☆ 😀", "œuvre à la carte €5 ™",
	} {
		for n, bad := 1, twice(good); n <= 4; n, bad = n+1, twice(bad) {
			if got, ok := mendMojibake(bad); got != good || !ok {
				t.Errorf("%d times: %q was mended to %q, %v", n+1, good, got, ok)
			}
		}
		if got, ok := mendMojibake(good); got != good || ok {
			t.Errorf("good text %q became %q", good, got)
		}
	}
	for _, honest := range []string{
		"„Der ganze Fuß”", "«CAFÉ»", "my fiancé”—she wept", "«VOILÂ»", "“AMANHÃ”", "É…", "É’s", "the letter Ã alone", "Å—", "50 £ – Ö”", "ÀÈÌ", "â€", "flakes were â€ and gone",
	} {
		if got, ok := mendMojibake(honest); got != honest || ok {
			t.Errorf("honest text %q became %q", honest, got)
		}
	}
}

// FuzzToUTF8 holds the decoder to its law: what comes out is valid UTF-8 or an
// error, and mending what was mended changes nothing.
func FuzzToUTF8(f *testing.F) {
	for _, s := range []string{"plain", "\xFF\xFEa\x00", "caf\xE9", "=92=93=\n", twice("“é”"), "\xEF\xBB\xBF", "\x00\x01"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		text, _, err := toUTF8(b, "")
		if err != nil {
			return
		}
		if !utf8.ValidString(text) {
			t.Errorf("not UTF-8: %q", text)
		}
		once, _ := mendMojibake(text)
		if again, changed := mendMojibake(once); changed && len(b) < 64 {
			t.Errorf("%q mended twice gives %q", once, again)
		}
	})
}
