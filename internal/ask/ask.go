// Package ask has what people ask the archive: requests for a story that they half
// remember, made of the same clues as at /find. The archive offers what it finds
// itself, members suggest works, and once the asker says which one it was, the request
// helps the next who looks for the same story.
//
// A request is public from the moment it is posted, and never before. What it shows of
// works goes through the visibility rule for each who looks (seen.go): a suggestion of
// a work that somebody may not see is not there for them, nor is it counted.
package ask

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/remember"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// ID is the key of a request.
type ID int64

// Path is the page of a request.
func (id ID) Path() string { return home + "/" + strconv.FormatInt(int64(id), 10) }

// Bounds. The lengths are in characters.
const (
	maxSubject = 120
	maxFandom  = 150
	maxNote    = 1000
	maxTitle   = 255
	maxSaid    = 400
	// mostOpen is how many requests of one person can be open, and askADay how many
	// one can post in a day.
	mostOpen = 10
	askADay  = 5
	// suggestADay is how many works one can suggest in a day, mostSuggested how many
	// can be for one request, and mostFrom how many of them by one person.
	suggestADay   = 30
	mostSuggested = 100
	mostFrom      = 10
	// mostNots is how many works the asker can say no to.
	mostNots = 300
)

// Draft is a request as somebody writes it.
type Draft struct {
	Subject string // the plot in a few words
	Fandom  string // "" when it isn't known
	Note    string
	Clues   remember.Clues
	Nots    []int64 // works that it is not
}

// tidy cuts off what is nothing, and tells what is wrong by the fields of the form.
func (d *Draft) tidy() error {
	d.Subject = strings.Join(strings.Fields(d.Subject), " ")
	d.Fandom = strings.Join(strings.Fields(d.Fandom), " ")
	d.Note = strings.TrimSpace(d.Note)
	switch {
	case d.Subject == "" || utf8.RuneCountInString(d.Subject) > maxSubject:
		return fault.In(fieldSubject, "Say in 1 to %d characters what the story is about: this is what others see in the list.", maxSubject)
	case utf8.RuneCountInString(d.Fandom) > maxFandom:
		return fault.In(fieldFandom, "The name of a fandom has up to %d characters. Choose one, and put others into the clues.", maxFandom)
	case utf8.RuneCountInString(d.Note) > maxNote:
		return fault.In(fieldNote, "This can have up to %d characters. Please keep what helps most.", maxNote)
	}
	for _, c := range d.Clues {
		if c.Field != remember.Not {
			return nil
		}
	}
	return fault.In(string(remember.What), "Give at least one clue: without any, nobody can tell which story you mean.")
}

// Request is what somebody asks.
type Request struct {
	ID      ID
	By      viewer.ID
	Name    string // of who asks
	Subject string
	Fandom  string
	Note    string
	Asked   time.Time
	Hidden  bool // by staff: only they and the asker see it
	Clues   remember.Clues
	// Found is when it was found, zero while it is open.
	Found time.Time
	// Work is what it was, if it is here and the viewer may see it.
	Work *work.Work
	// Title is what it was, if it is elsewhere.
	Title string
	// FoundBy is who suggested it, "" for nobody.
	FoundBy string
	// Suggested is how many suggestions the viewer may see.
	Suggested int

	foundWork work.ID
}

// Open reports whether it is still looked for.
func (r *Request) Open() bool { return r.Found.IsZero() }

// Mine reports whether v asks it.
func (r *Request) Mine(v viewer.Viewer) bool { return !v.Guest() && r.By == v.ID }

// Suggestion is what somebody thinks it is.
type Suggestion struct {
	ID    int64
	By    viewer.ID // 0 for one who has left
	Name  string
	Work  *work.Work // nil for one elsewhere
	Title string     // of one elsewhere
	Said  string
	At    time.Time
	// Refused is set when the asker has said that it is not this one.
	Refused bool
	Hidden  bool // by staff: only they and who made it see it
	work    work.ID
}

// Name is the title of what is suggested.
func (s *Suggestion) title() string {
	if s.Work != nil {
		return s.Work.Name()
	}
	return s.Title
}
