package odt

import (
	"strings"

	"github.com/ficstead/ficstead/internal/office"
)

// symbolFont is what a font's letters stand for.
type symbolFont uint8

const (
	letters   symbolFont = iota
	wingdings            // signs for letters
	greek                // Greek for Latin letters
	signs                // signs that aren't known
	private              // letters, but also signs in the private area of Unicode
)

// symbolsOf says what kind of font a style's font is.
func (s *sheet) symbolsOf(name string) symbolFont {
	if kind, ok := s.fonts[name]; ok {
		return kind
	}
	face, ok := s.faces[name]
	if !ok || face.family == "" {
		face.family = name
	}
	kind := letters
	switch family := strings.ToLower(strings.Trim(face.family, `'" `)); family {
	case "wingdings":
		kind = wingdings
	case "symbol":
		kind = greek
	case "wingdings 2", "wingdings 3", "webdings", "marlett", "mt extra", "zapfdingbats", "itc zapf dingbats", "monotype sorts":
		kind = signs
	case "opensymbol", "starsymbol":
		kind = private
	default:
		if face.symbol {
			kind = private
		}
	}
	s.fonts[name] = kind
	return kind
}

// inSymbols gives text of a font as the signs that it shows. Those that are
// not known are left out.
func (r *reader) inSymbols(font, s string) string {
	kind := r.sheet.symbolsOf(font)
	if kind == letters {
		return s
	}
	missed := false
	s = strings.Map(func(c rune) rune {
		inFont := c >= 0xE000 && c <= 0xF8FF
		at := c
		if c >= 0xF000 && c <= 0xF0FF {
			at = c - 0xF000
		}
		switch {
		case at == ' ' || c == 0xA0:
			return c
		case kind == private && !inFont, c > 0xFF && !inFont:
			return c
		case kind == wingdings && wingdingSigns[at] != 0:
			return wingdingSigns[at]
		case kind == greek && symbolSigns[at] != 0:
			return symbolSigns[at]
		case kind == greek && at < 0x80:
			return at
		}
		missed = true
		return -1
	}, s)
	if missed {
		r.tally.Add(office.Objects, "")
	}
	return s
}

// runOfSigns are signs that follow one another in a font. A dot stands for one
// that Unicode lacks, or that few computers show.
type runOfSigns struct {
	from  rune
	signs string
}

func signTable(runs ...runOfSigns) map[rune]rune {
	table := map[rune]rune{}
	for _, run := range runs {
		at := run.from
		for _, c := range run.signs {
			if c != '·' {
				table[at] = c
			}
			at++
		}
	}
	return table
}

var wingdingSigns = signTable(
	runOfSigns{0x21, "✏✂✁👓🔔📖🕯☎✆✉✉📪📫📬📭📁📂📄"},
	runOfSigns{0x36, "⌛⌨🖱"},
	runOfSigns{0x3E, "✇✍🖎✌👌👍👎☜☞☝☟🖐☺😐☹💣☠⚐🏱✈☼💧❄🕆✞🕈✠✡☪☯ॐ☸♈♉♊♋♌♍♎♏♐♑♒♓🙰🙵●❍■□🞐❑❒⬧⧫◆❖⬥⌧⍓⌘❀✿❝❞"},
	runOfSigns{0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿🙢🙠🙡🙣🙞🙜🙝🙟"},
	runOfSigns{0x9E, "∙•▪○⭕◉◉◎·▪◻▲✦★✶✴✹✵·⌖✧⌑·✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛"},
	runOfSigns{0xD5, "⌫⌦·➢···➲··←→↑↓↖↗↙↘←➔↑↓↖↗↙↘⇦⇨⇧⇩⬄⇳⬁⬀⬃⬂▭▫✗✓☒☑"},
)

var symbolSigns = signTable(
	runOfSigns{0x22, "∀"}, runOfSigns{0x24, "∃"}, runOfSigns{0x27, "∍"}, runOfSigns{0x2A, "∗"}, runOfSigns{0x2D, "−"},
	runOfSigns{0x40, "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"},
	runOfSigns{0x5C, "∴"}, runOfSigns{0x5E, "⊥"},
	runOfSigns{0x61, "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"},
	runOfSigns{0x7E, "∼"},
	runOfSigns{0xA1, "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…"},
	runOfSigns{0xC0, "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈"},
	runOfSigns{0xE5, "∑"}, runOfSigns{0xF1, "〉∫"},
)
