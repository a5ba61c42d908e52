package main

import (
	"cmp"
	"slices"
	"time"
)

// sample is one question answered.
type sample struct {
	class string
	took  time.Duration
	total int
}

// Line is how a class of questions was answered, in ms.
type Line struct {
	Class              string
	N                  int
	Hits, MostHits     int // the middle and the largest
	P50, P95, P99, Max float64
}

// lines are the classes in order of their names, and all of them together last.
func lines(samples []sample) []Line {
	by := map[string][]sample{}
	for _, s := range samples {
		by[s.class] = append(by[s.class], s)
	}
	var out []Line
	for name, of := range by {
		out = append(out, line(name, of))
	}
	slices.SortFunc(out, func(x, y Line) int { return cmp.Compare(x.Class, y.Class) })
	return append(out, line("all", samples))
}

func line(name string, of []sample) Line {
	if len(of) == 0 {
		return Line{Class: name}
	}
	totals, times := make([]int, len(of)), make([]time.Duration, len(of))
	for i, s := range of {
		totals[i], times[i] = s.total, s.took
	}
	slices.Sort(totals)
	slices.Sort(times)
	at := func(p float64) float64 { return ms(times[min(len(times)-1, int(p*float64(len(times))))]) }
	return Line{name, len(of), totals[len(of)/2], totals[len(of)-1], at(0.50), at(0.95), at(0.99), at(1)}
}

func ms(d time.Duration) float64 { return d.Seconds() * 1e3 }
