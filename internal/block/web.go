package block

import (
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/web"
)

// Pages are those on which people block and mute others.
type Pages struct {
	DB *db.DB
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {}
