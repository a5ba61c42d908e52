package intake

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// onePage is how many works a page of the list has.
const onePage = 50

// view is a choice of what the list shows.
type view string

const (
	viewAll     view = ""
	viewLook    view = "look"
	viewReady   view = "ready"
	viewSame    view = "same"
	viewFailed  view = "failed"
	viewDone    view = "done"
	viewUnrated view = "unrated" // led to from above the list
)

// where is the condition on import_works x that a view shows.
func (v view) where() db.Cond {
	switch v {
	case viewLook:
		return db.Where("x.state = 'open' AND NOT " + readyNow)
	case viewReady:
		return db.Where(readyNow)
	case viewSame:
		return db.Where("x.state = 'same'")
	case viewFailed:
		return db.Where("x.state = 'failed'")
	case viewDone:
		return db.Where("x.state IN ('done', 'skipped', 'queued')")
	case viewUnrated:
		return db.Where("x.state = 'open' AND x.unrated")
	}
	return db.Where("TRUE")
}

// tab is a view with its name and how much it shows.
type tab struct {
	View view
	Name string
	N    int
}

func tabs(ctx context.Context, c counts) []tab {
	return []tab{
		{viewAll, say.T(ctx, "All"), c.Works + c.Bad},
		{viewLook, say.T(ctx, "Needs a look"), c.Look},
		{viewReady, say.T(ctx, "Ready"), c.Ready},
		{viewSame, say.T(ctx, "Same"), c.Same},
		{viewFailed, say.T(ctx, "Failed"), c.Failed},
		{viewDone, say.T(ctx, "Done"), c.Done + c.Skipped + c.Queued},
	}
}

// listing is an import's page.
type listing struct {
	*Import
	counts
	View   view
	Page   int
	Rows   []found
	Titles map[work.ID]string // of works that are here and that the viewer may see
	Pseuds []account.Pseud
	Staff  bool
	Told   string
	Wrong  *fault.Error
	Left   int // how many of the ticked were left open
}

// address is the list's address with another view or page.
func (l *listing) address(v view, page int) string {
	q := url.Values{}
	if v != viewAll {
		q.Set("show", string(v))
	}
	if page > 1 {
		q.Set("page", strconv.Itoa(page))
	}
	if len(q) == 0 {
		return l.ID.Path()
	}
	return l.ID.Path() + "?" + q.Encode()
}

// shown is how many rows the view has on all its pages.
func (l *listing) shown(ctx context.Context) int {
	if l.View == viewUnrated {
		return l.Unrated
	}
	for _, t := range tabs(ctx, l.counts) {
		if t.View == l.View {
			return t.N
		}
	}
	return 0
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	i, err := p.of(r)
	if err != nil {
		return err
	}
	told := ""
	if d := (delivery{Files: number(r, "came"), Same: number(r, "same")}); d.Files+d.Same > 0 {
		told = d.said(r.Context())
	}
	return p.renderList(w, r, http.StatusOK, i, told, nil)
}

func (p *Pages) renderList(w http.ResponseWriter, r *http.Request, status int, i *Import, told string, wrong *fault.Error) error {
	ctx := r.Context()
	l := listing{Import: i, View: view(r.URL.Query().Get("show")), Page: max(1, number(r, "page")), Staff: viewer.From(ctx).Staff(), Told: told, Wrong: wrong, Left: number(r, "left")}
	var err error
	if l.counts, err = p.Desk.count(ctx, p.Desk.DB, i.ID); err != nil {
		return err
	}
	if l.Rows, err = rows(ctx, p.Desk.DB, i.ID, l.View, l.Page); err != nil {
		return err
	}
	if l.Titles, err = p.titles(ctx, l.Rows); err != nil {
		return err
	}
	if l.Pseuds, err = p.pseuds(r, i); err != nil {
		return err
	}
	return render(w, r, status, say.T(ctx, "Import"), listPage(&l))
}

// rows reads one page of the list.
func rows(ctx context.Context, q db.Q, id ID, v view, page int) ([]found, error) {
	c := db.And(db.Where("x.import_id = ?", int64(id)), v.where())
	all, err := db.All(ctx, q, scanFound, db.Numbered(`SELECT `+foundColumns+foundTables+` WHERE `+c.SQL+` ORDER BY x.id LIMIT ? OFFSET ?`),
		append(c.Args, onePage, (page-1)*onePage)...)
	if err != nil {
		return nil, fmt.Errorf("intake: list %d: %w", id, err)
	}
	return all, nil
}

// titles are those of the works that rows are or may become, as far as the viewer
// may see them: of others nothing is told.
func (p *Pages) titles(ctx context.Context, all []found) (map[work.ID]string, error) {
	var ids []any
	for i := range all {
		for _, id := range []work.ID{all[i].Work, all[i].Into} {
			if id != 0 {
				ids = append(ids, int64(id))
			}
		}
		for _, a := range all[i].Report.Alike {
			ids = append(ids, a.Work)
		}
	}
	out := map[work.ID]string{}
	if len(ids) == 0 {
		return out, nil
	}
	c := db.And(db.Where("w.id IN ("+db.List(len(ids))+")", ids...), work.VisibleTo(viewer.From(ctx)))
	type named struct {
		id    work.ID
		title string
	}
	found, err := db.All(ctx, p.Desk.DB, func(r *sql.Rows, n *named) error { return r.Scan(&n.id, &n.title) },
		db.Numbered(`SELECT w.id, w.title FROM works w WHERE `+c.SQL), c.Args...)
	if err != nil {
		return nil, fmt.Errorf("intake: titles: %w", err)
	}
	for _, n := range found {
		out[n.id] = n.title
	}
	return out, nil
}
