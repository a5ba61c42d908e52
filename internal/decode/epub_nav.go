package decode

import (
	"path"
	"strings"

	"golang.org/x/net/html"
)

// navEntry is one line of a book's contents.
type navEntry struct {
	title      string
	file, frag string
	children   []navEntry
}

// loadContents reads the contents from the EPUB 3 navigation, or from the NCX
// of EPUB 2, and what landmarks and guide call each file.
func (b *epubBook) loadContents() {
	for file, kind := range b.opf.guide {
		b.marks[file] = kind
	}
	if text := b.xml(b.opf.nav); text != "" {
		if doc, err := parseMarkup(text); err == nil {
			b.readNav(doc, path.Dir("/" + b.opf.nav)[1:])
		}
	}
	if len(b.nav) == 0 {
		b.nav = parseNCX(b.xml(b.opf.ncx), path.Dir("/" + b.opf.ncx)[1:])
	}
}

// readNav reads the nav elements of a navigation file.
func (b *epubBook) readNav(n *html.Node, dir string) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		if c.Data != "nav" {
			b.readNav(c, dir)
			continue
		}
		list := findElement(c, "ol")
		switch {
		case list == nil:
		case hasType(c, "toc"), attrOf(c, "epub:type") == "" && b.nav == nil:
			b.nav = navList(list, dir)
		case hasType(c, "landmarks"):
			b.readLandmarks(list, dir)
		}
	}
}

func (b *epubBook) readLandmarks(list *html.Node, dir string) {
	var links []*html.Node
	collectLinks(list, &links)
	for _, a := range links {
		file, frag := resolveHref(dir, attrOf(a, "href"))
		if frag == "" && b.marks[file] == "" {
			b.marks[file] = strings.ToLower(attrOf(a, "epub:type"))
		}
	}
}

// navList reads one list of the contents.
func navList(list *html.Node, dir string) []navEntry {
	var out []navEntry
	for li := list.FirstChild; li != nil; li = li.NextSibling {
		if li.Type != html.ElementNode || li.Data != "li" {
			continue
		}
		var e navEntry
		for c := li.FirstChild; c != nil; c = c.NextSibling {
			switch {
			case c.Type == html.ElementNode && (c.Data == "ol" || c.Data == "ul"):
				e.children = append(e.children, navList(c, dir)...)
			case e.title == "":
				e.title = oneLine(textOf(c))
				if a := linkIn(c); a != nil {
					e.file, e.frag = resolveHref(dir, attrOf(a, "href"))
				}
			}
		}
		out = append(out, e)
	}
	return out
}

func linkIn(n *html.Node) *html.Node {
	if n.Type == html.ElementNode && n.Data == "a" {
		return n
	}
	return findElement(n, "a")
}

// parseNCX reads the contents of an EPUB 2.
func parseNCX(text, dir string) []navEntry {
	root := &navEntry{}
	stack := []*navEntry{root}
	inLabel := false
	scanXML(text, func(name string, attrs map[string]string) {
		top := stack[len(stack)-1]
		switch name {
		case "navpoint":
			stack = append(stack, &navEntry{})
		case "navlabel":
			inLabel = len(stack) > 1
		case "content":
			if len(stack) > 1 && top.file == "" {
				top.file, top.frag = resolveHref(dir, attrs["src"])
			}
		}
	}, func(name string, _ map[string]string, text string) {
		top := stack[len(stack)-1]
		switch name {
		case "text":
			if inLabel && top.title == "" {
				top.title = oneLine(text)
			}
		case "navlabel":
			inLabel = false
		case "navpoint":
			if len(stack) > 1 {
				stack = stack[:len(stack)-1]
				up := stack[len(stack)-1]
				up.children = append(up.children, *top)
			}
		}
	})
	return root.children
}

// wantPlaces notes the ids at which the contents point, file by file.
func (b *epubBook) wantPlaces() {
	var walk func([]navEntry)
	walk = func(entries []navEntry) {
		for i := range entries {
			e := &entries[i]
			if found := b.pack.find(e.file); e.file != "" && found != nil {
				e.file = found.name
			}
			if d := b.byPath[e.file]; d != nil {
				if e.frag != "" {
					if b.wanted[e.file] == nil {
						b.wanted[e.file] = map[string]bool{}
					}
					b.wanted[e.file][e.frag] = true
				}
				if d.navName == "" && (e.frag == "" || d.navName == "") {
					d.navName = e.title
				}
			}
			walk(e.children)
		}
	}
	walk(b.nav)
}
