package mail

import (
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/web"
)

// Pages are the inbox, and the keepers’ page of the outbox.
type Pages struct {
	DB *db.DB
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {}
