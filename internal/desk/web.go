// Package desk is the author's own list of works: drafts, what is scheduled, what is
// posted; and many works changed at once, with a look before and a way back.
package desk

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/series"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
	"github.com/ficstead/ficstead/internal/workskin"
)

// Pages are those of an author's own works.
type Pages struct {
	DB *db.DB
	// Cleaner cleans what authors write.
	Cleaner prose.Cleaner
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {
	m.Handle("GET /desk", web.Members, p.list)
	m.Handle("GET /users/{login}/works/drafts", web.Members, p.old)
	m.Handle("GET /desk/change", web.Members, p.ask)
	m.Handle("POST /desk/change", web.Members, p.look)
	m.Handle("GET /desk/changes/{change}", web.Members, p.show)
	m.Handle("POST /desk/changes/{change}/apply", web.Members, p.apply)
	m.Handle("POST /desk/changes/{change}/undo", web.Members, p.undo)
}

// old leads from the address that people know of AO3.
func (p *Pages) old(w http.ResponseWriter, r *http.Request) error {
	if r.PathValue("login") != viewer.From(r.Context()).Name {
		return fault.New(fault.NotFound, "Drafts are for those who write them. Yours are on your desk.")
	}
	http.Redirect(w, r, "/desk?show=drafts", http.StatusSeeOther)
	return nil
}

// listPage is what the page of one's works shows.
type listPage struct {
	Ask    Query
	Lines  []Line
	Total  int
	Counts map[Shelf]int
	Waits  []waiting
	Room   work.VersionRoom
	// Deleted is how many works were deleted a moment ago.
	Deleted int
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx, v := r.Context(), viewer.From(r.Context())
	x := listPage{Ask: Query{Shelf: shelf(r.URL.Query().Get("show")), Text: r.URL.Query().Get("q"), Page: 1}}
	if n, err := strconv.Atoi(r.URL.Query().Get("page")); err == nil && n > 1 {
		x.Ask.Page = min(n, maxPage)
	}
	if n, err := strconv.Atoi(r.URL.Query().Get("deleted")); err == nil {
		x.Deleted = min(n, MaxWorks)
	}
	var err error
	if x.Lines, x.Total, err = List(ctx, p.DB, v.ID, x.Ask); err != nil {
		return err
	}
	if x.Counts, err = Counts(ctx, p.DB, v.ID); err != nil {
		return err
	}
	if x.Waits, err = waits(ctx, p.DB, v); err != nil {
		return err
	}
	if x.Room, err = work.RoomFor(ctx, p.DB, v.ID); err != nil {
		return err
	}
	return render(w, r, http.StatusOK, say.T(ctx, "My works"), listView(x))
}

// maxPage bounds how far back a list is asked for.
const maxPage = 10_000

// link is the address of a page of the list.
func (x listPage) link(n int) string {
	q := url.Values{}
	if x.Ask.Shelf != Everything {
		q.Set("show", string(x.Ask.Shelf))
	}
	if x.Ask.Text != "" {
		q.Set("q", x.Ask.Text)
	}
	if n > 1 {
		q.Set("page", strconv.Itoa(n))
	}
	if len(q) == 0 {
		return "/desk"
	}
	return "/desk?" + q.Encode()
}

// last is the number of the last page.
func (x listPage) last() int { return max(1, (x.Total+perPage-1)/perPage) }

// ask shows the form of what may be changed of the works that are ticked.
func (p *Pages) ask(w http.ResponseWriter, r *http.Request) error {
	f := form{Works: ids(r.URL.Query()["work"])}
	return p.form(w, r, http.StatusOK, f, nil)
}

func (p *Pages) form(w http.ResponseWriter, r *http.Request, status int, f form, bad web.Faults) error {
	ctx := r.Context()
	if len(f.Works) == 0 {
		return fault.New(fault.Invalid, "No work is ticked. Go back and tick those that you want to change.")
	}
	all, err := p.mine(ctx, f.Works[:min(len(f.Works), MaxWorks)])
	if err != nil {
		return err
	}
	own, err := p.choices(ctx)
	if err != nil {
		return err
	}
	return render(w, r, status, say.T(ctx, "Change many works"), formView(f, all, own, bad))
}

// choices are the skins and the series that the form offers.
type choices struct{ Skins, Series []web.Option }

func (p *Pages) choices(ctx context.Context) (choices, error) {
	out := choices{Skins: []web.Option{{Value: "0", Label: say.T(ctx, "No skin")}}}
	skins, err := workskin.Mine(ctx, p.DB, viewer.From(ctx).ID)
	if err != nil {
		return out, err
	}
	for _, s := range skins {
		out.Skins = append(out.Skins, web.Option{Value: strconv.FormatInt(int64(s.ID), 10), Label: s.Title})
	}
	all, err := series.Own(ctx, p.DB, viewer.From(ctx).ID)
	for _, s := range all {
		out.Series = append(out.Series, web.Option{Value: strconv.FormatInt(int64(s.ID), 10), Label: s.Title})
	}
	return out, err
}

// mine are those of works that the viewer made.
func (p *Pages) mine(ctx context.Context, ids []work.ID) ([]work.Work, error) {
	v := viewer.From(ctx)
	all, err := work.Load(ctx, p.DB, v, ids)
	if err != nil {
		return nil, err
	}
	out := all[:0]
	for _, w := range all {
		if w.Mine(v) {
			out = append(out, w)
		}
	}
	return out, nil
}

// look notes a change and leads to the page that shows what it would do.
func (p *Pages) look(w http.ResponseWriter, r *http.Request) error {
	f, err := read(w, r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	var id ChangeID
	if err = f.unsaid(); err == nil {
		err = p.DB.Tx(ctx, func(tx *db.Tx) (err error) {
			id, err = Look(ctx, tx, viewer.From(ctx), f.Changes(p.Cleaner), f.Works)
			return err
		})
	}
	if fault.KindOf(err) == fault.Invalid {
		return p.form(w, r, http.StatusUnprocessableEntity, f, web.Faults{fault.As(err)})
	}
	if err != nil {
		return err
	}
	return web.See(w, r, id.path())
}

// path is the address of a change.
func (id ChangeID) path() string { return "/desk/changes/" + strconv.FormatInt(int64(id), 10) }

// shown is a work on the page of a change.
type shown struct {
	Changed
	Title string
	Rows  []difference // what would change or has changed
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	id, err := web.ID[ChangeID](r, "change")
	if err != nil {
		return err
	}
	ctx, v := r.Context(), viewer.From(r.Context())
	c, err := Get(ctx, p.DB, v, id)
	if err != nil {
		return err
	}
	keys := make([]work.ID, len(c.Works))
	for i, x := range c.Works {
		keys[i] = x.ID
	}
	works, err := p.mine(ctx, keys)
	if err != nil {
		return err
	}
	rest, err := besides(ctx, p.DB, keys)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, say.T(ctx, "Change many works"), changeView(c, c.shown(ctx, works, rest)))
}

// shown tells what each work was and is, or would be.
func (c *Change) shown(ctx context.Context, works []work.Work, rest map[work.ID]beside) []shown {
	byID := make(map[work.ID]*work.Work, len(works))
	for i := range works {
		byID[works[i].ID] = &works[i]
	}
	var out []shown
	for _, x := range c.Works {
		w := byID[x.ID]
		if w == nil {
			continue // no longer theirs
		}
		s := shown{Changed: x, Title: w.Title}
		if x.Outcome == open {
			var err error
			s.Before = faceOf(w, rest[w.ID])
			s.After, err = c.Changes.of(ctx, w, s.Before)
			switch {
			case err != nil:
				s.Why = fault.Message(err)
			case w.Minor != x.Seen:
				s.Why = say.T(ctx, "It was changed since you chose it, so it would stay as it is.")
			}
		}
		s.Rows = differences(ctx, s.Before, s.After)
		out = append(out, s)
	}
	return out
}

func (p *Pages) apply(w http.ResponseWriter, r *http.Request) error {
	id, err := web.ID[ChangeID](r, "change")
	if err != nil {
		return err
	}
	if err := Apply(r.Context(), p.DB, p.Cleaner, viewer.From(r.Context()), id); err != nil {
		return err
	}
	return web.See(w, r, id.path())
}

func (p *Pages) undo(w http.ResponseWriter, r *http.Request) error {
	id, err := web.ID[ChangeID](r, "change")
	if err != nil {
		return err
	}
	if err := Undo(r.Context(), p.DB, p.Cleaner, viewer.From(r.Context()), id); err != nil {
		return err
	}
	return web.See(w, r, id.path())
}
