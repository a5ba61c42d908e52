package rtf

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// coded writes text in a code page, each byte beyond ASCII as \'xx.
func coded(t *testing.T, e encoding.Encoding, text string) string {
	t.Helper()
	raw, err := e.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for i := range len(raw) {
		if c := raw[i]; c < 0x80 && c != '\\' && c != '{' && c != '}' {
			b.WriteByte(c)
		} else {
			b.WriteString(`\'` + string("0123456789abcdef"[c>>4]) + string("0123456789abcdef"[c&15]))
		}
	}
	return b.String()
}

func TestCharsetsOfFonts(t *testing.T) {
	for _, c := range []struct {
		charset string
		page    encoding.Encoding
		text    string
	}{
		{"0", charmap.Windows1252, "naïve “café”…"},
		{"77", charmap.Macintosh, "Çela é “mac” ∞"},
		{"128", japanese.ShiftJIS, "表示とソは能力"}, // with bytes that are a backslash or a brace
		{"129", korean.EUCKR, "안녕하세요 세계"},
		{"134", simplifiedchinese.GBK, "你好，世界。繁體"},
		{"136", traditionalchinese.Big5, "功許蓋，世界"},
		{"161", charmap.Windows1253, "Καλημέρα"},
		{"162", charmap.Windows1254, "Işığın gölgesi"},
		{"163", charmap.Windows1258, "đươ"},
		{"177", charmap.Windows1255, "שלום"},
		{"178", charmap.Windows1256, "مرحبا"},
		{"186", charmap.Windows1257, "Ačiū, žalias"},
		{"204", charmap.Windows1251, "Привет, мир"},
		{"222", charmap.Windows874, "สวัสดี"},
		{"238", charmap.Windows1250, "Zażółć gęślą jaźń"},
	} {
		d := read(t, `{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f7\fnil\fcharset`+c.charset+` B;}}\f0 a \'e9 {\f7 `+coded(t, c.page, c.text)+`} \'e9\par}`)
		if want := "<p>a é " + c.text + " é</p>\n"; d.HTML != want {
			t.Errorf("charset %s: %q, want %q", c.charset, d.HTML, want)
		}
	}
}

func TestCodePagesOfDocuments(t *testing.T) {
	cyrillic, mac := coded(t, charmap.Windows1251, "Мир"), coded(t, charmap.Macintosh, "“é”")
	for _, c := range []struct{ name, head, body, want string }{
		{"by number", `\ansi\ansicpg1251`, cyrillic, "Мир"},
		{"old Macintosh", `\mac`, mac, "“é”"},
		{"new Macintosh", `\mac\ansicpg10000`, mac, "“é”"},
		{"Cyrillic Macintosh", `\ansi\ansicpg10007`, coded(t, charmap.MacintoshCyrillic, "Мир"), "Мир"},
		{"DOS", `\pc`, coded(t, charmap.CodePage437, "é"), "é"},
		{"OS/2", `\pca`, coded(t, charmap.CodePage850, "é"), "é"},
		{"Japanese", `\ansi\ansicpg932`, coded(t, japanese.ShiftJIS, "ソラ"), "ソラ"},
		{"UTF-8 by number", `\ansi\ansicpg65001`, `\'d0\'9c`, "М"},
		{"unknown number", `\ansi\ansicpg4711`, `\'e9`, "é"},
		{"UTF-8 as it is", `\ansi\ansicpg1252`, "Мир – “é”", "Мир – “é”"},
		{"bytes as they are", `\ansi\ansicpg1251`, "\xCC\xE8\xF0", "Мир"},
		{"a double byte that is half as it is", `\ansi\ansicpg932`, "\\'83A\\'83B", "アィ"},
		{"fonts that all say 0 mean the document's", `\ansi\ansicpg1251{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset2 Symbol;}}\f0`, cyrillic, "Мир"},
		{"fonts of one group", `\ansi{\fonttbl\f0\fswiss\fcharset0 Helvetica;\f1\fcharset204 Arial;}\f1`, cyrillic, "Мир"},
		{"fonts told apart by their names", `\ansi{\fonttbl{\f0\froman Times New Roman;}{\f1\froman Times New Roman Cyr;}}\f1`, cyrillic, "Мир"},
		{"fonts with a code page", `\ansi{\fonttbl{\f0 A;}{\f1\cpg1251 B;}}\f1`, cyrillic, "Мир"},
		{"the default font", `\ansi\deff3{\fonttbl{\f0\fcharset0 A;}{\f3\fcharset204 B;}}\plain`, cyrillic, "Мир"},
		{"the font for the other direction", `\ansi{\fonttbl{\f0\fcharset0 A;}{\f3\fcharset177 B;}}\ltrch\f0\rtlch\af3`, coded(t, charmap.Windows1255, "שלום"), ""},
		{"an unknown font", `\ansi\f99`, `\'e9`, "é"},
	} {
		d := read(t, `{\rtf1`+c.head+" "+c.body+`\par}`)
		if c.want == "" {
			c.want = `<span dir="rtl">שלום</span>`
		}
		if want := "<p>" + c.want + "</p>\n"; d.HTML != want {
			t.Errorf("%s: %q, want %q", c.name, d.HTML, want)
		}
	}
}
