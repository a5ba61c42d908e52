// Package picture takes the pictures that authors send: checked, made anew, counted
// against a quota, with covers and small copies for lists.
package picture

import (
	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/web"
)

// Pages are those by which authors send and look after pictures.
type Pages struct {
	DB   *db.DB
	Blob *blob.Store
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {}
