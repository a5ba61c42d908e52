package search

import "iter"

const (
	// maxUnits is how many units of a query are looked at.
	maxUnits = 32
	// windowUnits is how many units of a text are indexed together; words in one
	// window are near each other. The words of so many, with their places, stay
	// under a page of PostgreSQL in every script.
	windowUnits = 600
)

// A window is a part of a text that is indexed as one.
type window struct {
	first, last string // anchors
	words       []string
}

// windows cuts paragraphs into windows that overlap by more than a query has
// units. Paragraphs play no part in it: a quote may go over their ends, and one
// paragraph may be longer than a window.
func windows(ps []Passage) iter.Seq[window] {
	return func(yield func(window) bool) {
		var us []unit
		var anchors []string // of each unit
		flush := func(keep int) bool {
			n := min(windowUnits, len(us))
			// The unit after the last decides how that one is written.
			w := window{anchors[0], anchors[n-1], words(us[:min(n+1, len(us))])[:n]}
			us, anchors = us[n-keep:], anchors[n-keep:]
			return yield(w)
		}
		for _, p := range ps {
			for _, u := range units(plain(p.Text)) {
				us, anchors = append(us, u), append(anchors, p.Anchor)
				if len(us) > windowUnits && !flush(maxUnits) {
					return
				}
			}
		}
		if len(us) > 0 {
			flush(0)
		}
	}
}

// words writes units as they are indexed, one word for each. A character of a
// script without spaces is written with the next one, so that pairs are found at
// once; a single one is found as the beginning of a pair.
func words(us []unit) []string {
	ws := make([]string, len(us))
	for i, u := range us {
		ws[i] = u.text
		if u.run && i+1 < len(us) && us[i+1].run {
			ws[i] += us[i+1].text
		}
	}
	return ws
}
