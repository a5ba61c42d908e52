package round

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// Pages are those on which a work is opened to others, and they take their turns.
type Pages struct {
	DB *db.DB
	// Cleaner cleans what authors write.
	Cleaner prose.Cleaner
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {
	m.Handle("GET /works/{id}/round", web.Members, p.show)
	m.Handle("POST /works/{id}/round", web.Members, p.set)
	m.Handle("POST /works/{id}/round/guests", web.Members, p.guests)
	m.Handle("POST /works/{id}/round/turn", web.Members, p.turn)
	m.Handle("GET /account/rounds", web.Members, p.mine)
}

// maxForm is the most that a form here may send, in bytes.
const maxForm = 64 << 10

// desk is what the page of a round shows.
type desk struct {
	*work.Work
	terms   Terms
	is      bool // the work was a round before
	now     *Turn
	guests  []account.Pseud
	pseuds  []account.Pseud // the viewer's
	own     []work.Chapter  // posted ones of the viewer's
	written map[work.ChapterID]draft.Heading
	name    string
	choices []account.Pseud
	bad     web.Faults
}

// desk reads the round of a work that the viewer may see: where there is none, only
// its creators see a page.
func (p *Pages) desk(r *http.Request) (desk, error) {
	ctx, v := r.Context(), viewer.From(r.Context())
	id, err := web.ID[work.ID](r, "id")
	if err != nil {
		return desk{}, err
	}
	w, err := work.Get(ctx, p.DB, v, id)
	if err != nil {
		return desk{}, err
	}
	d := desk{Work: w, terms: Terms{Days: 14}}
	t, err := Of(ctx, p.DB, id)
	if err != nil {
		return d, err
	}
	if t == nil && !w.Mine(v) {
		return d, fault.New(fault.NotFound, "This work is not open to others. Its creators could open it.")
	}
	if t != nil {
		d.terms, d.is = *t, true
	}
	if d.now, err = Now(ctx, p.DB, id); err != nil {
		return d, err
	}
	if d.pseuds, err = account.PseudsOf(ctx, p.DB, v.ID); err != nil {
		return d, err
	}
	if d.own = Own(w, v); len(d.own) > 0 {
		if d.written, err = draft.Outline(ctx, p.DB, id); err != nil {
			return d, err
		}
	}
	if w.Mine(v) {
		d.guests, err = Guests(ctx, p.DB, id)
	}
	return d, err
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	d, err := p.desk(r)
	if err != nil {
		return err
	}
	return d.render(w, r, http.StatusOK)
}

func (d desk) render(w http.ResponseWriter, r *http.Request, status int) error {
	w.Header().Set("Cache-Control", "no-store")
	m := web.Meta{Title: say.T(r.Context(), "The next chapter of {title}", "title", d.Name()), NoIndex: true, Styles: []string{"together.css", work.MenuSheet}}
	return web.Render(w, r, status, m, roundPage(d))
}

// mine lists the rounds that the viewer takes part in.
func (p *Pages) mine(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	all, err := For(ctx, p.DB, viewer.From(ctx))
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return web.Render(w, r, http.StatusOK, web.Meta{Title: say.T(ctx, "Works that you write on in"), NoIndex: true, Here: "me", Styles: []string{"together.css"}}, minePage(all))
}

// answer shows the page again with what is wrong, or leads on.
func (p *Pages) answer(w http.ResponseWriter, r *http.Request, d desk, err error, to string) error {
	switch k := fault.KindOf(err); {
	case err == nil:
		return web.See(w, r, to)
	case k == fault.Invalid || k == fault.Conflict:
		d.bad = web.Faults{fault.As(err)}
		return d.render(w, r, web.Status(k))
	}
	return err
}

func (p *Pages) form(w http.ResponseWriter, r *http.Request) (desk, url.Values, error) {
	d, err := p.desk(r)
	if err != nil {
		return d, nil, err
	}
	f, err := web.Form(w, r, maxForm)
	return d, f, err
}

func (p *Pages) set(w http.ResponseWriter, r *http.Request) error {
	d, f, err := p.form(w, r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	if !d.Mine(viewer.From(ctx)) {
		return work.NotYours()
	}
	d.terms = Terms{Open: f.Has("open"), Invited: f.Get("who") != "anyone", AtOnce: f.Get("post") == "once", Guide: f.Get("guide")}
	d.terms.Days, _ = strconv.Atoi(f.Get("days"))
	err = p.DB.Tx(ctx, func(tx *db.Tx) error { return Set(ctx, tx, d.ID, d.terms) })
	return p.answer(w, r, d, err, d.ID.Path()+"/round")
}

func (p *Pages) guests(w http.ResponseWriter, r *http.Request) error {
	d, f, err := p.form(w, r)
	if err != nil {
		return err
	}
	ctx, v := r.Context(), viewer.From(r.Context())
	if !d.Mine(v) || !d.is {
		return work.NotYours()
	}
	if f.Get("do") == "drop" {
		n, _ := strconv.ParseInt(f.Get("pseud"), 10, 64)
		err = p.DB.Tx(ctx, func(tx *db.Tx) error { return Unask(ctx, tx, d.ID, account.PseudID(n)) })
		return p.answer(w, r, d, err, d.ID.Path()+"/round")
	}
	d.name = f.Get("name")
	if d.choices, err = account.Choice(ctx, p.DB, f.Get("pseud"), d.name); err == nil {
		if len(d.choices) > 1 {
			err = fault.In("name", "Several people go by that name. Please choose below whom you mean.")
		} else {
			err = p.DB.Tx(ctx, func(tx *db.Tx) error { return Ask(ctx, tx, d.Work, v, d.choices[0]) })
		}
	}
	return p.answer(w, r, d, err, d.ID.Path()+"/round")
}

// turn takes, hands in, passes, posts or gives back a turn.
func (p *Pages) turn(w http.ResponseWriter, r *http.Request) error {
	d, f, err := p.form(w, r)
	if err != nil {
		return err
	}
	ctx, v, to := r.Context(), viewer.From(r.Context()), d.ID.Path()+"/round"
	do := f.Get("do")
	if (do == "post" || do == "back") && !d.Mine(v) {
		return work.NotYours()
	}
	err = p.DB.Tx(ctx, func(tx *db.Tx) error {
		switch do {
		case "hand":
			return HandIn(ctx, tx, p.Cleaner, d.Work, v)
		case "end":
			return EndTurn(ctx, tx, d.Work, v)
		case "post":
			return Post(ctx, tx, p.Cleaner, d.Work)
		case "back":
			return GiveBack(ctx, tx, d.Work)
		case "show":
			n, _ := strconv.ParseInt(f.Get("chapter"), 10, 64) // 0 is nobody's
			return ShowChanges(ctx, tx, p.Cleaner, d.Work, v, work.ChapterID(n))
		}
		t, err := Take(ctx, tx, d.Work, v, d.as(f.Get("as")))
		to = writePath(d.ID, t.Chapter)
		return err
	})
	return p.answer(w, r, d, err, to)
}

// as is the viewer's pen name of that key, or the one they sign with usually.
func (d *desk) as(key string) account.Pseud {
	n, _ := strconv.ParseInt(key, 10, 64)
	if i := slices.IndexFunc(d.pseuds, func(p account.Pseud) bool { return p.ID == account.PseudID(n) }); i > 0 {
		return d.pseuds[i]
	}
	return d.pseuds[0]
}

// writePath is the page on which a chapter is written.
func writePath(id work.ID, c work.ChapterID) string { return id.ChapterPath(c) + "/edit" }

// chapterName is what a chapter of a work is called.
func chapterName(ctx context.Context, d desk, id work.ChapterID) string {
	for i, h := range work.Headings(ctx, d.Chapters) {
		if c := d.Chapters[i]; c.ID == id && c.Title != "" {
			return h + ": " + c.Title
		} else if c.ID == id {
			return h
		}
	}
	return ""
}
