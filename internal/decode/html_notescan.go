package decode

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/ficstead/ficstead/internal/office"
)

// noteBook knows which links of a source are references to notes. It is filled
// by a first pass over all files, since an EPUB's notes may lie in another file
// than what refers to them.
type noteBook struct {
	links []noteLink
	ids   map[string]bool // file#id of every element; false for those in headings

	index map[string]int // file#id of a note -> its number in notes
	backs map[string]bool
	notes []sourceNote
}

// sourceNote is one note with its markup, once it was found.
type sourceNote struct {
	label string // what the source shows for it
	html  string
	found bool
}

// noteLink is a link within the source.
type noteLink struct {
	target string   // file#id
	ids    []string // file#id of the link itself and what stands closest round it
	label  string
	ref    bool // its maker says it is a reference
	back   bool // its maker says it leads back to one
	raised bool // it stands in <sup>
}

func newNoteBook() *noteBook {
	return &noteBook{ids: map[string]bool{}, index: map[string]int{}, backs: map[string]bool{}}
}

var (
	refMark  = regexp.MustCompile(`(?i)footnote-?ref(erence)?\b|noteref|\bfnref|(sdfoot|sdend)noteanc|MsoFootnoteRef|MsoEndnoteRef|#_(ftn|edn)\d|#ftnt\d|#_?(foot|end)note-?\d|#fn:?-?\d`)
	backMark = regexp.MustCompile(`(?i)backlink|back-?ref|footnote-back|noteback|sdfootnotesym|sdendnotesym|#_(ftn|edn)ref|#ftnt_ref|#(fn|foot|end)?(note)?ref`)
)

// noteScan reads one file's tags for noteBook.scan.
type noteScan struct {
	book    *noteBook
	file    string
	resolve func(href string) string
	open    *noteLink
	near    []string
	sup     int
	heading int
}

// scan reads one file's links. resolve makes "file#id" of an address, "" for
// one that leads out of the source.
func (nb *noteBook) scan(file, text string, resolve func(href string) string) {
	s := &noteScan{book: nb, file: file, resolve: resolve}
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.TextToken:
			s.text(z)
		case html.StartTagToken, html.SelfClosingTagToken:
			s.start(z)
		case html.EndTagToken:
			s.end(z)
		}
	}
}

func (s *noteScan) text(z *html.Tokenizer) {
	if s.open == nil {
		if strings.TrimSpace(string(z.Raw())) != "" {
			s.near = s.near[:0]
		}
		return
	}
	if len(s.open.label) < 64 {
		s.open.label += string(z.Text())
	}
}

func (s *noteScan) start(z *html.Tokenizer) {
	name, more := z.TagName()
	tag := string(name)
	var href, marks string
	var ids []string
	for more {
		var key, val []byte
		key, val, more = z.TagAttr()
		switch string(key) {
		case "href":
			href = string(val)
		case "id", "name", "xml:id":
			if len(val) > 0 {
				ids = append(ids, s.file+"#"+string(val))
			}
		case "class", "role", "epub:type":
			marks += " " + string(val)
		}
	}
	switch {
	case tag == "sup":
		s.sup++
	case len(tag) == 2 && tag[0] == 'h' && tag[1] <= '6':
		s.heading++
	case isBlock(tag):
		s.near = s.near[:0]
	}
	for _, id := range ids {
		s.book.ids[id] = s.heading == 0
	}
	if len(s.near) < 8 {
		s.near = append(s.near, ids...)
	}
	if s.open != nil {
		s.open.ids = append(s.open.ids, ids...)
		s.open.ref = s.open.ref || refMark.MatchString(marks)
	}
	if tag == "a" && href != "" {
		s.link(href, marks)
	}
}

func (s *noteScan) link(href, marks string) {
	s.closeLink()
	target := s.resolve(href)
	if target == "" {
		return
	}
	back := backMark.MatchString(marks + " " + href[max(0, strings.IndexByte(href, '#')):])
	s.open = &noteLink{
		target: target, ids: append([]string(nil), s.near...), raised: s.sup > 0, back: back,
		ref: !back && refMark.MatchString(marks+" "+href),
	}
}

func (s *noteScan) end(z *html.Tokenizer) {
	name, _ := z.TagName()
	switch tag := string(name); {
	case tag == "a":
		s.closeLink()
	case tag == "sup" && s.sup > 0:
		s.sup--
	case len(tag) == 2 && tag[0] == 'h' && tag[1] <= '6' && s.heading > 0:
		s.heading--
	}
}

func (s *noteScan) closeLink() {
	if s.open != nil {
		s.open.label = strings.TrimSpace(s.open.label)
		s.book.links = append(s.book.links, *s.open)
		s.open = nil
	}
}

// settle decides which links are references, after all files were scanned: a
// short mark that leads to a place outside headings, and is raised, called a
// reference by its maker, or led back to by another link.
func (nb *noteBook) settle() {
	led := map[string]bool{}
	for _, l := range nb.links {
		led[l.target] = true
	}
	for _, l := range nb.links {
		if l.back || nb.backs[l.target] || !nb.ids[l.target] || !(isNoteMark(l.label) || l.ref && utf8.RuneCountInString(l.label) <= 12) {
			continue
		}
		ledBack := false
		for _, id := range l.ids {
			ledBack = ledBack || led[id] && id != l.target
		}
		if !l.ref && !l.raised && !ledBack {
			continue
		}
		if _, known := nb.index[l.target]; !known {
			if len(nb.notes) == office.MaxNotes {
				continue // it stays where it is
			}
			nb.index[l.target] = len(nb.notes)
			nb.notes = append(nb.notes, sourceNote{label: bareMark(l.label)})
		}
		for _, id := range l.ids {
			nb.backs[id] = true
		}
	}
	nb.links, nb.ids = nil, nil
}

// bareMark is a note's mark without brackets.
func bareMark(label string) string {
	return strings.Trim(strings.TrimSpace(label), "[](){}.:\u00a0 ")
}

// isNoteMark tells what may stand for a note: a number, an asterisk, a letter.
func isNoteMark(label string) bool {
	mark := bareMark(label)
	if n := utf8.RuneCountInString(mark); n == 0 || n > 5 {
		return false
	}
	letters := 0
	for _, r := range mark {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsDigit(r), unicode.IsPunct(r), unicode.IsSymbol(r):
		default:
			return false
		}
	}
	return letters <= 1 || strings.Trim(strings.ToLower(mark), "ivxlc") == ""
}
