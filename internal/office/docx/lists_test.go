package docx

import "testing"

func lvl(i, start, format, text string) string {
	return `<w:lvl w:ilvl="` + i + `" w:tplc="04090001"><w:start w:val="` + start + `"/><w:numFmt w:val="` + format + `"/><w:lvlText w:val="` + text + `"/><w:lvlJc w:val="left"/></w:lvl>`
}

func shape(id, levels string) string {
	return `<w:abstractNum w:abstractNumId="` + id + `"><w:nsid w:val="1"/><w:multiLevelType w:val="hybridMultilevel"/>` + levels + `</w:abstractNum>`
}

func numOf(id, shape, more string) string {
	return `<w:num w:numId="` + id + `"><w:abstractNumId w:val="` + shape + `"/>` + more + `</w:num>`
}

func inList(list, level, text string) string {
	return p(`<w:numPr><w:ilvl w:val="`+level+`"/><w:numId w:val="`+list+`"/></w:numPr>`, r("", text))
}

var someLists = shape("0", lvl("0", "1", "bullet", "·")+lvl("1", "1", "bullet", "o")) +
	shape("1", lvl("0", "1", "decimal", "%1.")+lvl("1", "1", "lowerLetter", "%2)")+lvl("2", "4", "lowerRoman", "(%3)")) +
	shape("2", lvl("0", "5", "upperRoman", "%1.")) +
	shape("3", `<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="cardinalText"/><w:pStyle w:val="Heading1"/><w:suff w:val="space"/><w:lvlText w:val="Chapter %1:"/></w:lvl>`+lvl("1", "1", "decimal", "%1.%2")) +
	shape("4", `<w:numStyleLink w:val="Outline"/>`) +
	shape("5", `<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="第%1章"/></w:lvl>`) +
	shape("6", lvl("0", "1", "none", "")) +
	numOf("1", "0", "") + numOf("2", "1", "") + numOf("3", "2", "") +
	numOf("4", "1", `<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>`) +
	numOf("5", "3", "") + numOf("6", "4", "") + numOf("7", "5", "") + numOf("8", "6", "") + numOf("9", "1", "") +
	numOf("10", "1", `<w:lvlOverride w:ilvl="0">`+lvl("0", "1", "bullet", "-")+`</w:lvlOverride>`)

func TestLists(t *testing.T) {
	more := parts{"word/numbering.xml": someLists, "word/styles.xml": named +
		`<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="ListBullet"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="ListContinue"><w:name w:val="List Continue"/></w:style>` +
		`<w:style w:type="numbering" w:styleId="Outline"><w:name w:val="Outline"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>`}
	check(t, []example{
		{name: "bullets, nested", more: more, body: inList("1", "0", "a") + inList("1", "1", "b") + inList("1", "0", "c"),
			want: `<ul><li><p>a</p><ul><li><p>b</p></li></ul></li><li><p>c</p></li></ul>`},
		{name: "numbers, nested, beginning anew below each", more: more, body: inList("2", "0", "a") + inList("2", "1", "b") + inList("2", "1", "c") + inList("2", "0", "d") + inList("2", "1", "e"),
			want: `<ol><li><p>a</p><ol type="a"><li><p>b</p></li><li><p>c</p></li></ol></li><li><p>d</p><ol type="a"><li><p>e</p></li></ol></li></ol>`},
		{name: "start value and roman", more: more, body: inList("3", "0", "a") + inList("3", "0", "b"), want: `<ol type="I" start="5"><li><p>a</p></li><li><p>b</p></li></ol>`},
		{name: "goes on after a paragraph", more: more, body: inList("2", "0", "a") + p("", r("", "x")) + inList("2", "0", "b") + inList("9", "0", "c"),
			want: `<ol><li><p>a</p></li></ol><p>x</p><ol start="2"><li><p>b</p></li><li><p>c</p></li></ol>`},
		{name: "restart", more: more, body: inList("2", "0", "a") + inList("2", "0", "b") + inList("4", "0", "c") + inList("4", "0", "d"),
			want: `<ol><li><p>a</p></li><li><p>b</p></li></ol><ol><li><p>c</p></li><li><p>d</p></li></ol>`},
		{name: "bullets of another list within numbers", more: more, body: inList("2", "0", "a") + inList("1", "1", "b") + inList("2", "0", "c"),
			want: `<ol><li><p>a</p><ul><li><p>b</p></li></ul></li><li><p>c</p></li></ol>`},
		{name: "by style, and taken off", more: more, body: styled("ListBullet", "a") + p(`<w:pStyle w:val="ListBullet"/><w:numPr><w:numId w:val="0"/></w:numPr>`, r("", "b")),
			want: `<ul><li><p>a</p></li></ul><p>b</p>`},
		{name: "a second paragraph of an item", more: more, body: inList("1", "0", "a") + styled("ListContinue", "b") + inList("1", "0", "c"),
			want: `<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>`},
		{name: "by a style of lists", more: more, body: inList("6", "0", "a"), want: `<ol type="I" start="5"><li><p>a</p></li></ol>`},
		{name: "a level of its own", more: more, body: inList("10", "0", "a"), want: `<ul><li><p>a</p></li></ul>`},
		{name: "numbered headings say their number", more: more, body: styled("Heading1", "Dusk") + styled("Heading1", "") + styled("Heading1", "Dawn") + inList("5", "1", "a"),
			want: `<h1>Chapter One: Dusk</h1><h1>Chapter Two:</h1><h1>Chapter Three: Dawn</h1><ol><li><p>a</p></li></ol>`},
		{name: "numbers with words are words", more: more, body: inList("7", "0", "風") + inList("7", "0", "雨"), want: `<p>第一章風</p><p>第二章雨</p>`},
		{name: "a list that shows nothing", more: more, body: inList("8", "0", "a"), want: `<p>a</p>`},
		{name: "a list that is not there", more: more, body: inList("99", "0", "a"), want: `<p>a</p>`},
	})
}

func TestFormatNumber(t *testing.T) {
	for _, c := range []struct {
		n            int
		format, want string
	}{
		{28, "upperLetter", "BB"}, {1994, "lowerRoman", "mcmxciv"}, {7, "decimalZero", "07"}, {22, "ordinal", "22nd"}, {112, "ordinal", "112th"},
		{40, "cardinalText", "Forty"}, {1205, "cardinalText", "One thousand two hundred five"}, {32, "ordinalText", "Thirty-second"}, {20, "ordinalText", "Twentieth"},
		{12, "ordinalText", "Twelfth"}, {10, "chineseCounting", "十"}, {21, "japaneseCounting", "二十一"}, {105, "chineseCounting", "一百零五"}, {0, "lowerRoman", "0"},
		{5, "bullet", ""}, {-3, "upperRoman", "-3"}, {99999, "lowerLetter", "99999"}, {4, "hebrew1", "4"},
	} {
		if got := formatNumber(c.n, c.format); got != c.want {
			t.Errorf("%d as %s: %q, want %q", c.n, c.format, got, c.want)
		}
	}
}
