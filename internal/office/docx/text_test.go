package docx

import "testing"

// r is a run of text as Word writes one.
func r(props, text string) string {
	return `<w:r w:rsidRPr="00AB12CD"><w:rPr>` + props + `</w:rPr><w:t xml:space="preserve">` + text + `</w:t></w:r>`
}

// p is a paragraph with properties.
func p(props, content string) string {
	return `<w:p w:rsidR="00AB12CD" w:rsidRDefault="00AB12CD"><w:pPr>` + props + `</w:pPr>` + content + `</w:p>`
}

const looks = `<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Dream"><w:name w:val="Dream"/><w:rPr><w:i/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Nightmare"><w:name w:val="Nightmare"/><w:basedOn w:val="Dream"/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>` +
	`<w:style w:type="character" w:styleId="Emphasis"><w:name w:val="Emphasis"/><w:rPr><w:i/><w:iCs/></w:rPr></w:style>` +
	`<w:style w:type="character" w:styleId="Loud"><w:name w:val="Loud"/><w:basedOn w:val="Emphasis"/><w:rPr><w:smallCaps/></w:rPr></w:style>` +
	`<w:style w:type="character" w:styleId="HTMLCode"><w:name w:val="HTML Code"/></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Ring1"><w:name w:val="Ring1"/><w:basedOn w:val="Ring2"/><w:rPr><w:b/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Ring2"><w:name w:val="Ring2"/><w:basedOn w:val="Ring1"/></w:style>`

func TestLooks(t *testing.T) {
	styles := parts{"word/styles.xml": looks}
	check(t, []example{
		{name: "every look of a run", body: p("", r("<w:b/>", "a")+r("<w:i/>", "b")+r(`<w:u w:val="single"/>`, "c")+r("<w:strike/>", "d")+
			r(`<w:dstrike w:val="true"/>`, "e")+r(`<w:vertAlign w:val="superscript"/>`, "f")+r(`<w:vertAlign w:val="subscript"/>`, "g")+
			r("<w:smallCaps/>", "h")+r("<w:caps/>", "i")),
			want: `<p><strong>a</strong><em>b</em><u>c</u><s>de</s><sup>f</sup><sub>g</sub><span style="font-variant:small-caps">h</span>i</p>`},
		{name: "what is switched off is off", body: p("", r(`<w:b w:val="0"/><w:i w:val="false"/><w:u w:val="none"/><w:strike w:val="off"/>`, "a")),
			want: `<p>a</p>`},
		{name: "runs split by spelling and revision marks are one",
			body: `<w:p><w:proofErr w:type="spellStart"/>` + r("<w:i/>", "Eurydi") + `<w:bookmarkStart w:id="0" w:name="_GoBack"/><w:bookmarkEnd w:id="0"/>` +
				r(`<w:i/><w:noProof/>`, "ce") + `<w:proofErr w:type="spellEnd"/><w:r><w:lastRenderedPageBreak/><w:t xml:space="preserve"> fell</w:t></w:r></w:p>`,
			want: `<p><em>Eurydice</em> fell</p>`},
		{name: "smart tags and custom XML hold runs",
			body: `<w:p><w:smartTag w:uri="urn:x" w:element="City"><w:smartTagPr><w:attr w:name="t" w:val="no"/></w:smartTagPr>` + r("", "Oslo") + `</w:smartTag><w:customXml w:element="x">` + r("", " fjord") + `</w:customXml></w:p>`,
			want: `<p>Oslo fjord</p>`},
		{name: "style of paragraphs", more: styles, body: p(`<w:pStyle w:val="Dream"/>`, r("", "a")+r(`<w:i w:val="0"/>`, "b")), want: `<p><em>a</em>b</p>`},
		{name: "style based on a style", more: styles, body: p(`<w:pStyle w:val="Nightmare"/>`, r("", "a")),
			want: `<p style="text-align:center"><strong><em>a</em></strong></p>`},
		{name: "a style of characters turns round what the paragraph's style has", more: styles,
			body: p(`<w:pStyle w:val="Dream"/>`, r("", "a")+r(`<w:rStyle w:val="Emphasis"/>`, "b")+r(`<w:rStyle w:val="Emphasis"/><w:i/>`, "c")),
			want: `<p><em>a</em>b<em>c</em></p>`},
		{name: "style of characters with inheritance", more: styles, body: p("", r(`<w:rStyle w:val="Loud"/>`, "a")+r(`<w:rStyle w:val="HTMLCode"/>`, "b")),
			want: `<p><em><span style="font-variant:small-caps">a</span></em><code>b</code></p>`},
		{name: "styles based on each other", more: styles, body: p(`<w:pStyle w:val="Ring2"/>`, r("", "a")), want: `<p><strong>a</strong></p>`},
		{name: "no styles at all", body: p(`<w:pStyle w:val="Heading2"/>`, r("", "a")) + p("", r(`<w:rStyle w:val="Emphasis"/>`, "b")+r(`<w:rStyle w:val="Strong"/>`, "c")),
			want: `<h2>a</h2><p><em>b</em><strong>c</strong></p>`},
		{name: "the document's defaults", more: parts{"word/styles.xml": `<w:docDefaults><w:rPrDefault><w:rPr><w:i/></w:rPr></w:rPrDefault></w:docDefaults>`},
			body: p("", r("", "a")+r(`<w:i w:val="0"/>`, "b")), want: `<p><em>a</em>b</p>`},
		{name: "bold of Hebrew is another switch", body: p("<w:bidi/>", r(`<w:b/><w:rtl/>`, "אור")+r(`<w:bCs/><w:rtl/>`, "ים")),
			want: `<p dir="rtl">אור<strong>ים</strong></p>`},
	})
}

func TestCharacters(t *testing.T) {
	run := func(content string) string { return `<w:p><w:r>` + content + `</w:r></w:p>` }
	check(t, []example{
		{name: "spaces count only where they are kept", body: run(`<w:t> a </w:t><w:t xml:space="preserve"> b</w:t>`), want: `<p>a b</p>`},
		{name: "entities and CDATA", body: run(`<w:t>R&amp;D &lt;b&gt; &#x2014; &#8212;</w:t><w:t><![CDATA[<&amp;>]]></w:t>`), want: `<p>R&amp;D &lt;b&gt; — —&lt;&amp;amp;&gt;</p>`},
		{name: "tabs", body: run(`<w:tab/><w:t>a</w:t><w:tab/><w:tab/><w:t>b</w:t><w:ptab w:relativeTo="margin" w:alignment="right" w:leader="none"/><w:t>c</w:t><w:br/><w:tab/><w:t>d</w:t><w:tab/>`),
			want: `<p>a b c<br>d</p>`},
		{name: "a tab behind a space is nothing", body: run(`<w:t xml:space="preserve">a </w:t><w:tab/><w:t>b</w:t>`), want: `<p>a b</p>`},
		{name: "line ends", body: run(`<w:t>a</w:t><w:br/><w:t>b</w:t><w:cr/><w:br w:type="textWrapping" w:clear="all"/><w:t>c</w:t>`), want: `<p>a<br>b<br><br>c</p>`},
		{name: "hyphens", body: run(`<w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/><w:t>c` + "\u00a0" + `d</w:t>`), want: "<p>a\u2011b\u00adc\u00a0d</p>"},
		{name: "signs of symbol fonts", body: run(`<w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Wingdings" w:char="F076"/><w:sym w:font="Symbol" w:char="F061"/><w:sym w:font="Arial" w:char="2766"/>`), want: `<p>✔❖α❦</p>`},
		{name: "text in a symbol font", body: p("", r(`<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>`, "v v")), want: `<p>❖ ❖</p>`},
		{name: "a sign that nobody knows", body: run(`<w:t>a</w:t><w:sym w:font="Strange" w:char="F0FF"/><w:t>b</w:t>`), want: `<p>ab</p>`, says: "objects 1 sign ff Strange"},
		{name: "a word with a gloss", body: run(`<w:ruby><w:rubyPr><w:rubyAlign w:val="center"/></w:rubyPr><w:rt><w:r><w:t>かぜ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>風</w:t></w:r></w:rubyBase></w:ruby>`) +
			run(`<w:ruby><w:rt><w:r><w:t>kaze</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>風</w:t></w:r></w:rubyBase></w:ruby>`),
			want: `<p>風（かぜ）</p><p>風(kaze)</p>`},
		{name: "a formula is its letters", body: `<w:p><m:oMathPara><m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath></m:oMathPara></w:p>`, want: `<p>a=b</p>`, says: "objects 1 a=b"},
		{name: "hidden text", body: p("", r("", "a")+r("<w:vanish/>", "the murderer")+r("<w:vanish/>", " is")+r("", "b")), want: `<p>ab</p>`, says: "hidden 1 the murderer"},
		{name: "hidden paragraphs join", body: p(`<w:rPr><w:vanish/></w:rPr>`, r("<w:vanish/>", "gone")) + p("", r("", "b")), want: `<p>b</p>`, says: "hidden 1 gone"},
		{name: "bytes that are no text", body: run("<w:t>a\xffb&#0;&nbsp;&#x110000;</w:t>"), want: "<p>a\uFFFDb</p>"},
	})
}

func TestLanguages(t *testing.T) {
	lang := func(tag string) string { return `<w:lang w:val="` + tag + `"/>` }
	defaults := parts{"word/styles.xml": `<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-US" w:eastAsia="ja-JP" w:bidi="ar-SA"/></w:rPr></w:rPrDefault></w:docDefaults>`}
	check(t, []example{
		{name: "a foreign word", more: defaults, body: p("", r("", "She said ")+r(lang("fr-FR"), "bonjour")+r("", " twice over.")),
			want: `<p>She said <span lang="fr-FR">bonjour</span> twice over.</p>`},
		{name: "kinds of English are one", more: defaults, body: p("", r("", "color ")+r(lang("en-GB"), "colour")), want: `<p>color colour</p>`},
		{name: "a foreign paragraph", more: defaults, body: p("", r("", "A long enough sentence of English words.")) + p(`<w:rPr>`+lang("de-DE")+`</w:rPr>`, r(lang("de-DE"), "Guten Tag, ")+r("", "he said")),
			want: `<p>A long enough sentence of English words.</p><p lang="de-DE">Guten Tag, <span lang="en-US">he said</span></p>`},
		{name: "the language of most of the text is the document's", more: defaults, body: p("", r(lang("fr-FR"), "Il pleuvait sur la ville depuis trois jours. ")+r("", "Really")),
			want: `<p>Il pleuvait sur la ville depuis trois jours. <span lang="en-US">Really</span></p>`},
		{name: "each script has its own language", more: defaults, body: p("", r("", "The word is ")+r(`<w:rFonts w:hint="eastAsia"/>`, "風")+r("", ", or ")+r("<w:rtl/>", "ريح")),
			want: `<p>The word is <span lang="ja-JP">風</span>, or <span lang="ar-SA" dir="rtl">ريح</span></p>`},
		{name: "right to left", body: p(`<w:bidi/><w:jc w:val="right"/>`, r("<w:rtl/>", "שלום")) + p("", r("", "and ")+r("<w:rtl/>", "שלום")),
			want: `<p dir="rtl">שלום</p><p>and <span dir="rtl">שלום</span></p>`},
	})
}

func TestLanguageOfTheDocument(t *testing.T) {
	d := read(t, document(p("", r(`<w:lang w:val="fr-FR"/>`, "une phrase entière")+r(`<w:lang w:val="fr-CA"/>`, "oui")+r(`<w:lang w:val="en-US"/>`, "words")), nil))
	if d.Properties.Language != "fr-FR" {
		t.Errorf("%q", d.Properties.Language)
	}
}
