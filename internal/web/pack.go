package web

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"sync"

	"github.com/klauspost/compress/flate"
)

// Packed is a piece of a page that was deflated when it was saved. Pieces can be
// set between freshly made ones in a single gzip answer, because each ends on a
// byte and refers to nothing before it (RFC 1951, 3.2.4; RFC 1952, 2.3.1).
type Packed struct {
	Deflate []byte // raw deflate, ended by a sync marker, not final
	Size    int64  // bytes when inflated
	Sum     uint32 // CRC-32 (IEEE) when inflated
}

// Pack deflates text as small as it goes: it is done once and sent often.
func Pack(text string) (Packed, error) {
	var b bytes.Buffer
	z, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		return Packed{}, err
	}
	if _, err := io.WriteString(z, text); err != nil {
		return Packed{}, err
	}
	if err := z.Flush(); err != nil {
		return Packed{}, err
	}
	return Packed{Deflate: b.Bytes(), Size: int64(len(text)), Sum: crc32.ChecksumIEEE([]byte(text))}, nil
}

// Unpack writes the inflated text to w, no more than its stated size.
func (p Packed) Unpack(w io.Writer) error {
	r := flate.NewReader(bytes.NewReader(p.Deflate))
	defer r.Close()
	if _, err := io.CopyN(w, r, p.Size); err != nil {
		return fmt.Errorf("web: a packed text is damaged: %w", err)
	}
	return nil
}

// piece is fresh bytes, or a packed text when packed is not nil, or one that load
// will give when its turn comes.
type piece struct {
	fresh  []byte
	packed *Packed
	load   func(context.Context) (Packed, error)
}

var flaters = sync.Pool{New: func() any {
	z, err := flate.NewWriter(io.Discard, flate.BestSpeed)
	if err != nil {
		panic(err) // BestSpeed is a level
	}
	return z
}}

// gzipSink writes one gzip member, compressing only the fresh pieces.
type gzipSink struct {
	w    io.Writer
	sum  uint32
	size int64
	err  error
}

// newGzipSink begins a member with the shortest header: no name, no time.
func newGzipSink(w io.Writer) *gzipSink {
	_, err := w.Write([]byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255})
	return &gzipSink{w: w, err: err}
}

func (s *gzipSink) add(p piece) error {
	switch {
	case s.err != nil:
	case p.packed != nil:
		_, s.err = s.w.Write(p.packed.Deflate)
		s.sum, s.size = combine(s.sum, p.packed.Sum, p.packed.Size), s.size+p.packed.Size
	default:
		s.err = s.deflate(p.fresh)
		s.sum, s.size = crc32.Update(s.sum, crc32.IEEETable, p.fresh), s.size+int64(len(p.fresh))
	}
	return s.err
}

func (s *gzipSink) deflate(fresh []byte) error {
	z := flaters.Get().(*flate.Writer)
	defer flaters.Put(z)
	z.Reset(s.w)
	if _, err := z.Write(fresh); err != nil {
		return err
	}
	return z.Flush()
}

func (s *gzipSink) end() error {
	if s.err != nil {
		return s.err
	}
	tail := []byte{1, 0, 0, 0xff, 0xff} // an empty stored block, the final one
	tail = binary.LittleEndian.AppendUint32(tail, s.sum)
	tail = binary.LittleEndian.AppendUint32(tail, uint32(s.size))
	_, s.err = s.w.Write(tail)
	return s.err
}

// gzipped writes one gzip member of pieces to b.
func gzipped(b *bytes.Buffer, pieces []piece) error {
	s := newGzipSink(b)
	for _, p := range pieces {
		if err := s.add(p); err != nil {
			return err
		}
	}
	return s.end()
}

// plain writes the uncompressed bytes of pieces to b.
func plain(b *bytes.Buffer, pieces []piece) error {
	for _, p := range pieces {
		if p.packed == nil {
			b.Write(p.fresh)
		} else if err := p.packed.Unpack(b); err != nil {
			return err
		}
	}
	return nil
}

// buffers hands the memory of pages that were sent on to those that come next:
// a list of works grows to some 100 KB, and would else be made anew each time.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// largestKept is the size in bytes of the largest buffer that waits for the next page.
const largestKept = 1 << 20

func takeBuffer() *bytes.Buffer {
	b := buffers.Get().(*bytes.Buffer)
	b.Reset()
	return b
}

// giveBuffer gives a buffer back, when nothing looks into it any more.
func giveBuffer(b *bytes.Buffer) {
	if b.Cap() <= largestKept {
		buffers.Put(b)
	}
}

// combine gives the CRC-32 of two texts set one after the other, from the CRC of
// each and the length of the second: a CRC is linear, so following n bytes act on
// it as a 32 by 32 matrix of bits, and squaring that matrix doubles n.
func combine(first, second uint32, n int64) uint32 {
	if n <= 0 {
		return first
	}
	var even, odd [32]uint32
	odd[0] = crc32.IEEE // one zero bit
	for i := 1; i < 32; i++ {
		odd[i] = 1 << (i - 1)
	}
	square(&even, &odd) // two
	square(&odd, &even) // four
	for {
		square(&even, &odd)
		if n&1 != 0 {
			first = times(&even, first)
		}
		if n >>= 1; n == 0 {
			break
		}
		square(&odd, &even)
		if n&1 != 0 {
			first = times(&odd, first)
		}
		if n >>= 1; n == 0 {
			break
		}
	}
	return first ^ second
}

func times(m *[32]uint32, v uint32) uint32 {
	var sum uint32
	for i := 0; v != 0; i, v = i+1, v>>1 {
		if v&1 != 0 {
			sum ^= m[i]
		}
	}
	return sum
}

func square(to, m *[32]uint32) {
	for i := range m {
		to[i] = times(m, m[i])
	}
}
