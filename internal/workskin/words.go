package workskin

import (
	"context"

	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/skin"
)

// why says in a sentence what is wrong, and what would be right.
func why(ctx context.Context, p skin.Problem) string {
	switch p.Reason {
	case skin.Unclosed:
		return say.T(ctx, "Something that opens here is never closed: a brace, a bracket or a quote.")
	case skin.Nested:
		return say.T(ctx, "A rule can’t stand inside another rule. Write it by itself, with its whole selector.")
	case skin.SplitByComment:
		return say.T(ctx, "A comment stands in the middle of a word. Put a space beside it.")
	case skin.AtRule:
		return say.T(ctx, "Of all @ rules only @media can be used, and not inside another @media.")
	case skin.Media:
		return say.T(ctx, "This @media can’t be used. These can: screen, print, speech, (max-width: 42em), (max-width: 62em), (prefers-color-scheme: dark), (prefers-color-scheme: light).")
	case skin.Selector:
		return say.T(ctx, "This selector is not understood, or has something that can’t be used here.")
	case skin.Outside:
		return say.T(ctx, "This selector reaches out of the work’s text. A skin is for what is in it.")
	case skin.Property:
		return say.T(ctx, "This property can’t be used. It may be mistyped.")
	case skin.CustomProperty:
		return say.T(ctx, "Properties of your own (--name) can’t be used in work skins.")
	case skin.Value:
		return say.T(ctx, "This property doesn’t take this value here.")
	case skin.Function:
		return say.T(ctx, "There is a function in it that can’t be used, such as var() or attr().")
	case skin.FixedPosition:
		return say.T(ctx, "Nothing can stand fixed on the screen. position may be static, relative or absolute.")
	case skin.Remote:
		return say.T(ctx, "Pictures have to be the archive’s own: url(/pictures/…), as it stands on your work’s page of pictures. No reader’s address is given to another site.")
	case skin.PictureNotHere:
		return say.T(ctx, "A picture can stand in background, border-image, list-style and content only.")
	case skin.TooLong:
		return say.T(ctx, "This is longer than a skin may be.")
	case skin.TooManyProblems:
		return say.T(ctx, "There is more. Please mend these first.")
	}
	return say.T(ctx, "This can’t be read as CSS.")
}

// place says where: "Line 3".
func place(ctx context.Context, p skin.Problem) string {
	return say.T(ctx, "Line {n}", "n", say.Number(ctx, p.Line))
}

// code is the part of the CSS that a problem is about.
func code(p skin.Problem) string {
	s := p.Selector
	if p.Property != "" {
		if s != "" {
			s += " { "
		}
		s += p.Property + ": " + p.Value
		if p.Selector != "" {
			s += " }"
		}
	} else if p.Value != "" {
		s += " " + p.Value
	}
	return s
}
