package rtf

import "strings"

// font is an entry of the font table; what matters is what its bytes mean.
type font struct {
	name    string
	charset int // -1 when not told
	cpg     int // code page by its number, 0 when not told
	page    *codePage
}

// beginFont is \f within the font table.
func (r *reader) beginFont(n int) {
	r.endFont()
	r.fontEntry = &font{charset: -1}
	r.fonts[n] = r.fontEntry
	r.newFonts = append(r.newFonts, r.fontEntry)
}

func (r *reader) fontName(s []byte) {
	if r.fontEntry != nil && len(r.fontEntry.name) < 256 {
		r.fontEntry.name += string(s)
	}
}

func (r *reader) endFont() {
	if f := r.fontEntry; f != nil {
		f.name, _, _ = strings.Cut(f.name, ";")
		f.name = strings.TrimSpace(f.name)
	}
	r.fontEntry = nil
}

// closeFonts settles what the fonts' bytes mean, once all are known.
func (r *reader) closeFonts() {
	r.endFont()
	for _, f := range r.newFonts {
		r.careful = r.careful || f.charset > 1 && f.charset != symbolCharset
	}
	for _, f := range r.newFonts {
		f.page = r.fontPage(f)
	}
	r.newFonts = nil
	r.selectFont(r.outer(), r.defaultFont)
}

// fontPage gives the code page of a font. Writers that say charset 0 of every
// font mean the document's code page by it; the others mean Western.
func (r *reader) fontPage(f *font) *codePage {
	if f.charset == symbolCharset || f.charset <= 1 && isSymbolFont(f.name) {
		return symbolPage(f.name)
	}
	if p := codePageOf(f.cpg); f.cpg > 0 && p != nil {
		return p
	}
	if p := codePageOf(charsets[f.charset]); p != nil {
		return p
	}
	if p := codePageOf(scriptOfName(f.name)); p != nil {
		return p
	}
	if f.charset == 0 && r.careful {
		return codePageOf(1252)
	}
	return r.ansi
}

// scriptOfName reads the script that Windows put behind the names of fonts.
func scriptOfName(name string) int {
	for _, s := range []struct {
		end  string
		page int
	}{{" Cyr", 1251}, {" CE", 1250}, {" Greek", 1253}, {" Tur", 1254}, {" Baltic", 1257}, {" (Hebrew)", 1255}, {" (Arabic)", 1256}} {
		if strings.HasSuffix(name, s.end) {
			return s.page
		}
	}
	return 0
}

// selectFont sets the font of a state.
func (r *reader) selectFont(s *state, n int) {
	s.font, s.page = n, r.ansi
	if f := r.fonts[n]; f != nil && f.page != nil {
		s.page = f.page
	}
}

// selectComplexFont sets the font for letters from right to left.
func (r *reader) selectComplexFont(s *state, n int) {
	s.complexFont, s.complexPage = n, nil
	if f := r.fonts[n]; f != nil && f.page != nil {
		s.complexPage = f.page
	}
}
