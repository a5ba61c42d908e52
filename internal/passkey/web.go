// Package passkey signs people in with passkeys (WebAuthn), and keeps theirs.
package passkey

import (
	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/web"
)

// Pages are those on which people sign in with a passkey and look after theirs.
type Pages struct {
	DB     *db.DB
	People *account.Pages
	// BaseURL is the archive’s own address: passkeys are bound to its host.
	BaseURL string
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {}
