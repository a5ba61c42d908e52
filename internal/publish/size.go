package publish

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/setting"
	"github.com/ficstead/ficstead/internal/work"
)

// size is how many characters the parts of a chapter have, as limits count them.
type size struct {
	title, summary, before, after, text int
}

// sizeOf measures a clean chapter without anchors.
func sizeOf(t work.ChapterText) size {
	shown := func(html string) int { return utf8.RuneCountInString(strings.TrimSpace(prose.PlainText(html))) }
	return size{
		title: utf8.RuneCountInString(strings.TrimSpace(t.Title)), summary: shown(t.Summary),
		before: shown(t.NotesBefore), after: shown(t.NotesAfter), text: utf8.RuneCountInString(t.Body),
	}
}

// settledSize measures a chapter as it is settled.
func settledSize(ctx context.Context, q db.Q, id work.ChapterID) (size, error) {
	t, err := work.TextOf(ctx, q, id)
	t.Body = prose.Cleaner{}.Clean(t.Body, prose.Body) // without anchors
	return sizeOf(t), err
}

// limits are the most that the keepers allow.
func limits(ctx context.Context) size {
	l := setting.Of(ctx).Limits
	return size{title: l.Title, summary: l.Summary, before: l.Notes, after: l.Notes, text: l.Chapter}
}

// or is the larger of both, part by part.
func (s size) or(t size) size {
	return size{max(s.title, t.title), max(s.summary, t.summary), max(s.before, t.before), max(s.after, t.after), max(s.text, t.text)}
}

// within reports whether no part has more than that of most.
func (s size) within(most size) bool { return s.or(most) == most }

// long is what is too long of a chapter that is being written and has a size. What came
// longer still from elsewhere may stay so as long as it does not grow: the settled
// chapter is looked at where that is asked.
func (s sight) long(ctx context.Context, q db.Q, id work.ChapterID, now size) ([]Problem, error) {
	if now.within(limits(ctx)) {
		return nil, nil
	}
	kept, err := settledSize(ctx, q, id)
	if err != nil {
		return nil, err
	}
	return s.over(now, kept), nil
}

// over is what is too long of a chapter that has a size, and had another one before.
func (s sight) over(now, before size) []Problem {
	ctx, most := s.ctx, limits(s.ctx)
	var out []Problem
	for _, f := range []struct {
		name           string
		n, most, grown int
	}{
		{say.T(ctx, "The title"), now.title, most.title, before.title}, {say.T(ctx, "The summary"), now.summary, most.summary, before.summary},
		{say.T(ctx, "The note before it"), now.before, most.before, before.before}, {say.T(ctx, "The note after it"), now.after, most.after, before.after},
	} {
		if f.n > max(f.most, f.grown) {
			out = append(out, s.must(say.T(ctx, "{chapter}: {what} has {n} of {most} characters.", "chapter", s.name, "what", f.name,
				"n", say.Number(ctx, f.n), "most", say.Number(ctx, f.most)), say.T(ctx, "Shorten it")))
		}
	}
	if now.text > max(most.text, before.text) {
		out = append(out, s.must(say.T(ctx, "{chapter} has {n} of {most} characters. Cut it in two, or shorten it.", "chapter", s.name,
			"n", say.Number(ctx, now.text), "most", say.Number(ctx, most.text)), say.T(ctx, "Go to it")))
	}
	return out
}
