package prose

import (
	"strings"
	"testing"
)

// What word processors leave in the clipboard.
func TestCleanPasted(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"Word paragraph", `<p class=MsoNormal style='margin-bottom:0cm;mso-pagination:none'><span lang=EN-GB style='font-family:"Times New Roman"'>It rained.<o:p></o:p></span></p>`,
			`<p><span lang="EN-GB">It rained.</span></p>`},
		{"Word conditional comments", "<!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]--><p class=MsoNormal><![if !supportEmptyParas]>It rained.<![endif]></p>", `<p>It rained.</p>`},
		{"Word smart tags", `<p>In <st1:place w:st="on"><st1:City>Oslo</st1:City></st1:place> it rained.</p>`, `<p>In Oslo it rained.</p>`},
		{"Word list bullets", `<p class=MsoListParagraph><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span>Bread</p>`, `<p>Bread</p>`},
		{"Word document head", "<html><head><title>Untitled</title><style>p{color:red}</style><meta name=Generator content=Word></head><body><p>It rained.</p></body></html>", `<p>It rained.</p>`},
		{"Word bold and italic by style", `<p><span style='font-weight:bold'>Stop</span>, <span style="font-style:italic;text-decoration:underline">please</span>.</p>`,
			`<p><strong>Stop</strong>, <em><u>please</u></em>.</p>`},
		{"Word centred", `<p class=MsoNormal align=center style='text-align:center'>Oslo, 1919</p>`, `<p align="center">Oslo, 1919</p>`},
		{"Google Docs wrapper", `<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1b2c"><p dir="ltr" style="line-height:1.38;margin-top:0pt;text-align: center;"><span style="font-size:11pt;font-weight:400;font-style:normal;">It </span><span style="font-weight:700;font-style:italic;text-decoration:none;">rained</span><span style="font-weight:400;">.</span></p></b>`,
			`<p dir="ltr" align="center">It <strong><em>rained</em></strong>.</p>`},
		{"Google Docs struck and raised", `<span style="text-decoration:line-through">no</span><span style="font-size:0.6em;vertical-align:super">2</span>`, `<p><s>no</s><sup>2</sup></p>`},
		{"LibreOffice", `<p class="western" style="margin-bottom: 0cm"><font face="Liberation Serif, serif"><font size="3" style="font-size: 12pt"><i>It rained.</i></font></font></p>`, `<p><i>It rained.</i></p>`},
		{"Apple", `<span class="Apple-converted-space">&nbsp;</span><p class="p1"><span class="s1">It rained.</span></p>`, "<p>&nbsp;</p>\n" + `<p class="p1"><span class="s1">It rained.</span></p>`},
		{"line-height does not centre", `<p style="text-align:left">x</p>`, `<p>x</p>`},
		{"sections part words", `<section><header>One</header>two</section><article>three</article>`, "<p>One</p>\n<p>two</p>\n<p>three</p>"},
		{"cells of a table that is none part words", `<td>one</td><td>two</td>`, "<p>one</p>\n<p>two</p>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := (Cleaner{}).Clean(c.in, Body); got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
			checkLaws(t, c.in)
		})
	}
}

func TestSpacers(t *testing.T) {
	every := strings.Repeat("<p>It rained.</p><p>&nbsp;</p>", 5)
	if got := (Cleaner{}).Clean(every+"<p>End.</p>", Body); strings.Contains(got, "&nbsp;") {
		t.Errorf("a spacer between every two paragraphs stayed: %s", got)
	}
	breaks := strings.Repeat("<p>It rained.</p>\n<p><br></p>\n", 5)
	if got := (Cleaner{}).Clean(breaks, Body); strings.Count(got, "&nbsp;") != 1 {
		t.Errorf("only the one after the last paragraph may stay: %s", got)
	}
	rare := strings.Repeat("<p>It rained.</p>", 5) + "<p><br></p>" + strings.Repeat("<p>It snowed.</p>", 5)
	if got := (Cleaner{}).Clean(rare, Body); strings.Count(got, "<p>&nbsp;</p>") != 1 {
		t.Errorf("the gap that the author left is lost: %s", got)
	}
	doubled := strings.Repeat("<p>It rained.</p><p>&nbsp;</p>", 4) + "<p>a</p><p>&nbsp;</p><p>&nbsp;</p><p>b</p>"
	if got := (Cleaner{}).Clean(doubled, Body); strings.Count(got, "<p>&nbsp;</p>") != 1 {
		t.Errorf("of the wider gap one must stay: %s", got)
	}
}

// A picture that lay beside a page became a link to an address of this archive,
// "/users/logout" for instance.
func TestThingsWithoutASiteAreNoLinks(t *testing.T) {
	for _, src := range []string{"x", "/users/logout", "../pic.png", "?a", "#b", "pic.png"} {
		got := Show(Cleaner{}.Clean(`<p><img src="`+src+`" alt="a boat"></p>`, Body))
		if strings.Contains(got, "href") || !strings.Contains(got, "a boat") {
			t.Errorf("%s: %s", src, got)
		}
	}
	if got := Show(Cleaner{}.Clean(`<p><img src="https://e.example/x.png" alt="a boat"></p>`, Body)); !strings.Contains(got, `href="https://e.example/x.png"`) {
		t.Error(got)
	}
}
