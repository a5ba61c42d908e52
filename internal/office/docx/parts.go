package docx

import (
	"strings"
	"unicode"

	"github.com/ficstead/ficstead/internal/office"
)

// noticeParts counts what stands beside the text and is left out.
func (r *reader) noticeParts() {
	r.noticeComments()
	macros := r.pack.has(inPack(r.main.name[:strings.LastIndexByte(r.main.name, '/')+1], "vbaProject.bin"))
	for _, rel := range r.main.list {
		switch {
		case rel.external:
			if rel.kind != "hyperlink" && rel.kind != "image" {
				r.tally.Add(office.External, rel.target)
			}
		case rel.kind == "vbaProject":
			macros = true
		case rel.kind == "header" || rel.kind == "footer":
			r.noticeHeader(rel.target)
		}
	}
	if macros {
		r.tally.Add(office.Macros, "")
	}
	r.noticeTemplate()
}

// noticeTemplate tells of a template on the web, which Word would fetch. One on
// the author's own disk is of no concern.
func (r *reader) noticeTemplate() {
	settings, err := r.pack.part(r.main.target("settings"))
	r.check(err)
	for _, rel := range settings.list {
		if rel.external && !strings.HasPrefix(strings.ToLower(rel.target), "file:") {
			r.tally.Add(office.External, rel.target)
		}
	}
}

func (r *reader) noticeComments() {
	rel, ok := r.main.first("comments")
	if !ok {
		return
	}
	r.check(r.pack.scan(rel.target, func(s *scanner) {
		for s.next() {
			if s.kind == startTag && s.name == "w:comment" {
				r.tally.Add(office.Comments, excerpt(s.words(nil)))
			}
		}
	}))
}

// words gives the beginning of the text of the element whose start tag was
// read, and goes to its end. field is called with the instructions of fields.
func (s *scanner) words(field func(code string)) string {
	var out strings.Builder
	shows := true
	for d := s.depth(); s.within(d); {
		if s.kind != startTag {
			continue
		}
		switch s.name {
		case "w:t":
			if text := s.inner(); shows && out.Len() < 8*maxExcerpt {
				out.WriteString(text)
			}
		case "w:p", "w:tab", "w:br":
			out.WriteByte(' ')
		case "w:instrText":
			if code := s.inner(); field != nil {
				field(code)
			}
		case "w:fldSimple":
			if field != nil {
				field(s.attr("w:instr"))
			}
		case "w:fldChar":
			shows = s.attr("w:fldCharType") == "end" || field == nil
		case "w:sdtPr", "mc:Fallback":
			s.skip()
		}
	}
	return out.String()
}

// pageWords are the words round a page's number, in the languages of most users.
var pageWords = map[string]bool{
	"page": true, "of": true, "p": true, "pg": true, "seite": true, "von": true, "sur": true, "página": true, "pagina": true,
	"de": true, "di": true, "van": true, "sida": true, "av": true, "side": true, "sivu": true, "strona": true, "z": true,
	"страница": true, "стр": true, "из": true, "oldal": true, "strana": true, "sayfa": true, "第": true, "页": true, "頁": true, "ページ": true,
}

// noticeHeader tells of a header or footer that has words besides the page's number.
func (r *reader) noticeHeader(name string) {
	numbered := false
	words := ""
	r.check(r.pack.scan(name, func(s *scanner) {
		for s.next() {
			if s.kind == startTag && (s.name == "w:hdr" || s.name == "w:ftr") {
				words = s.words(func(code string) {
					kind, _ := fieldCode(code)
					numbered = numbered || kind == "PAGE" || kind == "NUMPAGES"
				})
			}
		}
	}))
	for _, word := range strings.FieldsFunc(words, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if !numbered || !pageWords[strings.ToLower(word)] {
			r.tally.Add(office.HeadersFooters, excerpt(words))
			return
		}
	}
}
