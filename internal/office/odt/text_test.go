package odt

import (
	"strings"
	"testing"
)

const headings = `<style:style style:name="Standard" style:family="paragraph"/>` +
	`<style:style style:name="Heading" style:family="paragraph" style:parent-style-name="Standard"/>` +
	`<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" style:parent-style-name="Heading" style:default-outline-level="1">` +
	`<style:text-properties fo:font-weight="bold" fo:font-style="italic"/></style:style>` +
	`<style:style style:name="Title" style:family="paragraph" style:parent-style-name="Heading">` +
	`<style:paragraph-properties fo:text-align="center"/><style:text-properties fo:font-weight="bold"/></style:style>` +
	`<style:style style:name="Subtitle" style:family="paragraph" style:parent-style-name="Title"/>` +
	`<style:style style:name="Quotations" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:margin-left="1cm" fo:margin-right="1cm"/></style:style>`

func TestHeadings(t *testing.T) {
	check(t, []example1{
		{"levels, without the look of their styles", headings,
			`<text:h text:style-name="Heading_20_1" text:outline-level="1">One</text:h><text:h text:outline-level="3">Three</text:h><text:h>None</text:h><text:h text:outline-level="9">Nine</text:h>`,
			`<h1>One</h1><h3>Three</h3><h1>None</h1><h6>Nine</h6>`},
		{"emphasis within", headings + tstyle("T1", `fo:text-decoration="x" style:text-position="super 58%"`),
			`<text:h text:style-name="Heading_20_1" text:outline-level="1">The 2<text:span text:style-name="T1">nd</text:span></text:h>`,
			`<h1>The 2<sup>nd</sup></h1>`},
		{"a paragraph of a heading's style", headings + pstyle("P1", "Heading_20_1", "", ""),
			`<text:p text:style-name="P1">One</text:p>`, `<h1>One</h1>`},
		{"of a localised style", headings + pstyle("a", "Standard", `style:display-name="Überschrift 2"`, "") + pstyle("P1", "a", "", ""),
			`<text:p text:style-name="P1">Zwei</text:p>`, `<h2>Zwei</h2>`},
		{"of a style that takes the level back", headings + pstyle("P1", "Heading_20_1", `style:default-outline-level=""`, tprop(`fo:font-weight="normal" fo:font-style="normal"`)),
			`<text:p text:style-name="P1">Text</text:p>`, `<p>Text</p>`},
		{"a style of one's own with a level", headings + pstyle("Chapter", "Standard", `style:default-outline-level="2"`, ""),
			`<text:p text:style-name="Chapter">Text</text:p>`, `<h2>Text</h2>`},
		{"empty ones are gaps", headings, `<text:h text:outline-level="1"/>`, `<p></p>`},
		{"title", headings + pstyle("P1", "Title", "", ""),
			`<text:p text:style-name="P1">Story</text:p><text:p text:style-name="Subtitle">Sub</text:p><text:h text:outline-level="2">Part</text:h>`,
			`<h1 style="text-align:center">Story</h1><p style="text-align:center"><strong>Sub</strong></p><h3>Part</h3>`},
		{"title above other headings of the first level", headings,
			`<text:p text:style-name="Title"/><text:p text:style-name="Title">Story</text:p><text:h text:outline-level="1">One</text:h>`,
			`<p style="text-align:center"></p><h1 style="text-align:center">Story</h1><h2>One</h2>`},
		{"numbers that the program writes", headings +
			`<text:outline-style><text:outline-level-style text:level="1" style:num-prefix="Chapter " style:num-suffix=":" style:num-format="I"/>` +
			`<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/><text:outline-level-style text:level="3" style:num-format=""/></text:outline-style>` +
			pstyle("P1", "Heading_20_1", `style:list-style-name=""`, ""),
			`<text:h text:outline-level="1"><text:number>Chapter I:</text:number>Dawn</text:h><text:h text:outline-level="2">a</text:h><text:h text:outline-level="3">x</text:h>` +
				`<text:h text:outline-level="1" text:is-list-header="true">Interlude</text:h><text:h text:outline-level="1" text:style-name="P1">Another</text:h>` +
				`<text:h text:outline-level="1"/><text:h text:outline-level="2">b</text:h>`,
			`<h1>Chapter I: Dawn</h1><h2>I.1 a</h2><h3>x</h3><h1>Interlude</h1><h1>Another</h1><h1>Chapter II: </h1><h2>II.1 b</h2>`},
	})
}

func TestRuns(t *testing.T) {
	check(t, []example1{
		{"every trait", tstyle("b", `fo:font-weight="700"`) + tstyle("i", `fo:font-style="italic"`) +
			tstyle("u", `style:text-underline-style="solid"`) + tstyle("s", `style:text-line-through-style="solid" style:text-line-through-type="single"`) +
			tstyle("up", `style:text-position="33% 58%"`) + tstyle("down", `style:text-position="sub 58%"`) +
			tstyle("sc", `fo:font-variant="small-caps"`) + tstyle("caps", `fo:text-transform="uppercase"`) +
			tstyle("none", `style:text-underline-style="none" style:text-line-through-style="none" style:text-line-through-type="none" style:text-position="0% 100%"`),
			`<text:p><text:span text:style-name="b">b</text:span><text:span text:style-name="i">i</text:span><text:span text:style-name="u">u</text:span><text:span text:style-name="s">s</text:span>` +
				`<text:span text:style-name="up">2</text:span><text:span text:style-name="down">3</text:span><text:span text:style-name="sc">Sc</text:span><text:span text:style-name="caps">Caps</text:span><text:span text:style-name="none">none</text:span></text:p>`,
			`<p><strong>b</strong><em>i</em><u>u</u><s>s</s><sup>2</sup><sub>3</sub><span style="font-variant:small-caps">Sc</span>Capsnone</p>`},
		{"inherited, and taken back in a span", `<style:style style:name="base" style:family="paragraph"><style:text-properties fo:font-style="italic"/></style:style>` +
			pstyle("P1", "base", "", tprop(`fo:font-weight="bold"`)) + tstyle("Strong", `fo:font-weight="bold"`) +
			`<style:style style:name="T1" style:family="text" style:parent-style-name="Strong"/>` + tstyle("up", `fo:font-style="normal" fo:font-weight="normal"`),
			`<text:p text:style-name="P1">all <text:span text:style-name="up">plain</text:span></text:p><text:p>a <text:span text:style-name="T1">b</text:span></text:p>`,
			`<p><strong><em>all </em></strong>plain</p><p>a <strong>b</strong></p>`},
		{"styles in a circle", pstyle("a", "b", "", tprop(`fo:font-weight="bold"`)) + pstyle("b", "a", "", tprop(`fo:font-style="italic"`)),
			`<text:p text:style-name="a">x</text:p><text:p text:style-name="b">y</text:p>`, `<p><strong><em>x</em></strong></p><p><em>y</em></p>`},
		{"spans in spans, split runs", tstyle("i", `fo:font-style="italic"`) + tstyle("b", `fo:font-weight="bold"`) + tstyle("rsid", `officeooo:rsid="0012"`),
			`<text:p><text:span text:style-name="i">one <text:span text:style-name="b">two</text:span></text:span><text:span text:style-name="i"><text:span text:style-name="rsid"> th</text:span>ree</text:span></text:p>`,
			`<p><em>one </em><strong><em>two</em></strong><em> three</em></p>`},
		{"white space", "", "<text:p>\n   a\n\t b <text:span> c</text:span><text:s text:c=\"2\"/>d<text:tab/>e</text:p><text:p><text:tab/><text:s/>indented<text:tab/><text:tab/>x</text:p><text:p> <text:s/><text:tab/></text:p>",
			`<p>a b c  d e</p><p>indented x</p><p></p>`},
		{"line ends", "", "<text:p>a<text:line-break/>\n  b<text:line-break/><text:tab/>c</text:p>", `<p>a<br>b<br>c</p>`},
		{"soft hyphen, hard hyphen and space", "", "<text:p>so\u00adft a\u2011b c\u00a0d</text:p>", "<p>so\u00adft a\u2011b c\u00a0d</p>"},
		{"soft page breaks are none", "", `<text:p>a<text:soft-page-break/>b</text:p><text:soft-page-break/><text:p>c</text:p>`, `<p>ab</p><p>c</p>`},
		{"links", tstyle("Internet_20_link", `style:text-underline-style="solid"`) + tstyle("i", `fo:font-style="italic"`),
			`<text:p>see <text:a xlink:href="https://example.test/a?b&amp;c" text:style-name="Internet_20_link"><text:span text:style-name="Internet_20_link">the </text:span><text:span text:style-name="i">site</text:span></text:a>, <text:a xlink:href="#mark">mark</text:a> <text:a xlink:href="javascript:x()">x</text:a></text:p>`,
			`<p>see <a href="https://example.test/a?b&amp;c">the <em>site</em></a>, mark x</p>`},
		{"symbols", `<style:font-face style:name="W1" svg:font-family="Wingdings" style:font-charset="x-symbol"/><style:font-face style:name="OS" svg:font-family="OpenSymbol" style:font-charset="x-symbol"/>` +
			tstyle("w", `style:font-name="W1"`) + tstyle("g", `fo:font-family="Symbol"`) + tstyle("w3", `style:font-name="Wingdings 3"`) + tstyle("o", `style:font-name="OS"`),
			"<text:p><text:span text:style-name=\"w\">J \uf0ab\uf0fc</text:span> <text:span text:style-name=\"g\">ab\uf0ae1</text:span><text:span text:style-name=\"w3\">q</text:span><text:span text:style-name=\"o\">★\ue00c</text:span></text:p>",
			"<p>☺ ★✓ αβ→1★</p>"},
		{"fields give their result", "", `<text:p><text:date text:date-value="2024-01-02">2 Jan</text:date> by <text:author-name>Ann</text:author-name>, page <text:page-number>3</text:page-number><text:bookmark text:name="b"/><text:bookmark-start text:name="c"/>x<text:bookmark-end text:name="c"/> <text:bookmark-ref text:ref-name="b">there</text:bookmark-ref><text:reference-mark text:name="r"/></text:p>`,
			`<p>2 Jan by Ann, page x there</p>`},
		{"small letters beside a word", "", `<text:p><text:ruby><text:ruby-base>漢字</text:ruby-base><text:ruby-text>かんじ</text:ruby-text></text:ruby>だ</text:p>`, `<p>漢字（かんじ）だ</p>`},
		{"code", tstyle("Source_20_Text", `style:font-name="Liberation Mono"`), `<text:p>run <text:span text:style-name="Source_20_Text">make</text:span></text:p>`, `<p>run <code>make</code></p>`},
		{"a paragraph in a paragraph loses nothing", "", `<text:p>a<text:p>b</text:p>c</text:p>`, `<p>a</p><p>b</p><p>c</p>`},
	})
}

func TestLanguages(t *testing.T) {
	const standard = `<style:default-style style:family="paragraph"><style:text-properties fo:language="en" fo:country="US" style:language-asian="zh" style:country-asian="CN" style:language-complex="hi" style:country-complex="IN"/></style:default-style>`
	check(t, []example1{
		{"of runs and paragraphs", standard + tstyle("fr", `fo:language="fr" fo:country="FR"`) + tstyle("gb", `fo:language="en" fo:country="GB"`) + tstyle("no", `fo:language="zxx" fo:country="none"`) +
			pstyle("de", "", "", tprop(`fo:language="de" fo:country="AT"`)) + tstyle("en", `fo:language="en" fo:country="US"`),
			`<text:p>a <text:span text:style-name="fr">oui</text:span> <text:span text:style-name="gb">colour</text:span> <text:span text:style-name="no">xyz</text:span></text:p><text:p text:style-name="de">ja <text:span text:style-name="en">yes</text:span></text:p>`,
			`<p>a <span lang="fr-FR">oui</span> colour xyz</p><p lang="de-AT">ja <span lang="en-US">yes</span></p>`},
		{"each script has its own", standard + tstyle("ja", `style:language-asian="ja" style:country-asian="JP" style:font-weight-asian="bold" fo:language="en"`),
			`<text:p>中文 <text:span text:style-name="ja">東京 is Tokyo</text:span></text:p>`, `<p>中文 <span lang="ja-JP"><strong>東京 </strong></span>is Tokyo</p>`},
		{"a weight that is said only of Western text", standard + tstyle("b", `fo:font-weight="bold"`) + tstyle("w", `fo:font-weight="bold" style:font-weight-asian="normal"`),
			`<text:p><text:span text:style-name="b">東京</text:span><text:span text:style-name="w">東京</text:span></text:p>`, `<p><strong>東京</strong>東京</p>`},
		{"chinese by country", standard + tstyle("tw", `style:language-asian="zh" style:country-asian="TW"`),
			`<text:p><text:span text:style-name="tw">臺灣</text:span></text:p>`, `<p><span lang="zh-TW">臺灣</span></p>`},
		{"right to left", pstyle("rtl", "", "", pprop(`style:writing-mode="rl-tb" fo:text-align="end"`)) + pstyle("he", "", "", pprop(`style:writing-mode="rl-tb" fo:text-align="center"`)),
			`<text:p text:style-name="rtl">שלום</text:p><text:p text:style-name="he">***</text:p>`, `<p dir="rtl">שלום</p><p dir="rtl" style="text-align:center">***</p>`},
		{"right to left by the page", `<style:page-layout style:name="pm1"><style:page-layout-properties style:writing-mode="rl-tb"/></style:page-layout><style:master-page style:name="Standard" style:page-layout-name="pm1"/>` +
			pstyle("ltr", "", "", pprop(`style:writing-mode="lr-tb"`)),
			`<text:p>مرحبا</text:p><text:p text:style-name="ltr">Hi</text:p>`, `<p dir="rtl">مرحبا</p><p>Hi</p>`},
	})
	for _, c := range []struct{ body, want string }{
		{`<text:p>English words</text:p>`, "en-US"},
		{`<text:p><text:span text:style-name="fr">En vérité, toute la page</text:span> word</text:p>`, "fr-FR"},
		{`<text:p>中文的故事在这里 ok</text:p>`, "zh-CN"},
	} {
		if got := readFlat(t, flatXML(standard+tstyle("fr", `fo:language="fr" fo:country="FR"`), c.body)).Properties.Language; got != c.want {
			t.Errorf("%s: language %q, want %q", c.body, got, c.want)
		}
	}
}

func TestParagraphs(t *testing.T) {
	check(t, []example1{
		{"alignment, also inherited", pstyle("c", "", "", pprop(`fo:text-align="center"`)) + pstyle("P1", "c", "", "") + pstyle("r", "", "", pprop(`fo:text-align="end"`)) + pstyle("j", "c", "", pprop(`fo:text-align="justify"`)),
			`<text:p text:style-name="P1">***</text:p><text:p text:style-name="r">Ann</text:p><text:p text:style-name="j">text</text:p>`,
			`<p style="text-align:center">***</p><p style="text-align:right">Ann</p><p>text</p>`},
		{"quotations by style", headings + pstyle("P1", "Quotations", "", "") + pstyle("P2", "Quotations", "", pprop(`fo:margin-left="2cm" fo:margin-right="2cm"`)) + pstyle("z", "", `style:display-name="Zitat"`, ""),
			`<text:p text:style-name="P1">a</text:p><text:p text:style-name="P2">b</text:p><text:p text:style-name="z">c</text:p><text:p>d</text:p>`,
			`<blockquote><p>a</p><blockquote><p>b</p></blockquote><p>c</p></blockquote><p>d</p>`},
		{"quotations by both margins", pstyle("in", "", "", pprop(`fo:margin-left="0.5in" fo:margin-right="0.5in"`)) + pstyle("left", "", "", pprop(`fo:margin-left="0.5in"`)) + pstyle("little", "", "", pprop(`fo:margin="5mm"`)),
			`<text:p text:style-name="in">a</text:p><text:p text:style-name="left">b</text:p><text:p text:style-name="little">c</text:p>`,
			`<blockquote><p>a</p></blockquote><p>b</p><p>c</p>`},
		{"margins that most of the text has", pstyle("in", "", "", pprop(`fo:margin-left="1in" fo:margin-right="1in"`)),
			`<text:p text:style-name="in">a long one</text:p><text:p>b</text:p>`, `<p>a long one</p><p>b</p>`},
		{"gaps and lines", pstyle("Horizontal_20_Line", "", "", pprop(`fo:border-left="none" fo:border-right="none" fo:border-top="none" fo:border-bottom="0.06pt solid #000000"`)) + pstyle("boxed", "", "", pprop(`fo:border="1pt solid #000000"`)),
			`<text:p>a</text:p><text:p/><text:p text:style-name="Horizontal_20_Line"/><text:p text:style-name="Horizontal_20_Line">under</text:p><text:p text:style-name="boxed"/><text:p>* * *</text:p>`,
			`<p>a</p><p></p><hr><p>under</p><p></p><p>* * *</p>`},
		{"page breaks", headings + pstyle("before", "", "", pprop(`fo:break-before="page"`)) + pstyle("after", "", "", pprop(`fo:break-after="page"`)) + pstyle("master", "", `style:master-page-name="Standard"`, "") + pstyle("col", "", "", pprop(`fo:break-before="column"`)) +
			`<style:style style:name="T1" style:family="table"><style:table-properties fo:break-before="page"/></style:style>`,
			`<text:p text:style-name="master">a</text:p><text:p text:style-name="before">b</text:p><text:p text:style-name="after">c</text:p><text:p text:style-name="before">d</text:p><text:p text:style-name="master"/><text:p text:style-name="col">e</text:p>` +
				`<table:table table:style-name="T1"><table:table-row><table:table-cell><text:p text:style-name="before">t</text:p></table:table-cell></table:table-row></table:table><text:p text:style-name="after">f</text:p>`,
			`<p>a</p><div style="page-break-before:always"></div><p>b</p><p>c</p><div style="page-break-before:always"></div><p>d</p><div style="page-break-before:always"></div><p></p><p>e</p>` +
				`<div style="page-break-before:always"></div><table><tr><td><p>t</p></td></tr></table><p>f</p>`},
	})
}

const numbered = `<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a"/><text:list-level-style-bullet text:level="3" text:bullet-char="•"/></text:list-style>` +
	`<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/><text:list-level-style-number text:level="2" style:num-format="I"/></text:list-style>` +
	`<text:list-style style:name="L3"><text:list-level-style-number text:level="1" style:num-format="A" text:start-value="4"/></text:list-style>` +
	`<text:list-style style:name="L0"><text:list-level-style-number text:level="1" style:num-format=""/></text:list-style>`

func TestLists(t *testing.T) {
	check(t, []example1{
		{"nested", numbered, `<text:list text:style-name="L2"><text:list-item><text:p>a</text:p><text:list><text:list-item><text:p>b</text:p></text:list-item><text:list-item><text:p>c</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>d</text:p><text:p>more</text:p></text:list-item></text:list><text:p>end</text:p>`,
			`<ul><li><p>a</p><ol type="I"><li><p>b</p></li><li><p>c</p></li></ol></li><li><p>d</p><p>more</p></li></ul><p>end</p>`},
		{"goes on from an earlier one", numbered, `<text:list xml:id="l1" text:style-name="L1"><text:list-item><text:p>1</text:p></text:list-item><text:list-item><text:p>2</text:p></text:list-item></text:list><text:p>between</text:p>` +
			`<text:list text:continue-list="l1" text:style-name="L1"><text:list-item><text:p>3</text:p></text:list-item></text:list><text:p>between</text:p>` +
			`<text:list text:continue-numbering="true" text:style-name="L1"><text:list-item><text:p>4</text:p></text:list-item></text:list><text:list text:style-name="L1"><text:list-item><text:p>1</text:p></text:list-item></text:list>`,
			`<ol><li><p>1</p></li><li><p>2</p></li></ol><p>between</p><ol start="3"><li><p>3</p></li></ol><p>between</p><ol start="4"><li><p>4</p></li></ol><ol><li><p>1</p></li></ol>`},
		{"begins at four, leaves one out", numbered, `<text:list text:style-name="L3"><text:list-item><text:p>D</text:p></text:list-item><text:list-item text:start-value="7"><text:p>G</text:p></text:list-item></text:list>`,
			`<ol type="A" start="4"><li><p>D</p></li><li value="7"><p>G</p></li></ol>`},
		{"an inner list begins anew", numbered, `<text:list text:style-name="L1"><text:list-item><text:p>1</text:p><text:list><text:list-item><text:p>a</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>2</text:p><text:list><text:list-item><text:p>a</text:p></text:list-item></text:list></text:list-item></text:list>`,
			`<ol><li><p>1</p><ol type="a"><li><p>a</p></li></ol></li><li><p>2</p><ol type="a"><li><p>a</p></li></ol></li></ol>`},
		{"begins at the second level", numbered, `<text:list text:style-name="L1"><text:list-item><text:list><text:list-item><text:p>a</text:p></text:list-item></text:list></text:list-item></text:list>`,
			`<ol type="a"><li><p>a</p></li></ol>`},
		{"each paragraph a list of its own, as Word writes them", numbered, strings.Repeat(`<text:list text:style-name="L1" text:continue-numbering="true"><text:list-item><text:p>x</text:p></text:list-item></text:list>`+
			strings.Repeat(`<text:list text:style-name="L1" text:continue-numbering="true"><text:list-item><text:list text:continue-numbering="true"><text:list-item><text:p>y</text:p></text:list-item></text:list></text:list-item></text:list>`, 2), 2),
			`<ol><li><p>x</p><ol type="a"><li><p>y</p></li><li><p>y</p></li></ol></li><li><p>x</p><ol type="a"><li><p>y</p></li><li><p>y</p></li></ol></li></ol>`},
		{"a second inner list in an item", numbered, `<text:list text:style-name="L1"><text:list-item><text:p>x</text:p>` + strings.Repeat(`<text:list><text:list-item><text:p>a</text:p></text:list-item></text:list><text:p>between</text:p>`, 2) + `</text:list-item></text:list>`,
			`<ol><li><p>x</p><ol type="a"><li><p>a</p></li></ol><p>between</p><ol type="a"><li><p>a</p></li></ol><p>between</p></li></ol>`},
		{"header of a list, empty item", numbered, `<text:list text:style-name="L2"><text:list-header><text:p>head</text:p></text:list-header><text:list-item><text:p/></text:list-item></text:list>`,
			`<ul><li><p>head</p></li><li><p></p></li></ul>`},
		{"without bullets", numbered, `<text:list text:style-name="L0"><text:list-item><text:p>a</text:p></text:list-item></text:list>`, `<p>a</p>`},
		{"unknown style", "", `<text:list><text:list-item><text:p>a</text:p></text:list-item></text:list>`, `<ul><li><p>a</p></li></ul>`},
		{"paragraphs that bring their list", numbered, `<text:numbered-paragraph text:list-id="n" text:level="1" text:style-name="L1"><text:p>1</text:p></text:numbered-paragraph><text:numbered-paragraph text:list-id="n" text:level="2" text:style-name="L1"><text:p>a</text:p></text:numbered-paragraph><text:numbered-paragraph text:list-id="n" text:style-name="L1"><text:p>2</text:p></text:numbered-paragraph>`,
			`<ol><li><p>1</p><ol type="a"><li><p>a</p></li></ol></li><li><p>2</p></li></ol>`},
		{"a heading is no item", numbered, `<text:list text:style-name="L1"><text:list-item><text:h text:outline-level="2">Dawn</text:h></text:list-item></text:list><text:p>x</text:p><text:list text:continue-numbering="true" text:style-name="L1"><text:list-item><text:h text:outline-level="2">Dusk</text:h></text:list-item></text:list>`,
			`<h2>1. Dawn</h2><p>x</p><h2>2. Dusk</h2>`},
	})
}

func TestTables(t *testing.T) {
	check(t, []example1{
		{"header, merged cells, repeated cells", pstyle("Table_20_Heading", "", "", tprop(`fo:font-weight="bold"`)), `<table:table><table:table-column table:number-columns-repeated="3"/><table:table-header-rows><table:table-row><table:table-cell table:number-columns-spanned="2"><text:p text:style-name="Table_20_Heading">h</text:p></table:table-cell><table:covered-table-cell/><table:table-cell><text:p/></table:table-cell></table:table-row></table:table-header-rows>` +
			`<table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>a</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2"/></table:table-row><table:table-row><table:covered-table-cell><text:p>under</text:p></table:covered-table-cell><table:table-cell><text:list><text:list-item><text:p>i</text:p></text:list-item></text:list></table:table-cell></table:table-row></table:table><text:p>after</text:p>`,
			`<table><tr><th colspan="2"><p>h</p></th><th><p></p></th></tr><tr><td rowspan="2"><p>a</p></td><td></td><td></td></tr><tr><td><ul><li><p>i</p></li></ul></td></tr></table><p>after</p>`},
		{"table in table", "", `<table:table><table:table-row><table:table-cell><text:p>o</text:p><table:table><table:table-row><table:table-cell><text:p>i</text:p></table:table-cell></table:table-row></table:table></table:table-cell><table:table-cell><text:p>p</text:p></table:table-cell></table:table-row></table:table>`,
			`<table><tr><td><p>o</p><table><tr><td><p>i</p></td></tr></table></td><td><p>p</p></td></tr></table>`},
	})
}

func TestNotes(t *testing.T) {
	note := func(class, label, body string) string {
		return `<text:note text:id="x" text:note-class="` + class + `"><text:note-citation` + label + `>1</text:note-citation><text:note-body>` + body + `</text:note-body></text:note>`
	}
	ref := func(n, label string) string {
		return `<a epub:type="noteref" role="doc-noteref" href="#note-` + n + `"><sup>` + label + `</sup></a>`
	}
	check(t, []example1{
		{"footnotes and endnotes in their order", tstyle("i", `fo:font-style="italic"`), `<text:p>a` + note("footnote", "", `<text:p>one <text:span text:style-name="i">it</text:span></text:p><text:p>two</text:p>`) + ` b` + note("endnote", ` text:label="*"`, `<text:p>star</text:p>`) + ` c</text:p>`,
			`<p>a` + ref("1", "1") + ` b` + ref("2", "*") + ` c</p><aside epub:type="footnote" role="doc-footnote" id="note-1"><p>one <em>it</em></p><p>two</p></aside><aside epub:type="footnote" role="doc-footnote" id="note-2"><p>star</p></aside>`},
		{"in a list in a table", "", `<table:table><table:table-row><table:table-cell><text:list><text:list-item><text:p>a` + note("footnote", "", `<text:p>n</text:p>`) + `</text:p></text:list-item></text:list></table:table-cell></table:table-row></table:table>`,
			`<table><tr><td><ul><li><p>a` + ref("1", "1") + `</p></li></ul></td></tr></table><aside epub:type="footnote" role="doc-footnote" id="note-1"><p>n</p></aside>`},
		{"a note in a note", "", `<text:p>a` + note("footnote", "", `<text:p>x`+note("footnote", "", `<text:p>y</text:p>`)+`z</text:p>`) + `b</text:p>`,
			`<p>a` + ref("1", "1") + `b</p><aside epub:type="footnote" role="doc-footnote" id="note-1"><p>x</p><p>y</p><p>z</p></aside>`},
	})
}
