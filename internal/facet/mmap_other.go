//go:build !unix

package facet

import (
	"io"
	"os"
)

// mapping is a part of a file, read into memory.
type mapping struct{ data []byte }

func mapFile(f *os.File, at, size int64, _ bool) (*mapping, error) {
	words := make([]uint64, (size+7)/8) // so that it begins where any number may
	m := &mapping{bytesOf(words)[:size]}
	if _, err := io.ReadFull(io.NewSectionReader(f, at, size), m.data); err != nil {
		return nil, err
	}
	return m, nil
}

func (m *mapping) close() { m.data = nil }
