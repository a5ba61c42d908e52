package backup

import (
	"bytes"
	"context"

	"fmt"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/picture"
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
	if err := x.originals(ctx, tx, id, w); err != nil {
		return err
	}
	return x.skin(ctx, tx, id, w.Skin, o)
}

// originals stores the files that the work came from, which only its creators get.
func (x *taking) originals(ctx context.Context, tx *db.Tx, id work.ID, w *Work) error {
	for _, r := range w.Originals {
		path := "originals/" + r.SHA256
		if x.entries[path] == nil {
			continue
		}
		b, err := x.bytes(path, maxOriginal)
		if err != nil {
			return err
		}
		if blob.Sum(b) != r.SHA256 {
			return fault.New(fault.Invalid, "The file “%.60s” in the backup is not what it was when the backup was made.", r.File)
		}
		if err := x.Blob.PutFrom(ctx, blob.Originals, r.SHA256, bytes.NewReader(b)); err != nil {
			return err
		}
		if err := work.RestoreOriginal(ctx, tx, id, work.Original{SHA256: r.SHA256, File: r.File, Size: int64(len(b)), TookAt: past(r.TookAt, tx.Millis())}); err != nil {
			return err
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
