package decode

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// encode gives text as bytes of an encoding.
func encode(t *testing.T, in encoding.Encoding, text string) string {
	t.Helper()
	out, err := in.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Paragraphs in languages whose encodings were mixed up, by nobody but us.
const (
	proseFrench    = "« Très bien », dit la sœur à la fenêtre. Même après le dîner, son père était resté près du phare, où la mer était déjà noire."
	proseGerman    = "„Schön“, sagte Käthe und öffnete die Tür. Draußen fiel der Schnee über die Dächer, und die Möwen flogen früh zurück."
	proseHungarian = "Az őr fölnézett a könyvből. Tűz égett a kályhában, és a hűvös szobában csak az óra ütött; később eső lett belőle."
	proseTurkish   = "Işık söndü. Şoför kapıyı açtı, yağmur dışarıda ağır ağır yağıyordu; çocuğun gözleri güneş gibiydi."
	proseRussian   = "Лодка ушла до утра, и никто не знал, вернётся ли она. Старый смотритель поднял фонарь и долго смотрел на тёмную воду."
	prosePolish    = "Pan Michał słyszał, że książka leży już na łóżku. Światło zgasło, a mewy krzyczały głośno nad łodzią."
	proseJapanese  = "彼女は帳簿から顔を上げなかった。下のタンクには四十一ガロンあった。手紙くらい書けたでしょう、と彼が戸口から言った。"
	proseChinese   = "她没有从账簿上抬起头来。下面的油罐里有四十一加仑，总得有人知道这个。他站在门口说：你至少可以写封信的。"
)

// TestEncodingOf says how sure the reading of bytes is, and what else they
// could be.
func TestEncodingOf(t *testing.T) {
	for _, c := range []struct {
		name, in, is string
		certain      bool
		also         string // an encoding in which they must be shown too
		want         string // a piece of that reading
	}{
		{"plain", "Only plain letters.", "utf-8", true, "", ""},
		{"utf-8", proseRussian, "utf-8", true, "", ""},
		{"utf-8 with its mark", "\xEF\xBB\xBFplain", "utf-8", true, "", ""},
		{"utf-16", "\xFF\xFEa\x00b\x00", "utf-16le", true, "", ""},
		{"French", encode(t, charmap.Windows1252, proseFrench), "windows-1252", true, "", ""},
		{"German", encode(t, charmap.Windows1252, proseGerman), "windows-1252", true, "", ""},
		{"English of Windows", "\x93Don\x92t,\x94 she said\x97twice\x85 \x93Or do.\x94", "windows-1252", true, "", ""},
		{"French of a Mac", encode(t, charmap.Macintosh, proseFrench), "macintosh", true, "", ""},
		{"German of DOS", encode(t, charmap.CodePage850, "Schön, sagte Käthe und öffnete die Tür. Draußen fiel der Schnee über die Dächer."), "ibm850", false, "macintosh", "Schîn"},
		{"Hungarian", encode(t, charmap.Windows1250, proseHungarian), "windows-1250", false, "windows-1252", "Tûz égett"},
		{"Turkish", encode(t, charmap.Windows1254, proseTurkish), "windows-1254", false, "windows-1252", "Þoför kapýyý açtý"},
		{"Polish", encode(t, charmap.Windows1250, strings.Repeat(prosePolish, 3)), "windows-1250", true, "", ""},
		{"Russian", encode(t, charmap.Windows1251, proseRussian), "windows-1251", true, "", ""},
		{"Russian of Unix", encode(t, charmap.KOI8R, proseRussian), "koi8-r", true, "", ""},
		{"Russian of DOS", encode(t, charmap.CodePage866, proseRussian), "ibm866", true, "", ""},
		{"Russian, two words", encode(t, charmap.Windows1251, "Старый смотритель"), "windows-1251", false, "koi8-r", ""},
		{"Japanese", encode(t, japanese.ShiftJIS, proseJapanese), "shift_jis", true, "", ""},
		{"Chinese", encode(t, simplifiedchinese.GBK, proseChinese), "gb18030", true, "", ""},
		{"Japanese, few words", encode(t, japanese.ShiftJIS, "彼は言った"), "windows-1252", false, "shift_jis", "彼は言った"},
		{"one accent", "They met at the caf\xE9 Elo\xEFse.", "windows-1252", false, "windows-1250", "café Eloďse"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := decodeBytes([]byte("A line before.\n"+c.in+"\nA line behind.\n"), Choices{})
			if strings.HasPrefix(c.in, "\xFF") || strings.HasPrefix(c.in, "\xEF") {
				d, err = decodeBytes([]byte(c.in), Choices{})
			}
			e := d.encoding
			if err != nil || e.Name != c.is || e.Certain != c.certain {
				t.Fatalf("%s, certain %v, %v; want %s, %v\n%+v", e.Name, e.Certain, err, c.is, c.certain, e)
			}
			if e.Certain != (len(e.Others) == 0) || e.Certain != (e.Shown == "") || len(e.Others) > readingsMax {
				t.Errorf("certain %v, shown %q, others %q", e.Certain, e.Shown, e.Others)
			}
			at := slices.IndexFunc(e.Others, func(r Reading) bool { return r.Charset == c.also })
			if c.also != "" && (at < 0 || !strings.Contains(e.Others[at].Text, c.want)) {
				t.Errorf("as %s it is not shown with %q: %q", c.also, c.want, e.Others)
			}
			for _, r := range e.Others {
				if r.Text == e.Shown || strings.ContainsRune(r.Text, '\uFFFD') || encodingNamed(r.Charset) == nil {
					t.Errorf("no other reading: %q", r)
				}
			}
		})
	}
}

// TestLocalEncodings reads paragraphs that came from elsewhere than the file
// round them.
func TestLocalEncodings(t *testing.T) {
	win := encode(t, charmap.Windows1252, "“It’s late,” said Zoë—“très” late…\n\n")
	mac := encode(t, charmap.Macintosh, "“Don’t,” said René at the café.\n\n")
	for name, c := range map[string]struct{ in, want string }{
		"one Mac paragraph among many": {strings.Repeat(win, 4) + mac, strings.Repeat("“It’s late,” said Zoë—“très” late…\n\n", 4) + "“Don’t,” said René at the café.\n\n"},
		"one Windows paragraph":        {strings.Repeat(mac, 4) + win, strings.Repeat("“Don’t,” said René at the café.\n\n", 4) + "“It’s late,” said Zoë—“très” late…\n\n"},
		"a Mac line with no gap":       {strings.Repeat(strings.TrimSpace(win)+"\n", 3) + mac, strings.Repeat("“It’s late,” said Zoë—“très” late…\n", 3) + "“Don’t,” said René at the café.\n\n"},
		"UTF-8 among them":             {win + "“Ça va?”\n\n" + mac, "“It’s late,” said Zoë—“très” late…\n\n“Ça va?”\n\n“Don’t,” said René at the café.\n\n"},
		"a dash says too little":       {strings.Repeat(win, 4) + "wait \xD0 what\n\n", strings.Repeat("“It’s late,” said Zoë—“très” late…\n\n", 4) + "wait Ð what\n\n"},
	} {
		if got, _, err := toUTF8([]byte(c.in), ""); err != nil || got != c.want {
			t.Errorf("%s: %v\n got %q\nwant %q", name, err, got, c.want)
		}
	}
}

// TestEncodingOfEachKind goes through whole files: what is found, what a person
// chooses, and what they leave as it is.
func TestEncodingOfEachKind(t *testing.T) {
	hungarian := encode(t, charmap.Windows1250, proseHungarian)
	page := func(head, body string) string {
		return "<html><head>" + head + "<title>T</title></head><body><p>" + body + "</p><p>" + body + "</p></body></html>"
	}
	meta := func(charset string) string {
		return `<meta http-equiv="Content-Type" content="text/html; charset=` + charset + `">`
	}
	book := func(body string) string {
		return string(testBook(t, "<dc:title>T</dc:title>", "", zipFile{"a.xhtml", "<html><body><h1>One</h1><p>" + body + "</p></body></html>"}))
	}
	twiceEncoded := twice("“Naïve,” she said. “Naïve,” it’s true.")
	for _, c := range []struct {
		name, file, in string
		choices        Choices
		is             Encoding // but for Shown and Others
		want           string   // in the body
	}{
		{"text, unsure", "a.txt", hungarian, Choices{}, Encoding{Name: "windows-1250"}, "Az őr"},
		{"text, chosen", "a.txt", hungarian, Choices{Charset: "windows-1250"}, Encoding{Name: "windows-1250", Certain: true}, "Az őr"},
		{"markdown, unsure", "a.md", hungarian, Choices{}, Encoding{Name: "windows-1250"}, "Az őr"},
		{"markdown, chosen", "a.md", hungarian, Choices{Charset: "windows-1250"}, Encoding{Name: "windows-1250", Certain: true}, "Az őr"},
		{"page, unsure", "a.html", page("", hungarian), Choices{}, Encoding{Name: "windows-1250"}, "Az őr"},
		{"page, chosen", "a.html", page("", hungarian), Choices{Charset: "windows-1250"}, Encoding{Name: "windows-1250", Certain: true}, "Az őr"},
		{"page, stated", "a.html", page(meta("windows-1250"), hungarian), Choices{}, Encoding{Name: "windows-1250", Certain: true}, "Az őr"},
		{"page, chosen against what it states", "a.html", page(meta("iso-8859-1"), hungarian), Choices{Charset: "iso-8859-2"}, Encoding{Name: "iso-8859-2", Certain: true}, "Az őr"},
		{"page, stated wrongly", "a.html", page(meta("iso-8859-1"), encode(t, charmap.Windows1251, proseRussian)), Choices{}, Encoding{Name: "windows-1252"}, "Ëîäêà"},
		{"page that says latin1 and has Mac letters", "a.html", page(meta("iso-8859-1"), encode(t, charmap.Macintosh, "“Don’t,” said René at the café.")), Choices{}, Encoding{Name: "windows-1252", Certain: true}, "“Don’t,” said René at the café."},
		{"page in utf-8", "a.html", page("", proseHungarian), Choices{}, Encoding{Name: "utf-8", Certain: true}, "Az őr"},
		{"book", "a.epub", book(proseHungarian), Choices{}, Encoding{Certain: true}, "Az őr"},
		{"book, unsure", "a.epub", book(hungarian), Choices{}, Encoding{Name: "windows-1250"}, "Az őr"},
		{"book, chosen", "a.epub", book(hungarian), Choices{Charset: "windows-1250"}, Encoding{Name: "windows-1250", Certain: true}, "Az őr"},
		{"book in utf-8, another chosen", "a.epub", book(proseHungarian), Choices{Charset: "windows-1250"}, Encoding{Certain: true}, "Az őr"},
		{"text, mended", "a.txt", twiceEncoded, Choices{}, Encoding{Name: "utf-8", Certain: true, Mended: mendedHere}, "“Naïve,” she said."},
		{"text, left as it is", "a.txt", twiceEncoded, Choices{Unmended: true}, Encoding{Name: "utf-8", Certain: true}, "NaÃ¯ve"},
		{"markdown, mended", "a.md", twiceEncoded, Choices{}, Encoding{Name: "utf-8", Certain: true, Mended: mendedHere}, "“Naïve,” she said."},
		{"markdown, left as it is", "a.md", twiceEncoded, Choices{Unmended: true}, Encoding{Name: "utf-8", Certain: true}, "NaÃ¯ve"},
		{"page, left as it is", "a.html", page("", twiceEncoded), Choices{Unmended: true}, Encoding{Name: "utf-8", Certain: true}, "NaÃ¯ve"},
		{"book, mended", "a.epub", book(twiceEncoded), Choices{}, Encoding{Certain: true, Mended: mendedHere}, "“Naïve,” she said."},
		{"book, left as it is", "a.epub", book(twiceEncoded), Choices{Unmended: true}, Encoding{Certain: true}, "NaÃ¯ve"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := []byte(c.in)
			all, err := Read(t.Context(), NewFile(c.file, bytes.NewReader(b), int64(len(b))), c.choices, Limits{})
			if err != nil || len(all) != 1 {
				t.Fatalf("%d works, %v", len(all), err)
			}
			m := all[0]
			if body := plainOf(m.Chapters[0].Body); !strings.Contains(body, c.want) {
				t.Errorf("%q is not in %q", c.want, body)
			}
			e := m.Encoding
			if e.Name != c.is.Name || e.Certain != c.is.Certain || e.Certain != (len(e.Others) == 0) {
				t.Errorf("%+v; want %+v", e, c.is)
			}
			sortMended := func(a, b Mended) int { return strings.Compare(a.Was, b.Was) }
			slices.SortFunc(e.Mended, sortMended)
			want := slices.SortedFunc(slices.Values(c.is.Mended), sortMended)
			if !slices.Equal(e.Mended, want) {
				t.Errorf("mended %+v; want %+v", e.Mended, want)
			}
		})
	}
}

// mendedHere is what is told of the text that was encoded twice.
var mendedHere = []Mended{{twice("“Naïve,”"), "“Naïve,”", 2}, {twice("it’s"), "it’s", 1}}
