package publish

import (
	"strings"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/setting"
	"github.com/ficstead/ficstead/internal/work"
)

// around is what is too long of a chapter's title, summary and notes as they are being
// written. What came so from elsewhere may stay: then nobody is writing in it.
func (s sight) around(t work.ChapterText) []Problem {
	ctx, l := s.ctx, setting.Of(s.ctx).Limits
	var out []Problem
	for _, f := range []struct {
		name, text string
		most       int
	}{
		{say.T(ctx, "The title"), t.Title, l.Title}, {say.T(ctx, "The summary"), prose.PlainText(t.Summary), l.Summary},
		{say.T(ctx, "The note before it"), prose.PlainText(t.NotesBefore), l.Notes}, {say.T(ctx, "The note after it"), prose.PlainText(t.NotesAfter), l.Notes},
	} {
		if n := utf8.RuneCountInString(strings.TrimSpace(f.text)); n > f.most {
			out = append(out, s.must(say.T(ctx, "{chapter}: {what} has {n} of {most} characters.", "chapter", s.name, "what", f.name,
				"n", say.Number(ctx, n), "most", say.Number(ctx, f.most)), say.T(ctx, "Shorten it")))
		}
	}
	return out
}
