package main

import (
	"bufio"
	"encoding/binary"
	"os"
	"slices"
	"sync/atomic"

	"github.com/ficstead/ficstead/internal/facet"
)

// census is how many works have each tag, by the tag's key; of the kinds that are
// counted by the commonest, which are numbered in one row.
type census []uint32

func newCensus(w *world) census { return make(census, w.first[counted]) }

// add counts the tags of works; several goroutines may add at once.
func (c census) add(works []facet.Work) {
	for i := range works {
		for _, t := range works[i].Terms {
			if int(t.Kind) < counted {
				atomic.AddUint32(&c[t.ID], 1)
			}
		}
	}
}

// commonest are the keys of a kind's tags that most works have, the first ones.
func (c census) commonest(w *world, kind uint8, n int) []int64 {
	var top []int64 // in order; short, so that each newcomer is put in by hand
	for id := w.first[kind]; id < w.first[kind+1]; id++ {
		if len(top) == n && c[id] <= c[top[n-1]] || c[id] == 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(top, id, func(have, id int64) int {
			if c[have] >= c[id] {
				return -1
			}
			return 1
		})
		top = slices.Insert(top, at, id)
		top = top[:min(n, len(top))]
	}
	return top
}

// different is how many tags there are that any work has, and assigned how often
// works have one.
func (c census) different() (different, assigned int) {
	for _, n := range c {
		if n > 0 {
			different++
			assigned += int(n)
		}
	}
	return different, assigned
}

func (c census) save(file string) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer f.Close()
	b := bufio.NewWriterSize(f, 1<<20)
	if err := binary.Write(b, binary.LittleEndian, []uint32(c)); err != nil {
		return err
	}
	if err := b.Flush(); err != nil {
		return err
	}
	return f.Close()
}

func loadCensus(file string, w *world) (census, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	c := newCensus(w)
	return c, binary.Read(bufio.NewReaderSize(f, 1<<20), binary.LittleEndian, []uint32(c))
}
