package remember

import (
	"context"
	"slices"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/search"
)

const (
	// sceneWords is how long a scene is in which clues meet, and breathWords how
	// long a piece in which the words of one clue do.
	sceneWords  = 300
	breathWords = 60
)

// scene is the part of a stretch where the clues meet best.
type scene struct {
	stretch
	score  float64
	mask   uint64
	anchor string
	text   string   // of some paragraphs
	marked [][2]int // words of clues in it, in bytes
	// The text goes on before and behind what is shown.
	before, behind bool
}

// event is a word of a clue in a text.
type event struct {
	at, start, end int // in words; in bytes
	bit            int
}

// sceneIn reads a stretch and finds its best scene; forms are those of its language.
func sceneIn(ctx context.Context, q db.Q, s stretch, hs []*hunt, forms lexicon) (scene, error) {
	ps, err := search.Between(ctx, q, s.Chapter, s.First, s.Last)
	if err != nil {
		return scene{}, err
	}
	var all strings.Builder
	ends := make([]int, len(ps))
	for i, p := range ps {
		all.WriteString(p.Text)
		all.WriteByte('\n')
		ends[i] = all.Len()
	}
	out := scene{stretch: s, text: all.String()}
	es := forms.events(out.text)
	from, to := out.best(es, hs)
	if from == to {
		return out, nil
	}
	mid := densest(es[from:to], hs)
	i, _ := slices.BinarySearch(ends, mid.start+1)
	out.anchor = ps[i].Anchor
	out.clip(es[from:to], mid)
	return out, nil
}

// lexicon tells which word of a text is a form of which word of a clue.
type lexicon struct {
	forms map[string][]form // by their first word
	open  []form
}

// form is one or more words in a row, and the bit of the word of a clue.
type form struct {
	words []string
	bit   int
}

func lexiconOf(hs []*hunt, language string) lexicon {
	l := lexicon{forms: map[string][]form{}}
	for _, h := range hs {
		for _, t := range h.terms {
			fs := t.Term
			if !english(language) {
				fs = slices.Concat(fs, formsOf(t.word, language))
			}
			for _, f := range fs {
				ws := search.Words(f.Text)
				switch {
				case len(ws) == 0:
				case f.Open:
					l.open = append(l.open, form{ws, t.bit})
				default:
					l.forms[ws[0]] = append(l.forms[ws[0]], form{ws, t.bit})
				}
			}
		}
	}
	return l
}

// events are the words of clues in a plain text, in order.
func (l lexicon) events(text string) []event {
	var out []event
	all := search.Place(text)
	for i, w := range all {
		seen := uint64(0)
		add := func(f form) {
			if seen&(1<<f.bit) == 0 {
				seen |= 1 << f.bit
				out = append(out, event{i, w.Start, all[i+len(f.words)-1].End, f.bit})
			}
		}
		for _, f := range l.forms[w.Text] {
			if f.at(all[i:]) {
				add(f)
			}
		}
		for _, f := range l.open {
			if strings.HasPrefix(w.Text, f.words[0]) {
				add(form{f.words[:1], f.bit})
			}
		}
	}
	return out
}

// at reports whether the words of f stand at the beginning of ws.
func (f form) at(ws []search.Word) bool {
	if len(f.words) > len(ws) {
		return false
	}
	for i, w := range f.words {
		if ws[i].Text != w {
			return false
		}
	}
	return true
}

// snippetBytes is about how much of a scene is shown.
const snippetBytes = 420

// clip cuts the text of a scene down to what is shown of it: around mid.
func (s *scene) clip(es []event, mid event) {
	from := max(0, mid.start-snippetBytes/2)
	to := min(len(s.text), from+snippetBytes)
	if i := strings.IndexAny(s.text[from:mid.start], " \n"); from > 0 && i >= 0 {
		from += i + 1
	}
	if i := strings.LastIndexAny(s.text[mid.end:to], " \n"); to < len(s.text) && i >= 0 {
		to = mid.end + i
	}
	s.before, s.behind = strings.TrimSpace(s.text[:from]) != "", strings.TrimSpace(s.text[to:]) != ""
	s.text = s.text[from:to]
	for _, e := range es {
		if e.start >= from && e.end <= to && (len(s.marked) == 0 || s.marked[len(s.marked)-1][1] <= e.start-from) {
			s.marked = append(s.marked, [2]int{e.start - from, e.end - from})
		}
	}
}
