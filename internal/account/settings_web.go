package account

import (
	"net/http"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// mine is what the account's own page shows.
type mine struct {
	Account *Account
	Pseuds  []Pseud
	Said    string
	Typed   string // the pseud that could not be taken
}

func (p *Pages) mine(r *http.Request) (mine, error) {
	a, err := Get(r.Context(), p.DB, viewer.From(r.Context()).ID)
	if err != nil {
		return mine{}, err
	}
	all, err := PseudsOf(r.Context(), p.DB, a.ID)
	return mine{Account: a, Pseuds: all, Said: said(r.Context(), r)}, err
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	m, err := p.mine(r)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, say.T(r.Context(), "Your account"), accountPage(m, nil))
}

func (p *Pages) addPseud(w http.ResponseWriter, r *http.Request) error {
	f, err := form(w, r)
	if err != nil {
		return err
	}
	ctx, typed := r.Context(), firstOf(f, "pseud", "pseud[name]")
	failed := p.DB.Tx(ctx, func(tx *db.Tx) error {
		_, err := AddPseud(ctx, tx, viewer.From(ctx).ID, typed)
		return err
	})
	if failed == nil {
		return see(w, r, "/account?done=pseud#pseuds")
	}
	m, err := p.mine(r)
	if err != nil {
		return err
	}
	m.Typed = typed
	return again(w, r, failed, say.T(ctx, "Your account"), func(e *fault.Error) templ.Component { return accountPage(m, e) })
}

type preferencesForm struct {
	Adult   bool
	Reading viewer.Reading
	Said    string
}

func (p *Pages) showPreferences(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := viewer.From(ctx)
	f := preferencesForm{v.Adult, web.KnownReading(ctx, v.Reading), said(ctx, r)}
	return render(w, r, http.StatusOK, say.T(ctx, "Preferences"), preferencesPage(f))
}

func (p *Pages) preferences(w http.ResponseWriter, r *http.Request) error {
	f, err := form(w, r)
	if err != nil {
		return err
	}
	ctx, id := r.Context(), viewer.From(r.Context()).ID
	err = p.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := SetAdult(ctx, tx, id, ticked(f, "adult")); err != nil {
			return err
		}
		return SetReading(ctx, tx, id, readingOf(f))
	})
	if err != nil {
		return err
	}
	return see(w, r, "/account/preferences?done=preferences")
}
