package account

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

func (p *Pages) showAskReset(w http.ResponseWriter, r *http.Request) error {
	sent := r.URL.Query().Get("done") == "sent"
	return render(w, r, http.StatusOK, say.T(r.Context(), "Set a new password"), askResetPage("", sent, p.Mails, nil))
}

func (p *Pages) sendReset(w http.ResponseWriter, r *http.Request) error {
	f, err := form(w, r)
	if err != nil {
		return err
	}
	ctx, typed := r.Context(), strings.TrimSpace(firstOf(f, "name", "email", "reset_login"))
	title := say.T(ctx, "Set a new password")
	if typed == "" {
		err = fault.In("name", "Please give your name here, or the e-mail address of your account.")
	} else {
		err = p.askReset(ctx, typed, p.address(r))
	}
	if err != nil {
		return again(w, r, err, title, func(e *fault.Error) templ.Component { return askResetPage(typed, false, p.Mails, e) })
	}
	p.log().InfoContext(ctx, "a new password was asked for", "address", p.address(r))
	return web.See(w, r, "/users/password/new?done=sent")
}

func (p *Pages) showReset(w http.ResponseWriter, r *http.Request) error {
	ctx, token := r.Context(), r.PathValue("token")
	a, err := resettable(ctx, p.DB, token, p.DB.Now())
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, say.T(ctx, "Set a new password"), resetPage(token, a.Name, nil))
}

func (p *Pages) setReset(w http.ResponseWriter, r *http.Request) error {
	f, err := form(w, r)
	if err != nil {
		return err
	}
	ctx, token := r.Context(), r.PathValue("token")
	a, err := resettable(ctx, p.DB, token, p.DB.Now())
	if err != nil {
		return err
	}
	if err := p.reset(ctx, token, f.Get("password"), p.address(r)); err != nil {
		return again(w, r, err, say.T(ctx, "Set a new password"), func(e *fault.Error) templ.Component { return resetPage(token, a.Name, e) })
	}
	p.dropCookie(w, sessionCookie)
	return web.See(w, r, "/users/login?done=reset")
}

// saidAtLogin is the sentence above the log-in form after something was done.
func saidAtLogin(ctx context.Context, r *http.Request) string {
	switch r.URL.Query().Get("done") {
	case "reset":
		return say.T(ctx, "Your new password is set, and every device was signed out. Please sign in with it.")
	case "late":
		return say.T(ctx, "That took too long, or was done already. Please sign in again from the beginning.")
	case "stopped":
		return say.T(ctx, "The change is stopped. If somebody else asked for it, please sign in and change your password.")
	}
	return ""
}

// person is what keepers see of somebody's keys.
type person struct {
	Account *Account
	Ways    ways
	Link    string // made just now
}

// findPerson leads to somebody's page by the name in a form.
func (p *Pages) findPerson(w http.ResponseWriter, r *http.Request) error {
	ctx, typed := r.Context(), strings.TrimSpace(r.URL.Query().Get("name"))
	if typed == "" {
		return render(w, r, http.StatusOK, say.T(ctx, "People"), findPersonPage("", nil))
	}
	a, err := ByName(ctx, p.DB, typed)
	if fault.KindOf(err) == fault.NotFound {
		return render(w, r, http.StatusNotFound, say.T(ctx, "People"), findPersonPage(typed, fault.As(fault.In("name", "Nobody of that name is here."))))
	}
	if err != nil {
		return err
	}
	return web.See(w, r, "/keep/people/"+url.PathEscape(a.Name))
}

func (p *Pages) person(r *http.Request) (person, error) {
	a, err := ByName(r.Context(), p.DB, r.PathValue("name"))
	if err != nil {
		return person{}, err
	}
	all, err := waysOf(r.Context(), p.DB, a.ID)
	return person{Account: a, Ways: all}, err
}

func (p *Pages) showPerson(w http.ResponseWriter, r *http.Request) error {
	x, err := p.person(r)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, x.Account.Name, personPage(x))
}

// resetPerson makes a link to a new password for somebody whom mail does not reach.
// It answers with the link itself: only its hash is kept.
func (p *Pages) resetPerson(w http.ResponseWriter, r *http.Request) error {
	if ok, err := p.Confirm(w, r); err != nil || !ok {
		return err
	}
	x, err := p.person(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	var token string
	if err := p.DB.Tx(ctx, func(tx *db.Tx) (err error) { token, err = ResetLink(ctx, tx, x.Account.ID); return err }); err != nil {
		return err
	}
	p.log().WarnContext(ctx, "a keeper made a link to a new password", "keeper", int64(viewer.From(ctx).ID), "account", int64(x.Account.ID), "address", p.address(r))
	x.Link = web.SiteOf(ctx).URL("/reset/" + token)
	return render(w, r, http.StatusOK, x.Account.Name, personPage(x))
}
