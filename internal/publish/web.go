// Package publish is where what is written is shown to readers: chapters put in
// order, looked at as a reader would, checked, and posted now or at a time.
package publish

import (
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/web"
)

// Pages are those on which works are put in order and posted.
type Pages struct {
	DB *db.DB
	// Cleaner cleans what authors write.
	Cleaner prose.Cleaner
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {}
