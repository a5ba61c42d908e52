// Package backup gives people all that is theirs in one file, and takes such a file
// in again: works, versions and pictures.
package backup

import (
	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/web"
)

// Pages are those on which people take their backup.
type Pages struct {
	DB   *db.DB
	Blob *blob.Store
	// Cleaner cleans what authors write.
	Cleaner prose.Cleaner
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {}
