package mention

import (
	"math/bits"
	"strings"
)

// note reads a line of what is said about the story.
func (r *Reading) note(line string) {
	kind := mark(0)
	if colon := strings.IndexAny(line[:min(len(line), 40)], ":："); colon > 0 {
		kind = r.labelled(line[:colon])
	}
	t := r.x.tokens(line)
	for r.take(&t) {
		for i := range r.line {
			kind |= r.marks[r.line[i].hash] & claims
		}
		for i := range r.line {
			r.notePhrase(line, i, kind)
			r.couple(line, i, kind)
		}
	}
}

// notePhrase takes all names that begin at a word of a note.
func (r *Reading) notePhrase(line string, i int, kind mark) {
	for lengths := r.lengthsAt(i); lengths != 0; lengths &= lengths - 1 {
		n := bits.TrailingZeros32(lengths) + 1
		names := r.x.phrases.at(r.keys[n-1])
		if len(names) == 0 || !r.tells(names, i, n, kind) {
			continue
		}
		f := &r.forms[r.form(r.keys[n-1], false)]
		f.names = names
		if f.notes++; f.said == "" {
			f.said = around(line, r.line[i].from, r.line[i+n-1].to)
		}
		if f.text == "" {
			f.text = strings.Clone(line[r.line[i].from:r.line[i+n-1].to])
		}
	}
}

// tells reports whether words of a note that are a name tell of the story.
func (r *Reading) tells(names []uint32, i, n int, kind mark) bool {
	denied := false
	for j := i - 1; j >= max(0, i-3) && !r.line[j+1].ends; j-- {
		denied = denied || r.marks[r.line[j].hash]&no != 0
	}
	for _, x := range names {
		switch r.x.kind[x] {
		case Saying:
			if !denied {
				return true
			}
		case Freeform:
			if !denied && (n > 1 && !r.ordinary[r.keys[n-1]] || kind&listing != 0) {
				return true
			}
		case Fandom:
			if kind&listing != 0 || r.named(i, n) && (n > 1 || kind&claims != 0) {
				return true
			}
		case Relationship:
			if kind&listing != 0 || n > 1 || r.named(i, n) {
				return true
			}
		case Character:
			if n > 1 && r.named(i, n) {
				return true
			}
		}
	}
	return false
}

// couple takes the names on both sides of a sign that stands between two people.
func (r *Reading) couple(line string, i int, kind mark) {
	h := r.line[i].hash
	loving := h == slash || r.marks[h]&cross != 0 && kind&listing != 0
	if !loving && h != and || i == 0 || i == len(r.line)-1 || len(r.couples) >= maxCouples {
		return
	}
	c := couple{loving: loving, said: around(line, r.line[max(0, i-1)].from, r.line[i+1].to)}
	c.one.word, c.other.word = r.line[i-1].hash, r.line[i+1].hash
	for n := range 3 {
		if from := i - n - 1; from >= 0 {
			c.one.phrases[n] = phraseOf(r.line[from:i])
		}
		if to := i + n + 2; to <= len(r.line) {
			c.other.phrases[n] = phraseOf(r.line[i+1 : to])
		}
	}
	r.couples = append(r.couples, c)
}
