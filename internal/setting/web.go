package setting

import (
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/web"
)

// Pages are the keepers’ page of settings.
type Pages struct {
	DB    *db.DB
	Watch *Watch
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {}
