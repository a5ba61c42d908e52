package decode

import (
	"context"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/ficstead/ficstead/internal/office"
)

// epubBook is an EPUB while it is read.
type epubBook struct {
	pack     *pack
	lim      Limits
	way      Cuts
	choices  Choices
	encoding Encoding // of the files of the story
	opf      *opf
	docs     []*epubDoc
	byPath   map[string]*epubDoc
	marks    map[string]string // path -> epub:type in the landmarks or the guide
	nav      []navEntry
	notes    *noteBook
	pictures *pictureSet
	sheets   map[string]styleSheet
	wanted   map[string]map[string]bool // path -> ids at which the contents point
	dropped  []Dropped
	guesses  []Guess
	scripts  int // programs in the pages, which nobody runs
}

// epubDoc is one file of the spine.
type epubDoc struct {
	path    string
	text    string
	title   string   // of its head
	types   []string // epub:type of the body and the outermost section
	role    docRole
	navName string
	blocks  []Block
	places  map[string]int    // wanted id -> block
	kinds   map[string]string // wanted id -> epub:type
	words   int
	linked  int // words inside links
	base    int // index of its first block in the whole
	end     int
}

// readEPUB reads an EPUB 2 or 3 of any maker, leniently.
func readEPUB(ctx context.Context, in fileInput) ([]Manuscript, error) {
	p, err := openPack(in.file.at, in.file.size, in.lim)
	if err != nil {
		if err == errCrowded {
			return nil, zipProblem(in.path, err, in.lim)
		}
		return nil, problem(in.path, Broken, err, "is not a whole EPUB; download or save it again.")
	}
	b := &epubBook{
		pack: p, lim: in.lim, way: in.choices.Cuts, choices: in.choices, encoding: Encoding{Certain: true}, byPath: map[string]*epubDoc{}, marks: map[string]string{}, notes: newNoteBook(),
		pictures: newPictureSet(), sheets: map[string]styleSheet{}, wanted: map[string]map[string]bool{},
	}
	if b.locked() {
		return nil, problem(in.path, Locked, nil, "is locked by its shop (DRM), which is not opened here; bring a copy without a lock.")
	}
	if err := b.load(ctx); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, epubProblem(in.path, err, in.lim)
	}
	if len(b.docs) == 0 {
		return nil, problem(in.path, Broken, nil, "is an EPUB without any text in it; download or save it again.")
	}
	if all, err := b.tellBook(ctx, in.path); err != nil || len(all) > 0 {
		return encodedIn(b.encoding, all), err
	}
	if err := b.read(ctx); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, epubProblem(in.path, err, in.lim)
	}
	m := b.manuscript(in.path)
	m.Encoding = b.encoding
	if b.scripts > 0 {
		m.Notices = append(m.Notices, Notice{Kind: string(office.Macros), Count: b.scripts})
	}
	return []Manuscript{m}, ctx.Err()
}

func epubProblem(path string, err error, lim Limits) *Problem {
	switch err {
	case errTooBig:
		return tooBig(path, 2*lim.text())
	case errBomb:
		return bombProblem(path)
	case errTangled:
		return tangledProblem(path)
	}
	return problem(path, Broken, err, "is not a whole EPUB (%s); download or save it again.", err.Error())
}

// locked tells a book whose text is encrypted. Scrambled fonts do not count.
func (b *epubBook) locked() bool {
	text := b.xml("META-INF/encryption.xml")
	locked := false
	scanXML(text, func(name string, attrs map[string]string) {
		if name != "encryptionmethod" {
			return
		}
		switch attrs["algorithm"] {
		case "http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC":
		default:
			locked = true
		}
	}, func(string, map[string]string, string) {})
	return locked
}

// xml gives the text of a small file in the book, "" if it is not there.
func (b *epubBook) xml(name string) string {
	e := b.pack.find(name)
	if name == "" || e == nil {
		return ""
	}
	raw, err := e.read(b.lim.text())
	if err != nil {
		return ""
	}
	text, err := decodeMarkup(raw, "")
	if err != nil {
		return ""
	}
	return text
}

// load reads the package, the contents and the text of every file of the spine.
func (b *epubBook) load(ctx context.Context) error {
	b.loadPackage()
	b.loadContents()
	return b.loadTexts(ctx)
}

// read finds the notes and makes the blocks of every file.
func (b *epubBook) read(ctx context.Context) error {
	b.wantPlaces()
	for _, d := range b.docs {
		b.notes.scan(d.path, d.text, d.resolve)
	}
	b.notes.settle()
	for _, d := range b.docs {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := b.build(d); err != nil {
			return err
		}
	}
	return nil
}

// loadPackage finds the package file: where the container says, or wherever
// one lies. A book without any is read file by file.
func (b *epubBook) loadPackage() {
	var name string
	scanXML(b.xml("META-INF/container.xml"), func(tag string, attrs map[string]string) {
		if tag == "rootfile" && name == "" {
			name, _ = resolveHref("", attrs["full-path"])
		}
	}, func(string, map[string]string, string) {})
	if b.pack.find(name) == nil || name == "" {
		for _, e := range b.pack.entries {
			if strings.EqualFold(path.Ext(e.name), ".opf") {
				name = e.name
				b.guess("format", "EPUB whose container does not lead to its package file")
				break
			}
		}
	}
	if t := b.pack.mimetype(); t != "application/epub+zip" {
		b.guess("format", "EPUB without the right mimetype entry")
	}
	b.opf = parseOPF(b.xml(name), path.Dir("/" + name)[1:])
	if len(b.opf.spine) > 0 {
		return
	}
	b.guess("format", "EPUB without a reading order; its files were read by name")
	var names []string
	for _, e := range b.pack.entries {
		if kindByName(e.name) == kindHTML {
			names = append(names, e.name)
		}
	}
	slices.SortFunc(names, comparePaths)
	for _, n := range names {
		b.opf.spine = append(b.opf.spine, spineItem{path: n, linear: true})
	}
}

func (b *epubBook) guess(field, value string) {
	b.guesses = append(b.guesses, Guess{Field: field, Value: value, Confidence: 0.5})
}

// loadTexts reads the files of the spine, all together at most twice what one
// text may weigh, with no more tags than one page may have.
func (b *epubBook) loadTexts(ctx context.Context) error {
	left, tags := 2*b.lim.text(), 0
	for _, it := range b.opf.spine {
		if err := ctx.Err(); err != nil {
			return err
		}
		e := b.pack.find(it.path)
		switch {
		case e == nil:
			b.dropped = append(b.dropped, Dropped{Text: it.path, Reason: "the book's reading order names this file, but it is not in the book"})
			continue
		case b.byPath[e.name] != nil:
			continue
		case strings.HasPrefix(b.opf.types[it.path].mediaType, "image/") || kindByName(it.path) == kindSupport:
			b.addPicture(e.name)
			continue
		}
		raw, err := e.read(min(left, b.lim.text()))
		if err == errBomb || err == errTooBig {
			return err
		}
		if err != nil {
			b.dropped = append(b.dropped, Dropped{Text: it.path, Reason: "this file of the book is damaged and could not be read to its end"})
		}
		left -= int64(len(raw))
		text, err := b.decode(raw)
		if err != nil {
			b.dropped = append(b.dropped, Dropped{Text: it.path, Reason: "this file of the book is no text"})
			continue
		}
		if tags += strings.Count(text, "<"); tags > maxTags {
			return errTangled
		}
		d := &epubDoc{path: e.name, text: text, places: map[string]int{}, kinds: map[string]string{}}
		b.docs = append(b.docs, d)
		b.byPath[e.name] = d
	}
	return nil
}

// decode gives the text of a file of the story. The encoding that a person
// chose is that of the files that are not in UTF-8, as books should be.
func (b *epubBook) decode(raw []byte) (string, error) {
	c := b.choices
	if utf8.Valid(raw) {
		c.Charset = ""
	}
	d, err := decodeMarkupBytes(raw, c)
	if err == nil {
		b.encoding.add(d.encoding)
	}
	return d.text, err
}

// styles gathers the style sheets of a file.
func (b *epubBook) styles(doc *html.Node, d *epubDoc) styleSheet {
	var links []string
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.ElementNode && c.Data == "link" && strings.Contains(strings.ToLower(attrOf(c, "rel")), "stylesheet") {
				if file, _ := resolveHref(path.Dir("/" + d.path)[1:], attrOf(c, "href")); file != "" {
					links = append(links, file)
				}
			}
			if c.Data != "body" {
				walk(c)
			}
		}
	}
	walk(doc)
	key := strings.Join(links, "\n")
	sheet, ok := b.sheets[key]
	if !ok {
		sheet = styleSheet{}
		for _, file := range links {
			sheet.add(b.xml(file))
		}
		b.sheets[key] = sheet
	}
	if findElement(doc, "style") == nil {
		return sheet
	}
	own := make(styleSheet, len(sheet))
	for k, v := range sheet {
		own[k] = v
	}
	collectStyles(doc, own)
	return own
}

// picture takes in a picture of the book and gives its address.
func (b *epubBook) picture(d *epubDoc, src string) string {
	if len(src) >= 5 && strings.EqualFold(src[:5], "data:") {
		return b.pictures.data(src)
	}
	file, _ := resolveHref(path.Dir("/" + d.path)[1:], src)
	if e := b.pack.find(file); file != "" && e != nil {
		return b.addPicture(e.name)
	}
	return src
}

func (b *epubBook) addPicture(name string) string { return b.addPictureTo(b.pictures, name) }

func (b *epubBook) addPictureTo(set *pictureSet, name string) string {
	e := b.pack.find(name)
	mediaType := b.opf.types[name].mediaType
	if mediaType == "" {
		mediaType = pictureType(name)
	}
	return set.add(name, name, mediaType, func() (io.ReadCloser, error) { return e.open() })
}
