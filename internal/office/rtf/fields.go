package rtf

import (
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/office"
)

// field is one that is open: an instruction to the program, and what it gave
// when it was last done.
type field struct {
	link int32 // where it leads, 0 for nowhere
	drop bool  // the result is the program's, not the author's
}

func (r *reader) beginField() {
	r.fields = append(r.fields, field{link: r.st.link})
	r.st.closer = func(r *reader) { r.fields = r.fields[:len(r.fields)-1] }
}

// beginInstruction is \fldinst.
func (r *reader) beginInstruction() {
	if len(r.fields) == 0 {
		r.skipGroup()
		return
	}
	r.capture(func(r *reader) {
		words := instruction(r.captured())
		if len(words) > 0 {
			r.obey(strings.ToUpper(words[0]), words[1:])
		}
	})
}

// beginResult is \fldrslt.
func (r *reader) beginResult() {
	if len(r.fields) == 0 {
		return
	}
	f := r.fields[len(r.fields)-1]
	if f.drop {
		r.flow.generated = true
		r.skipGroup()
		return
	}
	r.st.link = f.link
}

// obey does of a field's instruction what concerns reading.
func (r *reader) obey(verb string, words []string) {
	f := &r.fields[len(r.fields)-1]
	switch verb {
	case "HYPERLINK":
		if href := linkTarget(words); href != "" {
			r.links = append(r.links, href)
			f.link = int32(len(r.links) - 1)
		}
	case "TOC", "TOA", "INDEX", "PAGE", "NUMPAGES", "SECTIONPAGES", "XE", "TC", "RD":
		f.drop = true
	case "SYMBOL":
		f.drop = r.symbolField(words)
	case "INCLUDEPICTURE", "INCLUDETEXT", "INCLUDE", "IMPORT", "LINK", "DDE", "DDEAUTO":
		r.lose(office.External, strings.Join(words, " "))
	case "MACROBUTTON":
		r.lose(office.Macros, "")
		if len(words) > 1 {
			r.writeOutside(strings.Join(words[1:], " "))
		}
	case "EQ":
		r.lose(office.Objects, "")
	}
}

// linkTarget reads the address of HYPERLINK "address" \l "place" \o "tip".
func linkTarget(words []string) string {
	address, place := "", ""
	for i := 0; i < len(words); i++ {
		switch w := words[i]; {
		case w == `\l` && i+1 < len(words):
			i++
			place = words[i]
		case (w == `\o` || w == `\t`) && i+1 < len(words):
			i++
		case strings.HasPrefix(w, `\`):
		case address == "":
			address = w
		}
	}
	if address != "" && place != "" && !strings.Contains(address, "#") {
		return address + "#" + place
	}
	return address
}

// symbolField writes the character of SYMBOL 74 \f "Wingdings".
func (r *reader) symbolField(words []string) bool {
	if len(words) == 0 {
		return false
	}
	n, err := strconv.ParseInt(words[0], 0, 32)
	if err != nil || n < 0 || n > 0x10FFFF {
		return false
	}
	name, unicode := "", false
	for i, w := range words {
		switch strings.ToLower(w) {
		case `\f`:
			if i+1 < len(words) {
				name = words[i+1]
			}
		case `\u`:
			unicode = true
		}
	}
	page := r.ansi
	if isSymbolFont(name) {
		page = symbolPage(name)
	}
	if unicode || n > 0xFF && n&^0xFF != 0xF000 {
		r.writeOutside(string(rune(n)))
		return true
	}
	text, lost := page.decode(nil, []byte{byte(n)})
	if lost > 0 {
		r.lose(office.Objects, "")
	}
	r.writeOutside(string(text))
	return true
}

// writeOutside writes where the field stands, from within its instruction.
func (r *reader) writeOutside(s string) {
	inner := r.st
	r.st = r.outer()
	r.write([]byte(s))
	r.st = inner
}

// instruction cuts a field's instruction into words; quotation marks keep
// several together.
func instruction(s string) []string {
	var words []string
	for {
		s = strings.TrimLeft(s, " \t\u00A0")
		if s == "" {
			return words
		}
		if q := openingQuote(s); q > 0 {
			word, rest := quoted(s[q:])
			words, s = append(words, word), rest
			continue
		}
		end := strings.IndexAny(s, " \t\"")
		if end < 0 {
			end = len(s)
		}
		words, s = append(words, s[:end]), s[end:]
	}
}

func openingQuote(s string) int {
	for _, q := range []string{`"`, "“"} {
		if strings.HasPrefix(s, q) {
			return len(q)
		}
	}
	return 0
}

// quoted reads to the closing quotation mark; a backslash takes the sign after
// it as it is.
func quoted(s string) (word, rest string) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && (s[i+1] == '\\' || s[i+1] == '"'):
			i++
			b.WriteByte(s[i])
		case s[i] == '"':
			return b.String(), s[i+1:]
		case strings.HasPrefix(s[i:], "”"):
			return b.String(), s[i+len("”"):]
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String(), ""
}
