package search

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

// written gives the blocks of words, each in some windows.
func written(t *testing.T, base int64, all map[string]*postings) []block {
	t.Helper()
	var out []block
	b := &blockWriter{base: base, emit: func(x block) error { out = append(out, x); return nil }}
	for _, w := range slices.Sorted(maps.Keys(all)) {
		if err := b.add(w, all[w]); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.flush(); err != nil {
		t.Fatal(err)
	}
	return out
}

// some makes words, a few of which are in every window.
func some(r *rand.Rand, base int64) map[string]*postings {
	all := map[string]*postings{}
	for i := range 1 + r.IntN(400) {
		w := fmt.Sprintf("%c%d", 'a'+rune(r.IntN(26)), r.IntN(5000))
		n := 1 + r.IntN(4)
		if i%100 == 0 {
			n = 3000
		}
		p := &postings{}
		window := base
		for range n {
			window += int64(r.IntN(50))
			if k := len(p.windows); k > 0 && p.windows[k-1] == window {
				continue
			}
			places := []uint16{}
			for at := r.IntN(40); at < 600 && len(places) < 1+r.IntN(30); at += 1 + r.IntN(200) {
				places = append(places, uint16(at))
			}
			p.add(window, places)
		}
		all[w] = p
	}
	return all
}

// What is written into blocks is read out of them, all of it or of some windows.
func TestBlocksHoldWhatIsWritten(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 8))
		base := int64(r.IntN(1 << 30))
		all := some(r, base)
		var among []int64
		for w := base; w < base+50*3000; w += int64(1 + r.IntN(90)) {
			among = append(among, w)
		}
		for n, list := range [][]int64{nil, among, nil, among} {
			got := map[string]*postings{}
			counted := n > 1
			for i, b := range written(t, base, all) {
				if len(b.data) > blockSize {
					t.Fatalf("block %d has %d bytes", i, len(b.data))
				}
				x := readBlock(b.data)
				for first := true; x.next(); first = false {
					w := string(x.word)
					if first && w != b.word {
						t.Fatalf("block begins with %q, not %q", w, b.word)
					}
					if got[w] == nil {
						got[w] = &postings{counted: counted}
					}
					x.postings(got[w], list)
				}
				if x.err != nil {
					t.Fatal(x.err)
				}
			}
			for w, p := range all {
				want := &postings{}
				for i, window := range p.windows {
					if _, ok := slices.BinarySearch(list, window); list == nil || ok {
						want.add(window, p.at(i))
					}
				}
				g := got[w]
				if counted {
					want.places = nil
				}
				if g == nil || !slices.Equal(g.windows, want.windows) || !slices.Equal(g.places, want.places) || !slices.Equal(g.ends, want.ends) {
					t.Fatalf("seed %d: %q is another", seed, w)
				}
			}
			if len(got) != len(all) {
				t.Fatalf("%d words, want %d", len(got), len(all))
			}
		}
	}
}

// A block that is cut off or changed is an error or other words, never a panic.
func TestDamagedBlocks(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 8))
	blocks := written(t, 7, some(r, 7))
	cut := 0
	for _, b := range blocks[:min(3, len(blocks))] {
		for i := range 2000 {
			data := slices.Clone(b.data)
			if i%2 == 0 {
				data = data[:r.IntN(len(data))]
			} else {
				data[r.IntN(len(data))] ^= byte(1 + r.IntN(255))
			}
			x := readBlock(data)
			for x.next() {
				x.postings(&postings{counted: i%3 == 0}, nil)
			}
			if x.err != nil {
				cut++
			}
		}
	}
	if cut == 0 {
		t.Error("no damage was noticed")
	}
}

// Windows that come out of order or twice are one list.
func TestPostingsAreSorted(t *testing.T) {
	p := &postings{}
	p.add(5, []uint16{3, 9})
	p.add(2, []uint16{1})
	p.add(5, []uint16{4})
	got := p.sorted()
	if !slices.Equal(got.windows, []int64{2, 5}) || !slices.Equal(got.at(1), []uint16{3, 4, 9}) || !slices.Equal(got.at(0), []uint16{1}) {
		t.Errorf("%v %v", got.windows, got.places)
	}
}
