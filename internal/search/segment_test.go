package search

import (
	"fmt"
	"strings"
	"testing"
)

func TestUnits(t *testing.T) {
	for text, want := range map[string]string{
		"Don’t stop—the half-light, “again”!":      "don t stop the half light again",
		"Café CAFÉ cafe\u0301 Ångström Łódź Søren": "cafe cafe cafe angstrom lodz soren",
		"Straße æther naïve coöperate":             "strasse aether naive cooperate",
		"Ёлка и йод; Её":                           "елка и иод ее",
		"Σίσυφος ΣΊΣΥΦΟΣ":                          "σισυφοσ σισυφοσ",
		"身后，雨":                                     "身 后 雨",
		"ｶﾞラス 々ー":                                  "ガ ラ ス 々 ー",
		"雨の日にiPhone 7を":                            "雨 の 日 に iphone 7 を",
		"비밀을 말했다":                                  "비 밀 을 말 했 다",
		"\u1107\u1175":                             "비", // Korean letters sent apart
		"ที่นี่ฝน":                                 "ที่ นี่ ฝ น",
		"السَّلامُ عليكم أهلاً كـــتاب":            "السلام عليكم اهلا كتاب",
		"שָׁלוֹם עוֹלָם":                           "שלום עולם",
		"ﬁnal Ｗｉｄｅ x² ½":                           "final wide x2 12",
		"हिन्दी में":                               "हिन्दी में",
		"rock'n'roll 3.5% a\u00adb":                "rock n roll 3 5 ab",
		"😀 — … \ufe0f":                             "",
		"a\x00b \xff":                              "a b",
		strings.Repeat("a", 5000):                  strings.Repeat("a", maxWord),
		strings.Repeat("é", 5000):                  strings.Repeat("e", maxWord),
	} {
		var got []string
		for _, u := range units(plain(text)) {
			got = append(got, u.text)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%.60q:\n got %q\nwant %q", text, strings.Join(got, " "), want)
		}
	}
}

func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		"下雨。身后 iPhone 雨": "下雨 雨身 身后 后 iphone 雨",
		"a b":            "a b",
	} {
		if got := strings.Join(words(units(plain(text))), " "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// Units lie in their text in order, and folding what was folded changes nothing.
func FuzzUnits(f *testing.F) {
	for _, s := range []string{"", "Don’t", "身后の雨 ฝนตก비밀", "a\u0301\u0345", "ﷺ ŉ ǅ ẞ İ ꮝ", "\xff\x00", "ｶﾞ\u3099"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text := plain(s)
		at := 0
		for _, u := range units(text) {
			if u.start < at || u.end <= u.start || u.end > len(text) {
				t.Fatalf("%q: unit %q at %d to %d after %d", text, u.text, u.start, u.end, at)
			}
			at = u.end
			if strings.ContainsAny(u.text, " '\"\\\x00:*") {
				t.Errorf("%q gave the word %q", s, u.text)
			}
		}
		parse(s)
		terms{all: []atom{{unit{text: "x"}}}, phrase: atom{unit{text: "x"}}}.cut(text)
	})
}

func TestParse(t *testing.T) {
	show := func(as []atom) string {
		var parts []string
		for _, a := range as {
			var ws []string
			for _, u := range a {
				ws = append(ws, u.text)
			}
			parts = append(parts, strings.Join(ws, "+"))
		}
		return strings.Join(parts, " ")
	}
	for _, c := range []struct{ text, all, none, phrase string }{
		{"lamp at night", "lamp at night", "", "lamp+at+night"},
		{`"half the light" fog`, "half+the+light fog", "", "half+the+light+fog"},
		{"“Half the light” fog", "half+the+light fog", "", "half+the+light+fog"},
		{`fog -rain -"old town" - sea`, "fog sea", "rain old+town", "fog+sea"},
		{"don’t don't", "don+t", "", "don+t+don+t"},
		{`say "nothing more`, "say nothing more", "", "say+nothing+more"},
		{"身后 雨", "身+后 雨", "", "身+后+雨"},
		{"-only", "", "only", ""},
		{`"" - -- * ( ' AND`, "and", "", "and"},
		{"\x00\xff", "", "", ""},
		{strings.Repeat("a b ", 100), "a b", "", strings.TrimSuffix(strings.Repeat("a+b+", maxUnits/2), "+")},
	} {
		q := parse(c.text)
		if show(q.all) != c.all || show(q.none) != c.none || show([]atom{q.phrase}) != c.phrase {
			t.Errorf("%.40q: all %q, none %q, phrase %q", c.text, show(q.all), show(q.none), show([]atom{q.phrase}))
		}
	}
}

// Every run of as many units as a query may have is whole in one window, and the
// words of a window are those of the whole text.
func TestWindowsOverlap(t *testing.T) {
	var ps []Passage
	var all []unit
	for i := range 700 {
		text := fmt.Sprintf("w%d 雨%d的", i, i%10) + strings.Repeat(" x", i%9)
		ps = append(ps, Passage{fmt.Sprintf("p%d", i), text})
		all = append(all, units(text)...)
	}
	whole := words(all)
	at, covered := 0, 0
	for w := range windows(ps) {
		if len(w.words) > windowUnits {
			t.Errorf("window of %d", len(w.words))
		}
		if at > 0 {
			at = covered - maxUnits
		}
		for i, word := range w.words {
			if whole[at+i] != word {
				t.Fatalf("word %d is %q in a window and %q in the text", at+i, word, whole[at+i])
			}
		}
		covered = at + len(w.words)
		at = max(at, 1)
	}
	if covered != len(whole) {
		t.Errorf("windows cover %d of %d words", covered, len(whole))
	}
}

func TestPassages(t *testing.T) {
	const text = `before <h2 id="p1">One</h2><p id="p2">It was <em>un</em>done.<sup>1</sup><br>So.</p><blockquote><p>no anchor</p></blockquote>
<ul><li id="p3">first</li><li id="p4">a &amp; b</li></ul><p id="p5"></p><p id="p6">end</p>`
	var got []string
	for _, p := range Passages(text) {
		got = append(got, p.Anchor+":"+strings.TrimSpace(oneLine(p.Text)))
	}
	want := []string{":before", "p1:One", "p2:It was undone. 1 So. no anchor", "p3:first", "p4:a & b", "p6:end"}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	got = nil
	for _, p := range between(text, "p3", "p4") {
		got = append(got, p.Anchor+":"+strings.TrimSpace(p.Text))
	}
	if strings.Join(got, "|") != "p3:first|p4:a & b" {
		t.Errorf("between: %q", got)
	}
}
