package browse

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
)

const (
	// offered is how many tags are offered to who types in the panel of filters.
	offered = 10
	// maxTyped is the longest that is looked up, in bytes.
	maxTyped = 600
)

// offer is a tag that is offered to who types.
type offer struct {
	Name string   `json:"name"`
	Type tag.Type `json:"type"`
	N    int      `json:"n"` // works that have it, of those that the viewer's list may show
}

// suggest answers with the tags, of every kind, whose names go with what is typed and
// that a work has which the viewer may see.
func (p *Pages) suggest(w http.ResponseWriter, r *http.Request) error {
	typed := clean(r.URL.Query().Get("q"))
	if len(typed) > maxTyped {
		return fault.In("q", "That is longer than any tag. Please type its beginning.")
	}
	all, err := p.offers(r.Context(), viewer.From(r.Context()), typed,
		[]tag.Type{tag.Fandom, tag.Relationship, tag.Character, tag.Freeform, tag.Warning, tag.Category})
	if err != nil {
		return err
	}
	return sendJSON(w, all)
}

func (p *Pages) offers(ctx context.Context, v viewer.Viewer, typed string, types []tag.Type) ([]offer, error) {
	var tags []tag.Tag
	for _, t := range types {
		some, err := p.Names.Complete(ctx, t, typed, offered)
		if err != nil {
			return nil, err
		}
		for _, c := range some {
			tags = append(tags, c.Tag)
		}
	}
	n, err := p.works.CountTags(ctx, v, tags)
	if err != nil {
		return nil, err
	}
	all, key := []offer{}, tag.Key(typed)
	for i, t := range tags {
		if n[i] > 0 {
			all = append(all, offer{t.Name, t.Type, n[i]})
		}
	}
	other := func(o offer) int { // what is called just so comes first
		if tag.Key(o.Name) == key {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(all, func(a, b offer) int { return cmp.Or(other(a)-other(b), b.N-a.N) })
	return all[:min(offered, len(all))], nil
}
