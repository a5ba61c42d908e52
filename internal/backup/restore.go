package backup

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Outcome is what became of one work of a backup.
type Outcome struct {
	Title  string
	Work   work.ID // 0 when it was not taken in
	Here   bool    // it was here already
	Reason string  // why it was not taken in, for people
	// Notes tell what of it is another here than where it was.
	Notes []string
}

// Taker takes backups in.
type Taker struct {
	DB      *db.DB
	Blob    *blob.Store
	Cleaner prose.Cleaner
}

// Take takes a backup in as an account's, work by work, each wholly or not at all.
// Works that are here already are passed by, so a backup that was stopped in the
// middle goes on when it is taken in again. Nothing in the file is believed: texts
// are cleaned, pictures looked through, and who else signed a work is only told,
// never made to sign. told hears of each work.
func (t *Taker) Take(ctx context.Context, r io.ReaderAt, size int64, as viewer.ID, told func(Outcome)) error {
	f, err := open(r, size)
	if err != nil {
		return err
	}
	a, err := account.Get(ctx, t.DB, as)
	if err != nil {
		return err
	}
	x := &taking{Taker: t, file: f, who: a, at: map[int]work.ID{}}
	if err := x.person(ctx); err != nil {
		return err
	}
	for n := 1; n <= f.Works; n++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		o, err := x.work(ctx, n)
		if err != nil && fault.KindOf(err) == fault.Internal {
			return err
		}
		if err != nil {
			o.Reason = fault.Message(err)
		} else {
			x.at[n] = o.Work
		}
		told(o)
	}
	return x.series(ctx)
}

// taking is one backup that is being taken in.
type taking struct {
	*Taker
	*file
	who *account.Account
	at  map[int]work.ID // the works by their places
}

// work takes in the work at a place.
func (x *taking) work(ctx context.Context, n int) (Outcome, error) {
	w, dir, err := x.file.work(n)
	if err != nil {
		return Outcome{Title: dir}, err
	}
	o := Outcome{Title: w.Title}
	if o.Work, err = known(ctx, x.DB, x.who.ID, w.UID); err != nil || o.Work != 0 {
		o.Here = o.Work != 0
		return o, err
	}
	pictures, err := x.pictures(w, &o)
	if err != nil {
		return o, err
	}
	err = x.DB.Tx(ctx, func(tx *db.Tx) (err error) {
		o.Notes, o.Work = nil, 0
		id, err := known(ctx, tx, x.who.ID, w.UID)
		if err != nil || id != 0 {
			o.Work, o.Here = id, id != 0
			return err
		}
		for _, p := range pictures {
			if err := blob.PutPicture(ctx, tx, x.Blob, p); err != nil {
				return err
			}
		}
		o.Work, err = x.restore(ctx, tx, w, dir, &o)
		return err
	})
	return o, err
}

// pictures reads and looks through the pictures of a work before its transaction.
// One that is not as an archive keeps them is left out, and told.
func (x *taking) pictures(w *Work, o *Outcome) ([]blob.Picture, error) {
	var out []blob.Picture
	all := w.Pictures
	if w.Cover != nil {
		all = append(slices.Clone(all), *w.Cover)
	}
	for _, p := range all {
		if x.entries["pictures/"+p.Name] == nil {
			continue
		}
		kept, err := x.picture(p.Name)
		if fault.KindOf(err) == fault.Internal && err != nil {
			return nil, err
		}
		if err != nil {
			o.Notes = append(o.Notes, fault.Message(err))
			continue
		}
		out = append(out, kept)
	}
	return out, nil
}

// restore puts a work into the archive.
func (x *taking) restore(ctx context.Context, tx *db.Tx, w *Work, dir string, o *Outcome) (work.ID, error) {
	k, err := x.kept(ctx, tx, w, o)
	if err != nil {
		return 0, err
	}
	id, err := work.Restore(ctx, tx, x.Cleaner, k)
	if err != nil {
		return 0, err
	}
	for i := range w.Chapters {
		if err := x.chapter(ctx, tx, id, i+1, &w.Chapters[i], dir); err != nil {
			return 0, err
		}
	}
	if err := x.extras(ctx, tx, id, w, o); err != nil {
		return 0, err
	}
	if err := work.Restored(ctx, tx, id, k); err != nil {
		return 0, err
	}
	return id, name(ctx, tx, id, w.UID)
}

// chapter puts one chapter into a work, with its working copy and its versions.
func (x *taking) chapter(ctx context.Context, tx *db.Tx, id work.ID, n int, c *Chapter, dir string) error {
	body, err := x.told(dir, c.Text)
	if err != nil {
		return err
	}
	k := work.KeptChapter{
		ChapterText: work.ChapterText{Kind: kindOf(c.Kind), Title: c.Title, Summary: c.Summary, NotesBefore: c.NotesBefore, NotesAfter: c.NotesAfter, Body: string(body)},
		Posted:      c.Posted, PostedAt: at(c.PostedAt), CreatedAt: at(c.CreatedAt), UpdatedAt: at(c.UpdatedAt),
		Anchored: string(body), Next: min(max(c.NextAnchor, 1), 10*work.MaxChapter),
	}
	if c.Source != nil {
		b, err := x.told(dir, *c.Source)
		if err != nil {
			return err
		}
		k.Source = string(b)
	}
	ch, err := work.RestoreChapter(ctx, tx, x.Cleaner, id, n, k)
	if err != nil {
		return err
	}
	for _, v := range c.Versions {
		t, err := x.text(dir, v.File, ch)
		if err != nil {
			return err
		}
		n := work.NewVersion{Kind: work.KnownVersionKind(v.Kind), Name: v.Name, Words: v.Words, At: at(v.At), ChapterText: t}
		if v.By == "" {
			n.By = x.who.ID
		}
		if err := work.RestoreVersion(ctx, tx, ch, n); err != nil {
			return err
		}
	}
	if c.Draft == nil {
		return nil
	}
	t, err := x.text(dir, c.Draft.File, ch)
	if err != nil {
		return err
	}
	return draft.Resume(ctx, tx, ch, draft.Copy{ChapterText: t, By: x.who.ID, SavedAt: at(c.Draft.SavedAt)})
}

// text reads a whole text of a chapter.
func (x *taking) text(dir string, f File, id work.ChapterID) (work.ChapterText, error) {
	b, err := x.told(dir, f)
	if err != nil {
		return work.ChapterText{}, err
	}
	var t Text
	if err := json.Unmarshal(b, &t); err != nil {
		return work.ChapterText{}, fault.Wrap(fault.Invalid, err, "%s in the backup can’t be read.", dir+f.Path)
	}
	return work.ChapterText{Kind: kindOf(t.Kind), Title: t.Title, Summary: t.Summary, NotesBefore: t.NotesBefore, NotesAfter: t.NotesAfter,
		Body: work.Reanchored(t.Body, work.AnchorsOf(0), work.AnchorsOf(id))}, nil
}

// kindOf is a kind of chapter that there is.
func kindOf(s string) work.Kind {
	switch k := work.Kind(s); k {
	case work.Prologue, work.Interlude, work.Epilogue, work.SideStory, work.Notice:
		return k
	}
	return work.PlainChapter
}

// at is a time of a record; 0 is none.
func at(ms int64) time.Time {
	if ms <= 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// Account finds or keeps the account that a backup is taken in as. made tells that a
// place was made, which its owner can claim.
func Account(ctx context.Context, tx *db.Tx, name string) (id viewer.ID, made bool, err error) {
	a, err := account.ByName(ctx, tx, name)
	if err == nil {
		return a.ID, false, nil
	}
	if fault.KindOf(err) != fault.NotFound {
		return 0, false, err
	}
	p, made, err := account.Place(ctx, tx, name)
	if err != nil {
		return 0, false, errors.Join(err, fmt.Errorf("backup: an account for %q", name))
	}
	return p.Account, made, nil
}
