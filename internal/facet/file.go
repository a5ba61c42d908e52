package facet

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"os"
	"path/filepath"
)

// file is one that store wrote, open.
type file struct {
	table map[string]section
	all   *mapping // read only
	cols  *mapping // the columns, which may be changed; the change stays in memory
	colAt int64
	err   error
	name  string
	seq   int64
	views int // that hold it; guarded by Index.mu
}

func (f *file) hold() {
	if f != nil {
		f.views++
	}
}

// letGo tells whether no view holds it any more.
func (f *file) letGo() bool {
	if f == nil {
		return false
	}
	f.views--
	return f.views == 0
}

func (f *file) size() int64 {
	if f == nil {
		return 0
	}
	return int64(len(f.all.data))
}

func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrDamaged, fmt.Sprintf(format, args...))
}

// openFile checks the file, whole unless it was just written, and maps it.
func openFile(path string, schema *Schema, check bool) (*file, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	table, err := readTable(f, info.Size(), schema)
	if err != nil {
		return nil, err
	}
	if check {
		if err := checkSums(f, table); err != nil {
			return nil, err
		}
	}
	x := &file{name: filepath.Base(path), table: map[string]section{}, colAt: math.MaxInt64}
	end := int64(0)
	for _, s := range table {
		x.table[fmt.Sprint(s.Name, s.Index)] = s
		if s.Name == "column" {
			x.colAt, end = min(x.colAt, s.At), max(end, s.At+s.Size)
		}
	}
	if x.all, err = mapFile(f, 0, info.Size(), false); err != nil {
		return nil, err
	}
	if end > x.colAt {
		if x.cols, err = mapFile(f, x.colAt, end-x.colAt, true); err != nil {
			x.all.close()
			return nil, err
		}
	}
	return x, nil
}

func readTable(f io.ReaderAt, size int64, schema *Schema) ([]section, error) {
	var b [48]byte
	if _, err := f.ReadAt(b[:], 0); err != nil {
		return nil, damaged("it has no head")
	}
	u64 := func(i int) uint64 { return binary.NativeEndian.Uint64(b[8*i:]) }
	h := head{u64(0), u64(1), u64(2), u64(3), u64(4), binary.NativeEndian.Uint32(b[40:]), binary.NativeEndian.Uint32(b[44:])}
	switch {
	case h.Magic != magic:
		return nil, damaged("it is something else, or of a machine of another kind")
	case h.Sum != crc32.Checksum(b[:44], castagnoli):
		return nil, damaged("its head is broken")
	case h.Version != version:
		return nil, damaged("it is of version %d, not %d", h.Version, version)
	case h.Schema != schema.mark():
		return nil, damaged("it is of another schema")
	case h.Table > uint64(size) || h.TableSize > uint64(size)-h.Table:
		return nil, damaged("it is cut off")
	}
	raw := make([]byte, h.TableSize)
	if _, err := f.ReadAt(raw, int64(h.Table)); err != nil || crc32.Checksum(raw, castagnoli) != h.TableSum {
		return nil, damaged("its table is broken")
	}
	var table []section
	if err := json.Unmarshal(raw, &table); err != nil {
		return nil, damaged("its table is broken: %v", err)
	}
	for _, s := range table {
		if s.At < 0 || s.Size < 0 || s.At > size || s.Size > size-s.At {
			return nil, damaged("section %s lies outside", s.Name)
		}
	}
	return table, nil
}

// checkSums reads everything once; not through the mapping, so that what is never
// asked for doesn't come into memory.
func checkSums(f io.ReaderAt, table []section) error {
	return parallel(context.Background(), 2, len(table), func(i int) error {
		s := table[i]
		sum := crc32.New(castagnoli)
		r := bufio.NewReaderSize(io.NewSectionReader(f, s.At, s.Size), 1<<18)
		if _, err := io.Copy(sum, r); err != nil {
			return damaged("section %s cannot be read: %v", s.Name, err)
		}
		if sum.Sum32() != s.Sum {
			return damaged("section %s is broken", s.Name)
		}
		return nil
	})
}

// get gives a section; its absence is remembered in f.err.
func get[T pod](f *file, name string, index int) []T {
	s, ok := f.table[fmt.Sprint(name, index)]
	if !ok {
		f.err = errors.Join(f.err, damaged("section %s is missing", name))
		return nil
	}
	if s.Size == 0 {
		return nil
	}
	if name == "column" {
		return podsOf[T](f.cols.data[s.At-f.colAt:][:s.Size])
	}
	return podsOf[T](f.all.data[s.At:][:s.Size])
}

// sized is get with the number that there must be.
func sized[T pod](f *file, name string, index, n int) []T {
	a := get[T](f, name, index)
	if len(a) != n {
		f.err = errors.Join(f.err, damaged("section %s has %d entries, not %d", name, len(a), n))
	}
	return a
}

func (f *file) has(name string, index int) bool {
	_, ok := f.table[fmt.Sprint(name, index)]
	return ok
}

func (f *file) close() {
	f.all.close()
	if f.cols != nil {
		f.cols.close()
	}
}
