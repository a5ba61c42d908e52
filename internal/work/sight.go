package work

import (
	"slices"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// This file is the visibility rule of the archive, once in Go and once in SQL.
// Nothing is shown, counted, suggested, mailed, fed or exported but through it;
// a table of cases proves that both agree.

// Sight is how much of a work a viewer may see.
type Sight int

// The kinds of sight.
const (
	Nothing Sight = iota // the same answer as for a work that does not exist
	SignIn               // a guest is asked to sign in and told nothing else
	Mystery              // that there is something, which will be revealed
	Whole                // everything; see Names for who wrote it
)

// Sight tells how much of w the viewer may see.
func (w *Work) Sight(v viewer.Viewer) Sight {
	switch {
	case w.Mine(v) || v.Staff():
		return Whole
	case !w.Posted || w.Hidden:
		return Nothing
	case w.Unrevealed:
		return Mystery
	case w.Restricted && v.Guest():
		return SignIn
	}
	return Whole
}

// MaySee reports whether v may read w.
func (w *Work) MaySee(v viewer.Viewer) bool { return w.Sight(v) == Whole }

// Mine reports whether v is one of w's creators.
func (w *Work) Mine(v viewer.Viewer) bool {
	return !v.Guest() && slices.ContainsFunc(w.Creators, func(p account.Pseud) bool { return p.Account == v.ID })
}

// MayEdit reports whether v may change w: its creators, and staff.
func (w *Work) MayEdit(v viewer.Viewer) bool { return w.Mine(v) || v.Staff() }

// MayEditChapter reports whether v may write in a chapter of w: who may change the
// work, and who signs that chapter alone, as in a round, while they may see the work.
func (w *Work) MayEditChapter(v viewer.Viewer, id ChapterID) bool {
	return w.MayEdit(v) || w.MaySee(v) && slices.ContainsFunc(w.Chapters, func(c Chapter) bool { return c.ID == id && c.by(v) })
}

// by reports whether v signs c by name: not where c is by all of the work's creators.
func (c *Chapter) by(v viewer.Viewer) bool {
	return !v.Guest() && slices.ContainsFunc(c.Creators, func(p account.Pseud) bool { return p.Account == v.ID })
}

// Names reports whether v may know who wrote w.
func (w *Work) Names(v viewer.Viewer) bool { return !w.Anonymous || w.Mine(v) || v.Staff() }

// Byline is who v is told wrote w; empty means Anonymous.
func (w *Work) Byline(v viewer.Viewer) []account.Pseud {
	if !w.Names(v) {
		return nil
	}
	return w.Creators
}

// VisibleTo is MaySee as a WHERE condition on works w.
func VisibleTo(v viewer.Viewer) db.Cond {
	switch {
	case v.Guest():
		return db.Where("w.audience = 0")
	case v.Staff():
		return db.Where("TRUE")
	}
	return db.Or(db.Where("w.audience < 2"), mine(v))
}

// Listed is what lists, counts and searches show of the works that v may see:
// drafts and hidden works are on their creators' own pages, never in lists, and what
// v has muted is passed by.
func Listed(v viewer.Viewer) db.Cond {
	seen := db.Where("w.audience <= ?", ListedAudience(v))
	if v.Mutes {
		return db.And(seen, Unmuted(v, "w.id"))
	}
	return seen
}

// ListedAudience is the audience of works that lists show to v: 0 what everyone
// sees, 1 what members see too. It is for queries on tables that repeat it; with
// Unmuted it is the whole of Listed.
func ListedAudience(v viewer.Viewer) int64 {
	if v.Guest() {
		return 0
	}
	return 1
}

// EditableBy is MayEdit as a WHERE condition on works w.
func EditableBy(v viewer.Viewer) db.Cond {
	switch {
	case v.Guest():
		return db.Where("FALSE")
	case v.Staff():
		return db.Where("TRUE")
	}
	return mine(v)
}

// ChapterEditableBy is MayEditChapter as a WHERE condition on chapters c of works w.
func ChapterEditableBy(v viewer.Viewer) db.Cond {
	if v.Guest() || v.Staff() {
		return EditableBy(v)
	}
	own := db.Where(`EXISTS (SELECT 1 FROM chapter_creators cc JOIN pseuds p ON p.id = cc.pseud_id
		WHERE cc.chapter_id = c.id AND p.account_id = ?)`, int64(v.ID))
	return db.Or(mine(v), db.And(VisibleTo(v), own))
}

// NamedTo is the condition on works w that v may know their creators: for lists
// by creator, which would give an anonymous one away.
func NamedTo(v viewer.Viewer) db.Cond {
	switch {
	case v.Guest():
		return db.Where("NOT w.anonymous")
	case v.Staff():
		return db.Where("TRUE")
	}
	return db.Or(db.Where("NOT w.anonymous"), mine(v))
}

// veil takes off w what would tell v who wrote it: the series it is part of,
// where its neighbours are signed.
func (w *Work) veil(v viewer.Viewer) {
	if !w.Names(v) {
		w.Series = nil
	}
}

func mine(v viewer.Viewer) db.Cond {
	return db.Where(`EXISTS (SELECT 1 FROM work_creators wc JOIN pseuds p ON p.id = wc.pseud_id
		WHERE wc.work_id = w.id AND wc.approved AND p.account_id = ?)`, int64(v.ID))
}

// OnlyMembers is what a guest is told of a restricted work, in the words that
// reading tools for AO3's pages look for.
const OnlyMembers = "This work is only available to registered users of the Archive."

// refuse is the error for a viewer who may not see all of w, or nil.
func (w *Work) refuse(v viewer.Viewer) error {
	switch w.Sight(v) {
	case Whole:
		return nil
	case SignIn:
		return &fault.Error{Kind: fault.SignIn, Field: web.RestrictedField, Format: OnlyMembers}
	case Mystery:
		return fault.New(fault.Denied, "This work is part of an ongoing challenge and will be revealed soon!")
	}
	return noSuchWork()
}

func noSuchWork() error {
	return fault.New(fault.NotFound, "There is no such work here. It may have been removed by its author, or the address is mistyped.")
}
