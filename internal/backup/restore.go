package backup

import (
	"context"
	"crypto/rand"
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

// Outcome is what became of one work of a backup, or of what is of no work.
type Outcome struct {
	// Account is set for what is of no work: preferences, filters, requests. It comes
	// last, with notes alone, and only where there is something to tell.
	Account bool `json:",omitempty"`
	Title   string
	Work    work.ID // 0 when it was not taken in
	Here    bool    // it was here already
	Reason  string  // why it was not taken in, for people
	// Notes tell what of it is another here than where it was.
	Notes []string
}

// Taker takes backups in.
type Taker struct {
	DB      *db.DB
	Blob    *blob.Store
	Cleaner prose.Cleaner
	// Most is how many bytes a backup may hold once it is unpacked; 0 is the most that
	// any may.
	Most int64
	// BaseURL is the archive's own address, "" when it knows none.
	BaseURL string
	// Careful is set for files that a member brought: what publishing would refuse comes
	// as a draft, and nobody is given anything by name.
	Careful bool
}

// Take takes a backup in as an account's, work by work, each wholly or not at all.
// Works that are here already are passed by, so a backup that was stopped in the
// middle goes on when it is taken in again. Nothing in the file is believed: texts
// are cleaned, pictures looked through, and who else signed a work is only told,
// never made to sign. told hears of each work, and at the end of the rest.
func (t *Taker) Take(ctx context.Context, r io.ReaderAt, size int64, as viewer.ID, told func(Outcome)) error {
	f, err := open(r, size)
	if err != nil {
		return err
	}
	if t.Most > 0 {
		f.most = t.Most
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
	if err := x.series(ctx); err != nil {
		return err
	}
	o, err := x.own(ctx)
	if err == nil && len(o.Notes) > 0 {
		told(o)
	}
	return err
}

// taking is one backup that is being taken in.
type taking struct {
	*Taker
	*file
	who     *account.Account
	account Person          // what the file says of it
	at      map[int]work.ID // the works by their places
	weight  int             // bytes of the texts of the work that is under way
}

// maxWork is how many bytes the texts of one work may have as they stand: they are
// taken in by one transaction.
const maxWork = 128 << 20

// work takes in the work at a place: what readers and its author see of it at once, in
// one transaction, and then its earlier versions, some at a time, so that nobody who
// writes meanwhile waits for them.
func (x *taking) work(ctx context.Context, n int) (Outcome, error) {
	w, dir, err := x.file.work(n)
	if err != nil {
		return Outcome{Title: dir}, err
	}
	o := Outcome{Title: w.Title}
	if w.UID == "" || len(w.UID) > maxUID {
		w.UID = rand.Text() // from no archive: it is new each time
	}
	p, err := known(ctx, x.DB, x.who.ID, w.UID)
	o.Work, o.Here = p.work, p.whole
	if err != nil || p.whole {
		return o, err
	}
	if p.work == 0 {
		if p, err = x.present(ctx, w, dir, &o); err != nil {
			return o, err
		}
	}
	o.Work = p.work
	return o, x.versions(ctx, w, dir, p)
}

// maxUID is how long the name of a work in backups may be.
const maxUID = 100

// present takes in a work as it stands, without its earlier versions.
func (x *taking) present(ctx context.Context, w *Work, dir string, o *Outcome) (progress, error) {
	pictures, err := x.pictures(w, o)
	if err != nil {
		return progress{}, err
	}
	if err := x.originals(ctx, w); err != nil {
		return progress{}, err
	}
	notes := o.Notes
	var p progress
	err = x.DB.Tx(ctx, func(tx *db.Tx) (err error) {
		o.Notes, x.weight = slices.Clone(notes), 0
		clear(x.told) // the transaction may begin again
		if p, err = known(ctx, tx, x.who.ID, w.UID); err != nil || p.work != 0 {
			return err
		}
		for _, p := range pictures {
			if err := blob.PutPicture(ctx, tx, x.Blob, p); err != nil {
				return err
			}
		}
		p.work, err = x.restore(ctx, tx, w, dir, o)
		return err
	})
	return p, err
}

// versionsAtOnce is how many bytes of versions are taken in by one transaction.
const versionsAtOnce = 4 << 20

// versions takes in the earlier versions of a work's chapters, from where it stopped.
func (x *taking) versions(ctx context.Context, w *Work, dir string, p progress) error {
	ids, err := db.All(ctx, x.DB, db.One[work.ChapterID], `SELECT id FROM chapters WHERE work_id = $1 ORDER BY id LIMIT $2`, int64(p.work), len(w.Chapters))
	if err != nil {
		return fmt.Errorf("backup: chapters of work %d: %w", p.work, err)
	}
	for !p.whole {
		if err := ctx.Err(); err != nil {
			return err
		}
		if p, err = x.someVersions(ctx, w, dir, p, ids); err != nil {
			return err
		}
	}
	return nil
}

// someVersions takes in as many of the next versions as fit into one transaction. They
// are read before it begins.
func (x *taking) someVersions(ctx context.Context, w *Work, dir string, p progress, ids []work.ChapterID) (progress, error) {
	type next struct {
		id work.ChapterID
		work.NewVersion
	}
	var some []next
	for size := 0; size < versionsAtOnce; {
		if p.chapter >= min(len(w.Chapters), len(ids)) {
			p.whole = true
			break
		}
		all := w.Chapters[p.chapter].Versions
		if p.version >= len(all) {
			p.chapter, p.version = p.chapter+1, 0
			continue
		}
		v, err := x.version(dir, all[p.version], ids[p.chapter])
		if err != nil {
			return p, err
		}
		some = append(some, next{ids[p.chapter], v})
		size += len(v.Body)
		p.version++
	}
	return p, x.DB.Tx(ctx, func(tx *db.Tx) error {
		for _, v := range some {
			if err := work.RestoreVersion(ctx, tx, v.id, v.NewVersion); err != nil {
				return err
			}
		}
		return p.note(ctx, tx)
	})
}

// version reads one version of a chapter.
func (x *taking) version(dir string, v Saved, id work.ChapterID) (work.NewVersion, error) {
	t, err := x.text(dir, v.File, id)
	n := work.NewVersion{Kind: work.KnownVersionKind(v.Kind), Name: v.Name, Words: v.Words, At: past(v.At, x.DB.Now().UnixMilli()), ChapterText: t}
	if v.By == "" {
		n.By = x.who.ID
	}
	return n, err
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

// chapter puts one chapter into a work, with its working copy.
func (x *taking) chapter(ctx context.Context, tx *db.Tx, id work.ID, n int, c *Chapter, dir string) error {
	body, err := x.named(dir, c.Text)
	if err != nil {
		return err
	}
	if x.weight += len(body); x.weight > maxWork {
		return fault.New(fault.TooLarge, "The text of this work has more than %d MB; that is more than a work of %d million words.", maxWork>>20, maxWork/7_000_000)
	}
	k := work.KeptChapter{
		ChapterText: work.ChapterText{Kind: kindOf(c.Kind), Title: c.Title, Summary: c.Summary, NotesBefore: c.NotesBefore, NotesAfter: c.NotesAfter, Body: string(body)},
		Posted:      c.Posted, CreatedAt: past(c.CreatedAt, tx.Millis()), UpdatedAt: past(c.UpdatedAt, tx.Millis()),
		Anchored: string(body), Next: min(max(c.NextAnchor, 1), 10*work.MaxChapter),
	}
	if c.PostedAt > 0 {
		k.PostedAt = past(c.PostedAt, tx.Millis())
	}
	if c.Source != nil {
		b, err := x.named(dir, *c.Source)
		if err != nil {
			return err
		}
		k.Source = string(b)
	}
	ch, err := work.RestoreChapter(ctx, tx, x.Cleaner, id, n, k)
	if err != nil {
		return err
	}
	for _, s := range c.Creators {
		if !s.Mine {
			continue
		}
		p, err := x.pseud(ctx, tx, s.Pseud)
		if err != nil {
			return err
		}
		if err := work.JoinChapter(ctx, tx, id, ch, p); err != nil {
			return err
		}
	}
	if err := x.addresses(ctx, tx, ch, c); err != nil || c.Draft == nil {
		return err
	}
	t, err := x.text(dir, c.Draft.File, ch)
	if err != nil {
		return err
	}
	return draft.Resume(ctx, tx, ch, draft.Copy{ChapterText: t, By: x.who.ID, SavedAt: past(c.Draft.SavedAt, tx.Millis())})
}

// text reads a whole text of a chapter.
func (x *taking) text(dir string, f File, id work.ChapterID) (work.ChapterText, error) {
	b, err := x.named(dir, f)
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
