package edit

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/setting"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// limits adds to bad what is longer than the archive's keepers let it be. What came
// longer from elsewhere may stay and be edited, as long as it does not grow.
func (f *form) limits(ctx context.Context, c prose.Cleaner, x *work.Work, bad *web.Faults) {
	most := setting.Of(ctx).Limits
	if n := utf8.RuneCountInString(strings.TrimSpace(f.Title)); n > most.Title && n > utf8.RuneCountInString(x.Title) {
		bad.Add("title", over(ctx, say.T(ctx, "The title"), n, most.Title))
	}
	for _, t := range []struct {
		field, name, typed, kept string
		kind                     prose.Field
		most                     int
	}{
		{"summary", say.T(ctx, "The summary"), f.Summary, x.Summary, prose.Summary, most.Summary},
		{"notes_before", say.T(ctx, "The note before the work"), f.NotesBefore, x.NotesBefore, prose.Note, most.Notes},
		{"notes_after", say.T(ctx, "The note after the work"), f.NotesAfter, x.NotesAfter, prose.Note, most.Notes},
		{"usual_before", say.T(ctx, "The note before each new chapter"), f.UsualBefore, "", prose.Note, most.Notes},
		{"usual_after", say.T(ctx, "The note after each new chapter"), f.UsualAfter, "", prose.Note, most.Notes},
	} {
		if n := visible(c.Clean(t.typed, t.kind)); n > t.most && n > visible(t.kept) {
			bad.Add(t.field, over(ctx, t.name, n, t.most))
		}
	}
	f.tagLimits(ctx, most, x, bad)
}

func (f *form) tagLimits(ctx context.Context, most setting.Limits, x *work.Work, bad *web.Faults) {
	kept := map[string]bool{}
	for _, t := range x.Tags {
		kept[tag.Key(t.Name)] = true
	}
	had, n := 0, 0
	for _, t := range written() {
		had += len(x.TagsOf(t))
		names := tag.Split(f.Lists[t])
		n += len(names)
		for _, name := range names {
			if length := utf8.RuneCountInString(name); length > most.Tag && !kept[tag.Key(name)] && bad.Of(ctx, field(t)) == "" {
				bad.Add(field(t), fault.In(field(t), "A tag has %s of %s characters: “%s…”", say.Number(ctx, length), say.Number(ctx, most.Tag), string([]rune(name)[:40])))
			}
		}
	}
	if n > most.Tags && n > had {
		bad.Add("tags", fault.In("tags", "Those are %s of %s tags: fandoms, relationships, characters and other tags together.", say.Number(ctx, n), say.Number(ctx, most.Tags)))
	}
}

// visible counts the characters that readers see: markup is none.
func visible(clean string) int {
	return utf8.RuneCountInString(strings.TrimSpace(prose.PlainText(clean)))
}

func over(ctx context.Context, name string, n, most int) error {
	return fault.In("", "%s has %s of %s characters. Please shorten it.", name, say.Number(ctx, n), say.Number(ctx, most))
}
