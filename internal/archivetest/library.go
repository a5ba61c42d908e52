package archivetest

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"slices"
	"strings"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/series"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// Story is a work made for a test. In each of its fields stands a word that
// stands nowhere else, so that what leaks can be told; see Word.
type Story struct {
	Key      string // "hidden"
	ID       work.ID
	Chapters []work.ChapterID
	Series   series.ID
	Picture  string // the name of the picture in its text
	By       Person
	Pseud    string // under which it was written
	// Late is set when a last chapter is or will be a draft, whose words have the key "late".
	Late bool

	plan Plan
}

// Plan says what a story is besides its words.
type Plan struct {
	Key    string
	By     Person
	Day    int  // of November 2026 on which it was posted
	Single bool // of one chapter
	Late   bool // a chapter that is a draft comes later, by AddLate
	Change func(*work.Draft)
}

// Fields are the places in a story that have a word of their own.
func Fields() []string {
	return []string{"title", "summary", "before", "after", "chapter", "chaptersummary", "chapterbefore", "chapterafter", "text",
		"fandom", "character", "pairing", "freeform", "credit", "song", "gift", "request", "series", "source", "alt", "pseud", "file", "original"}
}

// LateFields are those of a chapter that is a draft.
func LateFields() []string {
	return []string{"chapter", "chaptersummary", "chapterbefore", "chapterafter", "text", "alt"}
}

// Word is the word that stands in a field of the story of that key and nowhere
// else. Every field but names of files also has the word Near in it.
func Word(key, field string) string { return "zq" + key + field }

// Near is a word that stands beside Word(key, field) in the same field: whoever
// looks for it has not said the other.
func Near(key, field string) string { return "nb" + key + field }

func both(key, field string) string { return Near(key, field) + " " + Word(key, field) }

// OpenPlans are works that everybody may read.
func OpenPlans() []Plan {
	return []Plan{
		{Key: "open", By: Ann, Day: 2},
		{Key: "short", By: Ann, Day: 4, Single: true},
		{Key: "bens", By: Ben, Day: 6},
		{Key: "adult", By: Ben, Day: 8, Change: func(d *work.Draft) { d.Rating = work.Explicit }},
		{Key: "serial", By: Ann, Day: 10, Late: true},
	}
}

// AnonymousPlans are works whose author, by, is not told.
func AnonymousPlans(by Person) []Plan {
	return []Plan{
		{Key: "anon", By: by, Day: 12, Change: func(d *work.Draft) { d.Anonymous = true }},
		{Key: "anonlocked", By: by, Day: 13, Change: func(d *work.Draft) { d.Anonymous, d.Restricted = true, true }},
	}
}

// SecretPlans are works that not everybody may read.
func SecretPlans() []Plan {
	return []Plan{
		{Key: "locked", By: Ann, Day: 3, Change: func(d *work.Draft) { d.Restricted = true }},
		{Key: "hidden", By: Ann, Day: 5, Change: func(d *work.Draft) { d.Hidden = true }},
		{Key: "mystery", By: Ann, Day: 7, Change: func(d *work.Draft) { d.Unrevealed = true }},
		{Key: "draft", By: Ann, Day: 9, Change: func(d *work.Draft) { d.Posted = false }},
		{Key: "buried", By: Ben, Day: 11, Change: func(d *work.Draft) { d.Restricted, d.Hidden = true, true }},
	}
}

// Library adds every kind of work, the open ones first.
func (a *Archive) Library() []Story {
	a.t.Helper()
	a.Names()
	var out []Story
	for _, p := range slices.Concat(OpenPlans(), AnonymousPlans(Ann), SecretPlans()) {
		out = append(out, a.Add(p))
	}
	for i := range out {
		if out[i].Late {
			a.AddLate(&out[i])
		}
	}
	return out
}

// Names makes the pseuds under which stories are written, for each of them, so
// that archives with and without a story have the same people.
func (a *Archive) Names() {
	a.t.Helper()
	for _, p := range slices.Concat(OpenPlans(), AnonymousPlans(Ann), AnonymousPlans(Ben), SecretPlans()) {
		a.Pseud(p.By, p.pseud())
	}
}

// pseud is the name under which the story is written: Word(key, "pseud") and by whom.
func (p Plan) pseud() string { return Word(p.Key, "pseud") + strings.ToLower(string(p.By)) }

// Add adds a story.
func (a *Archive) Add(p Plan) Story {
	a.t.Helper()
	ctx := a.t.Context()
	s := Story{Key: p.Key, By: p.By, Pseud: p.pseud(), Late: p.Late, plan: p, Picture: a.picture(p.Key)}
	pseud := a.Pseud(s.By, s.Pseud)
	original := []byte("What was sent: " + Word(p.Key, "original"))
	if err := a.Blob.Put(ctx, blob.Originals, blob.Sum(original), original); err != nil {
		a.t.Fatal(err)
	}
	d := a.draft(&s, pseud)
	d.Original = &work.Original{SHA256: blob.Sum(original), File: Word(p.Key, "file") + ".txt", Size: int64(len(original))}
	a.Tx(func(tx *db.Tx) (err error) {
		if s.ID, err = work.Create(ctx, tx, a.Cleaner(), d); err != nil {
			return err
		}
		s.Series, err = series.Add(ctx, tx, both(p.Key, "series"), []account.PseudID{pseud.ID}, s.ID, 1)
		return err
	})
	a.readChapters(&s)
	return s
}

// AddLate adds a chapter to s that is not posted yet.
func (a *Archive) AddLate(s *Story) {
	a.t.Helper()
	d := a.draft(s, a.Pseud(s.By, s.Pseud))
	c := chapter("late", d.PostedAt)
	c.Draft, c.PostedAt = true, time.Time{}
	c.Body += "<p>" + both("late", "alt") + "</p>"
	d.Chapters = append(d.Chapters, c)
	a.Tx(func(tx *db.Tx) error { return work.Replace(a.t.Context(), tx, a.Cleaner(), s.ID, d) })
	a.readChapters(s)
}

func (a *Archive) readChapters(s *Story) {
	a.t.Helper()
	var err error
	s.Chapters, err = db.All(a.t.Context(), a.DB, db.One[work.ChapterID], `SELECT id FROM chapters WHERE work_id = $1 ORDER BY position`, int64(s.ID))
	if err != nil {
		a.t.Fatal(err)
	}
}

// picture stores a picture whose bytes are key's alone.
func (a *Archive) picture(key string) string {
	a.t.Helper()
	const size = 40
	img := image.NewRGBA(image.Rect(0, 0, size, size))
	for i := range key {
		img.SetRGBA(i%size, i/size, color.RGBA{key[i], 90, 120, 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		a.t.Fatal(err)
	}
	p, err := blob.Remake(b.Bytes())
	if err != nil {
		a.t.Fatal(err)
	}
	a.Tx(func(tx *db.Tx) error { return blob.PutPicture(a.t.Context(), tx, a.Blob, p) })
	return p.Name
}

// draft is the story as its author sends it.
func (a *Archive) draft(s *Story, by account.Pseud) work.Draft {
	a.t.Helper()
	p, ben := s.plan, a.Pseud(Ben, string(Ben))
	in := func(field string) string { return both(p.Key, field) }
	day := time.Date(2026, 11, p.Day, 9, 0, 0, 0, time.UTC)
	d := work.Draft{
		Title: "The " + in("title"), Summary: para(p.Key, "summary"), NotesBefore: para(p.Key, "before"), NotesAfter: para(p.Key, "after"),
		Language: "en", Rating: work.General, ChapterTotal: 2, Posted: true, PostedAt: day, RevisedAt: day,
		SourceURL: "https://old.example/" + Word(p.Key, "source"), Creators: []account.PseudID{by.ID},
		Credits:  []work.Credit{{Role: work.RoleWorld, Name: in("credit")}, {Role: work.RoleSong, Name: "A Band", Title: in("song")}},
		Gifts:    []work.Gift{{Kind: work.Dedication, Name: in("gift")}, {Kind: work.Present, Name: ben.Name, Pseud: &ben}},
		Requests: []work.Request{{Words: in("request")}},
		Pictures: []string{s.Picture},
		Tags: []tag.Named{
			{Type: tag.Warning, Name: tag.NoWarnings}, {Type: tag.Category, Name: "Gen"},
			{Type: tag.Fandom, Name: "Harbour Lights"}, {Type: tag.Fandom, Name: in("fandom")},
			{Type: tag.Character, Name: in("character")}, {Type: tag.Relationship, Name: in("pairing") + "/Nobody"},
			{Type: tag.Freeform, Name: in("freeform")}, {Type: tag.Freeform, Name: "Fog"},
		},
	}
	first := chapter(p.Key, day)
	first.Body += fmt.Sprintf(`<p><img src="/pictures/%s" alt="%s"></p>`, s.Picture, both(p.Key, "alt"))
	d.Chapters = []work.DraftChapter{first}
	if p.Single {
		d.ChapterTotal = 1
	} else {
		d.Chapters = append(d.Chapters, work.DraftChapter{Title: "The other half", PostedAt: day,
			Body: "<p>The tide went out again, and everybody who had come for it went home.</p>"})
	}
	if p.Late {
		d.ChapterTotal = 4
	}
	if p.Change != nil {
		p.Change(&d)
	}
	return d
}

func chapter(key string, day time.Time) work.DraftChapter {
	return work.DraftChapter{Title: "On " + both(key, "chapter"), Summary: para(key, "chaptersummary"),
		NotesBefore: para(key, "chapterbefore"), NotesAfter: para(key, "chapterafter"), PostedAt: day,
		Body: "<p>The fog came up off the river.</p>" + para(key, "text") + "<hr><p>She <em>said</em> nothing.</p>"}
}

func para(key, field string) string { return "<p>Here is " + both(key, field) + " to be read.</p>" }
