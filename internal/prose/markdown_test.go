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

func TestMarkdownIsBounded(t *testing.T) {
	for _, s := range []string{
		strings.Repeat("> ", 5000) + "word", strings.Repeat("- ", 5000) + "word", strings.Repeat("*a **b ", 5000),
		strings.Repeat("[", 20000) + "word", strings.Repeat("![[", 10000), strings.Repeat("`", 20000), strings.Repeat("[^1]", 5000) + "\n\n[^1]: word\n",
		strings.Repeat("<a", 20000), strings.Repeat("http://a.b/", 5000), strings.Repeat("|a", 5000) + "\n" + strings.Repeat("|-", 5000),
		strings.Repeat("_a_*b*~~c~~", 5000), strings.Repeat("word\n", 20000), strings.Repeat("> word\n", 20000),
	} {
		Cleaner{}.Clean(FromMarkdown(s), Body)
	}
}
