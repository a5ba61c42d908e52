package search

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
)

// Postings are read as they were written, however far apart their windows are and however
// many places they have, and those that are gone over leave the others right.
func TestPostingsAsBits(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 12))
		want, few := &postings{}, []int64{}
		for window := r.Int64N(1 << 44); len(want.windows) < 300; window += 1 + r.Int64N(1<<r.IntN(45)) {
			var at []uint16
			for n := 1 << r.IntN(10); n > 0; n-- {
				at = append(at, uint16(r.IntN(windowUnits)))
			}
			slices.Sort(at)
			want.add(window, slices.Compact(at))
			if r.IntN(3) == 0 {
				few = append(few, window)
			}
		}
		for _, list := range [][]int64{nil, few} {
			got := &postings{}
			w := blockWriter{base: want.windows[0], emit: func(b block) error {
				x := readBlock(b.data)
				for x.next() {
					x.postings(got, list)
				}
				return x.err
			}}
			if err := w.add("word", want); err != nil {
				t.Fatal(err)
			}
			if err := w.flush(); err != nil {
				t.Fatal(err)
			}
			n := 0
			for i, window := range want.windows {
				if _, ok := slices.BinarySearch(few, window); list != nil && !ok {
					continue
				}
				if n >= len(got.windows) || got.windows[n] != window || !slices.Equal(got.at(n), want.at(i)) {
					t.Fatalf("seed %d: window %d is another", seed, i)
				}
				n++
			}
			if n != len(got.windows) {
				t.Errorf("seed %d: %d windows, want %d", seed, len(got.windows), n)
			}
		}
	}
}

// How long it takes to read a word that is everywhere, and one that is seldom.
func BenchmarkPostings(b *testing.B) {
	r := rand.New(rand.NewPCG(3, 3))
	for _, x := range []struct {
		name    string
		p, most float64
	}{{"everywhere", 0.95, 30}, {"often", 0.4, 4}, {"seldom", 0.02, 1.5}} {
		p := &postings{}
		for w := int64(100); w < 4100; w++ {
			if r.Float64() > x.p {
				continue
			}
			var at []uint16
			for n := 1 + r.IntN(int(2*x.most)); n > 0; n-- {
				at = append(at, uint16(r.IntN(windowUnits)))
			}
			slices.Sort(at)
			p.add(w, slices.Compact(at))
		}
		var blocks []block
		bw := &blockWriter{base: 100, emit: func(x block) error { blocks = append(blocks, x); return nil }}
		if err := errors.Join(bw.add("word", p), bw.flush()); err != nil {
			b.Fatal(err)
		}
		size := 0
		for _, x := range blocks {
			size += len(x.data)
		}
		var few []int64
		for w := int64(150); w < 4100; w += 200 {
			few = append(few, w)
		}
		for n, list := range [][]int64{nil, few, nil} {
			b.Run(x.name, func(b *testing.B) {
				got := postings{counted: n == 2}
				for b.Loop() {
					got.reset()
					for _, x := range blocks {
						rd := readBlock(x.data)
						for rd.next() {
							rd.postings(&got, list)
						}
					}
				}
				b.ReportMetric(float64(size)/float64(len(p.places)), "B/place")
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(p.places)), "ns/place")
			})
		}
	}
}
