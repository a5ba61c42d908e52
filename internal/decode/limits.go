package decode

import (
	"errors"
	"fmt"
	"io"
)

// Limits bound what one file may cost. A zero field means its default.
type Limits struct {
	// FileBytes is the most that one story may weigh, in bytes. Its defaults are
	// 56 MiB for text, Markdown and HTML (twice the longest works known) and
	// 512 MiB for EPUB and zip files, which carry pictures.
	FileBytes int64
	// UnpackedBytes is the most that one EPUB or zip may unpack to, in bytes.
	UnpackedBytes int64
	// Entries is the most files that one EPUB or zip may list.
	Entries int
	// Ratio is how many times larger than its packed form an entry of more than
	// 16 MiB may be: text shrinks to a fifth, a bomb to a thousandth.
	Ratio int
	// Depth is how many zips may lie in one another.
	Depth int
}

const (
	textBytes   = 56 << 20
	packedBytes = 512 << 20
	ratioFloor  = 16 << 20
)

// DefaultLimits are the limits that zero fields stand for. FileBytes stays
// zero because its default depends on the kind of file.
func DefaultLimits() Limits {
	return Limits{UnpackedBytes: 1 << 30, Entries: 20000, Ratio: 200, Depth: 2}
}

func (l Limits) withDefaults() Limits {
	d := DefaultLimits()
	if l.UnpackedBytes <= 0 {
		l.UnpackedBytes = d.UnpackedBytes
	}
	if l.Entries <= 0 {
		l.Entries = d.Entries
	}
	if l.Ratio <= 0 {
		l.Ratio = d.Ratio
	}
	if l.Depth <= 0 {
		l.Depth = d.Depth
	}
	return l
}

// text is the most bytes that a text, Markdown or HTML file may have.
func (l Limits) text() int64 {
	if l.FileBytes > 0 {
		return l.FileBytes
	}
	return textBytes
}

// packed is the most bytes that an EPUB or zip file may have.
func (l Limits) packed() int64 {
	if l.FileBytes > 0 {
		return l.FileBytes
	}
	return packedBytes
}

// errTooBig says that a reader gave more bytes than it may.
var errTooBig = errors.New("decode: more bytes than the limit")

// readAtMost reads all of r, and fails with errTooBig once it gave more than
// max bytes. It trusts no declared size.
func readAtMost(r io.Reader, max int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, max+1))
	if err != nil {
		return nil, err
	}
	if int64(len(b)) > max {
		return nil, errTooBig
	}
	return b, nil
}

// inWords writes a number of bytes for people: "56 MB".
func inWords(bytes int64) string {
	switch {
	case bytes >= 1<<30:
		return fmt.Sprintf("%.1f GB", float64(bytes)/(1<<30))
	case bytes >= 1<<20:
		return fmt.Sprintf("%d MB", bytes>>20)
	default:
		return fmt.Sprintf("%d KB", (bytes+1023)>>10)
	}
}
