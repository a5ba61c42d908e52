package ask

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/remember"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// This file says who sees what of requests, and reads them.

// seen is the condition on requests r that v may see them at their own address.
func seen(v viewer.Viewer) db.Cond {
	switch {
	case v.Staff():
		return db.Where("TRUE")
	case v.Guest():
		return db.Where("r.hidden_at IS NULL")
	}
	return db.Where("(r.hidden_at IS NULL OR r.account_id = ?)", int64(v.ID))
}

// listed is seen without those of people whom v has muted.
func listed(v viewer.Viewer) db.Cond {
	return db.And(seen(v), unmuted(v, "r.account_id"))
}

// unmuted is the condition on the key of an account, in column, that v has not muted it.
func unmuted(v viewer.Viewer, column string) db.Cond {
	if !v.Mutes {
		return db.Where("TRUE")
	}
	return db.Where("NOT EXISTS (SELECT 1 FROM mutes m WHERE m.account_id = ? AND m.other_id = "+column+")", int64(v.ID))
}

// shown is the condition on suggestions s that v may see them: the work too.
func shown(v viewer.Viewer) db.Cond {
	open := db.Where("s.hidden_at IS NULL")
	switch {
	case v.Staff():
		open = db.Where("TRUE")
	case !v.Guest():
		open = db.Where("(s.hidden_at IS NULL OR s.account_id = ?)", int64(v.ID))
	}
	works := work.Listed(v)
	return db.And(open, unmuted(v, "s.account_id"),
		db.Where("(s.work_id IS NULL OR EXISTS (SELECT 1 FROM works w WHERE w.id = s.work_id AND ("+works.SQL+")))", works.Args...))
}

const columns = `r.id, r.account_id, a.name, r.subject, r.fandom, r.note, r.asked_at, r.hidden_at IS NOT NULL, r.found_at, COALESCE(r.found_work_id, 0), r.found_title,
	COALESCE((SELECT f.name FROM accounts f WHERE f.id = r.found_by), '')`

func scan(rows *sql.Rows, r *Request) error {
	var asked, found db.Time
	err := rows.Scan(&r.ID, &r.By, &r.Name, &r.Subject, &r.Fandom, &r.Note, &asked, &r.Hidden, &found, &r.foundWork, &r.Title, &r.FoundBy)
	r.Asked, r.Found = asked.Time, found.Time
	return err
}

// Get gives a request with its clues, if v may see it.
func Get(ctx context.Context, q db.Q, v viewer.Viewer, id ID) (*Request, error) {
	may := seen(v)
	all, err := db.All(ctx, q, scan, db.Numbered(`SELECT `+columns+` FROM asks r JOIN accounts a ON a.id = r.account_id WHERE r.id = ? AND `+may.SQL),
		append([]any{int64(id)}, may.Args...)...)
	if err != nil {
		return nil, fmt.Errorf("ask: request %d: %w", id, err)
	}
	if len(all) == 0 {
		return nil, none()
	}
	if err := complete(ctx, q, v, all); err != nil {
		return nil, err
	}
	return &all[0], nil
}

func none() error {
	return fault.New(fault.NotFound, "There is no such request. Whoever asked may have taken it back.")
}

// complete adds to requests what other tables have of them, by a few queries for all.
func complete(ctx context.Context, q db.Q, v viewer.Viewer, all []Request) error {
	at, found := map[ID]*Request{}, []work.ID(nil)
	var ids []any
	for i := range all {
		r := &all[i]
		r.Clues = remember.Clues{}
		at[r.ID], ids = r, append(ids, int64(r.ID))
		if r.foundWork != 0 {
			found = append(found, r.foundWork)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	type clue struct {
		id ID
		remember.Clue
	}
	clues, err := db.All(ctx, q, func(r *sql.Rows, c *clue) error { return r.Scan(&c.id, &c.Field, &c.Text, &c.Maybe) },
		db.Numbered(`SELECT ask_id, field, said, maybe FROM ask_clues WHERE ask_id IN (`+db.List(len(ids))+`)`), ids...)
	if err != nil {
		return fmt.Errorf("ask: clues: %w", err)
	}
	for _, c := range clues {
		at[c.id].Clues[c.Field] = c.Clue
	}
	type count struct {
		id ID
		n  int
	}
	may := shown(v)
	counts, err := db.All(ctx, q, func(r *sql.Rows, c *count) error { return r.Scan(&c.id, &c.n) },
		db.Numbered(`SELECT s.ask_id, COUNT(*) FROM ask_suggestions s WHERE s.ask_id IN (`+db.List(len(ids))+`) AND `+may.SQL+` GROUP BY s.ask_id`), append(ids, may.Args...)...)
	if err != nil {
		return fmt.Errorf("ask: count suggestions: %w", err)
	}
	for _, c := range counts {
		at[c.id].Suggested = c.n
	}
	works, err := listedWorks(ctx, q, v, found)
	if err != nil {
		return err
	}
	for _, r := range at {
		r.Work = works[r.foundWork]
	}
	return nil
}

// listedWorks gives those of the works that lists show to v.
func listedWorks(ctx context.Context, q db.Q, v viewer.Viewer, ids []work.ID) (map[work.ID]*work.Work, error) {
	out := map[work.ID]*work.Work{}
	slices.Sort(ids)
	if ids = slices.Compact(ids); len(ids) == 0 {
		return out, nil
	}
	may := work.Listed(v)
	var args []any
	for _, id := range ids {
		args = append(args, int64(id))
	}
	ids, err := db.All(ctx, q, db.One[work.ID], db.Numbered(`SELECT w.id FROM works w WHERE w.id IN (`+db.List(len(args))+`) AND (`+may.SQL+`)`), append(args, may.Args...)...)
	if err != nil {
		return nil, fmt.Errorf("ask: works: %w", err)
	}
	all, err := work.Load(ctx, q, v, ids)
	if err != nil {
		return nil, err
	}
	for i := range all {
		out[all[i].ID] = &all[i]
	}
	return out, nil
}

// Suggestions are those of a request that v may see: the refused ones last, else in
// the order in which they were made.
func Suggestions(ctx context.Context, q db.Q, v viewer.Viewer, id ID) ([]Suggestion, error) {
	may := shown(v)
	all, err := db.All(ctx, q, func(r *sql.Rows, s *Suggestion) error {
		var made db.Time
		err := r.Scan(&s.ID, &s.By, &s.Name, &s.work, &s.Title, &s.Said, &made, &s.Refused, &s.Hidden)
		s.At = made.Time
		return err
	}, db.Numbered(`SELECT s.id, COALESCE(s.account_id, 0), COALESCE(a.name, ''), COALESCE(s.work_id, 0), s.title, s.said, s.made_at, s.refused, s.hidden_at IS NOT NULL
		FROM ask_suggestions s LEFT JOIN accounts a ON a.id = s.account_id WHERE s.ask_id = ? AND `+may.SQL+` ORDER BY s.refused, s.id`), append([]any{int64(id)}, may.Args...)...)
	if err != nil {
		return nil, fmt.Errorf("ask: suggestions for %d: %w", id, err)
	}
	var ids []work.ID
	for _, s := range all {
		if s.work != 0 {
			ids = append(ids, s.work)
		}
	}
	works, err := listedWorks(ctx, q, v, ids)
	if err != nil {
		return nil, err
	}
	out := all[:0]
	for _, s := range all {
		if s.Work = works[s.work]; s.work == 0 || s.Work != nil {
			out = append(out, s)
		}
	}
	return out, nil
}

// nots are the works of which the asker says that it is not the one.
func nots(ctx context.Context, q db.Q, id ID) ([]int64, error) {
	all, err := db.All(ctx, q, db.One[int64], `SELECT work_id FROM ask_nots WHERE ask_id = $1`, int64(id))
	if err != nil {
		return nil, fmt.Errorf("ask: what %d is not: %w", id, err)
	}
	return all, nil
}
