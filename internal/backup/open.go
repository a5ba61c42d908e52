package backup

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"io"
	"regexp"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/work"
)

// Bounds of a backup that is taken in. What is over them is refused with a sentence,
// from the bytes that are really there.
const (
	maxFiles    = 500_000
	maxJSON     = 32 << 20 // of a record
	maxText     = 4 * work.MaxChapter
	maxOriginal = 512 << 20
	// maxOriginals is how many files a work may have come from.
	maxOriginals = 1000
	// maxRatio is how many bytes may come of one that is packed, in what has more than a
	// MB: no text of a person's, and no picture, packs so well.
	maxRatio = 100
	maxAll   = 20 << 30 // of everything that is read
)

// file is a backup that is open.
type file struct {
	Manifest
	entries map[string]*zip.File
	told    map[string]bool // files that a record named: each is named once
	most    int64           // bytes that may be read
	read    int64
}

// Is reports whether a zip is a backup, by its manifest alone.
func Is(r io.ReaderAt, size int64) bool {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return false
	}
	for _, f := range z.File {
		if f.Name == "manifest.json" {
			b, err := readBounded(f, 64<<10)
			var m Manifest
			return err == nil && json.Unmarshal(b, &m) == nil && m.Format == Format
		}
	}
	return false
}

// open opens a backup.
func open(r io.ReaderAt, size int64) (*file, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "That is no backup of a Ficstead: it is not a whole zip file. Perhaps it was broken off on its way; take it once more.")
	}
	if len(z.File) > maxFiles {
		return nil, fault.New(fault.TooLarge, "That zip holds %d files; %d is the most for a backup.", len(z.File), maxFiles)
	}
	f := &file{entries: make(map[string]*zip.File, len(z.File)), told: map[string]bool{}, most: maxAll}
	for _, e := range z.File {
		if _, twice := f.entries[e.Name]; !twice {
			f.entries[e.Name] = e
		}
	}
	if err := f.json("manifest.json", &f.Manifest); err != nil || f.Format != Format {
		return nil, fault.Wrap(fault.Invalid, err, "That is no backup of a Ficstead, or it was broken off before its end.")
	}
	if f.Version != Version {
		return nil, fault.New(fault.Invalid, "That backup is of form %d; this archive knows form %d. A newer Ficstead made it: update this one first.", f.Version, Version)
	}
	if f.Works < 0 || f.Works > maxFiles {
		return nil, fault.New(fault.Invalid, "That backup says it holds %d works, which can’t be.", f.Works)
	}
	return f, nil
}

// bytes reads one file of the backup, of at most most bytes.
func (f *file) bytes(path string, most int64) ([]byte, error) {
	e := f.entries[path]
	if e == nil {
		return nil, fault.New(fault.Invalid, "The backup has no file %s, which it names.", path)
	}
	if err := f.weigh(e, most); err != nil {
		return nil, err
	}
	b, err := readBounded(e, most)
	if err != nil {
		return nil, err
	}
	return b, f.count(int64(len(b)))
}

// count notes that so many bytes were read.
func (f *file) count(n int64) error {
	if f.read += n; f.read > f.most {
		return fault.New(fault.TooLarge, "That backup holds more than %d GB once it is unpacked. Those who look after the archive can take it in by the command.", f.most>>30)
	}
	return nil
}

// weigh refuses an entry by what the zip says of it: a reader of zips gives no more
// bytes than that.
func (f *file) weigh(e *zip.File, most int64) error {
	switch size := e.UncompressedSize64; {
	case size > uint64(most):
		return fault.New(fault.TooLarge, "%s in the backup has more than %d MB.", e.Name, max(1, most>>20))
	case size > 1<<20 && size > maxRatio*e.CompressedSize64:
		return fault.New(fault.Invalid, "%s in the backup is packed as no text or picture ever is. Nothing of its work was taken in.", e.Name)
	}
	return nil
}

func readBounded(e *zip.File, most int64) ([]byte, error) {
	r, err := e.Open()
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "%s in the backup is damaged.", e.Name)
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, most+1))
	switch {
	case err != nil:
		return nil, fault.Wrap(fault.Invalid, err, "%s in the backup is damaged.", e.Name)
	case int64(len(b)) > most:
		return nil, fault.New(fault.TooLarge, "%s in the backup has more than %d MB.", e.Name, max(1, most>>20))
	}
	return b, nil
}

func (f *file) json(path string, into any) error {
	b, err := f.bytes(path, maxJSON)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, into); err != nil {
		return fault.Wrap(fault.Invalid, err, "%s in the backup can’t be read.", path)
	}
	return nil
}

// inWork is what paths of a work's files look like: nothing leads anywhere else.
var inWork = regexp.MustCompile(`^(?:chapters|drafts|versions)/[0-9-]{1,20}\.(?:html|json|source)$`)

// named reads a file that a record tells of, and makes sure that it is that one. A
// record that tells of one twice was made to keep an archive busy.
func (f *file) named(dir string, x File) ([]byte, error) {
	if f.told[dir+x.Path] {
		return nil, fault.New(fault.Invalid, "The backup names the file “%.60s” twice, which no backup does.", x.Path)
	}
	if !inWork.MatchString(x.Path) {
		return nil, fault.New(fault.Invalid, "The backup names a file “%.60s”, which no backup has.", x.Path)
	}
	f.told[dir+x.Path] = true
	b, err := f.bytes(dir+x.Path, maxText)
	if err != nil {
		return nil, err
	}
	if sumOf(b) != x.SHA256 {
		return nil, fault.New(fault.Invalid, "%s in the backup is not what it was when the backup was made: its checksum differs. Nothing of this work was taken in.", dir+x.Path)
	}
	return b, nil
}

// work reads the record of the work at a place.
func (f *file) work(n int) (*Work, string, error) {
	dir := fmt.Sprintf("works/%04d/", n)
	var w Work
	if err := f.json(dir+"work.json", &w); err != nil {
		return nil, dir, err
	}
	if len(w.Chapters) > work.MaxChapters || len(w.Tags) > work.MaxTags {
		return nil, dir, fault.New(fault.TooLarge, "“%.60s” has more chapters or tags than a work can have.", w.Title)
	}
	return &w, dir, nil
}

// picture reads a picture that is exactly as an archive keeps pictures; anything else
// is refused, so that nothing hides in one.
func (f *file) picture(name string) (blob.Picture, error) {
	b, err := f.bytes("pictures/"+name, blob.MaxPictureBytes)
	if err != nil {
		return blob.Picture{}, err
	}
	return blob.Ours(b, name)
}
