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
	viewUnrated view = "unrated" // these are led to from above the list
	viewTwice   view = "twice"
	viewMute    view = "mute"
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
	case viewTwice:
		return db.Where("x.state = 'open' AND x.asks AND x.doubles")
	case viewMute:
		return db.Where("x.state = 'open' AND x.mute > 0")
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
	Titles map[work.ID]string       // of works that are here and that the viewer may see
	Twins  map[FoundID]twin         // the files that have the stories of doubles
	Places map[work.ID]viewer.ID    // of works that were made for somebody else, whose place nobody has claimed
	Others map[FoundID][]work.Match // works of other people that tell most of the same story
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
	switch l.View {
	case viewUnrated:
		return l.Unrated
	case viewTwice:
		return l.Twice
	case viewMute:
		return l.Mute
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
	if err := p.besides(ctx, &l, l.Rows); err != nil {
		return err
	}
	if l.Pseuds, err = p.pseuds(r, i); err != nil {
		return err
	}
	return render(w, r, status, say.T(ctx, "Import"), listPage(&l))
}

// besides reads what is told of works besides themselves.
func (p *Pages) besides(ctx context.Context, l *listing, all []found) (err error) {
	if l.Titles, err = p.titles(ctx, all); err != nil {
		return err
	}
	if l.Twins, err = p.Desk.twins(ctx, p.Desk.DB, all); err != nil {
		return err
	}
	if l.Places, err = p.places(ctx, all); err != nil || len(all) == 0 {
		return err
	}
	l.Others, err = p.others(ctx, all[0].Import, all)
	return err
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

// places are the unclaimed places under which works were made for somebody else, for
// staff, who send the links by which their authors claim them.
func (p *Pages) places(ctx context.Context, all []found) (map[work.ID]viewer.ID, error) {
	var ids []any
	for i := range all {
		if x := &all[i]; x.For != "" && x.State == stateDone && x.Work != 0 {
			ids = append(ids, int64(x.Work))
		}
	}
	if len(ids) == 0 || !viewer.From(ctx).Staff() {
		return nil, nil
	}
	type kept struct {
		work work.ID
		by   viewer.ID
	}
	found, err := db.All(ctx, p.Desk.DB, func(r *sql.Rows, k *kept) error { return r.Scan(&k.work, &k.by) },
		db.Numbered(`SELECT c.work_id, a.id FROM work_creators c JOIN pseuds p ON p.id = c.pseud_id JOIN accounts a ON a.id = p.account_id
		WHERE a.password IS NULL AND c.work_id IN (`+db.List(len(ids))+`)`), ids...)
	if err != nil {
		return nil, fmt.Errorf("intake: places: %w", err)
	}
	out := map[work.ID]viewer.ID{}
	for _, k := range found {
		out[k.work] = k.by
	}
	return out, nil
}
