package account

import (
	"net/http"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

func (p *Pages) editProfile(w http.ResponseWriter, r *http.Request) error {
	ctx, v := r.Context(), viewer.From(r.Context())
	x, err := ProfileOf(ctx, p.DB, v.ID)
	if err != nil {
		return err
	}
	f := profileForm{Title: x.Title, Text: x.Text, Links: strings.Join(x.Links, "\n"), HidePseuds: v.Prefs.HidePseuds}
	return renderPeople(w, r, http.StatusOK, say.T(ctx, "Your profile"), profileView(f, nil, said(ctx, r)))
}

func (p *Pages) changeProfile(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(w, r)
	if err != nil {
		return err
	}
	ctx, id := r.Context(), viewer.From(r.Context()).ID
	f := profileForm{Title: sent.Get("title"), Text: sent.Get("text"), Links: sent.Get("links"), HidePseuds: ticked(sent, "hide_pseuds")}
	x, bad := checkProfile(p.Cleaner, f)
	if len(bad) > 0 {
		return renderPeople(w, r, http.StatusUnprocessableEntity, say.T(ctx, "Not saved: your profile"), profileView(f, bad, ""))
	}
	err = p.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := SetProfile(ctx, tx, id, x); err != nil {
			return err
		}
		return changePrefs(ctx, tx, id, func(prefs *viewer.Prefs) { prefs.HidePseuds = f.HidePseuds })
	})
	if err != nil {
		return err
	}
	return web.See(w, r, "/account/profile?done=profile")
}
