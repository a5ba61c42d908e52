// Package series has series of works: what they are, which works are in them in
// which order, and their page. A series shows nothing but those of its works that
// the viewer may see.
package series

import (
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// ID is a series' key.
type ID int64

// Series is a row of works that belong together.
type Series struct {
	ID       ID
	Title    string
	Summary  string // HTML
	Notes    string // HTML
	Complete bool
	Creators []account.Pseud
	// Works are those that the viewer may see, in order; the words and dates below
	// are of these.
	Works   []work.ID
	Words   int
	Begun   time.Time
	Updated time.Time
}

// Path is the address of the series.
func (s *Series) Path() string { return work.SeriesPath(int64(s.ID)) }

// MaxTitle is how long a series' title may be, in characters.
const MaxTitle = 255

// Mine reports whether v is one of the series' creators.
func (s *Series) Mine(v viewer.Viewer) bool {
	for _, p := range s.Creators {
		if !v.Guest() && p.Account == v.ID {
			return true
		}
	}
	return false
}
