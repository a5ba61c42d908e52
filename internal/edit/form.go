package edit

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/suggest"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// form is the form as it is typed.
type form struct {
	Seen int // the minor version of the work that it was made from

	Title                            string
	Rating                           work.Rating
	Warnings, Categories             []string
	Lists                            map[tag.Type]string // names with commas between them
	Summary, NotesBefore, NotesAfter string
	Language                         string
	Readers                          readers
	Total                            string
	Anonymous, Unquoted, Complete    bool
	extras

	// Kept is set when the viewer may make a claim link for the work's author.
	Kept bool
	// Suggested are the tags that the text speaks for.
	Suggested suggest.Panel
}

// readers says who may read a work.
type readers string

// The choices of who may read a work.
const (
	everyone readers = "everyone"
	members  readers = "members"
	authors  readers = "draft"
)

// written are the kinds of tag whose names are written, with commas between
// them, each in a field of its own; the others are ticked.
func written() []tag.Type {
	return []tag.Type{tag.Fandom, tag.Relationship, tag.Character, tag.Freeform}
}

// field is the name of the field for the tags of one kind: "fandoms".
func field(t tag.Type) string { return string(t) + "s" }

// formOf is the form for a work as it stands.
func formOf(x *work.Work, e work.Extras) form {
	d := x.Details()
	f := form{
		Seen: x.Minor, Title: d.Title, Rating: d.Rating, Lists: map[tag.Type]string{},
		Warnings: tagNames(x, tag.Warning), Categories: tagNames(x, tag.Category),
		Summary: d.Summary, NotesBefore: d.NotesBefore, NotesAfter: d.NotesAfter,
		Language: d.Language, Readers: everyone, Total: "?", Anonymous: d.Anonymous, Unquoted: d.Unquoted, Complete: d.Complete, extras: extrasOf(e),
	}
	for _, t := range written() {
		f.Lists[t] = strings.Join(tagNames(x, t), ", ")
	}
	switch {
	case !d.Posted:
		f.Readers = authors
	case d.Restricted:
		f.Readers = members
	}
	if d.ChapterTotal > 0 {
		f.Total = strconv.Itoa(d.ChapterTotal)
	}
	return f
}

func tagNames(x *work.Work, t tag.Type) []string {
	var out []string
	for _, y := range x.TagsOf(t) {
		out = append(out, y.Name)
	}
	return out
}

// maxForm is how many bytes the form may have: what the limits of a work's
// fields come to, three times over for the percent signs that forms are sent with.
const maxForm = 3 * 4 * (4*work.MaxNotes + work.MaxSummary + work.MaxTags*(tag.MaxName+2) + 10_000)

// read reads the form that was sent.
func read(w http.ResponseWriter, r *http.Request) (form, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	err := r.ParseForm()
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return form{}, fault.Wrap(fault.TooLarge, err, "That is more than a work's summary, notes and tags may hold. Please go back, shorten them and save again.")
	}
	if err != nil || !r.PostForm.Has("seen") {
		return form{}, fault.Wrap(fault.Invalid, err, "What was sent is no form that can be read. Please send it again from the page.")
	}
	v := r.PostForm
	f := form{
		Title: typed(v, "title"), Rating: work.Rating(typed(v, "rating")), Warnings: v["warnings"], Categories: v["categories"],
		Summary: typed(v, "summary"), NotesBefore: typed(v, "notes_before"), NotesAfter: typed(v, "notes_after"),
		Language: typed(v, "language"), Readers: readers(v.Get("readers")), Total: typed(v, "chapter_total"),
		Anonymous: v.Has("anonymous"), Unquoted: v.Has("unquoted"), Complete: v.Has("complete"), Lists: map[tag.Type]string{}, extras: readExtras(v),
	}
	if f.Seen, err = strconv.Atoi(v.Get("seen")); err != nil {
		f.Seen = -1 // no version there ever was: a conflict
	}
	for _, t := range written() {
		f.Lists[t] = typed(v, field(t))
	}
	return f, nil
}

// typed is a field with the line ends that people see, and nothing that no
// database keeps.
func typed(v url.Values, name string) string {
	return strings.NewReplacer("\r\n", "\n", "\x00", "").Replace(strings.ToValidUTF8(v.Get(name), ""))
}

// details is what the form asks for, and all that is wrong with it as far as can
// be told without the database, in the order of the page.
func (f *form) details(x *work.Work) (work.Details, web.Faults) {
	var bad web.Faults
	d := work.Details{
		Title: f.Title, Summary: f.Summary, NotesBefore: f.NotesBefore, NotesAfter: f.NotesAfter, Language: f.Language, Rating: f.Rating,
		Posted: f.Readers != authors, Restricted: f.Readers == members, Anonymous: f.Anonymous, Unquoted: f.Unquoted, Complete: f.Complete,
	}
	d.Tags = slices.Concat(all(tag.Warning, f.Warnings), all(tag.Category, f.Categories))
	for _, t := range written() {
		own := all(t, tag.Split(f.Lists[t]))
		if t == tag.Relationship {
			own = f.byWeight(own)
		}
		d.Tags = append(d.Tags, own...)
		bad.Add(field(t), wrong(own))
	}
	d.Tags = append(d.Tags, all(tag.Media, tagNames(x, tag.Media))...) // not in the form
	total, err := f.total()
	bad.Add("chapter_total", err)
	d.ChapterTotal = total
	switch f.Readers {
	case authors:
		d.Restricted = x.Restricted // for the day it is posted
	case everyone, members:
	default:
		bad.Add("readers", fault.In("readers", "Please choose who may read the work."))
	}
	if d.Posted && !x.Posted {
		bad.Add("readers", f.readyToPost(x))
		if d.Rating == "" {
			bad.Add("rating", fault.In("rating", "Please choose a rating. “Not Rated” is one of them."))
		}
	}
	if err := d.Check(x.ChapterCount); err != nil {
		var first web.Faults
		first.Add(fault.FieldOf(err), err)
		bad = append(first, bad...)
	}
	return d, bad
}

// readyToPost is a fault for a draft that has nothing to show: its chapters are
// posted on a page of their own, which looks at them first.
func (f *form) readyToPost(x *work.Work) error {
	for _, c := range x.Chapters {
		if c.Posted {
			return nil
		}
	}
	return fault.In("readers", "None of its chapters is posted yet. Save it as a draft, then choose on the page “Publish” what readers are to see.")
}

// total is how many chapters the work is to have, 0 when its author doesn't know.
func (f *form) total() (int, error) {
	switch s := strings.TrimSpace(f.Total); s {
	case "", "?", "？":
		return 0, nil
	default:
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 || n > work.MaxChapters {
			return 0, fault.In("chapter_total", "Write how many chapters there will be, from 1 to %d, or ? if you don't know.", work.MaxChapters)
		}
		return n, nil
	}
}

func all(t tag.Type, names []string) []tag.Named {
	out := make([]tag.Named, len(names))
	for i, n := range names {
		out[i] = tag.Named{Type: t, Name: n}
	}
	return out
}

// wrong is what is wrong with the first of the names that can't be a tag's.
func wrong(tags []tag.Named) error {
	for _, t := range tags {
		if _, err := tag.Clean(t.Name); err != nil {
			return err
		}
	}
	return nil
}
