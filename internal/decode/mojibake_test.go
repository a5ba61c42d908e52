package decode

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// garble gives text as it looks after its UTF-8 was read in a page.
func garble(page *charmap.Charmap, s string) string {
	var b strings.Builder
	for i := range len(s) {
		r := page.DecodeByte(s[i])
		if r == utf8.RuneError {
			r = rune(s[i])
		}
		b.WriteRune(r)
	}
	return b.String()
}

// proses is honest prose in the languages of old archives, with the signs that
// their typesetters use.
var proses = map[string]string{
	"English":    "“No,” said Zoë—she meant it—and the café’s door fell shut… 5 £ or 10 €, ©, ½ of it; the coördinator was naïve.",
	"German":     proseGerman + " ÄRGER? »Ja«, sagte er – »sehr.« Ä… ich weiß nicht. Der ganze Fuß”, rief sie.",
	"French":     proseFrench + " «Où ça ?» — À l’été, à Noël ; « ça va ». É… VOILÀ !",
	"Spanish":    "—¿Qué pasó, señor Núñez? —¡Nada! —dijo la niña—. Mañana será otro día… «¡Sí!» N.º 5, 3ª vez.",
	"Portuguese": "— Não, mãe — disse o irmão. AMANHÃ? O coração às vezes não vê; à noite há três câmaras. «Então…» Ângela É só.",
	"Italian":    "«Perché no?» È già così. Più tardi, però, la città dormì; «È vero», disse Niccolò. Là… À!",
	"Swedish":    "Hon såg på sjön. ”Är du där?” frågade Åsa – ingen svarade; ÅÄÖ. Två år på ön, även då.",
	"Danish":     "»Ærlig talt,« sagde Søren, »på øen får man råd.« Å… Ærø, Ålborg, blåbærgrød – nå.",
	"Icelandic":  "„Það er þoka,“ sagði Þórunn og leit út. Ég æpti á Ólaf; hún fór út í éljaganginn, því miður.",
	"Polish":     prosePolish + " „Żółć” – ŁÓDŹ, ŚWIĘTO. Ćma… źdźbło; „Ą”, „Ę”.",
	"Czech":      "„Příliš žluťoučký kůň,“ řekla Šárka. ŽE ANO? Ďábel… Újezd – ťuk; Čeněk šel domů. Ř",
	"Slovak":     "„Ľúbim ťa,“ povedal Ľuboš. Ĺ je písmeno; vŕba, stĺp, mŕtvy kôň. Ďaleko – ŽE? Ôsmy deň… Ĺ!",
	"Hungarian":  proseHungarian + " „Őrült!” – ŰR… Ünnep, Őze, űző; „Árvíztűrő tükörfúrógép.”",
	"Romanian":   "„Ăsta e pământul,” a zis Ştefan. Ăştia nu ştiu. Ăşa! ÎNTÂI… ŢARĂ, şapte, ţânţar; Știu, țară. ÂNGER",
	"Croatian":   "„Đurđa čeka,“ reče Žarko. Đak… Ćup, šuma; ĐE, ŠTO? Nj, Lj, dž – čovječe! Đ“",
	"Turkish":    proseTurkish + " ‘İşte’ dedi Ğ. ÇIĞLIK, ŞİŞ… Ömer’in Üsküdar’daki evi.",
	"Vietnamese": "Cô ấy không biết điều đó. “Được rồi,” anh nói – “Ở đây ư?” ĐÀ NẴNG, Ứng, ặ, ỗ, ủ.",
	"Russian":    proseRussian + " «Рёв», — сказал Сёмка. РЁВ! В\u00a0доме… Рё? Гёте; В «Новом мире» — № 5. Её, неё. С\u00a0тех пор; Р. С. — СЁСТРЫ. Я — „он“. ПРЁ",
	"Ukrainian":  "«Їжак і ґава», — сказала Євгенія. Рік, Сік, Дієго; С’єла… РІК, СІЛЬ, ВІЙ! І ґрунт, й ще: її. В «Світі» — РЄ, СЇ",
	"Belarusian": "«Ў лесе», — сказаў Рыгор. Ён і Іна; РІС, СЁННЯ… Ўсё было ў сэрцы. Рэчка — СІНЯЯ „ў“.",
	"Serbian":    "„Ђаво“, рече Љиља. Њен ђак, Ћира; СЈАЈ, РЈЕЧ, ВЈЕРА! Џеп… Рђа, Сјећање, љубав – Вјеран. ПРИЈАТЕЉ „ВЈЕТАР“",
	"Macedonian": "„Ѓаволот“, рече Ќиро. Ѕвезда, Ѕид, џеб; Рѓа, Сѕ… РЈ, СЈАЈ. Вљубен – ѝ рече.",
	"Bulgarian":  "— Ѝ — каза Гьорги. „Ръка“, „Щърк“… ЪГЪЛ; Съм. В „Света“ — № 7. ѝ Р“ С”",
	"Greek":      "«Η Άννα ήταν εδώ», είπε ο Ώριμος. Έτσι… ΐ, ΰ; Όχι – ΊΣΩΣ! Ύστερα, Ή; Ώ",
	"Hebrew":     "„בסוף היה זה הכלב שפתח את החבילה” – אמרה רחל… שָׁלוֹם; ד״ר, צ׳ק.",
	"Arabic":     "«في النهاية»، قالت ليلى… هل تعرف؟ – نعم! السَّلامُ عليكم؛ ١٢٣.",
	"Japanese":   proseJapanese + "「はい」――「そうか？」…・々ヶ",
	"Chinese":    proseChinese + "「是的」——《书》……“好。”",
	"Korean":     "“그녀는 장부에서 고개를 들지 않았다.” 그는 말했다… ‘그래’—라고.",
	"signs":      "┌─┬─┐ │a│b│ ├─┼─┤ └─┴─┘ ╔═╗ a─┐ Name ├┤ b ├── x ¬p ∨ ¬∑q √2 √ª ≠ ƒ(x) ≈ Ω 5° ±1 µm ‚Ära‘ ‚Älter‘ «Ä» Γ° γ Ô Ça Â! –ü –à — É–É–É! “—é—é—é!” ◊ † ‡ ♥",
}

// TestMendLeavesProse holds the mending to its first law: honest text stays.
func TestMendLeavesProse(t *testing.T) {
	for name, text := range proses {
		for sep, joined := range map[string]string{"": text, "in lines": strings.ReplaceAll(text, " ", "\n"), "in capitals": strings.ToUpper(text), "without blanks": strings.ReplaceAll(text, " ", "")} {
			if name == "signs" && sep == "without blanks" {
				continue // tables and words run together are no text
			}
			if got, mended := mendLines(joined); got != joined {
				t.Errorf("%s %s was mended: %+v", name, sep, mended)
			}
		}
	}
}

// TestMendPages undoes what was read in the wrong page.
func TestMendPages(t *testing.T) {
	for _, c := range []struct {
		name  string
		page  *charmap.Charmap
		texts []string // languages of proses, or texts
	}{
		{"windows-1251", charmap.Windows1251, []string{"Russian", "Ukrainian", "Bulgarian", "Привет", "“Naïve,” said René at the café…", "Für Käthe – schön", "да и нет"}},
		{"macintosh", charmap.Macintosh, []string{"English", "German", "French", "Spanish", "Russian", proseJapanese, "café", "“Well…”", "It’s — no", "Πού είναι"}},
		{"windows-1250", charmap.Windows1250, []string{"Polish", "Czech", "Hungarian", "café", "“Well…”", "It’s – no", "Cześć, świat był zły"}},
		{"ibm437", charmap.CodePage437, []string{"English", "German", "French", "Spanish", "Russian", "café", "“Well…”", "It’s — no"}},
		{"ibm850", charmap.CodePage850, []string{"English", "German", "French", "Spanish", "Russian", "café", "“Well…”", "It’s — no"}},
		{"koi8-r", charmap.KOI8R, []string{"Russian", "Привет"}},
		{"ibm866", charmap.CodePage866, []string{"Russian", "Привет, мир"}},
		{"latin1", charmap.ISO8859_1, []string{"English", "German", "French", "It’s — no"}},
	} {
		for _, text := range c.texts {
			if p, ok := proses[text]; ok {
				text = p
			}
			bad := garble(c.page, text)
			if got, mended := mendLines(bad); got != text {
				t.Errorf("%s: %q\n came out as %q\n   not as %q\n%+v", c.name, bad, got, text, mended)
			}
			again, ok := mendMojibake(text)
			if ok {
				t.Errorf("%q was mended to %q", text, again)
			}
		}
	}
}

// TestMendedSamples tells what was changed, the most frequent first, in whole
// words, and no more than twenty of them.
func TestMendedSamples(t *testing.T) {
	text := "rare: naïve café, it’s it’s it’s “Well,” “Well,”"
	_, mended := mendLines(twice(text))
	want := []Mended{{twice("it’s"), "it’s", 3}, {twice("“Well,”"), "“Well,”", 2}, {twice("naïve"), "naïve", 1}, {twice("café,"), "café,", 1}}
	if len(mended) != len(want) {
		t.Fatalf("%+v", mended)
	}
	for i := range want {
		if mended[i] != want[i] {
			t.Errorf("%d: %+v; want %+v", i, mended[i], want[i])
		}
	}
	var many strings.Builder
	for r := 'à'; r <= 'ÿ'; r++ {
		many.WriteString("a" + string(r) + "b ")
	}
	if _, mended := mendLines(twice(many.String())); len(mended) != mendedMax {
		t.Errorf("%d samples; want %d", len(mended), mendedMax)
	}
	long, mended := mendLines(twice(proseJapanese))
	if long != proseJapanese || len(mended) != 1 || utf8.RuneCountInString(mended[0].Was) > mendedRune || !strings.HasPrefix(proseJapanese, mended[0].Is[:30]) {
		t.Errorf("%+v", mended)
	}
}

// FuzzMend holds the mending to its laws: text stays text, what was mended
// needs no mending, plain letters stay, and words are told as they were.
func FuzzMend(f *testing.F) {
	for _, p := range proses {
		f.Add(p)
	}
	for _, g := range garblings {
		f.Add(garble(g.page, "“Naïve,” сказал я"))
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "?")
		got, mended := mendLines(text)
		if !utf8.ValidString(got) {
			t.Fatalf("%q became %q", text, got)
		}
		if (got != text) != (len(mended) > 0) {
			t.Errorf("%q became %q: %+v", text, got, mended)
		}
		ascii := func(r rune) rune {
			if r >= 0x80 {
				return -1
			}
			return r
		}
		if strings.Map(ascii, got) != strings.Map(ascii, text) {
			t.Errorf("%q became %q", text, got)
		}
		if again, more := mendLines(got); len(more) > 0 && len(text) < 64 {
			t.Errorf("%q became %q and then %q", text, got, again)
		}
	})
}
