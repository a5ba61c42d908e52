package decode

import (
	"strings"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// codePage is an encoding of one byte a character.
type codePage struct {
	name     string
	runes    [256]rune
	composed bool // accents have bytes of their own, behind their letter's
}

// pageOf is a code page that the library knows.
func pageOf(name string, in *charmap.Charmap) *codePage {
	return &codePage{name: name, runes: runesOf(in.DecodeByte)}
}

func runesOf(decode func(byte) rune) (runes [256]rune) {
	for c := range runes {
		runes[c] = decode(byte(c))
	}
	return runes
}

// read gives the text of bytes in the page.
func (p *codePage) read(b []byte) string {
	var out strings.Builder
	out.Grow(len(b) + len(b)/4)
	for _, c := range b {
		out.WriteRune(p.runes[c])
	}
	if p.composed {
		return norm.NFC.String(out.String())
	}
	return out.String()
}

// The pages that are chosen by what the bytes say.
var (
	page1250     = pageOf("windows-1250", charmap.Windows1250)
	page88592    = pageOf("iso-8859-2", charmap.ISO8859_2)
	page852      = pageOf("ibm852", charmap.CodePage852)
	page866      = pageOf("ibm866", charmap.CodePage866)
	page874      = pageOf("windows-874", charmap.Windows874)
	page1254     = pageOf("windows-1254", charmap.Windows1254)
	page1257     = pageOf("windows-1257", charmap.Windows1257)
	page1258     = &codePage{"windows-1258", runesOf(charmap.Windows1258.DecodeByte), true}
	pageMacOther = &codePage{name: "x-mac-ce", runes: runesOf(macCentralRune)}
)

// ownPages are the pages that the library has not, or not as files have them.
var ownPages = []*codePage{&westernPages[0], page1258, pageMacOther}

// macCentral is the upper half of the code page of Macs in Central Europe.
var macCentral = []rune("ÄĀāÉĄÖÜáąČäčĆćéŹźĎíďĒēĖóėôöõúĚěü†°Ę£§•¶ß®©™ę¨≠ģĮįĪ≤≥īĶ∂∑łĻļĽľĹĺŅņŃ¬√ńŇ∆«»…\u00a0ňŐÕőŌ–—“”‘’÷◊ōŔŕŘ‹›řŖŗŠ‚„šŚśÁŤťÍŽžŪÓÔūŮÚůŰűŲųÝýķŻŁżĢˇ")

func macCentralRune(b byte) rune {
	if b < 0x80 {
		return rune(b)
	}
	return macCentral[b-0x80]
}
