package epub

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// maxAttribute is the length in bytes of the longest class or title that is kept.
// Attributes are written again in each file that an element goes on in.
const maxAttribute = 500

// attributes are the attributes of an element that a book keeps.
type attributes struct {
	id, class, lang, dir, title string
	href, src, alt, name, role  string
	align, start, value, kind   string
	colspan, rowspan, scope     string
	width, height               string
}

// read reads the attributes of the tag that z stands on.
func (a *attributes) read(z *html.Tokenizer) {
	for more := true; more; {
		var key, value []byte
		key, value, more = z.TagAttr()
		if field := a.field(key); field != nil {
			*field = string(value)
		}
	}
	a.id = fragmentID(a.id)
	a.dir = direction(strings.ToLower(a.dir))
	a.lang = languageTag(a.lang)
	a.href, a.src = strings.TrimSpace(a.href), strings.TrimSpace(a.src)
}

// field gives the place of an attribute, or nil for one that is not kept.
func (a *attributes) field(key []byte) *string {
	switch string(key) {
	case "id":
		return &a.id
	case "class":
		return &a.class
	case "lang", "xml:lang":
		return &a.lang
	case "dir":
		return &a.dir
	case "title":
		return &a.title
	case "href":
		return &a.href
	case "src":
		return &a.src
	case "alt":
		return &a.alt
	case "name":
		return &a.name
	case "role":
		return &a.role
	case "align":
		return &a.align
	case "start":
		return &a.start
	case "value":
		return &a.value
	case "type":
		return &a.kind
	case "colspan":
		return &a.colspan
	case "rowspan":
		return &a.rowspan
	case "scope":
		return &a.scope
	case "width":
		return &a.width
	case "height":
		return &a.height
	}
	return nil
}

// is tells whether the element has a class or a role.
func (a *attributes) is(class, role string) bool {
	for c := range strings.FieldsSeq(a.class) {
		if c == class {
			return true
		}
	}
	return a.role == role
}

// common writes the attributes that any element may have.
func (a *attributes) common(classes ...string) string {
	var p page
	if a.class != "" {
		classes = append(classes, a.class)
	}
	if class := line(strings.Join(classes, " ")); len(class) <= maxAttribute {
		p.attr("class", class)
	}
	p.attr("lang", a.lang)
	p.attr("xml:lang", a.lang)
	p.attr("dir", a.dir)
	if title := line(a.title); len(title) <= maxAttribute {
		p.attr("title", title)
	}
	return string(p.out)
}

// block writes the attributes of a block but its id.
func (a *attributes) block(e element) string {
	if *a == (attributes{}) && e.class == "" {
		return ""
	}
	var classes []string
	if e.class != "" {
		classes = append(classes, e.class)
	}
	switch align := strings.ToLower(a.align); align {
	case "left", "center", "right", "justify":
		classes = append(classes, "align-"+align)
	}
	s := a.common(classes...)
	switch {
	case e.role == cell:
		s += count("colspan", a.colspan) + count("rowspan", a.rowspan)
		if e.tag == "th" && (a.scope == "row" || a.scope == "col") {
			s += ` scope="` + a.scope + `"`
		}
	case e.tag == "ol" && len(a.kind) == 1 && strings.Contains("1aAiI", a.kind):
		s += ` type="` + a.kind + `"`
	}
	if a.is("footnotes", "doc-endnotes") {
		s += ` epub:type="footnotes"`
		if e.tag == "section" {
			s += ` role="doc-endnotes"`
		}
	}
	return s
}

// phrase writes the attributes of a phrase but its id and link.
func (a *attributes) phrase(e element) string {
	if e.class != "" {
		return a.common(e.class)
	}
	if *a == (attributes{}) {
		return ""
	}
	return a.common()
}

// size writes the width and height of a picture, if they are numbers.
func (a *attributes) size() string {
	return count("width", a.width) + count("height", a.height)
}

// count writes an attribute that is a number of things, if it is one.
func count(name, value string) string {
	n := number(value, 0)
	if n < 1 || n > 10_000 {
		return ""
	}
	return ` ` + name + `="` + strconv.Itoa(n) + `"`
}

// number reads a whole number of sensible size; anything else is otherwise.
func number(s string, otherwise int) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < -1_000_000 || n > 1_000_000 {
		return otherwise
	}
	return n
}
