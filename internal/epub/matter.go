package epub

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// frontMatter writes the style sheet, the cover and the preface.
func (p *press) frontMatter() error {
	for _, reserved := range []string{"nav.xhtml", "toc.ncx", "package.opf"} {
		p.names[reserved] = true
	}
	style := manifestItem{name: p.name("style", ".css"), mediaType: "text/css"}
	if err := p.add(style, slices.Concat(styleSheet, []byte(p.book.Style))); err != nil {
		return err
	}
	if err := p.skin(); err != nil {
		return err
	}
	if err := p.cover(); err != nil {
		return err
	}
	return p.preface()
}

// cover writes the cover, and the page that shows it.
func (p *press) cover() error {
	b := &p.book
	if err := p.coverImage(); err != nil {
		return err
	}
	p.page.reset()
	p.page.open("div", "class", "cover")
	p.page.raw("<img")
	p.page.attr("src", p.coverFile)
	p.page.attr("alt", b.Texts.Cover+": "+b.Title+p.byline(" "+b.Texts.By+" "))
	p.page.raw("/></div>\n")
	return p.addPage(sheet{title: b.Texts.Cover, lang: b.Lang, dir: b.Dir, body: "cover"},
		[]string{p.name("cover", ".xhtml")}, 0)
}

// coverImage writes the picture on the cover: the work's own, or one that is drawn.
func (p *press) coverImage() error {
	c := p.book.Cover
	ext := extension(c.Type)
	if ext == "" || c.Open == nil {
		p.coverFile = p.name("cover", ".svg")
		return p.add(manifestItem{name: p.coverFile, mediaType: "image/svg+xml", properties: "cover-image"}, coverSVG(&p.book))
	}
	p.coverFile = p.name("cover", ext)
	p.album.any, p.album.moving = true, p.album.moving || c.Type == "image/gif"
	p.written = append(p.written, manifestItem{name: p.coverFile, mediaType: c.Type, properties: "cover-image"})
	return p.out.addFrom("EPUB/"+p.coverFile, c.Open)
}

// skin writes the author's own style sheet, and the pictures that it shows.
func (p *press) skin() error {
	if p.book.Skin == nil {
		return nil
	}
	css := p.book.Skin(func(picture string) string {
		file, _, err := p.album.show(picture)
		if err != nil {
			return ""
		}
		return file
	})
	if err := p.add(manifestItem{name: p.name("skin", ".css"), mediaType: "text/css"}, []byte(css)); err != nil {
		return err
	}
	return p.album.write()
}

// byline gives the names of the authors after prefix, or "".
func (p *press) byline(prefix string) string {
	var names []string
	for _, a := range p.book.Authors {
		if n := line(a.Name); n != "" {
			names = append(names, n)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return prefix + strings.Join(names, ", ")
}

// preface writes the title page: all that the archive shows above a story.
func (p *press) preface() error {
	b, page := &p.book, p.page
	page.reset()
	page.element("h1", b.Title, "class", "title")
	if by := p.byline(b.Texts.By + " "); by != "" {
		page.element("p", by, "class", "byline")
	}
	p.dedications()
	p.rows()
	if err := p.fragment("summary", b.Texts.Summary, b.Summary); err != nil {
		return err
	}
	if err := p.fragment("notes", b.Texts.Notes, b.NotesBefore); err != nil {
		return err
	}
	p.credits()
	return p.matterPage("preface", b.Texts.Preface, "frontmatter", "titlepage")
}

// dedications sets whom the book is dedicated to.
func (p *press) dedications() {
	for i, d := range p.book.Dedications {
		words := line(d.Text)
		if words == "" {
			continue
		}
		if i == 0 {
			p.page.open("div", "class", "dedication", "epub:type", "dedication", "role", "doc-dedication",
				"aria-label", p.book.Texts.Dedication)
			defer p.page.close("div")
		}
		p.page.element("p", words, "class", d.Class)
	}
}

// rows sets the list of the preface, without the rows that say nothing.
func (p *press) rows() {
	rows := slices.DeleteFunc(slices.Clone(p.book.Rows), func(r Row) bool { return len(r.Values) == 0 })
	if len(rows) == 0 {
		return
	}
	p.page.open("dl", "class", "rows")
	for _, r := range rows {
		p.page.element("dt", line(r.Label))
		p.page.raw("<dd>")
		for i, v := range r.Values {
			if i > 0 {
				p.page.raw(", ")
			}
			p.page.raw(`<span class="value">`)
			p.page.anchor(line(v.Text), webAddress(p.set.base, v.URL))
			p.page.raw("</span>")
		}
		p.page.close("dd")
	}
	p.page.close("dl")
}

// credits sets what belongs to whom.
func (p *press) credits() {
	if len(p.book.Credits) == 0 {
		return
	}
	p.page.open("div", "class", "credits")
	p.page.element("h2", p.book.Texts.Credits)
	p.page.raw("<ul>\n")
	for _, c := range p.book.Credits {
		p.page.raw("<li>")
		if label := line(c.Label); label != "" {
			p.page.text(label + ": ")
		}
		p.page.anchor(line(c.Text), webAddress(p.set.base, c.URL))
		p.page.close("li")
	}
	p.page.close("ul")
	p.page.close("div")
}

// backMatter writes what follows the story, and then what the whole book is: its
// contents and its list of files.
func (p *press) backMatter() error {
	if err := p.afterword(); err != nil {
		return err
	}
	if err := p.album.write(); err != nil {
		return err
	}
	if err := p.add(manifestItem{name: "nav.xhtml", mediaType: xhtmlType, properties: "nav"}, p.nav()); err != nil {
		return err
	}
	if err := p.add(manifestItem{name: "toc.ncx", mediaType: "application/x-dtbncx+xml"}, p.ncx()); err != nil {
		return err
	}
	if err := p.out.add("EPUB/package.opf", p.packageDocument()); err != nil {
		return err
	}
	return p.out.close()
}

// afterword writes the notes at the end and where the story was posted. A book
// with nothing of the kind has none.
func (p *press) afterword() error {
	b, page := &p.book, p.page
	page.reset()
	page.element("h1", b.Texts.Afterword)
	before := len(page.out)
	if err := p.fragment("notes", b.Texts.EndNotes, b.NotesAfter); err != nil {
		return err
	}
	if source := line(b.Source); source != "" {
		page.raw(`<p class="source">`)
		page.text(b.Texts.PostedAt + " ")
		page.anchor(source, webAddress(nil, source))
		page.close("p")
	}
	for _, d := range []struct {
		label string
		date  time.Time
	}{{b.Texts.Published, b.Published}, {b.Texts.Modified, b.Modified}} {
		if d.date.Unix() > 0 {
			page.element("p", d.label+" "+d.date.UTC().Format(time.DateOnly), "class", "date")
		}
	}
	if rights := line(b.Rights); rights != "" {
		page.element("p", rights, "class", "rights")
	}
	if len(page.out) == before {
		return nil
	}
	return p.matterPage("afterword", b.Texts.Afterword, "backmatter", "afterword")
}

// matterPage writes the page that was set as a page before or after the story.
func (p *press) matterPage(stem, title, body, kind string) error {
	b := &p.book
	var s page
	role := ""
	if kind == "afterword" {
		role = "doc-afterword"
	}
	s.open("section", "class", stem, "epub:type", kind, "role", role, "aria-label", title)
	names := p.fileNames(stem)
	p.toc = append(p.toc, tocEntry{title, names[0]})
	for n := range names {
		err := p.addPage(sheet{title: title, lang: b.Lang, dir: b.Dir, body: body,
			open: string(s.out) + "\n", close: "</section>\n"}, names, n)
		if err != nil {
			return err
		}
	}
	return nil
}

// fileNames gives names to the files of the page that was set.
func (p *press) fileNames(stem string) []string {
	names := make([]string, 0, len(p.page.cuts)+1)
	names = append(names, p.name(stem, ".xhtml"))
	for n := range p.page.cuts {
		names = append(names, p.name(stem+".part"+strconv.Itoa(n+2), ".xhtml"))
	}
	return names
}
