package rtf

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// style is an entry of the style sheet.
type style struct {
	id       int32
	name     string
	base     int32 // the style it is based on, -1 for none
	noText   bool  // a style of tables or sections
	layout   layout
	look     look
	resolved bool

	heading  int // 1 to 9, 0 for text
	title    bool
	quote    bool
	contents bool // of a table of contents that the program makes
	code     bool
}

// maxStyleChain bounds how far styles are based on one another.
const maxStyleChain = 20

// inStyles says whether a control word after \* names the style that is being
// read.
func (r *reader) inStyles(name []byte) bool {
	if r.styleEntry == nil {
		return false
	}
	switch string(name) {
	case "s", "cs", "ds", "ts":
		return true
	}
	return false
}

// beginStyle begins an entry: a group of the style sheet.
func (r *reader) beginStyle() {
	s, outer := &style{base: -1}, r.styleEntry
	r.styleEntry = s
	r.st.look, r.st.layout, r.st.page = look{}, layout{}, r.ansi
	r.capture(func(r *reader) {
		r.styleEntry = outer
		r.closeStyle(s)
	})
}

func (r *reader) closeStyle(s *style) {
	name, _, _ := strings.Cut(r.captured(), ";")
	s.name = strings.TrimSpace(name)
	s.layout, s.look = r.st.layout, r.st.look
	s.layout.style = s.id
	if !s.noText {
		r.styles[s.id] = s
	}
}

// nameStyle is \s, \cs, \ds or \ts within the style sheet.
func (r *reader) nameStyle(n int, text bool) bool {
	if r.styleEntry == nil {
		return false
	}
	r.styleEntry.id, r.styleEntry.noText = int32(n), !text
	return true
}

// paragraphStyle is \s: what the style says holds until other words follow.
// Word writes all of it out again after \s, other programs don't.
func (r *reader) paragraphStyle(n int) {
	if r.nameStyle(n, true) {
		return
	}
	p := &r.st.layout
	p.style = int32(n)
	s := r.resolve(int32(n))
	if s == nil {
		return
	}
	if p.align == alignLeft {
		p.align = s.layout.align
	}
	if p.left == 0 && p.right == 0 {
		p.left, p.right = s.layout.left, s.layout.right
	}
	p.outline = s.layout.outline
	p.pageBefore = p.pageBefore || s.layout.pageBefore
	p.rtl = p.rtl || s.layout.rtl
	p.borders |= s.layout.borders
	r.addLook(s)
}

// characterStyle is \cs.
func (r *reader) characterStyle(n int) {
	if r.nameStyle(n, true) {
		return
	}
	if s := r.resolve(int32(n)); s != nil {
		r.addLook(s)
	}
}

func (r *reader) addLook(s *style) {
	r.st.flags |= s.look.flags
	if s.code {
		r.st.flags |= code
	}
	if s.look.lang != 0 {
		r.st.lang = s.look.lang
	}
	if s.look.eastLang != 0 {
		r.st.eastLang = s.look.eastLang
	}
	if s.look.complexLang != 0 {
		r.st.complexLang = s.look.complexLang
	}
}

// resolve gives a style with what it has of those it is based on: always what
// it is for, and with writers that tell only differences how it looks.
func (r *reader) resolve(id int32) *style {
	s := r.styles[id]
	if s == nil || s.resolved {
		return s
	}
	s.resolved = true
	s.classify()
	for i, b := 0, r.styles[s.base]; b != nil && b != s && i < maxStyleChain; i, b = i+1, r.styles[b.base] {
		if s.heading == 0 && s.layout.outline == 0 {
			s.heading, _ = headingName(b.name)
			s.layout.outline = b.layout.outline
		}
		s.quote = s.quote || quoteNames[strings.ToLower(b.name)]
		if !r.inherits {
			continue
		}
		s.look.flags |= b.look.flags
		if s.look.lang == 0 {
			s.look.lang = b.look.lang
		}
		if s.layout.align == alignLeft {
			s.layout.align = b.layout.align
		}
		if s.layout.left == 0 && s.layout.right == 0 {
			s.layout.left, s.layout.right = b.layout.left, b.layout.right
		}
	}
	return s
}

// classify tells from its name and outline level what a style is for.
func (s *style) classify() {
	name := strings.ToLower(s.name)
	s.heading, _ = headingName(name)
	if s.layout.outline > 0 {
		s.heading = int(s.layout.outline)
	}
	s.title = titleNames[name]
	s.quote = quoteNames[name]
	s.code = codeNames[name]
	s.contents = isContents(name)
}

// headingName reads names such as "heading 2" and "Überschrift 2".
func headingName(name string) (level int, ok bool) {
	last, n := utf8.DecodeLastRuneInString(name)
	if last < '1' || last > '9' {
		return 0, false
	}
	word := strings.TrimRightFunc(strings.ToLower(name[:len(name)-n]), unicode.IsSpace)
	if !headingWords[word] {
		return 0, false
	}
	return int(last - '0'), true
}

// isContents knows the styles of the lines of a table of contents.
func isContents(name string) bool {
	switch name {
	case "toc heading", "contents heading", "inhaltsverzeichnisüberschrift", "en-tête de table des matières":
		return true
	}
	last, n := utf8.DecodeLastRuneInString(name)
	if last < '1' || last > '9' {
		return false
	}
	switch strings.TrimRight(name[:len(name)-n], " ") {
	case "toc", "contents", "verzeichnis", "inhaltsverzeichnis", "tm", "sommario", "tdc", "inhopg", "оглавление", "目次", "目录":
		return true
	}
	return false
}

// styleWords are words of the style sheet.
var styleWords = map[string]control{
	"ts": func(r *reader, a argument) { r.nameStyle(a.n, false) },
	"ds": func(r *reader, a argument) { r.nameStyle(a.n, false) },
	"sbasedon": func(r *reader, a argument) {
		if r.styleEntry != nil {
			r.styleEntry.base = int32(a.n)
		}
	},
}

// headingWords are what programs in many languages call headings; a number follows.
var headingWords = setOf("heading", "überschrift", "titre", "título", "título de nivel", "titolo", "kop", "rubrik", "overskrift",
	"otsikko", "nagłówek", "nadpis", "заголовок", "címsor", "başlık", "επικεφαλίδα", "titlu", "naslov", "antraštė", "virsraksts",
	"pealkiri", "encabezado", "cabeçalho", "見出し", "标题", "標題", "제목", "כותרת", "عنوان", "judul", "tiêu đề", "หัวเรื่อง")

// titleNames are what they call the title of the whole text.
var titleNames = setOf("title", "titel", "titre", "título", "titolo", "название", "заголовок", "tytuł", "název", "cím",
	"konu başlığı", "τίτλος", "otsikko", "tittel", "表題", "标题", "標題", "제목", "כותרת טקסט")

// quoteNames are what they call a quotation that stands apart.
var quoteNames = setOf("quote", "intense quote", "quotations", "quotation", "block quote", "block quotation", "block quotations",
	"block text", "blockquote", "zitat", "intensives zitat", "blocktext", "citation", "citation intense", "cita", "cita destacada", "citazione",
	"citazione intensa", "citaat", "duidelijk citaat", "citação", "citação intensa", "citat", "starkt citat", "цитата", "выделенная цитата",
	"cytat", "cytat intensywny", "citát", "výrazný citát", "idézet", "lainaus", "sitat", "引用文", "引用", "明显引用", "인용", "alıntı")

var codeNames = setOf("html code", "html typewriter", "html keyboard", "html sample", "source text", "code", "verbatim char", "teletype")

func setOf(names ...string) map[string]bool {
	set := make(map[string]bool, len(names))
	for _, n := range names {
		set[n] = true
	}
	return set
}
