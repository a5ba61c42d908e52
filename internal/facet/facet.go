// Package facet keeps a catalogue of works in memory, to answer with any filter
// in any order which works there are, exactly how many, and what else they have.
// It knows no database and no page: whoever uses it says what works have (Schema),
// gives them (Build, Apply), and asks (Search). It is a projection: what it holds
// can be made anew from the rows at any time, and a snapshot on disk only saves
// that time.
//
// # What it is made of
//
// Works are numbered by their rank in the default order, newest first, so that
// the first page of a list is the first bits of a set and a range of dates is a
// range of ranks. What a work can be asked for is a Term. Each Term has the set of
// its works; each work has the list of its Terms in a record of one cache line,
// by which a set is counted. Numbers lie in columns.
//
// Changes go into a young part, of the same make and small, which readers see
// with the old one as one catalogue; the two are put together in the background.
package facet

// Schema says what works have. It stays as it is for the life of an Index; a
// snapshot made by another Schema is not read.
type Schema struct {
	Kinds   []Kind   // of terms, at most 32
	Numbers []string // names of the columns of numbers, at most 16
	Texts   []string // names of the orders by text, at most 4
	// Newest is the column of Numbers by which works are ranked, the largest
	// first.
	Newest int
	// Bounded names the column of Numbers that queries bound most often (how many
	// words), for which more is kept ready; empty: none. Like Newest it changes
	// only with its work, never by a Number.
	Bounded string
}

// Kind is a kind of term: fandoms, languages, authors.
type Kind struct {
	Name string
	Show Show
	// Single promises that no work has two terms of this kind.
	Single bool
}

// Show is how terms of a kind are counted in answers.
type Show uint8

// The ways.
const (
	Unseen Show = iota // works can be asked for them; they are not counted
	Choice             // few, at most 250 terms; all are counted, each as if no other of its kind were chosen
	Top                // any number; the commonest are counted
)

// Term is one thing that works can be asked for, by the key that its kind's table
// gives it: a fandom, a rating, "is complete".
type Term struct {
	Kind uint8 // an index of Schema.Kinds
	ID   int64
}

// Work is one work as the catalogue knows it.
type Work struct {
	ID      int64
	Terms   []Term   // in any order, each once
	Numbers []uint32 // as Schema.Numbers
	Texts   []string // as Schema.Texts: keys that compare bytewise
}

// Query says which works are sought. The zero Query is all works, by the first
// column of numbers: it is well to let that be the one of Schema.Newest.
type Query struct {
	All    []Term // each must be there
	Choose []Term // of each Choice kind named here, one must be there
	None   []Term // none may be there
	Ranges []Range
	// Within, if not nil, holds the only works to look among, and Without works
	// to leave out: what a search of texts found, somebody's bookmarks, whom a
	// viewer doesn't want to read.
	Within  *Set
	Without []*Set
	Where   *Where // if not nil, a condition besides

	Order   Order
	Reverse bool // the other way round than the order's habit: numbers fall, texts rise
	Offset  int
	Limit   int // of works in the answer, at most 1,000

	// Facets asks for counts; Each is how many of each Top kind, at most 50.
	Facets bool
	Each   int
}

// Range is a bound on a column, both ends in.
type Range struct {
	Number   int // an index of Schema.Numbers
	From, To uint32
}

// Order is how an answer is sorted: by the column of that index, or by the text
// Text(i). Works that are equal there come in the order of their ids, the way of
// the order.
type Order int

// Text is the order by Schema.Texts[i].
func Text(i int) Order { return Order(-1 - i) }

// Result is the answer to a Query. One Result may be used again and again; then
// answering allocates nothing, but for a Where. What it holds is good until its next use.
type Result struct {
	IDs   []int64 // the works of the page
	Total int     // all works that were found
	// Counts has for each kind of the Schema what was asked by Facets: the terms
	// with their numbers of works, the most first, equals by ID; none for Unseen.
	Counts [][]Count
	// Seq is the change up to which the answer is right.
	Seq int64
}

// Count is how many works have a term.
type Count struct {
	ID int64
	N  int
}

// Change is what became of a work.
type Change struct {
	ID   int64
	Work *Work // nil when it is gone
}

// Number is a new value in a column, for counters that change all the time.
type Number struct {
	ID     int64
	Number int // an index of Schema.Numbers; neither Schema.Newest nor Schema.Bounded
	Value  uint32
}
