package catalogue

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/facet"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// atOnce is how many works are read together, each table by one query for all of
// them. No cursor stays open between: building never holds up who reads a page.
const atOnce = 500

// reader reads from the tables what works have.
type reader struct {
	db    *db.DB
	known *languages
}

// found is a work on its way into the catalogue.
type found struct {
	facet.Work
	rating             work.Rating
	language           string
	complete, crossing bool
	anonymous          bool
	audience           int64
	name               string // the first of its creators' in the alphabet
	fandoms, relations int    // those that its authors gave, not what is broader
	mains              int    // relationships that are marked as main
}

func (f *found) has(kind uint8, id int64) {
	t := facet.Term{Kind: kind, ID: id}
	for _, x := range f.Terms {
		if x == t {
			return
		}
	}
	f.Terms = append(f.Terms, t)
}

// which is a condition on the key of works, for the column that it is told.
type which func(column string) db.Cond

func ofKeys(ids []int64) which {
	return func(column string) db.Cond {
		return db.Where(column+" IN ("+db.List(len(ids))+")", db.Anys(ids)...)
	}
}

func between(first, last int64) which {
	return func(column string) db.Cond { return db.Where(column+" BETWEEN ? AND ?", first, last) }
}

// part reads what one table tells of works. In query, # stands for the condition on
// the key of the work, which is in column. The row begins with that key.
type part struct {
	what, query, column string
	scan                func(*sql.Rows, map[int64]*found) error
}

// parts are the tables besides that of works. None has the text of a story in it.
func parts() []part {
	return []part{
		{"filters", `SELECT f.work_id, f.tag_id, f.type, f.inherited FROM work_filters f WHERE #`, "f.work_id", scanFilter},
		{"media", `SELECT DISTINCT f.work_id, p.parent_id FROM work_filters f JOIN tag_parents p ON p.tag_id = f.tag_id JOIN tags t ON t.id = p.parent_id
			WHERE f.type = 'fandom' AND t.type = 'media' AND #`, "f.work_id", scanMedia},
		{"main relationships", `SELECT wt.work_id, COALESCE(t.merger_id, t.id) FROM work_tags wt JOIN tags t ON t.id = wt.tag_id WHERE wt.weight = 'main' AND #
			UNION SELECT wt.work_id, m.meta_id FROM work_tags wt JOIN tags t ON t.id = wt.tag_id JOIN meta_tags m ON m.sub_id = COALESCE(t.merger_id, t.id)
			WHERE wt.weight = 'main' AND #`, "wt.work_id", scanMain},
		{"creators", `SELECT c.work_id, p.id, p.account_id, p.name_key FROM work_creators c JOIN pseuds p ON p.id = c.pseud_id WHERE c.approved AND #`, "c.work_id", scanCreator},
		{"series", `SELECT s.work_id, s.series_id FROM series_works s WHERE #`, "s.work_id", scanSeries},
		{"totals", `SELECT x.work_id, x.kind, x.n FROM totals x WHERE #`, "x.work_id", scanTotal},
	}
}

// read gives those of some works that lists show to anybody, in the order of their keys.
func (r *reader) read(ctx context.Context, some which) ([]facet.Work, error) {
	c := some("w.id")
	all, err := db.All(ctx, r.db, scanWork, db.Numbered(`SELECT w.id, w.rating, w.language, w.complete, w.crossover, w.anonymous, w.audience,
		w.words, w.posted_at, w.revised_at, w.sort_title FROM works w WHERE w.audience < 2 AND `+c.SQL+` ORDER BY w.id`), c.Args...)
	if err != nil {
		return nil, fmt.Errorf("catalogue: works: %w", err)
	}
	byID := make(map[int64]*found, len(all))
	for i := range all {
		byID[all[i].ID] = &all[i]
	}
	for _, p := range parts() {
		if len(all) == 0 {
			break
		}
		if err := r.part(ctx, p, some, byID); err != nil {
			return nil, err
		}
	}
	out := make([]facet.Work, len(all))
	for i := range all {
		out[i] = r.finish(&all[i])
	}
	return out, nil
}

func (r *reader) part(ctx context.Context, p part, some which, byID map[int64]*found) error {
	c := some(p.column)
	var args []any
	for range strings.Count(p.query, "#") {
		args = append(args, c.Args...)
	}
	rows, err := r.db.QueryContext(ctx, db.Numbered(strings.ReplaceAll(p.query, "#", c.SQL)), args...)
	if err != nil {
		return fmt.Errorf("catalogue: %s: %w", p.what, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := p.scan(rows, byID); err != nil {
			return fmt.Errorf("catalogue: %s: %w", p.what, err)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("catalogue: %s: %w", p.what, err)
	}
	return nil
}

func scanWork(r *sql.Rows, f *found) error {
	var words int64
	var posted, revised db.Time
	var title string
	if err := r.Scan(&f.ID, &f.rating, &f.language, &f.complete, &f.crossing, &f.anonymous, &f.audience, &words, &posted, &revised, &title); err != nil {
		return err
	}
	f.Numbers = make([]uint32, numbersThereAre)
	f.Numbers[Revised], f.Numbers[Posted], f.Numbers[Words] = Seconds(revised.Time), Seconds(posted.Time), Bounded(words)
	f.Texts = make([]string, textsThereAre)
	f.Texts[Title] = title
	f.Terms = make([]facet.Term, 0, 32)
	return nil
}

func scanFilter(r *sql.Rows, byID map[int64]*found) error {
	var id int64
	var t tag.Tag
	var inherited bool
	if err := r.Scan(&id, &t.ID, &t.Type, &inherited); err != nil {
		return err
	}
	f := byID[id]
	if f == nil {
		return nil
	}
	f.has(KindOf(t.Type), int64(t.ID))
	switch {
	case inherited:
	case t.Type == tag.Fandom:
		f.fandoms++
	case t.Type == tag.Relationship:
		f.relations++
	}
	return nil
}

func scanMain(r *sql.Rows, byID map[int64]*found) error {
	var id, t int64
	if err := r.Scan(&id, &t); err != nil {
		return err
	}
	if f := byID[id]; f != nil {
		f.mains++
		f.has(MainRelation, t)
	}
	return nil
}

func scanMedia(r *sql.Rows, byID map[int64]*found) error {
	var id, t int64
	if err := r.Scan(&id, &t); err != nil {
		return err
	}
	if f := byID[id]; f != nil {
		f.has(Media, t)
	}
	return nil
}

func scanCreator(r *sql.Rows, byID map[int64]*found) error {
	var id, pseud, account int64
	var name string
	if err := r.Scan(&id, &pseud, &account, &name); err != nil {
		return err
	}
	f := byID[id]
	if f == nil {
		return nil
	}
	f.has(SecretAccount, account)
	f.has(SecretPseud, pseud)
	if !f.anonymous {
		f.has(Account, account)
		f.has(Pseud, pseud)
	}
	if f.name == "" || name < f.name {
		f.name = name
	}
	return nil
}

func scanSeries(r *sql.Rows, byID map[int64]*found) error {
	var id, series int64
	if err := r.Scan(&id, &series); err != nil {
		return err
	}
	if f := byID[id]; f != nil {
		f.has(Series, series)
	}
	return nil
}

func scanTotal(r *sql.Rows, byID map[int64]*found) error {
	var id, n int64
	var kind string
	if err := r.Scan(&id, &kind, &n); err != nil {
		return err
	}
	if column, ok := columnOf(kind); ok && byID[id] != nil {
		byID[id].Numbers[column] = told(column, n)
	}
	return nil
}

// leastHits is the least number of hits that is told from none, as in statistics: an
// order must not give away that one reader has come.
const leastHits = 5

// told is a counter as lists are sorted by it.
func told(column int, n int64) uint32 {
	if column == Hits && n < leastHits {
		return 0
	}
	return Bounded(n)
}

// columnOf is the column of what is counted under that name.
func columnOf(kind string) (int, bool) {
	switch kind {
	case "kudos":
		return Kudos, true
	case "hits":
		return Hits, true
	case "comments":
		return Comments, true
	case "bookmarks":
		return Bookmarks, true
	}
	return 0, false
}

// finish adds what follows from all that was read.
func (r *reader) finish(f *found) facet.Work {
	if f.relations == 1 && f.mains == 0 {
		for _, t := range f.Terms {
			if t.Kind == Relation {
				f.has(MainRelation, t.ID)
			}
		}
	}
	f.Terms = append(f.Terms, Said(Complete, f.complete), Said(Crossover, f.crossing), Said(OneFandom, f.fandoms == 1), Said(OneRelation, f.relations == 1))
	if t := OfRating(f.rating); t.ID > 0 {
		f.Terms = append(f.Terms, t)
	}
	if f.audience != 0 {
		f.Terms = append(f.Terms, facet.Term{Kind: Audience, ID: Members})
	}
	f.Texts[SecretCreator], f.Texts[Creator] = f.name, f.name
	if f.anonymous {
		f.Texts[Creator] = Nameless
		f.Terms = append(f.Terms, facet.Term{Kind: Anonymous, ID: Yes})
	}
	f.Terms = append(f.Terms, r.known.meet(f.language))
	f.fit()
	return f.Work
}

// fit leaves out what no catalogue takes. One work of ten thousand tags must not keep
// everybody's lists from being made; its tags were read first, so that they go, and who
// may see it stays.
func (f *found) fit() {
	f.Terms = f.Terms[max(0, len(f.Terms)-facet.MaxWorkTerms):]
	for i, t := range f.Texts {
		f.Texts[i] = t[:min(len(t), facet.MaxText)]
	}
}

// all gives every work that lists show to anybody.
func (r *reader) all(ctx context.Context) iter.Seq2[facet.Work, error] {
	return func(yield func(facet.Work, error) bool) {
		for last := int64(0); ; {
			ids, err := db.All(ctx, r.db, db.One[int64], `SELECT id FROM works WHERE id > $1 ORDER BY id LIMIT $2`, last, atOnce)
			if err != nil {
				yield(facet.Work{}, fmt.Errorf("catalogue: works: %w", err))
				return
			}
			if len(ids) == 0 {
				return
			}
			works, err := r.read(ctx, between(ids[0], ids[len(ids)-1]))
			if err != nil {
				yield(facet.Work{}, err)
				return
			}
			for _, w := range works {
				if !yield(w, nil) {
					return
				}
			}
			last = ids[len(ids)-1]
		}
	}
}
