package prose

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestAnchorPlaces(t *testing.T) {
	clean := Cleaner{}.Clean(`<h2>One</h2><p>a</p><hr><blockquote><p>b</p></blockquote><ul><li>c<ul><li>d</li></ul></li></ul><pre>e</pre>`+
		`<table><tr><td><p>f</p></td></tr></table><figure><p>g</p></figure><dl><dt>h</dt><dd><p>i</p></dd></dl>`, Body)
	got, next := Anchor(clean, "", "p345-", 1)
	want := `<h2 id="p345-1">One</h2>
<p id="p345-2">a</p>
<hr>
<blockquote><p id="p345-3">b</p></blockquote>
<ul><li id="p345-4">c<ul><li id="p345-5">d</li></ul></li></ul>
<pre id="p345-6">e</pre>
<table id="p345-7"><tbody><tr><td><p>f</p></td></tr></tbody></table>
<figure id="p345-8"><p>g</p></figure>
<dl><dt id="p345-9">h</dt>
<dd id="p345-10"><p>i</p></dd></dl>`
	if got != want || next != 11 {
		t.Errorf("next %d\n got %s\nwant %s", next, got, want)
	}
	var paras []string
	for _, p := range Paras(got) {
		paras = append(paras, strings.TrimPrefix(p.Anchor, "p345-")+p.Text)
	}
	if got, want := strings.Join(paras, " "), "1One 2a 3b 4c 5d 6e 7f 8g 9h 10i"; got != want {
		t.Errorf("paras %q, want %q", got, want)
	}
}

// anchors gives "number text" of each paragraph.
func anchors(t *testing.T, anchored string) string {
	t.Helper()
	var list []string
	for _, p := range Paras(anchored) {
		list = append(list, strings.TrimPrefix(p.Anchor, "p1-")+p.Text)
	}
	return strings.Join(list, " ")
}

func paragraphs(texts ...string) string {
	return Cleaner{}.Clean("<p>"+strings.Join(texts, "</p><p>")+"</p>", Body)
}

func TestAnchorSurvives(t *testing.T) {
	for _, c := range []struct{ name, before, after, want string }{
		{"nothing changed", "a b c", "a b c", "1a 2b 3c"},
		{"one put in", "a b c", "a x b c", "1a 4x 2b 3c"},
		{"one put first", "a b c", "x a b c", "4x 1a 2b 3c"},
		{"one taken out", "a b c", "a c", "1a 3c"},
		{"one changed in place", "a b c", "a x c", "1a 2x 3c"},
		{"first changed", "a b c", "x b c", "1x 2b 3c"},
		{"last changed", "a b c", "a b x", "1a 2b 3x"},
		{"two changed in place", "a b c d", "a x y d", "1a 2x 3y 4d"},
		{"one moved", "a b c d", "b c d a", "2b 3c 4d 1a"},
		{"all new", "a b", "x y z", "3x 4y 5z"},
		{"the same line often", "a y b y c y", "a y b x y c y", "1a 2y 3b 7x 4y 5c 6y"},
		{"one of the same lines taken out", "a y b y c y", "a b y c y", "1a 3b 4y 5c 6y"},
		{"all the same", "y y y", "y y", "1y 2y"},
	} {
		t.Run(c.name, func(t *testing.T) {
			previous, next := Anchor(paragraphs(strings.Fields(c.before)...), "", "p1-", 1)
			got, _ := Anchor(paragraphs(strings.Fields(c.after)...), previous, "p1-", next)
			if got := anchors(t, got); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestAnchorOfChangedBesideNew(t *testing.T) {
	previous, next := Anchor(paragraphs("Start.", "It rained on the roof all night long.", "End."), "", "p1-", 1)
	got, _ := Anchor(paragraphs("Start.", "Nobody came.", "It rained on the old roof all night long.", "End."), previous, "p1-", next)
	if want := "1Start. 4Nobody came. 2It rained on the old roof all night long. 3End."; anchors(t, got) != want {
		t.Errorf("got %s, want %s", anchors(t, got), want)
	}
}

func TestAnchorNeverUsesANumberTwice(t *testing.T) {
	previous, _ := Anchor(paragraphs("a", "b"), "", "p1-", 7)
	got, next := Anchor(paragraphs("a", "b", "c"), previous, "p1-", 1) // the caller lost count
	if want := "7a 8b 9c"; anchors(t, got) != want || next != 10 {
		t.Errorf("got %s and next %d, want %s", anchors(t, got), next, want)
	}
	got, _ = Anchor(paragraphs("a"), `<p id="p1-3">a</p><p id="p1-3">b</p><p id="p2-9">c</p><p id="p1-x">d</p>`, "p1-", 1)
	if want := "3a"; anchors(t, got) != want {
		t.Errorf("got %s, want %s", anchors(t, got), want)
	}
}

func TestAnchorFootnotes(t *testing.T) {
	clean := Cleaner{}.Clean(`<p>It rained<a class="fnref" href="#fn1">1</a> and<a class="fnref" href="#fn1">1</a> snowed<a class="fnref" href="#fn9">9</a>.</p>`+
		`<ol class="footnotes"><li class="fn" value="1"><p>Hard.</p></li><li class="fn" value="2">Nobody asks.</li></ol>`, Body)
	got, next := Anchor(clean, "", "p345-", 1)
	want := `<p id="p345-1">It rained<a class="fnref" href="#p345-fn1" rel="nofollow" id="p345-r1" role="doc-noteref">1</a> and` +
		`<a class="fnref" href="#p345-fn1" rel="nofollow" id="p345-r1-2" role="doc-noteref">1</a> snowed<a class="fnref" href="#fn9" rel="nofollow">9</a>.</p>
<section role="doc-endnotes"><ol class="footnotes"><li class="fn" value="1" id="p345-fn1"><p>Hard. <a href="#p345-r1" role="doc-backlink" aria-label="Back to the text">↩</a></p></li>
<li class="fn" value="2" id="p345-fn2">Nobody asks.</li></ol></section>`
	if got != want || next != 2 {
		t.Errorf("next %d\n got %s\nwant %s", next, got, want)
	}
	if back := (Cleaner{}).Clean(got, Body); back != clean {
		t.Errorf("cleaning does not take the anchors away\n got %s\nwant %s", back, clean)
	}
	paras := Paras(got)
	if len(paras) != 3 || paras[1] != (Para{"p345-fn1", "Hard."}) {
		t.Errorf("paras %q", paras)
	}
}

// FuzzAnchor edits a text at random. Whatever stays keeps its anchor, no anchor
// comes twice, and a number once given is never given to other words.
func FuzzAnchor(f *testing.F) {
	f.Add(uint64(1), uint8(20), uint8(3))
	f.Add(uint64(2), uint8(3), uint8(9))
	f.Fuzz(func(t *testing.T, seed uint64, size, edits uint8) {
		r := rand.New(rand.NewPCG(seed, 0))
		var texts []string
		for i := range int(size % 40) {
			texts = append(texts, fmt.Sprintf("Sentence %d stands here.", i))
		}
		anchored, next := Anchor(paragraphs(texts...), "", "p1-", 1)
		for range edits % 8 {
			before := anchorOf(anchored)
			texts = edit(r, texts)
			var free int
			anchored, free = Anchor(paragraphs(texts...), anchored, "p1-", next)
			checkAnchors(t, anchored, before, free)
			next = free
		}
	})
}

// edit puts in, takes out, moves or changes a paragraph, or repeats one.
func edit(r *rand.Rand, texts []string) []string {
	if len(texts) == 0 {
		return []string{"First."}
	}
	i, j := r.IntN(len(texts)), r.IntN(len(texts))
	switch r.IntN(5) {
	case 0:
		return slices.Insert(texts, i, "New words "+strconv.FormatUint(r.Uint64(), 36))
	case 1:
		return slices.Delete(texts, i, i+1)
	case 2:
		texts[i], texts[j] = texts[j], texts[i]
	case 3:
		texts[i] += " Changed."
	default:
		return slices.Insert(texts, i, texts[j])
	}
	return texts
}

func anchorOf(anchored string) map[string][]string {
	at := make(map[string][]string)
	for _, p := range Paras(anchored) {
		at[p.Text] = append(at[p.Text], p.Anchor)
	}
	return at
}

func checkAnchors(t *testing.T, anchored string, before map[string][]string, free int) {
	t.Helper()
	seen := make(map[string]bool)
	for _, p := range Paras(anchored) {
		number, err := strconv.Atoi(strings.TrimPrefix(p.Anchor, "p1-"))
		if err != nil || seen[p.Anchor] || number >= free {
			t.Fatalf("anchor %s is wrong, free %d: %s", p.Anchor, free, anchored)
		}
		seen[p.Anchor] = true
	}
	for text, now := range anchorOf(anchored) {
		was := before[text]
		if len(was) == 1 && len(now) == 1 && was[0] != now[0] {
			t.Fatalf("%q moved from %s to %s", text, was[0], now[0])
		}
		if len(was) > 0 && !slices.ContainsFunc(now, func(a string) bool { return slices.Contains(was, a) }) {
			t.Fatalf("%q lost its anchors %s", text, was)
		}
	}
}
