package odt

import (
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/office"
)

// box is what a style says of a paragraph's or a table's place on the page.
type box struct {
	align         string
	left, right   *float64 // margins in millimetres
	above, below  border
	beside        border // at either side
	before, after string // where a page or column breaks
	dir           string // a writing mode
}

type border uint8

const (
	unsaid border = iota
	noBorder
	lineBorder
)

func (b box) with(over box) box {
	for _, s := range []struct{ to, from *string }{
		{&b.align, &over.align}, {&b.before, &over.before}, {&b.after, &over.after}, {&b.dir, &over.dir},
	} {
		if *s.from != "" {
			*s.to = *s.from
		}
	}
	if over.left != nil {
		b.left = over.left
	}
	if over.right != nil {
		b.right = over.right
	}
	for _, s := range []struct{ to, from *border }{{&b.above, &over.above}, {&b.below, &over.below}, {&b.beside, &over.beside}} {
		if *s.from != unsaid {
			*s.to = *s.from
		}
	}
	return b
}

// boxOf reads a style's properties of paragraphs or tables.
func boxOf(e *event) box {
	var b box
	for _, a := range e.attrs { // what is said of all sides first
		switch a.Name.Local {
		case "fo:margin":
			b.left, b.right = length(a.Value), length(a.Value)
		case "fo:border":
			line := borderOf(a.Value)
			b.above, b.below, b.beside = line, line, line
		}
	}
	for _, a := range e.attrs {
		v := a.Value
		switch a.Name.Local {
		case "fo:text-align":
			b.align = v
		case "fo:margin-left":
			b.left = length(v)
		case "fo:margin-right":
			b.right = length(v)
		case "fo:border-top":
			b.above = borderOf(v)
		case "fo:border-bottom":
			b.below = borderOf(v)
		case "fo:border-left", "fo:border-right":
			b.beside = max(b.beside, borderOf(v))
		case "fo:break-before":
			b.before = v
		case "fo:break-after":
			b.after = v
		case "style:writing-mode":
			b.dir = v
		}
	}
	return b
}

func borderOf(v string) border {
	if v == "none" || v == "" || v == "hidden" || strings.HasPrefix(v, "0") && !strings.HasPrefix(v, "0.") {
		return noBorder
	}
	return lineBorder
}

// line says whether a paragraph without text shows as a line across the page.
func (b box) line() bool {
	return b.beside != lineBorder && (b.above == lineBorder || b.below == lineBorder)
}

// sides gives the smaller of the margins at the two sides, in millimetres.
func (b box) sides() float64 {
	if b.left == nil || b.right == nil {
		return 0
	}
	return min(*b.left, *b.right)
}

// alignment gives how lines stand, where the text runs in a direction. Text
// that runs from the right is not pushed to the right by being said to.
func (b box) alignment(dir string) office.Align {
	switch {
	case b.align == "center":
		return office.Center
	case b.align == "end" && dir != "rtl", b.align == "right" && dir != "rtl":
		return office.End
	}
	return office.Start
}

// direction reads a writing mode.
func direction(mode string) string {
	if strings.HasPrefix(mode, "rl") {
		return "rtl"
	}
	return ""
}

// units are lengths in millimetres.
var units = map[string]float64{"mm": 1, "cm": 10, "in": 25.4, "pt": 25.4 / 72, "pc": 25.4 / 6, "px": 25.4 / 96}

// length reads "1.25cm" as millimetres; nil when it is none.
func length(v string) *float64 {
	v = strings.TrimSpace(v)
	if len(v) < 3 {
		if v == "0" {
			return new(float64)
		}
		return nil
	}
	unit, ok := units[v[len(v)-2:]]
	n, err := strconv.ParseFloat(v[:len(v)-2], 64)
	if !ok || err != nil {
		return nil
	}
	n *= unit
	return &n
}

// number reads a whole number of a few digits; def when it is none.
func number(v string, def int) int {
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 || n > 1e9 {
		return def
	}
	return n
}
