package prose

import "strings"

// kind is how an element takes part in the structure of a text.
type kind uint8

const (
	unknown  kind = iota // the tags vanish, the text stays
	removed              // goes with all it holds
	boundary             // vanishes, but parts the text before from the text after
	inline               // marks up words; never holds a block
	leaf                 // a block of words: holds inlines only
	preform              // like leaf, with its white space kept
	auto                 // holds blocks; bare text in it is made into paragraphs
	flow                 // holds blocks and bare text as they are
	list                 // ul, ol: holds li
	deflist              // dl: holds dt, dd
	table                // table
	rows                 // thead, tbody, tfoot
	row                  // tr
	columns              // colgroup
	void                 // br, hr, img, col, source, track, embed
	frame                // iframe: holds nothing that we keep
)

// kinds of all the elements that are not unknown.
var kinds = kindTable(map[kind]string{
	removed:  "applet canvas math noembed noframes noscript plaintext script style svg template title xml xmp",
	boundary: "article aside body dialog fieldset footer form header hgroup legend main nav option search section select textarea",
	inline:   "a abbr acronym b big cite code del dfn em i ins kbd q rp rt ruby s samp small span strike strong sub sup tt u var",
	leaf:     "p h1 h2 h3 h4 h5 h6 summary dt caption",
	preform:  "pre",
	auto:     "div blockquote center details",
	flow:     "li dd td th figure figcaption address audio video",
	list:     "ul ol",
	deflist:  "dl",
	table:    "table",
	rows:     "thead tbody tfoot",
	row:      "tr",
	columns:  "colgroup",
	void:     "br hr img col source track embed",
	frame:    "iframe",
})

func kindTable(names map[kind]string) map[string]kind {
	of := make(map[string]kind)
	for k, spaced := range names {
		for _, name := range strings.Fields(spaced) {
			of[name] = k
		}
	}
	return of
}

// set makes a set of names from a list with spaces.
func set(names string) map[string]bool {
	s := make(map[string]bool)
	for _, name := range strings.Fields(names) {
		s[name] = true
	}
	return s
}

// aliases of elements for which HTML has a better name.
var aliases = map[string]string{"listing": "pre", "image": "img", "dir": "ul", "menu": "ul"}

var (
	headings  = set("h1 h2 h3 h4 h5 h6")
	media     = set("audio video iframe embed source track")
	cells     = set("td th caption")
	untouched = set("a abbr acronym") // line breaks inside are not made into paragraphs
	// blocks stand on lines of their own.
	blocks = set("p h1 h2 h3 h4 h5 h6 pre div blockquote center details summary li dd dt dl ul ol " +
		"table caption colgroup col thead tbody tfoot tr td th figure figcaption address audio video source track " +
		"iframe embed hr section")
)

// Attributes allowed on every element, besides class where the field allows it.
var everywhere = set("align dir lang title")

// attributes allowed on single elements.
var attributes = map[string]map[string]bool{
	"a":          set("href name"),
	"audio":      set("controls crossorigin loop muted preload src"),
	"blockquote": set("cite"),
	"col":        set("span width"),
	"colgroup":   set("span width"),
	"details":    set("open"),
	"embed":      set("allowfullscreen allowscriptaccess flashvars height src type width wmode"),
	"hr":         set("width"),
	"iframe":     set("allowfullscreen frameborder height scrolling src width"),
	"img":        set("alt border height src width"),
	"li":         set("value"),
	"ol":         set("start type"),
	"q":          set("cite"),
	"source":     set("src type"),
	"table":      set("border summary width"),
	"td":         set("abbr axis colspan height rowspan width"),
	"th":         set("abbr axis colspan height rowspan scope width"),
	"track":      set("default kind label src srclang"),
	"ul":         set("type"),
	"video":      set("controls crossorigin height loop muted playsinline poster preload src width"),
}
