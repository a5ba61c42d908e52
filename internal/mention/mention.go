// Package mention finds the names of people and worlds in a story: among a million names, in
// one pass over the text, with how often and where each stands. It works on words as readers
// see them: neither case nor accents nor the width of letters matter, but whether a word has
// a capital tells a name from a word. The package knows nothing of a database.
package mention

import (
	"cmp"
	"iter"
	"slices"
)

// Kind is what a name names.
type Kind uint8

// The kinds.
const (
	Fandom Kind = iota
	Character
	Relationship
	// Freeform is looked for in what authors say about a story, not in the story.
	Freeform
	// Saying is a phrase that says something by itself, such as a warning. It is counted
	// apart in notes and in the story.
	Saying
	kinds
)

// Name is a name to look for.
type Name struct {
	ID   int64
	Kind Kind
	Text string
	// Of is the name that this one stands for, 0 for itself.
	Of int64
	// Count is how much the name is used.
	Count int
	// Groups are the fandoms that the name belongs to.
	Groups []int64
}

// Found is a name that a text has.
type Found struct {
	ID   int64
	Kind Kind
	// Times is how often the story has it; Notes how often what is said about it does.
	Times, Notes int
	// Chapter is the first that has it, from 1; 0 when only notes do.
	Chapter int
	// As is what the text calls it most often.
	As string
	// Said is the note that names it, shortened.
	Said string
	// With are the characters by which a fandom or a relationship was found, the most
	// frequent ones first.
	With []int64
	// Near is how often the two of a relationship are named close to each other.
	Near int
	// Deaths is how often words of dying follow a character's name.
	Deaths int
}

// Lexicon has the names. It never changes and is safe for many at once.
type Lexicon struct {
	folder
	ids    []int64
	kind   []Kind
	counts []uint32
	groups lists // name → the fandoms that it belongs to, as places in ids
	of     lists // fandom → its characters
	parts  lists // character → places in partKeys

	partKeys []uint64 // hashes of the words by which characters are called
	phrases  index    // whole names, and Sayings → names
	pairs    index    // two characters' names → relationships
	calls    index    // words by which characters are called → fandoms
	full     []uint64 // character → the number of the name as it stands in relationships
	longest  lengths
	called   words    // words by which any character is called
	byID     []uint32 // places in the order of ids
}

// Build makes a Lexicon of names. What a name stands for must be among them.
func Build(names iter.Seq[Name]) *Lexicon {
	b := newBuilder()
	for n := range names {
		b.add(n)
	}
	return b.build()
}

// place is where a name stands, by its ID.
func (x *Lexicon) place(id int64) (uint32, bool) {
	i, ok := slices.BinarySearchFunc(x.byID, id, func(at uint32, id int64) int { return cmp.Compare(x.ids[at], id) })
	if !ok {
		return 0, false
	}
	return x.byID[i], true
}

// Len is how many names there are, without those that stand for others.
func (x *Lexicon) Len() int { return len(x.ids) }
