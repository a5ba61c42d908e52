package prose

import (
	"strings"
	"testing"
)

func TestFromMarkdown(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"emphasis", "*a* **b** ~~c~~ `d`", "<p><em>a</em> <strong>b</strong> <del>c</del> <code>d</code></p>"},
		{"paragraphs and breaks", "one\ntwo  \nthree\n\nfour", "<p>one\ntwo<br>\nthree</p>\n<p>four</p>"},
		{"scene break", "a\n\n***\n\nb", "<p>a</p>\n<hr>\n<p>b</p>"},
		{"heading and quote", "# One\n\n> a", "<h1>One</h1>\n<blockquote><p>a</p></blockquote>"},
		{"list", "- a\n- b\n", "<ul><li>a</li>\n<li>b</li></ul>"},
		{"table", "| a | b |\n|:-:|---|\n| c | d |\n", `<table><thead><tr><th align="center">a</th>` + "\n<th>b</th></tr></thead>\n" + `<tbody><tr><td align="center">c</td>` + "\n<td>d</td></tr></tbody></table>"},
		{"tasks", "- [x] a\n- [ ] b\n", "<ul><li>☑ a</li>\n<li>☐ b</li></ul>"},
		{"HTML between", "a <u>b</u> <script>c</script>", "<p>a <u>b</u></p>"},
		{"dangerous link", "[a](javascript:alert(1))", "<p>a</p>"},
		{"code", "```\na < b\n\nc\n```\n", "<pre><code>a &lt; b\n\nc\n</code></pre>"},
		{"footnotes", "It rained[^a]. Hard[^b], very[^a].\n\n[^a]: In *Oslo*.\n[^b]: All night.\n\n    And day.\n",
			`<p>It rained<a class="fnref" href="#fn1" rel="nofollow">1</a>. Hard<a class="fnref" href="#fn2" rel="nofollow">2</a>, very<a class="fnref" href="#fn1" rel="nofollow">1</a>.</p>` +
				"\n" + `<ol class="footnotes"><li class="fn" value="1"><p>In <em>Oslo</em>.</p></li>` + "\n" + `<li class="fn" value="2"><p>All night.</p>` + "\n" + `<p>And day.</p></li></ol>`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Cleaner{}.Clean(FromMarkdown(c.in), Body)
			if got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

// Whatever the Markdown, its words stay and it grows by no more than its tags.
func TestMarkdownIsBounded(t *testing.T) {
	const size = 200 << 10
	for _, s := range []string{"> ", ">", "- > ", "- ", "*a **b ", "[", "![[", "`", "[a](", "[a](<b ", "[a](b (", "[^1]", "<a", "|a", "_a_*b*~~c~~", "a\n", "> a\n"} {
		in := strings.Repeat(s, size/len(s)) + "\n\nword"
		out := Cleaner{}.Clean(FromMarkdown(in), Body)
		if !strings.Contains(out, "word") || len(out) > 16*len(in) {
			t.Errorf("%d bytes of %q became %d: %.100q", len(in), s, len(out), out)
		}
	}
}

func TestTame(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", "> > [a](b)\n\nc", "> > [a](b)\n\nc"},
		{"many links that end", strings.Repeat("[a](b) ", 500), strings.Repeat("[a](b) ", 500)},
		{"quotes", strings.Repeat("> ", 66) + "a > b", strings.Repeat("> ", 64) + "  a > b"},
		{"only the paragraph at fault", "[a](b)\n\n" + strings.Repeat("[a](", 101), "[a](b)\n\n" + strings.Repeat(`\[a](`, 101)},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := tame(c.in); got != c.want {
				t.Errorf("\n got %.300q\nwant %.300q", got, c.want)
			}
		})
	}
}
