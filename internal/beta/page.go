package beta

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/diff"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// para is one block of a text with what was said of it.
type para struct {
	HTML    string
	Anchor  string // "" of what nothing can be said of, such as a scene break
	N       int
	Remarks []Remark
	Asked   bool // the form stands under it
}

// anchors finds the anchors in a block.
var anchors = regexp.MustCompile(` id="(` + anchor + `[0-9]+)"`)

// paras cuts a text into its blocks, and gives those remarks whose paragraph is
// there no more.
func (t *text) paras() (all []para, stray []Remark) {
	at := map[string]int{}
	for _, b := range diff.Blocks(t.HTML) {
		p := para{HTML: b, N: len(all) + 1}
		for _, m := range anchors.FindAllStringSubmatch(b, -1) {
			if p.Anchor == "" {
				p.Anchor = m[1]
			}
			at[m[1]] = len(all)
			p.Asked = p.Asked || m[1] == t.said.Anchor
		}
		all = append(all, p)
	}
	for _, r := range t.remarks {
		if i, ok := at[r.Anchor]; ok {
			all[i].Remarks = append(all[i].Remarks, r)
		} else {
			stray = append(stray, r)
		}
	}
	return all, stray
}

// chapterName names a text in lists.
func chapterName(ctx context.Context, g Given) string {
	if g.Title != "" {
		return say.T(ctx, "{n}. {title}", "n", say.Number(ctx, g.Place), "title", g.Title)
	}
	return say.T(ctx, "Chapter {n}", "n", say.Number(ctx, g.Place))
}

func stateWord(ctx context.Context, r Remark) string {
	switch r.State {
	case Settled:
		return say.T(ctx, "settled")
	case Accepted:
		return say.T(ctx, "accepted")
	case Rejected:
		return say.T(ctx, "not taken")
	}
	return say.T(ctx, "open")
}

func (t *text) link(end string) templ.SafeURL { return templ.SafeURL(t.here + end) }

func guest(ctx context.Context) bool { return viewer.From(ctx).Guest() }

func remarkID(r Remark) string { return fmt.Sprintf("r%d", int64(r.ID)) }

// first is the beginning of a long quote.
func first(s string) string {
	const most = 160
	if r := []rune(s); len(r) > most {
		return strings.TrimSpace(string(r[:most])) + "…"
	}
	return s
}

// choice is how a chapter of the work stands among those that can be given: by the
// title that its authors see, posted or not.
func (d desk) choice(ctx context.Context, i int, c work.Chapter) string {
	if h, ok := d.written[c.ID]; ok {
		c.Title = h.Title
	}
	return chapterName(ctx, Given{Place: i + 1, Title: c.Title})
}

// of is what is wrong with the form as a whole, or with a field that it has not.
func (t *text) problem(ctx context.Context) string {
	for _, e := range t.bad {
		if t.author || t.said.Anchor == "" {
			return say.F(ctx, e.Format, e.Args...)
		}
	}
	return ""
}
