package intake

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/ingest"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/work"
)

// titleField is the name of the field with the title of a piece.
func titleField(chapter, block int) string {
	if block > 0 {
		return fmt.Sprintf("chapter-%d-%d", chapter, block)
	}
	return fmt.Sprintf("chapter-%d", chapter)
}

// recut does what a button of the list of chapters says: "join-3" lays chapter 3 to
// the one before, "part-3" undoes that; "cut-3-17" begins a chapter at block 17 of
// chapter 3, and "uncut-3-17" doesn't.
func recut(c *ingest.Corrections, do string) {
	what, where, _ := strings.Cut(do, "-")
	first, second, _ := strings.Cut(where, "-")
	n, err := strconv.Atoi(first)
	if err != nil || n < 1 {
		return
	}
	block, _ := strconv.Atoi(second)
	switch {
	case what == "join" && n > 1 && !slices.Contains(c.Joined, n):
		c.Joined = append(slices.Clone(c.Joined), n)
	case what == "part":
		c.Joined = slices.DeleteFunc(slices.Clone(c.Joined), func(m int) bool { return m == n })
	case what == "cut" && block > 1 && splitAt(c, n, block) < 0:
		c.Splits = append(slices.Clone(c.Splits), ingest.Split{Chapter: n, Block: block})
	case what == "uncut":
		c.Splits = slices.DeleteFunc(slices.Clone(c.Splits), func(s ingest.Split) bool { return s.Chapter == n && s.Block == block })
	}
}

// splitAt is which of the further chapters begins there, -1 for none.
func splitAt(c *ingest.Corrections, chapter, block int) int {
	return slices.IndexFunc(c.Splits, func(s ingest.Split) bool { return s.Chapter == chapter && s.Block == block })
}

// proof is one chapter of a preview.
type proof struct {
	x        *found
	d        *work.Draft
	N        int // of the chapter, from 1
	Body     string
	Damage   int // the sign of damage that is marked, from 1; 0 for none
	NotFound bool
}

// wordings are an excerpt, and the longest piece of it that no mark of emphasis
// breaks: the page has none of these.
func wordings(excerpt string) []string {
	longest := ""
	for _, s := range strings.FieldsFunc(excerpt, func(r rune) bool { return strings.ContainsRune("*_<>/\\", r) }) {
		if len(s) > len(longest) {
			longest = s
		}
	}
	if longest == excerpt {
		return []string{excerpt}
	}
	return []string{excerpt, longest}
}

// proofOf makes the preview of a chapter, or of the one that has a sign of damage.
func proofOf(d *work.Draft, x *found, chapter, damage int) *proof {
	p := &proof{x: x, d: d, N: min(max(1, chapter), len(d.Chapters))}
	if damage > 0 && damage <= len(x.Report.Damage) {
		p.Damage, p.NotFound = damage, true
		for _, words := range wordings(x.Report.Damage[damage-1].Excerpt) {
			for n := range d.Chapters {
				if body, ok := marked(prose.Show(d.Chapters[n].Body), words); ok && (chapter == 0 || chapter == n+1) {
					p.N, p.Body, p.NotFound = n+1, body, false
					return p
				}
			}
		}
	}
	p.Body = prose.Show(d.Chapters[p.N-1].Body)
	return p
}
