package decode

import (
	"net/url"
	"path"
	"strings"

	"golang.org/x/net/html"
)

// scanXML reads XML leniently, as the many makers of EPUBs write it. leaf is
// called at each end tag with the element's local name in lower case, its
// attributes, its own text and its depth; enter at each start tag.
func scanXML(text string, enter func(name string, attrs map[string]string), leave func(name string, attrs map[string]string, text string)) {
	type open struct {
		name  string
		attrs map[string]string
		text  strings.Builder
	}
	var stack []*open
	z := html.NewTokenizer(strings.NewReader(text))
	z.AllowCDATA(true)
	for {
		kind := z.Next()
		switch kind {
		case html.ErrorToken:
			return
		case html.TextToken:
			if len(stack) > 0 {
				stack[len(stack)-1].text.WriteString(string(z.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			o := &open{name: localXML(string(name)), attrs: map[string]string{}}
			for more {
				var key, val []byte
				key, val, more = z.TagAttr()
				o.attrs[localXML(string(key))] = string(val)
			}
			z.NextIsNotRawText()
			enter(o.name, o.attrs)
			if kind == html.SelfClosingTagToken {
				leave(o.name, o.attrs, "")
			} else if len(stack) < 256 {
				stack = append(stack, o)
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			local := localXML(string(name))
			if len(stack) > 0 && stack[len(stack)-1].name == local {
				o := stack[len(stack)-1]
				stack = stack[:len(stack)-1]
				leave(o.name, o.attrs, o.text.String())
			}
		}
	}
}

// localXML is an XML name without its prefix.
func localXML(name string) string { return name[strings.LastIndexByte(name, ':')+1:] }

// opf is what an EPUB's package file says.
type opf struct {
	dir      string
	fields   []opfField            // Dublin Core and meta, in order
	about    map[string][]opfField // those that say something of another, by its id
	manifest map[string]opfItem
	types    map[string]opfItem // by path
	spine    []spineItem
	guide    map[string]string // path -> cover, title-page, text, …
	ncx      string            // path, "" if none
	nav      string
	cover    string // path of the cover picture
}

// opfField is one piece of metadata: <dc:creator>, or <meta property>.
type opfField struct {
	name    string
	id      string
	text    string
	refines string
	attrs   map[string]string
}

type opfItem struct {
	path, mediaType, properties string
}

type spineItem struct {
	path   string
	linear bool
}

// parseOPF reads a package file. dir is the folder in which it lies.
func parseOPF(text, dir string) *opf {
	p := &opf{dir: dir, manifest: map[string]opfItem{}, types: map[string]opfItem{}, guide: map[string]string{}, about: map[string][]opfField{}}
	var toc, coverID string
	var spine []map[string]string
	inMeta := false
	scanXML(text, func(name string, attrs map[string]string) {
		inMeta = inMeta && name != "manifest" || name == "metadata"
		switch name {
		case "item":
			it := opfItem{path: p.resolve(attrs["href"]), mediaType: strings.ToLower(attrs["media-type"]), properties: attrs["properties"]}
			p.manifest[attrs["id"]], p.types[it.path] = it, it
		case "itemref":
			spine = append(spine, attrs)
		case "spine":
			toc = attrs["toc"]
		case "reference":
			p.guide[p.resolve(attrs["href"])] = strings.ToLower(attrs["type"])
		}
	}, func(name string, attrs map[string]string, text string) {
		if !inMeta {
			return
		}
		f := opfField{name: name, id: attrs["id"], text: oneLine(text), refines: strings.TrimPrefix(attrs["refines"], "#"), attrs: attrs}
		if name == "meta" && attrs["property"] != "" {
			f.name = attrs["property"]
		} else if name == "meta" {
			f.name, f.text = attrs["name"], oneLine(attrs["content"])
		} else if name == "description" {
			f.text = strings.TrimSpace(text)
		}
		if f.name == "cover" {
			coverID = f.text
		}
		p.fields = append(p.fields, f)
		if f.refines != "" {
			p.about[f.refines] = append(p.about[f.refines], f)
		}
	})
	for _, ref := range spine {
		it, ok := p.manifest[ref["idref"]]
		if !ok {
			it.path = ref["idref"]
		}
		p.spine = append(p.spine, spineItem{path: it.path, linear: ref["linear"] != "no"})
	}
	p.findParts(toc, coverID)
	return p
}

// findParts finds the contents and the cover among the manifest's items.
func (p *opf) findParts(toc, coverID string) {
	p.ncx = p.manifest[toc].path
	p.cover = p.manifest[coverID].path
	for _, it := range p.manifest {
		for prop := range strings.FieldsSeq(it.properties) {
			switch prop {
			case "nav":
				p.nav = it.path
			case "cover-image":
				p.cover = it.path
			}
		}
		if p.ncx == "" && it.mediaType == "application/x-dtbncx+xml" {
			p.ncx = it.path
		}
	}
}

// resolve makes a path in the zip of an address in the package file; its
// fragment is left out.
func (p *opf) resolve(href string) string {
	file, _ := resolveHref(p.dir, href)
	return file
}

// resolveHref makes a path in the zip and a fragment of an address in a file
// of folder dir; "" for one that leads out of the book.
func resolveHref(dir, href string) (file, frag string) {
	href = strings.TrimSpace(strings.ReplaceAll(href, `\`, "/"))
	if i := strings.IndexByte(href, ':'); i >= 0 && !strings.ContainsAny(href[:i], "/?#.") {
		return "", ""
	}
	href, frag, _ = strings.Cut(href, "#")
	href, _, _ = strings.Cut(href, "?")
	if plain, err := url.PathUnescape(href); err == nil {
		href = plain
	}
	if plain, err := url.PathUnescape(frag); err == nil {
		frag = plain
	}
	if href == "" {
		return "", frag
	}
	if strings.HasPrefix(href, "/") {
		dir = ""
	}
	return strings.TrimPrefix(path.Clean("/"+path.Join(dir, href)), "/"), frag
}

// find gives the fields of this name.
func (p *opf) find(name string) []opfField {
	var out []opfField
	for _, f := range p.fields {
		if f.name == name && f.refines == "" && f.text != "" {
			out = append(out, f)
		}
	}
	return out
}

// refined gives what other fields say of the one with this id.
func (p *opf) refined(id, property string) (values []string) {
	if id == "" {
		return nil
	}
	for _, f := range p.about[id] {
		if f.name == property {
			values = append(values, f.text)
		}
	}
	return values
}

// refinement is the first of what other fields say.
func (p *opf) refinement(id, property string) string {
	return firstOf(p.refined(id, property)...)
}
