package passkey

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// What the script sends, and what it is answered.

// received is what the script sends with an answer.
type received struct {
	Name     string          `json:"name"` // of a new passkey
	Next     string          `json:"next"` // the page to lead to
	Response json.RawMessage `json:"response"`
}

func (s received) assertion() (*protocol.ParsedCredentialAssertionData, error) {
	answer, err := protocol.ParseCredentialRequestResponseBytes(s.Response)
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "The device’s answer can’t be read. Please try again.")
	}
	return answer, nil
}

// next tells the script where to go.
type next struct {
	To string `json:"to"`
}

// trouble tells the script what to say, or where to go first.
type trouble struct {
	Say string `json:"say"`
	To  string `json:"to,omitempty"`
}

// confirmField marks the fault of who has to show first that it is them.
const confirmField = "confirm"

// maxSent is how many bytes the script may send.
const maxSent = 64 << 10

// scripted makes a handler of one that answers a script in JSON.
func scripted(f func(http.ResponseWriter, *http.Request) (any, error)) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		r.Body = http.MaxBytesReader(w, r.Body, maxSent)
		answer, err := f(w, r)
		status := http.StatusOK
		if err != nil {
			err, _ = db.Trouble(err)
			if fault.KindOf(err) == fault.Internal {
				return err
			}
			status = web.Status(fault.KindOf(err))
			e := fault.As(err)
			t := trouble{Say: say.F(r.Context(), e.Format, e.Args...)}
			if e.Field == confirmField {
				t.To = "/account/confirm?" + url.Values{"next": {"/account/passkeys"}}.Encode()
			}
			answer = t
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		w.WriteHeader(status)
		return json.NewEncoder(w).Encode(answer)
	}
}

// cookie holds the token of the question that the browser is to answer.
const cookie = "passkey"

func (p *Pages) cookieName() string {
	if strings.HasPrefix(p.BaseURL, "https://") {
		return "__Host-" + cookie
	}
	return cookie
}

// keep keeps a question and gives the browser its token.
func (p *Pages) keep(w http.ResponseWriter, r *http.Request, purpose string, id viewer.ID, question *webauthn.SessionData) error {
	ctx := r.Context()
	var token string
	err := p.DB.Tx(ctx, func(tx *db.Tx) (err error) {
		token, err = ask(ctx, tx, purpose, id, question)
		return err
	})
	if err == nil {
		p.setCookie(w, token, patience)
	}
	return err
}

func (p *Pages) setCookie(w http.ResponseWriter, token string, keep time.Duration) {
	http.SetCookie(w, &http.Cookie{Name: p.cookieName(), Value: token, Path: "/", MaxAge: int(keep / time.Second),
		Secure: strings.HasPrefix(p.BaseURL, "https://"), HttpOnly: true, SameSite: http.SameSiteStrictMode})
}

// receive reads an answer, and uses up the question that it is to.
func (p *Pages) receive(w http.ResponseWriter, r *http.Request, purpose string, id viewer.ID) (sent received, question webauthn.SessionData, by *webauthn.WebAuthn, err error) {
	ctx := r.Context()
	if by, err = party(p.BaseURL, web.SiteOf(ctx).Name); err != nil {
		return sent, question, by, err
	}
	if err := json.NewDecoder(r.Body).Decode(&sent); err != nil {
		return sent, question, by, fault.Wrap(fault.Invalid, err, "The device’s answer can’t be read. Please try again.")
	}
	c, err := r.Cookie(p.cookieName())
	if err != nil || len(c.Value) > 64 {
		return sent, question, by, fault.New(fault.Conflict, "That took too long, or was done already. Please try again.")
	}
	err = p.DB.Tx(ctx, func(tx *db.Tx) (err error) {
		question, err = answered(ctx, tx, purpose, c.Value, id)
		return err
	})
	if err == nil {
		p.setCookie(w, "", -time.Second)
	}
	return sent, question, by, err
}
