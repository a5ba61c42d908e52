package stats

import (
	"fmt"
	"strings"
)

// chart is a line chart laid out on a canvas of its own units.
type chart struct {
	Title, About string
	Width        int
	Height       int
	Grid         []gridLine
	Lines        []line
	Marks        []chartMark
	Labels       []label
}

// gridLine is one value that the chart can be read at.
type gridLine struct {
	Y    float64
	Text string
}

// line is what one kind of count did.
type line struct {
	Name   string
	Points string // of an SVG polyline
	Area   string // of the polygon below it, "" for none
	X, Y   float64
	Second bool // dashed, so that colour is not what tells lines apart
}

// chartMark is something that happened, on the first line.
type chartMark struct {
	X, Y float64
	Text string
}

// anchor is the side on which the text stands: inward at both ends, so that it covers
// neither the numbers of the grid nor the names of the lines.
func (m chartMark) anchor() string {
	switch {
	case m.X < left+40:
		return "start"
	case m.X > right-40:
		return "end"
	}
	return "middle"
}

// label names a place on the axis of time.
type label struct {
	X    float64
	Text string
}

// The canvas of a chart.
const (
	chartWidth  = 800
	chartHeight = 248
	left        = 48
	right       = 684
	top         = 30
	bottom      = 210
)

// counted is one kind of count over the spans of a period.
type counted struct {
	name   string
	values []int
}

// draw lays lines out over one axis. names are those of the spans; marks are texts by
// the index of a span.
func draw(title string, all []counted, names []string, marks map[int]string) chart {
	c := chart{Title: title, Width: chartWidth, Height: chartHeight}
	most := 0
	for _, s := range all {
		for _, v := range s.values {
			most = max(most, v)
		}
	}
	step := niceStep(most)
	highest := max(step, (most+step-1)/step*step)
	y := func(v int) float64 { return bottom - float64(v)/float64(highest)*(bottom-top) }
	n := len(names)
	x := func(i int) float64 {
		if n < 2 {
			return (left + right) / 2
		}
		return left + float64(i)*(right-left)/float64(n-1)
	}
	for v := 0; v <= highest; v += step {
		c.Grid = append(c.Grid, gridLine{y(v), fmt.Sprint(v)})
	}
	for i, s := range all {
		c.Lines = append(c.Lines, lineOf(s, x, y, i > 0))
	}
	c.apart()
	every := (n + 5) / 6
	for i := 0; i < n; i += max(1, every) {
		c.Labels = append(c.Labels, label{x(i), names[i]})
	}
	for i := range n {
		if text := marks[i]; text != "" && len(all) > 0 {
			c.Marks = append(c.Marks, chartMark{x(i), y(all[0].values[i]), text})
		}
	}
	return c
}

func lineOf(s counted, x func(int) float64, y func(int) float64, second bool) line {
	var b strings.Builder
	for i, v := range s.values {
		fmt.Fprintf(&b, "%.1f,%.1f ", x(i), y(v))
	}
	l := line{Name: s.name, Points: strings.TrimSpace(b.String()), Second: second}
	if last := len(s.values) - 1; last >= 0 {
		l.X, l.Y = x(last), y(s.values[last])
		if !second {
			l.Area = fmt.Sprintf("%.1f,%d %s %.1f,%d", x(0), bottom, l.Points, l.X, bottom)
		}
	}
	return l
}

// apart moves the names at the ends of lines so that none stands on another, nor on the
// axis of time.
func (c *chart) apart() {
	lowest := 0.0
	for i := 1; i < len(c.Lines); i++ {
		for j := range i {
			if d := c.Lines[i].Y - c.Lines[j].Y; d > -16 && d < 16 {
				c.Lines[i].Y = c.Lines[j].Y + 16
			}
		}
		lowest = max(lowest, c.Lines[i].Y)
	}
	if low := lowest - bottom; low > 0 {
		for i := range c.Lines {
			c.Lines[i].Y -= low
		}
	}
}

// niceStep is a round distance between four or five lines up to most.
func niceStep(most int) int {
	step := 1
	for {
		for _, m := range []int{1, 2, 5} {
			if step*m*5 >= most {
				return step * m
			}
		}
		step *= 10
	}
}
