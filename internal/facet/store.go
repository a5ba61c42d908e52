package facet

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"hash"
	"hash/crc32"
	"os"
	"sync"
	"unsafe"
)

// A file of the catalogue is a head of one page, sections that each begin at a
// page, and a table that says where they are and what their sums are. Numbers lie
// as the machine has them; one of the other order reads the head as foreign.

const (
	magic   = 0x6669637374656164 // "ficstead"
	version = 1
	page    = 4096
)

type head struct {
	Magic, Version, Schema uint64
	Table, TableSize       uint64
	TableSum, Sum          uint32
}

type section struct {
	Name  string
	Index int
	At    int64
	Size  int64
	Sum   uint32
}

// pod are the types that lie in files as they lie in memory.
type pod interface {
	byte | uint32 | uint64 | int64 | record | part | termWorks
}

func bytesOf[T pod](a []T) []byte {
	if len(a) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&a[0])), len(a)*int(unsafe.Sizeof(a[0])))
}

func podsOf[T pod](b []byte) []T {
	var t T
	n := len(b) / int(unsafe.Sizeof(t))
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*T)(unsafe.Pointer(&b[0])), n)
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// store writes a file. What was put is seen through the file from then on, so that
// it need not be in memory.
type store struct {
	mu    sync.Mutex
	file  *os.File
	at    int64
	table []section
	maps  []*mapping
	err   error
}

// newStore begins a file.
func newStore(path string) (*store, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	return &store{file: f, at: page}, nil
}

func (st *store) failed() error {
	if st == nil {
		return nil
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	return st.err
}

// stream is a section that is written bit by bit.
type stream[T pod] struct {
	st   *store
	heap []T
	sec  section
	sum  hash.Hash32
}

func beginSection[T pod](st *store, name string, index int) *stream[T] {
	s := &stream[T]{st: st}
	if st == nil {
		return s
	}
	st.mu.Lock()
	s.sec = section{Name: name, Index: index, At: st.at}
	s.sum = crc32.New(castagnoli)
	return s
}

func (s *stream[T]) add(data []T) {
	if s.st == nil {
		s.heap = append(s.heap, data...)
		return
	}
	b := bytesOf(data)
	if s.st.err == nil {
		_, s.st.err = s.st.file.WriteAt(b, s.sec.At+s.sec.Size)
	}
	s.sum.Write(b)
	s.sec.Size += int64(len(b))
}

// end gives what was written.
func (s *stream[T]) end() []T {
	st := s.st
	if st == nil {
		return s.heap
	}
	defer st.mu.Unlock()
	s.sec.Sum = s.sum.Sum32()
	st.table = append(st.table, s.sec)
	st.at = (s.sec.At + s.sec.Size + page - 1) &^ (page - 1)
	if st.err != nil || s.sec.Size == 0 {
		return nil
	}
	m, err := mapFile(st.file, s.sec.At, s.sec.Size, false)
	if err != nil {
		st.err = err
		return nil
	}
	st.maps = append(st.maps, m)
	return podsOf[T](m.data)
}

// put writes a section and gives it back as it is from then on.
func put[T pod](st *store, name string, index int, data []T) []T {
	if st == nil {
		return data
	}
	s := beginSection[T](st, name, index)
	s.add(data)
	if got := s.end(); got != nil {
		return got
	}
	return data
}

// putChanging is put for what is changed in place; it must lie beside others of its
// like, since it is mapped apart.
func putChanging(st *store, name string, index int, data []uint32) []uint32 {
	return put(st, name, index, data)
}

// putRagged writes lists, one after the other.
func putRagged(st *store, name string, lists [][]uint32) {
	if st == nil {
		return
	}
	ends := make([]uint64, len(lists))
	s := beginSection[uint32](st, name, 0)
	for i, l := range lists {
		s.add(l)
		ends[i] = uint64(len(l))
		if i > 0 {
			ends[i] += ends[i-1]
		}
		lists[i] = nil
	}
	cut(s.end(), ends, lists)
	put(st, name+" ends", 0, ends)
}

// cut parts what putRagged put together.
func cut(all []uint32, ends []uint64, lists [][]uint32) {
	from := uint64(0)
	for i, to := range ends {
		if to <= uint64(len(all)) && from <= to {
			lists[i] = all[from:to:to]
		}
		from = to
	}
}

// finish writes table and head. The file is whole, and on the disk, when it returns.
func (st *store) finish(schema *Schema) error {
	table, err := json.Marshal(st.table)
	if err = errors.Join(st.err, err); err != nil {
		return err
	}
	h := head{
		Magic: magic, Version: version, Schema: schema.mark(),
		Table: uint64(st.at), TableSize: uint64(len(table)), TableSum: crc32.Checksum(table, castagnoli),
	}
	if _, err := st.file.WriteAt(table, st.at); err != nil {
		return err
	}
	if _, err := st.file.WriteAt(h.encode(), 0); err != nil {
		return err
	}
	return st.file.Sync()
}

// drop lets go of everything that put gave.
func (st *store) drop() {
	for _, m := range st.maps {
		m.close()
	}
	st.maps = nil
	st.file.Close()
}

func (h *head) encode() []byte {
	b := make([]byte, 0, 64)
	for _, v := range []uint64{h.Magic, h.Version, h.Schema, h.Table, h.TableSize} {
		b = binary.NativeEndian.AppendUint64(b, v)
	}
	b = binary.NativeEndian.AppendUint32(b, h.TableSum)
	return binary.NativeEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
}
