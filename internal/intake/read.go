package intake

import (
	"context"
	"fmt"
	"path"
	"strings"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/decode"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/ingest"
)

// read reads one file that waits, and stores what was understood.
func (d *Desk) read(ctx context.Context, src *source, f *file) error {
	if f.Zip == 0 && strings.EqualFold(path.Ext(f.Name), ".zip") {
		if done, err := d.unpack(ctx, f); done || err != nil {
			return err
		}
	}
	corrected, err := corrections(ctx, d.DB, f.ID)
	if err != nil {
		return err
	}
	hash, all, err := d.understand(ctx, src, f, corrected, 0)
	if err != nil {
		return err
	}
	return d.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := touch(ctx, tx, f.Import); err != nil {
			return gentle(err)
		}
		if f.SHA256 == "" {
			if double, err := setHash(ctx, tx, f, hash); double || err != nil {
				return err
			}
		}
		return keepReports(ctx, tx, f, all, corrected)
	})
}

// understand reads a file once and reports what would become of the work with this
// number in it, or of each for 0, with what somebody corrected of it by its number.
// What is wrong with the file is a report too; the error is ours, or ctx's.
func (d *Desk) understand(ctx context.Context, src *source, f *file, corrected map[int]ingest.Corrections, only int) (hash string, all []understood, err error) {
	if err := d.enter(ctx); err != nil {
		return "", nil, err
	}
	defer d.leave()
	file, err := src.open(ctx, f)
	if p, ok := blames(err); ok {
		return "", []understood{{0, ingest.Report{File: f.Name, Status: ingest.Failed, Reason: p.Say}}}, nil
	}
	if err != nil {
		return "", nil, err
	}
	defer file.Close()
	if hash = f.SHA256; hash == "" {
		if hash, err = blob.SumOf(file.Reader()); err != nil {
			return "", nil, err
		}
	}
	o, err := d.options(ctx, f)
	if err != nil {
		return "", nil, err
	}
	o.DryRun = true
	how := func(part int) (ingest.Options, bool) {
		o.Corrections = corrected[part]
		return o, only == 0 || part == only
	}
	for part, r := range d.Taker().Parts(ctx, file, hash, f.Choices, how) {
		if r.Status == ingest.Failed {
			part = 0
		}
		all = append(all, understood{part, r})
	}
	return hash, all, ctx.Err()
}

// enter waits until a file may be read.
func (d *Desk) enter(ctx context.Context) error {
	select {
	case d.reading <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (d *Desk) leave() { <-d.reading }

// gentle makes nothing of an import that was discarded while it was worked on.
func gentle(err error) error {
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	return err
}

// setHash notes what a file in a zip holds. When the import has these bytes
// already, the file is forgotten.
func setHash(ctx context.Context, tx *db.Tx, f *file, hash string) (double bool, err error) {
	if hash == "" { // it could not be read
		return false, nil
	}
	err = tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM import_files WHERE import_id = $1 AND sha256 = $2)`, int64(f.Import), hash).Scan(&double)
	switch {
	case err != nil:
	case double:
		err = tx.Exec(ctx, `DELETE FROM import_files WHERE id = $1`, int64(f.ID))
	default:
		err = tx.Exec(ctx, `UPDATE import_files SET sha256 = $2 WHERE id = $1`, int64(f.ID), hash)
	}
	if err != nil {
		return false, fmt.Errorf("intake: the bytes of file %d: %w", f.ID, err)
	}
	return double, nil
}

// unpack gives each file in a zip a row of its own. It reports false for a zip that
// is a story itself, such as an EPUB under another name.
func (d *Desk) unpack(ctx context.Context, f *file) (bool, error) {
	lies, err := d.Blob.Path(blob.Incoming, f.Lies)
	if err != nil {
		return false, err
	}
	var names []string
	var broken []*decode.Problem
	for item, err := range decode.WalkFile(ctx, f.Name, lies, d.Taker().Limits) {
		p, bad := blames(err)
		switch {
		case bad && p.Path == f.Name:
			return false, nil // read says what is wrong with it
		case bad:
			broken = append(broken, p)
		case err != nil:
			return false, err
		case item.Path == f.Name:
			return false, nil
		default:
			names = append(names, item.Path)
		}
	}
	if len(names)+len(broken) == 0 {
		broken = append(broken, &decode.Problem{Path: f.Name, Say: "“" + f.Name + "” has no files in it; look whether it was packed whole."})
	}
	return true, d.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := touch(ctx, tx, f.Import); err != nil {
			return gentle(err)
		}
		return keepUnpacked(ctx, tx, f, names, broken)
	})
}

func keepUnpacked(ctx context.Context, tx *db.Tx, zip *file, names []string, broken []*decode.Problem) error {
	for _, name := range names {
		if _, err := addInner(ctx, tx, zip, name, fileWaiting); err != nil {
			return err
		}
	}
	for _, p := range broken {
		id, err := addInner(ctx, tx, zip, p.Path, fileFailed)
		if err != nil {
			return err
		}
		r := ingest.Report{File: p.Path, Status: ingest.Failed, Reason: p.Say}
		if err := keepReport(ctx, tx, &file{ID: id, Import: zip.Import}, 0, &r, ingest.Corrections{}); err != nil {
			return err
		}
	}
	return setFile(ctx, tx, zip.ID, fileUnpacked)
}

func addInner(ctx context.Context, tx *db.Tx, zip *file, name string, st fileState) (FileID, error) {
	var id FileID
	err := tx.QueryRowContext(ctx, `INSERT INTO import_files (import_id, zip_id, name, size, state) VALUES ($1, $2, $3, 0, $4) RETURNING id`,
		int64(zip.Import), int64(zip.ID), name, string(st)).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("intake: unpack: %w", err)
	}
	return id, nil
}
