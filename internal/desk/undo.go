package desk

import "slices"

// undo gives what a work is to be once a change is undone: every field that is still
// as the change left it goes back to what it was. kept tells how many are not.
func undo(now, before, after Face) (back Face, kept int) {
	back = now
	restore(&back.Rating, before.Rating, after.Rating, &kept)
	restore(&back.Language, before.Language, after.Language, &kept)
	restore(&back.Restricted, before.Restricted, after.Restricted, &kept)
	restore(&back.Complete, before.Complete, after.Complete, &kept)
	restore(&back.Anonymous, before.Anonymous, after.Anonymous, &kept)
	back.Tags = undoList(now.Tags, before.Tags, after.Tags)
	restore(&back.Skin, before.Skin, after.Skin, &kept)
	restore(&back.UsualBefore, before.UsualBefore, after.UsualBefore, &kept)
	restore(&back.UsualAfter, before.UsualAfter, after.UsualAfter, &kept)
	back.Series = undoSeries(now.Series, before.Series, after.Series)
	back.Credits = undoList(now.Credits, before.Credits, after.Credits)
	return back, kept
}

// undoSeries takes a work out of the series that a change brought it into, and back to
// its place in those that it took it out of.
func undoSeries(now, before, after []Place) []Place {
	brought, taken := missing(after, before), missing(before, after)
	return append(missing(now, brought), missing(taken, now)...)
}

// restore puts before in the place of a field that a change set and nobody has since.
func restore[T comparable](field *T, before, after T, kept *int) {
	if before == after {
		return
	}
	if *field == after {
		*field = before
	} else {
		*kept++
	}
}

// undoList takes away what a change brought into a list, and brings back what it took;
// what somebody wrote since stays.
func undoList[T comparable](now, before, after []T) []T {
	if slices.Equal(now, after) {
		return before
	}
	out := slices.DeleteFunc(slices.Clone(now), func(x T) bool { return slices.Contains(after, x) && !slices.Contains(before, x) })
	for _, x := range before {
		if !slices.Contains(after, x) && !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}
