package related

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Link is one end of a relation as a viewer may see it.
type Link struct {
	Relation
	// Sight is how much of the other work here the viewer may see; all of it if it
	// is elsewhere.
	Sight work.Sight
	// Work is the other work; nil when it is elsewhere or may not be seen.
	Work *work.Work
}

// Lists are what a work's page shows of its relations.
type Lists struct {
	From []Link // what it comes from
	To   []Link // what comes from it, agreed to by its creators
}

// Of gives the relations of a work that v may see.
func Of(ctx context.Context, q db.Q, v viewer.Viewer, id work.ID) (Lists, error) {
	var l Lists
	parents, err := Parents(ctx, q, id)
	if err != nil {
		return l, err
	}
	kids, err := children(ctx, q, v, id)
	if err != nil || len(parents)+len(kids) == 0 {
		return l, err
	}
	if l.From, err = links(ctx, q, v, parents, func(r Relation) work.ID { return r.Parent }); err != nil {
		return l, err
	}
	l.To, err = links(ctx, q, v, kids, func(r Relation) work.ID { return r.Child })
	return l, err
}

// links looks at the other end of each relation with the eyes of v.
func links(ctx context.Context, q db.Q, v viewer.Viewer, all []Relation, other func(Relation) work.ID) ([]Link, error) {
	var ids []work.ID
	for _, r := range all {
		if id := other(r); id != 0 {
			ids = append(ids, id)
		}
	}
	sights, err := work.Sights(ctx, q, v, ids)
	if err != nil {
		return nil, err
	}
	works, err := work.Load(ctx, q, v, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[work.ID]*work.Work, len(works))
	for i := range works {
		byID[works[i].ID] = &works[i]
	}
	out := make([]Link, len(all))
	for i, r := range all {
		out[i] = Link{Relation: r, Sight: sights[other(r)], Work: byID[other(r)]}
		if !r.Local {
			out[i].Sight = work.Whole
		}
	}
	return out, nil
}

// Pair is a relation with both its ends, on the page of a person.
type Pair struct {
	Link  // seen from the child: the other work is its parent
	Child *work.Work
}

// Groups are the relations of a person.
type Groups struct {
	TranslationsOfTheirs, InspiredByTheirs []Pair
	TheirTranslations, TheirInspired       []Pair
}

// Len is how many relations there are.
func (g Groups) Len() int {
	return len(g.TranslationsOfTheirs) + len(g.InspiredByTheirs) + len(g.TheirTranslations) + len(g.TheirInspired)
}

// By lists the relations of an account that v may see: what others made of its
// works, and what it made of others’. What its owner has not agreed to is listed for
// the owner alone. Nothing here tells who made an anonymous work.
func By(ctx context.Context, q db.Q, v viewer.Viewer, who viewer.ID) (Groups, error) {
	var g Groups
	mine := func(column string) db.Cond {
		return db.Where(`EXISTS (SELECT 1 FROM work_creators c JOIN pseuds p ON p.id = c.pseud_id WHERE c.work_id = `+column+` AND c.approved AND p.account_id = ?)`, int64(who))
	}
	seen, named := work.Listed(v), work.NamedTo(v)
	parent := func(c db.Cond) db.Cond {
		return db.Cond{SQL: `EXISTS (SELECT 1 FROM works w WHERE w.id = r.parent_id AND (` + c.SQL + `))`, Args: c.Args}
	}
	agreed := db.Where(`r.approved OR ?`, v.ID == who || v.Staff())
	of, err := pairs(ctx, q, v, db.And(mine("r.parent_id"), parent(seen), parent(named), agreed, seen))
	if err != nil {
		return g, err
	}
	by, err := pairs(ctx, q, v, db.And(mine("r.work_id"), seen, named))
	if err != nil {
		return g, err
	}
	g.TranslationsOfTheirs, g.InspiredByTheirs = parted(of)
	g.TheirTranslations, g.TheirInspired = parted(by)
	return g, nil
}

func parted(all []Pair) (translations, inspired []Pair) {
	for _, p := range all {
		if p.Translation {
			translations = append(translations, p)
		} else {
			inspired = append(inspired, p)
		}
	}
	return translations, inspired
}

// mostListed is how many relations of a person a page lists.
const mostListed = 200

// pairs lists relations r of child works w.
func pairs(ctx context.Context, q db.Q, v viewer.Viewer, c db.Cond) ([]Pair, error) {
	rows, err := db.All(ctx, q, scan, db.Numbered(`SELECT `+columns+` FROM relations r JOIN works w ON w.id = r.work_id WHERE `+c.SQL+` ORDER BY r.id DESC LIMIT `+fmt.Sprint(mostListed)), c.Args...)
	if err != nil {
		return nil, fmt.Errorf("relations of a person: %w", err)
	}
	up, err := links(ctx, q, v, rows, func(r Relation) work.ID { return r.Parent })
	if err != nil {
		return nil, err
	}
	down, err := links(ctx, q, v, rows, func(r Relation) work.ID { return r.Child })
	if err != nil {
		return nil, err
	}
	var out []Pair
	for i := range up {
		if down[i].Work != nil {
			out = append(out, Pair{up[i], down[i].Work})
		}
	}
	return out, nil
}
