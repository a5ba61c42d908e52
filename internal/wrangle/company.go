package wrangle

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/tag"
)

// A tag may mean what other works have in its place: works of the same fandoms and
// authors, with the same other tags. Their likeness to the tag's own works is the sum of
// what both have, each thing by how rare it is. What stands on most of those that are most
// alike, is rare elsewhere, and does not stand beside the tag itself, may be meant.
//
// The costs are the same for each tag: the tag's newest works, what they have most often,
// the newest works that have each of these, and the tags of those that are most alike.

const (
	ownWorks   = 30  // works of the tag that are looked at
	mostMarks  = 16  // tags, and authors, by which works are compared
	worksOf    = 150 // that have one of these are looked at, members' works apart
	mostAlike  = 60  // of them are compared
	leastAlike = 0.2 // of what the tag's own works have, by weight
	leastWorks = 2   // that have a tag in the other's place
	everywhere = 300 // works tell how common a tag is
)

// mark is something that works have: a tag, or else an author.
type mark struct {
	tag    tag.ID
	author int64
}

// company is what stands in a tag's place on works like its own.
type company struct {
	share  float64 // of them, more than elsewhere, from 0 to 1
	works  int     // how many
	beside tag.ID  // what these have most of what the tag's works have; 0 for authors alone
}

// common says on which share of all works a tag stands, of those that stand on any.
type common map[tag.ID]float64

// howCommon looks at the newest works.
func howCommon(ctx context.Context, q db.Q) (common, error) {
	type row struct {
		id tag.ID
		n  int
	}
	rows, err := db.All(ctx, q, func(r *sql.Rows, x *row) error { return r.Scan(&x.id, &x.n) }, `SELECT f.tag_id, COUNT(*)
		FROM (SELECT id FROM works WHERE audience < 2 ORDER BY id DESC LIMIT $1) w JOIN work_filters f ON f.work_id = w.id GROUP BY f.tag_id`, everywhere)
	if err != nil {
		return nil, fmt.Errorf("wrangle: how common tags are: %w", err)
	}
	var all int
	if err := q.QueryRowContext(ctx, `SELECT COUNT(*) FROM (SELECT id FROM works WHERE audience < 2 ORDER BY id DESC LIMIT $1) w`, everywhere).Scan(&all); err != nil {
		return nil, fmt.Errorf("wrangle: how common tags are: %w", err)
	}
	out := make(common, len(rows))
	for _, x := range rows {
		out[x.id] = float64(x.n) / float64(all)
	}
	return out, nil
}

// companyOf gives the canonical tags of t's type that stand in its place, by key.
func companyOf(ctx context.Context, q db.Q, t tag.Tag, usual common) (map[tag.ID]company, error) {
	own, err := worksWith(ctx, q, t.ID)
	if err != nil || len(own) == 0 {
		return nil, err
	}
	marks, err := marksOf(ctx, q, t, own)
	if err != nil || len(marks) == 0 {
		return nil, err
	}
	alike, err := alikeWorks(ctx, q, own, marks)
	if err != nil || len(alike) == 0 {
		return nil, err
	}
	beside, err := standOn(ctx, q, t.Type, own)
	if err != nil {
		return nil, err
	}
	others, err := standOn(ctx, q, t.Type, keysOf(alike))
	if err != nil {
		return nil, err
	}
	return weighCompany(alike, marks, others, beside, len(own), usual), nil
}

// worksWith are the newest works that have a tag as their authors gave it.
func worksWith(ctx context.Context, q db.Q, id tag.ID) ([]int64, error) {
	all, err := db.All(ctx, q, db.One[int64], `SELECT w.id FROM (SELECT work_id FROM work_tags WHERE tag_id = $1 ORDER BY work_id DESC LIMIT 1000) x
		JOIN works w ON w.id = x.work_id WHERE w.audience < 2 ORDER BY w.id DESC LIMIT $2`, int64(id), ownWorks)
	if err != nil {
		return nil, fmt.Errorf("wrangle: works of %d: %w", id, err)
	}
	return all, nil
}

// marksOf are what a tag's works have besides, most of them first, with the share of the
// works that have it. Who wrote an anonymous work is nothing to go by.
func marksOf(ctx context.Context, q db.Q, t tag.Tag, own []int64) (map[mark]float64, error) {
	type row struct {
		m mark
		n int
	}
	in := inSQL(own)
	rows, err := db.All(ctx, q, func(r *sql.Rows, x *row) error { return r.Scan(&x.m.tag, &x.m.author, &x.n) }, `SELECT * FROM
		(SELECT f.tag_id, 0, COUNT(*) FROM work_filters f WHERE f.work_id IN (`+in+`) AND f.tag_id <> $1 AND f.type IN ('fandom', 'character', 'relationship', 'freeform')
			GROUP BY f.tag_id ORDER BY COUNT(*) DESC, f.tag_id LIMIT $2) a
		UNION ALL SELECT * FROM (SELECT 0, c.pseud_id, COUNT(*) FROM work_creators c JOIN works w ON w.id = c.work_id WHERE w.id IN (`+in+`) AND c.approved AND NOT w.anonymous
			GROUP BY c.pseud_id ORDER BY COUNT(*) DESC, c.pseud_id LIMIT $3) b`, int64(t.ID), mostMarks, mostMarks/4)
	if err != nil {
		return nil, fmt.Errorf("wrangle: what works of %d have: %w", t.ID, err)
	}
	out := make(map[mark]float64, len(rows))
	for _, x := range rows {
		out[x.m] = float64(x.n) / float64(len(own))
	}
	return out, nil
}

// likeWork is a work and how much it is like a tag's own.
type likeWork struct {
	id    int64
	alike float64
	has   []mark
}

func keysOf(all []likeWork) []int64 {
	out := make([]int64, len(all))
	for i, w := range all {
		out[i] = w.id
	}
	return out
}

// alikeWorks are the works that are most like a tag's own, which are left out. It turns
// the marks' shares into weights.
func alikeWorks(ctx context.Context, q db.Q, own []int64, marks map[mark]float64) ([]likeWork, error) {
	var newest int64
	if err := q.QueryRowContext(ctx, `SELECT COALESCE(MAX(id), 1) FROM works`).Scan(&newest); err != nil {
		return nil, fmt.Errorf("wrangle: works: %w", err)
	}
	found, err := worksOfMarks(ctx, q, marks)
	if err != nil {
		return nil, err
	}
	var whole float64
	for m, share := range marks {
		marks[m] = share * rarity(found[m], newest)
		whole += marks[m]
	}
	if whole == 0 {
		return nil, nil
	}
	byWork := map[int64]*likeWork{}
	for m, works := range found {
		for _, id := range works {
			w := byWork[id]
			if w == nil {
				w = &likeWork{id: id}
				byWork[id] = w
			}
			w.alike += marks[m] / whole
			w.has = append(w.has, m)
		}
	}
	for _, id := range own {
		delete(byWork, id)
	}
	var out []likeWork
	for _, w := range byWork {
		if w.alike >= leastAlike {
			out = append(out, *w)
		}
	}
	slices.SortFunc(out, func(a, b likeWork) int { return cmp.Or(cmp.Compare(b.alike, a.alike), cmp.Compare(b.id, a.id)) })
	return out[:min(len(out), mostAlike)], nil
}

// rarity weighs a mark by how few works have it: when there are more than were looked at,
// by how far back these go.
func rarity(works []int64, newest int64) float64 {
	n := float64(len(works))
	if len(works) >= worksOf {
		n *= float64(newest) / float64(newest-slices.Min(works)+1)
	}
	return math.Log(1 + float64(newest)/max(n, 1))
}

// worksOfMarks are the newest works that have each of the marks, by one query.
func worksOfMarks(ctx context.Context, q db.Q, marks map[mark]float64) (map[mark][]int64, error) {
	var parts []string
	for m := range marks {
		if m.tag == 0 {
			parts = append(parts, fmt.Sprintf(`SELECT * FROM (SELECT 0, %d, w.id FROM work_creators c JOIN works w ON w.id = c.work_id
				WHERE c.pseud_id = %[1]d AND c.approved AND NOT w.anonymous AND w.audience < 2 ORDER BY c.work_id DESC LIMIT %d) x`, m.author, worksOf))
			continue
		}
		for audience := range 2 {
			parts = append(parts, fmt.Sprintf(`SELECT * FROM (SELECT tag_id, 0, work_id FROM work_filters WHERE tag_id = %d AND audience = %d ORDER BY work_id DESC LIMIT %d) x`, int64(m.tag), audience, worksOf))
		}
	}
	slices.Sort(parts)
	type row struct {
		m    mark
		work int64
	}
	rows, err := db.All(ctx, q, func(r *sql.Rows, x *row) error { return r.Scan(&x.m.tag, &x.m.author, &x.work) }, strings.Join(parts, " UNION ALL "))
	if err != nil {
		return nil, fmt.Errorf("wrangle: works with the same tags: %w", err)
	}
	out := make(map[mark][]int64, len(marks))
	for _, x := range rows {
		out[x.m] = append(out[x.m], x.work)
	}
	return out, nil
}

// standOn gives the canonical tags of a type that works have, not those that are only
// broader.
func standOn(ctx context.Context, q db.Q, kind tag.Type, works []int64) (map[int64][]tag.ID, error) {
	type row struct {
		work int64
		id   tag.ID
	}
	rows, err := db.All(ctx, q, func(r *sql.Rows, x *row) error { return r.Scan(&x.work, &x.id) }, `SELECT f.work_id, f.tag_id FROM work_filters f JOIN tags t ON t.id = f.tag_id
		WHERE f.work_id IN (`+inSQL(works)+`) AND f.type = $1 AND NOT f.inherited AND t.canonical`, string(kind))
	if err != nil {
		return nil, fmt.Errorf("wrangle: tags of works: %w", err)
	}
	out := make(map[int64][]tag.ID, len(works))
	for _, x := range rows {
		out[x.work] = append(out[x.work], x.id)
	}
	return out, nil
}

// weighCompany says of each tag on works that are alike how much it stands in the place of
// the one whose works these are like.
func weighCompany(alike []likeWork, marks map[mark]float64, others, beside map[int64][]tag.ID, own int, usual common) map[tag.ID]company {
	type sum struct {
		alike float64
		works int
		marks map[mark]float64
	}
	sums, whole := map[tag.ID]*sum{}, 0.0
	for _, w := range alike {
		counts := w.alike * w.alike // who shares half of what there is says a quarter
		whole += counts
		for _, id := range others[w.id] {
			s := sums[id]
			if s == nil {
				s = &sum{marks: map[mark]float64{}}
				sums[id] = s
			}
			s.alike += counts
			s.works++
			for _, m := range w.has {
				s.marks[m] += marks[m]
			}
		}
	}
	stands := map[tag.ID]int{}
	for _, ids := range beside {
		for _, id := range ids {
			stands[id]++
		}
	}
	out := map[tag.ID]company{}
	for id, s := range sums {
		p := min(usual[id], 0.95)
		share := (s.alike/whole - p) / (1 - p) * float64(s.works) / float64(s.works+1) * (1 - float64(stands[id])/float64(own))
		if s.works >= leastWorks && share > 0 {
			out[id] = company{share, s.works, foremost(s.marks, id)}
		}
	}
	return out
}

// foremost is the tag that counts most among what works have in common, 0 when only their
// authors do.
func foremost(marks map[mark]float64, but tag.ID) tag.ID {
	var best mark
	for m, n := range marks {
		if m.tag != 0 && m.tag != but && (best.tag == 0 || n > marks[best] || n == marks[best] && m.tag < best.tag) {
			best = m
		}
	}
	return best.tag
}
