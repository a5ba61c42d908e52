// Package suggest tells authors which tags their own text speaks for: whose names it has and
// how often, who stand near each other, what its notes say. It never sets a tag by itself,
// offers nothing that is there already and nothing that was refused for that work, and
// learns from nothing but the tags that everybody sees.
package suggest

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/ficstead/ficstead/internal/mention"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// Rating is the kind of a suggestion that is a rating and no tag.
const Rating tag.Type = "rating"

// Suggestion is a tag, or a rating, that a text speaks for.
type Suggestion struct {
	tag.Named
	// Why says what speaks for it, in sentences for the author.
	Why []string
}

// Value is the suggestion as forms send it.
func (s Suggestion) Value() string { return string(s.Type) + ":" + s.Name }

// Story is what is read: plain text, a paragraph on each line.
type Story struct {
	Notes []string
	// Chapters gives one chapter after the other.
	Chapters iter.Seq2[Chapter, error]
}

// Chapter is one chapter of a story.
type Chapter struct {
	Notes []string
	Text  string
}

// Have is what is said of a work already.
type Have struct {
	Tags    []tag.Named
	Rating  work.Rating
	Refused Refused
}

// has reports whether a tag is there, or was refused.
func (h *Have) has(t tag.Named) bool {
	return h.Refused[keyOf(t)] || slices.ContainsFunc(h.Tags, func(o tag.Named) bool { return o.Type == t.Type && tag.Key(o.Name) == tag.Key(t.Name) })
}

// Look reads a story and gives the tags that it speaks for and that it does not have, kind
// by kind, the likeliest first. Whoever calls it has made sure that the viewer may edit the
// story.
func (f *Finder) Look(ctx context.Context, s Story, have Have) ([]Suggestion, error) {
	x, err := f.lexicon(ctx)
	if err != nil {
		return nil, err
	}
	there, err := tag.Means(ctx, f.db, have.Tags)
	if err != nil {
		return nil, err
	}
	var chosen []int64
	for id, t := range there {
		if t.Type == tag.Fandom {
			chosen = append(chosen, int64(id))
		}
	}
	slices.Sort(chosen)
	r := x.Read()
	for _, n := range s.Notes {
		r.Note(n)
	}
	for c, err := range s.Chapters {
		if err != nil {
			return nil, fmt.Errorf("suggest: %w", err)
		}
		for _, n := range c.Notes {
			r.Note(n)
		}
		r.Chapter(c.Text)
	}
	t := telling{ctx: ctx, have: have, there: there, found: r.Found(chosen)}
	if t.tags, err = tag.InUse(ctx, f.db, t.ids()); err != nil {
		return nil, err
	}
	said, err := t.sayings(f)
	if err != nil {
		return nil, err
	}
	return append(t.named(), said...), nil
}

// telling makes suggestions of what was found.
type telling struct {
	ctx   context.Context
	have  Have
	there map[tag.ID]tag.Tag // what the work's tags stand for
	found []mention.Found
	tags  map[tag.ID]tag.Tag // what may be told
}

func (t *telling) ids() []tag.ID {
	var out []tag.ID
	for _, f := range t.found {
		if f.ID > 0 {
			out = append(out, tag.ID(f.ID))
		}
		for _, w := range f.With {
			out = append(out, tag.ID(w))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// named are the tags whose names were found.
func (t *telling) named() []Suggestion {
	var out []Suggestion
	for _, f := range t.found {
		x, ok := t.tags[tag.ID(f.ID)]
		if _, here := t.there[x.ID]; !ok || here || t.have.has(tag.Named{Type: x.Type, Name: x.Name}) {
			continue
		}
		out = append(out, Suggestion{tag.Named{Type: x.Type, Name: x.Name}, t.why(f)})
	}
	return out
}
