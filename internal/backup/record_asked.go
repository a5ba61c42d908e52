package backup

// Filter is a filter of lists that somebody has saved.
type Filter struct {
	Name    string `json:"name"`
	Address string `json:"address"`         // of the list, from the archive's own address on
	Start   string `json:"start,omitempty"` // where it is the one to start with: "all" or "tag"
	Tag     string `json:"tag,omitempty"`   // of "tag"
	// Shared and Feed say that it had a link or a feed of its own.
	Shared bool `json:"shared,omitempty"`
	Feed   bool `json:"feed,omitempty"`
}

// Asked is a request for a story that somebody half remembers.
type Asked struct {
	Subject string `json:"subject"`
	Fandom  string `json:"fandom,omitempty"`
	Note    string `json:"note,omitempty"`
	Clues   []Clue `json:"clues"`
	At      int64  `json:"at"`
	FoundAt int64  `json:"found_at,omitempty"`
	// Found is the title of what it was, if it was shown to them when the backup was made,
	// and Work its place in the backup, from 1, if it is in it.
	Found string `json:"found,omitempty"`
	Work  int    `json:"found_work,omitempty"`
}

// Clue is one of a request.
type Clue struct {
	Field string `json:"field"` // who, what, where, line, when, tags, not
	Text  string `json:"text"`
	Maybe bool   `json:"maybe,omitempty"`
}

// Suggested is what somebody said that another's story may be.
type Suggested struct {
	Subject string `json:"subject"`            // of the request
	Asker   string `json:"asker,omitempty"`    // who asks, by name
	AskedAt int64  `json:"asked_at,omitempty"` // when
	Title   string `json:"title"`
	Work    int    `json:"work,omitempty"` // its place in the backup, from 1, if it is in it
	Said    string `json:"said,omitempty"`
	At      int64  `json:"at"`
}

// Read is a work that somebody has read. Of one that they could not see when the backup was
// made there are only the times.
type Read struct {
	Title   string   `json:"title,omitempty"`
	By      []string `json:"by,omitempty"` // the names it is signed by; none for an anonymous one
	Address string   `json:"address,omitempty"`
	Work    int      `json:"work,omitempty"` // its place in the backup, from 1, if it is in it
	First   int64    `json:"first"`
	Last    int64    `json:"last"`
	Times   int      `json:"times"`
	// Chapter is the one they opened last, from 1, 0 for the entire work; Chapters is how
	// many there were then.
	Chapter  int `json:"chapter,omitempty"`
	Chapters int `json:"chapters,omitempty"`
}
