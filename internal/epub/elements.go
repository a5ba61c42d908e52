package epub

// role is the part an element plays in the structure of a document.
type role uint8

const (
	phrase     role = iota // within a line: emphasis, links
	lineBreak              // br, wbr
	picture                // img
	rule                   // hr: a scene break
	leaf                   // a block of phrases: paragraph, heading
	flow                   // a block of blocks: quotation, division
	list                   // ul, ol
	item                   // li
	terms                  // dl
	term                   // dt
	meaning                // dd
	table                  // table
	group                  // thead, tbody
	row                    // tr
	cell                   // td, th
	caption                // caption of a table
	figure                 // figure
	figcaption             // caption of a figure
	details                // details
	summary                // summary of details
	ruby                   // ruby
	rubyText               // rt
	embed                  // what a book cannot play: a link takes its place
	hidden                 // never shown, with all that is in it
)

// element is how an element of the fragment is written: under another name when
// the name is obsolete, under none ("") when only its content counts.
type element struct {
	role  role
	tag   string
	class string // says what an obsolete name said
}

// elements holds every element that is not simply left away around its content.
var elements = map[string]element{
	"a": {phrase, "a", ""}, "abbr": {phrase, "abbr", ""}, "acronym": {phrase, "abbr", ""},
	"b": {phrase, "b", ""}, "bdi": {phrase, "bdi", ""}, "bdo": {phrase, "bdo", ""},
	"big": {phrase, "span", "big"}, "cite": {phrase, "cite", ""}, "code": {phrase, "code", ""},
	"del": {phrase, "del", ""}, "dfn": {phrase, "dfn", ""}, "em": {phrase, "em", ""},
	"i": {phrase, "i", ""}, "ins": {phrase, "ins", ""}, "kbd": {phrase, "kbd", ""},
	"mark": {phrase, "mark", ""}, "q": {phrase, "q", ""}, "s": {phrase, "s", ""},
	"samp": {phrase, "samp", ""}, "small": {phrase, "small", ""}, "span": {phrase, "span", ""},
	"strike": {phrase, "s", ""}, "strong": {phrase, "strong", ""}, "sub": {phrase, "sub", ""},
	"sup": {phrase, "sup", ""}, "tt": {phrase, "code", ""}, "u": {phrase, "u", ""}, "var": {phrase, "var", ""},

	"br": {lineBreak, "br", ""}, "wbr": {lineBreak, "wbr", ""},
	"img": {picture, "img", ""}, "hr": {rule, "hr", ""},

	"p": {leaf, "p", ""}, "pre": {leaf, "pre", ""}, "listing": {leaf, "pre", ""}, "legend": {leaf, "p", "legend"},
	"h1": {leaf, "h1", ""}, "h2": {leaf, "h2", ""}, "h3": {leaf, "h3", ""},
	"h4": {leaf, "h4", ""}, "h5": {leaf, "h5", ""}, "h6": {leaf, "h6", ""},

	"address": {flow, "div", "address"}, "article": {flow, "div", ""}, "aside": {flow, "aside", ""},
	"blockquote": {flow, "blockquote", ""}, "center": {flow, "div", "align-center"}, "div": {flow, "div", ""},
	"fieldset": {flow, "div", "fieldset"}, "footer": {flow, "div", ""}, "form": {flow, "div", ""},
	"header": {flow, "div", ""}, "hgroup": {flow, "div", ""}, "main": {flow, "div", ""}, "nav": {flow, "div", ""},
	"section": {flow, "section", ""},

	"ul": {list, "ul", ""}, "ol": {list, "ol", ""}, "dir": {list, "ul", ""}, "menu": {list, "ul", ""},
	"li": {item, "li", ""}, "dl": {terms, "dl", ""}, "dt": {term, "dt", ""}, "dd": {meaning, "dd", ""},
	"table": {table, "table", ""}, "tr": {row, "tr", ""}, "td": {cell, "td", ""}, "th": {cell, "th", ""},
	"thead": {group, "thead", ""}, "tbody": {group, "tbody", ""}, "tfoot": {group, "tbody", ""},
	"caption": {caption, "caption", ""},
	"figure":  {figure, "figure", ""}, "figcaption": {figcaption, "figcaption", ""},
	"details": {details, "details", ""}, "summary": {summary, "summary", ""},
	"ruby": {ruby, "ruby", ""}, "rt": {rubyText, "rt", ""},

	"audio": {embed, "", ""}, "video": {embed, "", ""}, "iframe": {embed, "", ""}, "embed": {embed, "", ""},
	"script": {hidden, "", ""}, "style": {hidden, "", ""}, "template": {hidden, "", ""},
	"head": {hidden, "", ""}, "rp": {hidden, "", ""}, "noembed": {hidden, "", ""}, "noframes": {hidden, "", ""},
}

// voids are the elements without content that elements does not know.
var voids = map[string]bool{
	"area": true, "base": true, "basefont": true, "bgsound": true, "col": true, "frame": true, "input": true,
	"keygen": true, "link": true, "meta": true, "param": true, "source": true, "track": true,
}

// isBlock tells whether an element of this role stands in blocks, not in lines.
func (r role) isBlock() bool { return r >= leaf && r <= summary }

// holdsPhrasesOnly tells whether a block inside must end the element.
func (r role) holdsPhrasesOnly() bool {
	return r == leaf || r == term || r == caption || r == figcaption || r == summary
}
