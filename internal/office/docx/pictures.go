package docx

import (
	"bytes"
	"path"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/office"
)

// pictures are those that the text shows.
type pictures struct {
	names  map[string]string // short names to names in the pack
	short  map[string]string // and back; "" for one that can't be shown
	serial map[string]int    // how many have the same short name
}

func newPictures() *pictures {
	return &pictures{names: map[string]string{}, short: map[string]string{}, serial: map[string]int{}}
}

// picture writes a picture, or its words where it can't be shown.
func (f *flow) picture(rel, alt string) {
	alt = strings.Join(strings.Fields(alt), " ")
	to, ok := f.part.rels[rel]
	switch {
	case ok && to.external:
		f.r.tally.Add(office.External, to.target)
	case ok:
		if name := f.r.pictures.name(f.r.pack, to.target); name != "" {
			f.begin("und")
			f.p.line, f.p.space, f.p.tab = true, false, false
			f.w.Picture(name, alt)
			return
		}
		f.r.tally.Add(office.LostPictures, either(alt, path.Base(to.target)))
	default:
		f.r.tally.Add(office.LostPictures, alt)
	}
	f.inBrackets(alt)
}

// name gives the short name of a picture in the pack, "" when it is not there or
// in a form that no browser shows.
func (p *pictures) name(from *pack, target string) string {
	if name, ok := p.short[target]; ok {
		return name
	}
	end := pictureEnd(from.head(target))
	if end == "" {
		p.short[target] = ""
		return ""
	}
	stem := strings.TrimSuffix(path.Base(target), path.Ext(target))
	name := stem + end
	if p.serial[name]++; p.serial[name] > 1 {
		name = stem + "-" + strconv.Itoa(p.serial[name]) + end
	}
	p.short[target], p.names[name] = name, target
	return name
}

// pictureEnd gives the ending of a picture's name by its first bytes: Word's
// own names often lie.
func pictureEnd(head []byte) string {
	for _, kind := range []struct{ mark, end string }{
		{"\x89PNG\r\n\x1a\n", ".png"}, {"\xFF\xD8\xFF", ".jpg"}, {"GIF87a", ".gif"}, {"GIF89a", ".gif"}, {"BM", ".bmp"},
	} {
		if bytes.HasPrefix(head, []byte(kind.mark)) {
			return kind.end
		}
	}
	if len(head) >= 12 {
		switch {
		case string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
			return ".webp"
		case string(head[4:12]) == "ftypavif":
			return ".avif"
		}
	}
	return ""
}
