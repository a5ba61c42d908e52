package decode

import (
	"bytes"
	"errors"
	"io"
	"os"
)

// File is one file at hand, to be read anywhere in it. What it packs is
// unpacked only as it is asked for, so that an e-book of hundreds of megabytes
// of pictures costs no more memory than its text.
type File struct {
	// Path names the file for people, and tells its kind where the content does not.
	Path string
	at   io.ReaderAt
	size int64
	// close gives back what the file holds; may be nil.
	close func() error
	// beside opens a file named relative to this one; may be nil.
	beside func(name string) (io.ReadCloser, error)
}

// NewFile makes a File of size bytes that can be read anywhere. r must stay
// open as long as the File, and the pictures of what was read from it, are in use.
func NewFile(path string, r io.ReaderAt, size int64) *File {
	return &File{Path: path, at: r, size: size}
}

// Size is the file's length in bytes.
func (f *File) Size() int64 { return f.size }

// Reader reads the file from its beginning.
func (f *File) Reader() io.Reader { return io.NewSectionReader(f.at, 0, f.size) }

// Close gives back what the file holds. Pictures of it cannot be opened afterwards.
func (f *File) Close() error {
	if f.close == nil {
		return nil
	}
	return f.close()
}

// bytes is the whole file, for kinds that are read whole.
func (f *File) bytes() ([]byte, error) { return io.ReadAll(f.Reader()) }

// first is up to n of the file's first bytes.
func (f *File) first(n int) ([]byte, error) {
	b := make([]byte, min(int64(n), f.size))
	got, err := f.at.ReadAt(b, 0)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return b[:got], err
}

// heldBytes is the most of a file inside a zip that is kept in memory; what is
// larger waits in a temporary file.
const heldBytes = 8 << 20

// File opens the item for reading anywhere in it, within the limits. The error
// is a *Problem. The caller closes the file when it needs neither it nor the
// pictures of what was read from it.
func (it Item) File(lim Limits) (*File, error) {
	r, err := it.Open()
	if err != nil {
		return nil, openProblem(it.Path, err)
	}
	f, err := openFile(r, it.maxBytes(lim))
	if err != nil {
		return nil, readProblem(it.Path, errors.Join(err, r.Close()), it.maxBytes(lim))
	}
	f.Path, f.beside = it.Path, it.beside
	return f, nil
}

// maxBytes is the most that an item of this name may weigh.
func (it Item) maxBytes(lim Limits) int64 {
	switch kindByName(it.Path) {
	case kindText, kindMarkdown, kindHTML:
		return lim.text()
	}
	return lim.packed()
}

// openFile makes a File of a reader: as it is when it is a file on disk, else
// by keeping what it gives. The reader belongs to the File then.
func openFile(r io.ReadCloser, most int64) (*File, error) {
	if disk, ok := r.(*os.File); ok {
		info, err := disk.Stat()
		if err != nil {
			return nil, err
		}
		if info.Size() > most {
			return nil, errTooBig
		}
		return &File{at: disk, size: info.Size(), close: disk.Close}, nil
	}
	var head bytes.Buffer
	if _, err := io.Copy(&head, io.LimitReader(r, min(most+1, heldBytes))); err != nil {
		return nil, err
	}
	if int64(head.Len()) > most {
		return nil, errTooBig
	}
	if head.Len() < heldBytes {
		return &File{at: bytes.NewReader(head.Bytes()), size: int64(head.Len())}, r.Close()
	}
	return spool(&head, r, most)
}

// spool writes what a reader gives to a temporary file that no name leads to.
func spool(head io.Reader, rest io.ReadCloser, most int64) (*File, error) {
	f, err := os.CreateTemp("", "ficstead-*")
	if err != nil {
		return nil, err
	}
	_ = os.Remove(f.Name()) // where a file in use keeps its name, the system's own cleaning takes it
	n, err := io.Copy(f, io.LimitReader(io.MultiReader(head, rest), most+1))
	if err == nil && n > most {
		err = errTooBig
	}
	if err == nil {
		err = rest.Close()
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &File{at: f, size: n, close: f.Close}, nil
}
