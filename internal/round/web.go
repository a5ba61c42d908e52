// Package round has works that others may go on with: round robins, whose next
// chapter anybody adds, or whoever is invited.
package round

import (
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/web"
)

// Pages are those on which people add to a work of others.
type Pages struct {
	DB *db.DB
	// Cleaner cleans what authors write.
	Cleaner prose.Cleaner
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {}
