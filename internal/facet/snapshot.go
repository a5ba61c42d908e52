package facet

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A snapshot is a file of the base, one of what changed since, and one that names
// the two. Each is written beside, brought to the disk and renamed; the last one
// decides, so that there is always one whole snapshot.

const (
	manifestName = "catalogue.json"
	basePrefix   = "base-"
	youngPrefix  = "young-"
)

type manifest struct {
	Base  string
	Young string // or empty
}

// meta is what of a base is no list of numbers.
type meta struct {
	Works int
	Seq   int64
	Least int64 // key
	Spans [tiers][][2]uint32
	Keys  []int64 // the least of each kind
}

// writeBase makes a base in a file and opens it from there.
func (x *Index) writeBase(b *base, m *maker, works []uint32) error {
	b.name = fmt.Sprint(basePrefix, b.seq, "-", x.fileSerial())
	path := filepath.Join(x.dir, b.name)
	st, err := newStore(path + ".part")
	if err != nil {
		return err
	}
	m.out = st
	_, err = m.base(works)
	if err == nil {
		err = x.enrich(m)
	}
	if err == nil {
		b.putDict(st)
		putMeta(st, b, m.seg)
		err = st.finish(x.schema)
	}
	st.drop()
	if err == nil {
		err = os.Rename(path+".part", path)
	}
	if err != nil {
		os.Remove(path + ".part")
		return err
	}
	got, err := openBase(x.dir, b.name, x.schema, false)
	if err != nil {
		return err
	}
	b.seg, b.file, b.dict = got.seg, got.file, got.dict
	return nil
}

// fileSerial is a number that no file of the folder has.
func (x *Index) fileSerial() int {
	n := 0
	entries, _ := os.ReadDir(x.dir)
	for _, e := range entries {
		var seq int64
		var i int
		for _, prefix := range []string{basePrefix, youngPrefix} {
			if _, err := fmt.Sscanf(e.Name(), prefix+"%d-%d", &seq, &i); err == nil {
				n = max(n, i)
			}
		}
	}
	return n + 1
}

func (b *base) putDict(st *store) {
	d := b.dict
	put(st, "term keys", 0, d.keys.low)
	put(st, "wide term keys", 0, d.keys.wide)
	put(st, "terms by key", 0, d.byKey)
	put(st, "terms by kind", 0, d.at)
	put(st, "term works", 0, d.counts)
	put(st, "rarest", 0, d.rarest)
}

func putMeta(st *store, b *base, s *segment) {
	m := meta{Works: s.works, Seq: b.seq, Least: s.ids.least, Keys: b.dict.keys.least}
	for t, spans := range b.dict.spans {
		for _, sp := range spans {
			m.Spans[t] = append(m.Spans[t], [2]uint32{sp.from, sp.to})
		}
	}
	raw, _ := json.Marshal(m) // of numbers only
	put(st, "meta", 0, raw)
}

// writeManifest says which files count.
func (x *Index) writeManifest(m manifest) error {
	raw, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return writeWhole(filepath.Join(x.dir, manifestName), raw)
}

// sweep removes files that don't count any more; who has one open keeps it. Only who
// writes into the folder sweeps it.
func (x *Index) sweep(m manifest) {
	entries, _ := os.ReadDir(x.dir)
	for _, e := range entries {
		name := e.Name()
		ours := strings.HasPrefix(name, basePrefix) || strings.HasPrefix(name, youngPrefix)
		if ours && name != m.Base && name != m.Young {
			os.Remove(filepath.Join(x.dir, name))
		}
	}
}

// writeWhole writes a file so that there is always a whole one.
func writeWhole(path string, data []byte) error {
	f, err := os.OpenFile(path+".part", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := os.Rename(path+".part", path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// syncDir brings a rename to the disk, where folders can be synced.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	_ = d.Sync() // some systems can't; then the old snapshot may come back, whole
	return nil
}

// Exists reports whether a snapshot lies in the folder dir. Building one ends with that.
func Exists(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, manifestName))
	return err == nil
}

// Open reads the snapshot in the folder dir: ErrNone if there is none, ErrDamaged,
// with the reason, if it is broken, of another version or of another Schema. Then
// it can only be built anew.
func Open(dir string, s Schema) (*Index, error) { return open(dir, s, usual()) }

func open(dir string, s Schema, tune tuning) (*Index, error) {
	s = s.clone()
	if err := s.check(); err != nil {
		return nil, err
	}
	raw, err := os.ReadFile(filepath.Join(dir, manifestName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNone
	} else if err != nil {
		return nil, err
	}
	var m manifest
	if err := json.Unmarshal(raw, &m); err != nil || !strings.HasPrefix(m.Base, basePrefix) || m.Base != filepath.Base(m.Base) {
		return nil, damaged("%s is broken", manifestName)
	}
	x := newIndex(&s, dir, tune)
	b, err := openBase(dir, m.Base, &s, true)
	if err != nil {
		return nil, asDamaged(err)
	}
	x.begin(b)
	if m.Young != "" {
		if err := x.readYoung(filepath.Join(dir, filepath.Base(m.Young))); err != nil {
			x.Close()
			return nil, asDamaged(err)
		}
	}
	return x, nil
}

// asDamaged says of a file that is missing that the snapshot is broken.
func asDamaged(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return damaged("%v", err)
	}
	return err
}

// openBase opens a file that writeBase wrote.
func openBase(dir, name string, s *Schema, check bool) (*base, error) {
	f, err := openFile(filepath.Join(dir, name), s, check)
	if err != nil {
		return nil, err
	}
	b := &base{file: f, name: name, dict: &dict{}, seg: &segment{}}
	b.read(f, s)
	if f.err != nil {
		f.close()
		return nil, f.err
	}
	return b, nil
}

func (b *base) read(f *file, s *Schema) {
	var m meta
	if err := json.Unmarshal(get[byte](f, "meta", 0), &m); err != nil || len(m.Keys) != len(s.Kinds) || m.Works < 0 {
		f.err = errors.Join(f.err, damaged("its meta is broken"))
		return
	}
	b.seq, f.seq = m.Seq, m.Seq
	b.readDict(f, s, &m)
	g := b.seg
	g.works, g.all, g.highest = m.Works, everything(m.Works), b.dict.rarest
	g.recs = sized[record](f, "records", 0, m.Works)
	g.over, g.unseen = getRagged(f, "overflow", chunksOf(m.Works)), getRagged(f, "unseen", chunksOf(m.Works))
	g.ids = workIDs{
		least: m.Least, tie: sized[uint32](f, "ties", 0, m.Works),
		wide: get[int64](f, "keys", 0), byID: sized[uint32](f, "by key", 0, m.Works),
	}
	g.cols, g.perms = make([][]uint32, len(s.Numbers)), make([][]uint32, len(s.Numbers))
	for i := range g.cols {
		g.cols[i] = sized[uint32](f, "column", i, m.Works)
		if i != s.Newest {
			g.perms[i] = sized[uint32](f, "order", i, m.Works)
		}
	}
	g.texts = make([]textOrder, len(s.Texts))
	for i := range g.texts {
		g.texts[i] = textOrder{
			place: sized[uint32](f, "text place", i, m.Works), ranks: sized[uint32](f, "text ranks", i, m.Works),
			blocks: get[uint64](f, "text blocks", i), keys: get[byte](f, "text keys", i),
		}
	}
	g.post = postings{
		chunks: chunksOf(m.Works), start: sized[uint32](f, "starts", 0, int(b.dict.all)+1), lists: get[uint32](f, "lists", 0),
		big: get[uint32](f, "big", 0), bigN: get[uint32](f, "big works", 0), bigAt: get[uint64](f, "big at", 0),
		parts: get[part](f, "parts", 0), words: get[uint64](f, "words", 0),
	}
	if f.has("cuts", 0) {
		g.steps = &steps{column: s.bounded(), cuts: get[uint32](f, "cuts", 0), sets: get[uint64](f, "steps", 0)}
	}
	if f.has("known terms", 0) {
		g.known = getKnown(f, g, b.dict, s)
	}
}

func (b *base) readDict(f *file, s *Schema, m *meta) {
	d := b.dict
	for t, spans := range m.Spans {
		if len(spans) != len(s.Kinds) {
			f.err = errors.Join(f.err, damaged("its meta is broken"))
			return
		}
		for _, sp := range spans {
			d.spans[t] = append(d.spans[t], span{sp[0], sp[1]})
		}
	}
	d.all = d.end(tierUnseen)
	d.keys = keys{least: m.Keys, low: get[uint32](f, "term keys", 0), wide: get[int64](f, "wide term keys", 0)}
	d.byKey, d.at = get[uint32](f, "terms by key", 0), get[uint32](f, "terms by kind", 0)
	d.counts, d.rarest = get[uint32](f, "term works", 0), get[uint32](f, "rarest", 0)
	d.pack = pack(s, d.spans[tierChoice])
}

func getRagged(f *file, name string, chunks int) [][]uint32 {
	lists := make([][]uint32, chunks)
	cut(get[uint32](f, name, 0), sized[uint64](f, name+" ends", 0, chunks), lists)
	return lists
}
