package work

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// numberedWords are n words that are all different.
func numberedWords(from, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("word%d", from+i)
	}
	return out
}

func paragraphs(words []string) string { return "<p>" + strings.Join(words, " ") + "</p>" }

func likenessOf(text string) Likeness { return gistOf(text).likeness() }

// The values are in people's databases. If this test fails, the change must not be
// made, or likenessVersion must count up.
func TestLikenessNeverChanges(t *testing.T) {
	g := newGist()
	g.read(paragraphs(numberedWords(0, 2500)))
	g.read(`<p>Ære, “DON’T” <em>stop</em>&nbsp;—灯火が消えた。 가나다 ﬁn</p><p><img src="/pictures/a.png"></p>`)
	l := g.likeness()
	if got := fmt.Sprintf("%x", g.exact); got != "557dd92fbed73bc6" {
		t.Errorf("exact %s", got)
	}
	if got := fmt.Sprint(l.whole[:6]); got != "[55191 45145 33448 18447 31933 62]" {
		t.Errorf("whole %s", got)
	}
	if got := fmt.Sprint(l.opening[250:]); got != "[8379 8887 16513 14000 50763 45037]" {
		t.Errorf("opening %s", got)
	}
	if got := fmt.Sprint(l.prints[0], l.prints[len(l.prints)-1], len(l.prints)); got != "-8487041952601469802 7624437217402045411 10" {
		t.Errorf("prints %s", got)
	}
}

func TestWhatCountsAsTheSameWords(t *testing.T) {
	for _, c := range []struct {
		name, a, b string
		same       bool
		words      int
	}{
		{"case and marks", `<p>“Late,” she said.</p>`, `<p>'LATE' -- She said!</p>`, true, 3},
		{"accents", "<p>Äpfel naïve café</p>", "<p>Apfel nai\u0308ve cafe\u0301</p>", true, 3},
		{"apostrophes", "<p>don’t</p>", "<p>don't</p>", true, 2},
		{"markup and anchors", `<p>The fog</p><p>rose</p>`, `<p id="p1-1">The <em>fog</em><br>rose</p>`, true, 3},
		{"entities", "<p>salt &amp; pepper</p>", "<p>salt pepper</p>", true, 2},
		{"spaces", "<p>a&nbsp;b</p>", "<p>a\u00a0b</p>", true, 2},
		{"soft hyphens", "<p>lamp\u00adlight</p>", "<p>lamplight</p>", true, 1},
		{"wide letters", "<p>Ｌａｍｐ</p>", "<p>lamp</p>", true, 1},
		{"Cyrillic", "<p>Фонарь ГОРИТ</p>", "<p>фонарь горит</p>", true, 2},
		{"Han by character", "<p>灯火消</p>", "<p>灯 火 消</p>", true, 3},
		{"half and full kana", "<p>ランプ</p>", "<p>ﾗﾝﾌﾟ</p>", true, 3},
		{"Hangul composed and not", "<p>가랑비 강</p>", "<p>\u1100\u1161\u1105\u1161\u11bc\u1107\u1175 \u1100\u1161\u11bc</p>", true, 2},
		{"Thai without marks", "<p>ก็ดี</p>", "<p>กดี</p>", true, 2},
		{"other words", "<p>fog</p>", "<p>frog</p>", false, 1},
		{"other order", "<p>fog river</p>", "<p>river fog</p>", false, 2},
		{"joined words", "<p>fog river</p>", "<p>fogriver</p>", false, 2},
		{"other pictures", `<p><img src="/pictures/a.png" alt="x"></p>`, `<p><img src="/pictures/b.png" alt="x"></p>`, false, 0},
		{"same picture", `<p id="p1-1"><img src="/pictures/a.png" alt="x"></p>`, `<p><img src="/pictures/a.png" alt="y"></p>`, true, 0},
		{"cut off", "<p>fog <em", "<p>fog</p>", true, 1},
		{"bad UTF-8", "fog \xff\xc3", "fog", true, 1},
	} {
		a, b := gistOf(c.a), gistOf(c.b)
		if same := a.exact == b.exact; same != c.same || a.words != c.words {
			t.Errorf("%s: same %v, want %v; %d words, want %d", c.name, same, c.same, a.words, c.words)
		}
	}
}

func TestTextsTooShortHaveNoLikeness(t *testing.T) {
	for n, none := range map[int]bool{0: true, 1: true, 49: true, 50: false, 51: false, 5000: false} {
		if l := likenessOf(paragraphs(numberedWords(0, n))); l.None() != none {
			t.Errorf("%d words: none %v", n, l.None())
		}
	}
}

// Estimates are near the share of phrases that two texts really have in common.
func TestEstimateIsHonest(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	for _, c := range []struct {
		words  int
		change float64 // share of words that are others
		want   float64 // about what is in common then
	}{{5000, 0, 1}, {5000, 0.023, 0.8}, {1000, 0.023, 0.8}, {200, 0.023, 0.8}, {5000, 0.1, 0.42}, {5000, 1, 0}} {
		var worst, sum, truth float64
		const times = 40
		for i := range times {
			a := numberedWords(i*100_000, c.words)
			b := slices.Clone(a)
			for j := range b {
				if r.Float64() < c.change {
					b[j] = fmt.Sprintf("other%d", i*100_000+j)
				}
			}
			la, lb := likenessOf(paragraphs(a)), likenessOf(paragraphs(b))
			is := inCommon(a, b)
			off := la.whole.alike(&lb.whole) - is
			worst, sum, truth = max(worst, off, -off), sum+off, truth+is
		}
		t.Logf("%d words, %.3f changed: %.3f in common, worst estimate off by %.3f, bias %+.4f", c.words, c.change, truth/times, worst, sum/times)
		if worst > 0.1 || sum/times > 0.015 || sum/times < -0.015 || truth/times < c.want-0.05 || truth/times > c.want+0.05 {
			t.Errorf("%d words, %.3f changed: off by up to %.3f", c.words, c.change, worst)
		}
	}
}

// inCommon is the share of phrases that two texts have in common.
func inCommon(a, b []string) float64 {
	set := func(words []string) map[string]bool {
		out := map[string]bool{}
		for i := range len(words) - phraseWords + 1 {
			out[strings.Join(words[i:i+phraseWords], " ")] = true
		}
		return out
	}
	x, y := set(a), set(b)
	both := 0
	for p := range x {
		if y[p] {
			both++
		}
	}
	return float64(both) / float64(len(x)+len(y)-both)
}

// The chance to be found is what the comment of Likeness promises.
func TestChanceToBeFound(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	const times = 400
	for _, c := range []struct {
		share, low, high float64 // of phrases in common; of pairs that are found
	}{{0, 0, 0}, {0.5, 0.85, 0.95}, {0.7, 0.97, 1}, {0.85, 0.995, 1}} {
		found := 0
		for i := range times {
			// The first n words of each are the same: n phrases of 2·1000−n.
			n := int(2*1000*c.share/(1+c.share)) + phraseWords - 1
			a := numberedWords(r.IntN(1<<40), 1000+phraseWords-1)
			b := append(slices.Clone(a[:n]), numberedWords((i+2)<<40, len(a)-n)...)
			la, lb := gistOf(paragraphs(a)), gistOf(paragraphs(b))
			prints := la.mins.prints()
			if slices.ContainsFunc(lb.mins.prints(), func(p int64) bool { return slices.Contains(prints, p) }) {
				found++
			}
		}
		got := float64(found) / times
		t.Logf("%.2f in common: %.3f found", c.share, got)
		if got < c.low || got > c.high {
			t.Errorf("%.2f in common: %.3f found, want %.3f to %.3f", c.share, got, c.low, c.high)
		}
	}
}

// Reading a text in pieces, as chapters come, is reading it whole.
func FuzzGist(f *testing.F) {
	f.Add("<p>The fog</p>", "<p>came & went; 灯火が</p>")
	f.Add("<img src=\"", "&amp")
	f.Fuzz(func(t *testing.T, a, b string) {
		g := newGist()
		g.read(a)
		g.read(b)
		again := newGist()
		again.read(a)
		again.read(b)
		if g.exact != again.exact || g.words != again.words || g.mins != again.mins {
			t.Error("not the same twice")
		}
		if whole := gistOf(a + "<p>" + b); !strings.ContainsAny(a, "<&") && utf8.ValidString(a) && (whole.exact != g.exact || whole.mins != g.mins) {
			t.Errorf("%q and %q are read differently together", a, b)
		}
	})
}

func BenchmarkGist(b *testing.B) {
	for name, word := range map[string]string{"plain": "lantern ", "English": "“lantern’s” ", "Russian": "фонарь ", "Chinese": "灯火"} {
		text := paragraphs([]string{strings.Repeat(word, 100_000)})
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				gistOf(text)
			}
		})
	}
}

// A likeness that is kept beside a story which is no work yet compares as it did.
func TestLikenessComesBack(t *testing.T) {
	draft := func(words string) *Draft { return &Draft{Chapters: []DraftChapter{{Body: "<p>" + words + "</p>"}}} }
	var text strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&text, "word%d ", i*i%977)
	}
	a := LikenessOf(draft(text.String()))
	b, err := a.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	var back, none Likeness
	if err := back.UnmarshalBinary(b); err != nil {
		t.Fatal(err)
	}
	if got, part := back.To(a); got != 1 || part != WholeText || back.None() {
		t.Errorf("like itself by %v in part %v", got, part)
	}
	if b, err := none.MarshalBinary(); err != nil || none.UnmarshalBinary(b) != nil || !none.None() {
		t.Errorf("the likeness of nothing: %v %v", b, err)
	}
	if got, part := none.To(a); got != 0 || part != NoText {
		t.Errorf("nothing is like something by %v", got)
	}
	if back.UnmarshalBinary([]byte("short")) == nil {
		t.Error("a likeness of five bytes")
	}
	if len(a.Prints()) < 8 {
		t.Errorf("%d prints", len(a.Prints()))
	}
}
