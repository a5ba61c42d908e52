package rtf

import "testing"

func TestRuns(t *testing.T) {
	check(t, []sample{
		{"paragraphs, and the last one without its end", `\pard One.\par\pard Two.`, `<p>One.</p><p>Two.</p>`},
		{"an empty paragraph stays", `One.\par\par Two.\par`, `<p>One.</p><p></p><p>Two.</p>`},
		{"line ends of the file are none of the text", "O\r\nne \r\ntwo\\par\r\n", `<p>One two</p>`},
		{"bold, italic, underline, strike", `{\b a}{\i b}{\ul c}{\strike d}{\striked1 e}\par`, `<p><strong>a</strong><em>b</em><u>c</u><s>de</s></p>`},
		{"switched off again", `\b a\b0 b\i c\plain d\ul e\ulnone f\ulwave g\ulwave0 h\par`, `<p><strong>a</strong>b<em>c</em>d<u>e</u>f<u>g</u>h</p>`},
		{"raised and lowered", `x{\super 2}y{\sub 3}z\super a\nosupersub b{\up8 c}{\up1 d}{\dn6 e}\par`, `<p>x<sup>2</sup>y<sub>3</sub>z<sup>a</sup>b<sup>c</sup>d<sub>e</sub></p>`},
		{"small capitals, and capitals as typed", `{\scaps Small} {\caps caps}\par`, `<p><span style="font-variant:small-caps">Small</span> caps</p>`},
		{"runs that Word cut by its revision marks", `{\rtlch\fcs1 \af0 \ltrch\fcs0 \i\insrsid1 one }{\rtlch\fcs1 \af0 \ltrch\fcs0 \i\insrsid2\charrsid3 two}\par`, `<p><em>one two</em></p>`},
		{"what a group changes ends with it", `a{\b b{\i c}d}e\par`, `<p>a<strong>b<em>c</em>d</strong>e</p>`},
		{"a paragraph's end within a group of its look", `{\b one\par two}\par`, `<p><strong>one</strong></p><p><strong>two</strong></p>`},
		{"signs with names", `\lquote a\rquote\ldblquote b\rdblquote\emdash c\endash d\bullet  e\~f\_g\-h\emspace i\zwj\par`,
			"<p>‘a’“b”—c–d• e\u00a0f\u2011g\u00adh\u2003i\u200d</p>"},
		{"signs of the syntax", `\{a\}\\b\par`, `<p>{a}\b</p>`},
		{"markup is text", `<b>&amp;\par`, `<p>&lt;b&gt;&amp;amp;</p>`},
		{"tabs indent, or are a space", `\tab\tab a\tab b` + "\tc" + `\par\tab\par`, `<p>a b c</p><p></p>`},
		{"line break", `a\line b\u8232?c\par`, `<p>a<br>b<br>c</p>`},
		{"TextEdit ends paragraphs by a backslash", "\\f0\\fs24 \\cf0 one\\\n\\\ntwo\\\n", `<p>one</p><p></p><p>two</p>`},
		{"a link's own underline is no emphasis", `{\field{\*\fldinst{HYPERLINK "http://e.test/"}}{\fldrslt{\ul\cf2 here}}}\par`, `<p><a href="http://e.test/">here</a></p>`},
		{"unknown words and destinations", `\nosuchword12 a{\*\nosuchgroup b{c}\bin3 }}}d}e\par`, `<p>ae</p>`},
		{"a star in the middle of a group leaves nothing out", `a\*\foo b\par`, `<p>ab</p>`},
		{"character styles", `{\stylesheet{\s0 Normal;}{\*\cs15 \additive\i Emphasis;}{\*\cs16\additive\f1 HTML Code;}}{\cs15 a}{\cs15\i b}{\cs15\i0 c}{\cs16 d}\par`,
			`<p><em>ab</em>c<code>d</code></p>`},
		{"paragraph styles with a look", `{\stylesheet{\s0 Normal;}{\s20\qc\i Letter;}}\pard\plain\s20 a{\i0 b}\par\pard\plain c\par`,
			`<p style="text-align:center"><em>a</em>b</p><p>c</p>`},
		{"LibreOffice leaves to the style what its parent says", `{\stylesheet{\s0 Normal;}{\s20\sbasedon0\i Letter;}{\s21\sbasedon20\qr End;}}{\*\generator LibreOffice/7.4}\pard\plain\s21 a\par`,
			`<p style="text-align:right"><em>a</em></p>`},
		{"Word says all of a style again", `{\stylesheet{\s0 Normal;}{\s20\sbasedon0\i Letter;}{\s21\sbasedon20 End;}}\pard\plain\s21 a\par`, `<p>a</p>`},
	})
}

func TestUnicode(t *testing.T) {
	check(t, []sample{
		{"with a stand-in", `\u8217?s\par`, `<p>’s</p>`},
		{"with a coded stand-in", `\u233\'e9t\u233\'e9\par`, `<p>été</p>`},
		{"negative", `\u-10179?\u-8704?\u-257 ?\par`, "<p>\U0001F600\uFEFF</p>"},
		{"no stand-in", `\uc0\u8217 s\u8217\u8217 t\par`, `<p>’s’’t</p>`},
		{"two stand-ins", `\uc2\u26085\'93\'fax\par`, `<p>日x</p>`},
		{"the number of stand-ins is the group's", `{\uc0\u8217 a}\u8217?b\par`, `<p>’a’b</p>`},
		{"a control word is one stand-in", `\u8211\endash a\par`, `<p>–a</p>`},
		{"a group's end ends the stand-in", `{\u8217}a\par`, `<p>’a</p>`},
		{"half a pair is nothing", `a\u-10179?b\u-8704?c\par`, `<p>abc</p>`},
		{"beyond the first plane in one number", `\u128512?\par`, "<p>\U0001F600</p>"},
		{"both ways", `{\upr{old}{\*\ud{n\u233?w}}}\par`, `<p>néw</p>`},
	})
}

func TestSymbolFonts(t *testing.T) {
	fonts := `{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset2 Symbol;}{\f2\fcharset2 Wingdings;}{\f3\fcharset2 Elf Runes;}}`
	check(t, []sample{
		{"letters of Symbol", fonts + `a{\f1 ab\'b7}b\par`, `<p>aαβ•b</p>`},
		{"by private numbers", fonts + `{\f2\u-3988 l}{\f1\u-4051 ?}\par`, `<p>●−</p>`},
		{"SYMBOL field", fonts + `a{\field{\*\fldinst SYMBOL 74 \\f "Wingdings" \\s 10}{\fldrslt\f2\fs20 J}}b\par`, `<p>a☺b</p>`},
		{"words in an ornate font", fonts + `{\f3 Speak friend}\par`, `<p>Speak friend</p>`},
	})
	d := read(t, `{\rtf1`+fonts+`{\f3 a\'e0\'e1}\par}`)
	if n := notices(d)["objects"]; n.Count != 2 {
		t.Errorf("%+v", d.Notices)
	}
}

func TestLanguages(t *testing.T) {
	check(t, []sample{
		{"a foreign run", `\deflang2057 \pard\plain Most of it is English. {\lang1036 bonjour}!\par`, `<p>Most of it is English. <span lang="fr-FR">bonjour</span>!</p>`},
		{"a foreign paragraph", `\deflang2057 Most of it is English.\par\plain\lang1031 Guten {\b Tag}!\par`, `<p>Most of it is English.</p><p lang="de-DE">Guten <strong>Tag</strong>!</p>`},
		{"another kind of the same language is not foreign", `\deflang2057 Colour. {\lang1033 Color.}\par`, `<p>Colour. Color.</p>`},
		{"no proofing is no language", `\deflang2057 Some {\lang1024 words}\par`, `<p>Some words</p>`},
		{"eastern letters have a language of their own", `\deflang1033\deflangfe1041\plain She wrote \u26085?\u26412? on it, and more.\par`, `<p>She wrote <span lang="ja-JP">日本 </span>on it, and more.</p>`},
		{"a run from the right, as LibreOffice writes it", `\deflang1033 so she said {\lang1033\ltrch \rtlch\alang1037 \u1513?\u1500?}\par`, `<p>so she said <span lang="he-IL" dir="rtl">של</span></p>`},
		{"and as Word does", `\deflang1033 so she said {\ltrch\fcs0 \alang1025 \rtlch\fcs1 \lang1037 \u1513?\u1500?}\par`, `<p>so she said <span lang="he-IL" dir="rtl">של</span></p>`},
		{"letters from the right as well", `\deflang1033 {\lang1033\alang1037 so \u1513?\u1500? here}\par`, `<p>so <span lang="he-IL">של </span>here</p>`},
		{"most of the text decides", `\deflang1033\plain{\lang1036 Une longue phrase que voici.} Short.\par`, `<p>Une longue phrase que voici.<span lang="en-US"> Short.</span></p>`},
	})
	for body, want := range map[string]string{
		`\deflang1036 Salut`:                 "fr-FR",
		`Words`:                              "",
		`\deflang1033{\lang1045 Dobry} \'85`: "pl-PL",
	} {
		if d := read(t, `{\rtf1\ansi`+body+`\par}`); d.Properties.Language != want {
			t.Errorf("%s: %q, want %q", body, d.Properties.Language, want)
		}
	}
}

func TestDirection(t *testing.T) {
	check(t, []sample{
		{"a paragraph from the right", `\pard\rtlpar\qr \u1513?\u1500?\par`, `<p dir="rtl">של</p>`},
		{"centred", `\pard\rtlpar\qc \u1513?\par`, `<p dir="rtl" style="text-align:center">ש</p>`},
		{"a run from the right", `a {\ltrch\af0\rtlch \u1513?\u1500?} b\par`, `<p>a <span dir="rtl">של</span> b</p>`},
		{"a run from the left in it", `\pard\rtlpar{\ltrch\af0\rtlch \u1513?}{\rtlch\af0\ltrch abc}\par`, `<p dir="rtl">ש<span dir="ltr">abc</span></p>`},
		{"boldness of the other direction only", `{\rtlch\fcs1 \af0\ab \ltrch\fcs0 abc \u1513?}\par`, `<p>abc ש</p>`},
		{"Word's both words on a western run", `{\rtlch\fcs1 \af0\ab \ltrch\fcs0 \b abc}\par`, `<p><strong>abc</strong></p>`},
	})
}
