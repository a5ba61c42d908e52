package main

import (
	"math"
	"math/rand/v2"
)

// chance draws numbers. The same seeds draw the same ones on every machine.
type chance struct {
	pcg rand.PCG
	*rand.Rand
}

func newChance() *chance {
	c := &chance{}
	c.Rand = rand.New(&c.pcg)
	return c
}

// begin starts anew for the n-th thing of a seed, so that each can be drawn alone.
func (c *chance) begin(seed, n uint64) { c.pcg.Seed(mixed(seed), mixed(n)) }

// mixed spreads neighbouring numbers over all of them (the end of splitmix64).
func mixed(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// one tells of something that happens with probability p.
func (c *chance) one(p float64) bool { return c.Float64() < p }

// repeated is how often something of probability p happens in a row, at most so often.
func (c *chance) repeated(p float64, most int) int {
	n := 0
	for n < most && c.one(p) {
		n++
	}
	return n
}

// logNormal draws a number whose logarithm is normal with that mean and deviation.
func (c *chance) logNormal(mean, deviation float64) float64 {
	return math.Exp(mean + deviation*c.NormFloat64())
}

// harmonic draws ranks of 0 to size-1 with weights 1/(rank+shift): Zipf's law,
// with Mandelbrot's flat top.
type harmonic struct {
	size        int
	shift, span float64
}

func newHarmonic(size int, shift float64) harmonic {
	return harmonic{size, shift, math.Log((float64(size) + shift) / shift)}
}

// at is the rank below which the share u of all draws lies.
func (h harmonic) at(u float64) int {
	return min(h.size-1, int(h.shift*(math.Exp(u*h.span)-1)))
}

func (h harmonic) draw(c *chance) int { return h.at(c.Float64()) }

// steep is harmonic with weights 1/(rank+shift)^(1+power).
type steep struct {
	size         int
	shift, power float64
	first, drop  float64 // the tail's weight before rank 0, and how far it falls up to size
}

func newSteep(size int, shift, power float64) steep {
	first := math.Pow(shift, -power)
	return steep{size, shift, power, first, first - math.Pow(float64(size)+shift, -power)}
}

func (s steep) at(u float64) int {
	rank := int(math.Pow(s.first-u*s.drop, -1/s.power) - s.shift)
	return max(0, min(s.size-1, rank))
}

func (s steep) draw(c *chance) int { return s.at(c.Float64()) }

// share is the part of all draws that fall on a rank.
func (s steep) share(rank int) float64 {
	at := float64(rank) + s.shift
	return (math.Pow(at, -s.power) - math.Pow(at+1, -s.power)) / s.drop
}
