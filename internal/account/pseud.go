package account

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

// PseudID is a pseud's key.
type PseudID int64

// Pseud is a name that an account writes under.
type Pseud struct {
	ID      PseudID
	Account viewer.ID
	Name    string
	// Login is the account's own name.
	Login string
}

// Byline is how a pseud signs: "Pseud (login)" unless both are the same.
func (p Pseud) Byline() string {
	if p.Name == p.Login {
		return p.Name
	}
	return p.Name + " (" + p.Login + ")"
}

// Path is the address of the pseud's page.
func (p Pseud) Path() string {
	return "/users/" + url.PathEscape(p.Login) + "/pseuds/" + url.PathEscape(p.Name)
}

// maxPseuds is how many pseuds an account may have.
const maxPseuds = 100

// pseudName tidies and checks the name of a pseud.
func pseudName(name string) (string, error) {
	name = strings.Join(strings.Fields(name), " ")
	if n := utf8.RuneCountInString(name); n < 1 || n > maxName {
		return "", fault.In("pseud", "A pseud has 1 to %d characters. Please choose another.", maxName)
	}
	if strings.IndexFunc(name, func(r rune) bool { return !word(r) && r != ' ' }) >= 0 {
		return "", fault.In("pseud", "A pseud may have letters and digits of any script, spaces, _ and -.")
	}
	if !hasLetter(name) {
		return "", fault.In("pseud", "A pseud needs at least one letter or digit.")
	}
	return name, nil
}
