package decode

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

// packFiles shows a pack as a file system, within the limits of the pack.
type packFiles struct {
	pack  *pack
	names []string // of all files that may be read, in order
	// bomb is set when a file grew beyond what it may: readers take a file that
	// ends early for a damaged one, and go on.
	bomb *atomic.Bool
}

// folderDepth is how deep in folders a file may lie to be found by looking
// through them; one that lies deeper opens by its name.
const folderDepth = 16

func newPackFiles(p *pack) packFiles {
	f := packFiles{pack: p, bomb: &atomic.Bool{}}
	for _, e := range p.entries {
		if p.byName[e.name] == e && strings.Count(e.name, "/") <= folderDepth {
			f.names = append(f.names, e.name)
		}
	}
	slices.Sort(f.names)
	return f
}

// Open opens one file of the pack, or a folder that has one.
func (f packFiles) Open(name string) (fs.File, error) {
	e := f.pack.find(name)
	if e == nil {
		content, err := f.ReadDir(name)
		if err != nil {
			return nil, err
		}
		return &packedFolder{folder: folder(path.Base(name)), rest: content}, nil
	}
	r, err := e.open()
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return packedFile{r, e, f.bomb}, nil
}

// ReadDir lists what lies in a folder, in order.
func (f packFiles) ReadDir(name string) ([]fs.DirEntry, error) {
	prefix := name + "/"
	if name == "." {
		prefix = ""
	}
	var out []fs.DirEntry
	for i := f.first(name); i < len(f.names) && strings.HasPrefix(f.names[i], prefix); {
		child, _, deeper := strings.Cut(f.names[i][len(prefix):], "/")
		if deeper {
			out = append(out, fs.FileInfoToDirEntry(folder(child)))
			// "0" follows "/": all that lies in the folder is passed over.
			i, _ = slices.BinarySearch(f.names, prefix+child+"0")
			continue
		}
		out = append(out, fs.FileInfoToDirEntry(f.pack.find(f.names[i]).file.FileInfo()))
		i++
	}
	if len(out) == 0 && name != "." {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	slices.SortFunc(out, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return out, nil
}

// first is where in names the content of a folder begins.
func (f packFiles) first(name string) int {
	if name == "." {
		return 0
	}
	i, _ := slices.BinarySearch(f.names, name+"/")
	return i
}

// packedFile is an open file of a pack.
type packedFile struct {
	io.ReadCloser
	entry *entry
	bomb  *atomic.Bool
}

// Read reads on, and remembers when the file proves to be a bomb.
func (f packedFile) Read(b []byte) (int, error) {
	n, err := f.ReadCloser.Read(b)
	if errors.Is(err, errBomb) {
		f.bomb.Store(true)
	}
	return n, err
}

// Stat tells the name and size that the zip states.
func (f packedFile) Stat() (fs.FileInfo, error) { return f.entry.file.FileInfo(), nil }

// packedFolder is an open folder of a pack, and what of it was not yet listed.
type packedFolder struct {
	folder
	rest []fs.DirEntry
}

// Stat tells the folder's name.
func (f *packedFolder) Stat() (fs.FileInfo, error) { return f.folder, nil }

// Read fails: a folder has no bytes.
func (f *packedFolder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: string(f.folder), Err: fs.ErrInvalid}
}

// Close does nothing.
func (f *packedFolder) Close() error { return nil }

// ReadDir lists the next n of what lies in the folder, all when n is not above 0.
func (f *packedFolder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		n = len(f.rest)
	} else if len(f.rest) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(f.rest))
	out := f.rest[:n:n]
	f.rest = f.rest[n:]
	return out, nil
}

// folder is a folder's name.
type folder string

// Name is the folder's own name.
func (f folder) Name() string { return string(f) }

// Size is nothing.
func (f folder) Size() int64 { return 0 }

// Mode says that it is a folder.
func (f folder) Mode() fs.FileMode { return fs.ModeDir | 0o555 }

// ModTime is not known.
func (f folder) ModTime() time.Time { return time.Time{} }

// IsDir is true.
func (f folder) IsDir() bool { return true }

// Sys is nothing.
func (f folder) Sys() any { return nil }
