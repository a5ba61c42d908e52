package mention

import (
	"math/bits"
	"strings"
	"unicode/utf8"
)

const (
	// MaxText is how many words of a story are read; what follows is left out.
	MaxText = 1_000_000
	// maxLine is how many words are looked at together; a name doesn't go on in the next.
	maxLine = 4096
	// maxSaid is how many characters are shown of a note.
	maxSaid = 90
	// maxCouples is how many couples of the notes are looked at.
	maxCouples = 40
	// apart is how far from each other the words of two chapters are.
	apart = 1000
)

// Reading takes in one story, chapter by chapter. It is for one goroutine.
type Reading struct {
	x        *Lexicon
	marks    marks
	ordinary map[uint64]bool
	line     []token
	keys     [maxWords]uint64
	chapter  int
	at       int32 // words so far
	sentence int32
	words    int
	forms    []form
	byKey    map[uint64]int32
	events   []event
	couples  []couple
}

// form is a name as the text writes it: a phrase, or a single word by which a character is
// called.
type form struct {
	key     uint64
	names   []uint32 // that the phrase is
	call    bool
	times   int // in the story
	sure    int // of these, where the capital can only be a name's
	small   int // without a capital
	chapter int
	notes   int
	text    string
	said    string
}

// event is a place in the story.
type event struct{ at, sentence, form int32 }

// What stands there besides forms.
const (
	eventDying  = -1
	eventTender = -2
)

// couple is two names with a sign between them in a note.
type couple struct {
	one, other sideOf
	loving     bool
	said       string
}

// sideOf is what stands on one side of the sign: the word there, and the phrases of one, two
// or three words there, 0 where there are not as many.
type sideOf struct {
	word    uint64
	phrases [3]uint64
}

// Read begins to read a story.
func (x *Lexicon) Read() *Reading {
	return &Reading{x: x, marks: x.marks(), ordinary: x.ordinary(), byKey: map[uint64]int32{}}
}

// Words is how many words of the story were read.
func (r *Reading) Words() int { return r.words }

// Note takes in what is said about the story: plain text, a paragraph on each line.
func (r *Reading) Note(text string) {
	for line := range strings.Lines(text) {
		r.note(line)
	}
}

// Chapter takes in the next chapter of the story: plain text, a paragraph on each line.
// Paragraphs that are notes of the author by their first words are read as such.
func (r *Reading) Chapter(text string) {
	r.chapter++
	r.at += apart
	r.sentence++
	for line := range strings.Lines(text) {
		if r.isNote(line) {
			r.note(line)
		} else {
			r.story(line)
		}
	}
}

// isNote reports whether a line of a chapter is a note of its author.
func (r *Reading) isNote(line string) bool {
	const near = 40
	head := strings.TrimLeft(line, " \t*_-–—~[(>")
	if low := strings.ToLower(head[:min(len(head), 8)]); strings.HasPrefix(low, "a/n") || strings.HasPrefix(low, "a.n.") {
		return true
	}
	colon := strings.IndexAny(head[:min(len(head), near)], ":：")
	return colon > 0 && r.labelled(head[:colon])&(label|listing) != 0
}

// labelled gives what the words of a label are.
func (r *Reading) labelled(head string) (out mark) {
	t, n := r.x.tokens(head), 0
	for k, ok := t.next(); ok; k, ok = t.next() {
		out |= r.marks[k.hash]
		if n++; n > 3 {
			return 0
		}
	}
	return out
}

// take reads the next words of a line into r.line; false when there are none.
func (r *Reading) take(t *tokens) bool {
	r.line = r.line[:0]
	for len(r.line) < maxLine {
		k, ok := t.next()
		if !ok {
			break
		}
		r.line = append(r.line, k)
	}
	return len(r.line) > 0
}

// story reads a line of the story.
func (r *Reading) story(line string) {
	t := r.x.tokens(line)
	for r.words < MaxText && r.take(&t) {
		for i := 0; i < len(r.line); {
			k := &r.line[i]
			if k.ends {
				r.sentence++
			}
			n := r.storyPhrase(line, i)
			if n == 0 {
				r.word(line, k)
				n = 1
			}
			for _, skipped := range r.line[i+1 : i+n] {
				if skipped.ends {
					r.sentence++
				}
			}
			i, r.at, r.words = i+n, r.at+int32(n), r.words+n
		}
	}
}

// word reads one word of the story that is no part of a longer name.
func (r *Reading) word(line string, k *token) {
	switch m := r.marks[k.hash]; {
	case m&dying != 0:
		r.events = append(r.events, event{r.at, r.sentence, eventDying})
	case m&tender != 0:
		r.events = append(r.events, event{r.at, r.sentence, eventTender})
	}
	if k.single || !r.x.called.has(k.hash) {
		return
	}
	at := r.form(k.hash, true)
	f := &r.forms[at]
	if !k.capital {
		f.small++
		return
	}
	f.seen(r.chapter, line[k.from:k.to])
	if !k.first {
		f.sure++
	}
	r.events = append(r.events, event{r.at, r.sentence, at})
}

// form is the number of a form.
func (r *Reading) form(key uint64, call bool) int32 {
	as := key
	if call {
		as = join(key, 1) // a word is not the phrase of that word
	}
	at, ok := r.byKey[as]
	if !ok {
		at = int32(len(r.forms))
		r.forms = append(r.forms, form{key: key, call: call})
		r.byKey[as] = at
	}
	return at
}

func (f *form) seen(chapter int, text string) {
	if f.times++; f.times == 1 {
		f.chapter = chapter
	}
	if f.text == "" {
		f.text = strings.Clone(strings.TrimSuffix(strings.TrimSuffix(text, "'s"), "’s"))
	}
}

// lengthsAt computes the numbers of the phrases that begin at a word, and gives how many
// words those have that may be names, as bits.
func (r *Reading) lengthsAt(i int) uint32 {
	lengths := r.x.longest.of(r.line[i].hash)
	if rest := len(r.line) - i; rest < maxWords {
		lengths &= 1<<rest - 1
	}
	key := uint64(0)
	for n := range bits.Len32(lengths) {
		key = join(key, r.line[i+n].hash)
		r.keys[n] = key
	}
	return lengths
}

// storyPhrase looks for a name of several words, the longest first, and gives how many it
// has; 0 for none.
func (r *Reading) storyPhrase(line string, i int) int {
	lengths := r.lengthsAt(i)
	for ; lengths != 0; lengths &^= 1 << (bits.Len32(lengths) - 1) {
		n := bits.Len32(lengths)
		names := r.x.phrases.at(r.keys[n-1])
		if len(names) == 0 {
			continue
		}
		text := line[r.line[i].from:r.line[i+n-1].to]
		if r.anyOf(names, Saying) {
			at := r.form(r.keys[n-1], false)
			r.forms[at].names = names
			r.forms[at].seen(r.chapter, text)
		}
		if n < 2 || !r.named(i, n) || !r.anyOf(names, Character) && !r.anyOf(names, Fandom) {
			continue
		}
		at := r.form(r.keys[n-1], false)
		r.forms[at].names = names
		r.forms[at].seen(r.chapter, text)
		r.events = append(r.events, event{r.at, r.sentence, at})
		return n
	}
	return 0
}

func (r *Reading) anyOf(names []uint32, k Kind) bool {
	for _, n := range names {
		if r.x.kind[n] == k {
			return true
		}
	}
	return false
}

// named reports whether some words are written as names are: one of them has a capital that
// no sentence gives it, or all have, or all are in capitals.
func (r *Reading) named(i, n int) bool {
	all, loud := true, true
	for _, k := range r.line[i : i+n] {
		if k.capital && !k.first {
			return true
		}
		all, loud = all && k.capital, loud && k.loud
	}
	return all || loud
}

func phraseOf(words []token) uint64 {
	key := uint64(0)
	for _, k := range words {
		key = join(key, k.hash)
	}
	return key
}

// around is the piece of a line that has from to to, shortened.
func around(line string, from, to int) string {
	const before = 30
	start, end := 0, len(strings.TrimRight(line, "\r\n "))
	if from > before {
		start = from - before
		for !utf8.RuneStart(line[start]) {
			start--
		}
		if space := strings.IndexByte(line[start:from], ' '); space >= 0 {
			start += space + 1
		}
	}
	if end-start > maxSaid {
		end = max(to, start+maxSaid)
		for end < len(line) && !utf8.RuneStart(line[end]) {
			end++
		}
		if space := strings.LastIndexByte(line[start:end], ' '); start+space > to {
			end = start + space
		}
	}
	out := strings.Clone(strings.TrimSpace(line[start:end]))
	if start > 0 {
		out = "…" + out
	}
	if end < len(strings.TrimRight(line, "\r\n ")) {
		out += "…"
	}
	return out
}
