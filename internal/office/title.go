package office

import "strings"

// title is what the paragraphs of a text say that are styled as its title.
type title struct {
	words   strings.Builder // of the first one
	open    bool            // that one is being written
	headed  bool            // a heading was written
	above   bool            // the first title stands above all headings
	more    bool            // further ones stand in the text
	written bool            // something was written behind the first one
}

// titleBytes is as much as a title may have; one that is longer is a paragraph
// whose style somebody chose for its look.
const titleBytes = 500

// settle says what a paragraph is. Only the first title above all headings names
// the whole: those behind other words name parts, and those right below it say
// more, such as who wrote it.
func (t *title) settle(p *Para) {
	if p.Title {
		if t.above && !t.written {
			p.Title, p.Heading = false, 0
			return
		}
		p.Heading = 1
		t.more = t.more || t.headed
		if !t.headed {
			t.above, t.open = true, true
		}
	} else if p.Heading > 0 && t.above {
		p.Heading++
	}
	t.headed = t.headed || p.Heading > 0
}

func (t *title) write(text string) {
	if t.open {
		t.words.WriteString(text[:min(len(text), titleBytes+1-t.words.Len())])
		return
	}
	t.written = t.written || t.above && strings.TrimSpace(text) != ""
}

// Title gives the text of the paragraph that is styled as the title of the
// whole, on one line; "" when there is none, or when there are several.
func (w *Writer) Title() string {
	if w.title.more || w.title.words.Len() > titleBytes {
		return ""
	}
	return strings.Join(strings.Fields(w.title.words.String()), " ")
}
