package work

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/width"

	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
)

// OnePixel is a picture of nothing: readers' tools tell a restricted work by the
// text of a picture, while people are told in words beside it.
const OnePixel = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="

func blurbClass(ctx context.Context, w *Work) string {
	var b strings.Builder
	fmt.Fprintf(&b, "work blurb group work-%d", w.ID)
	seen := map[viewer.ID]bool{}
	for _, p := range w.Byline(viewer.From(ctx)) { // whom v may not know is no class either
		if !seen[p.Account] {
			seen[p.Account] = true
			fmt.Fprintf(&b, " user-%d", p.Account)
		}
	}
	return b.String()
}

// StateOfSight says in words why not everyone sees the work, "" when everyone does.
func StateOfSight(ctx context.Context, w *Work) string {
	switch {
	case !w.Posted:
		return say.T(ctx, "Draft: only its authors and the keepers see it")
	case w.Hidden:
		return say.T(ctx, "Hidden by the keepers: only its authors and they see it")
	case w.Unrevealed:
		return say.T(ctx, "Not revealed yet")
	case w.Restricted:
		return say.T(ctx, "For members only")
	}
	return ""
}

func unitWords(ctx context.Context, n int) string {
	return strings.TrimSpace(say.N(ctx, n, "word", "words"))
}

func sameLanguage(a, b string) bool {
	base := func(s string) language.Base { t, _ := language.Parse(s); b, _ := t.Base(); return b }
	return base(a) == base(b)
}

func kindWord(ctx context.Context, t tag.Type) string {
	switch t {
	case tag.Warning:
		return say.T(ctx, "Warning:")
	case tag.Relationship:
		return say.T(ctx, "Relationship:")
	case tag.Character:
		return say.T(ctx, "Character:")
	}
	return say.T(ctx, "Tag:")
}

// FoldedAway reports whether somebody wants the tags of a kind folded away, in lists
// and on works, until they ask for them.
func FoldedAway(p viewer.Prefs, kind tag.Type) bool {
	return kind == tag.Warning && p.HideWarnings || kind == tag.Freeform && p.HideFreeforms
}

// ShowWord is what the button says behind which tags of a kind are folded away.
func ShowWord(ctx context.Context, kind tag.Type) string {
	if kind == tag.Warning {
		return say.T(ctx, "Show warnings")
	}
	return say.T(ctx, "Show other tags")
}

// folded is a work's tags cut to what a list has room for: two lines on a wide
// screen, three on a phone; the others wait behind "+N".
type folded struct {
	fandoms []tag.Tag
	quiet   []tag.Tag // for readers' tools only: a sign says it already
	first   []lateTag
	rest    []tag.Tag  // beyond the room on any screen
	hidden  int        // beyond the room on a phone
	away    []tag.Type // kinds that the viewer wants folded away
	narrow  int        // fandoms that a phone shows
	wide    int        // fandoms that a wide screen shows
}

type lateTag struct {
	tag.Tag
	late bool // shown at once only on a wide screen
}

// late is the class of the fandom at i when it has to wait.
func (f folded) late(i int) string {
	switch {
	case i >= f.wide:
		return "rest-of"
	case i >= f.narrow:
		return "late"
	}
	return ""
}

// The room for tags, in px of a chip's text.
const (
	wideLine, wideLines     = 720, 2
	narrowLine, narrowLines = 328, 3
	moreChip                = 52 // the room that "+N" takes
	fandomsAtOnce           = 3  // on a wide screen; two on a phone
)

func foldTags(w *Work, p viewer.Prefs) folded {
	f := folded{fandoms: w.TagsOf(tag.Fandom)}
	for _, kind := range []tag.Type{tag.Warning, tag.Freeform} {
		if FoldedAway(p, kind) && len(w.TagsOf(kind)) > 0 {
			f.away = append(f.away, kind)
		}
	}
	var all []tag.Tag
	for _, t := range w.TagsOf(tag.Warning) {
		if FoldedAway(p, tag.Warning) {
			break
		}
		if t.Name == NoWarnings || t.Name == ChoseNotWarn {
			f.quiet = append(f.quiet, t)
		} else {
			all = append(all, t)
		}
	}
	for _, kind := range []tag.Type{tag.Relationship, tag.Character, tag.Freeform} {
		if !FoldedAway(p, kind) {
			all = append(all, w.TagsOf(kind)...)
		}
	}
	f.wide = min(len(f.fandoms), fandomsAtOnce)
	f.narrow = min(len(f.fandoms), fandomsAtOnce-1)
	wide := fits(f.fandoms[:f.wide], all, wideLine, wideLines)
	narrow := min(wide, fits(f.fandoms[:f.narrow], all, narrowLine, narrowLines))
	for i, t := range all[:wide] {
		f.first = append(f.first, lateTag{t, i >= narrow})
	}
	f.rest = all[wide:]
	f.hidden = len(all) - narrow + len(f.fandoms) - f.narrow
	if len(f.fandoms) > f.wide && len(f.rest) == 0 && wide > 0 {
		// "+N" must be there on a wide screen too, to show the other fandoms.
		f.rest = all[wide-1:]
		f.first = f.first[:wide-1]
		f.hidden = max(f.hidden, len(f.rest)+len(f.fandoms)-f.narrow)
	}
	return f
}

// fits counts the tags that lines of a length hold after the fandoms, leaving
// room for "+N" when not all of them do.
func fits(fandoms, all []tag.Tag, line, lines int) int {
	x, y := 0, 1
	place := func(w int) bool {
		w = min(w, line)
		if x > 0 && x+w > line {
			x, y = 0, y+1
		}
		x += w
		return y <= lines && (y < lines || x <= line-moreChip)
	}
	for _, t := range fandoms {
		place(chipWidth(t.Name) + 12)
	}
	for i, t := range all {
		if !place(chipWidth(t.Name)+30) && i > 0 {
			return i
		}
	}
	return len(all)
}

// chipWidth is about how wide a name is at 13 px; characters of East Asia are
// twice as wide as others.
func chipWidth(name string) int {
	const narrow, wide, gap = 7, 13, 11
	n := gap
	for s := name; s != ""; {
		r, size := utf8.DecodeRuneInString(s)
		s = s[size:]
		if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
			n += wide
		} else {
			n += narrow
		}
	}
	return n
}

// TitleIn is the work's title, or in the reader's language that it has none yet.
func (w *Work) TitleIn(ctx context.Context) string { return TitleOr(ctx, w.Title) }

// TitleOr is a title, or in the reader's language that there is none yet.
func TitleOr(ctx context.Context, title string) string {
	if title == "" {
		return say.T(ctx, "Untitled")
	}
	return title
}
