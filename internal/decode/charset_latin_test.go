package decode

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// Paragraphs in languages that only a few code pages had.
const (
	proseThai       = "เธอไม่ได้เงยหน้าขึ้นจากสมุดบัญชี เขาพูดจากประตูว่าคุณน่าจะเขียนจดหมายมาบ้าง น้ำมันในถังข้างล่างเหลืออยู่ไม่มาก"
	proseVietnamese = "Cô ấy không ngẩng lên khỏi cuốn sổ. Anh đứng ở cửa và nói rằng ít nhất em cũng có thể viết một lá thư. Biển đêm ấy rất lặng, và không ai biết thuyền đã đi đâu."
	proseUkrainian  = "Човен пішов до світанку, і ніхто не знав, чи він повернеться. Старий доглядач підняв ліхтар, її очі дивилися на темну воду."
	proseGreek      = "Η βάρκα έφυγε πριν την αυγή και κανείς δεν ήξερε αν θα γυρίσει. Ο γέρος φύλακας σήκωσε το φανάρι."
)

// bytesIn gives text as bytes of a code page, with the tones of Vietnamese
// behind their letters.
func bytesIn(t *testing.T, p *codePage, text string) string {
	t.Helper()
	var out []byte
	write := func(r rune) bool {
		at := slices.Index(p.runes[:], r)
		if at >= 0 {
			out = append(out, byte(at))
		}
		return at >= 0
	}
	for _, r := range text {
		if write(r) {
			continue
		}
		letter, tones := "", ""
		for _, part := range norm.NFD.String(string(r)) {
			if strings.ContainsRune("\u0300\u0301\u0303\u0309\u0323", part) {
				tones += string(part)
			} else {
				letter += string(part)
			}
		}
		for _, part := range norm.NFC.String(letter) + tones {
			if !p.composed || !write(part) {
				t.Fatalf("%s has no %q", p.name, r)
			}
		}
	}
	return string(out)
}

// TestPagesByLetters reads the pages that only their letters tell apart; each
// was once taken for another.
func TestPagesByLetters(t *testing.T) {
	macCyrillic, iso := pageOf("x-mac-cyrillic", charmap.MacintoshCyrillic), pageOf("iso-8859-5", charmap.ISO8859_5)
	for _, c := range []struct {
		page *codePage
		text string
	}{
		{macCyrillic, proseRussian}, {macCyrillic, proseUkrainian}, {iso, proseRussian}, {iso, proseUkrainian},
		{page1250, proseHungarian}, {pageMacOther, proseHungarian}, {pageMacOther, prosePolish},
		{page1254, proseTurkish}, {page1258, proseVietnamese}, {page874, proseThai},
		{pageOf("windows-1251", charmap.Windows1251), proses["Ukrainian"]},
	} {
		long := strings.Repeat(c.text+"\n", 12)
		for name, text := range map[string]string{"long": long, "short": c.text} {
			b := []byte(bytesIn(t, c.page, text))
			d, err := decodeBytes(b, Choices{})
			if err != nil || d.text != text || name == "long" && (!d.encoding.Certain || d.encoding.Name != c.page.name) {
				t.Errorf("%s, %s: read as %s, certain %v, %v: %.200q", c.page.name, name, d.label(), d.encoding.Certain, err, d.text)
			}
			if d, err := decodeBytes(b, Choices{Charset: c.page.name}); err != nil || d.text != text {
				t.Errorf("%s chosen: %v %.200q", c.page.name, err, d.text)
			}
		}
	}
}

// TestWesternStaysWestern holds the choice of pages to what it must not do:
// take the languages of Western Europe for others.
func TestWesternStaysWestern(t *testing.T) {
	for _, language := range []string{"English", "German", "French", "Spanish", "Portuguese", "Italian", "Swedish", "Danish", "Icelandic"} {
		for i := range westernPages[:2] {
			p := &westernPages[i]
			text := strings.Map(func(r rune) rune {
				if slices.Contains(p.runes[:], r) {
					return r
				}
				return -1
			}, strings.Repeat(proses[language]+"\n", 4))
			if d, err := decodeBytes([]byte(bytesIn(t, p, text)), Choices{}); err != nil || d.text != text {
				t.Errorf("%s in %s: read as %s, %v", language, p.name, d.label(), err)
			}
		}
	}
}

// TestCyrillicOfEachLanguage reads the letters that only some of them have.
func TestCyrillicOfEachLanguage(t *testing.T) {
	for _, language := range []string{"Russian", "Ukrainian", "Belarusian", "Serbian", "Macedonian", "Bulgarian"} {
		for _, in := range []*charmap.Charmap{charmap.Windows1251, charmap.MacintoshCyrillic} {
			p := pageOf("", in)
			text := strings.Map(func(r rune) rune {
				if slices.Contains(p.runes[:], r) {
					return r
				}
				return -1
			}, proses[language]+"\n")
			if d, err := decodeBytes([]byte(bytesIn(t, p, text)), Choices{}); err != nil || d.text != text {
				t.Errorf("%s in %s: read as %s, %v: %q", language, in, d.label(), err, d.text)
			}
		}
	}
}

// TestUTF16WithoutMark reads it in every script, and takes nothing else for it.
func TestUTF16WithoutMark(t *testing.T) {
	for _, text := range []string{proseRussian, proseUkrainian, proseGreek, proseThai, proses["Hebrew"], proses["Arabic"],
		proseJapanese + "\n", proseChinese + "\n", proses["Korean"], "Глава 1\r\n\r\n— Да."} {
		var little, big []byte
		for _, u := range utf16.Encode([]rune(text)) {
			little, big = append(little, byte(u), byte(u>>8)), append(big, byte(u>>8), byte(u))
		}
		for name, b := range map[string][]byte{"utf-16le": little, "utf-16be": big} {
			if got, enc, err := toUTF8(b, ""); err != nil || got != text || enc != name {
				t.Errorf("%s: %s, %v, %q", name, enc, err, got)
			}
		}
	}
	for _, in := range []string{"a\x00b and more text here\n", "one\x00 two\x00 three four five six", proseRussian + "\x00\n", bytesIn(t, page1250, proseHungarian) + " \x00",
		strings.Repeat("\x04\x01\x00\x20\x04\x02\x00\x00", 50)} {
		if _, _, ok := fromUTF16([]byte(in)); ok {
			t.Errorf("%.40q was read as UTF-16", in)
		}
	}
}

// TestNoMendingInDoubt leaves lines alone whose letters are not certain, but
// mends those beside them that were UTF-8.
func TestNoMendingInDoubt(t *testing.T) {
	garbled := twice("it’s")
	d, err := decodeBytes([]byte("caf\xE9 \xC3\xA9 Elo\xEFse\n"+garbled+"\n"), Choices{})
	if err != nil || d.encoding.Certain || d.text != "café Ã© Eloïse\nit’s\n" {
		t.Errorf("certain %v, %v: %q", d.encoding.Certain, err, d.text)
	}
}
