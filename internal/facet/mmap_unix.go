//go:build unix

package facet

import (
	"os"

	"golang.org/x/sys/unix"
)

// mapping is a part of a file seen as memory.
type mapping struct {
	data   []byte
	mapped []byte
}

// mapFile maps size bytes from at on, which is at the beginning of a page. What is
// written to a private one stays in memory, page by page.
func mapFile(f *os.File, at, size int64, private bool) (*mapping, error) {
	if size == 0 {
		return &mapping{}, nil
	}
	lead := at % int64(os.Getpagesize())
	prot, flags := unix.PROT_READ, unix.MAP_SHARED
	if private {
		prot, flags = unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE
	}
	b, err := unix.Mmap(int(f.Fd()), at-lead, int(size+lead), prot, flags)
	if err != nil {
		return nil, &os.PathError{Op: "mmap", Path: f.Name(), Err: err}
	}
	return &mapping{b[lead:], b}, nil
}

func (m *mapping) close() {
	if m.mapped != nil {
		_ = unix.Munmap(m.mapped)
		m.mapped, m.data = nil, nil
	}
}
