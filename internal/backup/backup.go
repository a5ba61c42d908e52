// Package backup gives people all that is theirs in one file, and takes such a file
// in again: works, versions and pictures. docs/backup.md tells how the file is made.
package backup

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/download"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Maker makes backups.
type Maker struct {
	DB      *db.DB
	Blob    *blob.Store
	Name    string // of the archive
	BaseURL string
}

// Progress is told how many works of how many are done.
type Progress func(done, all int)

// Write writes everything that is of an account to w as a zip, one text or picture in
// memory at a time. Whoever calls it has made sure that w is for its owner.
func (m *Maker) Write(ctx context.Context, w io.Writer, id viewer.ID, told Progress) error {
	a, err := account.Get(ctx, m.DB, id)
	if err != nil {
		return err
	}
	z := &writer{Maker: m, zip: zip.NewWriter(w), now: m.DB.Now().UTC(), pictures: map[string]bool{}, originals: map[string]bool{}, hash: newHasher()}
	g := gatherer{m.DB, id, a.Name, m.BaseURL}
	ids, err := g.works(ctx)
	if err != nil {
		return err
	}
	at := map[work.ID]int{}
	for i, id := range ids {
		told(i, len(ids))
		if err := z.work(ctx, g, id, i+1); err != nil {
			return err
		}
		at[id] = i + 1
	}
	if err := z.rest(ctx, g, at); err != nil {
		return err
	}
	told(len(ids), len(ids))
	if err := z.zip.Close(); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return nil
}

// writer writes one backup.
type writer struct {
	*Maker
	zip       *zip.Writer
	now       time.Time
	pictures  map[string]bool
	originals map[string]bool
	hash      *hasher
}

// put implements sink.
func (z *writer) put(ctx context.Context, path string, content []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	f, err := z.zip.CreateHeader(&zip.FileHeader{Name: path, Method: zip.Deflate, Modified: z.now})
	if err == nil {
		_, err = f.Write(content)
	}
	if err != nil {
		return fmt.Errorf("backup: write %s: %w", path, err)
	}
	return nil
}

func (z *writer) json(ctx context.Context, path string, v any) error {
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		return fmt.Errorf("backup: %s: %w", path, err)
	}
	return z.put(ctx, path, append(b, '\n'))
}

// work writes one work: its record with its texts, its pictures and files, and as
// e-book and pages to be read.
func (z *writer) work(ctx context.Context, g gatherer, id work.ID, n int) error {
	dir := fmt.Sprintf("works/%04d/", n)
	w, err := g.work(ctx, id, z, dir)
	if err != nil {
		return err
	}
	if err := z.hash.work(id, w); err != nil {
		return err
	}
	if w.UID, err = z.uid(ctx, id); err != nil {
		return err
	}
	for _, p := range w.Pictures {
		if err := z.copy(ctx, blob.Pictures, "pictures/", p.Name, z.pictures); err != nil {
			return err
		}
	}
	for _, o := range w.Originals {
		if err := z.copy(ctx, blob.Originals, "originals/", o.SHA256, z.originals); err != nil {
			return err
		}
	}
	if err := z.json(ctx, dir+"work.json", w); err != nil {
		return err
	}
	return z.readable(ctx, g, id, n)
}

// uid is the name under which a work is known in every backup of it.
func (z *writer) uid(ctx context.Context, id work.ID) (uid string, err error) {
	err = z.DB.Tx(ctx, func(tx *db.Tx) error { uid, err = uidOf(ctx, tx, id); return err })
	return uid, err
}

// copy copies a stored file, once. One that is missing on the disk is passed over:
// the record names it, and doctor tells of it.
func (z *writer) copy(ctx context.Context, shelf blob.Kind, dir, name string, had map[string]bool) error {
	if had[name] {
		return nil
	}
	had[name] = true
	f, _, err := z.Blob.Get(ctx, shelf, name)
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	to, err := z.zip.CreateHeader(&zip.FileHeader{Name: dir + name, Method: zip.Store, Modified: z.now})
	if err == nil {
		_, err = io.Copy(to, f)
	}
	if err != nil {
		return fmt.Errorf("backup: write %s: %w", dir+name, err)
	}
	return nil
}

// readable writes the work as files that people read without any archive. A work
// without words yet has none.
func (z *writer) readable(ctx context.Context, g gatherer, id work.ID, n int) error {
	w, err := work.Get(ctx, z.DB, viewer.Viewer{ID: g.me, Name: g.name, Role: viewer.Member}, id)
	if err != nil {
		return err
	}
	words := 0
	for _, c := range w.Chapters {
		words += c.Words
	}
	if words == 0 {
		return nil
	}
	name := fmt.Sprintf("read/%04d %s", n, strings.TrimSpace(work.FileName(w.Title)))
	for _, f := range []download.Format{"epub", "html", "md"} {
		to, err := z.zip.CreateHeader(&zip.FileHeader{Name: name + "." + string(f), Method: zip.Deflate, Modified: z.now})
		if err == nil {
			err = download.Source{Q: z.DB, Blob: z.Blob, BaseURL: z.BaseURL}.Write(ctx, to, w, f)
		}
		if err != nil {
			return fmt.Errorf("backup: work %d as %s: %w", id, f, err)
		}
	}
	return nil
}

// rest writes what is not of one work. The manifest is last, since it has the hash: a
// file that was broken off has none.
func (z *writer) rest(ctx context.Context, g gatherer, at map[work.ID]int) error {
	p, err := g.person(ctx)
	if err != nil {
		return err
	}
	if err := g.private(ctx, p, at); err != nil {
		return err
	}
	for _, s := range p.Pseuds {
		for px, had := range map[int]map[string]bool{200: {}, 100: {}} {
			if s.Icon == "" {
				continue
			}
			if err := z.copy(ctx, account.IconShelf(px), fmt.Sprintf("icons/%d/", px), s.Icon, had); err != nil {
				return err
			}
		}
	}
	series, err := g.series(ctx, at)
	if err != nil {
		return err
	}
	hash, err := z.hash.sum(ctx, g)
	if err != nil {
		return err
	}
	return errors.Join(
		z.json(ctx, "account.json", p),
		z.json(ctx, "series.json", series),
		z.json(ctx, "manifest.json", Manifest{Format, Version, z.now.UnixMilli(), z.Name, z.BaseURL, g.name, len(at), hash}),
	)
}
