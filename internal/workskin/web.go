// Package workskin has the styles of authors for their works: written, shared,
// looked at before, chosen for a work, and switched off by readers.
package workskin

import (
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/web"
)

// Pages are those on which authors make and choose work skins.
type Pages struct {
	DB *db.DB
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {}
