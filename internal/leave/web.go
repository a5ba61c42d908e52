// Package leave is how people go: each of their works is deleted, left to the archive
// or handed on, as they choose, and then their account.
package leave

import (
	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/web"
)

// Pages are those on which people delete their account.
type Pages struct {
	DB     *db.DB
	People *account.Pages
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {}
