package diff_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"github.com/ficstead/ficstead/internal/diff"
)

// someLines are lines of few kinds, so that many are the same.
func someLines(t *rapid.T, name string) []string {
	return rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "d", "", "e e"}), 0, 40).Draw(t, name)
}

// Who has one text and the differences has the other; what is told to be the same is.
func TestLinesMakeTheOtherText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := someLines(t, "a"), someLines(t, "b")
		i, j, last := 0, 0, -1
		for n, c := range diff.Lines(a, b) {
			if c.AFrom != i || c.BFrom != j || c.ATo < i || c.BTo < j || c.ATo == i && c.BTo == j {
				t.Fatalf("chunk %d: %+v at %d, %d", n, c, i, j)
			}
			if c.Same && !slices.Equal(a[c.AFrom:c.ATo], b[c.BFrom:c.BTo]) {
				t.Fatalf("%+v is not the same", c)
			}
			if n > 0 && (last == 1) == c.Same {
				t.Fatalf("two chunks of one sort")
			}
			i, j, last = c.ATo, c.BTo, 0
			if c.Same {
				last = 1
			}
		}
		if i != len(a) || j != len(b) {
			t.Fatalf("%d of %d, %d of %d", i, len(a), j, len(b))
		}
	})
}

// What one side alone changed is there as that side has it; both together are in
// whatever they make.
func TestMerge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, mine, theirs := someLines(t, "base"), someLines(t, "mine"), someLines(t, "theirs")
		for _, c := range []struct{ base, mine, theirs, want []string }{
			{base, mine, base, mine}, {base, base, theirs, theirs}, {base, mine, mine, mine},
		} {
			got, ok := diff.Merged(diff.Merge(c.base, c.mine, c.theirs))
			if !ok || !slices.Equal(got, c.want) {
				t.Fatalf("%q with %q and %q is %q (%v)", c.base, c.mine, c.theirs, got, ok)
			}
		}
		var asMine, asTheirs []string
		for _, p := range diff.Merge(base, mine, theirs) {
			if p.Conflict {
				asMine, asTheirs = append(asMine, p.Mine...), append(asTheirs, p.Theirs...)
				continue
			}
			asMine, asTheirs = append(asMine, p.Lines...), append(asTheirs, p.Lines...)
		}
		for _, l := range slices.Concat(mine, theirs) {
			n := func(s []string) int { return count(s, l) }
			if n(asMine)+n(asTheirs) < min(n(mine), n(theirs)) {
				t.Fatalf("%q is lost", l)
			}
		}
	})
	parts := diff.Merge([]string{"1", "2", "3", "4", "5"}, []string{"1", "two", "3", "4", "5", "6"}, []string{"1", "2", "3", "four", "5"})
	if got, ok := diff.Merged(parts); !ok || strings.Join(got, " ") != "1 two 3 four 5 6" {
		t.Errorf("%q %v", got, ok)
	}
	if _, ok := diff.Merged(diff.Merge([]string{"1", "2"}, []string{"1", "x"}, []string{"1", "y"})); ok {
		t.Error("two changes of one line are no conflict")
	}
}

func count(s []string, x string) int {
	n := 0
	for _, y := range s {
		if x == y {
			n++
		}
	}
	return n
}

var labels = diff.Labels{Added: "[added ", Removed: "[removed ", Restyled: "[restyled ", End: "]"}

// all is the HTML of what Paras gives, in one line for each.
func all(was, is string) string {
	var b strings.Builder
	for _, p := range diff.Paras(was, is, diff.Labels{}) {
		b.WriteString(p.HTML + "\n")
	}
	return b.String()
}

func TestParas(t *testing.T) {
	for name, c := range map[string]struct{ was, is, want string }{
		"a word":       {"<p>The red fox.</p>", "<p>The grey fox.</p>", `<p>The <del class="removed">red</del><ins class="added">grey</ins> fox.</p>`},
		"two words":    {"<p>one red fox two</p>", "<p>one grey wolf two</p>", `<p>one <del class="removed">red fox</del><ins class="added">grey wolf</ins> two</p>`},
		"a paragraph":  {"<p>One.</p>", "<p>One.</p>\n<p>Two.</p>", "<p>One.</p>\n" + `<p><ins class="added">Two.</ins></p>`},
		"gone":         {"<p>One.</p>\n<ul><li>Two</li><li>Three</li></ul>", "<p>One.</p>", "<p>One.</p>\n" + `<ul><li><del class="removed">Two</del></li><li><del class="removed">Three</del></li></ul>`},
		"italics":      {"<p>a fog b</p>", "<p>a <em>fog</em> b</p>", `<p>a <em><span class="restyled">fog</span></em> b</p>`},
		"Chinese":      {"<p>雾来了。</p>", "<p>雾走了。</p>", `<p>雾<del class="removed">来</del><ins class="added">走</ins>了。</p>`},
		"accents":      {"<p>cafe\u0301 x</p>", "<p>cafe x</p>", "<p><del class=\"removed\">cafe\u0301</del><ins class=\"added\">cafe</ins> x</p>"},
		"entities":     {"<p>a &amp; b</p>", "<p>a &lt; b</p>", `<p>a <del class="removed">&amp;</del><ins class="added">&lt;</ins> b</p>`},
		"a row":        {"<table><tbody><tr><td>1</td></tr><tr><td>2</td></tr></tbody></table>", "<table><tbody><tr><td>1</td></tr></tbody></table>", `<table><tbody><tr><td>1<del class="removed"> 2</del></td></tr></tbody></table>`},
		"a picture":    {"<p>x</p>", `<p>x<img src="/pictures/a.png" alt="A &gt; B"></p>`, `<p>x<ins class="added"><img src="/pictures/a.png" alt="A &gt; B"></ins></p>`},
		"a break":      {"<p>x</p>\n<hr>", "<p>x</p>", "<p>x</p>\n" + `<del class="removed"><hr></del>`},
		"lines in one": {"<ul><li>a</li>\n<li>b</li></ul>", "<ul><li>a</li>\n<li>c</li></ul>", `<ul><li>a</li><li><del class="removed">b</del><ins class="added">c</ins></li></ul>`},
		"empty":        {"<p></p>", "<p></p>\n<p>x</p>", "<p></p>\n" + `<p><ins class="added">x</ins></p>`},
		"an author's":  {"<p>x</p>", "<p>x <ins>y</ins></p>", `<p>x<ins class="added"> </ins><ins><ins class="added">y</ins></ins></p>`},
		"not balanced": {"<p>x", "<p>x <em>y</p></b>", `<p>x<ins class="added"> </ins><em><ins class="added">y</ins></em></p>`},
		"nothing":      {"", "", ""},
	} {
		if got := strings.TrimSuffix(all(c.was, c.is), "\n"); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, c.want)
		}
	}
	got := diff.Paras("<p>a</p>", "<p>b</p>", labels)[0].HTML
	if want := `<p><del class="removed"><span class="vh">[removed </span>a<span class="vh">]</span></del><ins class="added"><span class="vh">[added </span>b<span class="vh">]</span></ins></p>`; got != want {
		t.Errorf("%s", got)
	}
}

// piece makes HTML as the cleaner does.
func piece() *rapid.Generator[string] {
	word := rapid.SampledFrom([]string{"fog", "lamp", " ", " ", "雾", "é", "&amp;", "<br>", ", ", "<em>red</em>", "<a href=\"/x\">a <strong>b</strong></a>", `<img src="/p.png" alt="">`})
	run := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(word, 0, 8).Draw(t, "words"), "") })
	return rapid.Custom(func(t *rapid.T) string {
		a, b := run.Draw(t, "a"), run.Draw(t, "b")
		return rapid.SampledFrom([]string{
			"<p>" + a + "</p>", "<p>" + a + b + "</p>", "<h2>" + a + "</h2>", "<blockquote><p>" + a + "</p><p>" + b + "</p></blockquote>", "<hr>",
			"<ul><li>" + a + "</li><li>" + b + "<ol><li>" + a + "</li></ol></li></ul>", "<table><tbody><tr><td>" + a + "</td><td>" + b + "</td></tr></tbody></table>",
		}).Draw(t, "block")
	})
}

// Without what is marked as removed a difference is the newer text, to the letter;
// without what was added it has the words of the older; and browsers read it as it is
// written.
func TestParasHoldBothTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := func(name string) string { return strings.Join(rapid.SliceOfN(piece(), 0, 6).Draw(t, name), "\n") }
		was, is := text("was"), text("is")
		var newer, older []string
		for _, p := range diff.Paras(was, is, diff.Labels{}) {
			if got := parsed(t, p.HTML, keep); got != p.HTML {
				t.Fatalf("a browser reads\n%s\nas\n%s", p.HTML, got)
			}
			if p.New >= 0 {
				newer = append(newer, parsed(t, p.HTML, takeOut("del", "removed")))
			}
			if p.Old >= 0 {
				older = append(older, plain(parsed(t, p.HTML, takeOut("ins", "added"))))
			}
		}
		if got := strings.Join(newer, "\n"); got != is {
			t.Fatalf("the newer text is\n%s\nand not\n%s", got, is)
		}
		var want []string
		for _, b := range diff.Blocks(was) {
			want = append(want, plain(b))
		}
		if !slices.Equal(older, want) {
			t.Fatalf("the older text is\n%q\nand not\n%q", older, want)
		}
	})
}

// plain is the words of HTML, without spaces.
func plain(s string) string {
	z := html.NewTokenizer(strings.NewReader(s))
	var b strings.Builder
	for {
		switch z.Next() {
		case html.ErrorToken:
			return strings.ReplaceAll(strings.Join(strings.Fields(b.String()), ""), "***", "")
		case html.TextToken:
			b.Write(z.Text())
		}
	}
}

func keep(*html.Node) {}

// takeOut takes elements with a class out of a tree, and the marks round all others.
func takeOut(name, class string) func(*html.Node) {
	return func(root *html.Node) {
		var next *html.Node
		for n := root.FirstChild; n != nil; n = next {
			next = n.NextSibling
			if n.Type != html.ElementNode {
				continue
			}
			own := ""
			for _, a := range n.Attr {
				if a.Key == "class" {
					own = a.Val
				}
			}
			switch {
			case n.Data == name && own == class:
				root.RemoveChild(n)
			case own == "removed" || own == "added" || own == "restyled":
				first := n.FirstChild
				for c := n.FirstChild; c != nil; c = n.FirstChild {
					n.RemoveChild(c)
					root.InsertBefore(c, n)
				}
				root.RemoveChild(n)
				if first != nil {
					next = first
				}
			default:
				takeOut(name, class)(n)
			}
		}
	}
}

// parsed is HTML as a browser reads it, changed by change, and written again.
func parsed(t *rapid.T, s string, change func(*html.Node)) string {
	root := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: 0}
	nodes, err := html.ParseFragment(strings.NewReader(s), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: 0x2804})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	change(root)
	var b strings.Builder
	for n := root.FirstChild; n != nil; n = n.NextSibling {
		if err := html.Render(&b, n); err != nil {
			t.Fatal(err)
		}
	}
	return strings.NewReplacer("<br/>", "<br>", "<hr/>", "<hr>", `alt=""/>`, `alt="">`).Replace(b.String())
}

func TestBlocks(t *testing.T) {
	for text, want := range map[string][]string{
		"":                                    nil,
		"<p>a</p>":                            {"<p>a</p>"},
		"<p>a\nb</p>\n<hr>\n<ul><li>x\n</ul>": {"<p>a\nb</p>", "<hr>", "<ul><li>x\n</ul>"},
		"plain\nlines":                        {"plain", "lines"},
		"</p>\n<p>x":                          {"</p>", "<p>x"},
	} {
		got := diff.Blocks(text)
		if !slices.Equal(got, want) || strings.Join(got, "\n") != text {
			t.Errorf("%q: %q", text, got)
		}
	}
}

// Texts made to be slow cost no more than their length.
func TestBounded(t *testing.T) {
	const n = 200_000
	shuffled := func(step int) string {
		var b strings.Builder
		for i := range n {
			b.WriteString("<p>")
			b.WriteString(strings.Repeat("x", (i*step)%97))
			b.WriteString("</p>\n")
		}
		return b.String()
	}
	for name, c := range map[string]struct{ was, is string }{
		"lines":     {shuffled(31), shuffled(53)},
		"words":     {"<p>" + strings.Repeat("a b ", n) + "</p>", "<p>" + strings.Repeat("b c a ", n) + "</p>"},
		"backwards": {"<p>" + strings.Repeat("a ", n) + strings.Repeat("b ", n) + "</p>", "<p>" + strings.Repeat("b ", n) + strings.Repeat("a ", n) + "</p>"},
		"deep":      {strings.Repeat("<em>", n) + "x", strings.Repeat("<b>", n) + "y"},
		"tags":      {strings.Repeat("<b></b>", n), strings.Repeat("<i></i>", n)},
		"open":      {strings.Repeat("<", n), strings.Repeat("&", n)},
	} {
		began := time.Now()
		got := all(c.was, c.is)
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("%s took %s", name, took)
		}
		if most := 60 * (len(c.was) + len(c.is)); len(got) > most {
			t.Errorf("%s: %d bytes of %d", name, len(got), len(c.was)+len(c.is))
		}
	}
}
