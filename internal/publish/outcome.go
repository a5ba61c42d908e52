package publish

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// outcome is a chapter that comes out of a change of the order, and where it can be
// mended as long as the change is not done.
type outcome struct {
	chapter work.ChapterID
	sight
}

// asker asks of what comes out of a change what is asked before something is posted. It
// is asked after the change, in its transaction, so that the answer is about what
// readers would get; the error undoes the change.
type asker struct {
	ctx   context.Context
	tx    *db.Tx
	clean prose.Cleaner
	x     *work.Work // in which it comes out
	seen  string     // the box that was ticked: mark of the problems which were shown
}

// settle settles chapters, in the order of their keys, and gives the size that the
// largest had before.
func (a asker) settle(chapters ...work.ChapterID) (size, error) {
	var before size
	names := chapterNames(a.ctx, a.x)
	for _, id := range chapters {
		was, err := settledSize(a.ctx, a.tx, id)
		if err != nil {
			return before, err
		}
		before = before.or(was)
		now, err := draft.Of(a.ctx, a.tx, id)
		if err != nil {
			return before, err
		}
		if now.Behind {
			return before, blocked{[]Problem{sight{a.ctx, names[id], a.x.ID.ChapterPath(id) + "/edit"}.behind()}}
		}
		if err := draft.Settle(a.ctx, a.tx, a.clean, id); err != nil {
			return before, err
		}
	}
	return before, nil
}

// ask is an error blocked when something must be mended in what comes out where
// readers see it, or when something is worth a look and nobody has said that they
// looked. What nobody sees yet is asked about once it is to be posted; what is too long
// for that becomes a working copy again.
func (a asker) ask(before size, all ...outcome) error {
	now, err := editable(a.ctx, a.tx, a.x.ID)
	if err != nil {
		return err
	}
	var found []Problem
	for _, o := range all {
		t, err := work.TextOf(a.ctx, a.tx, o.chapter)
		if err != nil {
			return err
		}
		t.Body = prose.Cleaner{}.Clean(t.Body, prose.Body) // without anchors
		if n := sizeOf(t); posted(now, o.chapter) {
			f := factsOf(t.Body)
			found = slices.Concat(found, o.empty(f), o.over(n, before), o.marks(f))
		} else if !n.within(limits(a.ctx).or(before)) {
			if err := a.unsettle(o.chapter, t); err != nil {
				return err
			}
		}
	}
	if len(musts(found)) > 0 || len(found) > 0 && a.seen != mark(found) {
		return blocked{found}
	}
	return nil
}

// unsettle makes a draft's text, without anchors, its working copy: what is settled may
// stay as long as it is, and this one has grown.
func (a asker) unsettle(id work.ChapterID, t work.ChapterText) error {
	rest := t
	rest.Title, rest.Summary, rest.NotesBefore, rest.NotesAfter, rest.Body = "", "", "", "", ""
	if err := work.SetChapter(a.ctx, a.tx, a.clean, id, rest); err != nil {
		return err
	}
	now, err := draft.Open(a.ctx, a.tx, id)
	if err != nil {
		return err
	}
	_, err = draft.Save(a.ctx, a.tx, id, draft.Edit{By: viewer.From(a.ctx).ID, Seen: now.Seen,
		Title: &t.Title, Summary: &t.Summary, NotesBefore: &t.NotesBefore, NotesAfter: &t.NotesAfter, Whole: &t.Body})
	return err
}

// posted reports whether readers see a chapter of a work.
func posted(x *work.Work, id work.ChapterID) bool {
	return x.Posted && slices.ContainsFunc(x.Chapters, func(c work.Chapter) bool { return c.ID == id && c.Posted })
}

// mark names a list of problems: who ticks that they have looked has looked at these.
func mark(all []Problem) string {
	h := sha256.New()
	for _, p := range all {
		h.Write([]byte(p.Text + "\x00"))
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
