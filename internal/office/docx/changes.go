package docx

import (
	"strings"

	"github.com/ficstead/ficstead/internal/office"
)

// startChange takes tracked changes as if they were accepted: what was
// inserted stays, what was deleted goes, what was moved is only in its new place.
func (f *flow) startChange() bool {
	switch f.sc.name {
	case "w:ins", "w:moveTo":
		f.r.tally.Add(office.Insertions, "")
		f.p.changed = true
	case "w:del":
		f.r.tally.Add(office.Deletions, f.deleted())
		f.p.changed = true
	case "w:moveFrom":
		f.sc.skip()
		f.p.changed, f.p.silent = true, true
	default:
		return false
	}
	return true
}

// deleted goes to the end of what was deleted and gives the beginning of it.
func (f *flow) deleted() string {
	f.p.silent = true
	var words strings.Builder
	for d := f.sc.depth(); f.sc.within(d); {
		if f.sc.kind == startTag && (f.sc.name == "w:delText" || f.sc.name == "w:t") {
			text := f.sc.inner()
			if words.Len() < 4*maxExcerpt {
				words.WriteString(text)
			}
		}
	}
	return excerpt(words.String())
}

// noticeMark counts a change of the paragraph's mark, where it is the only one.
func (f *flow) noticeMark() {
	if f.p.changed {
		return
	}
	if f.p.mark.change.inserted {
		f.r.tally.Add(office.Insertions, "")
	}
	if f.p.mark.change.deleted {
		f.r.tally.Add(office.Deletions, "")
	}
}
