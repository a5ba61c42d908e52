package wrangle

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
)

// Set is a set of tags that is taken in by the job, or was.
type Set struct {
	ID      SetID
	By      string
	At      db.Time
	EndedAt db.Time // zero while it goes on
	Done    int     // lines
	Took
}

// Ended reports whether nothing is left to do.
func (s Set) Ended() bool { return !s.EndedAt.Time.IsZero() }

const setColumns = `SELECT s.id, a.name, s.at, COALESCE(s.ended_at, 0), s.done, s.total, s.made, s.changed,
	(SELECT COUNT(*) FROM tag_set_wrong x WHERE x.set_id = s.id) FROM tag_sets s JOIN accounts a ON a.id = s.account_id `

func scanSet(r *sql.Rows, s *Set) error {
	var ended int64
	var wrong int
	if err := r.Scan(&s.ID, &s.By, &s.At, &ended, &s.Done, &s.Lines, &s.New, &s.Changed, &wrong); err != nil {
		return err
	}
	s.Same = s.Done - s.Changed - wrong
	s.Wrong = make([]Wrong, wrong)
	if ended == 0 {
		return nil
	}
	return s.EndedAt.Scan(ended)
}

// shownSets is how many sets are listed.
const shownSets = 20

// Sets are the newest sets, without what was wrong with their lines.
func Sets(ctx context.Context, q db.Q) ([]Set, error) {
	all, err := db.All(ctx, q, scanSet, setColumns+`ORDER BY s.id DESC LIMIT $1`, shownSets)
	if err != nil {
		return nil, fmt.Errorf("wrangle: sets: %w", err)
	}
	return all, nil
}

// SetOf is one set with the lines that were passed by; fault NotFound.
func SetOf(ctx context.Context, q db.Q, id SetID) (Set, error) {
	all, err := db.All(ctx, q, scanSet, setColumns+`WHERE s.id = $1`, int64(id))
	if err != nil {
		return Set{}, wrapSet(id, err)
	}
	if len(all) == 0 {
		return Set{}, fault.New(fault.NotFound, "There is no such set of tags here. What came of one is told for a month.")
	}
	s := all[0]
	s.Wrong, err = db.All(ctx, q, func(r *sql.Rows, w *Wrong) error {
		var told string
		if err := r.Scan(&w.At, &w.Name, &told); err != nil {
			return err
		}
		w.Err, err = tellAs(told)
		return err
	}, `SELECT at, name, told FROM tag_set_wrong WHERE set_id = $1 ORDER BY at`, int64(id))
	return s, wrapSet(id, err)
}

// tell is a sentence as it is stored, to be said in the language of whoever reads it.
type tell struct {
	Format string `json:"format"`
	Args   []any  `json:"args,omitempty"`
}

func tellOf(err error) tell {
	e := fault.As(err)
	t := tell{Format: e.Format, Args: make([]any, len(e.Args))}
	for i, a := range e.Args {
		switch a.(type) {
		case int, int64:
			t.Args[i] = a
		default:
			t.Args[i] = fmt.Sprint(a)
		}
	}
	return t
}

func tellAs(text string) (error, error) {
	var t tell
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	d.UseNumber()
	if err := d.Decode(&t); err != nil {
		return nil, errors.Join(errors.New("wrangle: a stored sentence"), err)
	}
	for i, a := range t.Args {
		if n, ok := a.(json.Number); ok {
			whole, err := n.Int64()
			if err != nil {
				return nil, err
			}
			t.Args[i] = whole
		}
	}
	return &fault.Error{Kind: fault.Invalid, Format: t.Format, Args: t.Args}, nil
}
