package work

import (
	"context"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
)

// RatingName says a rating in full.
func RatingName(ctx context.Context, r Rating) string {
	switch r {
	case General:
		return say.T(ctx, "General Audiences")
	case Teen:
		return say.T(ctx, "Teen And Up Audiences")
	case Mature:
		return say.T(ctx, "Mature")
	case Explicit:
		return say.T(ctx, "Explicit")
	}
	return say.T(ctx, "Not Rated")
}

// RatingShort says a rating in a word or two, for lines of many things.
func RatingShort(ctx context.Context, r Rating) string {
	switch r {
	case General:
		return say.T(ctx, "General")
	case Teen:
		return say.T(ctx, "Teen and up")
	case Mature:
		return say.T(ctx, "Mature")
	case Explicit:
		return say.T(ctx, "Explicit")
	}
	return say.T(ctx, "Not rated")
}

// Letter is the sign of a rating, as readers know it.
func (r Rating) Letter() string {
	switch r {
	case General:
		return "G"
	case Teen:
		return "T"
	case Mature:
		return "M"
	case Explicit:
		return "E"
	}
	return "?"
}

// Class is the rating's name in the pages' markup, as readers' tools know it.
func (r Rating) Class() string {
	switch r {
	case General:
		return "rating-general-audience"
	case Teen:
		return "rating-teen"
	case Mature:
		return "rating-mature"
	case Explicit:
		return "rating-explicit"
	}
	return "rating-notrated"
}

// The warnings that say that there is nothing to warn of, or that nothing is said.
const (
	NoWarnings   = "No Archive Warnings Apply"
	ChoseNotWarn = "Creator Chose Not To Use Archive Warnings"
)

// Warned says what a work's warnings come to.
type Warned int

// What warnings come to.
const (
	NotWarned   Warned = iota // its creator chose not to say, or never did
	NothingHere               // no warning applies
	Warnings                  // there is something to be warned of
)

// Warned says what the work's warnings come to. A real one counts for more than
// the word that there is none.
func (w *Work) Warned() Warned {
	none, silent := false, false
	for _, t := range w.TagsOf(tag.Warning) {
		switch t.Name {
		case NoWarnings:
			none = true
		case ChoseNotWarn:
			silent = true
		default:
			return Warnings
		}
	}
	if none && !silent {
		return NothingHere
	}
	return NotWarned
}

// WarningSign is what is seen of a work's warnings at a glance: an icon, its class and
// a line. Who wants warnings folded away is told neither which there are nor whether.
func WarningSign(ctx context.Context, w *Work) (icon, class, text string) {
	if FoldedAway(viewer.From(ctx).Prefs, tag.Warning) {
		return NotWarned.icon(), NotWarned.class(), say.T(ctx, "Warnings are folded away")
	}
	return w.Warned().icon(), w.Warned().class(), WarningText(ctx, w)
}

// WarningText says the work's warnings in a line.
func WarningText(ctx context.Context, w *Work) string {
	switch w.Warned() {
	case NothingHere:
		return say.T(ctx, "No warnings apply")
	case NotWarned:
		if len(w.TagsOf(tag.Warning)) == 0 { // an import whose file said nothing: nobody chose
			return say.T(ctx, "No warnings stated")
		}
		return say.T(ctx, "Author chose not to warn")
	}
	var names []string
	for _, t := range w.TagsOf(tag.Warning) {
		if t.Name != NoWarnings && t.Name != ChoseNotWarn {
			names = append(names, t.Name)
		}
	}
	return strings.Join(names, ", ")
}

func (x Warned) class() string {
	return [...]string{"warning-choosenotto", "warning-no", "warning-yes"}[x]
}

func (x Warned) icon() string { return [...]string{"maybewarn", "nowarn", "warning"}[x] }

// CategoryText says the work's categories in a line, "" when it has none.
func (w *Work) CategoryText() string {
	var names []string
	for _, t := range w.TagsOf(tag.Category) {
		names = append(names, t.Name)
	}
	return strings.Join(names, ", ")
}

// categoryShort is one word for the work's categories.
func categoryShort(ctx context.Context, w *Work) string {
	switch all := w.TagsOf(tag.Category); len(all) {
	case 0:
		return ""
	case 1:
		return all[0].Name
	}
	return say.T(ctx, "Multi")
}

func (w *Work) categoryClass() string {
	all := w.TagsOf(tag.Category)
	if len(all) == 0 {
		return "category-none"
	}
	if len(all) > 1 {
		return "category-multi"
	}
	switch all[0].Name {
	case "Gen":
		return "category-gen"
	case "F/M":
		return "category-het"
	case "M/M":
		return "category-slash"
	case "F/F":
		return "category-femslash"
	case "Multi":
		return "category-multi"
	}
	return "category-other"
}

// ChaptersOf writes "10/14" or "10/?".
func (w *Work) ChaptersOf() string {
	total := "?"
	if w.ChapterTotal > 0 {
		total = strconv.Itoa(w.ChapterTotal)
	}
	return strconv.Itoa(w.ChapterCount) + "/" + total
}

// StateText says how far a work has come.
func StateText(ctx context.Context, w *Work) string {
	switch {
	case w.Complete && w.ChapterCount <= 1:
		return say.T(ctx, "Complete")
	case w.Complete:
		return say.N(ctx, w.ChapterCount, "Complete, {n} chapter", "Complete, {n} chapters")
	case w.ChapterTotal > 0:
		return say.T(ctx, "{n} of {m} chapters", "n", say.Number(ctx, w.ChapterCount), "m", say.Number(ctx, w.ChapterTotal))
	}
	return say.N(ctx, w.ChapterCount, "{n} chapter so far", "{n} chapters so far")
}

// LanguageName is a language's name in itself: "English", "русский".
func LanguageName(code string) string {
	t, err := language.Parse(code)
	if err != nil {
		return code
	}
	if name := display.Self.Name(t); name != "" {
		return name
	}
	return code
}

// Headings says what stands over each of a work's chapters: "Prologue",
// "Chapter 1". Only plain chapters are counted.
func Headings(ctx context.Context, all []Chapter) []string {
	out := make([]string, len(all))
	n := 0
	for i, c := range all {
		switch c.Kind {
		case Prologue:
			out[i] = say.T(ctx, "Prologue")
		case Interlude:
			out[i] = say.T(ctx, "Interlude")
		case Epilogue:
			out[i] = say.T(ctx, "Epilogue")
		case SideStory:
			out[i] = say.T(ctx, "Side story")
		case Notice:
			out[i] = say.T(ctx, "Notice")
		default:
			n++
			out[i] = say.T(ctx, "Chapter {n}", "n", n)
		}
	}
	return out
}

// Day writes a day as lists of works do: "05 Nov 2020".
func Day(t time.Time) string { return t.Format("02 Jan 2006") }
