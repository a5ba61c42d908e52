package backup

import (
	"context"
	"errors"

	"fmt"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/picture"
	"github.com/ficstead/ficstead/internal/related"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
	"github.com/ficstead/ficstead/internal/workskin"
)

// extras gives a work what hangs on it: pictures, cover, files it came from, skin.
func (x *taking) extras(ctx context.Context, tx *db.Tx, id work.ID, w *Work, o *Outcome) error {
	for _, p := range w.Pictures {
		if err := picture.Restore(ctx, tx, x.who.ID, id, p.Name, p.Alt); err != nil {
			return err
		}
	}
	if w.Cover != nil {
		err := picture.SetCover(ctx, tx, id, w.Cover.Name, w.Cover.Alt)
		if err != nil && fault.KindOf(err) == fault.Internal {
			return err
		}
		if err != nil {
			o.Notes = append(o.Notes, fault.Message(err))
		}
	}
	if err := errors.Join(x.noted(ctx, tx, id, w), x.relations(ctx, tx, id, w, o)); err != nil {
		return err
	}
	for i, c := range w.Chapters {
		if c.Due > 0 {
			o.Notes = append(o.Notes, fmt.Sprintf("Chapter %d was to be posted on %s (UTC); here it is a draft.", i+1, at(c.Due).Format("2 January 2006, 15:04")))
		}
	}
	return x.skin(ctx, tx, id, w.Skin, o)
}

// originals stores the files that a work came from, which only its creators get,
// before the work's transaction and without holding them in memory.
func (x *taking) originals(ctx context.Context, w *Work) error {
	if len(w.Originals) > maxOriginals {
		return fault.New(fault.TooLarge, "The work came from %d files, it says; %d is the most.", len(w.Originals), maxOriginals)
	}
	for _, r := range w.Originals {
		e := x.entries["originals/"+r.SHA256]
		if e == nil {
			continue
		}
		if err := x.weigh(e, maxOriginal); err != nil {
			return err
		}
		if err := x.count(int64(e.UncompressedSize64)); err != nil {
			return err
		}
		f, err := e.Open()
		if err != nil {
			return fault.Wrap(fault.Invalid, err, "%s in the backup is damaged.", e.Name)
		}
		sum, err := blob.SumOf(f)
		f.Close()
		if err != nil || sum != r.SHA256 {
			return fault.Wrap(fault.Invalid, err, "The file “%.60s” in the backup is not what it was when the backup was made.", r.File)
		}
		if f, err = e.Open(); err != nil {
			return fault.Wrap(fault.Invalid, err, "%s in the backup is damaged.", e.Name)
		}
		err = x.Blob.PutFrom(ctx, blob.Originals, r.SHA256, f)
		f.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// noted notes the files that a work came from.
func (x *taking) noted(ctx context.Context, tx *db.Tx, id work.ID, w *Work) error {
	for _, r := range w.Originals {
		e := x.entries["originals/"+r.SHA256]
		if e == nil {
			continue
		}
		if err := work.RestoreOriginal(ctx, tx, id, work.Original{SHA256: r.SHA256, File: r.File, Size: int64(e.UncompressedSize64), TookAt: past(r.TookAt, tx.Millis())}); err != nil {
			return err
		}
	}
	return nil
}

// relations says again what the work comes from. Works of the archive that it was in
// are works elsewhere now.
func (x *taking) relations(ctx context.Context, tx *db.Tx, id work.ID, w *Work, o *Outcome) error {
	v := viewer.Viewer{ID: x.who.ID, Name: x.who.Name, Role: viewer.Member}
	for _, r := range w.Relations {
		err := related.Add(ctx, tx, v, &work.Work{ID: id, Title: w.Title}, related.Named{Address: r.URL, Title: r.Title, Author: r.Author, Language: r.Language, Translation: r.Translation}, nil)
		if err != nil && fault.KindOf(err) == fault.Internal {
			return err
		}
		if err != nil {
			o.Notes = append(o.Notes, fmt.Sprintf("It comes from “%s” by %s, which could not be noted: %s", r.Title, r.Author, fault.Message(err)))
		}
	}
	return nil
}

// skin makes the work wear the style that it had: one of the account's that is the
// same, or a new one. CSS that is refused today is told.
func (x *taking) skin(ctx context.Context, tx *db.Tx, id work.ID, s *Skin, o *Outcome) error {
	if s == nil {
		return nil
	}
	v := viewer.Viewer{ID: x.who.ID, Name: x.who.Name, Role: viewer.Member}
	own, problems, err := workskin.Restore(ctx, tx, v, workskin.Draft{Title: s.Title, CSS: s.CSS})
	switch {
	case err != nil && fault.KindOf(err) == fault.Internal:
		return err
	case err != nil:
		o.Notes = append(o.Notes, fault.Message(err))
		return nil
	case len(problems) > 0:
		o.Notes = append(o.Notes, fmt.Sprintf("Its skin “%s” has CSS that this archive does not take, so the work goes without.", s.Title))
		return nil
	}
	return workskin.Choose(ctx, tx, v, id, own)
}
