package write

import (
	"net/http"

	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

// writerHeader tells for which account a script sends: the one that opened the page.
// Who signed in as somebody else meanwhile saves nothing under that name.
const writerHeader = "Ficstead-Account"

// signedIn refuses guests, and whoever is not the one who opened the page.
func signedIn(r *http.Request) error {
	v, writer := viewer.From(r.Context()), r.Header.Get(writerHeader)
	switch {
	case v.Guest():
		return fault.New(fault.SignIn, "You were signed out. Sign in again, and what you wrote is saved.")
	case writer != "" && writer != number(v.ID):
		return fault.New(fault.SignIn, "You are signed in as %s now, and this was written by another account. Sign in as that one again, and it is saved.", v.Name)
	}
	return nil
}

// whoIsIn tells the editor who is signed in, "0" for nobody. Second is where the second
// step of signing in waits, if there is one to take.
type whoIsIn struct {
	Account string `json:"account"`
	Second  string `json:"second,omitempty"`
}

// maxSignIn is how many bytes a name and a password may have.
const maxSignIn = 16 << 10

// signInHere signs in from the editor, which stays open with all that is written in it.
// Without a name it only tells who is signed in: the second step, passkeys and other
// providers are for another tab.
func (p *Pages) signInHere(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxSignIn)
	var sent struct {
		Name     string `json:"name"`
		Password string `json:"password"`
	}
	if err := read(r, &sent); err != nil {
		return err
	}
	v, second := viewer.From(r.Context()), ""
	if sent.Name != "" && p.People != nil {
		var err error
		if v, second, _, err = p.People.SignInPlace(w, r, sent.Name, sent.Password); err != nil {
			return err
		}
	}
	if !v.Guest() {
		second = "" // it only says where signing in leads
	}
	return answer(w, http.StatusOK, whoIsIn{number(v.ID), second})
}
