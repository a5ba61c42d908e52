// Package decode turns files that people bring (plain text, Markdown, HTML,
// EPUB, documents of word processors) into a neutral Manuscript: chapters told
// apart from notes, credits and tags, with every guess and every sign of damage
// named. It knows no database and never mends an author's words by itself.
package decode

import (
	"io"
	"time"
)

// Manuscript is what was understood of one file: one work.
// HTML fields hold markup that has not been cleaned; the caller must pass them
// through prose before anyone sees them. Pictures appear in it as
// <img src="picture:NAME"> where NAME is a Picture's Name.
type Manuscript struct {
	File  string // the path as the caller named it; for a file in a zip "ZIP/inner/name"
	Title string
	// Authors are the bylines found, in order; empty when the file names nobody.
	Authors  []string
	Language string // BCP 47, "" when unknown
	// Rating is one of the Rating constants; NotRated when nobody stated one.
	Rating     Rating
	Status     Status
	Tags       []Tag
	Credits    []Credit
	Dedicated  []string // "To everyone who asked", as written
	Requests   []string // "a special request", as written
	Series     string
	SeriesPart int    // 0 when unknown
	SourceURL  string // where it was first posted
	Published  time.Time
	Updated    time.Time

	Summary     string // HTML
	NotesBefore string // HTML
	NotesAfter  string // HTML
	Chapters    []Chapter
	// ChapterTotal is the m of "n of m" when the file states it, else 0.
	ChapterTotal int
	Pictures     []Picture

	SceneBreaks int
	VerseBlocks int
	Footnotes   int

	// Maker names the site or program whose marks the file carries ("AO3
	// download", "FanFicFare"); "" when it carries none that is known.
	Maker string
	// Origins says for each field that has a value where it was found.
	Origins  map[string]Origin
	Encoding Encoding
	Notices  []Notice
	Guesses  []Guess
	Dropped  []Dropped
	Damage   []Damage
}

// Origin says where a field's value was found.
type Origin string

// The origins.
const (
	FromMaker      Origin = "maker"      // the marks of the site or program that made the file
	FromProperties Origin = "properties" // the file's own statement about itself
	FromLabel      Origin = "label"      // a line such as "Rating: PG" in the text
	FromText       Origin = "text"       // what the text looks like; a guess
	FromFileName   Origin = "file_name"
)

// Encoding says how a file's bytes became text.
type Encoding struct {
	Name string `json:"name,omitempty"` // one of Charsets or another name; "" for files that state it themselves
	// Certain is set when the bytes leave no doubt.
	Certain bool `json:"certain"`
	// Mended are pieces that had been encoded twice and were put right, the most
	// frequent first.
	Mended []Mended `json:"mended,omitempty"`
	// Shown is the place of the text that says the most about its encoding, as it
	// was read, and Others are the same place as other encodings would have it,
	// the likeliest first; both are empty when Certain.
	Shown  string    `json:"shown,omitempty"`
	Others []Reading `json:"others,omitempty"`
}

// Mended is a piece of text that was put right, and how often.
type Mended struct {
	Was   string `json:"was"`
	Is    string `json:"is"`
	Times int    `json:"times"`
}

// Reading is how a piece of text looks in one encoding.
type Reading struct {
	Charset string `json:"charset"`
	Text    string `json:"text"`
}

// Notice is something of a file that is not in the text, or was settled: three
// comments left out, a change that was tracked taken as accepted.
type Notice struct {
	Kind    string `json:"kind"` // one of office's kinds of notice
	Count   int    `json:"count"`
	Example string `json:"example,omitempty"`
}

// Chapter is one part of a manuscript, in reading order.
type Chapter struct {
	Kind        ChapterKind
	Title       string // without "Chapter 3:"; "" when it has none
	Summary     string // HTML
	NotesBefore string // HTML
	NotesAfter  string // HTML
	// Body is HTML. Scene breaks are <hr>, verse is <div class="verse">, letters
	// <div class="letter">, chats and scripts <div class="chat">, centred time and
	// place lines <p class="slug">; footnotes are <a class="fnref" href="#fnN">N</a>
	// (or the author's own mark where a number would touch the word)
	// with one closing <ol class="footnotes"><li class="fn" value="N">…</li></ol>.
	Body string
}

// ChapterKind says what a part of a work is.
type ChapterKind string

// The kinds of chapter.
const (
	KindChapter   ChapterKind = "chapter"
	KindPrologue  ChapterKind = "prologue"
	KindInterlude ChapterKind = "interlude"
	KindEpilogue  ChapterKind = "epilogue"
	KindSideStory ChapterKind = "side_story"
	KindNotice    ChapterKind = "notice"
)

// Rating is the audience an author stated.
type Rating string

// The ratings, under the names that AO3 made familiar.
const (
	NotRated Rating = "Not Rated"
	General  Rating = "General Audiences"
	Teen     Rating = "Teen And Up Audiences"
	Mature   Rating = "Mature"
	Explicit Rating = "Explicit"
)

// Status says whether the story is whole.
type Status string

// The states of a work; StatusUnknown when the file does not say.
const (
	StatusUnknown    Status = ""
	StatusComplete   Status = "complete"
	StatusInProgress Status = "in_progress"
)

// Tag is a tag as the file names it.
type Tag struct {
	Type TagType `json:"type"`
	Name string  `json:"name"`
}

// TagType is the kind of a tag.
type TagType string

// The types of tag that a manuscript can bring.
const (
	TagFandom       TagType = "fandom"
	TagCharacter    TagType = "character"
	TagRelationship TagType = "relationship"
	TagFreeform     TagType = "freeform"
	TagWarning      TagType = "warning"
	TagCategory     TagType = "category"
)

// Credit names someone who has a share in the work: role, name, title of what
// is theirs (a song, a book), and a link.
type Credit struct {
	Role  CreditRole `json:"role"`
	Name  string     `json:"name"`
	Title string     `json:"title,omitempty"`
	URL   string     `json:"url,omitempty"`
}

// CreditRole is a person's share in a work.
type CreditRole string

// The roles of credits.
const (
	RoleCharacters  CreditRole = "characters"
	RoleWorld       CreditRole = "world"
	RoleSong        CreditRole = "song"
	RoleSource      CreditRole = "source"
	RolePrompt      CreditRole = "prompt"
	RoleBeta        CreditRole = "beta"
	RoleArt         CreditRole = "art"
	RoleTranslation CreditRole = "translation"
	RoleOther       CreditRole = "other"
)

// Guess is a field that was inferred rather than stated; Confidence is 0 to 1.
type Guess struct {
	Field      string  `json:"field"`
	Value      string  `json:"value"`
	Confidence float64 `json:"confidence"`
}

// Dropped is text of the source that is shown nowhere, with the reason.
type Dropped struct {
	Text   string `json:"text"`
	Reason string `json:"reason"`
}

// Damage is a sign that text was lost or broken before it came here.
type Damage struct {
	Line    int        `json:"line"` // 1-based line of the source text; for HTML and EPUB the paragraph's number in the file
	Excerpt string     `json:"excerpt"`
	Kind    DamageKind `json:"kind"`
}

// DamageKind names a kind of damage.
type DamageKind string

// The kinds of damage that are reported; none is mended.
const (
	MissingSpace   DamageKind = "missing_space"
	BrokenSentence DamageKind = "broken_sentence"
	DoubledWord    DamageKind = "doubled_word"
	CutWord        DamageKind = "cut_word"
	LostItalics    DamageKind = "lost_italics"
	LostSceneBreak DamageKind = "lost_scene_break"
	Mojibake       DamageKind = "mojibake"
)

// Picture is an image that a file carries.
type Picture struct {
	Name string // unique in the manuscript; letters, digits, dot, dash
	Type string // as the file declares it; the store checks it by content
	Open func() (io.ReadCloser, error)
}
