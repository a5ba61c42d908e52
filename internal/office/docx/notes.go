package docx

import "github.com/ficstead/ficstead/internal/office"

// noteReference takes a reference to a footnote or endnote.
func (f *flow) noteReference(kind string) {
	id := f.sc.attr("w:id")
	if f.note || id == "" || !f.shown() {
		return
	}
	key := kind + id
	f.begin("und")
	f.p.line, f.p.space = true, false
	f.r.notes[key] = true
	v, ok := f.sc.find("w:customMarkFollows")
	if ok && string(v) != "0" && string(v) != "false" && string(v) != "off" {
		f.run.noteKey = key
		return
	}
	f.w.NoteRef(key, "")
}

// readNotes reads the notes of a kind to which the text refers.
func (r *reader) readNotes(w *office.Writer, kind, element string) {
	rel, ok := r.main.first(kind)
	if !ok || len(r.notes) == 0 || r.err != nil {
		return
	}
	p, err := r.pack.part(rel.target)
	r.check(err)
	r.check(r.pack.scan(p.name, func(s *scanner) {
		for s.next() && r.err == nil {
			if s.kind == startTag && s.name == element {
				r.readNote(w, p, s)
			}
		}
		if s.damage() != nil {
			r.tally.Add(office.Damaged, "")
		}
	}))
}

// readNote reads one note, whose start tag was read.
func (r *reader) readNote(w *office.Writer, p *part, s *scanner) {
	key := s.name[len("w:"):] + s.attr("w:id")
	if !r.notes[key] {
		s.skip()
		return
	}
	delete(r.notes, key) // the first of several with the same number counts
	own := &office.Writer{Max: r.limit.TextBytes}
	f := &flow{r: r, part: p, sc: s, w: own, note: true}
	f.readAll()
	w.Note(key, own.HTML())
	r.fail(w.Full())
}
