package epub

import (
	"cmp"
	"strconv"
	"strings"
)

// chapterKind is what e-readers are told of a kind of chapter.
type chapterKind struct{ class, epubType, role string }

// kindOf gives a chapter's kind; one that is not known is simply a chapter.
func kindOf(kind string) chapterKind {
	switch kind {
	case "prologue":
		return chapterKind{"chapter prologue", "prologue", "doc-prologue"}
	case "epilogue":
		return chapterKind{"chapter epilogue", "epilogue", "doc-epilogue"}
	case "notice":
		return chapterKind{"chapter notice", "notice", "doc-notice"}
	case "interlude":
		return chapterKind{"chapter interlude", "chapter", "doc-chapter"}
	case "side_story":
		return chapterKind{"chapter side-story", "chapter", "doc-chapter"}
	default:
		return chapterKind{"chapter", "chapter", "doc-chapter"}
	}
}

// chapter writes chapter n, and the pictures that it is the first to show.
func (p *press) chapter(c Chapter, n int) error {
	c.Label, c.Title = line(c.Label), line(c.Title)
	if c.Label+c.Title == "" {
		c.Label = p.book.Texts.Chapter + " " + strconv.Itoa(n)
	}
	title := c.heading()
	if err := p.setChapter(c); err != nil {
		return err
	}
	names := p.fileNames(fragmentID("chapter-" + cmp.Or(c.ID, strconv.Itoa(n))))
	p.toc = append(p.toc, tocEntry{title, names[0]})
	if p.start == "" {
		p.start = names[0]
	}
	s := sheet{title: title, lang: p.book.Lang, dir: p.book.Dir, body: "bodymatter", close: "</section>\n"}
	if lang := languageTag(c.Lang); lang != "" {
		s.lang = lang
	}
	if dir := direction(c.Dir); dir != "" {
		s.dir = dir
	}
	var open page
	kind := kindOf(c.Kind)
	open.open("section", "class", kind.class, "epub:type", kind.epubType, "role", kind.role, "aria-label", title)
	if s.skinned = p.book.Skin != nil; s.skinned {
		open.open("div", "id", Skinned)
		s.close = "</div>" + s.close
	}
	s.open = string(open.out) + "\n"
	for i := range names {
		if err := p.addPage(s, names, i); err != nil {
			return err
		}
	}
	return p.album.write()
}

// heading is a chapter's label and title in a line.
func (c *Chapter) heading() string {
	if c.Label == "" || c.Title == "" {
		return c.Label + c.Title
	}
	return c.Label + ": " + c.Title
}

// setHeading sets a chapter's heading, its title marked beside the label.
func (p *press) setHeading(c Chapter) {
	p.page.open("h1", "class", "chapter-title")
	p.page.text(c.Label)
	if c.Label != "" && c.Title != "" {
		p.page.raw(`: <span class="title">`)
		p.page.text(c.Title)
		p.page.raw("</span>")
	} else {
		p.page.text(c.Title)
	}
	p.page.close("h1")
}

// setChapter sets the content of a chapter.
func (p *press) setChapter(c Chapter) error {
	p.page.reset()
	if p.book.Skin != nil {
		p.page.files[Skinned] = 0 // the id is taken
	}
	p.setHeading(c)
	if by := line(strings.Join(c.Authors, ", ")); by != "" {
		p.page.element("p", p.book.Texts.By+" "+by, "class", "byline")
	}
	if err := p.fragment("summary", p.book.Texts.Summary, c.Summary); err != nil {
		return err
	}
	if err := p.fragment("notes", p.book.Texts.Notes, c.NotesBefore); err != nil {
		return err
	}
	if err := p.set.setIn("text", "", c.Body); err != nil {
		return err
	}
	return p.fragment("notes", p.book.Texts.EndNotes, c.NotesAfter)
}
