package backup

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/picture"
	"github.com/ficstead/ficstead/internal/publish"
	"github.com/ficstead/ficstead/internal/related"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
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
	if err := x.plans(ctx, tx, id, w, o); err != nil {
		return err
	}
	return x.skin(ctx, tx, id, w.Skin, o)
}

// plans has chapters posted at the times for which that was planned. What is past is
// told, and stays a draft: nobody is surprised by what they planned long ago.
func (x *taking) plans(ctx context.Context, tx *db.Tx, id work.ID, w *Work, o *Outcome) error {
	ids, err := db.All(ctx, tx, db.One[work.ChapterID], `SELECT id FROM chapters WHERE work_id = $1 ORDER BY position, id`, int64(id))
	if err != nil {
		return fmt.Errorf("backup: chapters of work %d: %w", id, err)
	}
	for i, c := range w.Chapters[:min(len(w.Chapters), len(ids))] {
		if c.Due <= 0 || c.Posted && w.Posted {
			continue
		}
		if !web.KnownZone(c.Zone) {
			c.Zone = ""
		}
		n, when := strconv.Itoa(i+1), publish.When(ctx, at(c.Due), c.Zone)
		if !at(c.Due).After(tx.Now) || at(c.Due).After(tx.Now.AddDate(farthest, 0, 0)) {
			o.Notes = append(o.Notes, say.T(ctx, "Chapter {n} was to be posted on {when}. That time is past or far away, so it is a draft.", "n", n, "when", when))
			continue
		}
		if err := publish.Put(ctx, tx, id, x.who.ID, []publish.Schedule{{Chapter: ids[i], Due: at(c.Due), Zone: c.Zone, Silent: c.Silent}}); err != nil {
			return err
		}
		o.Notes = append(o.Notes, say.T(ctx, "Chapter {n} will be posted on {when}, as you planned.", "n", n, "when", when))
	}
	return nil
}

// farthest is how many years ahead a plan can be that is taken in.
const farthest = 10

// ofChapter is the address of a chapter in a work.
var ofChapter = regexp.MustCompile(`^/works/([0-9]{1,18})/chapters/([0-9]{1,18})$`)

// maxAddresses is how many addresses can lead to one chapter.
const maxAddresses = 100

// addresses has those lead to a chapter again that led to it, where the archive is the
// one in which they did and nothing stands there now. Only who looks after the archive can
// take a backup in so: an address may be known of somebody else's story.
func (x *taking) addresses(ctx context.Context, tx *db.Tx, id work.ChapterID, c *Chapter) error {
	if x.Careful || x.BaseURL == "" || x.Address != x.BaseURL {
		return nil
	}
	for _, a := range c.Addresses[:min(len(c.Addresses), maxAddresses)] {
		m := ofChapter.FindStringSubmatch(a)
		if m == nil {
			continue
		}
		of, errOf := strconv.ParseInt(m[1], 10, 64)
		was, errWas := strconv.ParseInt(m[2], 10, 64)
		if errOf != nil || errWas != nil {
			continue
		}
		if err := work.RestoreAddress(ctx, tx, work.ID(of), work.ChapterID(was), id); err != nil {
			return err
		}
	}
	return nil
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
