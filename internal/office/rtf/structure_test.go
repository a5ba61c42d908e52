package rtf

import "testing"

const wordStyles = `{\stylesheet{\ql\snext0 Normal;}{\s1\ql\b\fs32\outlinelevel0\sbasedon0 heading 1;}{\s2\b\i heading 2;}{\s3 Überschrift 3;}` +
	`{\s4\sbasedon2 Scene Head;}{\s5\qc\b Title;}{\s6\li720\ri720 Quote;}{\s7\sbasedon6 My Own Quote;}{\s8 toc 1;}{\s9\outlinelevel9\sbasedon1 Not A Head;}{\*\ts11\tsrowd Normal Table;}}`

func TestHeadings(t *testing.T) {
	check(t, []sample{
		{"by style, boldness is the style's", wordStyles + `\pard\plain\s1\b\fs32\outlinelevel0 One\par\pard\plain text\par`, `<h1>One</h1><p>text</p>`},
		{"by the name of the style", wordStyles + `\pard\plain\s2\b\i Two\par\pard\plain\s3 Drei\par`, `<h2>Two</h2><h3>Drei</h3>`},
		{"emphasis within one", wordStyles + `\pard\plain\s1\b The {\i Rose}\par`, `<h1>The <em>Rose</em></h1>`},
		{"boldness of one word", wordStyles + `\pard\plain\s3 Not {\b all}\par`, `<h3>Not <strong>all</strong></h3>`},
		{"a style based on one", wordStyles + `\pard\plain\s4 Scene\par`, `<h2>Scene</h2>`},
		{"by outline level alone", `\pard\outlinelevel2\b Three\par`, `<h3>Three</h3>`},
		{"level 9 is text", `\pard\outlinelevel9 Text\par`, `<p>Text</p>`},
		{"levels below six", `\pard\outlinelevel7 Deep\par`, `<h6>Deep</h6>`},
		{"an empty one is a gap", wordStyles + `\pard\plain\s1\b\outlinelevel0\par`, `<p></p>`},
		{"numbered by the program", wordStyles + `{\listtext\pard\plain\s1 Chapter 1:\tab}\pard\plain\s1\b\ls1\outlinelevel0 Fog\par`, `<h1>Chapter 1: Fog</h1>`},
		{"title of a text without other headings of the first level", wordStyles + `\pard\plain\s5\qc\b Fog\par\pard\plain\s2 Two\par`, `<h1 style="text-align:center">Fog</h1><h3>Two</h3>`},
		{"title of a text with them", wordStyles + `\pard\plain\s5\qc Fog\par\pard\plain\s1\b One\par`, `<h1 style="text-align:center">Fog</h1><h2>One</h2>`},
		{"contents made by the program", wordStyles + `\pard\s8 One\tab 1\par\pard Text\par`, `<p>Text</p>`},
	})
	if d := read(t, `{\rtf1`+wordStyles+`\pard\s5 The {\i Fog}\par\pard\s1 One\par}`); d.Title != "The Fog" || d.Properties.Title != "" {
		t.Errorf("title %q", d.Title)
	}
}

func TestAlignmentAndQuotations(t *testing.T) {
	text := `\pard Plain words that stand without any indent at all.\par`
	plain := `<p>Plain words that stand without any indent at all.</p>`
	check(t, []sample{
		{"alignment is what holds at the paragraph's end", `\pard\qc a\par\pard\qr b\par\qj c\par\ql d\par`, `<p style="text-align:center">a</p><p style="text-align:right">b</p><p>c</p><p>d</p>`},
		{"alignment goes on until \\pard", `\pard\qc a\par b\par\pard c\par`, `<p style="text-align:center">a</p><p style="text-align:center">b</p><p>c</p>`},
		{"in a group", `{\pard\qc a\par}{\pard b\par}`, `<p style="text-align:center">a</p><p>b</p>`},
		{"quotation by style", wordStyles + text + `\pard\s6 q\par\pard\s7 r\par\pard t\par`, plain + `<blockquote><p>q</p><p>r</p></blockquote><p>t</p>`},
		{"quotation by both indents", text + `\pard\li720\ri720 q\par`, plain + `<blockquote><p>q</p></blockquote>`},
		{"indented on one side only", text + `\pard\li1440 q\par\pard\li100\ri100 r\par`, plain + `<p>q</p><p>r</p>`},
		{"all is indented: these are the margins", `\pard\li720\ri720 All of it stands so.\par And this.\par\pard Not this.\par`, `<p>All of it stands so.</p><p>And this.</p><p>Not this.</p>`},
	})
}

func TestRulesAndPages(t *testing.T) {
	check(t, []sample{
		{"a line under an empty paragraph", `a\par\pard\brdrb\brdrs\brdrw10\brsp20 \par\pard b\par`, `<p>a</p><hr><p>b</p>`},
		{"several are one", `a\par\pard\brdrb\brdrs\par\par\pard b\par`, `<p>a</p><hr><p>b</p>`},
		{"a line that is none", `a\par\pard\brdrt\brdrnone\brdrb\brdrnil\par\pard b\par`, `<p>a</p><p></p><p>b</p>`},
		{"a box is no line", `\pard\box\brdrs\par\pard\brdrl\brdrs\par`, `<p></p><p></p>`},
		{"Word draws the line of three hyphens under the paragraph before", `\pard\brdrb\brdrs a\par\pard b\par`, `<p>a</p><hr><p>b</p>`},
		{"paragraphs with the same line have it at their end", `\pard\brdrb\brdrs a\par b\par\pard c\par`, `<p>a</p><p>b</p><hr><p>c</p>`},
		{"a line under a heading adorns it", `\pard\outlinelevel0\brdrb\brdrs a\par\pard b\par`, `<h1>a</h1><p>b</p>`},
		{"Word's horizontal line", `a\par{\pict{\*\picprop{\sp{\sn fHorizRule}{\sv 1}}}\wmetafile8 0100}\par b\par`, `<p>a</p><hr><p>b</p>`},
		{"a drawn line", `a\par{\shp{\*\shpinst\shptop100\shpbottom110{\sp{\sn shapeType}{\sv 20}}}}\par b\par`, `<p>a</p><hr><p>b</p>`},
		{"a page break of its own", `a\par{\page }\par b\par`, `<p>a</p><div style="page-break-before:always"></div><p>b</p>`},
		{"a page break in a paragraph", `a\page b\par c\par`, `<p>a</p><div style="page-break-before:always"></div><p>b</p><p>c</p>`},
		{"a page break before a paragraph", `a\par\pard\pagebb b\par\pard c\par`, `<p>a</p><div style="page-break-before:always"></div><p>b</p><p>c</p>`},
		{"no page before the first word", `\pard\pagebb a\par`, `<p>a</p>`},
		{"a page break before a paragraph that only holds a box", `a\par\pard\pagebb{\shp{\*\shpinst{\shptxt x\par}}}\par`, `<p>a</p><div style="page-break-before:always"></div><p>x</p>`},
		{"a page break and a line in one paragraph", `a\par\page{\pict{\*\picprop{\sp{\sn fHorizRule}{\sv 1}}}\wmetafile8 01}\par b\par`, `<p>a</p><div style="page-break-before:always"></div><hr><p>b</p>`},
		{"where the printer broke the page", `a\softpage b\par`, `<p>ab</p>`},
		{"a new section begins a page", `a\sect\sectd b\par`, `<p>a</p><div style="page-break-before:always"></div><p>b</p>`},
		{"a section on the same page", `a\par\sect\sectd\sbknone b\par`, `<p>a</p><p>b</p>`},
		{"a section that begins with a table", `a\par\sect\sectd\trowd\cellx100\pard\intbl b\cell\row`, `<p>a</p><div style="page-break-before:always"></div><table><tr><td><p>b</p></td></tr></table>`},
	})
}

// The tables of lists as Word writes them: 7 numbers with letters in them, 8
// is the same list begun anew at 5, 9 has dots.
const wordLists = `{\*\listtable` +
	`{\list\listtemplateid1\listhybrid{\listlevel\levelnfc0\levelnfcn0\leveljc0\levelfollow0\levelstartat1\levelspace0{\leveltext\leveltemplateid1\'02\'00.;}{\levelnumbers\'01;}\fi-360\li720}` +
	`{\listlevel\levelnfc4\levelnfcn4\levelstartat1{\leveltext\'02\'01);}{\levelnumbers\'01;}\li1440}{\listname ;}\listid100}` +
	`{\list{\listlevel\levelnfc23\levelstartat1{\leveltext\'01\u-3913 ?;}{\levelnumbers;}\f3}{\listname ;}\listid200}` +
	`{\list{\listlevel\levelnfc255\levelstartat1{\leveltext\'00;}{\levelnumbers;}}{\listname ;}\listid300}` +
	`{\list{\listlevel\levelnfc1\levelstartat3{\leveltext\'00;}{\levelnumbers;}}{\listname ;}\listid400}}` +
	`{\*\listoverridetable{\listoverride\listid100\listoverridecount0\ls7}{\listoverride\listid100\listoverridecount1{\lfolevel\listoverridestartat\levelstartat5}\ls8}` +
	`{\listoverride\listid200\listoverridecount0\ls9}{\listoverride\listid300\listoverridecount0\ls10}{\listoverride\listid400\listoverridecount0\ls11}}`

func TestLists(t *testing.T) {
	item := func(ls, text string) string {
		return `{\listtext\pard\plain\f0 1.\tab}\pard\plain\ql\fi-360\li720\ri0` + ls + ` ` + text + `\par`
	}
	check(t, []sample{
		{"numbers", wordLists + item(`\ls7`, "a") + item(`\ls7`, "b"), `<ol><li><p>a</p></li><li><p>b</p></li></ol>`},
		{"dots", wordLists + item(`\ls9`, "a") + item(`\ls9`, "b"), `<ul><li><p>a</p></li><li><p>b</p></li></ul>`},
		{"letters in numbers", wordLists + item(`\ls7`, "a") + item(`\ilvl1\ls7`, "b") + item(`\ls7`, "c") + item(`\ilvl1\ls7`, "d"),
			`<ol><li><p>a</p><ol type="a"><li><p>b</p></li></ol></li><li><p>c</p><ol type="a"><li><p>d</p></li></ol></li></ol>`},
		{"a list that goes on after a paragraph", wordLists + item(`\ls7`, "a") + `\pard x\par` + item(`\ls7`, "b"), `<ol><li><p>a</p></li></ol><p>x</p><ol start="2"><li><p>b</p></li></ol>`},
		{"begun anew", wordLists + item(`\ls7`, "a") + item(`\ls8`, "b") + item(`\ls8`, "c"), `<ol><li><p>a</p></li></ol><ol start="5"><li><p>b</p></li><li><p>c</p></li></ol>`},
		{"Roman from the third", wordLists + item(`\ls11`, "a"), `<ol type="I" start="3"><li><p>a</p></li></ol>`},
		{"a list without signs is none", wordLists + item(`\ls10`, "a"), `<p>a</p>`},
		{"a list that no table tells of", item(`\ls3`, "a"), `<ol><li><p>a</p></li></ol>`},
		{"TextEdit's", `{\*\listtable{\list\listtemplateid1\listhybrid{\listlevel\levelnfc23\levelnfcn23\leveljc0\levelstartat1{\*\levelmarker \{disc\}}{\leveltext\leveltemplateid1\'01\uc0\u8226 ;}{\levelnumbers;}}{\listname ;}\listid1}}{\*\listoverridetable{\listoverride\listid1\listoverridecount0\ls1}}` +
			"\\pard\\ls1\\ilvl0\\cf0 {\\listtext\t\\uc0\\u8226 \t}one\\\n\\ls1\\ilvl0{\\listtext\t\\uc0\\u8226 \t}two\\\n\\pard three", `<ul><li><p>one</p></li><li><p>two</p></li></ul><p>three</p>`},
		{"WordPad's dots", `\pard{\pntext\f1\'B7\tab}{\*\pn\pnlvlblt\pnf1\pnindent0{\pntxtb\'B7}}\fi-360\li720 a\par{\pntext\f1\'B7\tab}b\par\pard c\par`,
			`<ul><li><p>a</p></li><li><p>b</p></li></ul><p>c</p>`},
		{"WordPad's numbers", `\pard{\pntext\f0 3.\tab}{\*\pn\pnlvlbody\pnf0\pnindent0\pnstart3\pndec{\pntxta.}}a\par{\pntext\f0 4.\tab}b\par\pard c\par`,
			`<ol start="3"><li><p>a</p></li><li><p>b</p></li></ol><p>c</p>`},
		{"Word 6's letters", `\pard{\*\pn\pnlvlbody\pnlcltr\pnstart1}a\par{\*\pn\pnlvlcont}more\par\pard c\par`, `<ol type="a"><li><p>a</p><p>more</p></li></ol><p>c</p>`},
	})
}
