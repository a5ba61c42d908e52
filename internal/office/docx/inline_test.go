package docx

import "testing"

func fld(kind string) string { return `<w:r><w:fldChar w:fldCharType="` + kind + `"/></w:r>` }

func instr(code string) string {
	return `<w:r><w:instrText xml:space="preserve">` + code + `</w:instrText></w:r>`
}

func fieldOf(code, shows string) string {
	return fld("begin") + instr(code) + fld("separate") + shows + fld("end")
}

const linkRelation = `<Relationship Id="rId7" Type="` + relTypes + `hyperlink" Target="https://example.test/a?b&amp;c" TargetMode="External"/>`

func TestLinksAndFields(t *testing.T) {
	link := `<w:rStyle w:val="Hyperlink"/>`
	more := parts{"relations": linkRelation, "word/styles.xml": `<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:u w:val="single"/></w:rPr></w:style>`}
	check(t, []example{
		{name: "a link", more: more, body: `<w:p><w:hyperlink r:id="rId7" w:history="1">` + r(link, "here") + r(link+"<w:i/>", "!") + `</w:hyperlink>` + r("", " end") + `</w:p>`,
			want: `<p><a href="https://example.test/a?b&amp;c">here<em>!</em></a> end</p>`},
		{name: "a link to a part of a page, one within the document", more: more,
			body: `<w:p><w:hyperlink r:id="rId7" w:anchor="top">` + r("", "a") + `</w:hyperlink><w:hyperlink w:anchor="_Toc1">` + r("", "b") + `</w:hyperlink></w:p>`,
			want: `<p><a href="https://example.test/a?b&amp;c#top">a</a>b</p>`},
		{name: "a link by field", body: `<w:p>` + fieldOf(` HYPERLINK "https://example.test/" \l "x" \o "tip" \t "_blank" `, r("", "here")) + r("", " end") + `</w:p>`,
			want: `<p><a href="https://example.test/#x">here</a> end</p>`},
		{name: "a field within a field's instruction", body: `<w:p>` + fld("begin") + instr(` IF `) + fieldOf("PAGE", r("", "7")) + instr(` = 1 "a" "b" `) + fld("separate") + r("", "shown") + fld("end") + `</w:p>`,
			want: `<p>shown</p>`},
		{name: "the result of a field, not a page's number", body: `<w:p>` + r("", "see ") + fieldOf(` REF _Ref1 \h `, r("", "the end")) + fieldOf(" PAGE ", r("", "12")) + `<w:fldSimple w:instr=" NUMPAGES ">` + r("", "99") + `</w:fldSimple><w:fldSimple w:instr=" AUTHOR ">` + r("", "Me") + `</w:fldSimple></w:p>`,
			want: `<p>see the endMe</p>`},
		{name: "contents are left out, over many paragraphs", body: p("", r("", "a")) + `<w:p>` + fld("begin") + instr(` TOC \o "1-3" \h `) + fld("separate") + fieldOf(`HYPERLINK \l "_Toc1"`, r("", "One")+`<w:r><w:tab/></w:r>`+fieldOf(" PAGEREF _Toc1 ", r("", "3"))) + `</w:p>` + p("", r("", "Two 4")) + `<w:p>` + fld("end") + `</w:p>` + p("", r("", "b")),
			want: `<p>a</p><p>b</p>`},
		{name: "contents in a content control", body: `<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>` + styled("TOCHeading", "Contents") + p("", r("", "One 3")) + `</w:sdtContent></w:sdt>` + p("", r("", "b")),
			want: `<p>b</p>`},
		{name: "contents without an end take nothing with them", body: `<w:p>` + fld("begin") + instr(" TOC ") + fld("separate") + r("", "One") + `</w:p>` + p("", r("", "story")),
			want: `<p>One</p><p>story</p>`},
		{name: "a content control shows what it holds", body: `<w:sdt><w:sdtPr><w:alias w:val="Title"/><w:text/></w:sdtPr><w:sdtContent><w:p><w:sdt><w:sdtPr/><w:sdtContent>` + r("", "in") + `</w:sdtContent></w:sdt></w:p></w:sdtContent></w:sdt>` +
			`<w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>` + r("", "Click here") + `</w:sdtContent></w:sdt>` + r("", "x") + `</w:p>`,
			want: `<p>in</p><p>x</p>`},
		{name: "check boxes, buttons and signs by field", body: `<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:sizeAuto/><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>` + instr(" FORMCHECKBOX ") + fld("end") +
			fld("begin") + instr(" MACROBUTTON NoMacro press me ") + fld("end") + fld("begin") + instr(` SYMBOL 118 \f "Wingdings" \s 12 `) + fld("end") + `</w:p>`,
			want: `<p>☒press me❖</p>`},
		{name: "an end without a beginning", body: `<w:p>` + fld("separate") + fld("end") + r("", "a") + `</w:p>`, want: `<p>a</p>`},
	})
}

func TestChanges(t *testing.T) {
	author := ` w:id="1" w:author="Beta" w:date="2024-01-01T00:00:00Z"`
	ins := func(s string) string { return `<w:ins` + author + `>` + s + `</w:ins>` }
	del := func(s string) string {
		return `<w:del` + author + `><w:r w:rsidDel="1"><w:delText xml:space="preserve">` + s + `</w:delText></w:r></w:del>`
	}
	gone := `<w:rPr><w:del` + author + `/></w:rPr>`
	check(t, []example{
		{name: "accepted", body: `<w:p>` + r("", "The ") + del("old ") + ins(r("", "new ")) + r("", "moon") + `</w:p>`, want: `<p>The new moon</p>`, says: "deletions 1 old; insertions 1"},
		{name: "inserted and deleted again", body: `<w:p>` + r("", "a") + ins(del("b")) + `</w:p>`, want: `<p>a</p>`, says: "insertions 1; deletions 1 b"},
		{name: "moved, once", body: `<w:p><w:moveFromRangeStart w:id="1" w:name="m"/><w:moveFrom` + author + `>` + r("", "x") + `</w:moveFrom><w:moveFromRangeEnd w:id="1"/>` + r("", "a") + `<w:moveTo` + author + `>` + r("", "x") + `</w:moveTo></w:p>`,
			want: `<p>ax</p>`, says: "insertions 1"},
		{name: "a deleted mark joins two paragraphs", body: p(gone, r("", "a")) + p("", r("", "b")) + p("", r("", "c")), want: `<p>ab</p><p>c</p>`, says: "deletions 1"},
		{name: "a deleted paragraph leaves nothing", body: p("", r("", "a")) + p(`<w:jc w:val="center"/>`+gone, del("b")) + p("", r("", "c")), want: `<p>a</p><p>c</p>`, says: "deletions 1 b"},
		{name: "looks as they are now", body: `<w:p><w:pPr><w:jc w:val="center"/><w:pPrChange` + author + `><w:pPr><w:jc w:val="right"/></w:pPr></w:pPrChange></w:pPr><w:r><w:rPr><w:i/><w:rPrChange` + author + `><w:rPr><w:b/></w:rPr></w:rPrChange></w:rPr><w:t>a</w:t></w:r></w:p>`,
			want: `<p style="text-align:center"><em>a</em></p>`},
		{name: "a deleted row", body: `<w:tbl><w:tr><w:trPr><w:del` + author + `/></w:trPr><w:tc><w:p>` + del("a") + `</w:p></w:tc></w:tr><w:tr><w:tc>` + p("", r("", "b")) + `</w:tc></w:tr></w:tbl>`,
			want: `<table><tr><td><p>b</p></td></tr></table>`, says: "deletions 1"},
		{name: "comments", more: parts{"word/comments.xml": `<w:comment w:id="0" w:author="Beta"><w:p><w:r><w:annotationRef/></w:r>` + r("", "Is this right?") + `</w:p></w:comment><w:comment w:id="1"><w:p/></w:comment>`},
			body: `<w:p><w:commentRangeStart w:id="0"/>` + r("", "a") + `<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>`,
			want: `<p>a</p>`, says: "comments 2 Is this right?"},
	})
}

func TestNotes(t *testing.T) {
	ref := func(kind, id string) string {
		return `<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:` + kind + `Reference w:id="` + id + `"/></w:r>`
	}
	note := func(kind, id, text string) string {
		return `<w:` + kind + ` w:id="` + id + `"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:` + kind + `Ref/></w:r>` + r("", " "+text) + `</w:p></w:` + kind + `>`
	}
	mark := func(id, label string) string {
		return `<a epub:type="noteref" role="doc-noteref" href="#note-` + id + `"><sup>` + label + `</sup></a>`
	}
	aside := func(id, text string) string {
		return `<aside epub:type="footnote" role="doc-footnote" id="note-` + id + `">` + text + `</aside>`
	}
	separators := `<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>`
	check(t, []example{
		{name: "footnotes and endnotes in order", body: `<w:p>` + r("", "a") + ref("footnote", "2") + r("", "b") + ref("endnote", "2") + r("", "c") + ref("footnote", "1") + `</w:p>`,
			more: parts{"word/footnotes.xml": separators + note("footnote", "1", "one") + note("footnote", "2", "two") + note("footnote", "3", "nobody's"), "word/endnotes.xml": note("endnote", "2", "end")},
			want: `<p>a` + mark("footnote2", "1") + `b` + mark("endnote2", "2") + `c` + mark("footnote1", "3") + `</p>` + aside("footnote2", "<p>two</p>") + aside("endnote2", "<p>end</p>") + aside("footnote1", "<p>one</p>")},
		{name: "a mark of one's own", body: `<w:p><w:r><w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>*</w:t></w:r>` + r("", "a") + `</w:p>`, more: parts{"word/footnotes.xml": note("footnote", "1", "one")},
			want: `<p>` + mark("footnote1", "*") + `a</p>` + aside("footnote1", "<p>one</p>")},
		{name: "two paragraphs, with emphasis and a picture that is lost", body: `<w:p>` + ref("footnote", "1") + `</w:p>`,
			more: parts{"word/footnotes.xml": `<w:footnote w:id="1">` + p(`<w:pStyle w:val="Heading1"/>`, r("<w:i/>", "a")) + p("", r("", "b")) + `</w:footnote>`},
			want: `<p>` + mark("footnote1", "1") + `</p>` + aside("footnote1", "<p><em>a</em></p><p>b</p>")},
		{name: "a note that is missing", body: `<w:p>` + r("", "a") + ref("footnote", "9") + `</w:p>`, more: parts{"word/footnotes.xml": separators}, want: `<p>a` + mark("footnote9", "1") + `</p>`},
		{name: "a note within what was deleted", body: `<w:p>` + r("", "a") + `<w:del w:id="1">` + ref("footnote", "1") + `</w:del></w:p>`, more: parts{"word/footnotes.xml": note("footnote", "1", "one")}, want: `<p>a</p>`, says: "deletions 1"},
	})
}
