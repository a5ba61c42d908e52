package search

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
)

// nearly looks for places that read nearly like the line, by rows of three of its words. The
// rarest rows tell most and cost least, so they are asked for first, and the others only
// while no place was found that is right but for a word.
func (r *recollection) nearly(ctx context.Context) error {
	n, err := WindowCount(ctx, r.q)
	if err != nil {
		return err
	}
	rows, err := r.shingles(ctx)
	if err != nil {
		return err
	}
	score, has := map[int64]float64{}, map[int64]int{}
	most := alignedWindows
	for i, row := range rows {
		ids, err := r.windows(ctx, row, shingleWindows)
		if err != nil {
			return err
		}
		tells := math.Log(2 + float64(n)/float64(1+len(ids)))
		for _, id := range ids {
			score[id] += tells
			has[id]++
		}
		if i == 0 || i+1 == len(rows) {
			continue
		}
		if err := r.lay(ctx, twice(score, has), alignedWindows/2); err != nil {
			return err
		}
		if r.sure() {
			most = min(alignedWindows, len(r.read)+alignedAfter)
			break
		}
	}
	ids := byScore(score)
	return r.lay(ctx, ids[:min(len(ids), 8*alignedWindows)], most)
}

// shingles are rows of three words of the line, evenly over it, the rarest first.
func (r *recollection) shingles(ctx context.Context) ([]atom, error) {
	var out []atom
	var all []string
	count := len(r.us) - shingleUnits + 1
	for i := range min(count, maxShingles) {
		from := i * count / min(count, maxShingles)
		row := r.us[from : from+shingleUnits]
		ws, _ := row.words()
		out, all = append(out, row), append(all, ws...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	weights, err := r.en.weigh(ctx, r.q, all)
	if err != nil {
		return nil, fmt.Errorf("search: quote: %w", err)
	}
	weight := func(row atom) (least, sum int) {
		ws, _ := row.words()
		least = math.MaxInt
		for _, w := range ws {
			i, _ := slices.BinarySearch(all, w)
			least, sum = min(least, weights[i]), sum+weights[i]
		}
		return least, sum
	}
	slices.SortStableFunc(out, func(a, b atom) int {
		least, sum := weight(a)
		otherLeast, otherSum := weight(b)
		return cmp.Or(cmp.Compare(least, otherLeast), cmp.Compare(sum, otherSum))
	})
	return out, nil
}

// twice are the best of the windows that have two rows or more.
func twice(score map[int64]float64, has map[int64]int) []int64 {
	some := map[int64]float64{}
	for id, n := range has {
		if n > 1 {
			some[id] = score[id]
		}
	}
	ids := byScore(some)
	return ids[:min(len(ids), alignedAtOnce)]
}

func byScore(score map[int64]float64) []int64 {
	ids := make([]int64, 0, len(score))
	for id := range score {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b int64) int { return cmp.Or(cmp.Compare(score[b], score[a]), cmp.Compare(a, b)) })
	return ids
}
