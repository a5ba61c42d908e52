package account

import (
	"net/http"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

func (p *Pages) listSessions(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := viewer.From(ctx)
	all, err := Sessions(ctx, p.DB, v.ID, p.DB.Now())
	if err != nil {
		return err
	}
	return p.renderKeys(w, r, http.StatusOK, say.T(ctx, "Where you are signed in"), sessionsPage(all, SessionID(v.Session), said(ctx, r)))
}

func (p *Pages) endSession(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := viewer.From(ctx)
	id, err := web.ID[SessionID](r, "id")
	if err != nil {
		return err
	}
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return EndSession(ctx, tx, v.ID, id) }); err != nil {
		return err
	}
	if id == SessionID(v.Session) {
		p.dropCookie(w, sessionCookie)
		return web.See(w, r, "/")
	}
	return web.See(w, r, "/account/sessions?done=session")
}

func (p *Pages) endOthers(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := viewer.From(ctx)
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return EndOthers(ctx, tx, v.ID, SessionID(v.Session)) }); err != nil {
		return err
	}
	p.log().InfoContext(ctx, "signed out on all other devices", "account", int64(v.ID), "address", p.address(r))
	return web.See(w, r, "/account/sessions?done=others")
}

func (p *Pages) endSessions(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := viewer.From(ctx)
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return EndSessions(ctx, tx, v.ID, p.cookie(r, deviceCookie)) }); err != nil {
		return err
	}
	p.log().InfoContext(ctx, "signed out everywhere", "account", int64(v.ID), "address", p.address(r))
	p.dropCookie(w, sessionCookie)
	return web.See(w, r, "/users/login")
}
