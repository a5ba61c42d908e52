// Package creator is how several people make one work: co-creators, who are asked
// and agree, and works that their makers leave to the archive.
package creator

import (
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/web"
)

// Pages are those on which people ask, agree, leave and orphan.
type Pages struct {
	DB *db.DB
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {}
