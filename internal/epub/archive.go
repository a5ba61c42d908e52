package epub

import (
	"archive/zip"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"time"

	"github.com/klauspost/compress/flate"
)

// archive is the zip file of a book: one entry at a time, all of one date.
type archive struct {
	zip      *zip.Writer
	modified time.Time
	copied   []byte // buffer for pictures
}

// newArchive begins the file with the two entries that must come first.
func newArchive(w io.Writer, modified time.Time) (*archive, error) {
	a := &archive{zip: zip.NewWriter(w), modified: modified}
	// Entries are written one after another, so one compressor serves them all.
	var shared *flate.Writer
	a.zip.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) {
		if shared == nil {
			var err error
			shared, err = flate.NewWriter(out, 5)
			return shared, err
		}
		shared.Reset(out)
		return shared, nil
	})
	if err := a.mimetype(); err != nil {
		return nil, err
	}
	return a, a.add("META-INF/container.xml", []byte(containerXML))
}

const containerXML = `<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
`

// mimetype writes the entry that tells what the file is. It is neither compressed
// nor has it extra fields, so that its bytes stand at a fixed place.
func (a *archive) mimetype() error {
	const kind = "application/epub+zip"
	h := &zip.FileHeader{
		Name:               "mimetype",
		Method:             zip.Store,
		CRC32:              crc32.ChecksumIEEE([]byte(kind)),
		CompressedSize64:   uint64(len(kind)),
		UncompressedSize64: uint64(len(kind)),
	}
	//lint:ignore SA1019 Modified would add an extra field.
	h.SetModTime(a.modified)
	h.Modified = time.Time{}
	w, err := a.zip.CreateRaw(h)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, kind)
	return err
}

// create begins the next entry.
func (a *archive) create(name string) (io.Writer, error) {
	return a.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: a.modified})
}

// add writes a whole entry.
func (a *archive) add(name string, content []byte) error {
	w, err := a.create(name)
	if err != nil {
		return err
	}
	_, err = w.Write(content)
	return err
}

// addFrom copies an entry from a file that open opens.
func (a *archive) addFrom(name string, open func() (io.ReadCloser, error)) (err error) {
	r, err := open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	w, err := a.create(name)
	if err != nil {
		return err
	}
	if a.copied == nil {
		a.copied = make([]byte, 32<<10)
	}
	// The bare interfaces keep io from choosing a way round the buffer.
	if _, err = io.CopyBuffer(struct{ io.Writer }{w}, struct{ io.Reader }{r}, a.copied); err != nil {
		return fmt.Errorf("copy: %w", err)
	}
	return nil
}

// close writes the directory that ends the file.
func (a *archive) close() error { return a.zip.Close() }

// archiveTime is the moment that stands for t in a zip file, whose calendar
// begins in 1980 and counts in steps of two seconds.
func archiveTime(t time.Time) time.Time {
	t = t.UTC().Truncate(2 * time.Second)
	if t.Year() < 1980 || t.Year() > 2107 {
		return time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return t
}
