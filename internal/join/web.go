// Package join is how somebody becomes a member: sign-up, approval, invitations and
// who invited whom, and confirming the address.
package join

import (
	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/web"
)

// Pages are those on which people join.
type Pages struct {
	DB     *db.DB
	People *account.Pages
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {}
