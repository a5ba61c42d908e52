// Package ingest takes files in: it reads each as a manuscript, makes a work of
// it in one transaction, and reports what was understood, what is a guess, what
// was left out and what looks damaged.
package ingest

import (
	"github.com/ficstead/ficstead/internal/decode"
	"github.com/ficstead/ficstead/internal/work"
)

// Status is what became of a file.
type Status string

// What becomes of files.
const (
	Imported Status = "imported" // a new work
	Updated  Status = "updated"  // a new version of a work
	Same     Status = "same"     // taken before
	Skipped  Status = "skipped"  // not a story, or not asked for
	Failed   Status = "failed"   // can't be taken; Reason says why and what to do
)

// Report tells what became of one file. Its JSON is part of the command's
// contract; texts in it are plain, without markup.
type Report struct {
	File         string       `json:"file"`
	Part         int          `json:"part,omitempty"` // which work of a file that holds several, from 1
	Status       Status       `json:"status"`
	Work         int64        `json:"work,omitempty"`
	URL          string       `json:"url,omitempty"`
	Title        string       `json:"title"`
	Authors      []string     `json:"authors"`
	Chapters     int          `json:"chapters"`
	Words        int          `json:"words"`
	Rating       string       `json:"rating"`
	Language     string       `json:"language"`
	StatusOfWork string       `json:"status_of_work"`
	Summary      string       `json:"summary"`
	NotesBefore  string       `json:"notes_before"`
	NotesAfter   string       `json:"notes_after"`
	Credits      []Credit     `json:"credits"`
	Dedications  []string     `json:"dedications"`
	Requests     []string     `json:"requests"`
	Tags         []decode.Tag `json:"tags"`
	Pictures     []Picture    `json:"pictures"`
	SceneBreaks  int          `json:"scene_breaks"`
	VerseBlocks  int          `json:"verse_blocks"`
	Footnotes    int          `json:"footnotes"`
	Series       string       `json:"series"`
	SeriesPart   int          `json:"series_part"`
	SourceURL    string       `json:"source_url"`
	Published    string       `json:"published"` // YYYY-MM-DD
	Updated      string       `json:"updated"`
	// Maker names the site or program whose marks the file carries.
	Maker    string                   `json:"maker"`
	Origins  map[string]decode.Origin `json:"origins"` // where each field was found
	Encoding decode.Encoding          `json:"encoding"`
	Notices  []decode.Notice          `json:"notices"`
	Guesses  []decode.Guess           `json:"guesses"`
	Dropped  []decode.Dropped         `json:"dropped"`
	Damage   []decode.Damage          `json:"damage"`
	// Likeness is what the story's words look like; not part of the JSON.
	Likeness work.Likeness `json:"-"`
	// Outline is how the story is cut, of a dry run; not part of the JSON.
	Outline []Piece `json:"-"`
	// Alike are works that are here and seem to be the same story, best first.
	Alike  []Alike `json:"alike"`
	Reason string  `json:"reason,omitempty"`
}

// Credit is a credit in a report: its title is there also when it is empty.
type Credit struct {
	Role  decode.CreditRole `json:"role"`
	Name  string            `json:"name"`
	Title string            `json:"title"`
	URL   string            `json:"url,omitempty"`
}

// Summary counts what became of all files of a run.
type Summary struct {
	Files    int  `json:"files"`
	Imported int  `json:"imported"`
	Updated  int  `json:"updated"`
	Same     int  `json:"same"`
	Skipped  int  `json:"skipped"`
	Failed   int  `json:"failed"`
	Words    int  `json:"words"`
	DryRun   bool `json:"dry_run"`
	// Stopped is set when the run was interrupted; running it again goes on.
	Stopped bool `json:"stopped"`
}

// Count adds a report to the sums.
func (s *Summary) Count(r Report) {
	s.Files++
	switch r.Status {
	case Imported:
		s.Imported++
		s.Words += r.Words
	case Updated:
		s.Updated++
		s.Words += r.Words
	case Same:
		s.Same++
	case Skipped:
		s.Skipped++
	case Failed:
		s.Failed++
	}
}

// failed is the report of a file that can't be taken.
func failed(file, reason string) Report {
	r := Report{File: file, Status: Failed, Reason: reason}
	r.fill()
	return r
}

// fill makes empty lists of missing ones, so that the JSON always has arrays.
func (r *Report) fill() {
	r.Authors, r.Credits, r.Dedications, r.Requests = some(r.Authors), some(r.Credits), some(r.Dedications), some(r.Requests)
	r.Alike, r.Pictures = some(r.Alike), some(r.Pictures)
	if r.Origins == nil {
		r.Origins = map[string]decode.Origin{}
	}
	r.Tags, r.Guesses, r.Dropped, r.Damage, r.Notices = some(r.Tags), some(r.Guesses), some(r.Dropped), some(r.Damage), some(r.Notices)
}

func some[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
