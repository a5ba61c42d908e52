package ingest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/decode"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/series"
	"github.com/ficstead/ficstead/internal/work"
)

// nobody is the name over works whose file names no author.
const nobody = "Unknown author"

// store puts one work into the archive, in one transaction. Everything
// slow is done before, so that nobody waits for it.
func (t *Taker) store(ctx context.Context, p parcel, d work.Draft, o Options) Report {
	if err := t.Blob.PutFrom(ctx, blob.Originals, p.hash, p.file.Reader()); err != nil {
		return t.broken(ctx, p.file.Path, err)
	}
	d.Original = &work.Original{SHA256: p.hash, File: p.file.Path, Size: p.file.Size()}
	t.hang(ctx, p.m, &d)
	d.Prepare(t.Cleaner)
	r := understood(p.m, &d, o)
	err := t.DB.Tx(ctx, func(tx *db.Tx) error {
		same, err := p.note(ctx, tx, o)
		if err != nil || same != 0 {
			r.Work, r.Status = int64(same), Same
			return err
		}
		if r.Alike, err = t.alike(ctx, tx, p, &d, o); err != nil {
			return err
		}
		if doubled(r.Alike, o) {
			return errDoubled
		}
		id, status, err := t.put(ctx, tx, p, d, o, r.Alike)
		r.Work, r.Status = int64(id), status
		if err == nil && o.Then != nil {
			err = o.Then(ctx, tx, id)
		}
		return err
	})
	r.fill()
	switch {
	case errors.Is(err, errDoubled):
		r.skip()
		return r
	case err == nil:
		r.URL = t.address(work.ID(r.Work))
		return r
	case fault.KindOf(err) != fault.Internal:
		return failed(p.file.Path, p.file.Path+": "+fault.Message(err))
	}
	return t.broken(ctx, p.file.Path, err)
}

// errDoubled ends a transaction in which a story turned out to be here already.
var errDoubled = errors.New("ingest: the story is here already")

// skip says that a story is not taken because it is here already.
func (r *Report) skip() {
	a := r.Alike[0]
	r.Status, r.Work, r.URL = Skipped, a.Work, a.URL
	r.Reason = fmt.Sprintf("Looks like “%s” (work %d), which is here already. --again makes a new version of it, --double a work of its own.", a.Title, a.Work)
}

// put makes the work, or a new version of it.
func (t *Taker) put(ctx context.Context, tx *db.Tx, p parcel, d work.Draft, o Options, alike []Alike) (work.ID, Status, error) {
	var err error
	if d.Creators, err = creators(ctx, tx, p.m, o); err != nil {
		return 0, "", err
	}
	was, err := t.earlier(ctx, tx, d, o, p, alike)
	if err != nil {
		return 0, "", err
	}
	if o.Into != 0 {
		if err := keepStanding(ctx, tx, o.Into, &d, p.m, o.Corrections); err != nil {
			return 0, "", err
		}
	}
	status := Imported
	if was != 0 {
		status, err = Updated, work.Replace(ctx, tx, t.Cleaner, was, d)
	} else {
		was, err = work.Create(ctx, tx, t.Cleaner, d)
	}
	if err != nil {
		return 0, "", err
	}
	if err := p.became(ctx, tx, o, was); err != nil {
		return 0, "", err
	}
	return was, status, t.part(ctx, tx, p.m, d, o, was)
}

// earlier finds the work that this one makes a new version of: the one that was
// asked for, or for --again of the same bytes, else of the same name, title and
// creator, else the one that is most like it.
func (t *Taker) earlier(ctx context.Context, tx *db.Tx, d work.Draft, o Options, p parcel, alike []Alike) (work.ID, error) {
	if o.Into != 0 || !o.Again {
		return o.Into, nil
	}
	if id, err := p.taken(ctx, tx, o); err != nil || id != 0 {
		return id, err
	}
	var id work.ID
	err := tx.QueryRowContext(ctx, `SELECT w.id FROM originals o JOIN works w ON w.id = o.work_id
		JOIN work_creators c ON c.work_id = w.id AND c.pseud_id = $3
		WHERE o.file = $1 AND w.title = $2 ORDER BY w.id DESC LIMIT 1`, p.file.Path, d.Title, int64(d.Creators[0])).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return version(alike, 0, o), nil
	}
	if err != nil {
		return 0, fmt.Errorf("look for an earlier version: %w", err)
	}
	return id, nil
}

// creators finds or makes the pseuds that the work is by.
func creators(ctx context.Context, tx *db.Tx, m *decode.Manuscript, o Options) ([]account.PseudID, error) {
	if len(o.By) > 0 {
		return o.By, nil
	}
	names := m.Authors
	if o.As != "" {
		names = []string{o.As}
	}
	if len(names) == 0 {
		names = []string{nobody}
	}
	var out []account.PseudID
	for _, name := range names {
		p, _, err := account.Place(ctx, tx, name)
		if err != nil {
			return nil, err
		}
		out = append(out, p.ID)
	}
	return out, nil
}

// part puts the work into the series that was asked for, or that its file names.
func (t *Taker) part(ctx context.Context, tx *db.Tx, m *decode.Manuscript, d work.Draft, o Options, id work.ID) error {
	title, position := m.Series, m.SeriesPart
	if o.Series != "" {
		title, position = o.Series, 0
	}
	if title == "" {
		return nil
	}
	_, err := series.Add(ctx, tx, title, d.Creators, id, position)
	return err
}

// sameAll reports a file of which every work was taken before.
func (t *Taker) sameAll(ctx context.Context, path string, ids []work.ID) []Report {
	out := make([]Report, 0, len(ids))
	for i, id := range ids {
		r := t.same(ctx, path, id)
		if len(ids) > 1 {
			r.Part = i + 1
		}
		out = append(out, r)
	}
	return out
}

// same reports a file that was taken before.
func (t *Taker) same(ctx context.Context, path string, id work.ID) Report {
	r := Report{File: path, Status: Same, Work: int64(id), URL: t.address(id)}
	r.fill()
	err := t.DB.QueryRowContext(ctx, `SELECT title, chapter_count, words, rating, language FROM works WHERE id = $1`, int64(id)).
		Scan(&r.Title, &r.Chapters, &r.Words, &r.Rating, &r.Language)
	if err != nil {
		return t.broken(ctx, path, err)
	}
	r.Reason = "Taken before; --again makes a new version of it."
	return r
}
