package odt

import (
	"strings"
	"unicode"
)

// role is what a paragraph is by its style.
type role struct {
	heading int // 1 to 10, 0 for none
	title   bool
	quote   bool
}

// roleOf knows the programs' own styles by their names. Files name them in
// English whatever language the program speaks; other programs and templates
// name them in theirs. false for a name that says nothing.
func roleOf(names []string) (role, bool) {
	for _, name := range names {
		name = strings.ToLower(strings.TrimSpace(name))
		if named, ok := roleNames[name]; ok {
			return named, true
		}
		word := strings.TrimRightFunc(name, unicode.IsDigit)
		if digits := name[len(word):]; len(digits) == 1 && digits != "0" && headingWords[strings.TrimSpace(word)] {
			return role{heading: int(digits[0] - '0')}, true
		}
	}
	return role{}, false
}

// roleNames are names of styles, in lower case. A subtitle is none of the
// roles even where it is made from the title's style.
var roleNames = map[string]role{
	"title": {title: true}, "titel": {title: true}, "titre": {title: true}, "título": {title: true},
	"titolo": {title: true}, "tytuł": {title: true}, "название": {title: true}, "标题": {title: true}, "表題": {title: true},
	"subtitle": {}, "untertitel": {}, "sous-titre": {}, "subtítulo": {}, "sottotitolo": {},

	"quotations": {quote: true}, "quote": {quote: true}, "intense quote": {quote: true}, "block text": {quote: true},
	"block quote": {quote: true}, "blockquote": {quote: true}, "block quotation": {quote: true}, "zitat": {quote: true},
	"intensives zitat": {quote: true}, "citation": {quote: true}, "citation intense": {quote: true}, "cita": {quote: true},
	"cita destacada": {quote: true}, "citazione": {quote: true}, "citação": {quote: true}, "citaat": {quote: true},
	"citat": {quote: true}, "cytat": {quote: true}, "цитата": {quote: true}, "引用": {quote: true}, "引用文": {quote: true},
}

// headingWords are what stands before the number in names of headings.
var headingWords = map[string]bool{
	"heading": true, "überschrift": true, "titre": true, "título": true, "titolo": true, "kop": true, "rubrik": true,
	"overskrift": true, "otsikko": true, "nagłówek": true, "nadpis": true, "заголовок": true, "见出し": true,
	"見出し": true, "标题": true, "標題": true, "제목": true, "encabezado": true,
}
