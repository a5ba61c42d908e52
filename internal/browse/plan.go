package browse

import (
	"slices"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/search"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// A question about works begins with one of these, and everything else that is
// asked narrows it. Which one decides the cost, so it is chosen here and not by
// the database: CROSS JOIN keeps SQLite from turning the tables round, and
// means nothing to PostgreSQL, which knows how many rows there are of each.
//
//	works w                                    no tag, no author
//	work_filters d [CROSS JOIN works w]        the rarest tag that works must have
//	(works of somebody) d CROSS JOIN works w   an author, a series

// set is the works that a filter finds, in SQL.
type set struct {
	from  db.Cond // what comes after FROM
	id    string  // the column with the key of the work
	byTag bool    // whether it begins with a tag's own rows, d
	all   bool    // whether it begins with all works
	where []db.Cond
}

// asks is what a filter says, with the keys of what it names.
type asks struct {
	Filter
	q                db.Q
	viewer           viewer.Viewer
	account, pseud   int64
	include, exclude []tag.Tag // include has the tag of the place first
	rarest           tag.ID    // of include, 0 for none
	rarestHas        int       // how many works have it, where that is asked
}

// set is the works that a finds. choices says whether rating, language, complete
// and crossover count; wide asks for the columns of works w; drive begins with
// the rarest tag if there is one.
func (a *asks) set(choices, wide, drive bool) set {
	narrow := a.conditions()
	if choices {
		narrow = append(narrow, a.choices()...)
	}
	s := set{from: db.Where("works w"), id: "d.work_id"}
	joined := true
	switch {
	case a.account != 0:
		s.from = worksOf(a.account, a.pseud)
	case a.Series != 0:
		s.from = db.Where("series_works d CROSS JOIN works w")
		s.where = append(s.where, db.Where("d.series_id = ?", a.Series))
	case drive && a.rarest != 0:
		s.from, s.byTag = db.Where("work_filters d"), true
		s.where = append(s.where, db.Where("d.tag_id = ? AND d.audience <= ?", int64(a.rarest), work.ListedAudience(a.viewer)))
		if joined = wide || len(narrow) > 0 || a.viewer.Mutes; joined {
			s.from = db.Where("work_filters d CROSS JOIN works w")
		}
	default:
		s.id, s.all = "w.id", true
	}
	if joined && s.id != "w.id" {
		s.where = append(s.where, db.Where("w.id = d.work_id"))
	}
	if joined {
		s.where = append(s.where, work.Listed(a.viewer))
	}
	for _, t := range a.include {
		if !s.byTag || t.ID != a.rarest {
			s.where = append(s.where, db.Where("EXISTS (SELECT 1 FROM work_filters x WHERE x.work_id = "+s.id+" AND x.tag_id = ?)", int64(t.ID)))
		}
	}
	for _, t := range a.exclude {
		s.where = append(s.where, db.Where("NOT EXISTS (SELECT 1 FROM work_filters x WHERE x.work_id = "+s.id+" AND x.tag_id = ?)", int64(t.ID)))
	}
	s.where = append(s.where, narrow...)
	return s
}

// worksOf begins with the works of an account, or of one of its pseuds, once each.
func worksOf(account, pseud int64) db.Cond {
	return db.Where(`(SELECT DISTINCT wc.work_id FROM pseuds p JOIN work_creators wc ON wc.pseud_id = p.id
		WHERE wc.approved AND p.account_id = ? AND (? = 0 OR p.id = ?)) d CROSS JOIN works w`, account, pseud, pseud)
}

// conditions on works w, but for tags and choices.
func (a *asks) conditions() []db.Cond {
	var out []db.Cond
	ask := func(yes bool, text string, arg any) {
		if yes {
			out = append(out, db.Where(text, arg))
		}
	}
	ask(a.WordsFrom > 0, "w.words >= ?", int64(a.WordsFrom))
	ask(a.WordsTo > 0, "w.words <= ?", int64(a.WordsTo))
	ask(!a.DateFrom.IsZero(), "w.revised_at >= ?", a.DateFrom.UnixMilli())
	ask(!a.DateTo.IsZero(), "w.revised_at < ?", a.DateTo.Add(24*time.Hour).UnixMilli())
	if a.account != 0 {
		out = append(out, work.NamedTo(a.viewer))
	}
	if a.Query != "" {
		out = append(out, search.Matching(a.q, a.Query))
	}
	return out
}

// choices are the conditions that facets are counted without, each by its own
// answers: whoever looks at works in English is told how many there are in Finnish.
func (a *asks) choices() []db.Cond {
	var out []db.Cond
	if len(a.Ratings) > 0 {
		out = append(out, db.Where("w.rating IN ("+db.List(len(a.Ratings))+")", db.Anys(a.Ratings)...))
	}
	if a.Language != "" {
		out = append(out, db.Where("w.language = ?", a.Language))
	}
	for _, c := range []struct {
		said   Choice
		column string
	}{{a.Complete, "w.complete"}, {a.Crossover, "w.crossover"}} {
		switch c.said {
		case Yes:
			out = append(out, db.Where(c.column))
		case No:
			out = append(out, db.Where("NOT "+c.column))
		}
	}
	return out
}

// query writes "SELECT columns FROM the set", with more after its conditions.
func (s set) query(columns string, more db.Cond) db.Cond {
	c := db.And(s.where...)
	return db.Cond{
		SQL:  "SELECT " + columns + " FROM " + s.from.SQL + " WHERE " + c.SQL + " " + more.SQL,
		Args: slices.Concat(s.from.Args, c.Args, more.Args),
	}
}

// order is how the list is sorted, over a set.
func (a *asks) order(s set) db.Cond {
	dir := " ASC"
	if a.Descending() {
		dir = " DESC"
	}
	var key db.Cond
	switch a.Sort {
	case Posted:
		key = db.Where("w.posted_at")
	case Title:
		key = db.Where("w.sort_title")
	case Words:
		key = db.Where("w.words")
	case Creator:
		key = creatorKey(a.viewer)
	default:
		key = db.Where("w.revised_at")
		if s.byTag {
			key = db.Where("d.revised_at")
		}
	}
	return db.Cond{SQL: "ORDER BY " + key.SQL + dir + ", " + s.id + dir, Args: key.Args}
}

// creatorKey is the name that a work sorts by: of its creators, as far as v is
// told them, the first in the alphabet.
func creatorKey(v viewer.Viewer) db.Cond {
	named := work.NamedTo(v)
	return db.Where(`CASE WHEN `+named.SQL+` THEN COALESCE((SELECT MIN(p.name_key) FROM work_creators wc JOIN pseuds p ON p.id = wc.pseud_id
		WHERE wc.work_id = w.id AND wc.approved), '') ELSE 'anonymous' END`, named.Args...)
}
