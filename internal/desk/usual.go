package desk

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/setting"
)

// UsualChange is what happens to the notes with which every new chapter of works
// begins, or ends.
type UsualChange struct {
	How  string `json:"how"`  // replace, remove
	Text string `json:"text"` // HTML that was cleaned, of replace
}

// The notes of new chapters, by their fields in the form.
const (
	usualBefore = "usual_before"
	usualAfter  = "usual_after"
)

// usualOf is what a form asks for notes of new chapters; nil for nothing.
func usualOf(c prose.Cleaner, how, typed string) *UsualChange {
	switch how {
	case "":
		return nil
	case replace:
		return &UsualChange{replace, prose.Show(c.Clean(typed, prose.Note))}
	}
	return &UsualChange{How: how}
}

// check says what is wrong with a change of the notes of a field.
func (u *UsualChange) check(ctx context.Context, field string) error {
	if u == nil {
		return nil
	}
	if !slices.Contains([]string{replace, remove}, u.How) {
		return fault.In(field, "That is no choice here. Please choose one from the list.")
	}
	n, most := utf8.RuneCountInString(plain(u.Text)), setting.Of(ctx).Limits.Notes
	switch {
	case u.How == replace && n == 0:
		return fault.In(field, "Write the note with which new chapters are to come, or choose to take away the one there is.")
	case n > most:
		return fault.In(field, "The note has %s of %s characters. Please shorten it.", say.Number(ctx, n), say.Number(ctx, most))
	}
	return nil
}

func (u *UsualChange) apply(was string) string {
	switch {
	case u == nil:
		return was
	case u.How == remove:
		return ""
	}
	return u.Text
}

func plain(note string) string { return strings.TrimSpace(prose.PlainText(note)) }

// shownNote is how many characters of a note stand on the page of a change.
const shownNote = 300

// inShort is the beginning of a note as it is read.
func inShort(note string) string {
	words := []rune(strings.Join(strings.Fields(plain(note)), " "))
	if len(words) <= shownNote {
		return string(words)
	}
	return string(words[:shownNote]) + "…"
}
