package write

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// perPage is how many versions a page of the history lists.
const perPage = 50

// history is the list of a chapter's versions.
type history struct {
	place
	Now      draft.Copy
	By       string // who wrote what is there now
	Versions []work.Version
	Changes  []int          // how many words each has more than the one before it
	Older    work.VersionID // the next page begins before it, 0 for the last
	First    bool           // the newest are on this page
	Room     work.VersionRoom
	Name     string       // that was typed
	Wrong    *fault.Error // of it
	Said     string
}

// history shows the list of versions.
func (p *Pages) history(w http.ResponseWriter, r *http.Request) error {
	x, err := p.place(r)
	if err != nil {
		return err
	}
	return p.renderHistory(w, r, http.StatusOK, x, nil, "")
}

func (p *Pages) renderHistory(w http.ResponseWriter, r *http.Request, status int, x place, wrong *fault.Error, name string) error {
	ctx := r.Context()
	before, err := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64)
	if err != nil || before < 0 {
		before = 0
	}
	h := history{place: x, First: before == 0, Wrong: wrong, Name: name}
	if h.Now, err = draft.Open(ctx, p.DB, x.Chapter.ID); err != nil {
		return err
	}
	if h.By, err = p.nameOf(ctx, h.Now.By); err != nil {
		return err
	}
	if h.Room, err = work.RoomOf(ctx, p.DB, x.Chapter.ID); err != nil {
		return err
	}
	all, err := work.Versions(ctx, p.DB, x.Chapter.ID, work.VersionID(before), perPage+1)
	if err != nil {
		return err
	}
	for i, v := range all {
		words := 0
		if i+1 < len(all) {
			words = all[i+1].Words
		}
		h.Changes = append(h.Changes, v.Words-words)
	}
	if h.Versions = all; len(all) > perPage {
		h.Versions = all[:perPage]
		h.Older = h.Versions[perPage-1].ID
	}
	switch r.URL.Query().Get("done") {
	case "named":
		h.Said = say.T(ctx, "The version is kept under its name.")
	case "aside":
		h.Said = say.T(ctx, "Your text is kept as a version.")
	case "removed":
		h.Said = say.T(ctx, "The version is removed.")
	}
	m := web.Meta{Title: say.T(ctx, "History: {title}", "title", chapterName(ctx, x.Chapter)), Main: "write", Styles: []string{"history.css", work.MenuSheet}}
	return show(w, r, status, m, historyPage(h))
}

// maxName is how many characters the name of a version may have.
const maxName = 150

// name keeps what is written now under a name. A script is answered in JSON.
func (p *Pages) name(w http.ResponseWriter, r *http.Request) error {
	if isJSON(r) {
		return scripted(p.nameByScript)(w, r)
	}
	if err := signedIn(r); err != nil {
		return err
	}
	x, err := p.place(r)
	if err != nil {
		return err
	}
	v, err := values(r)
	if err != nil {
		return err
	}
	_, err = p.keepNamed(r.Context(), x, typed(v, "name"))
	switch kind := fault.KindOf(err); kind {
	case fault.Invalid, fault.TooLarge, fault.TooMany:
		tellWait(w, err)
		return p.renderHistory(w, r, web.Status(kind), x, fault.As(err), typed(v, "name"))
	}
	if err != nil {
		return err
	}
	return web.See(w, r, x.Path()+"/history?done=named")
}

func (p *Pages) nameByScript(w http.ResponseWriter, r *http.Request) error {
	x, err := p.place(r)
	if err != nil {
		return err
	}
	var sent struct {
		Name string `json:"name"`
	}
	if err := read(r, &sent); err != nil {
		return err
	}
	id, err := p.keepNamed(r.Context(), x, sent.Name)
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, receiptOfVersion{id})
}

// receiptOfVersion tells a script which version was kept.
type receiptOfVersion struct {
	Version work.VersionID `json:"version"`
}

func (p *Pages) keepNamed(ctx context.Context, x place, name string) (id work.VersionID, err error) {
	name = strings.Join(strings.Fields(db.Text(name)), " ")
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		return 0, fault.In("name", "Please give the version a name, such as “before the big cut”.")
	case n > maxName:
		return 0, fault.In("name", "That name has %d characters; %d is the most.", n, maxName)
	}
	if err := p.pace.writes(viewer.From(ctx).ID, time.Now()); err != nil {
		return 0, err
	}
	err = p.DB.Tx(ctx, func(tx *db.Tx) error {
		id, err = draft.KeepNamed(ctx, tx, x.Chapter.ID, name)
		return err
	})
	return id, err
}

// aside keeps a text that lost a conflict, before its writer has decided.
func (p *Pages) aside(w http.ResponseWriter, r *http.Request) error {
	x, err := p.place(r)
	if err != nil {
		return err
	}
	var t typing
	if err := read(r, &t); err != nil {
		return err
	}
	if t.Text == nil || t.Text.Whole == nil {
		return fault.In("text", "Send the whole text that is to be kept.")
	}
	ctx := r.Context()
	e, err := t.edit(viewer.From(ctx).ID)
	if err != nil {
		return err
	}
	var id work.VersionID
	err = p.DB.Tx(ctx, func(tx *db.Tx) (err error) {
		id, err = draft.KeepAside(ctx, tx, x.Chapter.ID, e)
		return err
	})
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, receiptOfVersion{id})
}

// told is a version with its text, ready for a page.
type told struct {
	place
	work.Version
	Text work.ChapterText
	Seen int // the copy that restoring takes the place of
}

// told loads the version in the address.
func (p *Pages) told(r *http.Request) (told, error) {
	x, err := p.place(r)
	if err != nil {
		return told{}, err
	}
	id, err := web.ID[work.VersionID](r, "version")
	if err != nil {
		return told{}, notYours()
	}
	v, text, err := work.VersionText(r.Context(), p.DB, x.Chapter.ID, id)
	return told{place: x, Version: v, Text: text}, err
}

// version shows one version.
func (p *Pages) version(w http.ResponseWriter, r *http.Request) error {
	t, err := p.told(r)
	if err != nil {
		return err
	}
	c, err := draft.Open(r.Context(), p.DB, t.place.Chapter.ID)
	if err != nil {
		return err
	}
	t.Seen = c.Seen
	t.Text = p.clean(t.Text)
	t.Text.Body = prose.Show(t.Text.Body)
	m := web.Meta{Title: say.T(r.Context(), "Version of {when}", "when", web.Moment(r.Context(), t.At)), Main: "write", Styles: []string{"history.css"}}
	return show(w, r, http.StatusOK, m, versionPage(t))
}

// clean makes a text safe to show: versions are as they were typed.
func (p *Pages) clean(t work.ChapterText) work.ChapterText {
	t.Body = p.Cleaner.Clean(t.Body, prose.Body)
	t.Summary = prose.Show(p.Cleaner.Clean(t.Summary, prose.Summary))
	t.NotesBefore = prose.Show(p.Cleaner.Clean(t.NotesBefore, prose.Note))
	t.NotesAfter = prose.Show(p.Cleaner.Clean(t.NotesAfter, prose.Note))
	return t
}

// remove takes a version out of the history for good.
func (p *Pages) remove(w http.ResponseWriter, r *http.Request) error {
	x, err := p.place(r)
	if err != nil {
		return err
	}
	id, err := web.ID[work.VersionID](r, "version")
	if err != nil {
		return notYours()
	}
	ctx := r.Context()
	err = p.DB.Tx(ctx, func(tx *db.Tx) error {
		return work.RemoveVersion(ctx, tx, x.Chapter.ID, id, viewer.From(ctx).ID)
	})
	if err != nil {
		return err
	}
	return web.See(w, r, x.Path()+"/history?done=removed")
}
