package account

import (
	"bytes"
	"context"
	"image/png"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"
	"github.com/pquerna/otp"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// keyRoutes are the pages of an account's keys: what opens it, and what it is
// called.
func (p *Pages) keyRoutes(m *web.Mux) {
	m.Handle("GET /users/login/second", web.Anyone, p.showSecond)
	m.Handle("POST /users/login/second", web.Anyone, p.takeSecond)
	m.Handle("GET /users/password/new", web.Anyone, p.showAskReset)
	m.Handle("POST /users/password/new", web.Anyone, p.sendReset)
	m.Handle("GET /reset/{token}", web.Anyone, p.showReset)
	m.Handle("POST /reset/{token}", web.Anyone, p.setReset)
	m.Handle("GET /account/keys", web.Members, p.keys)
	m.Handle("GET /account/confirm", web.Members, p.showConfirm)
	m.Handle("POST /account/confirm", web.Members, p.confirm)
	m.Handle("GET /account/second", web.Members, p.second)
	m.Handle("GET /account/authenticator", web.Members, p.showApp)
	m.Handle("POST /account/authenticator", web.Members, p.newApp)
	m.Handle("GET /account/authenticator/code.png", web.Members, p.appPicture)
	m.Handle("POST /account/authenticator/confirm", web.Members, p.finishApp)
	m.Handle("POST /account/authenticator/remove", web.Members, p.dropApp)
	m.Handle("POST /account/recovery-codes", web.Members, p.recovery)
	m.Handle("GET /account/name", web.Members, p.showName)
	m.Handle("POST /account/name", web.Members, p.name)
	m.Handle("GET /account/email", web.Members, p.showAddress)
	m.Handle("POST /account/email", web.Members, p.newAddress)
	m.Handle("GET /address/confirm/{token}", web.Members, p.showAddressLink)
	m.Handle("POST /address/confirm/{token}", web.Members, p.confirmAddressLink)
	m.Handle("GET /address/stop/{token}", web.Anyone, p.showAddressStop)
	m.Handle("POST /address/stop/{token}", web.Anyone, p.stopAddressLink)
	m.Handle("GET /keep/people", web.Keepers, p.findPerson)
	m.Handle("GET /keep/people/{name}", web.Keepers, p.showPerson)
	m.Handle("POST /keep/people/{name}/reset", web.Keepers, p.resetPerson)
}

// renderKeys sends a page on which a passkey can be used.
func (p *Pages) renderKeys(w http.ResponseWriter, r *http.Request, status int, title string, content templ.Component) error {
	w.Header().Set("Cache-Control", "no-store")
	m := web.Meta{Title: title, NoIndex: true, Here: "me", Styles: []string{"keys.css"}}
	if p.Passkeys {
		m.Scripts = []string{"passkey.js"}
	}
	return web.Render(w, r, status, m, content)
}

// myKeys is what the page of keys shows.
type myKeys struct {
	Account   *Account
	Ways      ways
	Waiting   string // an address that is to be confirmed
	Passkeys  bool   // the archive can have them
	Providers bool   // the archive has some
	Must      bool   // this account needs a second step for its work
	Said      string
}

func (p *Pages) keys(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), viewer.From(r.Context()).ID
	a, err := Get(ctx, p.DB, id)
	if err != nil {
		return err
	}
	all, err := waysOf(ctx, p.DB, id)
	if err != nil {
		return err
	}
	waiting, err := waitingAddress(ctx, p.DB, id, p.DB.Now())
	if err != nil {
		return err
	}
	return p.renderKeys(w, r, http.StatusOK, say.T(ctx, "Keys"), keysPage(myKeys{
		Account: a, Ways: all, Waiting: waiting, Passkeys: p.Passkeys, Providers: len(p.Providers) > 0, Must: all.mustHave(ctx), Said: saidOfKeys(ctx, r),
	}))
}

// saidOfKeys is the sentence after a key was changed.
func saidOfKeys(ctx context.Context, r *http.Request) string {
	switch r.URL.Query().Get("done") {
	case "password":
		return say.T(ctx, "Your password is changed. Every other device was signed out.")
	case "app":
		return say.T(ctx, "Your authenticator app is removed.")
	case "name":
		return say.T(ctx, "Your name is changed. Links with the old one lead to the new one.")
	case "email":
		return say.T(ctx, "We sent a letter to the new address. It becomes yours once you open the link in it.")
	case "no-email":
		return say.T(ctx, "Your account has no address any more.")
	case "confirmed":
		return say.T(ctx, "Your address is confirmed.")
	case "passkey":
		return say.T(ctx, "Your passkey is ready to sign in with.")
	case "linked":
		return say.T(ctx, "You can sign in by that account now.")
	}
	return ""
}

// appSetup is what the page of the authenticator app shows.
type appSetup struct {
	Secret string // of the app being set up, "" for none
	App    string // the address by which an app on this device takes the secret
	Has    bool
	Must   bool
	Next   string
	Gate   bool // next opens only after the second step
}

// later is where it goes on without an app.
func (a appSetup) later() string {
	if a.Gate {
		return "/account"
	}
	return a.Next
}

// typedSecret is the secret as it is copied by hand.
func (a appSetup) typedSecret() string {
	var b strings.Builder
	for i, r := range a.Secret {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

func (p *Pages) appSetup(r *http.Request) (appSetup, error) {
	ctx, id := r.Context(), viewer.From(r.Context()).ID
	all, err := waysOf(ctx, p.DB, id)
	if err != nil {
		return appSetup{}, err
	}
	secret, err := trial(ctx, p.DB, id, p.DB.Now())
	if err != nil {
		return appSetup{}, err
	}
	s := appSetup{Secret: secret, Has: all.App, Must: all.mustHave(ctx), Next: web.SafeNext(r.FormValue("next")), Gate: r.FormValue("gate") != ""}
	if secret != "" {
		s.App = appAddress(web.SiteOf(ctx).Name, viewer.From(ctx).Name, secret)
	}
	return s, nil
}

func (p *Pages) showApp(w http.ResponseWriter, r *http.Request) error {
	if ok, err := p.Confirm(w, r); err != nil || !ok {
		return err
	}
	s, err := p.appSetup(r)
	if err != nil {
		return err
	}
	return p.renderKeys(w, r, http.StatusOK, say.T(r.Context(), "Authenticator app"), appPage(s, nil))
}

func (p *Pages) newApp(w http.ResponseWriter, r *http.Request) error {
	if ok, err := p.Confirm(w, r); err != nil || !ok {
		return err
	}
	ctx := r.Context()
	if _, err := form(w, r); err != nil {
		return err
	}
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return beginApp(ctx, tx, viewer.From(ctx).ID) }); err != nil {
		return err
	}
	return web.See(w, r, nextPath("/account/authenticator", r.PostForm.Get("next")))
}

// appPicture is the secret as a picture that apps read. Nothing keeps it.
func (p *Pages) appPicture(w http.ResponseWriter, r *http.Request) error {
	ctx, v := r.Context(), viewer.From(r.Context())
	recently, err := ConfirmedRecently(ctx, p.DB, SessionID(v.Session), p.DB.Now())
	if err != nil {
		return err
	}
	secret, err := trial(ctx, p.DB, v.ID, p.DB.Now())
	if err != nil {
		return err
	}
	if !recently || secret == "" {
		return fault.New(fault.NotFound, "No app is being set up any more. Please begin again.")
	}
	picture, err := qr(appAddress(web.SiteOf(ctx).Name, v.Name, secret))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Cache-Control", "no-store")
	_, err = w.Write(picture)
	return err
}

// appAddress is what the picture says: the form that all such apps read.
func appAddress(site, name, secret string) string {
	return "otpauth://totp/" + escape(site) + ":" + escape(name) + "?secret=" + secret + "&issuer=" + escape(site)
}

// escape is s in the query of such an address, where a plus is no space.
func escape(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

// nextPath is a page here that leads on to next.
func nextPath(page, next string) string {
	if next = web.SafeNext(next); next == "/" {
		return page
	}
	return page + "?" + url.Values{"next": {next}}.Encode()
}

// qr draws text as a QR code in PNG.
func qr(text string) ([]byte, error) {
	key, err := otp.NewKeyFromURL(text)
	if err != nil {
		return nil, err
	}
	img, err := key.Image(280, 280)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = png.Encode(&b, img)
	return b.Bytes(), err
}

// finishApp ends setting up. It answers with the recovery codes themselves: only
// their hashes are kept, so they can be shown at this one time alone.
func (p *Pages) finishApp(w http.ResponseWriter, r *http.Request) error {
	if ok, err := p.Confirm(w, r); err != nil || !ok {
		return err
	}
	f, err := form(w, r)
	if err != nil {
		return err
	}
	ctx, id := r.Context(), viewer.From(r.Context()).ID
	s, err := p.appSetup(r)
	if err != nil {
		return err
	}
	var codes []string
	err = p.Confirmed(w, r, true, func(tx *db.Tx) (err error) {
		if err = endTrial(ctx, tx, id, f.Get("code")); err != nil {
			return err
		}
		if codes, err = newRecovery(ctx, tx, id); err != nil {
			return err
		}
		return tellKeys(ctx, tx, id, say.T(ctx, "An authenticator app was set up for your account. From now on signing in takes one of its codes too."))
	})
	if err != nil {
		return againBy(p.renderKeys, w, r, err, say.T(ctx, "Authenticator app"), func(e *fault.Error) templ.Component { return appPage(s, e) })
	}
	p.log().InfoContext(ctx, "authenticator app set up", "account", int64(id), "address", p.address(r))
	return p.renderKeys(w, r, http.StatusOK, say.T(ctx, "Recovery codes"), codesPage(codes, s.Next))
}

// tellKeys writes to an account's owner that its keys are others.
func tellKeys(ctx context.Context, tx *db.Tx, id viewer.ID, what string) error {
	return mail.Post(ctx, tx, mail.Letter{To: id, Kind: mail.Changed, Path: "/account/keys", Subject: say.T(ctx, "The keys to your account were changed"),
		Text: what + "\n\n" + say.T(ctx, "If that was not you, change your password at once and tell those who look after the archive.")})
}

// TellKeys writes to an account's owner what was done to its keys: a whole sentence.
func TellKeys(ctx context.Context, tx *db.Tx, id viewer.ID, what string) error {
	return tellKeys(ctx, tx, id, what)
}

func (p *Pages) dropApp(w http.ResponseWriter, r *http.Request) error {
	if ok, err := p.Confirm(w, r); err != nil || !ok {
		return err
	}
	ctx, id := r.Context(), viewer.From(r.Context()).ID
	err := p.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := lock(ctx, tx, id); err != nil {
			return err
		}
		all, err := waysOf(ctx, tx, id)
		if err != nil || !all.App {
			return err
		}
		if err := removeApp(ctx, tx, id); err != nil {
			return err
		}
		return tellKeys(ctx, tx, id, say.T(ctx, "The authenticator app of your account was removed. Signing in takes no code of it any more."))
	})
	if err != nil {
		return err
	}
	p.log().InfoContext(ctx, "authenticator app removed", "account", int64(id), "address", p.address(r))
	return web.See(w, r, "/account/keys?done=app")
}

// recovery makes new recovery codes and answers with them, as finishApp does.
func (p *Pages) recovery(w http.ResponseWriter, r *http.Request) error {
	if ok, err := p.Confirm(w, r); err != nil || !ok {
		return err
	}
	ctx, id := r.Context(), viewer.From(r.Context()).ID
	var codes []string
	err := p.DB.Tx(ctx, func(tx *db.Tx) error {
		all, err := waysOf(ctx, tx, id)
		if err != nil {
			return err
		}
		if !all.App && all.Passkeys == 0 {
			return fault.New(fault.Conflict, "Recovery codes stand in for a second step. Please set up an authenticator app or a passkey first.")
		}
		if codes, err = newRecovery(ctx, tx, id); err != nil {
			return err
		}
		return tellKeys(ctx, tx, id, say.T(ctx, "New recovery codes were made for your account. Those from before are of no use any more."))
	})
	if err != nil {
		return err
	}
	return p.renderKeys(w, r, http.StatusOK, say.T(ctx, "Recovery codes"), codesPage(codes, "/account/keys"))
}
