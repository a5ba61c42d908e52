package suggest

import (
	"context"
	"strings"

	"github.com/ficstead/ficstead/internal/mention"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/tag"
)

// This file says what speaks for a suggestion.

// why says how a name was found.
func (t *telling) why(f mention.Found) []string {
	ctx := t.ctx
	var out []string
	switch f.Kind {
	case mention.Fandom:
		if names := t.namesOf(f.With); len(names) > 0 {
			out = append(out, say.T(ctx, "The text names {people}.", "people", strings.Join(names, ", ")))
		}
	case mention.Relationship:
		if f.Near > 0 {
			out = append(out, say.N(ctx, f.Near, "They stand close to each other {n} time.", "They stand close to each other {n} times."))
		}
	}
	if f.Times > 0 {
		out = append(out, timesText(ctx, f.As, f.Times, f.Chapter))
	}
	if f.Notes > 0 {
		out = append(out, noteText(ctx, f.Said))
	}
	return out
}

func timesText(ctx context.Context, as string, times, chapter int) string {
	return say.N(ctx, times, "Named {n} time, in chapter {chapter}: “{as}”.", "Named {n} times, first in chapter {chapter}, mostly “{as}”.", "chapter", chapter, "as", as)
}

func noteText(ctx context.Context, said string) string {
	return say.T(ctx, "A note says: “{words}”", "words", said)
}

// namesOf are the names of characters that may be told.
func (t *telling) namesOf(ids []int64) []string {
	var out []string
	for _, id := range ids {
		if x, ok := t.tags[tag.ID(id)]; ok {
			out = append(out, x.Name)
		}
	}
	return out
}

func (t *telling) whyHeard(h heard) []string {
	var out []string
	if h.notes > 0 {
		out = append(out, noteText(t.ctx, h.said))
	}
	if h.times >= h.inStory && h.times > 0 {
		out = append(out, say.N(t.ctx, h.times, "The text has “{as}” and words like it {n} time, first in chapter {chapter}. You know whether that warning is right.",
			"The text has “{as}” and words like it {n} times, first in chapter {chapter}. You know whether that warning is right.", "as", h.as, "chapter", h.chapter))
	}
	return out
}

func (t *telling) whyDead(name string, times int) []string {
	return []string{say.N(t.ctx, times, "Words of dying follow the name of {name} {n} time. You know whether that warning is right.",
		"Words of dying follow the name of {name} {n} times. You know whether that warning is right.", "name", name)}
}
