package write

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/viewer"
)

// form is the editor without a script: what was typed, and what to do with it.
type form struct {
	Seen     int
	Do       string // save, preview, publish, version; merge or mine where two texts were shown
	Name     string // of a version
	Markdown bool   // what Text is; else HTML
	Text     string

	Title, Summary, NotesBefore, NotesAfter string

	Choices       map[string]string // of both texts, where two wrote at once
	Who, Password string            // of somebody who was signed out meanwhile
	Again         bool              // it comes from the page that asked them to sign in
}

// formOf is the form for a copy as it is.
func formOf(c draft.Copy) form {
	return form{Seen: c.Seen, Text: c.Body, Title: c.Title, Summary: c.Summary, NotesBefore: c.NotesBefore, NotesAfter: c.NotesAfter}
}

// maxGuestForm is how many bytes somebody may send whose session has ended: the
// longest chapter that can be published, three times over for the percent signs that
// forms are sent with.
const maxGuestForm = 12 << 20

// readForm reads the form that was sent.
func readForm(w http.ResponseWriter, r *http.Request) (form, error) {
	if viewer.From(r.Context()).Guest() {
		r.Body = http.MaxBytesReader(w, r.Body, maxGuestForm)
	}
	v, err := values(r)
	if err != nil {
		return form{}, err
	}
	if !v.Has("text") {
		return form{}, fault.New(fault.Invalid, "What was sent is no form that can be read. Please send it again from the page.")
	}
	f := form{
		Do: v.Get("do"), Name: typed(v, "name"), Markdown: v.Get("format") == "markdown", Text: typed(v, "text"),
		Title: typed(v, "title"), Summary: typed(v, "summary"), NotesBefore: typed(v, "notes_before"), NotesAfter: typed(v, "notes_after"),
	}
	f.Who, f.Password, f.Again = v.Get("who"), v.Get("password"), v.Has("again")
	if f.Do == "merge" {
		f.Choices = map[string]string{}
		for name, all := range v {
			if strings.HasPrefix(name, "part-") || strings.HasPrefix(name, "field-") {
				f.Choices[name] = all[0]
			}
		}
	}
	if f.Seen, err = strconv.Atoi(v.Get("seen")); err != nil {
		f.Seen = -1 // no text there ever was: a conflict
	}
	return f, nil
}

// values are the fields of a form that was sent.
func values(r *http.Request) (url.Values, error) {
	err := r.ParseForm()
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, tooMuch(err)
	}
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "What was sent is no form that can be read. Please send it again from the page.")
	}
	return r.PostForm, nil
}

// typed is a field with the line ends that people see, and nothing that no database
// keeps.
func typed(v url.Values, name string) string {
	return strings.NewReplacer("\r\n", "\n", "\x00", "").Replace(strings.ToValidUTF8(v.Get(name), ""))
}

// html is the text that was typed as the editor makes it: HTML with a line for each
// block. HTML of an office program is understood as where it is pasted. One that is as
// it was in the form stays as it was.
func (f *form) html(c prose.Cleaner, was draft.Copy) string {
	switch {
	case f.Markdown:
		return c.Clean(prose.FromMarkdown(f.Text), prose.Body)
	case f.Text != was.Body:
		return c.Clean(prose.Pasted(f.Text), prose.Body)
	}
	return f.Text
}

// edit is what the form asks for; was is the copy that there is.
func (f *form) edit(by viewer.ID, c prose.Cleaner, was draft.Copy) draft.Edit {
	text := f.html(c, was)
	return draft.Edit{By: by, Chosen: f.Do == "merge" || f.Do == "mine", Seen: f.Seen, Title: &f.Title, Summary: &f.Summary, NotesBefore: &f.NotesBefore, NotesAfter: &f.NotesAfter, Whole: &text}
}
