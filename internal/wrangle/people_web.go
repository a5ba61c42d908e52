package wrangle

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/web"
)

// peoplePage names wranglers and their fandoms.
type peoplePage struct {
	Wrangler
	all   []Named
	typed url.Values
	bad   web.Faults
}

func (p *Pages) people(w http.ResponseWriter, r *http.Request) error {
	return p.showPeople(w, r, http.StatusOK, peoplePage{})
}

func (p *Pages) showPeople(w http.ResponseWriter, r *http.Request, status int, x peoplePage) (err error) {
	if x.Wrangler, err = p.wrangler(r); err != nil {
		return err
	}
	if x.all, err = All(r.Context(), p.DB); err != nil {
		return err
	}
	return render(w, r, status, say.T(r.Context(), "Wranglers"), peopleView(x))
}

func (p *Pages) name(w http.ResponseWriter, r *http.Request) error {
	v, err := web.Form(w, r, maxForm)
	if err != nil {
		return err
	}
	err = p.appointed(r, v)
	if k := fault.KindOf(err); err != nil && k == fault.Invalid {
		return p.showPeople(w, r, http.StatusUnprocessableEntity, peoplePage{typed: v, bad: web.Faults{fault.As(err)}})
	}
	if err != nil {
		return err
	}
	return web.See(w, r, "/wrangle/people")
}

func (p *Pages) appointed(r *http.Request, v url.Values) error {
	ctx := r.Context()
	if off := v.Get("off"); off != "" {
		n, err := strconv.ParseInt(off, 10, 64)
		if err != nil {
			return nil
		}
		return p.DB.Tx(ctx, func(tx *db.Tx) error { return Dismiss(ctx, tx, n) })
	}
	a, err := account.ByName(ctx, p.DB, strings.TrimSpace(v.Get("name")))
	if fault.KindOf(err) == fault.NotFound {
		return fault.In("name", "Nobody here has that name.")
	}
	if err != nil {
		return err
	}
	fandoms, err := p.named(r, "others", v.Get("others"))
	if err != nil {
		return err
	}
	return p.DB.Tx(ctx, func(tx *db.Tx) error { return Appoint(ctx, tx, a.ID, fandoms) })
}
