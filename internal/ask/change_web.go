package ask

import (
	"context"
	"net/http"
	"net/url"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// change does something to the request in the address, by a form, and goes on to a page.
func (p *Pages) change(w http.ResponseWriter, r *http.Request, to string, do func(context.Context, *db.Tx, viewer.Viewer, ID, url.Values) error) error {
	id, err := web.ID[ID](r, "id")
	if err != nil {
		return err
	}
	f, err := web.Form(w, r, maxForm)
	if err != nil {
		return err
	}
	ctx := r.Context()
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return do(ctx, tx, viewer.From(ctx), id, f) }); err != nil {
		return err
	}
	if to == "" {
		to = id.Path()
	}
	return web.See(w, r, to)
}

func (p *Pages) suggest(w http.ResponseWriter, r *http.Request) error {
	id, err := web.ID[ID](r, "id")
	if err != nil {
		return err
	}
	f, err := web.Form(w, r, maxForm)
	if err != nil {
		return err
	}
	ctx, v := r.Context(), viewer.From(r.Context())
	if _, err := Get(ctx, p.DB, v, id); err != nil {
		return err
	}
	o := opened{typed: Idea{Name: f.Get(fieldName), Work: work.ID(number(f.Get(fieldWork))), Elsewhere: f.Get(fieldPlace) == elsewhere, Said: f.Get(fieldSaid)}}
	hosts := []string{r.Host}
	if u, err := url.Parse(p.BaseURL); err == nil && u.Host != "" {
		hosts = append(hosts, u.Host)
	}
	o.choices, err = o.typed.understand(ctx, p.DB, v, hosts)
	if err == nil && len(o.choices) > 0 {
		err = fault.In(fieldName, "Several works have that title. Please choose below which one you mean.")
	}
	if err == nil {
		err = p.DB.Tx(ctx, func(tx *db.Tx) error { return Suggest(ctx, tx, v, id, o.typed) })
	}
	switch fault.KindOf(err) {
	case fault.Invalid:
		o.bad.Add(fault.FieldOf(err), err)
		return p.showWith(w, r, http.StatusUnprocessableEntity, o)
	case fault.TooMany:
		o.bad.Add(fieldName, err)
		return p.showWith(w, r, http.StatusTooManyRequests, o)
	}
	if err != nil {
		return err
	}
	return web.See(w, r, id.Path()+suggestionsAnchor)
}

func (p *Pages) withdraw(w http.ResponseWriter, r *http.Request) error {
	return p.change(w, r, "", func(ctx context.Context, tx *db.Tx, v viewer.Viewer, id ID, f url.Values) error {
		return Withdraw(ctx, tx, v, id, number(f.Get(fieldSuggestion)))
	})
}

func (p *Pages) answer(w http.ResponseWriter, r *http.Request) error {
	return p.change(w, r, "", func(ctx context.Context, tx *db.Tx, v viewer.Viewer, id ID, f url.Values) error {
		switch {
		case f.Has(fieldIt):
			return ItIs(ctx, tx, v, id, work.ID(number(f.Get(fieldIt))))
		case f.Has(fieldNo):
			return NotThis(ctx, tx, v, id, work.ID(number(f.Get(fieldNo))))
		case f.Has(fieldItSuggested):
			return ItIsSuggested(ctx, tx, v, id, number(f.Get(fieldItSuggested)))
		case f.Has(fieldNoSuggested):
			return NotSuggested(ctx, tx, v, id, number(f.Get(fieldNoSuggested)))
		case f.Has(fieldReopen):
			return Reopen(ctx, tx, v, id)
		}
		return fault.New(fault.Invalid, "Say whether it is this one or not. Please go back and choose.")
	})
}

func (p *Pages) delete(w http.ResponseWriter, r *http.Request) error {
	return p.change(w, r, home+"?state="+string(Mine), func(ctx context.Context, tx *db.Tx, v viewer.Viewer, id ID, _ url.Values) error {
		return Delete(ctx, tx, v, id)
	})
}

func (p *Pages) hide(w http.ResponseWriter, r *http.Request) error {
	return p.change(w, r, "", func(ctx context.Context, tx *db.Tx, v viewer.Viewer, id ID, f url.Values) error {
		hide := f.Get(fieldHide) == yes
		if f.Has(fieldSuggestion) {
			return HideSuggestion(ctx, tx, v, id, number(f.Get(fieldSuggestion)), hide)
		}
		return Hide(ctx, tx, v, id, hide)
	})
}
