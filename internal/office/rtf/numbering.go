package rtf

import (
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/office"
)

// markers are the formats of numbers that a page can show as they are.
var markers = map[int]string{1: "upper-roman", 2: "lower-roman", 3: "upper-alpha", 4: "lower-alpha"}

// numbering counts the items of lists.
type numbering struct {
	counts map[string][]int // of each list, the last number of each level
	oldRun bool             // the paragraph before was numbered in the old way
	oldAt  oldNumber
}

// number makes a paragraph an item of its list, if it is in one.
func (n *numbering) number(out *office.Para, p *paragraph, h *head) {
	old := n.oldRun
	n.oldRun = false
	switch {
	case p.pageCut:
	case p.layout.list > 0:
		n.listed(out, p, h)
	case p.layout.old != nil || p.oldShown != "":
		n.numberOld(out, p, old)
	}
}

// listed is for a paragraph with \ls.
func (n *numbering) listed(out *office.Para, p *paragraph, h *head) {
	o := h.overrides[p.layout.list]
	id, level := int(p.layout.list), int(p.layout.level)
	out.List = "ls" + strconv.Itoa(id)
	at := listLevel{start: 1, format: formatShown(p.number)}
	if o != nil {
		if o.starts == nil {
			out.List = "list" + strconv.Itoa(o.list)
		}
		if l := h.lists[o.list]; l != nil && level < len(l.levels) {
			at = l.levels[level]
		}
		if s, ok := o.starts[level]; ok {
			at.start = s
		}
	}
	if at.format == formatNone {
		out.List = ""
		return
	}
	out.Level, out.Item = level+1, true
	if at.format == formatBullet {
		return
	}
	out.Ordered, out.Marker = true, markers[at.format]
	out.Number = n.count(out.List, level, at.start)
}

// count gives the next number of a level; the levels below begin anew.
func (n *numbering) count(list string, level, start int) int {
	if n.counts == nil {
		n.counts = map[string][]int{}
	}
	c := n.counts[list]
	if level < len(c) {
		c = c[:level+1]
		c[level]++
	} else {
		for len(c) < level {
			c = append(c, 0)
		}
		c = append(c, start)
	}
	n.counts[list] = c
	return c[level]
}

// formatShown tells bullets from numbers by what the file shows, for lists that
// no table describes.
func formatShown(shown string) int {
	if strings.ContainsAny(shown, "0123456789") {
		return 0
	}
	return formatBullet
}

// numberOld is for paragraphs numbered as before Word 97.
func (n *numbering) numberOld(out *office.Para, p *paragraph, goesOn bool) {
	o := oldNumber{level: 1, start: 1, bullet: formatShown(p.oldShown) == formatBullet}
	if p.layout.old != nil {
		o = *p.layout.old
	}
	out.List, out.Level = "pn", o.level
	n.oldRun = true
	if o.goesOn {
		return
	}
	if goesOn && n.oldAt.level == o.level && (n.oldAt.bullet != o.bullet || n.oldAt.format != o.format) {
		goesOn = false
	}
	n.oldAt = o
	out.Item = true
	if o.bullet {
		return
	}
	out.Ordered, out.Marker = true, markers[o.format]
	shown, err := strconv.Atoi(strings.Trim(p.oldShown, " .()\u00A0"))
	switch {
	case err == nil:
		out.Number = shown
	case !goesOn:
		out.Number = o.start
	}
}
