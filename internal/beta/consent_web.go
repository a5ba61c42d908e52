package beta

import (
	"net/http"
	"strconv"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// open shows what the viewer was given to read, or asks whether they want to.
func (p *Pages) open(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.ID[ID](r, "beta")
	if err != nil {
		return ended()
	}
	i, err := Asked(ctx, p.DB, id, viewer.From(ctx).ID, p.DB.Now())
	if err != nil && fault.KindOf(err) == fault.NotFound {
		return p.contents(w, r)
	}
	if err != nil {
		return err
	}
	title := (&work.Work{Title: i.Title}).Name()
	return render(w, r, http.StatusOK, say.T(ctx, "Will you read {title} first?", "title", title), askedPage(i, title))
}

// answer keeps what the viewer says to being asked.
func (p *Pages) answer(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.ID[ID](r, "beta")
	if err != nil {
		return ended()
	}
	f, err := web.Form(w, r, maxForm)
	if err != nil {
		return err
	}
	yes := f.Get("do") == "accept"
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return Answer(ctx, tx, id, viewer.From(ctx), yes) }); err != nil {
		return err
	}
	if !yes {
		return web.See(w, r, "/account/betas")
	}
	return web.See(w, r, "/betas/"+strconv.FormatInt(int64(id), 10))
}

// askUncredit shows a reader where they are named.
func (p *Pages) askUncredit(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.ID[ID](r, "beta")
	if err != nil {
		return ended()
	}
	i, err := CreditOf(ctx, p.DB, id, viewer.From(ctx).ID)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, say.T(ctx, "Your name in the credits"), creditPage(i, (&work.Work{Title: i.Title}).Name()))
}

// uncredit takes the viewer's name off the credits.
func (p *Pages) uncredit(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.ID[ID](r, "beta")
	if err != nil {
		return ended()
	}
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return Uncredit(ctx, tx, id, viewer.From(ctx).ID) }); err != nil {
		return err
	}
	return web.See(w, r, "/account/betas?done=uncredited")
}
