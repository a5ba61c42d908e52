package decode

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// fromBytes reads eight-bit text line by line: lines that are UTF-8 stay so
// (pasted files mix both), the rest are of the code page that the whole file
// speaks for, or a paragraph by itself.
func fromBytes(b []byte) (text, name string, sure bool) {
	page, sure := thaiPage(b)
	if page == nil {
		page, sure = wordPage(b)
	}
	if page == nil {
		page, sure = centralPage(b)
	}
	if page == nil {
		language := latinPage(b)
		if page, sure = language.page, language.sure; page == nil {
			text, name, sure = fromWestern(b, -1)
			return text, name, sure && !language.strange(name)
		}
	}
	var out strings.Builder
	out.Grow(len(b) + len(b)/8)
	for line := range bytes.Lines(b) {
		if utf8.Valid(line) {
			out.Write(line)
			continue
		}
		out.WriteString(page.read(line))
	}
	return out.String(), page.name, sure
}

// westernPages are the pages of Western Europe, the likeliest first.
var westernPages = []codePage{
	{name: "windows-1252", runes: runesOf(cp1252Rune)},
	{name: "macintosh", runes: runesOf(charmap.Macintosh.DecodeByte)},
	{name: "ibm850", runes: runesOf(charmap.CodePage850.DecodeByte)},
}

// Bounds within which a paragraph of an unlike code page is looked for, and
// how much better than the file's that page must fit.
const (
	westernStretch = 2000
	westernMargin  = 3
)

// fits says how well a text reads in each of the Western pages.
type fits [3]int

func fitsOf(lines [][]byte) (f fits) {
	for _, line := range lines {
		if utf8.Valid(line) {
			continue
		}
		for i := range westernPages {
			f[i] += plausibility(inWestern(line, i))
		}
	}
	return f
}

// best is the page that fits best, and by how much. Any but the first needs
// more than that it is less bad.
func (f fits) best() (page, margin int) {
	for i := range f {
		if f[i] > f[page] && f[i] > 0 {
			page = i
		}
	}
	margin = 1 << 30
	for i := range f {
		if i != page {
			margin = min(margin, f[page]-f[i])
		}
	}
	return page, margin
}

// instead is the page in which a stretch certainly is, though what stands
// round it is in another.
func (f fits) instead(usual int) int {
	if page, _ := f.best(); f[usual] < 0 && f[page]-f[usual] >= westernMargin {
		return page
	}
	return usual
}

// fromWestern reads text of Western Europe. stated is the page that the file
// names itself, -1 for none.
func fromWestern(b []byte, stated int) (text, name string, sure bool) {
	sample := firstBytes(b, pageSample)
	usual, margin := stated, 0
	if stated < 0 {
		usual, margin = fitsOf(bytes.SplitAfter(sample, []byte("\n"))).best()
	}
	var out strings.Builder
	out.Grow(len(b) + len(b)/8)
	var stretch [][]byte
	size := 0
	flush := func() {
		writeWestern(&out, stretch, usual)
		stretch, size = stretch[:0], 0
	}
	for line := range bytes.Lines(b) {
		if size > westernStretch || len(bytes.TrimSpace(line)) == 0 {
			flush()
		}
		stretch = append(stretch, line)
		size += len(line)
	}
	flush()
	text = out.String()
	sure = stated >= 0 || usual < 2 && margin > westernMargin && (usual > 0 || !maybeCentral(firstPart(text)))
	return text, westernPages[usual].name, sure
}

// writeWestern writes the lines of one stretch, each in the page that is
// certain for it, or the stretch's, or the file's.
func writeWestern(out *strings.Builder, stretch [][]byte, usual int) {
	each := make([]fits, len(stretch))
	var all fits
	for i := range stretch {
		each[i] = fitsOf(stretch[i : i+1])
		for page := range all {
			all[page] += each[i][page]
		}
	}
	usual = all.instead(usual)
	for i, line := range stretch {
		if utf8.Valid(line) {
			out.Write(line)
			continue
		}
		out.WriteString(inWestern(line, each[i].instead(usual)))
	}
}

// firstPart is the part of a text by which its code page is judged.
func firstPart(text string) string { return text[:min(len(text), pageSample)] }

// inWestern reads bytes in one of the Western pages.
func inWestern(b []byte, page int) string { return westernPages[page].read(b) }

// maybeCentral says whether the letters of a text in Windows-1252 could as well
// be those of another page: most words in which the pages differ are none that
// the languages of Western Europe are full of.
func maybeCentral(text string) bool {
	differ, known := 0, 0
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if strings.ContainsFunc(word, unlikeCentral) {
			differ++
			if westernWords[strings.ToLower(word)] {
				known++
			}
		}
	}
	return known*3 < differ
}

// unlikeCentral tells letters whose byte is another letter in Central Europe.
func unlikeCentral(r rune) bool {
	if r < 0x80 {
		return false
	}
	b, ok := cp1252Byte(r)
	return ok && charmap.Windows1250.DecodeByte(b) != r
}

// westernWords are frequent words with letters that only Western pages have at
// their place.
var westernWords = wordSet(`à là où très même après être père mère frère première dernière lumière fenêtre tête peut-être
	était êtes prêt prête déjà voilà près dès derrière manière façon bientôt plutôt sœur cœur œil rêve fête forêt arrêta
	año años señor señora señorita mañana niño niña niños pequeño pequeña sueño sueños españa español tenía compañero
	não são então mão mãe irmão irmã você têm três também já manhã coração razão atenção chão mãos
	è più già può così sarà perché città verità però là giù finché libertà
	på når får så også være måtte igjen først før gjør nå både å åpen lørdag søndag hånd håret gråt stå gå så
	från måste två då gå får någon något även ögon bröd håll blå åt år åren hår sår
	hún það þetta þau því með við sér maður eða ekki góð
	één ideeën geïnteresseerd coördinatie naïef naïve naïveté fiancée crème voilà déjà façade garçon`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}
