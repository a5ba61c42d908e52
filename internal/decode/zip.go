package decode

import (
	"archive/zip"
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"
	"sync"
)

// errBomb says that a packed file grows beyond what an honest one does.
var errBomb = errors.New("decode: unpacks to more than the limit")

// errCrowded says that a zip lists more files than it may.
var errCrowded = errors.New("decode: too many entries")

// pack is an opened zip: its entries by name, with one budget of bytes for all.
type pack struct {
	entries []*entry
	byName  map[string]*entry // by cleaned name, and by lower-case name if that is free
	lim     Limits

	mu   sync.Mutex
	left int64 // bytes that may still be unpacked
}

// entry is one file in a pack.
type entry struct {
	pack *pack
	file *zip.File
	name string // UTF-8, forward slashes, cleaned
	bad  string // why it may not be read, "" if it may
	seen int64  // bytes already charged to the pack's budget
}

// openPack reads a zip's directory. It fails with errCrowded for more entries
// than lim allows, before memory is spent on them.
func openPack(r io.ReaderAt, size int64, lim Limits) (*pack, error) {
	meter := &directoryMeter{r: r, left: int64(lim.Entries)*512 + 1<<20}
	z, err := zip.NewReader(meter, size)
	meter.done = true
	if meter.left < 0 || err == nil && len(z.File) > lim.Entries {
		return nil, errCrowded
	}
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, err
	}
	p := &pack{lim: lim, left: lim.UnpackedBytes, byName: make(map[string]*entry, len(z.File))}
	for _, f := range z.File {
		p.add(f)
	}
	return p, nil
}

func (p *pack) add(f *zip.File) {
	name := f.Name
	if f.NonUTF8 {
		name = decodeName(name)
	}
	name = printable(strings.ReplaceAll(name, `\`, "/"))
	e := &entry{pack: p, file: f, bad: badName(name, f.Mode())}
	e.name = strings.TrimPrefix(path.Clean("/"+name), "/")
	if e.bad != "" {
		e.name = name
	}
	p.entries = append(p.entries, e)
	if e.bad != "" || strings.HasSuffix(name, "/") {
		return
	}
	for _, key := range []string{e.name, strings.ToLower(e.name)} {
		if _, taken := p.byName[key]; !taken {
			p.byName[key] = e
		}
	}
}

// badName says why an entry of this name may not be read.
func badName(name string, mode fs.FileMode) string {
	switch {
	case mode&fs.ModeSymlink != 0:
		return "is a link to another file, which a zip may not carry here; pack the file itself"
	case strings.HasPrefix(name, "/"), len(name) > 1 && name[1] == ':':
		return "names a place outside its zip; pack the files again with relative names"
	}
	for part := range strings.SplitSeq(name, "/") {
		if part == ".." {
			return "names a place outside its zip; pack the files again with relative names"
		}
	}
	return ""
}

// find gives the entry of this name, looked up without regard to case if no
// entry has exactly it; nil if there is none.
func (p *pack) find(name string) *entry {
	if e := p.byName[name]; e != nil {
		return e
	}
	return p.byName[strings.ToLower(name)]
}

// read gives an entry's bytes, at most max of them.
func (e *entry) read(max int64) ([]byte, error) {
	r, err := e.open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return readAtMost(r, max)
}

// open gives a reader that counts what really comes out, and fails with
// errBomb when the entry or its pack grows too large.
func (e *entry) open() (io.ReadCloser, error) {
	if e.bad != "" {
		return nil, errors.New(e.bad)
	}
	r, err := e.file.Open()
	if err != nil {
		return nil, err
	}
	return &entryReader{ReadCloser: r, entry: e}, nil
}

type entryReader struct {
	io.ReadCloser
	entry *entry
	pos   int64
}

func (r *entryReader) Read(b []byte) (int, error) {
	n, err := r.ReadCloser.Read(b)
	r.pos += int64(n)
	packed := int64(r.entry.file.CompressedSize64)
	if r.pos > ratioFloor && r.pos/int64(r.entry.pack.lim.Ratio) > packed {
		return n, errBomb
	}
	if !r.entry.charge(r.pos) {
		return n, errBomb
	}
	return n, err
}

// charge takes bytes up to pos from the pack's budget, each byte once however
// often the entry is read.
func (e *entry) charge(pos int64) bool {
	e.pack.mu.Lock()
	defer e.pack.mu.Unlock()
	if pos > e.seen {
		e.pack.left -= pos - e.seen
		e.seen = pos
	}
	return e.pack.left >= 0
}

// directoryMeter bounds the bytes that are read while a zip's directory is
// parsed: archive/zip keeps a struct for every entry, whatever their number.
type directoryMeter struct {
	r    io.ReaderAt
	left int64
	done bool
}

func (m *directoryMeter) ReadAt(b []byte, off int64) (int, error) {
	if !m.done {
		if m.left -= int64(len(b)); m.left < 0 {
			return 0, errCrowded
		}
	}
	return m.r.ReadAt(b, off)
}
