package facet

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// youngMeta is what of the young part is no list of numbers.
type youngMeta struct {
	Base string
	Seq  int64
	Rows int
}

// Save writes what was applied since the last merge, so that Open has it. Without
// it Open gives an older Seq, from which changes are to be applied again.
func (x *Index) Save() error {
	x.live.mu.Lock()
	defer x.live.mu.Unlock()
	if x.live.closed {
		return ErrClosed
	}
	x.publish()
	return x.save()
}

// save makes a snapshot of what readers get. It needs live.mu.
func (x *Index) save() error {
	v := x.view
	if v.file == nil {
		return nil // all is in memory
	}
	m := manifest{Base: v.file.name}
	if v.seq != v.file.seq || v.changed() {
		m.Young = fmt.Sprint(youngPrefix, v.seq, "-", x.fileSerial())
		if err := x.writeYoung(filepath.Join(x.dir, m.Young), v, m.Base); err != nil {
			return err
		}
	}
	if err := x.writeManifest(m); err != nil {
		return err
	}
	if x.live.merging == nil { // else a base that doesn't count yet may lie there
		x.sweep(m)
	}
	return nil
}

func (x *Index) writeYoung(path string, v *view, base string) error {
	st, err := newStore(path + ".part")
	if err != nil {
		return err
	}
	all := rows{numbers: len(x.schema.Numbers), texts: len(x.schema.Texts)}
	for i := range v.parts[1:] {
		v.parts[1+i].survivors(&all)
	}
	var gone []int64
	b := v.base()
	room := make([]uint32, 0, leafWorks)
	for i, l := range b.dead.leaves {
		if l != nil {
			for _, r := range l.ranks(i, room) {
				gone = append(gone, b.ids.of(b.ids.tie[r]))
			}
		}
	}
	var changed []int64 // key, column and value, one after the other
	for c := range b.dirty {
		for i, l := range b.dirty[c].leaves {
			if l == nil {
				continue
			}
			for _, r := range l.ranks(i, room) {
				changed = append(changed, b.ids.of(b.ids.tie[r]), int64(c), int64(value(b.cols[c], r)))
			}
		}
	}
	var kinds []byte
	var ids []int64
	for _, t := range v.num.later {
		kinds, ids = append(kinds, t.Kind), append(ids, t.ID)
	}
	raw, _ := json.Marshal(youngMeta{base, v.seq, len(all.at)})
	put(st, "rows", 0, all.words)
	put(st, "gone", 0, gone)
	put(st, "numbers", 0, changed)
	put(st, "later kinds", 0, kinds)
	put(st, "later keys", 0, ids)
	put(st, "meta", 0, raw)
	err = st.finish(x.schema)
	st.drop()
	if err != nil {
		os.Remove(path + ".part")
		return err
	}
	return os.Rename(path+".part", path)
}

// readYoung applies what writeYoung wrote.
func (x *Index) readYoung(path string) error {
	f, err := openFile(path, x.schema, true)
	if err != nil {
		return err
	}
	defer f.close()
	var m youngMeta
	if err := json.Unmarshal(get[byte](f, "meta", 0), &m); err != nil || m.Base != x.view.file.name {
		return damaged("the changes are of another base")
	}
	num := x.view.num
	kinds, ids := get[byte](f, "later kinds", 0), get[int64](f, "later keys", 0)
	for i, id := range ids {
		num.later = append(num.later, Term{kinds[i], id})
	}
	var works []Change
	for _, id := range get[int64](f, "gone", 0) {
		works = append(works, Change{ID: id})
	}
	words := get[uint32](f, "rows", 0)
	all := rows{numbers: len(x.schema.Numbers), texts: len(x.schema.Texts), words: words}
	for at := uint64(0); at < uint64(len(words)); {
		all.at = append(all.at, at)
		w := all.work(uint32(len(all.at)-1), &num)
		works = append(works, Change{ID: w.ID, Work: w})
		at += all.length(uint32(len(all.at) - 1))
	}
	var numbers []Number
	changed := get[int64](f, "numbers", 0)
	for i := 0; i+2 < len(changed); i += 3 {
		numbers = append(numbers, Number{changed[i], int(changed[i+1]), uint32(changed[i+2])})
	}
	if f.err != nil {
		return f.err
	}
	if err := x.Apply(m.Seq, nil, numbers); err != nil {
		return damaged("%v", err)
	}
	if err := x.Apply(m.Seq, works, nil); err != nil {
		return damaged("%v", err)
	}
	x.Publish()
	return nil
}

// work gives a row as it once came.
func (r *rows) work(i uint32, num *numbering) *Work {
	row := r.row(i)
	w := &Work{ID: row.id, Numbers: append([]uint32{}, row.numbers...)}
	for _, t := range row.terms {
		w.Terms = append(w.Terms, num.term(t))
	}
	for t := range r.texts {
		w.Texts = append(w.Texts, string(row.text(t)))
	}
	return w
}

// length of a row in words.
func (r *rows) length(i uint32) uint64 {
	row := r.row(i)
	w := row.texts
	for range r.texts {
		w = w[1+(w[0]+3)/4:]
	}
	return uint64(len(r.words)) - r.at[i] - uint64(len(w))
}
