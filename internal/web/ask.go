package web

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

// Asker signs in whoever sent a form without being signed in, by what came along with
// it; ok is false when it has answered with a page that asks for more and keeps what
// was sent. With why it only answers so, and says why.
type Asker func(w http.ResponseWriter, r *http.Request, sent url.Values, why error) (v viewer.Viewer, ok bool, err error)

// SignIn lets ask answer the forms of those who were signed out while they typed.
func (m *Mux) SignIn(ask Asker) { m.ask = ask }

// maxAgain is how many bytes of a form are kept while its sender signs in.
const maxAgain = 2 << 20

// againField in an address says that its form comes with the proof of who sends it.
const againField = "signing-in"

// AgainPath is the address to which the page of an Asker sends the form.
func AgainPath(r *http.Request) string {
	u := *r.URL
	q := u.Query()
	q.Set(againField, "1")
	u.RawQuery = q.Encode()
	return SafeNext(u.RequestURI())
}

// interrupted reports whether a form came from somebody who is to sign in first, or
// does so with it.
func (m *Mux) interrupted(r *http.Request, who Access) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if m.ask == nil || who == Anyone || r.Method != http.MethodPost || err != nil || kind != "application/x-www-form-urlencoded" {
		return false
	}
	return viewer.From(r.Context()).Guest() || r.URL.Query().Has(againField)
}

// afterSigningIn hands a form to h once its sender is signed in. What that account may
// not do another of the sender's may: the page is shown again.
func (m *Mux) afterSigningIn(w http.ResponseWriter, r *http.Request, who Access, h Handler) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxAgain)
	err := r.ParseForm()
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return fault.Wrap(fault.TooLarge, err, "You were signed out in the meantime, and this is more than can be kept while you sign in. Go back, where all is as you typed it, sign in in another tab, and send it again.")
	}
	if err != nil {
		return fault.Wrap(fault.Invalid, err, "What you sent could not be read whole. Go back and send it again.")
	}
	sent := r.PostForm
	v, ok, err := m.ask(w, r, sent, nil)
	if !ok {
		return err
	}
	in := as(r, v, sent)
	if err = Allowed(v, who); err == nil {
		err = h(w, in)
	}
	if k := fault.KindOf(err); k == fault.NotFound || k == fault.Denied {
		_, _, err = m.ask(w, in, sent, err)
	}
	return err
}

// as is the request of r from v, with the form unread.
func as(r *http.Request, v viewer.Viewer, sent url.Values) *http.Request {
	in := r.WithContext(viewer.With(r.Context(), v))
	body := sent.Encode()
	in.Body, in.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
	in.Form, in.PostForm = nil, nil
	return in
}
