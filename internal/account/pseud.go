package account

import "github.com/ficstead/ficstead/internal/viewer"

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
