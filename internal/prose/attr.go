package prose

import (
	"strings"

	"golang.org/x/net/html"
)

// attributes gives the attributes of a block or picture that may stay, in the
// author's order, and those that its element always has.
func (b *builder) attributes(t html.Token) []html.Attribute {
	var kept []html.Attribute
	for _, a := range t.Attr {
		if a.Namespace != "" || has(kept, a.Key) {
			continue
		}
		if b.pasted.drops(t.Data, a.Key, a.Val) {
			continue
		}
		if v, ok := b.value(t.Data, a.Key, scrub(a.Val)); ok {
			kept = append(kept, html.Attribute{Key: a.Key, Val: v})
		}
	}
	if !has(kept, "align") {
		if v := alignment(b.pasted.style(t)); v != "" && blocks[t.Data] && !b.pasted.drops(t.Data, "align", v) {
			kept = append(kept, html.Attribute{Key: "align", Val: v})
		}
	}
	if b.anchored {
		return kept
	}
	return append(always(t.Data, kept), b.pasted.adds(t)...)
}

func has(attrs []html.Attribute, key string) bool {
	for _, a := range attrs {
		if a.Key == key {
			return true
		}
	}
	return false
}

// always adds the attributes that links and media must have.
func always(name string, kept []html.Attribute) []html.Attribute {
	var more [][2]string
	switch name {
	case "a":
		if has(kept, "href") {
			more = [][2]string{{"rel", "nofollow"}}
		}
	case "audio":
		more = [][2]string{{"controls", "controls"}, {"crossorigin", "anonymous"}, {"preload", "metadata"}}
	case "video":
		more = [][2]string{{"controls", "controls"}, {"crossorigin", "anonymous"}, {"playsinline", "playsinline"}, {"preload", "metadata"}}
	case "embed":
		more = [][2]string{{"allowscriptaccess", "never"}}
	}
	for _, m := range more {
		if !has(kept, m[0]) {
			kept = append(kept, html.Attribute{Key: m[0], Val: m[1]})
		}
	}
	return kept
}

// value cleans the value of one attribute and tells whether it may stay.
func (b *builder) value(name, key, v string) (string, bool) {
	if b.anchored {
		switch key {
		case "id", "role", "aria-label", "rel", "loading":
			return v, true
		}
	}
	if key == "class" {
		v = classes(v)
		return v, v != "" && b.field != Summary
	}
	if !everywhere[key] && !attributes[name][key] {
		return "", false
	}
	switch key {
	case "align":
		v = strings.ToLower(strings.TrimSpace(v))
		return v, alignments[v]
	case "dir":
		v = strings.ToLower(strings.TrimSpace(v))
		return v, v == "ltr" || v == "rtl" || v == "auto"
	case "lang":
		v = strings.TrimSpace(v)
		return v, isLanguage(v)
	case "width", "height", "border", "span", "colspan", "rowspan", "start", "value":
		v = strings.TrimSpace(v)
		return v, isNumber(v, key)
	case "controls", "loop", "muted", "default", "open", "playsinline":
		return key, true
	case "crossorigin":
		return "anonymous", true
	case "preload":
		return "metadata", true
	case "href", "cite", "src", "poster":
		v = b.address(name, key, v)
		return v, v != ""
	case "allowscriptaccess":
		return "never", true
	case "flashvars":
		return secureVars(v), true
	}
	return v, true
}

var alignments = set("left right center justify top middle bottom baseline")

// classes keeps the names that begin with a letter and go on with letters,
// digits, "_" and "-". Names that word processors leave behind are dropped.
func classes(v string) string {
	var kept []string
	for _, name := range strings.Fields(v) {
		if isClass(name) && !leftover(name) {
			kept = append(kept, name)
		}
	}
	return strings.Join(kept, " ")
}

func isClass(name string) bool {
	for i, r := range name {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || r != '_' && r != '-' && (r < '0' || r > '9')) {
			return false
		}
	}
	return true
}

func isLanguage(v string) bool {
	if v == "" || len(v) > 35 {
		return false
	}
	for i, part := range strings.Split(v, "-") {
		if part == "" || len(part) > 8 {
			return false
		}
		for _, r := range part {
			letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
			if !letter && (i == 0 || r < '0' || r > '9') {
				return false
			}
		}
	}
	return true
}

// isNumber tells whether a value is a whole number that its attribute may have.
func isNumber(v, key string) bool {
	digits := v
	switch key {
	case "width", "height":
		digits = strings.TrimSuffix(v, "%")
	case "start", "value":
		digits = strings.TrimPrefix(v, "-")
	}
	if digits == "" || len(digits) > 5 {
		return false
	}
	for _, r := range digits {
		if r < '0' || r > '9' {
			return false
		}
	}
	switch key {
	case "span", "colspan", "rowspan":
		return len(digits) < 4 && strings.Trim(digits, "0") != ""
	}
	return true
}
