package edit

import (
	"context"
	"net/http"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// behalf is a work that staff begin for somebody who has no account here.
type behalf struct {
	Name, Language string // as they were typed
	Bad            web.Faults
}

// forWhom asks for whom a work is begun.
func (p *Pages) forWhom(w http.ResponseWriter, r *http.Request) error {
	return renderFor(w, r, http.StatusOK, behalf{Language: "en"})
}

// beginFor begins a work in the place that is kept for somebody, and leads to where it
// is written. Who has an account writes under it themselves.
func (p *Pages) beginFor(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "What was sent is no form that can be read. Please send it again from the page.")
	}
	ctx, b := r.Context(), behalf{Name: typed(r.PostForm, "name"), Language: typed(r.PostForm, "language")}
	if !knownLanguage(b.Language) {
		b.Bad.Add("language", fault.In("language", "Please choose a language from the list."))
		return renderFor(w, r, http.StatusUnprocessableEntity, b)
	}
	var id work.ID
	var first work.ChapterID
	err := p.DB.Tx(ctx, func(tx *db.Tx) error {
		place, _, err := account.Place(ctx, tx, b.Name)
		if err != nil {
			return err
		}
		who, err := account.Get(ctx, tx, place.Account)
		if err != nil {
			return err
		}
		if who.Claimed {
			return fault.In("name", "%s has an account here, so nobody else writes under that name. Ask them, or choose another name.", place.Byline())
		}
		id, first, err = work.Begin(ctx, tx, place.ID, b.Language)
		return err
	})
	if fault.KindOf(err) == fault.Invalid {
		b.Bad.Add("name", err)
		return renderFor(w, r, http.StatusUnprocessableEntity, b)
	}
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, id.ChapterPath(first)+"/edit", http.StatusSeeOther)
	return nil
}

func knownLanguage(code string) bool {
	for _, o := range Languages("en") {
		if o.Value == code {
			return true
		}
	}
	return false
}

// claimLink makes the link by which the author of a work takes the place that is kept
// for them, and shows it once; no page shows it again.
func (p *Pages) claimLink(w http.ResponseWriter, r *http.Request) error {
	x, err := p.work(r)
	if err != nil {
		return err
	}
	if len(x.Creators) == 0 {
		return notYours()
	}
	ctx := r.Context()
	var token string
	err = p.DB.Tx(ctx, func(tx *db.Tx) error {
		token, err = account.ClaimLink(ctx, tx, x.Creators[0].Account)
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	return web.Render(w, r, http.StatusOK, web.Meta{Title: say.T(ctx, "A link for {name}", "name", x.Creators[0].Byline()), NoIndex: true}, claimPage(x, p.BaseURL+"/claim/"+token))
}

// kept reports whether the viewer may make a claim link for a work: staff, while it
// stands in a place that nobody has claimed.
func (p *Pages) kept(ctx context.Context, x *work.Work) (bool, error) {
	if !viewer.From(ctx).Staff() || len(x.Creators) == 0 {
		return false, nil
	}
	who, err := account.Get(ctx, p.DB, x.Creators[0].Account)
	if err != nil {
		return false, err
	}
	return !who.Claimed, nil
}

func renderFor(w http.ResponseWriter, r *http.Request, status int, b behalf) error {
	w.Header().Set("Cache-Control", "no-store")
	return web.Render(w, r, status, web.Meta{Title: say.T(r.Context(), "Begin a work for somebody"), NoIndex: true}, forPage(b))
}
