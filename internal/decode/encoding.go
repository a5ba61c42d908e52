package decode

import (
	"bytes"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// Bounds on what is shown of readings in other encodings.
const (
	readingsMax    = 8   // encodings
	tellingLines   = 3   // lines of the text
	tellingBytes   = 200 // bytes of one line
	tellingSigns   = 8   // different bytes beyond ASCII that are enough
	tellingSampled = 4 << 20
)

// otherReadings shows the lines of a file that say the most about its encoding,
// as the encoding called name has them and as the likely others would; none
// when no other reading makes sense.
func otherReadings(b []byte, name string) (shown string, others []Reading) {
	places := tellingPlaces(firstBytes(b, tellingSampled))
	shown, ok := readIn(places, name)
	if !ok && shown == "" {
		return "", nil
	}
	type scored struct {
		Reading
		score int
	}
	least := plausibility(shown)
	if least > 0 {
		least /= 3
	}
	var found []scored
	for _, c := range charsets {
		text, clean := readIn(places, c.Name)
		known := slices.ContainsFunc(found, func(s scored) bool { return s.Text == text })
		if score := plausibility(text); clean && !known && text != shown && c.Name != name && score >= least {
			found = append(found, scored{Reading{c.Name, text}, score})
		}
	}
	sort.SliceStable(found, func(i, j int) bool { return found[i].score > found[j].score })
	for _, f := range found[:min(len(found), readingsMax)] {
		others = append(others, f.Reading)
	}
	if others == nil {
		shown = ""
	}
	return shown, others
}

// readIn reads places of a file in an encoding. clean is false when they hold
// bytes for which it has no character.
func readIn(places [][]byte, name string) (text string, clean bool) {
	e := encodingNamed(name)
	if e == nil {
		return "", false
	}
	var lines []string
	for _, p := range places {
		line, err := inEncoding(p, e)
		if err != nil {
			return "", false
		}
		lines = append(lines, strings.TrimRight(line, "\uFFFD")) // the place may end within a character
	}
	text = strings.Join(lines, "\n")
	clean = !strings.ContainsFunc(text, func(r rune) bool { return r == utf8.RuneError || r >= 0x7F && r <= 0x9F })
	return text, clean
}

// tellingPlaces gives the few pieces of lines with the most kinds of bytes
// beyond ASCII.
func tellingPlaces(b []byte) [][]byte {
	type place struct {
		at, kinds int
		text      []byte
	}
	var best []place
	n := 0
	for line := range bytes.Lines(b) {
		n++
		if utf8.Valid(line) {
			continue
		}
		text := telling(line)
		p := place{n, kindsOf(text), text}
		if len(best) == tellingLines && p.kinds <= best[len(best)-1].kinds {
			continue
		}
		best = append(best, p)
		sort.SliceStable(best, func(i, j int) bool { return best[i].kinds > best[j].kinds })
		best = best[:min(len(best), tellingLines)]
	}
	enough, signs := 0, 0
	for enough < len(best) && signs < tellingSigns {
		signs += best[enough].kinds
		enough++
	}
	best = best[:enough]
	sort.Slice(best, func(i, j int) bool { return best[i].at < best[j].at })
	var out [][]byte
	for _, p := range best {
		out = append(out, p.text)
	}
	return out
}

func kindsOf(b []byte) int {
	var seen [256]bool
	kinds := 0
	for _, c := range b {
		if c >= 0x80 && !seen[c] {
			seen[c] = true
			kinds++
		}
	}
	return kinds
}

// telling is the piece of a line round its first bytes beyond ASCII, without
// tags.
func telling(line []byte) []byte {
	line = bytes.TrimSpace(withoutTags(line))
	first := bytes.IndexFunc(line, func(r rune) bool { return r >= 0x80 })
	if first < 0 {
		return nil
	}
	from := max(0, first-tellingBytes/3)
	if from > 0 {
		if blank := bytes.IndexByte(line[from:first], ' '); blank >= 0 {
			from += blank + 1
		} else {
			from = first
		}
	}
	line = line[from:]
	if len(line) <= tellingBytes {
		return line
	}
	if blank := bytes.LastIndexByte(line[:tellingBytes], ' '); blank > tellingBytes/2 {
		return line[:blank]
	}
	return line[:tellingBytes]
}

// withoutTags leaves out what stands between < and >.
func withoutTags(line []byte) []byte {
	if bytes.IndexByte(line, '<') < 0 {
		return line
	}
	out := make([]byte, 0, len(line))
	for len(line) > 0 {
		from := bytes.IndexByte(line, '<')
		if from < 0 {
			return append(out, line...)
		}
		out = append(out, line[:from]...)
		to := bytes.IndexByte(line[from:], '>')
		if to < 0 {
			return append(out, line[from:]...)
		}
		line = line[from+to+1:]
	}
	return out
}

// encodedIn gives the works of one file its encoding.
func encodedIn(e Encoding, all []Manuscript) []Manuscript {
	for i := range all {
		all[i].Encoding = e
	}
	return all
}

// stated is set for encodings in which files say themselves what they are in.
func (e *Encoding) stated() bool { return e.Name == "" || strings.HasPrefix(e.Name, "utf-") }

// add takes in how another file of the same book became text.
func (e *Encoding) add(file Encoding) {
	if e.stated() && !file.stated() {
		e.Name = file.Name
	}
	if !file.Certain {
		e.Certain = false
		if len(e.Others) == 0 {
			e.Shown, e.Others = file.Shown, file.Others
		}
	}
	for _, m := range file.Mended {
		if i := slices.IndexFunc(e.Mended, func(have Mended) bool { return have.Was == m.Was }); i >= 0 {
			e.Mended[i].Times += m.Times
			continue
		}
		e.Mended = append(e.Mended, m)
	}
	sort.SliceStable(e.Mended, func(i, j int) bool { return e.Mended[i].Times > e.Mended[j].Times })
	e.Mended = e.Mended[:min(len(e.Mended), mendedMax)]
}
