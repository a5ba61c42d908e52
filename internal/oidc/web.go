// Package oidc signs people in by the account that they have at an OpenID Connect
// provider which the keepers trust.
package oidc

import (
	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/web"
)

// Pages are those on which people sign in by a provider.
type Pages struct {
	DB     *db.DB
	People *account.Pages
	// BaseURL is the archive’s own address, to which the provider sends people back.
	BaseURL string
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {}
