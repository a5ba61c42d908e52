// Package query understands one line of text that asks for works: words and quoted
// phrases, fields such as fandom:"X" or words:1000-5000, joined by AND, OR, NOT and
// brackets. It knows nothing of tags or works: what a name means is for who asks.
//
// Parse takes linear time, gives a tree that is bounded in size and depth, and says
// of each mistake where it is. String writes a tree in the one normal form, of
// which Parse makes the same tree again.
package query

import "fmt"

// The bounds of one line.
const (
	MaxLength = 10_000 // characters
	MaxClues  = 200
	MaxDepth  = 32 // brackets in brackets
	mistakes  = 10 // that are told at once
)

// Query is what one line asks. The zero Query asks nothing.
type Query struct {
	// All is what a work must be, or nil where nothing is asked.
	All *Node
	// Sort is in which order works come; its zero value leaves that open.
	Sort Sort
}

// Op says how a node joins what is below it.
type Op uint8

// The ways to join.
const (
	Is  Op = iota // a leaf: its Clue
	And           // all of two or more
	Or            // one of two or more
	Not           // not the one
)

// Node is a part of a question. No And stands right in an And, no Or in an Or, no Not
// in a Not.
type Node struct {
	Op   Op
	Of   []*Node // what it joins; nil for a leaf
	Clue Clue    // of a leaf
}

// Clue asks one thing of a work. Its Field says which of the others count.
type Clue struct {
	Field Field
	Text  string // of Any and of fields of names: the words or the name
	// Phrase says of Any that the words stand in quotes, and so in this order.
	Phrase bool
	Wild   Wild  // of Relationship
	Range  Range // of fields of numbers
	Time   Time  // of fields of dates
	Yes    bool  // of questions with two answers
	At     Span  // where it stands in the line, with its field
}

// Wild says which side of a relationship is left open.
type Wild uint8

// The sides.
const (
	Closed Wild = iota // the name is that of the relationship
	Left               // */Name
	Right              // Name/*
)

// Range is the whole numbers From to To, both included; To is Most where there is no
// upper bound.
type Range struct{ From, To int64 }

// Most is the largest number that can be asked for.
const Most = 1_000_000_000

// Span is a range of bytes of the line, To excluded.
type Span struct{ From, To int }

// Sort is an order of works.
type Sort struct {
	By  Order     // "" leaves it open
	Way Direction // Habit: as this order usually goes
	At  Span
}

// Order names what works are sorted by.
type Order string

// The orders.
const (
	ByUpdated   Order = "updated"
	ByPosted    Order = "posted"
	ByTitle     Order = "title"
	ByAuthor    Order = "author"
	ByWords     Order = "words"
	ByKudos     Order = "kudos"
	ByHits      Order = "hits"
	ByComments  Order = "comments"
	ByBookmarks Order = "bookmarks"
)

// Direction says which way an order goes.
type Direction uint8

// The directions.
const (
	Habit Direction = iota
	Ascending
	Descending
)

// Mistake is what can't be understood, and where. Format and Args make a sentence
// that says what to do; Format is its key for translators.
type Mistake struct {
	At     Span
	Format string
	Args   []any
}

// Error is the sentence in English.
func (m *Mistake) Error() string { return fmt.Sprintf(m.Format, m.Args...) }

// Empty reports whether nothing is asked, nor an order given.
func (q Query) Empty() bool { return q.All == nil && q.Sort.By == "" }

// Clues gives every clue of q in the order of the line.
func (q Query) Clues() []Clue {
	var out []Clue
	var walk func(n *Node)
	walk = func(n *Node) {
		if n == nil {
			return
		}
		if n.Op == Is {
			out = append(out, n.Clue)
		}
		for _, k := range n.Of {
			walk(k)
		}
	}
	walk(q.All)
	return out
}

// Parts gives what must all be true, each by itself: what one can show as chips and
// take away one at a time.
func (q Query) Parts() []*Node {
	switch {
	case q.All == nil:
		return nil
	case q.All.Op == And:
		return q.All.Of
	}
	return []*Node{q.All}
}
