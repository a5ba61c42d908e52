// Package docx reads the text documents of Word, .docx and its kin with macros
// and templates, in the transitional and the strict form, as Word, LibreOffice,
// Google Docs and others write them.
package docx

import (
	"context"
	"io"
	"io/fs"
	"strings"

	"github.com/ficstead/ficstead/internal/office"
)

// reader is one reading of a document.
type reader struct {
	ctx       context.Context
	pack      *pack
	main      *part
	styles    *styles
	numbering *numbering
	languages languages
	tally     *office.Tally
	pictures  *pictures
	outlines  map[string]*outline
	notes     map[string]bool // footnotes and endnotes that the text refers to
	limit     office.Limits

	allFields bool // take the results of all fields, since one never ends
	unclosed  bool // a field whose result is left out never ended
	err       error
}

// Read reads a document whose parts are files. The caller bounds how large they
// are when unpacked. It gives office.ErrLocked, office.ErrOtherKind,
// office.ErrBroken when no text can be read, office.ErrTooBig, office.ErrNotes, and the error of
// ctx. Of a damaged document it gives what stands before the damage, and says so.
func Read(ctx context.Context, files fs.FS, limit office.Limits) (*office.Document, error) {
	r := &reader{ctx: ctx, pack: &pack{files: files}, limit: limit, outlines: map[string]*outline{}}
	var err error
	if r.main, err = r.pack.mainPart(); err != nil {
		return nil, err
	}
	if r.styles, err = readStyles(r.pack, r.main.target("styles")); err != nil {
		return nil, err
	}
	if r.numbering, err = readNumbering(r.pack, r.main.target("numbering")); err != nil {
		return nil, err
	}
	properties, err := readProperties(r.pack)
	if err != nil {
		return nil, err
	}
	html, title, err := r.readTwice()
	if err != nil {
		return nil, err
	}
	r.noticeParts()
	if r.err != nil {
		return nil, r.err
	}
	properties.Language = either(r.languages.most(), properties.Language)
	doc := &office.Document{HTML: html, Title: title, Properties: properties, Notices: r.tally.Notices()}
	if len(r.pictures.names) > 0 {
		doc.Open = r.openPicture
	}
	return doc, nil
}

func (r *reader) openPicture(name string) (io.ReadCloser, error) {
	target, ok := r.pictures.names[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return r.pack.open(target)
}

// target gives the name of the part's first relation of a kind, or the name
// that Word would give it.
func (p *part) target(kind string) string {
	if rel, ok := p.first(kind); ok {
		return rel.target
	}
	return inPack(p.name[:strings.LastIndexByte(p.name, '/')+1], kind+".xml")
}

// readTwice reads the text, and once more when only the first reading could
// tell the language of most of it, or that a field has no end.
func (r *reader) readTwice() (html, title string, err error) {
	r.languages.main = r.styles.defaults.lang
	html, title, damage := r.readBody()
	most := r.languages.most()
	if r.err == nil && (most != "" && languageKey(most) != languageKey(r.languages.main) || r.unclosed) {
		r.languages.main, r.allFields = either(most, r.languages.main), r.unclosed
		html, title, damage = r.readBody()
	}
	if r.err != nil {
		return "", "", r.err
	}
	if damage != nil && !hasText(html) {
		return "", "", office.ErrBroken
	}
	if damage != nil {
		r.tally.Add(office.Damaged, "")
	}
	return html, title, nil
}

// hasText says whether markup has anything between its tags, or a picture.
func hasText(markup string) bool {
	if strings.Contains(markup, "<img ") {
		return true
	}
	for {
		i := strings.IndexByte(markup, '<')
		if i < 0 {
			return strings.TrimSpace(markup) != ""
		}
		if strings.TrimSpace(markup[:i]) != "" {
			return true
		}
		end := strings.IndexByte(markup[i:], '>')
		if end < 0 {
			return false
		}
		markup = markup[i+end+1:]
	}
}

// readBody reads the text and its notes. It gives the title that the text
// states, and what ended the reading before the end of the text.
func (r *reader) readBody() (html, title string, damage error) {
	r.tally, r.pictures = &office.Tally{}, newPictures()
	r.languages.letters = map[string]int{}
	r.notes = map[string]bool{}
	r.unclosed = false
	r.numbering.reset()
	w := &office.Writer{Max: r.limit.TextBytes}
	file, err := r.pack.open(r.main.name)
	if err != nil {
		return "", "", err
	}
	defer file.Close()
	f := &flow{r: r, part: r.main, sc: newScanner(file), w: w}
	f.readAll()
	r.check(f.sc.err)
	r.readNotes(w, "footnotes", "w:footnote")
	r.readNotes(w, "endnotes", "w:endnote")
	r.fail(w.Full())
	return w.HTML(), w.Title(), f.sc.damage()
}

// check keeps an error that ends everything, not only one part.
func (r *reader) check(err error) { r.fail(onlyLimit(err)) }

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

// outlineOf gives the outline of a part, which is read when first asked for.
func (r *reader) outlineOf(p *part) *outline {
	o := r.outlines[p.name]
	if o == nil {
		var err error
		o, err = readOutline(r.pack, p.name)
		r.check(err)
		r.outlines[p.name] = o
	}
	return o
}
