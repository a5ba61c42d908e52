package main

import (
	"context"
	"time"

	"github.com/ficstead/ficstead/internal/facet"
)

// Built is what building the catalogue took.
type Built struct {
	Works, Tags, Assigned int     // tags that any work has; how often works have one
	Seconds               float64 // of the index, without drawing works
	Drawing               float64 // seconds of drawing them
	CPU                   float64 // seconds of both
	Peak                  float64 // MB, with what drawing takes
	Disk                  float64 // MB
}

// asked is what the steps ask, made up when the catalogue is built.
type asked struct {
	Warm, Everyday, Besides, Check []question
	Blocked                        []int64 // works of the blocked authors
}

// build draws the works and builds their catalogue.
func build(ctx context.Context, j job) (Built, error) {
	w := j.world()
	f := newFeed(w)
	begun := time.Now()
	x, err := facet.Build(ctx, j.file("index"), schema(), 0, f.all(ctx), nil)
	if err != nil {
		return Built{}, err
	}
	took := time.Since(begun)
	m, err := memory()
	if err != nil {
		return Built{}, err
	}
	b := Built{Works: j.Works, Seconds: (took - f.drawn).Seconds(), Drawing: f.drawn.Seconds(), CPU: cpu().Seconds(), Peak: m.Peak}
	if err := x.Close(); err != nil {
		return b, err
	}
	b.Tags, b.Assigned = f.census.different()
	if b.Disk, err = folderSize(j.file("index")); err != nil {
		return b, err
	}
	if err := f.census.save(j.file("census")); err != nil {
		return b, err
	}
	return b, j.save("asked", j.asks(f))
}

// asks makes up the questions.
func (j job) asks(f *feed) asked {
	n := 2_000
	if j.Quick || j.Short {
		n = 1_000
	}
	a := asked{
		Warm:     newAsker(f.world, f.census, 8).mix(n / 4),
		Everyday: newAsker(f.world, f.census, 7).mix(n),
		Blocked:  f.blocked,
	}
	if !j.Short {
		a.Besides = newAsker(f.world, f.census, 9).besides(n / 20)
		check := newAsker(f.world, f.census, 10)
		a.Check = append(check.mix(checks*2/3), check.besides(1+checks/3/(len(further)+4))...)[:checks]
	}
	return a
}

// checks is how many questions are held against looking at every work.
const checks = 200
