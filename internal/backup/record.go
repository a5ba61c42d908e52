package backup

import "encoding/json"

// The records of a backup, as JSON. docs/backup.md tells of each field. Times are
// milliseconds since 1970 in UTC, 0 for none; files are named within the folder of
// their work and told by the SHA-256 of what they hold.

// Format and Version name the form of the file.
const (
	Format  = "ficstead-backup"
	Version = 1
)

// Manifest is manifest.json, the first file of a backup.
type Manifest struct {
	Format  string `json:"format"`
	Version int    `json:"version"`
	MadeAt  int64  `json:"made_at"`
	Archive string `json:"archive"` // its name
	Address string `json:"address"` // its own address, "" when it knows none
	Account string `json:"account"` // whose it is
	Works   int    `json:"works"`
	// Hash is the account's content hash: what an archive that took the backup in
	// gives for the account too.
	Hash string `json:"content_hash"`
}

// Person is account.json.
type Person struct {
	Title  string   `json:"title,omitempty"`
	Text   string   `json:"text,omitempty"` // HTML
	Links  []string `json:"links,omitempty"`
	Pseuds []Pseud  `json:"pseuds"`
	// How somebody likes things, and whom they don't want.
	Prefs   json.RawMessage `json:"prefs,omitempty"`
	Reading json.RawMessage `json:"reading,omitempty"`
	Blocked []string        `json:"blocked,omitempty"`
	Muted   []string        `json:"muted,omitempty"`
	// Filters are those that are saved; Unnoted says that filters are not to be noted
	// as they are used.
	Filters []Filter `json:"filters,omitempty"`
	Unnoted bool     `json:"filters_unnoted,omitempty"`
	// What somebody asked that archive, and suggested to others there.
	Asked     []Asked     `json:"asked,omitempty"`
	Suggested []Suggested `json:"suggested,omitempty"`
	// What somebody has read, the latest first.
	Read []Read `json:"read,omitempty"`
}

// Pseud is a name that somebody writes under; "" is the account's own name.
type Pseud struct {
	Name        string `json:"name"`
	Usual       bool   `json:"usual,omitempty"`
	Description string `json:"description,omitempty"` // HTML
	Icon        string `json:"icon,omitempty"`        // below icons/200/ and icons/100/
	IconAlt     string `json:"icon_alt,omitempty"`
}

// Work is works/N/work.json.
type Work struct {
	UID          string     `json:"uid,omitempty"` // the same in every backup of the work
	Title        string     `json:"title"`
	Summary      string     `json:"summary,omitempty"`
	NotesBefore  string     `json:"notes_before,omitempty"`
	NotesAfter   string     `json:"notes_after,omitempty"`
	UsualBefore  string     `json:"usual_before,omitempty"`
	UsualAfter   string     `json:"usual_after,omitempty"`
	Ornament     string     `json:"ornament,omitempty"`
	Language     string     `json:"language"`
	Rating       string     `json:"rating,omitempty"`
	ChapterTotal int        `json:"chapter_total,omitempty"`
	Complete     bool       `json:"complete,omitempty"`
	Posted       bool       `json:"posted,omitempty"`
	Restricted   bool       `json:"restricted,omitempty"`
	Hidden       bool       `json:"hidden,omitempty"`
	Unrevealed   bool       `json:"unrevealed,omitempty"`
	Anonymous    bool       `json:"anonymous,omitempty"`
	Unquoted     bool       `json:"unquoted,omitempty"`
	SourceURL    string     `json:"source_url,omitempty"`
	SourcePosted int64      `json:"source_posted_at,omitempty"`
	CreatedAt    int64      `json:"created_at"`
	PostedAt     int64      `json:"posted_at,omitempty"`
	RevisedAt    int64      `json:"revised_at"`
	UpdatedAt    int64      `json:"updated_at"`
	Creators     []Creator  `json:"creators"`
	Tags         []Tag      `json:"tags,omitempty"`
	Credits      []Credit   `json:"credits,omitempty"`
	Gifts        []Gift     `json:"gifts,omitempty"`
	Requests     []string   `json:"requests,omitempty"`
	Relations    []Relation `json:"relations,omitempty"`
	Skin         *Skin      `json:"skin,omitempty"`
	Cover        *Picture   `json:"cover,omitempty"`
	Pictures     []Picture  `json:"pictures,omitempty"`
	Originals    []Original `json:"originals,omitempty"`
	Chapters     []Chapter  `json:"chapters"`
}

// Creator signs a work: a pseud of whose backup it is, or somebody else by name.
type Creator struct {
	Mine  bool   `json:"mine,omitempty"`
	Login string `json:"login,omitempty"`
	Pseud string `json:"pseud"` // "" is the account's own name
}

// Tag is a tag as it was given.
type Tag struct {
	Type   string `json:"type"`
	Name   string `json:"name"`
	Weight string `json:"weight,omitempty"`
}

// Credit names somebody who has a share in a work.
type Credit struct {
	Role  string `json:"role"`
	Name  string `json:"name,omitempty"`
	Title string `json:"title,omitempty"`
	URL   string `json:"url,omitempty"`
}

// Gift is a dedication or a gift, by the name of who it is for.
type Gift struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
}

// Relation is what a work was inspired by or translated from.
type Relation struct {
	URL         string `json:"url"`
	Title       string `json:"title,omitempty"`
	Author      string `json:"author,omitempty"`
	Language    string `json:"language,omitempty"`
	Translation bool   `json:"translation,omitempty"`
}

// Skin is the style of a work, as it was typed.
type Skin struct {
	Title string `json:"title"`
	CSS   string `json:"css"`
}

// Picture is a picture below pictures/.
type Picture struct {
	Name string `json:"name"`
	Alt  string `json:"alt,omitempty"`
}

// Original is a file below originals/ that the work came from.
type Original struct {
	SHA256 string `json:"sha256"`
	File   string `json:"file"`
	Size   int64  `json:"size"`
	TookAt int64  `json:"took_at"`
}

// File is a file in the work's folder.
type File struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
}

// Chapter is one chapter; its text is a file.
type Chapter struct {
	Kind        string    `json:"kind"`
	Title       string    `json:"title,omitempty"`
	Summary     string    `json:"summary,omitempty"`
	NotesBefore string    `json:"notes_before,omitempty"`
	NotesAfter  string    `json:"notes_after,omitempty"`
	Posted      bool      `json:"posted,omitempty"`
	PostedAt    int64     `json:"posted_at,omitempty"`
	CreatedAt   int64     `json:"created_at"`
	UpdatedAt   int64     `json:"updated_at"`
	Text        File      `json:"text"`             // HTML with anchors that begin with p0-
	Source      *File     `json:"source,omitempty"` // what was sent, where that differs
	NextAnchor  int       `json:"next_anchor"`
	Creators    []Creator `json:"creators,omitempty"` // where they differ from the work's
	Draft       *Draft    `json:"draft,omitempty"`
	// When it was to be posted, by whose clocks that was chosen, and whether without a word.
	Due    int64  `json:"due_at,omitempty"`
	Zone   string `json:"due_zone,omitempty"`
	Silent bool   `json:"due_silent,omitempty"`
	// Addresses are its own and those that led to it: /works/12/chapters/34.
	Addresses []string `json:"addresses,omitempty"`
	Versions  []Saved  `json:"versions,omitempty"` // the oldest first
}

// Draft is the working copy of a chapter.
type Draft struct {
	File
	SavedAt int64 `json:"saved_at"`
}

// Saved is a version of a chapter.
type Saved struct {
	File
	Kind  string `json:"kind"`
	Name  string `json:"name,omitempty"`
	By    string `json:"by,omitempty"` // the account's name; "" for whose backup it is, or nobody
	Words int    `json:"words"`
	At    int64  `json:"at"`
}

// Text is the file of a working copy or a version.
type Text struct {
	Kind        string `json:"kind"`
	Title       string `json:"title,omitempty"`
	Summary     string `json:"summary,omitempty"`
	NotesBefore string `json:"notes_before,omitempty"`
	NotesAfter  string `json:"notes_after,omitempty"`
	Body        string `json:"body"`
}

// Series is one of series.json: works by their places in the backup, from 1.
type Series struct {
	Title    string `json:"title"`
	Summary  string `json:"summary,omitempty"`
	Notes    string `json:"notes,omitempty"`
	Complete bool   `json:"complete,omitempty"`
	Works    []int  `json:"works"`
}
