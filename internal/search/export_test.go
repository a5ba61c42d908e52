package search

import (
	"context"

	"github.com/ficstead/ficstead/internal/db"
)

// WorksBy gives the works that have all words of a text, when a word in more than rare
// windows is common, and one in more than some very common.
func WorksBy(ctx context.Context, q db.Q, text string, rare, some int) ([]int64, error) {
	s := newSearch(q, Query{Text: text})
	s.rare, s.some = rare, some
	return s.works(ctx)
}
