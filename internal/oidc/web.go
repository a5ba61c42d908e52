// Package oidc signs people in by the account that they have at an OpenID Connect
// provider which the keepers trust.
package oidc

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/config"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// Pages are those on which people sign in by a provider.
type Pages struct {
	DB     *db.DB
	People *account.Pages
	// BaseURL is the archive’s own address, to which the provider sends people back.
	BaseURL string
	// Providers are those that the keepers trust.
	Providers []config.Provider

	known []*provider
}

// Entries are the providers as the page on which people sign in shows them.
func Entries(all []config.Provider) []account.Provider {
	out := make([]account.Provider, len(all))
	for i, p := range all {
		out[i] = account.Provider{Label: p.Label, Path: "/sign-in/" + p.Name}
	}
	return out
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {
	for _, c := range p.Providers {
		p.known = append(p.known, newProvider(c))
	}
	m.Handle("GET /sign-in/{provider}", web.Anyone, p.signIn)
	m.Handle("GET /sign-in/{provider}/back", web.Anyone, p.back)
	m.Handle("GET /sign-in/{provider}/new", web.Anyone, p.showNew)
	m.Handle("POST /sign-in/{provider}/new", web.Anyone, p.new)
	m.Handle("GET /account/providers", web.Members, p.list)
	m.Handle("GET /account/providers/{provider}/link", web.Members, p.link)
	m.Handle("POST /account/providers/{id}/remove", web.Members, p.remove)
}

func (p *Pages) provider(r *http.Request) (*provider, error) {
	name := r.PathValue("provider")
	for _, x := range p.known {
		if x.Name == name {
			return x, nil
		}
	}
	return nil, fault.New(fault.NotFound, "There is no such way to sign in here. The page on which you sign in shows those that there are.")
}

// The cookies of who is at a provider, and of who is to choose a name.
const (
	visitCookie = "visit"
	newCookie   = "newcomer"
)

func (p *Pages) secure() bool { return strings.HasPrefix(p.BaseURL, "https://") }

func (p *Pages) cookieName(name string) string {
	if p.secure() {
		return "__Host-" + name
	}
	return name
}

// setCookie keeps a token in the browser, also when a provider's page leads back;
// none takes it away.
func (p *Pages) setCookie(w http.ResponseWriter, name, token string) {
	keep := patience
	if token == "" {
		keep = -time.Second
	}
	http.SetCookie(w, &http.Cookie{Name: p.cookieName(name), Value: token, Path: "/", MaxAge: int(keep / time.Second), Secure: p.secure(), HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

func (p *Pages) cookie(r *http.Request, name string) string {
	c, err := r.Cookie(p.cookieName(name))
	if err != nil || len(c.Value) > 64 {
		return ""
	}
	return c.Value
}

func see(w http.ResponseWriter, r *http.Request, to string) error {
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

func (p *Pages) signIn(w http.ResponseWriter, r *http.Request) error {
	x, err := p.provider(r)
	if err != nil {
		return err
	}
	next := web.SafeNext(r.URL.Query().Get("next"))
	if !viewer.From(r.Context()).Guest() {
		return see(w, r, next)
	}
	return p.leadOut(w, r, x, visit{next: next})
}

func (p *Pages) link(w http.ResponseWriter, r *http.Request) error {
	if ok, err := p.People.Confirm(w, r); err != nil || !ok {
		return err
	}
	x, err := p.provider(r)
	if err != nil {
		return err
	}
	return p.leadOut(w, r, x, visit{next: "/account/providers?done=linked", account: viewer.From(r.Context()).ID})
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	all, err := Links(ctx, p.DB, viewer.From(ctx).ID)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return web.Render(w, r, http.StatusOK, web.Meta{Title: say.T(ctx, "Accounts elsewhere"), NoIndex: true, Here: "me", Styles: []string{"keys.css"}},
		listPage(all, p.Providers, r.URL.Query().Get("done")))
}

func (p *Pages) remove(w http.ResponseWriter, r *http.Request) error {
	if ok, err := p.People.Confirm(w, r); err != nil || !ok {
		return err
	}
	id, err := web.ID[int64](r, "id")
	if err != nil {
		return err
	}
	ctx := r.Context()
	told := say.T(ctx, "An account elsewhere was unlinked from your account. Nobody can sign in by it any more.")
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return unlink(ctx, tx, viewer.From(ctx).ID, id, told) }); err != nil {
		return err
	}
	return see(w, r, "/account/providers?done=removed")
}

// backPath is the address to which a provider sends people back.
func (p *Pages) backPath(x *provider) string {
	return strings.TrimSuffix(p.BaseURL, "/") + "/sign-in/" + url.PathEscape(x.Name) + "/back"
}
