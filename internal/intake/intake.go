// Package intake is the page on which people bring their stories in. Files are
// dropped, wait on a shelf, are read in the background one by one, looked at and
// corrected by whoever brought them, and taken in once that person says so.
// Nothing is in the archive before that, and nothing waits less long for it.
package intake

import (
	"strings"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/decode"
	"github.com/ficstead/ficstead/internal/ingest"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// ID is an import's key.
type ID int64

// FileID is the key of a file in an import.
type FileID int64

// FoundID is the key of a work that was found in a file.
type FoundID int64

// The limits of what one person may have waiting; the messages name them.
const (
	maxFile    = 512 << 20
	maxWaiting = 4 << 30
	maxFiles   = 20_000
	maxAtOnce  = 200
	// minRoom is what the disk must have left for the rest of the archive.
	minRoom = 1 << 30
)

// Import is a set of files that somebody brought.
type Import struct {
	ID      ID
	Account viewer.ID
	// Stopped holds reading and taking until somebody says go on.
	Stopped          bool
	Created, Touched time.Time
}

// fileState says how far a file has come.
type fileState string

const (
	fileWaiting  fileState = "waiting"
	fileRead     fileState = "read"
	fileFailed   fileState = "failed"
	fileUnpacked fileState = "unpacked" // a zip whose files are rows of their own
)

// file is a file in an import.
type file struct {
	ID      FileID
	Import  ID
	Zip     FileID // the zip that it is in, 0 for none
	ZipName string
	Name    string // in a zip "ZIP/inner/name"
	SHA256  string // "" until it is known
	Size    int64
	Lies    string // its name on the shelf; for a file in a zip that of the zip
	State   fileState
	Choices decode.Choices
}

// state says what became of a work that was found.
type state string

const (
	stateOpen    state = "open"   // waits for its person
	stateQueued  state = "queued" // accepted, and on its way
	stateDone    state = "done"
	stateSame    state = "same" // the same bytes are in the archive already
	stateFailed  state = "failed"
	stateSkipped state = "skipped"
)

// decision says what shall become of a work.
type decision string

const (
	asNew     decision = "new"
	asVersion decision = "version" // of the work Into
	asNewer   decision = "newer"   // a newer version of what the lead of its story becomes
	asNothing decision = "skip"
)

// readers says who may read a work that is accepted.
type readers string

const (
	everyone readers = "everyone"
	members  readers = "members"
	authors  readers = "draft"
)

// found is a work that was found in a file. With Part 0 it stands for a file that
// can't be read, and Reason says why.
type found struct {
	ID          FoundID
	Import      ID
	File        FileID
	FileName    string
	Part        int
	Title       string
	Words       int
	Chapters    int
	Unrated     bool
	Needs       int     // how many things somebody should look at
	Asks        bool    // whether it is a work that is here already, or in another file, is open
	Seen        bool    // its person has looked at it
	Story       FoundID // the first work of the import that told its story
	Doubles     bool    // another file of that is the one to take
	Mute        int     // pictures that nobody has described
	Kept        bool    // its file is still on the shelf
	Report      ingest.Report
	Corrections ingest.Corrections
	Undo        []change
	Minor       int // counts its changes, so that an old form is told from a new one
	Decision    decision
	Into        work.ID
	Readers     readers
	Pseud       account.PseudID
	For         string // whose it is, when staff brings it for somebody else
	State       state
	Work        work.ID // what it became, or is
	WorkTitle   string  // of Into or Work, for those who may see it
	Reason      string
}

// change is what a work looked like before somebody changed it.
type change struct {
	Choices     decode.Choices     `json:"choices"`
	Corrections ingest.Corrections `json:"corrections"`
}

// maxUndo is how many changes can be taken back.
const maxUndo = 50

// looked reports whether f is ready to be accepted with all others.
func (f *found) ready() bool { return f.State == stateOpen && !f.Asks && (f.Needs == 0 || f.Seen) }

// name is the title, or the file's name when there is none.
func (f *found) name() string {
	if f.Title != "" {
		return f.Title
	}
	return f.FileName[strings.LastIndexByte(f.FileName, '/')+1:]
}
