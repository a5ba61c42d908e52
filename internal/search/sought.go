package search

import (
	"context"
	"fmt"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
)

// Sought is where the words of a query stand, looked for once, for all who ask about them: a
// page of what is found, the next, and the numbers beside them. It is right for as long as
// no work changes, and for everybody: what a reader may see is asked later.
type Sought struct {
	// Works are those whose entry and text together have every word, or, where each is in
	// very many texts, of which one passage has them all or the entry has; in the order of
	// their numbers, and not to be changed. nil where there is no word to look for.
	Works []int64

	at      *standing
	without db.Cond // where there are only words that must not be there
}

// Is is the condition on works w that they are among Works; without any word all are that
// have none of those with a minus.
func (s *Sought) Is(q db.Q) db.Cond {
	if s.at == nil {
		return s.without
	}
	return engineOf(q).oneOf("w.id", s.Works)
}

// Seek looks for the words of a query's text.
func Seek(ctx context.Context, q db.Q, text string) (*Sought, error) {
	s := newSearch(q, Query{Text: text})
	if len(s.all) == 0 {
		is, err := without(ctx, q, s.engine, s.terms)
		return &Sought{without: is}, err
	}
	at, err := s.stand(ctx)
	if err != nil {
		return nil, err
	}
	works := at.works
	if at.common {
		works, err = s.inOnePlace(ctx)
	}
	return &Sought{Works: slices.Concat([]int64{}, works), at: at}, err
}

// Matching is the condition of what Seek finds, for who asks but once.
func Matching(ctx context.Context, q db.Q, text string) (db.Cond, error) {
	s, err := Seek(ctx, q, text)
	if err != nil {
		return db.Cond{}, err
	}
	return s.Is(q), nil
}

// inOnePlace gives the works of which one window has all words, or the entry.
func (s *search) inOnePlace(ctx context.Context) ([]int64, error) {
	all := allOf(s.all...)
	inText, err := s.engine.works(ctx, s.q, all)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	inEntry, err := s.engine.entryWorks(ctx, s.q, all)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return s.lacking(ctx, either(inText, inEntry))
}

// without is the condition that a work has none of the words not wanted.
func without(ctx context.Context, q db.Q, e engine, t terms) (db.Cond, error) {
	var cs []db.Cond
	for _, a := range t.none {
		c, err := e.having(ctx, q, a)
		if err != nil {
			return db.Cond{}, fmt.Errorf("search: %w", err)
		}
		cs = append(cs, db.Where("NOT ("+c.SQL+")", c.Args...))
	}
	return db.And(cs...), nil
}
