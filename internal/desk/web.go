// Package desk is the author’s own list of works: drafts, what is scheduled, what is
// posted; many changed at once, with a look before and a way back; and their series.
package desk

import (
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/web"
)

// Pages are those of an author’s own works.
type Pages struct {
	DB *db.DB
	// Cleaner cleans what authors write.
	Cleaner prose.Cleaner
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {}
