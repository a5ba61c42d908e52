package decode

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
)

// zipFile lists what a zip on disk holds. A zip that is a story itself (an
// EPUB or an office file under another name) is given as one item.
func (w *walker) zipFile(p, name string) bool {
	f := &sharedFile{path: p}
	size, err := f.size()
	if err != nil {
		return w.fail(openProblem(name, err))
	}
	if err := f.acquire(); err != nil {
		return w.fail(openProblem(name, err))
	}
	defer f.release()
	z, err := openPack(f, size, w.lim)
	if err != nil {
		return w.fail(zipProblem(name, err, w.lim))
	}
	if z.find("mimetype") != nil || z.find("META-INF/container.xml") != nil || z.find("[Content_Types].xml") != nil {
		return w.give(Item{Path: name, Size: size, Open: func() (io.ReadCloser, error) { return os.Open(p) }})
	}
	return w.entries(z, name, func(e *entry) (io.ReadCloser, error) {
		if err := f.acquire(); err != nil {
			return nil, err
		}
		r, err := e.open()
		if err != nil {
			f.release()
			return nil, err
		}
		return &releasing{ReadCloser: r, release: sync.OnceFunc(f.release)}, nil
	}, 1)
}

// entries lists a zip's files in natural order. open opens one of them; depth
// says how many zips they lie in.
func (w *walker) entries(z *pack, name string, open func(*entry) (io.ReadCloser, error), depth int) bool {
	list := slices.Clone(z.entries)
	slices.SortStableFunc(list, func(a, b *entry) int { return comparePaths(a.name, b.name) })
	pages := slices.ContainsFunc(list, func(e *entry) bool { return hasPages(e.name) })
	for _, e := range list {
		if e.file.FileInfo().IsDir() || e.bad == "" && slices.ContainsFunc(strings.Split(e.name, "/"), isLitter) {
			continue
		}
		if !w.entry(z, e, name, open, depth, pages) {
			return false
		}
	}
	return true
}

// entry takes one file of a zip.
func (w *walker) entry(z *pack, e *entry, zipName string, open func(*entry) (io.ReadCloser, error), depth int, pages bool) bool {
	name := zipName + "/" + e.name
	switch k := kindByName(e.name); {
	case e.bad != "":
		return w.fail(problem(name, Escapes, nil, "%s.", e.bad))
	case e.file.Flags&1 != 0:
		return w.fail(problem(name, Locked, nil, "is locked with a password; unpack the zip and bring the files."))
	case e.bomb():
		return w.fail(bombProblem(name))
	case k == kindZip && depth >= w.lim.Depth:
		return w.fail(problem(name, Bomb, nil, "is a zip too deep inside other zips; unpack it and bring what it holds."))
	case k == kindZip:
		return w.nested(e, name, open, depth+1)
	case k == kindSupport && pages:
		return true
	case k == kindSupport || k == kindUnknown:
		return w.fail(unknownProblem(name))
	}
	return w.give(Item{
		Path: name, Size: int64(e.file.UncompressedSize64), //nolint:gosec // only shown
		Open: func() (io.ReadCloser, error) { return open(e) },
		beside: func(rel string) (io.ReadCloser, error) {
			other := z.find(path.Join(path.Dir(e.name), rel))
			if other == nil {
				return nil, os.ErrNotExist
			}
			return open(other)
		},
	})
}

// bomb tells an entry that already by its own statement grows beyond reason.
func (e *entry) bomb() bool {
	size, packed := e.file.UncompressedSize64, e.file.CompressedSize64
	return size > ratioFloor && size/uint64(e.pack.lim.Ratio) > packed
}

// nested lists a zip in a zip. Only one such zip is held in memory while its
// items are read in order; going back to an earlier one unpacks it again.
func (w *walker) nested(e *entry, name string, open func(*entry) (io.ReadCloser, error), depth int) bool {
	inner := &nestedZip{open: func() (io.ReadCloser, error) { return open(e) }, lim: w.lim, slot: &w.slot}
	z, err := inner.load()
	if err != nil {
		return w.fail(zipProblem(name, err, w.lim))
	}
	return w.entries(z, name, func(e *entry) (io.ReadCloser, error) {
		z, err := inner.load()
		if err != nil {
			return nil, err
		}
		again := z.find(e.name)
		if again == nil {
			return nil, os.ErrNotExist
		}
		return again.open()
	}, depth)
}

// nestedBytes bounds a zip in a zip, which is held in memory.
const nestedBytes = 128 << 20

// nestedZip is a zip in a zip, which can only be read whole.
type nestedZip struct {
	open func() (io.ReadCloser, error)
	lim  Limits
	slot *packSlot
}

// packSlot holds the one nested zip that is in memory during a walk.
type packSlot struct {
	mu    sync.Mutex
	owner *nestedZip
	pack  *pack
}

func (n *nestedZip) load() (*pack, error) {
	n.slot.mu.Lock()
	defer n.slot.mu.Unlock()
	if n.slot.owner == n {
		return n.slot.pack, nil
	}
	r, err := n.open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	b, err := readAtMost(r, nestedBytes)
	if err != nil {
		return nil, err
	}
	p, err := openPack(bytes.NewReader(b), int64(len(b)), n.lim)
	if err != nil {
		return nil, err
	}
	n.slot.owner, n.slot.pack = n, p
	return p, nil
}

// releasing closes what it reads and then what holds it.
type releasing struct {
	io.ReadCloser
	release func()
}

func (r *releasing) Close() error {
	err := r.ReadCloser.Close()
	r.release()
	return err
}

// sharedFile is a file on disk that is open only while someone reads from it,
// so that a walk over many zips holds few files open.
type sharedFile struct {
	path string
	mu   sync.Mutex
	file *os.File
	uses int
}

func (s *sharedFile) size() (int64, error) {
	info, err := os.Stat(s.path)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func (s *sharedFile) acquire() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.uses == 0 {
		f, err := os.Open(s.path)
		if err != nil {
			return err
		}
		s.file = f
	}
	s.uses++
	return nil
}

func (s *sharedFile) release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.uses--; s.uses == 0 {
		s.file.Close()
		s.file = nil
	}
}

// ReadAt reads from the open file.
func (s *sharedFile) ReadAt(b []byte, off int64) (int, error) {
	s.mu.Lock()
	f := s.file
	s.mu.Unlock()
	if f == nil {
		return 0, errors.New("decode: the zip is closed")
	}
	return f.ReadAt(b, off)
}
