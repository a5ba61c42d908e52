package docx

import "testing"

const named = `<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>` +
	`<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:rPr><w:b/><w:i/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Kapitel"><w:name w:val="Kapitel"/><w:basedOn w:val="berschrift1"/></w:style>` +
	`<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Заголовок 2"/></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Teil"><w:name w:val="Teil"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="TOCHeading"><w:name w:val="TOC Heading"/><w:basedOn w:val="berschrift1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Untertitel"><w:name w:val="Subtitle"/><w:basedOn w:val="Titel"/></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/><w:rPr><w:i/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="IntensivesZitat"><w:name w:val="Intense Quote"/><w:basedOn w:val="Zitat"/></w:style>` +
	`<w:style w:type="paragraph" w:styleId="NewPage"><w:name w:val="New page"/><w:pPr><w:pageBreakBefore/></w:pPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="HorizontalLine"><w:name w:val="Horizontal Line"/><w:pPr><w:pBdr><w:bottom w:val="double" w:sz="2" w:space="0" w:color="808080"/></w:pBdr></w:pPr></w:style>`

func styled(id, text string) string { return p(`<w:pStyle w:val="`+id+`"/>`, r("", text)) }

const (
	pageDiv    = `<div style="page-break-before:always"></div>`
	bottomLine = `<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>`
)

func TestHeadings(t *testing.T) {
	more := parts{"word/styles.xml": named}
	check(t, []example{
		{name: "by built-in style of a localised Word", more: more, body: styled("berschrift1", "Eins"), want: `<h1>Eins</h1>`},
		{name: "by a style based on it", more: more, body: styled("Kapitel", "Zwei"), want: `<h1>Zwei</h1>`},
		{name: "by a localised name", more: more, body: styled("a3", "Глава"), want: `<h2>Глава</h2>`},
		{name: "by outline level", more: more, body: styled("Teil", "a") + p(`<w:outlineLvl w:val="1"/>`, r("", "b")) + p(`<w:pStyle w:val="Kapitel"/><w:outlineLvl w:val="9"/>`, r("", "c")),
			want: `<h3>a</h3><h2>b</h2><p><strong><em>c</em></strong></p>`},
		{name: "a heading of contents is none", more: more, body: styled("TOCHeading", "a"), want: `<p><strong><em>a</em></strong></p>`},
		{name: "an empty heading is an empty line", more: more, body: styled("berschrift1", ""), want: `<p></p>`},
		{name: "a title above chapters", more: more, body: styled("Titel", "T") + styled("Untertitel", "s") + styled("berschrift1", "1") + styled("a3", "2"),
			want: `<h1>T</h1><p>s</p><h2>1</h2><h3>2</h3>`},
		{name: "a title for every chapter", more: more, body: styled("Titel", "1") + styled("", "x") + styled("Titel", "2"), want: `<h1>1</h1><p>x</p><h1>2</h1>`},
		{name: "a title below a chapter moves nothing", more: more, body: styled("berschrift1", "1") + styled("Titel", "T") + styled("a3", "2"), want: `<h1>1</h1><h1>T</h1><h2>2</h2>`},
		{name: "emphasis in a heading", more: more, body: p(`<w:pStyle w:val="berschrift1"/>`, r("<w:b/>", "The ")+r("<w:i/>", "Argo")), want: `<h1>The <em>Argo</em></h1>`},
	})
}

func TestQuotesAndAlignment(t *testing.T) {
	more := parts{"word/styles.xml": named}
	check(t, []example{
		{name: "by style", more: more, body: styled("Zitat", "a") + p(`<w:pStyle w:val="IntensivesZitat"/>`, r("", "b")+r("<w:i/>", "c")) + styled("", "d"),
			want: `<blockquote><p>a</p><p>b<em>c</em></p></blockquote><p>d</p>`},
		{name: "by a localised id alone", body: styled("Citation", "a"), want: `<blockquote><p>a</p></blockquote>`},
		{name: "by indentation on both sides", body: p(`<w:ind w:left="720" w:right="720"/>`, r("", "a")) + p(`<w:ind w:left="720"/>`, r("", "b")) + p(`<w:ind w:start="36pt" w:end="0.5in"/>`, r("", "c")),
			want: `<blockquote><p>a</p></blockquote><p>b</p><blockquote><p>c</p></blockquote>`},
		{name: "not when all text is indented", more: parts{"word/styles.xml": `<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/><w:pPr><w:ind w:left="600" w:right="600"/></w:pPr></w:style>`},
			body: p(`<w:ind w:left="700" w:right="700"/>`, r("", "a")), want: `<p>a</p>`},
		{name: "centred and right", body: p(`<w:jc w:val="center"/>`, r("", "a")) + p(`<w:jc w:val="right"/>`, r("", "b")) + p(`<w:jc w:val="end"/>`, r("", "c")) + p(`<w:jc w:val="both"/>`, r("", "d")),
			want: `<p style="text-align:center">a</p><p style="text-align:right">b</p><p style="text-align:right">c</p><p>d</p>`},
		{name: "gaps and drawn scene breaks stay", body: p("", r("", "a")) + `<w:p w:rsidR="1"/>` + p("", "") + p(`<w:jc w:val="center"/>`, r("", "* * *")),
			want: `<p>a</p><p></p><p></p><p style="text-align:center">* * *</p>`},
		{name: "a drop cap joins its word", body: p(`<w:framePr w:dropCap="drop" w:lines="3" w:wrap="around"/>`, r("", "O")) + p("", r("", "nce upon")), want: `<p>Once upon</p>`},
	})
}

func TestRules(t *testing.T) {
	line := p(bottomLine, "")
	check(t, []example{
		{name: "an empty paragraph with a line", body: p("", r("", "a")) + line + p("", r("", "b")), want: `<p>a</p><hr><p>b</p>`},
		{name: "a line of a style", more: parts{"word/styles.xml": named}, body: styled("HorizontalLine", "") + p("", r("", "b")), want: `<hr><p>b</p>`},
		{name: "three hyphens and Enter below a text", body: p(bottomLine, r("", "a")) + p("", r("", "b")), want: `<p>a</p><hr><p>b</p>`},
		{name: "neighbours with one line share it", body: p(bottomLine, r("", "a")) + p(bottomLine, r("", "b")) + line + line, want: `<p>a</p><p>b</p><hr>`},
		{name: "a box round a text is no break", body: p(`<w:pBdr><w:top w:val="single"/><w:left w:val="single"/><w:bottom w:val="single"/><w:right w:val="single"/></w:pBdr>`, r("", "a")) + p("", r("", "b")), want: `<p>a</p><p>b</p>`},
		{name: "no border", body: p(`<w:pBdr><w:bottom w:val="nil"/></w:pBdr>`, "") + p(`<w:pBdr></w:pBdr>`, ""), want: `<p></p><p></p>`},
		{name: "Word's horizontal line", body: `<w:p><w:r><w:pict w14:anchorId="1"><v:rect id="_x0000_i1025" style="width:0;height:1.5pt" o:hralign="center" o:hrstd="t" o:hr="t" fillcolor="#a0a0a0" stroked="f"/></w:pict></w:r></w:p>`, want: `<hr>`},
		{name: "a drawn line", body: `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:extent cx="5000000" cy="0"/><wp:docPr id="1" name="Straight Connector 1"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData><wps:wsp><wps:cNvCnPr/><wps:spPr><a:prstGeom prst="line"><a:avLst/></a:prstGeom></wps:spPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:line from="0,0" to="400pt,0"/></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`, want: `<hr>`},
		{name: "an old drawn line below text", body: `<w:p>` + r("", "a") + `<w:r><w:pict><v:line id="x" from="0,10pt" to="400pt,10pt"/></w:pict></w:r></w:p>`, want: `<p>a</p><hr>`},
	})
}

func TestPages(t *testing.T) {
	breakRun := `<w:r><w:br w:type="page"/></w:r>`
	section := func(kind string) string {
		return `<w:sectPr w:rsidR="1">` + kind + `<w:pgSz w:w="11906" w:h="16838"/></w:sectPr>`
	}
	check(t, []example{
		{name: "a hard break", body: p("", r("", "a")) + p("", breakRun) + p("", r("", "b")), want: `<p>a</p>` + pageDiv + `<p>b</p>`},
		{name: "within a paragraph", body: p(`<w:jc w:val="center"/>`, r("", "a")+breakRun+r("", "b")), want: `<p style="text-align:center">a</p>` + pageDiv + `<p style="text-align:center">b</p>`},
		{name: "before a heading's words", body: p("", r("", "a")) + p(`<w:pStyle w:val="Heading1"/>`, breakRun+r("", "Two")), want: `<p>a</p>` + pageDiv + `<h1>Two</h1>`},
		{name: "page break before, also of a style", more: parts{"word/styles.xml": named},
			body: p(`<w:pageBreakBefore/>`, r("", "a")) + p(`<w:pageBreakBefore/>`, r("", "b")) + styled("NewPage", "c") + p(`<w:pStyle w:val="NewPage"/><w:pageBreakBefore w:val="0"/>`, r("", "d")),
			want: `<p>a</p>` + pageDiv + `<p>b</p>` + pageDiv + `<p>c</p><p>d</p>`},
		{name: "two in a row are one", body: p("", r("", "a")+breakRun) + p(`<w:pageBreakBefore/>`, r("", "b")), want: `<p>a</p>` + pageDiv + `<p>b</p>`},
		{name: "sections", body: p("", r("", "a")) + p(section(""), "") + p("", r("", "b")) + p(section(""), r("", "c")) + p("", r("", "d")) + p(section(`<w:type w:val="continuous"/>`), r("", "e")) + p("", r("", "f")) + section(`<w:type w:val="oddPage"/>`),
			want: `<p>a</p>` + pageDiv + `<p>b</p><p>c</p><p>d</p><p>e</p>` + pageDiv + `<p>f</p>`},
		{name: "soft breaks are none", body: `<w:p><w:r><w:lastRenderedPageBreak/><w:t>a</w:t></w:r></w:p>`, want: `<p>a</p>`},
	})
}
