package search

import (
	"strconv"

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
	column, weight := "title", "A"
	if part == Creators {
		column, weight = "names", "B"
	}
	if (engineOf(q) == tsvector{}) {
		return db.Where(`EXISTS (SELECT 1 FROM search_passages p WHERE p.work_id = w.id AND p.entry AND p.words @@ CAST(? AS tsquery))`, tsPhrase(a, weight))
	}
	return db.Where(`w.id IN (SELECT rowid FROM search_entry_words WHERE search_entry_words MATCH ?)`, column+" : "+fts5Phrase(a))
}

// OneOf is the condition on works w that they are among ids. q tells the database.
func OneOf(q db.Q, ids []int64) db.Cond {
	list := make([]byte, 0, 8*len(ids)+2)
	list = append(list, '[')
	for i, id := range ids {
		if i > 0 {
			list = append(list, ',')
		}
		list = strconv.AppendInt(list, id, 10)
	}
	list = append(list, ']')
	if (engineOf(q) == tsvector{}) {
		return db.Where(`w.id IN (SELECT CAST(n AS BIGINT) FROM json_array_elements_text(CAST(? AS JSON)) n)`, string(list))
	}
	return db.Where(`w.id IN (SELECT value FROM json_each(?))`, string(list))
}
