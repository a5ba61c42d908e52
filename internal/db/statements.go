package db

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// statements keeps compiled statements by their text. Filters make endless
// texts, so it stops taking new ones at a bound: the common ones come first.
type statements struct {
	mu   sync.RWMutex
	all  map[string]*sql.Stmt
	shut bool
}

const maxStatements = 400

// get returns the compiled query, or nil when the bound is reached.
func (s *statements) get(ctx context.Context, pool *sql.DB, query string) (*sql.Stmt, error) {
	s.mu.RLock()
	st, full := s.all[query], len(s.all) >= maxStatements || s.shut
	s.mu.RUnlock()
	if st != nil || full {
		return st, nil
	}
	st, err := pool.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if old := s.all[query]; old != nil || s.shut {
		return old, st.Close()
	}
	if s.all == nil {
		s.all = map[string]*sql.Stmt{}
	}
	s.all[query] = st
	return st, nil
}

func (s *statements) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shut = true
	var err error
	for _, st := range s.all {
		err = errors.Join(err, st.Close())
	}
	s.all = nil
	return err
}
