package intake

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/decode"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/ingest"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/suggest"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// sheet is the page of one work.
type sheet struct {
	*found
	File  *file
	Form  workForm
	Bad   web.Faults
	Cut   []ingest.Piece // how it is cut
	List  listing        // of this work alone
	Saved bool
	Next  FoundID // the next that needs a look, 0 for none
	// Suggested are the tags that the text speaks for.
	Suggested suggest.Panel
}

// workOf is the work in the address, if the viewer may see its import.
func (p *Pages) workOf(r *http.Request) (*found, *file, error) {
	i, err := p.of(r)
	if err != nil {
		return nil, nil, err
	}
	n, err := web.ID[FoundID](r, "n")
	if err != nil {
		return nil, nil, notYours()
	}
	x, err := foundOf(r.Context(), p.Desk.DB, i.ID, n)
	if err != nil {
		return nil, nil, err
	}
	f, err := fileOf(r.Context(), p.Desk.DB, x.File)
	if err == nil && x.Part == 0 {
		err = notYours()
	}
	return x, f, err
}

func (p *Pages) showWork(w http.ResponseWriter, r *http.Request) error {
	x, f, err := p.workOf(r)
	if err != nil {
		return err
	}
	s := &sheet{found: x, File: f, Form: formOf(x, f), Saved: r.URL.Query().Get("saved") == "1"}
	s.Suggested.Looked = r.URL.Query().Has("suggest")
	return p.renderWork(w, r, http.StatusOK, s)
}

func (p *Pages) renderWork(w http.ResponseWriter, r *http.Request, status int, s *sheet) error {
	ctx := r.Context()
	var err error
	if err = p.besides(ctx, &s.List, []found{*s.found}); err != nil {
		return err
	}
	if s.Cut, err = outlineOf(ctx, p.Desk.DB, s.ID); err != nil {
		return err
	}
	if s.Next, err = nextToLook(ctx, p.Desk.DB, s.Import, s.ID); err != nil {
		return err
	}
	if s.changeable() {
		if err := p.suggested(ctx, s); err != nil {
			return err
		}
	}
	return render(w, r, status, s.name(), workPage(s))
}

// changeable reports whether the work may still be corrected.
func (f *found) changeable() bool {
	return f.Part > 0 && (f.State == stateOpen || f.State == stateFailed)
}

// changeWork saves what was typed and does what its button says: "save", "join-3",
// "undo" and so on.
func (p *Pages) changeWork(w http.ResponseWriter, r *http.Request) error {
	x, f, err := p.workOf(r)
	if err != nil {
		return err
	}
	v, err := form(w, r)
	if err != nil {
		return err
	}
	was := formOf(x, f)
	s := &sheet{found: x, File: f, Form: readForm(v, was)}
	if !x.changeable() {
		return fault.New(fault.Conflict, "This work is on its way into the archive, or in it already. Change it there.")
	}
	if s.Form.Seen != x.Minor {
		s.Bad = web.Faults{{Kind: fault.Conflict, Format: "The work was changed meanwhile, perhaps in another tab. What you typed is below; save it again if it is still right."}}
		s.Form.Seen = x.Minor
		return p.renderWork(w, r, http.StatusConflict, s)
	}
	ctx := r.Context()
	act, err := p.act(ctx, s, v.Get("do"), v[suggest.Field])
	if err != nil {
		return err
	}
	switch v.Get("do") {
	case "undo":
		err = p.Desk.undo(ctx, x, f)
	case "owner":
		s.Form.Authors = owner(&x.Report)
		fallthrough
	default:
		if s.Bad = s.Form.correct(&was, &x.Corrections); len(s.Bad) > 0 {
			return p.renderWork(w, r, http.StatusUnprocessableEntity, s)
		}
		err = p.Desk.save(ctx, x, f, &s.Form, v.Get("do"))
	}
	if k := fault.KindOf(err); err != nil && (k == fault.Invalid || k == fault.Conflict) {
		s.Bad = web.Faults{fault.As(err)}
		return p.renderWork(w, r, web.Status(k), s)
	}
	if err != nil {
		return err
	}
	at := x.path() + "?saved=1"
	if do := v.Get("do"); act.Mine {
		at += "&suggest=1#suggested"
	} else if !slices.Contains([]string{"", "save", "undo", "owner"}, do) {
		at += "#chapters"
	}
	return web.See(w, r, at)
}

// save stores a corrected work, read anew with what was chosen.
func (d *Desk) save(ctx context.Context, x *found, f *file, form *workForm, do string) error {
	was, before := f.Choices, change{f.Choices, x.Corrections}
	if stored, err := foundOf(ctx, d.DB, x.Import, x.ID); err == nil {
		before.Corrections = stored.Corrections
	}
	f.Choices = form.choices()
	if f.Choices.Cuts != was.Cuts { // chapters have other numbers now
		x.Corrections.Titles, x.Corrections.Joined, x.Corrections.Splits = nil, nil, nil
	}
	recut(&x.Corrections, do)
	x.Undo = append(x.Undo, before)
	if len(x.Undo) > maxUndo {
		x.Undo = x.Undo[len(x.Undo)-maxUndo:]
	}
	x.Seen = do == "save" || do == ""
	return d.keepChanged(ctx, x, f, form.As)
}

// undo takes the last change back.
func (d *Desk) undo(ctx context.Context, x *found, f *file) error {
	if len(x.Undo) == 0 {
		return fault.New(fault.Invalid, "There is nothing to take back.")
	}
	last := x.Undo[len(x.Undo)-1]
	x.Undo, x.Corrections, f.Choices, x.Seen = x.Undo[:len(x.Undo)-1], last.Corrections, last.Choices, false
	return d.keepChanged(ctx, x, f, "")
}

// keepChanged reads a file anew and stores what was changed of one work in it. When
// it is read otherwise than before, so are the others in the file, with what was
// corrected of each.
func (d *Desk) keepChanged(ctx context.Context, x *found, f *file, as string) error {
	corrected, err := corrections(ctx, d.DB, f.ID)
	if err != nil {
		return err
	}
	corrected[x.Part] = x.Corrections
	was, err := fileOf(ctx, d.DB, f.ID)
	if err != nil {
		return err
	}
	only := x.Part
	if was.Choices != f.Choices {
		only = 0
	}
	_, all, err := d.understand(ctx, &source{store: d.Blob, lim: d.Taker().Limits}, f, corrected, only)
	if err != nil {
		return err
	}
	mine := slices.IndexFunc(all, func(u understood) bool { return u.Part == x.Part })
	switch {
	case len(all) > 0 && all[0].Part == 0:
		return fault.New(fault.Invalid, "It can’t be read so: %s", all[0].Report.Reason)
	case mine < 0:
		return fault.New(fault.Invalid, "Read that way, the file doesn’t have this work any more.")
	}
	if r := &all[mine].Report; len(r.Alike) == 0 {
		r.Alike = x.Report.Alike // what was chosen among stays
	}
	x.Report = all[mine].Report
	return d.DB.Tx(ctx, func(tx *db.Tx) error { return d.keepAll(ctx, tx, x, f, as, all, corrected, only) })
}

// keepAll stores works of a file that were read anew, after x was changed.
func (d *Desk) keepAll(ctx context.Context, tx *db.Tx, x *found, f *file, as string, all []understood, corrected map[int]ingest.Corrections, only int) error {
	if err := touch(ctx, tx, x.Import); err != nil {
		return err
	}
	now, err := foundOf(ctx, tx, x.Import, x.ID)
	if err != nil {
		return err
	}
	if now.Minor != x.Minor || !now.changeable() {
		return fault.New(fault.Conflict, "The work was changed meanwhile, perhaps in another tab. What you typed is below; save it again if it is still right.")
	}
	if err := x.keep(ctx, tx); err != nil {
		return err
	}
	if only != 0 {
		err = keepReport(ctx, tx, f, x.Part, &x.Report, x.Corrections)
	} else {
		err = keepRead(ctx, tx, f, all, corrected)
	}
	if err != nil {
		return err
	}
	if err := decide(ctx, tx, x, as); err != nil || x.Decision != asNothing || as == "" {
		return err
	}
	return settle(ctx, tx, x, stateSkipped, 0, "")
}

// keepRead stores a file that was read as somebody chose.
func keepRead(ctx context.Context, tx *db.Tx, f *file, all []understood, corrected map[int]ingest.Corrections) error {
	choices, err := asJSON(f.Choices)
	if err != nil {
		return err
	}
	if err := tx.Exec(ctx, `UPDATE import_files SET choices = $2 WHERE id = $1`, int64(f.ID), choices); err != nil {
		return fmt.Errorf("intake: choices of file %d: %w", f.ID, err)
	}
	return keepReports(ctx, tx, f, all, corrected)
}

// nextToLook is the next work of an import that needs a look, behind this one or
// from the beginning; 0 for none.
func nextToLook(ctx context.Context, q db.Q, id ID, from FoundID) (FoundID, error) {
	all, err := db.All(ctx, q, db.One[FoundID], `SELECT x.id FROM import_works x WHERE x.import_id = $1 AND x.id <> $2 AND x.state = 'open' AND NOT `+readyNow+`
		ORDER BY CASE WHEN x.id > $2 THEN 0 ELSE 1 END, x.id LIMIT 1`, int64(id), int64(from))
	if err != nil || len(all) == 0 {
		return 0, err
	}
	return all[0], nil
}

// preview shows one chapter as readers will see it.
func (p *Pages) preview(w http.ResponseWriter, r *http.Request) error {
	x, f, err := p.workOf(r)
	if err != nil {
		return err
	}
	if !x.changeable() && x.State != stateQueued {
		return fault.New(fault.NotFound, "There is nothing left to preview here: the work is settled.")
	}
	d, err := p.Desk.look(r.Context(), f, x)
	if err != nil {
		return err
	}
	v := proofOf(d, x, number(r, "chapter"), number(r, "damage"))
	return render(w, r, http.StatusOK, say.T(r.Context(), "Preview: {title}", "title", d.Title), previewPage(v, viewer.From(r.Context())))
}

// look reads a work as it would be taken in.
func (d *Desk) look(ctx context.Context, f *file, x *found) (draft *work.Draft, err error) {
	err = d.opened(ctx, f, func(file *decode.File) error {
		draft, err = d.Taker().Look(ctx, file, x.Part, ingest.Options{Choices: f.Choices, Corrections: x.Corrections})
		return err
	})
	return draft, err
}

// opened opens a file for use.
func (d *Desk) opened(ctx context.Context, f *file, use func(*decode.File) error) error {
	if err := d.enter(ctx); err != nil {
		return err
	}
	defer d.leave()
	src := &source{store: d.Blob, lim: d.Taker().Limits}
	file, err := src.open(ctx, f)
	if p, ok := blames(err); ok {
		return fault.Wrap(fault.NotFound, p, "It can’t be read so: %s", p.Say)
	}
	if err != nil {
		return err
	}
	defer file.Close()
	return use(file)
}

// cutting is the page on which a person says where else a chapter begins.
type cutting struct {
	*found
	Chapter int // as the file is cut
	Places  []decode.Place
}

func (p *Pages) showCut(w http.ResponseWriter, r *http.Request) error {
	x, f, err := p.workOf(r)
	if err != nil {
		return err
	}
	if !x.changeable() {
		return fault.New(fault.NotFound, "There is nothing left to cut here: the work is settled.")
	}
	ctx, c := r.Context(), cutting{found: x, Chapter: max(1, number(r, "chapter"))}
	err = p.Desk.opened(ctx, f, func(file *decode.File) (err error) {
		c.Places, err = p.Desk.Taker().Places(ctx, file, x.Part, c.Chapter, ingest.Options{Choices: f.Choices})
		return err
	})
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, say.T(ctx, "Where else does a chapter begin?"), cutPage(&c))
}

// showPicture shows a picture of a work, so that it can be described.
func (p *Pages) showPicture(w http.ResponseWriter, r *http.Request) error {
	x, f, err := p.workOf(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	var shown blob.Picture
	err = p.Desk.opened(ctx, f, func(file *decode.File) (err error) {
		shown, err = p.Desk.Taker().Picture(ctx, file, x.Part, r.PathValue("name"), ingest.Options{Choices: f.Choices})
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", shown.Type)
	w.Header().Set("Cache-Control", "private, max-age=600")
	_, _ = w.Write(shown.Bytes()) // a reader who left is no error of ours
	return nil
}
