package prose

import (
	"strings"
	"testing"
)

const kilobytes = 1 << 10

// Nothing an author can send may cost more than its length, or lose its words.
func TestCleanLimits(t *testing.T) {
	fill := func(s string, size int) string { return strings.Repeat(s, size/len(s)) }
	for _, c := range []struct{ name, in string }{
		{"nested blocks", strings.Repeat("<div>", 10000) + "word" + strings.Repeat("</div>", 10000)},
		{"nested inlines", strings.Repeat("<b>", 10000) + "word"},
		{"nested lists", strings.Repeat("<ul><li>", 10000) + "word"},
		{"nested tables", strings.Repeat("<table><tr><td>", 10000) + "word"},
		{"nested quotes in spans", strings.Repeat("<blockquote><span class=a>", 10000) + "word"},
		{"long text", fill("It rained on the roof of the house. ", 5*1024*kilobytes)},
		{"paragraphs", fill("word\n\n", 128*kilobytes)},
		{"blank lines", "word" + fill("\n", 5*1024*kilobytes)},
		{"formatting opened in each paragraph", fill("<p><b title=x><i>word", 128*kilobytes)},
		{"formatting over many paragraphs", strings.Repeat("<i title=x>", 24) + fill("word\n\n", 32*kilobytes)},
		{"dropped tags amid text", fill("word<x>", 128*kilobytes)},
		{"end tags", "word" + fill("</b></p></div></td>", 128*kilobytes)},
		{"captions", "<figure>" + fill("<figcaption>word</figcaption>", 128*kilobytes)},
		{"columns", "<table>" + fill("<colgroup><col></colgroup>", 128*kilobytes) + "<tr><td>word"},
		{"spacers in few gaps", "<p>a</p>" + strings.Repeat(fill("<p>&nbsp;</p>", 32*kilobytes)+"<p>word</p>", 4)},
		{"attributes", "<p " + fill("a=b ", 128*kilobytes) + ">word"},
		{"classes", "<p class='" + fill("a ", 128*kilobytes) + "'>word"},
		{"angle brackets", "word" + fill("<", 128*kilobytes)},
		{"ampersands", "word" + fill("&", 128*kilobytes)},
		{"unclosed comment openings", "word" + fill("<!-", 128*kilobytes)},
		{"bytes that are not UTF-8", "word" + fill("\xff\xed\xa0\x80\x00", 128*kilobytes)},
		{"links", fill("<a href=x>word", 128*kilobytes)},
		{"empty anchors", fill("<a name=x></a>", 128*kilobytes) + "word"},
		{"styles", fill("<span style='font-weight:bold;font-style:italic'>", 128*kilobytes) + "word"},
		{"svg", "word" + fill("<svg>", 128*kilobytes)},
	} {
		t.Run(c.name, func(t *testing.T) {
			clean := Cleaner{}.Clean(c.in, Body)
			if !strings.Contains(clean, "word") && !strings.Contains(clean, "rained") {
				t.Errorf("the words are lost: %.200q", clean)
			}
			if len(clean) > 16*len(c.in)+1000 {
				t.Errorf("%d bytes grew to %d", len(c.in), len(clean))
			}
			anchored, _ := Anchor(clean, clean, "p1-", 1)
			Show(anchored)
			XHTML(anchored)
			Measure(anchored)
			PlainText(anchored)
			if len(clean) < 1024*kilobytes {
				checkTree(t, clean)
			}
		})
	}
}
