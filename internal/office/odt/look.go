package odt

import (
	"strings"

	"github.com/ficstead/ficstead/internal/office"
)

// traits are what of a text's look is kept. Weight and slant are told apart
// for Western, Asian and complex scripts, each in that order.
type traits uint32

const (
	bold traits = 1 << iota
	_
	_
	italic
	_
	_
	underline
	strike
	super
	sub
	smallCaps
	hidden
	code
)

const (
	allBold   = bold | bold<<1 | bold<<2
	allItalic = italic | italic<<1 | italic<<2
	// ofHeadings are what a heading's style gives it to look like one.
	ofHeadings = allBold | allItalic | underline | smallCaps
)

// look is what a style says of its text: which traits it sets, and to what.
type look struct {
	set, val traits
	lang     [scripts]string // BCP 47; "" as before, noLang for none
	font     string
}

// noLang is the language of text that is in none.
const noLang = "zxx"

// with gives a look with another on top of it.
func (l look) with(over look) look {
	l.val = l.val&^over.set | over.val&over.set
	l.set |= over.set
	for i, lang := range over.lang {
		if lang != "" {
			l.lang[i] = lang
		}
	}
	if over.font != "" {
		l.font = over.font
	}
	return l
}

func (l *look) put(t traits, on bool) {
	l.set |= t
	l.val &^= t
	if on {
		l.val |= t
	}
}

// lookOf reads a style's properties of text.
func lookOf(e *event) look {
	var l look
	for _, a := range e.attrs {
		v := a.Value
		switch a.Name.Local {
		case "fo:font-weight":
			l.put(bold, heavy(v))
		case "style:font-weight-asian":
			l.put(bold<<asian, heavy(v))
		case "style:font-weight-complex":
			l.put(bold<<complex, heavy(v))
		case "fo:font-style":
			l.put(italic, slanted(v))
		case "style:font-style-asian":
			l.put(italic<<asian, slanted(v))
		case "style:font-style-complex":
			l.put(italic<<complex, slanted(v))
		case "style:text-underline-style", "style:text-underline":
			l.put(underline, v != "none")
		case "style:text-line-through-style", "style:text-crossing-out":
			l.put(strike, v != "none")
		case "style:text-position":
			l.position(v)
		case "fo:font-variant":
			l.put(smallCaps, v == "small-caps")
		case "text:display":
			l.put(hidden, v == "none")
		case "style:font-name", "fo:font-family":
			l.font = v
		}
	}
	if e.attr("style:text-underline-type") == "none" {
		l.put(underline, false)
	}
	if e.attr("style:text-line-through-type") == "none" {
		l.put(strike, false)
	}
	l.lang[western] = tag(e, "fo:language", "fo:script", "fo:country")
	l.lang[asian] = tag(e, "style:language-asian", "style:script-asian", "style:country-asian")
	l.lang[complex] = tag(e, "style:language-complex", "style:script-complex", "style:country-complex")
	return l
}

func heavy(v string) bool {
	return v == "bold" || v == "bolder" || len(v) == 3 && v >= "600" && v <= "999"
}

func slanted(v string) bool { return v == "italic" || v == "oblique" }

// position reads "super 58%", "sub", "-33% 58%".
func (l *look) position(v string) {
	raise, _, _ := strings.Cut(strings.TrimSpace(v), " ")
	l.put(super|sub, false)
	switch down := strings.HasPrefix(raise, "-"); {
	case raise == "super", !down && len(raise) > 1 && raise[0] >= '1' && raise[0] <= '9':
		l.put(super, true)
	case raise == "sub", down:
		l.put(sub, true)
	}
}

// tag makes a language tag of a language, a script and a country.
func tag(e *event, language, script, country string) string {
	t := e.attr(language)
	switch t {
	case "":
		return ""
	case "none", noLang, "und":
		return noLang
	}
	for _, part := range []string{e.attr(script), e.attr(country)} {
		if part != "" && part != "none" {
			t += "-" + part
		}
	}
	return t
}

// style gives a run's style in one script. What the paragraph's own look
// already says as its style's taste is left out. Programs that know no scripts
// say only what holds for Western ones.
func (l look) style(s script, taste traits) office.Style {
	v := l.val &^ taste
	in := func(t traits) bool {
		if l.set&(t<<s) == 0 {
			return v&t != 0
		}
		return v&(t<<s) != 0
	}
	return office.Style{
		Bold: in(bold), Italic: in(italic), Underline: v&underline != 0, Strike: v&strike != 0,
		Super: v&super != 0, Sub: v&sub != 0, SmallCaps: v&smallCaps != 0, Code: v&code != 0,
	}
}
