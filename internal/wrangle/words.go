package wrangle

import (
	"context"

	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/web"
)

// kindWord says a type of tag, as those call it who sort tags in.
func kindWord(ctx context.Context, t tag.Type) string {
	if t == tag.Freeform {
		return say.T(ctx, "Additional tag")
	}
	return tag.TypeName(ctx, t)
}

// whyWord says why something is guessed.
func whyWord(ctx context.Context, g Guess) string {
	switch g.Why {
	case Together:
		return inItsPlace(ctx, g)
	case Earlier:
		return say.T(ctx, "It had this name before")
	case SameName:
		return say.T(ctx, "The same but for case, accents, spaces or what is shortened")
	case WordOrder:
		return say.T(ctx, "The same words in another order")
	case PartOf:
		return say.T(ctx, "Part of the longer name")
	case Initials:
		return say.T(ctx, "Its first letters")
	case SamePair:
		return say.T(ctx, "The same people, and of the same kind")
	case OtherKind:
		return say.T(ctx, "The same people, but one is friendship and the other love")
	case Script:
		return say.T(ctx, "The same in another script")
	}
	return say.T(ctx, "Spelled nearly so")
}

// inItsPlace says on how many works like the tag's own the guess stands in its place, ""
// when that says nothing.
func inItsPlace(ctx context.Context, g Guess) string {
	switch {
	case g.Works == 0:
		return ""
	case g.Beside == "":
		return say.N(ctx, g.Works, "In its place on {n} work of the same authors", "In its place on {n} works of the same authors")
	}
	return say.N(ctx, g.Works, "In its place on {n} like work, beside {tag}", "In its place on {n} like works, beside {tag}", "tag", g.Beside)
}

// doneWord says what an act did.
func doneWord(ctx context.Context, d Done) string {
	switch d.Kind {
	case Canonical:
		return say.T(ctx, "made canonical")
	case Bare:
		return say.T(ctx, "no longer canonical")
	case Merge:
		return say.T(ctx, "made a synonym of {other}", "other", d.Other)
	case Unmerge:
		return say.T(ctx, "no longer a synonym")
	case Under:
		return say.T(ctx, "put under {other}", "other", d.Other)
	case NotUnder:
		return say.T(ctx, "taken away from {other}", "other", d.Other)
	case Narrower:
		return say.T(ctx, "made narrower than {other}", "other", d.Other)
	case NotNarrower:
		return say.T(ctx, "no longer narrower than {other}", "other", d.Other)
	case Rename:
		return say.T(ctx, "given another name")
	case Retype:
		return say.T(ctx, "given another type")
	case Leave:
		return say.T(ctx, "left as it is, unwrangleable")
	case TakeUp:
		return say.T(ctx, "taken up again")
	}
	return say.T(ctx, "changed by an imported set of tags")
}

// bySomebody says who brought a set in, and when.
func bySomebody(ctx context.Context, s Set) string {
	return say.T(ctx, "{name}, {when}", "name", s.By, "when", web.Moment(ctx, s.At.Time))
}

// howFar says how far a set is.
func howFar(ctx context.Context, s Set) string {
	switch {
	case s.Ended() && len(s.Wrong) > 0:
		return say.N(ctx, len(s.Wrong), "taken in but for {n} line", "taken in but for {n} lines")
	case s.Ended():
		return say.T(ctx, "taken in")
	}
	return say.T(ctx, "{n} of {all} are taken in", "n", say.Number(ctx, s.Done), "all", say.Number(ctx, s.Lines))
}

// stateWord says how far a tag is sorted in.
func stateWord(ctx context.Context, s Standing) string {
	switch s {
	case Main:
		return say.T(ctx, "canonical")
	case Synonym:
		return say.T(ctx, "synonym of")
	case Placed:
		return say.T(ctx, "placed")
	case Kept:
		return say.T(ctx, "unwrangleable")
	}
	return say.T(ctx, "waits")
}
