package prose

import (
	"strings"

	"golang.org/x/net/html"
)

// inlineElements gives what an inline tag stands for: usually itself; nothing
// for the wrappers that word processors leave behind; <em>, <strong> and so on
// for a span that says it by style.
func (b *builder) inlineElements(t html.Token) []element {
	attrs := b.attributes(t)
	style := declarations(b.pasted.style(t))
	switch t.Data {
	case "b", "strong", "em", "i":
		if plainStyle(style) || strings.HasPrefix(attr(t.Attr, "id"), "docs-internal-guid") {
			return nil
		}
	case "a":
		attrs = b.pasted.link(b.linkAttributes(attrs))
		if len(attrs) == 0 {
			return nil
		}
	case "span":
		gives := styled(style)
		if len(attrs) > 0 {
			gives = append([]element{{name: "span", attr: attrs}}, gives...)
		}
		return gives
	}
	return []element{{name: t.Data, attr: attrs}}
}

// declarations reads an inline style, names and values in lower case.
func declarations(style string) map[string]string {
	if style == "" {
		return nil
	}
	d := make(map[string]string)
	for _, part := range strings.Split(style, ";") {
		name, value, ok := strings.Cut(part, ":")
		if ok {
			d[strings.ToLower(strings.TrimSpace(name))] = strings.ToLower(strings.TrimSpace(value))
		}
	}
	return d
}

// plainStyle tells whether a style takes away what its element stands for.
func plainStyle(d map[string]string) bool {
	return d["font-weight"] == "normal" || d["font-weight"] == "400" || d["font-style"] == "normal"
}

// styled gives the elements that say what a span's style says.
func styled(d map[string]string) []element {
	var gives []element
	add := func(name string) { gives = append(gives, element{name: name}) }
	switch d["font-weight"] {
	case "bold", "bolder", "600", "700", "800", "900":
		add("strong")
	}
	switch d["font-style"] {
	case "italic", "oblique":
		add("em")
	}
	line := d["text-decoration"] + " " + d["text-decoration-line"]
	if strings.Contains(line, "underline") {
		add("u")
	}
	if strings.Contains(line, "line-through") {
		add("s")
	}
	switch d["vertical-align"] {
	case "super":
		add("sup")
	case "sub":
		add("sub")
	}
	return gives
}

// alignment gives the alignment that a style asks for, if it is not the usual.
func alignment(style string) string {
	switch v := declarations(style)["text-align"]; v {
	case "center", "right", "justify":
		return v
	}
	return ""
}

// listBullet tells the bullet that Word types out before each list item.
func listBullet(style string) bool {
	return strings.ToLower(strings.ReplaceAll(declarations(style)["mso-list"], " ", "")) == "ignore"
}

// leftover tells the class names of word processors, which mean nothing here.
func leftover(name string) bool {
	return strings.HasPrefix(name, "Mso") || strings.HasPrefix(name, "Apple-") || name == "western" || name == "ctl"
}

// linkAttributes gives the link of a footnote without the anchors that we gave it.
func (b *builder) linkAttributes(attrs []html.Attribute) []html.Attribute {
	if b.anchored || attr(attrs, "class") != "fnref" {
		return attrs
	}
	for i, a := range attrs {
		if a.Key == "href" && strings.HasPrefix(a.Val, "#") {
			if at := strings.LastIndex(a.Val, "-fn"); at > 0 && isNumber(a.Val[at+3:], "value") {
				attrs[i].Val = "#" + a.Val[at+1:]
			}
		}
	}
	return attrs
}
