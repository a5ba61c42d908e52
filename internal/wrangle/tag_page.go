package wrangle

import (
	"context"
	"strings"

	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/tag"
)

// name is what the tag is a synonym of, "" for none.
func (x tagPage) name() string {
	if x.into == nil {
		return ""
	}
	return x.into.Name
}

// types are those that the wrangler may give the tag.
func (x tagPage) types() []tag.Type {
	all := sortable()
	if x.who.Staff() || x.Type == tag.Media {
		all = append(all, tag.Media)
	}
	return all
}

func byWhom(ctx context.Context, name string) string {
	if name == "" {
		return say.T(ctx, "somebody at the server or who has left")
	}
	return name
}

func names(tags []tag.Tag) string {
	all := make([]string, len(tags))
	for i, t := range tags {
		all[i] = t.Name
	}
	return strings.Join(all, ", ")
}
