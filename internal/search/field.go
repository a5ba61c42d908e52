package search

import (
	"github.com/ficstead/ficstead/internal/db"
)

// Part is a part of a work's entry in which words can be looked for by themselves.
type Part uint8

// The parts.
const (
	Titles   Part = iota
	Creators      // their names; an anonymous work has none
)

// In is the condition on works w that a part of their entry has all words of text, in a
// row; text without words is in none. q tells the database.
func In(q db.Q, part Part, text string) db.Cond {
	a := atom(units(plain(text[:min(len(text), maxQuery)])))
	if len(a) == 0 || len(a) > maxUnits {
		return db.Where("1 = 0")
	}
	return engineOf(q).entry(a, part)
}

// OneOf is the condition on works w that they are among ids. q tells the database.
func OneOf(q db.Q, ids []int64) db.Cond { return engineOf(q).oneOf("w.id", ids) }
