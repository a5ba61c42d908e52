package prose

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// checkTree fails if a browser makes another tree of our HTML than we mean. It
// may give attributes in another order.
func checkTree(t *testing.T, source string) {
	t.Helper()
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(source), body)
	if err != nil {
		t.Fatalf("a browser cannot read %q: %v", source, err)
	}
	root := &html.Node{Type: html.ElementNode, Data: "div"}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	dropLineEnds(root)
	mine := stored(source)
	if render(mine) != source {
		t.Fatalf("reading what is stored changes it\nstored %q\nread   %q", source, render(mine))
	}
	if ours, theirs := sorted(mine), sorted(root); ours != theirs {
		t.Fatalf("a browser reads another tree\nours    %q\nbrowser %q", ours, theirs)
	}
}

func sorted(root *html.Node) string {
	eachElement(root, func(n *html.Node) {
		slices.SortFunc(n.Attr, func(a, b html.Attribute) int { return strings.Compare(a.Key, b.Key) })
	})
	return render(root)
}

// dropLineEnds removes the line ends that render puts between blocks.
func dropLineEnds(n *html.Node) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if c.Type == html.TextNode && c.Data == "\n" && c.PrevSibling != nil && next != nil && isBlock(c.PrevSibling) && isBlock(next) {
			n.RemoveChild(c)
		} else {
			dropLineEnds(c)
		}
		c = next
	}
}

var danger = regexp.MustCompile(`(?i)^\s*(javascript|data|vbscript|file)\s*:`)

// checkSafe fails if a browser would find anything in the text that runs, loads
// or restyles.
func checkSafe(t *testing.T, source string) {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(source))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.CommentToken, html.DoctypeToken:
			t.Fatalf("comment in %q", source)
		case html.StartTagToken, html.SelfClosingTagToken:
			tok := z.Token()
			if k := kinds[tok.Data]; k == unknown || k == removed || k == boundary {
				t.Fatalf("<%s> in %q", tok.Data, source)
			}
			for _, a := range tok.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "id" || a.Key == "target" || danger.MatchString(a.Val) && a.Key != "title" && a.Key != "alt" && a.Key != "label" {
					t.Fatalf("%s=%q in %q", a.Key, a.Val, source)
				}
			}
		}
	}
}

// checkXML fails if a text is not well-formed XML.
func checkXML(t *testing.T, source string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader("<div>" + source + "</div>"))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("not XML: %v in %q", err, source)
		}
	}
}

// checkLaws tries everything that must hold for any source.
func checkLaws(t *testing.T, source string) {
	t.Helper()
	for _, f := range []Field{Body, Note, Summary} {
		c := Cleaner{Base: "https://example.org"}
		clean := c.Clean(source, f)
		if again := c.Clean(clean, f); again != clean {
			t.Fatalf("not idempotent in field %d\nsource %q\n first %q\nsecond %q", f, source, clean, again)
		}
		checkTree(t, clean)
		checkSafe(t, clean)
		if f != Body {
			continue
		}
		anchored, next := Anchor(clean, "", "p1-", 1)
		if back := c.Clean(anchored, f); back != clean {
			t.Fatalf("anchors do not vanish\nclean    %q\nanchored %q\nback     %q", clean, anchored, back)
		}
		if again, after := Anchor(clean, anchored, "p1-", next); again != anchored || after != next {
			t.Fatalf("anchors move though nothing changed\n%q\n%q", anchored, again)
		}
		if Words(anchored) != Words(clean) {
			t.Fatalf("anchors change the number of words: %q", anchored)
		}
		checkTree(t, anchored)
		show := Show(anchored)
		checkTree(t, show)
		checkXML(t, XHTML(clean))
		checkXML(t, XHTML(anchored))
		PlainText(anchored)
		Measure(anchored)
	}
}

var seeds = []string{
	"", "a\n\nb", "<p>a<p>b", "<b><i>x</b>y</i>", "<ul><li>a<li>b<ul><li>c</ul></ul>", "<table>x<tr><td>a<td>b<table><tr><td>c</table></table>d",
	"<a href=x>b<a href=y>c</a><p>d", "<ruby>a<rt>b<rp>c</ruby>", "<pre>\n\na<b>c<p>d</pre>e", "<h1>a<h2>b</h1>c", "<dl>x<dt>a<dd>b<dt>c</dl>",
	"<details>a<summary>b<p>c</summary>d<summary>e", "<figure><img src=a>\n\n<figcaption>x<figcaption>y", "<svg><style></svg><img src=x onerror=a>",
	"<audio controls><source src=a.mp3><p>x <a href=b>c</a></audio>", "<iframe src=//www.youtube.com/embed/1></iframe>", "<div><blockquote><center>x\ny",
	`<a class="fnref" href="#fn1">1</a><ol class="footnotes"><li class="fn" value="1">n<li class="fn" value="2"><p>m</ol>`,
	"<span style='font-weight:bold;font-style:italic'>a</span><b style='font-weight:normal' id=docs-internal-guid-1>b</b>", "a<br><br><br>b<br>\nc",
	"<table><caption>a<p>b<col><colgroup span=2><col><tfoot><tr><th>x<thead><td>y", "<p>&nbsp;</p>a<p><br></p>b<p>&#160;<p>c<p> </p>", "<em>a <em>b </em>c</em> <a name=x></a>",
	"\x00\xff&#1;&#xD800;\ufeff\u200d", "<li>a<dd>b<td>c<tr>d", "<q cite=javascript:x>a</q><img src='java&#9;script:x'>", "<address>a<p>b</address><del><p>x</del>y",
	// what the fuzzer found
	"<address>word\n\n<dd name=n>", "<a name=n>word<figcaption class=fnref href=#fn1>word", "<table><span class=x></span>", "<i><a name=n> <i class=x></a> <i>a<i>",
	"<pre><td><pre class=x></h2><br><br>", "<ul><li><ol class=footnotes><li class=fn value=1><dl><li><dl><li class=fnref>", strings.Repeat("<dl><table>", 40), strings.Repeat("<video><table>", 40),
}

func FuzzClean(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) { checkLaws(t, source) })
}

// tags makes markup out of bytes, so that the fuzzer needs no luck to find tags.
var tagNames = strings.Fields("p p br b i em a a span ul ol li li div div blockquote table tr td th tbody thead tfoot caption col colgroup " +
	"h1 h2 pre hr img dl dt dd details summary figure figcaption ruby rt rp audio video source iframe center address section font svg script")

func markup(data []byte) string {
	var w strings.Builder
	texts := []string{"a", "word", " ", "\n", "\n\n", "\n\n\n", "&nbsp;", " b ", "&lt;"}
	attrs := []string{"", "", "", " class=x", " href=/a", " src=/pictures/1", " style='text-align:center;font-style:italic'", " name=n", " align=left dir=rtl", " class=fnref href=#fn1", " class=footnotes", " class=fn value=1"}
	for i, c := range data {
		switch name := tagNames[int(c)%len(tagNames)]; {
		case c < 70:
			w.WriteString(texts[int(c)%len(texts)])
		case c < 180:
			w.WriteString("<" + name + attrs[i%len(attrs)] + ">")
		default:
			w.WriteString("</" + name + ">")
		}
	}
	return w.String()
}

func FuzzMarkup(f *testing.F) {
	f.Add([]byte("abc\xf0\x90\x80"))
	f.Fuzz(func(t *testing.T, data []byte) { checkLaws(t, markup(data)) })
}
