package series

import (
	"context"
	"net/http"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// new asks for a series' title and works. One may come from a work's page with that
// work ticked.
func (p *Pages) new(w http.ResponseWriter, r *http.Request) error {
	f, err := p.blank(r.Context())
	if err != nil {
		return err
	}
	f.Ticked = numbers(r.URL.Query()["work"])
	return render(w, r, http.StatusOK, say.T(r.Context(), "New series"), managePage(f, nil))
}

// blank is the form of a series that is to be made.
func (p *Pages) blank(ctx context.Context) (form, error) {
	offered, err := Offered(ctx, p.DB, viewer.From(ctx).ID, 0)
	return form{Out: offered}, err
}

func (p *Pages) create(w http.ResponseWriter, r *http.Request) error {
	s, err := read(w, r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	var id ID
	err = p.DB.Tx(ctx, func(tx *db.Tx) (err error) {
		id, err = Create(ctx, tx, p.Cleaner, viewer.From(ctx), s.Details)
		return err
	})
	if fault.KindOf(err) == fault.Invalid {
		f, berr := p.blank(ctx)
		if berr != nil {
			return berr
		}
		return render(w, r, http.StatusUnprocessableEntity, say.T(ctx, "New series"), managePage(f.again(s), web.Faults{fault.As(err)}))
	}
	if err != nil {
		return err
	}
	return web.See(w, r, work.SeriesPath(int64(id)))
}

// managed is the series in the address, for who looks after it.
func (p *Pages) managed(r *http.Request) (*Managed, error) {
	id, err := web.ID[ID](r, "id")
	if err != nil {
		return nil, err
	}
	return Manage(r.Context(), p.DB, viewer.From(r.Context()), id)
}

// form is the manager's form of the series in the address.
func (p *Pages) form(r *http.Request) (form, error) {
	m, err := p.managed(r)
	if err != nil {
		return form{}, err
	}
	offered, err := Offered(r.Context(), p.DB, viewer.From(r.Context()).ID, m.ID)
	return formOf(m, offered), err
}

func (p *Pages) edit(w http.ResponseWriter, r *http.Request) error {
	f, err := p.form(r)
	if err != nil {
		return err
	}
	f.Ticked = numbers(r.URL.Query()["work"])
	return render(w, r, http.StatusOK, say.T(r.Context(), "Edit {title}", "title", f.Title), managePage(f, nil))
}

func (p *Pages) change(w http.ResponseWriter, r *http.Request) error {
	f, err := p.form(r)
	if err != nil {
		return err
	}
	s, err := read(w, r)
	if err != nil {
		return err
	}
	s.move.apply(s.Works)
	ctx := r.Context()
	err = p.DB.Tx(ctx, func(tx *db.Tx) error {
		return Change(ctx, tx, p.Cleaner, viewer.From(ctx), f.ID, s.seen, s.Details)
	})
	switch fault.KindOf(err) {
	case fault.Invalid:
		f.Seen = s.seen
		return render(w, r, http.StatusUnprocessableEntity, say.T(ctx, "Not saved: {title}", "title", f.Title), managePage(f.again(s), web.Faults{fault.As(err)}))
	case fault.Conflict: // f has the newest change, so that saving again takes its place
		return render(w, r, http.StatusConflict, say.T(ctx, "Not saved: {title}", "title", f.Title), managePage(f.again(s), web.Faults{fault.As(err)}))
	}
	if err != nil {
		return err
	}
	if s.move.work != 0 {
		return web.See(w, r, f.path()+"#work-"+s.move.work.String())
	}
	return web.See(w, r, work.SeriesPath(int64(f.ID)))
}

func (p *Pages) askRemove(w http.ResponseWriter, r *http.Request) error {
	m, err := p.managed(r)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, say.T(r.Context(), "Take {title} apart", "title", m.Title), removePage(m))
}

func (p *Pages) remove(w http.ResponseWriter, r *http.Request) error {
	id, err := web.ID[ID](r, "id")
	if err != nil {
		return err
	}
	ctx := r.Context()
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return Remove(ctx, tx, viewer.From(ctx), id) }); err != nil {
		return err
	}
	return web.See(w, r, "/users/"+viewer.From(ctx).Name+"/series")
}
