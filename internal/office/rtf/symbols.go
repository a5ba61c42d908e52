package rtf

import (
	"strings"
	"unicode/utf8"
)

// symbolFont gives the characters that the letters of a picture font show.
type symbolFont struct {
	signs map[byte]rune
	// letters says that ASCII stays as typed: the font is not known, and may be
	// an ornate one for words.
	letters bool
}

// decode appends what the bytes show, and says how many are not known.
func (f *symbolFont) decode(dst, src []byte) (text []byte, lost int) {
	for _, c := range src {
		switch sign := f.signs[c]; {
		case sign != 0:
			dst = utf8.AppendRune(dst, sign)
		case c == ' ' || f.letters && c < utf8.RuneSelf:
			dst = append(dst, c)
		default:
			lost++
		}
	}
	return dst, lost
}

// symbolFonts are the known ones, by their names in small letters without spaces.
var symbolFonts = map[string]*symbolFont{
	"symbol":          {signs: run(run(nil, 0x21, symbolLow), 0xA0, symbolHigh)},
	"wingdings":       {signs: run(run(nil, 0x21, wingdingsLow), 0x80, wingdingsHigh)},
	"wingdings2":      {signs: map[byte]rune{'O': '✗', 'P': '✓', 'Q': '☒', 'R': '☑', 'S': '☒', 'T': '☒', 'U': '⊗', 'V': '⊘', 0x97: '●', 0xA2: '■', 0xAE: '◆', 0xEA: '★', 0xF2: '❄', 0xF6: '❄'}},
	"wingdings3":      {signs: map[byte]rune{'f': '←', 'g': '→', 'h': '↑', 'i': '↓', 'j': '↖', 'k': '↗', 'l': '↙', 'm': '↘', 'n': '↔', 'o': '↕', 'p': '▲', 'q': '▼', 't': '◀', 'u': '▶'}},
	"webdings":        {signs: map[byte]rune{'Y': '♥', 'a': '✔', 'r': '✖', 'c': '□', 'g': '■', 'n': '●', '3': '◀', '4': '▶', '5': '▲', '6': '▼', '=': '■', '<': '■'}},
	"itczapfdingbats": {signs: run(run(nil, 0x21, dingbatsLow), 0xA1, dingbatsHigh)},
	"zapfdingbats":    {signs: run(run(nil, 0x21, dingbatsLow), 0xA1, dingbatsHigh)},
}

var unknownSymbols = &symbolFont{letters: true}

// run gives the characters their places from first on; a space leaves one out.
func run(signs map[byte]rune, first int, characters string) map[byte]rune {
	if signs == nil {
		signs = map[byte]rune{}
	}
	for _, c := range characters {
		if c != ' ' {
			signs[byte(first)] = c
		}
		first++
	}
	return signs
}

// isSymbolFont says whether the letters of a font with this name are pictures.
func isSymbolFont(name string) bool { return symbolFonts[symbolKey(name)] != nil }

func symbolKey(name string) string {
	return strings.TrimSuffix(strings.ReplaceAll(strings.ToLower(name), " ", ""), "bt")
}

// symbolPage gives the code page of a picture font. OpenSymbol has its signs in
// Unicode's own places.
func symbolPage(name string) *codePage {
	if f := symbolFonts[symbolKey(name)]; f != nil {
		return &codePage{symbols: f}
	}
	return &codePage{symbols: unknownSymbols}
}

// The characters of the fonts in the order of their places.
const (
	symbolLow = "!∀#∃%&∋()∗+,−./0123456789:;<=>?" +
		"≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_" +
		" αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
	symbolHigh = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵" +
		"ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓" +
		"◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"

	wingdingsLow = "✏✂✁👓🔔📖🕯☎✆🖂🖃📪📫📬📭🗀🗁🗎🗏🗐🗄⌛🖮🖰🖲🖳🖴🖫🖬✇✍" +
		"🖎✌👌👍👎☜☞☝☟🖐☺😐☹💣☠🏳🏱✈☼💧❄🕆✞🕈✠✡☪☯ॐ☸♈♉" +
		"♊♋♌♍♎♏♐♑♒♓🙰🙵●🔾■□🞐❑❒⬧⧫◆❖⬥⌧⮹⌘🏵🏶🙶🙷"
	wingdingsHigh = "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿🙢🙠🙡🙣🙞🙜🙝🙟·•" +
		"⬝⭘🞆🞈🞊🞋🔿▪🞎🟂✦★✶✴✹✵⯐⌖⟡⌑⯑✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘" +
		"🕙🕚🕛⮰⮱⮲⮳⮴⮵⮶⮷🙪🙫🙕🙔🙗🙖🙐🙑🙒🙓⌫⌦⮘⮚⮙⮛⮈⮊⮉⮋←" +
		"→↑↓↖↗↙↘⬅➔⬆⬇⬉⬈⬋⬊⇦⇨⇧⇩⬄⇳⬀⬁⬃⬂🢬🢭✘✔☒☑"

	dingbatsLow = "✁✂✃✄☎✆✇✈✉☛☞✌✍✎✏✐✑✒✓✔✕✖✗✘✙✚✛✜✝✞✟" +
		"✠✡✢✣✤✥✦✧★✩✪✫✬✭✮✯✰✱✲✳✴✵✶✷✸✹✺✻✼✽✾✿" +
		"❀❁❂❃❄❅❆❇❈❉❊❋●❍■❏❐❑❒▲▼◆❖◗❘❙❚❛❜❝❞"
	dingbatsHigh = "❡❢❣❤❥❦❧♣♦♥♠①②③④⑤⑥⑦⑧⑨⑩❶❷❸❹❺❻❼❽❾❿" +
		"➀➁➂➃➄➅➆➇➈➉➊➋➌➍➎➏➐➑➒➓➔→↔↕➘➙➚➛➜➝➞" +
		"➟➠➡➢➣➤➥➦➧➨➩➪➫➬➭➮➯ ➱➲➳➴➵➶➷➸➹➺➻➼➽➾"
)
