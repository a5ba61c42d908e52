package intake

import (
	"context"
	"slices"
	"strings"

	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/work"
)

// piece is one part of a work as its file is cut.
type piece struct {
	N           int // its number as the file is cut, from 1
	Chapter     int // the number of the chapter that it is in
	Title       string
	Words       int
	First, Last string
	Joined      bool // belongs to the one before
}

// endWords is how many words are shown of each end of a chapter.
const endWords = 12

// cut tells how a work is cut into chapters, with those that somebody joined still
// apart.
func (d *Desk) cut(ctx context.Context, f *file, x *found) ([]piece, error) {
	apart := *x
	apart.Corrections.Joined = nil
	draft, _, err := d.look(ctx, f, &apart)
	if err != nil {
		return nil, err
	}
	out := make([]piece, 0, len(draft.Chapters))
	chapter := 0
	for k, c := range draft.Chapters {
		p := piece{N: k + 1, Title: c.Title, Words: prose.Words(c.Body), Joined: k > 0 && slices.Contains(x.Corrections.Joined, k+1)}
		if !p.Joined {
			chapter++
		}
		p.Chapter = chapter
		p.First, p.Last = ends(prose.PlainText(c.Body))
		out = append(out, p)
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
