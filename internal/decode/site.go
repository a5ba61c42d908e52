package decode

import (
	"context"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// site knows the files that one site or program makes, by the marks that it
// leaves in them. Such a file is understood by its marks and not by guessing.
type site struct {
	// signs is a quick look whether the marks may be there.
	signs func(f *siteFile) bool
	// read gives the file's works, in order; none when the marks are not there
	// after all, or too little of them. An error is for a file that holds no work
	// at all, such as a page that asks to log in; it is a *Problem.
	read func(p *sitePage) ([]toldWork, error)
}

// sites are the makers that are known, those with the hardest marks first.
func sites() []site {
	return slices.Concat([]site{mergedBook(), ficsteadPage(), ficsteadBook(), otwGate(), otwPage(), otwDownload()}, storySites())
}

// textSites read the plain texts of known makers; each gives nil for a text
// that is not its own. The text's line ends are "\n".
func textSites() []func(text string) *toldWork {
	return []func(text string) *toldWork{ficsteadText, fanFicFareText}
}

// siteFile is a file of which nobody knows yet who made it.
type siteFile struct {
	path  string   // of the file, for sentences about it
	opf   *opf     // of an EPUB; nil for a page
	texts []string // the markup of the page, or of each file of an EPUB's spine
}

// has tells whether the words stand in the markup of any of the files.
func (f *siteFile) has(words string) bool {
	return slices.ContainsFunc(f.texts, func(t string) bool { return strings.Contains(t, words) })
}

// sitePage is the parsed form of a siteFile.
type sitePage struct {
	path   string
	opf    *opf
	text   string            // the markup of a page; "" for an EPUB
	titles map[string]string // of an EPUB: what its contents call each file
	parts  []sitePart
}

// sitePart is a page, or one file of an EPUB's spine. The ids of an EPUB's parts
// are unique among them all and links between them are "#id", so that parts may
// be laid together; pictures that are in the book have the address "pack:PATH".
type sitePart struct {
	path string // in the EPUB; "" for a page
	doc  *html.Node
	body *html.Node
}

// whole is one tree with everything in it: the page's body, or that of an EPUB's
// first part, into which the content of the others was moved.
func (p *sitePage) whole() *html.Node {
	for _, part := range p.parts[1:] {
		moveChildren(p.parts[0].body, part.body)
	}
	return p.parts[0].body
}

// toldWork is one work as its maker's marks tell it. The nodes in it are taken out
// of the page; what is left of the page goes into the report.
type toldWork struct {
	// declared has Maker and all fields that the marks give; HTML fields only when
	// they have no pictures and notes, otherwise they are below as nodes.
	declared Manuscript
	summary  []*html.Node
	before   []*html.Node // notes before the work
	after    []*html.Node // notes behind it
	chapters []toldChapter
	// posted is how many chapters the work has according to the marks, 0 when they
	// don't say; a file may have fewer.
	posted int
	// known is set when all that stands round the text was marked; otherwise
	// notes are still looked for at the ends of chapters.
	known bool
	// uncut is set for a text of which nobody marked where its chapters begin.
	uncut bool
	// verbatim is set when the markup is our own and is taken as it is.
	verbatim bool
	// rest is what remains of the page round this work, for the report.
	rest *html.Node
}

// toldChapter is one chapter as its maker's marks tell it.
type toldChapter struct {
	title                  string
	kind                   ChapterKind // "" when nobody said
	summary, before, after []*html.Node
	body                   []*html.Node
	// text is the body of a chapter of a plain text, instead of nodes.
	text string
}

// siteReader makes manuscripts of what the marks tell.
type siteReader struct {
	path   string
	way    Cuts
	page   bool // a page, whose navigation is no part of a story
	styles styleSheet
	// picture takes a picture into the set and gives its address in it.
	picture func(set *pictureSet, src string) string
}

// tellPage reads a page of a known maker; nil when nobody knows it.
func tellPage(ctx context.Context, in fileInput, text string) ([]Manuscript, error) {
	f := &siteFile{path: in.path, texts: []string{text}}
	parse := func() (*sitePage, error) {
		doc, err := parseMarkup(text)
		if err != nil {
			return nil, err
		}
		body := findElement(doc, "body")
		if body == nil {
			body = doc
		}
		return &sitePage{path: in.path, text: text, parts: []sitePart{{doc: doc, body: body}}}, nil
	}
	r := &siteReader{
		path: in.path, way: in.choices.Cuts, page: true, styles: styleSheet{},
		picture: func(set *pictureSet, src string) string { return set.resolve(src, in.beside) },
	}
	return r.tell(ctx, f, parse, func(p *sitePage) { collectStyles(p.parts[0].doc, r.styles) })
}

// tellBook reads an EPUB of a known maker; nil when nobody knows it.
func (b *epubBook) tellBook(ctx context.Context, name string) ([]Manuscript, error) {
	f := &siteFile{path: name, opf: b.opf}
	for _, d := range b.docs {
		f.texts = append(f.texts, d.text)
	}
	r := &siteReader{path: name, way: b.way, styles: styleSheet{}, picture: b.packPicture}
	return r.tell(ctx, f, func() (*sitePage, error) { return b.sitePage(name) }, func(p *sitePage) {
		for i, d := range b.docs {
			for class, st := range b.styles(p.parts[i].doc, d) {
				r.styles[class] = st
			}
		}
	})
}

// tellText reads a plain text of a known maker.
func tellText(in fileInput, text string) (Manuscript, bool) {
	r := &siteReader{path: in.path, way: in.choices.Cuts, styles: styleSheet{}, picture: func(*pictureSet, string) string { return "" }}
	for _, read := range textSites() {
		if t := read(strings.Join(sourceLines(text), "\n")); t != nil {
			return r.finished(t), true
		}
	}
	return Manuscript{}, false
}

// tell asks the makers one by one. A page is parsed anew for each that sees
// signs of itself, since reading takes it apart.
func (r *siteReader) tell(ctx context.Context, f *siteFile, parse func() (*sitePage, error), dress func(*sitePage)) ([]Manuscript, error) {
	for _, s := range sites() {
		if !s.signs(f) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		p, err := parse()
		if err != nil {
			return nil, nil // the general reader says why
		}
		dress(p)
		works, err := s.read(p)
		if err != nil {
			return nil, err
		}
		if len(works) > 0 {
			return r.manuscripts(ctx, p, works)
		}
	}
	return nil, nil
}

// manuscripts makes the works of a page; the first gets what is left of it.
func (r *siteReader) manuscripts(ctx context.Context, p *sitePage, works []toldWork) ([]Manuscript, error) {
	var out []Manuscript
	for i := range works {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		out = append(out, r.finished(&works[i]))
	}
	for _, part := range p.parts {
		dropRest(&out[0], part.body)
	}
	return out, nil
}

// finished makes one work.
func (r *siteReader) finished(t *toldWork) Manuscript {
	var m Manuscript
	if t.verbatim {
		m = r.verbatim(t)
	} else {
		m = r.manuscript(t)
	}
	if t.rest != nil {
		dropRest(&m, t.rest)
	}
	setOrigins(&m, t)
	if n := len(m.Chapters); t.posted > n {
		m.Guesses = append(m.Guesses, Guess{Field: "chapters", Value: strconv.Itoa(n) + " of " + strconv.Itoa(t.posted), Confidence: 1})
	}
	return m
}

// manuscript has one work understood.
func (r *siteReader) manuscript(t *toldWork) Manuscript {
	pictures, notes := newPictureSet(), newNoteBook()
	b := &blockBuilder{
		styles: r.styles, page: r.page, places: map[string]int{},
		picture: func(src string) string { return r.picture(pictures, src) },
	}
	root, frames := t.frame()
	resolve := func(href string) string {
		if frag, ok := strings.CutPrefix(href, "#"); ok && frag != "" {
			return "#" + frag
		}
		return ""
	}
	notes.scan("", rendered(root), resolve)
	notes.settle()
	cutter := &noteCutter{book: notes, resolve: resolve, blocks: b.noteMarkup}
	cutter.cut(root)

	src := Source{File: r.path, Declared: t.declared, Known: t.known, Cuts: r.way}
	markup := func(n *html.Node) string { return r.markup(b, n) }
	setMarkup(&src.Declared.Summary, markup(frames.summary))
	setMarkup(&src.Declared.NotesBefore, markup(frames.before))
	for i, c := range t.chapters {
		at := frames.chapters[i]
		cut := ChapterCut{At: len(src.Blocks), Kind: c.kind, Summary: markup(at.summary), NotesBefore: markup(at.before)}
		if cut.Title = c.title; c.title != "" && (c.kind != "" || !namesItsKind(c.title)) {
			cut.Title = wholeTitle + c.title
		}
		if !t.uncut {
			src.Blocks = append(src.Blocks, Block{Kind: PageTurn})
		}
		src.Blocks = append(src.Blocks, r.blocks(b, at.body)...)
		if c.text != "" {
			src.Blocks = append(src.Blocks, textBlocks(c.text)...)
		}
		cut.NotesAfter = markup(at.after)
		src.Cut = append(src.Cut, cut)
	}
	setMarkup(&src.Declared.NotesAfter, markup(frames.after))
	for i := range src.Blocks {
		src.Blocks[i].Line = i + 1
	}
	switch {
	case t.uncut:
		var gone []Dropped
		src.Blocks, src.Cut, gone = settleCuts(src.Blocks, chosenCuts(src.Blocks, r.way, headingCuts(src.Blocks)))
		src.Declared.Dropped = slices.Concat(src.Declared.Dropped, gone)
	case len(t.chapters) == 1 && r.way != CutsAuto:
		src.Blocks, src.Cut, src.Declared.Dropped = recut(src, r.way)
	}
	m := understand(src)
	unmarkTitles(&m)
	m.Dropped = slices.Concat(m.Dropped, b.dropped, cutter.dropped)
	m.Pictures = append(m.Pictures, pictures.list...)
	placeNotes(&m, notes.notes)
	m.Footnotes = countFootnotes(&m)
	return m
}

// recut cuts a work of one chapter in the way that a person chose; the notes of
// that chapter stay round the whole.
func recut(src Source, way Cuts) ([]Block, []ChapterCut, []Dropped) {
	one := src.Cut[0]
	blocks, cuts, gone := settleCuts(src.Blocks, chosenCuts(src.Blocks, way, nil))
	if len(cuts) == 0 {
		return src.Blocks, src.Cut, src.Declared.Dropped
	}
	cuts[0].Summary, cuts[0].NotesBefore = one.Summary, one.NotesBefore
	cuts[len(cuts)-1].NotesAfter = one.NotesAfter
	return blocks, cuts, slices.Concat(src.Declared.Dropped, gone)
}

// blocks makes the blocks of one stretch. b keeps what was dropped.
func (r *siteReader) blocks(b *blockBuilder, n *html.Node) []Block {
	inner := &blockBuilder{styles: b.styles, picture: b.picture, page: b.page, places: map[string]int{}}
	blocks := inner.build(n)
	b.dropped = append(b.dropped, inner.dropped...)
	return blocks
}

func (r *siteReader) markup(b *blockBuilder, n *html.Node) string {
	return blocksMarkup(r.blocks(b, n))
}

func setMarkup(field *string, markup string) {
	if markup != "" {
		*field = markup
	}
}

// sitePage parses the files of a book, with ids that are unique in it.
func (b *epubBook) sitePage(name string) (*sitePage, error) {
	p := &sitePage{path: name, opf: b.opf, titles: navTitles(b.nav)}
	ids := newBookIDs()
	for i, d := range b.docs {
		doc, err := parseMarkup(d.text)
		if err != nil {
			return nil, err
		}
		body := findElement(doc, "body")
		if body == nil {
			body = doc
		}
		ids.collect(d.path, i, body)
		p.parts = append(p.parts, sitePart{path: d.path, doc: doc, body: body})
	}
	for _, part := range p.parts {
		b.localise(part.body, path.Dir("/" + part.path)[1:], part.path, ids)
	}
	return p, nil
}
