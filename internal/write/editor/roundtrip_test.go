package editor_test

import (
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/prose"
)

// Texts of every element and every structure that the cleaner lets through.
var texts = []string{
	`<p>It rained.</p><p>It <em>rained</em> <strong><em>more</em></strong>, <em><strong>and</strong></em> <i>more</i>.</p>`,
	`<p><em>one</em><em>two</em><em>three</em></p>`,
	`<p><em>a<em>b</em>c</em> <span class="x"><span class="x">d</span></span></p>`,
	`<p><span class="msg">Hi</span><span class="msg">Bye</span><span class="msg me">!</span></p>`,
	`<p><abbr title="for example">e.g.</abbr> <acronym title="x">X</acronym> <b>b</b><big>big</big><cite>c</cite><code>k</code><del>d</del><dfn>f</dfn><ins>i</ins><kbd>k</kbd><q cite="https://e.example/">q</q><s>s</s><samp>s</samp><small>s</small><strike>s</strike><sub>1</sub><sup>2</sup><tt>t</tt><u>u</u><var>v</var></p>`,
	`<p><ruby>漢<rt>kan</rt>字<rt>ji</rt></ruby><ruby>私<rt>w</rt></ruby>.</p>`,
	`<p>a<br>b<br><br>c</p>`,
	"one\ntwo\n\nthree\n\n\n\nfour <i>and\n\nfive</i>",
	`<h1>1</h1><h2 align="center">2</h2><h3>3</h3><h4>4</h4><h5>5</h5><h6 class="x">6</h6>`,
	"<pre>\n\na  b\n  c <b>d</b>\n</pre>",
	`<div class="verse"><p>a</p><p>b</p></div><div class="letter"><p>Dear</p></div><div><p>bare</p></div><div class="empty"></div>`,
	`<blockquote cite="https://e.example/"><p>q</p><blockquote><p>r</p></blockquote></blockquote><center><p>c</p></center>`,
	`<details open><summary>More <em>of</em> it</summary><p>x</p></details><details><p>no summary</p></details>`,
	`<ul><li>a</li><li><p>b</p></li><li>c<ul><li>d</li></ul></li><li></li><li>e<p>f</p>g</li></ul>`,
	`<ol start="3" type="a"><li value="7">a</li></ol><dl><dt>t</dt><dd>d</dd><dd><p>e</p></dd></dl>`,
	`<table border="1"><caption>c <b>b</b></caption><colgroup><col span="2" width="20%"></colgroup><thead><tr><th scope="col">h</th></tr></thead><tbody><tr><td colspan="2">a<br>b</td><td></td></tr></tbody><tfoot><tr><td><p>f</p></td></tr></tfoot></table>`,
	`<p>a</p><hr><p>b</p><hr class="scene"><hr width="50%">`,
	`<p>x <img src="https://e.example/a.png" alt="a boat" width="20" height="30"> y</p><img src="/pictures/abc.jpg" alt="">`,
	`<figure class="f"><img src="/pictures/abc.jpg" alt="x"><figcaption>A <i>boat</i></figcaption></figure><figure><p>p</p></figure>`,
	`<address>a <b>b</b><p>c</p></address>`,
	`<audio src="https://e.example/a.mp3" title="Podfic"><p>no sound</p></audio><video poster="https://e.example/p.png"><source src="https://e.example/v.mp4" type="video/mp4"><track src="https://e.example/v.vtt" srclang="fr" kind="subtitles">words</video>`,
	`<iframe src="https://www.youtube.com/embed/x" width="560" height="315"></iframe>`,
	`<p>n<a class="fnref" href="#fn1">1</a>, m<a class="fnref" href="#fn2">[b]</a></p><ol class="footnotes"><li class="fn" value="1"><p>One</p></li><li class="fn" value="2">Two</li></ol>`,
	`<p><a href="https://e.example/?a=1&amp;b=2" title="t">l<em>in</em>k</a> <a name="here"></a><a name="there">x</a> <span class="dot"></span>.</p>`,
	`<p lang="fr" dir="ltr">« Oui » <span lang="ar" dir="rtl">نعم</span></p><p dir="rtl" align="justify">שלום</p>`,
	`<p>&nbsp;</p><p>a&nbsp;b &amp; &lt;c&gt; "d" 'e' <span title="&quot;&lt;&nbsp;">x</span> 😀é</p>`,
	`<p>two  spaces   three</p>`,
	`<ul><li><details><summary>s</summary><p>p</p></details></li></ul><div class="a"><div class="b"><ul><li>x</li></ul><table><tbody><tr><td><ul><li>y</li></ul></td></tr></tbody></table></div></div>`,
	`<p><a href="https://e.example/"><img src="/pictures/a.png" alt="x"></a></p>`,
	`<ol class="footnotes"><li class="fn" value="1">a<p>b</p></li></ol>`,
	`<p>I said <q>no</q><q>yes</q>.</p><dl><dd>only</dd></dl>`,
}

// What the cleaner lets through comes out of the editor as it went in.
func TestOpeningAndSavingChangesNothing(t *testing.T) {
	page := probe(t)
	c := prose.Cleaner{Base: "https://archive.example"}
	for _, source := range texts {
		clean := c.Clean(source, prose.Body)
		saved := ask[string](t, page, "roundTrip", clean)
		if again := c.Clean(saved, prose.Body); again != clean {
			t.Errorf("\nclean %q\nsaved %q\nagain %q", clean, saved, again)
		}
		if twice := ask[string](t, page, "roundTrip", saved); twice != saved {
			t.Errorf("a line changes when it is opened again\nfirst  %q\nsecond %q", saved, twice)
		}
		if blocks := strings.Count(saved, "\n"); blocks > strings.Count(clean, "\n") {
			t.Errorf("more lines than blocks: %q", saved)
		}
	}
}

// The same from what nobody has cleaned yet: what is typed into the plain form.
func TestReadingWhatWasTypedAgreesWithTheCleaner(t *testing.T) {
	page := probe(t)
	c := prose.Cleaner{}
	for _, source := range texts {
		want := c.Clean(source, prose.Body)
		if got := c.Clean(ask[string](t, page, "roundTrip", source), prose.Body); got != want {
			t.Errorf("\n typed %q\ncleaned %q\n edited %q", source, want, got)
		}
	}
}

func TestSumsOfLines(t *testing.T) {
	page := probe(t)
	if got := ask[float64](t, page, "sum", []string{}); got != 2166136261 {
		t.Errorf("no lines: %.0f", got)
	}
}
