package oidc

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"net/http"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/setting"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// stateOf is what the provider is given to bring back: it shows that who comes back
// is who left, whose browser alone has the token.
func stateOf(token string) string {
	return base64.RawURLEncoding.EncodeToString(hashed("state " + token))
}

func (p *Pages) client(x *provider, of *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{ClientID: x.ClientID, ClientSecret: string(x.Secret), Endpoint: of.Endpoint(), RedirectURL: p.backPath(x), Scopes: []string{oidc.ScopeOpenID, "profile"}}
}

// leadOut sends the browser to the provider.
func (p *Pages) leadOut(w http.ResponseWriter, r *http.Request, x *provider, v visit) error {
	ctx := r.Context()
	of, err := x.find(ctx)
	if err != nil {
		return err
	}
	v.issuer, v.nonce, v.verifier = x.Issuer, newToken(), oauth2.GenerateVerifier()
	var token string
	if err := p.DB.Tx(ctx, func(tx *db.Tx) (err error) { token, err = leave(ctx, tx, v); return err }); err != nil {
		return err
	}
	p.setCookie(w, visitCookie, token)
	return see(w, r, p.client(x, of).AuthCodeURL(stateOf(token), oidc.Nonce(v.nonce), oauth2.S256ChallengeOption(v.verifier)))
}

// back takes who comes back from a provider.
func (p *Pages) back(w http.ResponseWriter, r *http.Request) error {
	x, err := p.provider(r)
	if err != nil {
		return err
	}
	ctx, q, token := r.Context(), r.URL.Query(), p.cookie(r, visitCookie)
	if token == "" || subtle.ConstantTimeCompare([]byte(stateOf(token)), []byte(q.Get("state"))) != 1 {
		return lost()
	}
	p.setCookie(w, visitCookie, "")
	var v visit
	if err := p.DB.Tx(ctx, func(tx *db.Tx) (err error) { v, err = back(ctx, tx, x.Issuer, token); return err }); err != nil {
		return err
	}
	if q.Get("error") != "" {
		return fault.New(fault.Denied, "%s did not let you through, or you said no there. You can try again, or sign in another way.", x.Label)
	}
	if iss := q.Get("iss"); iss != "" && iss != x.Issuer {
		return lost()
	}
	who, err := p.ask(ctx, x, v, q.Get("code"))
	if err != nil {
		return err
	}
	if v.account != 0 {
		return p.finishLink(w, r, x, v, who)
	}
	return p.finishSignIn(w, r, x, v, who)
}

// ask learns from the provider who it is that came back.
func (p *Pages) ask(ctx context.Context, x *provider, v visit, code string) (person, error) {
	unsure := func(err error) error {
		return fault.Wrap(fault.Denied, err, "What %s says of you can’t be trusted, so nobody was signed in. Please try again; if it goes on, tell those who look after the archive.", x.Label)
	}
	of, err := x.find(ctx)
	if err != nil {
		return person{}, err
	}
	got, err := p.client(x, of).Exchange(x.asking(ctx), code, oauth2.VerifierOption(v.verifier))
	if err != nil {
		// The library's error may hold what the provider answered: it is in no log.
		return person{}, unsure(errors.New("oidc: the provider did not take the code"))
	}
	raw, _ := got.Extra("id_token").(string)
	told, err := of.Verifier(&oidc.Config{ClientID: x.ClientID, Now: p.DB.Now}).Verify(x.asking(ctx), raw)
	if err != nil {
		return person{}, unsure(err)
	}
	if subtle.ConstantTimeCompare([]byte(told.Nonce), []byte(v.nonce)) != 1 || told.Subject == "" || len(told.Subject) > 255 {
		return person{}, unsure(errors.New("oidc: the answer is to another question"))
	}
	var claims struct {
		Preferred string `json:"preferred_username"`
		Name      string `json:"name"`
	}
	if err := told.Claims(&claims); err != nil {
		return person{}, unsure(err)
	}
	label := db.Text(claims.Preferred)
	if label == "" {
		label = db.Text(claims.Name)
	}
	r := []rune(label)
	return person{issuer: x.Issuer, subject: told.Subject, label: string(r[:min(len(r), 100)])}, nil
}

func (p *Pages) finishLink(w http.ResponseWriter, r *http.Request, x *provider, v visit, who person) error {
	ctx := r.Context()
	if viewer.From(ctx).ID != v.account {
		return lost() // somebody else signed in here meanwhile
	}
	told := say.T(ctx, "Your account at {provider} was linked to your account here. From now on you can sign in by it.", "provider", x.Label)
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return link(ctx, tx, v.account, who, told) }); err != nil {
		return err
	}
	return see(w, r, v.next)
}

// errNobody says that nobody here is linked to who came back.
var errNobody = errors.New("oidc: nobody here is linked to that")

func (p *Pages) finishSignIn(w http.ResponseWriter, r *http.Request, x *provider, v visit, who person) error {
	ctx := r.Context()
	to, err := p.People.LetIn(w, r, v.next, func(tx *db.Tx) (viewer.ID, error) {
		id, err := ownerOf(ctx, tx, who)
		if err == nil && id == 0 {
			err = errNobody
		}
		return id, err
	})
	if err == nil {
		return see(w, r, to)
	}
	if !errors.Is(err, errNobody) {
		return err
	}
	if setting.Of(ctx).SignUp != setting.Open {
		return fault.New(fault.Denied, "No account here is linked to yours at %s. If you have an account here, sign in with its password and link it under Keys. If you have none, the page “Join” says how people get one here.", x.Label)
	}
	var token string
	if err := p.DB.Tx(ctx, func(tx *db.Tx) (err error) { token, err = wait(ctx, tx, who, v.next); return err }); err != nil {
		return err
	}
	p.setCookie(w, newCookie, token)
	return see(w, r, "/sign-in/"+x.Name+"/new")
}

// newForm is what a newcomer fills in.
type newForm struct {
	Provider   *provider
	Name       string
	Age, Terms bool
	Faults     web.Faults
}

func (p *Pages) renderNew(w http.ResponseWriter, r *http.Request, status int, f newForm) error {
	w.Header().Set("Cache-Control", "no-store")
	return web.Render(w, r, status, web.Meta{Title: say.T(r.Context(), "Choose a name"), NoIndex: true, Here: "me"}, newPage(f))
}

func (p *Pages) showNew(w http.ResponseWriter, r *http.Request) error {
	x, err := p.provider(r)
	if err != nil {
		return err
	}
	who, _, err := newcomer(r.Context(), p.DB, x.Issuer, p.cookie(r, newCookie), p.DB.Now())
	if err != nil {
		return err
	}
	return p.renderNew(w, r, http.StatusOK, newForm{Provider: x, Name: who.label})
}

func (p *Pages) new(w http.ResponseWriter, r *http.Request) error {
	x, err := p.provider(r)
	if err != nil {
		return err
	}
	ctx, token := r.Context(), p.cookie(r, newCookie)
	_, next, err := newcomer(ctx, p.DB, x.Issuer, token, p.DB.Now())
	if err != nil {
		return err
	}
	if setting.Of(ctx).SignUp != setting.Open {
		return fault.New(fault.Denied, "New accounts are not open to everybody any more. The page “Join” says how people get one here.")
	}
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "What was sent is no form that can be read. Please send it again from the page.")
	}
	f := newForm{Provider: x, Name: strings.TrimSpace(r.PostForm.Get("name")), Age: r.PostForm.Get("age") != "", Terms: r.PostForm.Get("terms") != ""}
	if !f.Age {
		f.Faults.Add("age", fault.New(fault.Invalid, "You need to be 13 or older to have an account here."))
	}
	if !f.Terms {
		f.Faults.Add("terms", fault.New(fault.Invalid, "An account needs your agreement to the rules of the archive."))
	}
	if len(f.Faults) > 0 {
		return p.renderNew(w, r, http.StatusUnprocessableEntity, f)
	}
	told := say.T(ctx, "Your account at {provider} was linked to your account here. From now on you can sign in by it.", "provider", x.Label)
	err = p.People.SignInAs(w, r, func(tx *db.Tx) (viewer.ID, error) {
		return comeIn(ctx, tx, x.Issuer, token, account.New{Name: f.Name, Password: r.PostForm.Get("password"), Fresh: true}, told)
	})
	if err != nil {
		k := fault.KindOf(err)
		if field := fault.FieldOf(err); field == "" || k != fault.Invalid && k != fault.Conflict {
			return err
		}
		f.Faults.Add(fault.FieldOf(err), err)
		return p.renderNew(w, r, web.Status(k), f)
	}
	p.setCookie(w, newCookie, "")
	return see(w, r, next)
}
