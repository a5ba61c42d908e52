package browse

import (
	"context"
	"net/http"
	"strings"

	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/query"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
)

// lineOffer is what may stand in the line in place of what is typed.
type lineOffer struct {
	// Before is all that would stand before the cursor, and After what stands behind it.
	Before string `json:"before"`
	After  string `json:"after"`
	Text   string `json:"text"`
	Type   string `json:"type"` // of a tag; "field" for the name of a field
	N      int    `json:"n"`    // works that have the tag; 0 for a field
}

const (
	// maxLineTyped is the longest line, in bytes, in which something is offered.
	maxLineTyped = 2000
	offeredField = 5
)

// suggestLine answers with fields and tags that may stand where the cursor is in a line:
// between what is before it and after it.
func (p *Pages) suggestLine(w http.ResponseWriter, r *http.Request) error {
	before, after := r.URL.Query().Get("before"), r.URL.Query().Get("after")
	if len(before)+len(after) > maxLineTyped {
		return fault.In("before", "That is longer than any line for which something is offered. Please type on.")
	}
	all, err := p.lineOffers(r.Context(), viewer.From(r.Context()), before, after)
	if err != nil {
		return err
	}
	return sendJSON(w, all)
}

func (p *Pages) lineOffers(ctx context.Context, v viewer.Viewer, before, after string) ([]lineOffer, error) {
	out := []lineOffer{}
	line := before + after
	typing, ok := query.At(line, len(before))
	if !ok {
		return out, nil
	}
	put := func(text, name, kind string, n int) {
		out = append(out, lineOffer{Before: line[:typing.Replace.From] + text, After: line[typing.Replace.To:], Text: name, Type: kind, N: n})
	}
	if typing.Word {
		for _, f := range query.Fields(typing.Text) {
			if len(out) < offeredField {
				put(f+":", f+":", "field", 0)
			}
		}
	}
	if typing.Text == "" || len(typing.Text) > maxTyped {
		return out, nil
	}
	types := []tag.Type{tag.Fandom, tag.Relationship, tag.Character, tag.Freeform, tag.Warning, tag.Category}
	if t, ok := typesOf(typing.Field); ok && t != "" {
		types = []tag.Type{t}
	} else if typing.Field == query.Main {
		types = []tag.Type{tag.Relationship}
	} else if !ok && typing.Field != query.Any {
		return out, nil
	}
	tags, err := p.offers(ctx, v, typing.Text, types)
	if err != nil {
		return nil, err
	}
	for _, t := range tags[:min(len(tags), offered)] {
		field := typing.Field
		text := query.Clue{Field: query.Any, Text: t.Name, Phrase: true}.String()
		if field == query.Any && !strings.HasSuffix(strings.TrimSpace(line[:typing.Replace.From]), "-") {
			text = query.Clue{Field: fieldOf(t.Type), Text: t.Name}.String()
		}
		put(text+" ", t.Name, string(t.Type), t.N)
	}
	return out, nil
}

// fieldOf is the field of the tags of a type.
func fieldOf(t tag.Type) query.Field {
	if t == tag.Freeform || t == tag.Media {
		return query.Tag
	}
	return query.Field(t)
}
