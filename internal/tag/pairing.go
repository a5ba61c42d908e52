package tag

import (
	"context"
	"slices"
	"strings"

	"github.com/ficstead/ficstead/internal/typeahead"
)

// Side says where in a relationship's name somebody stands.
type Side uint8

// The sides.
const (
	Behind Side = iota // behind a slash, as in */Name
	Before             // before one, as in Name/*
)

// Pairings gives the relationships that have somebody on a side of a slash, all words of
// whose name stand there, the most used first; whole is false where there are more than
// can be looked through at once. A synonym leads to what it stands for. Only what
// everybody may know of is given.
func (n *Names) Pairings(ctx context.Context, name string, side Side) (found []Tag, whole bool, err error) {
	x, err := n.current(ctx)
	if err != nil {
		return nil, false, err
	}
	words := strings.Fields(Key(name))
	hits := x.Find(typeahead.Query{Kind: Relationship.kind(), Typed: strings.Join(words, " ") + " ", Limit: typeahead.MaxHits}, nil)
	whole = len(hits) < typeahead.MaxHits
	hits = slices.DeleteFunc(hits, func(h typeahead.Hit) bool {
		return h.Guessed || !stands(h.Text, words, side) && !stands(h.As, words, side)
	})
	told, _, err := n.tell(ctx, Relationship, hits)
	for _, c := range told {
		found = append(found, c.Tag)
	}
	return found, whole, err
}

// stands reports whether a name of a relationship has all words on that side of a slash.
func stands(pairing string, words []string, side Side) bool {
	people := strings.Split(Key(pairing), "/")
	if len(people) < 2 || len(words) == 0 {
		return false
	}
	if side == Behind {
		people = people[1:]
	} else {
		people = people[:len(people)-1]
	}
	return slices.ContainsFunc(people, func(p string) bool {
		has := strings.FieldsFunc(p, func(r rune) bool { return strings.ContainsRune(" ()|,", r) })
		return !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(has, w) })
	})
}
