package web

import "strings"

// tagIcon is the icon of a tag's kind; freeforms have none.
func tagIcon(kind, name string) string {
	switch kind {
	case "relationship":
		if strings.Contains(name, "&") && !strings.Contains(name, "/") {
			return "friendship"
		}
		return kind
	case "fandom", "character", "warning":
		return kind
	}
	return ""
}

func noticeIcon(kind string) string {
	if kind == "ok" {
		return "check"
	}
	return "warning"
}

func typeOf(f Input) string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

// shown lists the pages to draw, 0 for a gap: the first, two before and after
// the current one, the last. A gap of a single page is that page.
func (p Pager) shown() []int {
	const around = 2
	var out []int
	for n := 1; n <= p.Last; n++ {
		switch {
		case n == 1, n == p.Last, n >= p.Page-around && n <= p.Page+around:
			out = append(out, n)
		case n == 2 && p.Page-around == 3, n == p.Last-1 && p.Page+around == p.Last-2:
			out = append(out, n)
		case n < p.Page:
			out = append(out, 0)
			n = max(n, p.Page-around-1)
		default:
			out = append(out, 0)
			n = max(n, p.Last-1)
		}
	}
	return out
}
