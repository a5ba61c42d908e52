package account

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// Routes adds the account's pages to m.
func (p *Pages) Routes(m *web.Mux) {
	p.peopleRoutes(m)
	p.keyRoutes(m)
	m.Handle("GET /users/login", web.Anyone, p.showLogin)
	m.Handle("POST /users/login", web.Anyone, p.login)
	m.Handle("GET /login", web.Anyone, p.oldLogin)
	m.Handle("GET /token_dispenser.json", web.Anyone, p.dispense)
	m.Handle("GET /users/logout", web.Anyone, p.showLogout)
	m.Handle("POST /users/logout", web.Anyone, p.logout)
	m.Handle("GET /setup/{token}", web.Anyone, p.showSetup)
	m.Handle("POST /setup/{token}", web.Anyone, p.setup)
	m.Handle("GET /account/sessions", web.Members, p.listSessions)
	m.Handle("POST /account/sessions/{id}/end", web.Members, p.endSession)
	m.Handle("POST /account/sessions/end-others", web.Members, p.endOthers)
	m.Handle("POST /account/sessions/end-all", web.Members, p.endSessions)
	m.Handle("GET /account/password", web.Members, p.showPassword)
	m.Handle("POST /account/password", web.Members, p.password)
}

// maxForm is how many bytes a form of these pages may have.
const maxForm = 64 << 10

// form reads what was sent. Of a field that was sent twice the first counts.
func form(w http.ResponseWriter, r *http.Request) (url.Values, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	var err error
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		err = r.ParseMultipartForm(maxForm)
	} else {
		err = r.ParseForm()
	}
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, fault.Wrap(fault.TooLarge, err, "That is more than this form takes. Please shorten it and send it again.")
	}
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "What was sent is no form that can be read. Please send it again from the page.")
	}
	return r.PostForm, nil
}

// ticked reports whether a checkbox was sent ticked. Some forms send 0 before
// the 1 of a ticked box, so the last counts.
func ticked(f url.Values, name string) bool {
	all := f[name]
	return len(all) > 0 && all[len(all)-1] != "" && all[len(all)-1] != "0"
}

// firstOf is the first of the named fields that was sent.
func firstOf(f url.Values, names ...string) string {
	for _, n := range names {
		if f.Has(n) {
			return f.Get(n)
		}
	}
	return ""
}

// render sends one of these pages; no browser or proxy keeps them.
func render(w http.ResponseWriter, r *http.Request, status int, title string, content templ.Component) error {
	w.Header().Set("Cache-Control", "no-store")
	return web.Render(w, r, status, web.Meta{Title: title, NoIndex: true, Here: "me"}, content)
}

// again shows a form once more with what was typed and what was wrong with it.
// What the visitor can do nothing about goes to the page of errors instead.
func again(w http.ResponseWriter, r *http.Request, err error, title string, content func(*fault.Error) templ.Component) error {
	return againBy(render, w, r, err, title, content)
}

// againBy is again for a page that is sent in a way of its own.
func againBy(send func(http.ResponseWriter, *http.Request, int, string, templ.Component) error,
	w http.ResponseWriter, r *http.Request, err error, title string, content func(*fault.Error) templ.Component) error {
	switch k := fault.KindOf(err); k {
	case fault.Invalid, fault.Conflict, fault.TooMany, fault.Unavailable, fault.Denied:
		if wait := fault.WaitOf(err); wait > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(int(wait.Seconds())+1))
		}
		return send(w, r, web.Status(k), title, content(fault.As(err)))
	}
	return err
}

func (p *Pages) visit(r *http.Request, stay time.Duration) visit {
	return visit{agent: r.UserAgent(), address: p.address(r), stay: stay}
}

type loginForm struct {
	Name, Next string
	Remember   bool
	Restricted bool // the guest came from a work for members
	Said       string
	Passkeys   bool
	Providers  []Provider
}

func (p *Pages) loginForm(next string) loginForm {
	return loginForm{Next: next, Passkeys: p.Passkeys, Providers: p.Providers}
}

func (p *Pages) showLogin(w http.ResponseWriter, r *http.Request) error {
	next := web.SafeNext(r.URL.Query().Get("next"))
	if !viewer.From(r.Context()).Guest() {
		return web.See(w, r, next)
	}
	typed := p.loginForm(next)
	typed.Remember, typed.Restricted, typed.Said = true, r.URL.Query().Get("restricted") == "true", saidAtLogin(r.Context(), r)
	return p.renderKeys(w, r, http.StatusOK, say.T(r.Context(), "Sign in"), loginPage(typed, nil))
}

func (p *Pages) oldLogin(w http.ResponseWriter, r *http.Request) error {
	to := "/users/login"
	if next := r.URL.Query().Get("next"); next != "" {
		to += "?next=" + url.QueryEscape(web.SafeNext(next))
	}
	return web.See(w, r, to)
}

// login takes the fields of our form and those of AO3's, which tools send.
func (p *Pages) login(w http.ResponseWriter, r *http.Request) error {
	f, err := form(w, r)
	if err != nil {
		return err
	}
	typed := p.loginForm(web.SafeNext(firstOf(f, "next", "return_to")))
	typed.Name, typed.Remember = firstOf(f, "name", "user[login]"), ticked(f, "remember") || ticked(f, "user[remember_me]")
	stay := shortStay
	if typed.Remember {
		stay = longStay
	}
	g, err := p.signIn(r.Context(), attempt{
		name: typed.Name, password: firstOf(f, "password", "user[password]"), device: p.cookie(r, deviceCookie),
		replaces: SessionID(viewer.From(r.Context()).Session), next: typed.Next, visit: p.visit(r, stay),
	})
	if err != nil {
		return againBy(p.renderKeys, w, r, err, say.T(r.Context(), "Sign in"), func(e *fault.Error) templ.Component { return loginPage(typed, e) })
	}
	p.setGranted(w, g, stay)
	return web.See(w, r, g.to)
}

// dispense answers tools that ask for a form's token first. Forms need none
// here; the answer is random so that nobody comes to rely on it.
func (p *Pages) dispense(w http.ResponseWriter, r *http.Request) error {
	token, _ := newToken()
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	return json.NewEncoder(w).Encode(map[string]string{"token": token})
}

func (p *Pages) showLogout(w http.ResponseWriter, r *http.Request) error {
	return render(w, r, http.StatusOK, say.T(r.Context(), "Sign out"), logoutPage())
}

func (p *Pages) logout(w http.ResponseWriter, r *http.Request) error {
	v := viewer.From(r.Context())
	if !v.Guest() {
		err := p.DB.Tx(r.Context(), func(tx *db.Tx) error { return EndSession(r.Context(), tx, v.ID, SessionID(v.Session)) })
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		p.log().InfoContext(r.Context(), "signed out", "account", int64(v.ID), "address", p.address(r))
	}
	p.dropCookie(w, sessionCookie)
	return web.See(w, r, "/")
}

type setupForm struct{ Token, Name, Email string }

func (p *Pages) showSetup(w http.ResponseWriter, r *http.Request) error {
	token := r.PathValue("token")
	if err := openLink(r.Context(), p.DB, token, p.DB.Now()); err != nil {
		return err
	}
	return render(w, r, http.StatusOK, say.T(r.Context(), "Make the keeper’s account"), setupPage(setupForm{Token: token}, nil))
}

func (p *Pages) setup(w http.ResponseWriter, r *http.Request) error {
	f, err := form(w, r)
	if err != nil {
		return err
	}
	ctx, typed := r.Context(), setupForm{r.PathValue("token"), strings.TrimSpace(f.Get("name")), strings.TrimSpace(f.Get("email"))}
	if err := openLink(ctx, p.DB, typed.Token, p.DB.Now()); err != nil {
		return err
	}
	err = p.SignInAs(w, r, func(tx *db.Tx) (viewer.ID, error) {
		return setUp(ctx, tx, typed.Token, New{Name: typed.Name, Email: typed.Email, Password: f.Get("password")})
	})
	if err != nil {
		return again(w, r, err, say.T(ctx, "Make the keeper’s account"), func(e *fault.Error) templ.Component { return setupPage(typed, e) })
	}
	p.log().InfoContext(ctx, "the keeper's account was made", "address", p.address(r))
	return web.See(w, r, web.SecondPath)
}

// SignInAs signs the visitor in to the account that proven gives, in one
// transaction with it; proven is who must be sure that it is theirs. It may make
// the account, so those who come wait in turn for the hashing of passwords.
func (p *Pages) SignInAs(w http.ResponseWriter, r *http.Request, proven func(*db.Tx) (viewer.ID, error)) error {
	ctx := r.Context()
	leave, err := p.gate.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	var g granted
	err = p.DB.Tx(ctx, func(tx *db.Tx) error {
		id, err := proven(tx)
		if err != nil {
			return err
		}
		g, err = start(ctx, tx, id, p.cookie(r, deviceCookie), p.visit(r, longStay))
		return err
	})
	if err == nil {
		p.setSession(w, g, longStay)
	}
	return err
}

// reading takes the settings of the reading panel, from a script or from a form.
func (p *Pages) reading(w http.ResponseWriter, r *http.Request) error {
	f, err := form(w, r)
	if err != nil {
		return err
	}
	ctx, id := r.Context(), viewer.From(r.Context()).ID
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return SetReading(ctx, tx, id, readingOf(f)) }); err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	if scripted(r) {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	return web.See(w, r, back(r, f))
}

func readingOf(f url.Values) viewer.Reading {
	size, err := strconv.Atoi(f.Get("size"))
	if err != nil {
		size = 0 // the site's own
	}
	return viewer.Reading{
		Theme: f.Get("theme"), Size: size, Face: f.Get("face"), Width: f.Get("width"),
		Line: f.Get("line"), Para: f.Get("para"), Justify: ticked(f, "justify"),
	}
}

// scripted tells a script's request from a form's. Browsers too old to say so
// still ask for a page when they send a form.
func scripted(r *http.Request) bool {
	if mode := r.Header.Get("Sec-Fetch-Mode"); mode != "" {
		return mode != "navigate"
	}
	return !strings.Contains(r.Header.Get("Accept"), "text/html")
}

// back is the page that a form was sent from.
func back(r *http.Request, f url.Values) string {
	if next := f.Get("next"); next != "" {
		return web.SafeNext(next)
	}
	if u, err := url.Parse(r.Referer()); err == nil && u.Host == r.Host && u.Host != "" {
		return web.SafeNext(u.RequestURI())
	}
	return "/account/preferences"
}

// said is the sentence that a page shows after something was done.
func said(ctx context.Context, r *http.Request) string {
	switch r.URL.Query().Get("done") {
	case "password":
		return say.T(ctx, "Your password is changed. Every other device was signed out.")
	case "claim":
		return say.T(ctx, "The works are yours now.")
	case "others":
		return say.T(ctx, "Every other device is signed out.")
	case "session":
		return say.T(ctx, "That device is signed out.")
	case "preferences":
		return say.T(ctx, "Your preferences are saved.")
	case "profile":
		return say.T(ctx, "Your profile is saved.")
	}
	return ""
}
