package search

import (
	"context"

	"github.com/ficstead/ficstead/internal/db"
)

// WorksBy gives the works that a search and a list find by a text, when a word in more than
// common windows is very common; those of the list are in the order of their numbers.
func WorksBy(ctx context.Context, q db.Q, text string, common int) (found, listed []int64, err error) {
	s := newSearch(q, Query{Text: text})
	s.common = common
	if found, err = s.works(ctx); err != nil {
		return nil, nil, err
	}
	if listed = s.at.works; s.at.common {
		listed, err = s.inOnePlace(ctx)
	}
	return found, listed, err
}

// NewestBy gives works, at most most, of which one window has all words of a text, as they
// are found when each word is in very many.
func NewestBy(ctx context.Context, q db.Q, text string, most int) ([]int64, error) {
	s := newSearch(q, Query{Text: text})
	places, err := s.engine.newest(ctx, q, allOf(s.all...), s.within, most)
	ids := make([]int64, len(places))
	for i, p := range places {
		ids[i] = p.work
	}
	return ids, err
}

// WorksWhile gives the works with all words of a text, on PostgreSQL, when something happens
// each time between asking where the words are and reading them.
func WorksWhile(ctx context.Context, q db.Q, text string, something func()) ([]int64, error) {
	x := allOf(parse(text).all...)
	f, err := packed{read: newMemory()}.steadily(ctx, q, func(l *lookup) (found, error) {
		if err := l.locate(ctx, x); err != nil {
			return found{}, err
		}
		something()
		return l.expr(ctx, x, nil)
	})
	if err != nil {
		return nil, err
	}
	return worksOf(ctx, q, f.windows)
}
