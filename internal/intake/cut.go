package intake

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/ingest"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/work"
)

// piece is one part of a work as its file is cut, and as somebody cut it besides.
type piece struct {
	N           int // the chapter's number as the file is cut, from 1
	Block       int // where in it this part begins, 0 for its beginning
	Chapter     int // the number of the chapter that it is in
	Title       string
	Words       int
	First, Last string
	Joined      bool // belongs to the one before
}

// field is the name of the field with the part's title.
func (p piece) field() string {
	if p.Block > 0 {
		return fmt.Sprintf("chapter-%d-%d", p.N, p.Block)
	}
	return fmt.Sprintf("chapter-%d", p.N)
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

// endWords is how many words are shown of each end of a chapter.
const endWords = 12

// cut tells how a work is cut into chapters, with those that somebody joined still
// apart.
func (d *Desk) cut(ctx context.Context, f *file, x *found) ([]piece, error) {
	apart := *x
	apart.Corrections.Joined = nil
	draft, err := d.look(ctx, f, &apart)
	if err != nil {
		return nil, err
	}
	own := len(draft.Chapters) - len(x.Corrections.Splits) // those of the file
	blocks := map[int][]int{}
	for _, s := range x.Corrections.Splits {
		blocks[s.Chapter] = append(blocks[s.Chapter], s.Block)
	}
	out := make([]piece, 0, len(draft.Chapters))
	chapter := 0
	add := func(p piece) {
		if len(out) == len(draft.Chapters) {
			return
		}
		if c := draft.Chapters[len(out)]; !p.Joined {
			chapter++
			p.Title = c.Title
		}
		body := draft.Chapters[len(out)].Body
		p.Chapter, p.Words = chapter, prose.Words(body)
		p.First, p.Last = ends(prose.PlainText(body))
		out = append(out, p)
	}
	for n := 1; n <= own; n++ {
		add(piece{N: n, Joined: n > 1 && slices.Contains(x.Corrections.Joined, n)})
		for _, b := range slices.Sorted(slices.Values(blocks[n])) {
			add(piece{N: n, Block: b})
		}
	}
	return out, nil
}

// ends are the first and the last words of a text.
func ends(text string) (first, last string) {
	first = strings.Join(lead(text, endWords), " ")
	words := strings.Fields(text[len(text)-min(len(text), 40*endWords):])
	if len(words) > endWords {
		last = strings.Join(words[len(words)-endWords:], " ")
	}
	return strings.ToValidUTF8(cutRunes(first), ""), strings.ToValidUTF8(last, "")
}

// lead are up to n words from the beginning of a text.
func lead(text string, n int) []string {
	var out []string
	for w := range strings.FieldsSeq(text) {
		if out = append(out, w); len(out) == n {
			break
		}
	}
	return out
}

// cutRunes shortens text that has no spaces between its words.
func cutRunes(s string) string {
	if r := []rune(s[:min(len(s), 2000)]); len(r) > 120 {
		return string(r[:120]) + "…"
	}
	return s
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
