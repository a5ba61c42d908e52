package account

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

func (p *Pages) showName(w http.ResponseWriter, r *http.Request) error {
	if ok, err := p.Confirm(w, r); err != nil || !ok {
		return err
	}
	return render(w, r, http.StatusOK, say.T(r.Context(), "Change your name"), namePage("", nil))
}

func (p *Pages) name(w http.ResponseWriter, r *http.Request) error {
	if ok, err := p.Confirm(w, r); err != nil || !ok {
		return err
	}
	f, err := form(w, r)
	if err != nil {
		return err
	}
	ctx, id, typed := r.Context(), viewer.From(r.Context()).ID, strings.TrimSpace(f.Get("name"))
	err = p.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := Rename(ctx, tx, id, typed); err != nil || p.Resigned == nil {
			return err
		}
		return p.Resigned(ctx, tx, id)
	})
	if err != nil {
		return again(w, r, err, say.T(ctx, "Change your name"), func(e *fault.Error) templ.Component { return namePage(typed, e) })
	}
	p.log().InfoContext(ctx, "name changed", "account", int64(id), "address", p.address(r))
	return web.See(w, r, "/account/keys?done=name")
}

// addressForm is what the page of the address shows.
type addressForm struct {
	Now, Waiting, Typed string
	Mails               bool
}

func (p *Pages) addressForm(r *http.Request) (addressForm, error) {
	ctx, id := r.Context(), viewer.From(r.Context()).ID
	a, err := Get(ctx, p.DB, id)
	if err != nil {
		return addressForm{}, err
	}
	waiting, err := waitingAddress(ctx, p.DB, id, p.DB.Now())
	return addressForm{Now: a.Email, Waiting: waiting, Typed: a.Email, Mails: p.Mails}, err
}

func (p *Pages) showAddress(w http.ResponseWriter, r *http.Request) error {
	if ok, err := p.Confirm(w, r); err != nil || !ok {
		return err
	}
	a, err := p.addressForm(r)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, say.T(r.Context(), "Change your e-mail address"), addressPage(a, nil))
}

func (p *Pages) newAddress(w http.ResponseWriter, r *http.Request) error {
	if ok, err := p.Confirm(w, r); err != nil || !ok {
		return err
	}
	f, err := form(w, r)
	if err != nil {
		return err
	}
	a, err := p.addressForm(r)
	if err != nil {
		return err
	}
	ctx, id := r.Context(), viewer.From(r.Context()).ID
	a.Typed = strings.TrimSpace(f.Get("email"))
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return changeAddress(ctx, tx, id, a.Typed) }); err != nil {
		return again(w, r, err, say.T(ctx, "Change your e-mail address"), func(e *fault.Error) templ.Component { return addressPage(a, e) })
	}
	p.log().InfoContext(ctx, "change of e-mail address asked for", "account", int64(id), "address", p.address(r))
	if a.Typed == "" {
		return web.See(w, r, "/account/keys?done=no-email")
	}
	return web.See(w, r, "/account/keys?done=email")
}

func (p *Pages) showAddressLink(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	c, err := confirmable(ctx, p.DB, r.PathValue("token"), viewer.From(ctx).ID, p.DB.Now())
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, say.T(ctx, "Confirm your address"), confirmAddressPage(r.PathValue("token"), c.new))
}

func (p *Pages) confirmAddressLink(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), viewer.From(r.Context()).ID
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return confirmAddress(ctx, tx, r.PathValue("token"), id) }); err != nil {
		return err
	}
	p.log().InfoContext(ctx, "e-mail address changed", "account", int64(id), "address", p.address(r))
	return web.See(w, r, "/account/keys?done=confirmed")
}

func (p *Pages) showAddressStop(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	c, err := changeOf(ctx, p.DB, "stop_hash", r.PathValue("token"), p.DB.Now())
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, say.T(ctx, "Stop the change"), stopAddressPage(r.PathValue("token"), c))
}

func (p *Pages) stopAddressLink(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return stopAddress(ctx, tx, r.PathValue("token")) }); err != nil {
		return err
	}
	p.log().InfoContext(ctx, "change of e-mail address stopped", "address", p.address(r))
	return web.See(w, r, "/users/login?done=stopped")
}
