// Package stats counts what happens to works, by day and without following anybody,
// and shows it to their authors.
package stats

import (
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/web"
)

// Pages are the statistics that authors see.
type Pages struct {
	DB *db.DB
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {}
