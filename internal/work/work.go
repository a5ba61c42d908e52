// Package work has works and their chapters: what they are, who may see and
// change them, how they are stored, and how a work is drawn in lists.
package work

import (
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/tag"
)

// ID is a work's key.
type ID int64

// ChapterID is a chapter's key; it stays the same when chapters move or change.
type ChapterID int64

// Work is one story with everything that is told about it, but not its text.
// HTML fields are clean.
type Work struct {
	ID          ID
	Title       string
	Summary     string // HTML
	NotesBefore string // HTML
	NotesAfter  string // HTML
	Language    string // BCP 47
	Rating      Rating

	ChapterTotal int // how many there will be; 0 is "?"
	ChapterCount int // how many are posted
	Words        int // of posted chapters
	Complete     bool
	Crossover    bool // fandoms that have nothing broader in common

	// What decides who may see it; see Sight.
	Posted     bool
	Restricted bool // members only
	Hidden     bool // by staff
	Unrevealed bool // in a challenge that is not revealed yet
	Anonymous  bool // its creators are not told
	Unquoted   bool // its text is left out of the search for quotes

	SourceURL    string // where it was first posted
	SourcePosted time.Time
	PostedAt     time.Time // zero for a draft
	RevisedAt    time.Time // of its newest chapter
	UpdatedAt    time.Time // of anything about it
	Major, Minor int

	Ornament Ornament // between its scenes

	Creators []account.Pseud // those who accepted, in order
	Tags     []tag.Tag       // as given, in order
	// Weights are what relationships are to it; one of which nothing is said is not here.
	Weights map[tag.ID]Weight
	Series  []Part

	// Only Get fills these.
	Chapters []Chapter // those that the viewer may see, in order
	Credits  []Credit
	Gifts    []Gift
	Requests []Request
	Original *Original // the newest file it came from; for its creators
}

// Rating is the audience a work is for.
type Rating string

// The ratings.
const (
	NotRated Rating = "Not Rated"
	General  Rating = "General Audiences"
	Teen     Rating = "Teen And Up Audiences"
	Mature   Rating = "Mature"
	Explicit Rating = "Explicit"
)

// Ratings lists every rating, mildest first, as choices show them.
func Ratings() []Rating { return []Rating{General, Teen, Mature, Explicit, NotRated} }

// Adult reports whether a work of rating r is behind the adult gate: also one
// whose rating nobody stated.
func (r Rating) Adult() bool { return r != General && r != Teen }

// Chapter is one part of a work, without its text.
type Chapter struct {
	ID          ChapterID
	Position    int // counts from 1 among those shown
	Kind        Kind
	Title       string
	Summary     string // HTML
	NotesBefore string // HTML
	NotesAfter  string // HTML
	Words       int
	Version     int
	Posted      bool
	PostedAt    time.Time
	UpdatedAt   time.Time
	Creators    []account.Pseud // only where they differ from the work's
}

// Kind says what a part of a work is.
type Kind string

// The kinds of chapter.
const (
	PlainChapter Kind = "chapter"
	Prologue     Kind = "prologue"
	Interlude    Kind = "interlude"
	Epilogue     Kind = "epilogue"
	SideStory    Kind = "side_story"
	Notice       Kind = "notice"
)

// Credit names someone who has a share in a work.
type Credit struct {
	Role  Role
	Name  string
	Title string // of what is theirs: a song, a book
	URL   string
}

// Role is a share in a work.
type Role string

// The roles of credits.
const (
	RoleCharacters  Role = "characters"
	RoleWorld       Role = "world"
	RoleSong        Role = "song"
	RoleSource      Role = "source"
	RolePrompt      Role = "prompt"
	RoleBeta        Role = "beta"
	RoleArt         Role = "art"
	RoleTranslation Role = "translation"
	RoleOther       Role = "other"
)

// Gift is a dedication or a gift, to a person here or to a name.
type Gift struct {
	Kind  GiftKind
	Pseud *account.Pseud // nil when it is only a name
	Name  string         // as written
}

// GiftKind tells a dedication from a gift.
type GiftKind string

// The kinds of gift.
const (
	Dedication GiftKind = "dedication"
	Present    GiftKind = "gift"
)

// Request is what somebody asked for and this work answers.
type Request struct {
	Words string
}

// Part is a work's place in a series.
type Part struct {
	Series   int64
	Title    string
	Position int
	// Previous and Next are the neighbours that the viewer may see, 0 for none; only Get fills them.
	Previous, Next ID
}

// Original is the file that a work came from.
type Original struct {
	SHA256 string
	File   string
	Size   int64
	TookAt time.Time
}

// TagsOf gives the work's tags of one type, in order.
func (w *Work) TagsOf(t tag.Type) []tag.Tag {
	var out []tag.Tag
	for _, x := range w.Tags {
		if x.Type == t {
			out = append(out, x)
		}
	}
	return out
}
