package decode

import (
	"strings"

	"golang.org/x/net/html"
)

// inlineElement takes an element within a line. Those that carry meaning keep
// their tag; the others leave only what their style says.
func (b *blockBuilder) inlineElement(n *html.Node, st cssStyle) {
	switch n.Data {
	case "img", "image":
		b.image(n)
		return
	case "wbr":
		b.insert("<wbr>", "")
		return
	case "lj":
		b.ljUser(n)
		return
	}
	wrappers := b.inlineWrappers(n, st)
	for _, w := range wrappers {
		b.push(w)
	}
	if n.Data == "q" {
		b.write("“")
	}
	b.children(n)
	if n.Data == "q" {
		b.write("”")
	}
	for range wrappers {
		b.popWrapper()
	}
}

// inlineWrappers gives what stands round an inline element's text.
func (b *blockBuilder) inlineWrappers(n *html.Node, st cssStyle) []wrapper {
	var out []wrapper
	switch n.Data {
	case "i", "em", "var", "dfn", "address":
		if st.italic < 0 {
			break
		}
		st.italic = 0
		out = append(out, plainWrapper(inlineName(n.Data), n))
	case "b", "strong":
		if st.bold < 0 {
			break
		}
		st.bold = 0
		out = append(out, plainWrapper(n.Data, n))
	case "u", "ins":
		st.underline = 0
		out = append(out, plainWrapper(n.Data, n))
	case "s", "strike", "del":
		st.strike = 0
		out = append(out, plainWrapper(strings.Replace(n.Data, "strike", "s", 1), n))
	case "sup", "sub":
		st.super, st.sub = 0, 0
		out = append(out, plainWrapper(n.Data, n))
	case "small", "code", "kbd", "samp", "mark", "cite", "abbr", "ruby", "rt", "rp", "rb", "bdi", "bdo", "time":
		out = append(out, plainWrapper(n.Data, n))
	case "tt":
		out = append(out, plainWrapper("code", n))
	case "a":
		if w, ok := linkWrapper(n); ok {
			out = append(out, w)
		}
	default:
		if lang := langAttrs(n); lang != "" {
			out = append(out, wrapper{"<span" + lang + ">", "span"})
		}
	}
	return append(out, marksOf(st)...)
}

func inlineName(name string) string {
	if name == "i" || name == "em" || name == "dfn" || name == "var" {
		return name
	}
	return "i"
}

func plainWrapper(name string, n *html.Node) wrapper {
	title := ""
	if t := attrOf(n, "title"); t != "" && name == "abbr" {
		title = ` title="` + html.EscapeString(t) + `"`
	}
	return wrapper{"<" + name + langAttrs(n) + title + ">", name}
}

// linkWrapper keeps links that lead somewhere: not anchors, nor places in the
// same file, which will not stay.
func linkWrapper(n *html.Node) (wrapper, bool) {
	href := strings.TrimSpace(attrOf(n, "href"))
	if attrOf(n, "class") == "fnref" && strings.HasPrefix(href, notePrefix) {
		return wrapper{`<a class="fnref" href="` + html.EscapeString(href) + `">`, "a"}, true
	}
	scheme, _, ok := strings.Cut(href, ":")
	if !ok || strings.ContainsAny(scheme, "/?#") {
		return wrapper{}, false
	}
	switch strings.ToLower(scheme) {
	case "http", "https", "mailto", "ftp":
		return wrapper{`<a href="` + html.EscapeString(href) + `">`, "a"}, true
	}
	return wrapper{}, false
}

// styleWrappers gives what CSS says of a block, and its language.
func styleWrappers(n *html.Node, st cssStyle) []wrapper {
	var out []wrapper
	if lang := langAttrs(n); lang != "" {
		out = append(out, wrapper{"<span" + lang + ">", "span"})
	}
	st.super, st.sub = 0, 0
	return append(out, marksOf(st)...)
}

// marksOf gives the elements that say what CSS said.
func marksOf(st cssStyle) []wrapper {
	var out []wrapper
	for _, m := range []struct {
		on   int8
		name string
	}{{st.italic, "em"}, {st.bold, "strong"}, {st.underline, "u"}, {st.strike, "s"}, {st.super, "sup"}, {st.sub, "sub"}} {
		if m.on > 0 {
			out = append(out, wrapper{"<" + m.name + ">", m.name})
		}
	}
	if st.smallCaps > 0 {
		out = append(out, wrapper{`<span class="smallcaps">`, "span"})
	}
	return out
}

// directionOf is the direction that an element states; "" for none.
func directionOf(n *html.Node) string {
	if dir := strings.ToLower(attrOf(n, "dir")); n.Data != "body" && n.Data != "html" && (dir == "rtl" || dir == "ltr") {
		return dir
	}
	return ""
}

// langAttrs gives an element's own language and direction as attributes.
func langAttrs(n *html.Node) string {
	out := ""
	lang := attrOf(n, "lang")
	if lang == "" {
		lang = attrOf(n, "xml:lang")
	}
	if lang != "" && n.Data != "html" && n.Data != "body" {
		out += ` lang="` + html.EscapeString(lang) + `"`
	}
	if dir := directionOf(n); dir != "" {
		out += ` dir="` + dir + `"`
	}
	return out
}

// image keeps a picture in the line where it stands.
func (b *blockBuilder) image(n *html.Node) {
	if tag := b.imageTag(n); tag != "" {
		b.insert(tag, "")
	}
}

func (b *blockBuilder) imageTag(n *html.Node) string {
	src := attrOf(n, "src")
	if src == "" {
		src = attrOf(n, "href") // <image xlink:href> in SVG
	}
	if src == "" {
		src = attrOf(n, "data-src")
	}
	if src = b.picture(strings.TrimSpace(src)); src == "" {
		return ""
	}
	tag := `<img src="` + html.EscapeString(src) + `" alt="` + html.EscapeString(attrOf(n, "alt")) + `"`
	if t := attrOf(n, "title"); t != "" {
		tag += ` title="` + html.EscapeString(t) + `"`
	}
	return tag + ">"
}

// ljUser writes the name that LiveJournal's tag shows.
func (b *blockBuilder) ljUser(n *html.Node) {
	for _, key := range [3]string{"user", "comm", "title"} {
		if name := attrOf(n, key); name != "" {
			b.write(name)
			break
		}
	}
	b.children(n)
}

// render writes a whole element, with the tags and attributes that a list, a
// table or a figure needs.
func (b *blockBuilder) render(sb *strings.Builder, n *html.Node) {
	if n.Type == html.TextNode {
		writeCollapsed(sb, n)
		return
	}
	if n.Type != html.ElementNode || isInvisible(n.Data) {
		return
	}
	st := b.styles.of(n)
	if st.hidden > 0 || hasAttr(n, "hidden") {
		b.drop(n, "hidden in the source")
		return
	}
	if id := attrOf(n, "id"); id != "" && b.wanted[id] {
		b.due = append(b.due, id)
	}
	switch n.Data {
	case "img", "image":
		sb.WriteString(b.imageTag(n))
		return
	case "br", "hr", "wbr":
		sb.WriteString("<" + n.Data + ">")
		return
	}
	var wrappers []wrapper
	if name := rawName(n.Data); name != "" {
		align := ""
		if name == "p" || name == "td" || name == "th" || name == "div" {
			align = alignOf(st.centred > 0, st.right > 0)
		}
		wrappers = append(wrappers, wrapper{"<" + name + align + rawAttrs(n) + ">", name})
		wrappers = append(wrappers, styleWrappersWithin(name, st)...)
	} else {
		wrappers = b.inlineWrappers(n, st)
	}
	for _, w := range wrappers {
		sb.WriteString(w.open)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.render(sb, c)
	}
	for i := len(wrappers) - 1; i >= 0; i-- {
		sb.WriteString("</" + wrappers[i].name + ">")
	}
}

// writeCollapsed writes a text with its white space made one, and none between
// blocks.
func writeCollapsed(sb *strings.Builder, n *html.Node) {
	for up := n.Parent; up != nil; up = up.Parent {
		if up.Data == "pre" {
			sb.WriteString(escape(n.Data))
			return
		}
		if isBlock(up.Data) {
			break
		}
	}
	words := strings.Join(strings.FieldsFunc(n.Data, func(r rune) bool { return r < 0x80 && isHTMLSpace(byte(r)) }), " ")
	edge := func(s *html.Node) bool {
		return s == nil && isBlock(n.Parent.Data) || s != nil && (s.Data == "br" || isBlock(s.Data))
	}
	if words == "" {
		if !edge(n.PrevSibling) && !edge(n.NextSibling) {
			sb.WriteByte(' ')
		}
		return
	}
	if isHTMLSpace(n.Data[0]) && !edge(n.PrevSibling) {
		words = " " + words
	}
	if isHTMLSpace(n.Data[len(n.Data)-1]) && !edge(n.NextSibling) {
		words += " "
	}
	sb.WriteString(escape(words))
}

// styleWrappersWithin gives the marks that may stand inside an element of this
// name: not in one that may hold only its own parts.
func styleWrappersWithin(name string, st cssStyle) []wrapper {
	switch name {
	case "p", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "figcaption", "caption", "dt", "summary":
		return marksOf(st)
	}
	return nil
}

// rawName is the tag under which an element stays in raw markup; "" for those
// that are inline.
func rawName(name string) string {
	switch name {
	case "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th",
		"blockquote", "figure", "figcaption", "details", "summary", "pre", "p",
		"h1", "h2", "h3", "h4", "h5", "h6":
		return name
	case "div", "section", "article", "header", "footer", "aside", "main", "center", "hgroup", "fieldset", "legend":
		return "div"
	case "menu", "dir":
		return "ul"
	}
	return ""
}

func rawAttrs(n *html.Node) string {
	out := langAttrs(n)
	for _, a := range n.Attr {
		switch a.Key {
		case "colspan", "rowspan", "start", "value", "type", "reversed", "open":
			out += " " + a.Key + `="` + html.EscapeString(a.Val) + `"`
		}
	}
	return out
}
