package work

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
)

const (
	// mostOfPrint is how many works are looked at that share one print.
	mostOfPrint = 256
	// mostOfEach is how many works each story is compared with, those that share most
	// prints with it.
	mostOfEach = 32
)

// AlikeEach gives for each of many stories what Alike gives for one, in as many
// statements as for one: in the order of all, at most limit works for each.
func AlikeEach(ctx context.Context, q db.Q, among db.Cond, all []Likeness, limit int) ([][]Match, error) {
	out := make([][]Match, len(all))
	near, ids, err := sharing(ctx, q, among, all)
	if err != nil || len(ids) == 0 {
		return out, err
	}
	rows, err := db.All(ctx, q, scanCompared, db.Numbered(`SELECT w.id, w.title, w.chapter_count, w.words, l.whole, COALESCE(l.opening, l.whole) FROM works w JOIN likenesses l ON l.work_id = w.id
		WHERE w.id IN (`+db.List(len(ids))+`)`), db.Anys(ids)...)
	if err != nil {
		return nil, fmt.Errorf("works alike: %w", err)
	}
	known := map[ID]*compared{}
	for i := range rows {
		known[rows[i].Work] = &rows[i]
	}
	for i, l := range all {
		var works []compared
		for _, id := range near[i] {
			if x := known[id]; x != nil {
				works = append(works, *x)
			}
		}
		out[i] = l.best(works, limit)
	}
	return out, nil
}

// sharing gives for each story the works w for which among holds and that share prints
// with it, those with most first, and all of these works once.
func sharing(ctx context.Context, q db.Q, among db.Cond, all []Likeness) (near [][]ID, ids []ID, err error) {
	of := map[int64][]int{} // the stories that have a print
	var prints []any
	for i, l := range all {
		for _, p := range l.prints {
			if of[p] == nil {
				prints = append(prints, p)
			}
			of[p] = append(of[p], i)
		}
	}
	if len(prints) == 0 {
		return nil, nil, nil
	}
	type pair struct {
		print int64
		work  ID
	}
	pairs, err := db.All(ctx, q, func(r *sql.Rows, x *pair) error { return r.Scan(&x.print, &x.work) },
		db.Numbered(`SELECT x.print, x.id FROM (SELECT p.print, w.id, ROW_NUMBER() OVER (PARTITION BY p.print ORDER BY w.id) AS n
			FROM likeness_prints p JOIN works w ON w.id = p.work_id WHERE p.print IN (`+db.List(len(prints))+`) AND (`+among.SQL+`)) x WHERE x.n <= ?`),
		append(append(prints, among.Args...), mostOfPrint)...)
	if err != nil {
		return nil, nil, fmt.Errorf("works that share prints: %w", err)
	}
	shared := make([]map[ID]int, len(all))
	for _, x := range pairs {
		for _, i := range of[x.print] {
			if shared[i] == nil {
				shared[i] = map[ID]int{}
			}
			shared[i][x.work]++
		}
	}
	near = make([][]ID, len(all))
	for i, works := range shared {
		for id := range works {
			near[i] = append(near[i], id)
		}
		slices.SortFunc(near[i], func(a, b ID) int { return cmp.Or(cmp.Compare(works[b], works[a]), cmp.Compare(a, b)) })
		near[i] = near[i][:min(mostOfEach, len(near[i]))]
		ids = append(ids, near[i]...)
	}
	slices.Sort(ids)
	return near, slices.Compact(ids), nil
}
