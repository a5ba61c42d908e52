package browse

import (
	"context"
	"net/http"

	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// tagPage is what is told about a tag.
type tagPage struct {
	tag.Tag
	standsFor                                     *tag.Tag // for a synonym
	total                                         int
	with                                          []TagCount // tags that works with it often have
	later                                         error      // why there are no lists now, nil when there are
	parents, synonyms, broader, narrower, members []tag.Tag
}

// maxMembers is how many characters, pairings and tags of a fandom its page names.
const maxMembers = 100

// tag shows what is known about a tag.
func (p *Pages) tag(w http.ResponseWriter, r *http.Request) error {
	ctx, v := r.Context(), viewer.From(r.Context())
	t, err := p.known(r, r.PathValue("name"))
	if err != nil {
		return err
	}
	page := tagPage{Tag: *t}
	if t.Merger != 0 {
		if page.standsFor, err = tag.Get(ctx, p.DB, t.Merger); err != nil {
			return err
		}
	} else {
		l, err := p.works.Find(ctx, v, Filter{Tag: t.Name})
		switch {
		case fault.KindOf(err) == fault.Unavailable:
			page.later = err
		case err != nil:
			return err
		default:
			page.total, page.with = l.Total, oftenWith(l.Facets.Tags)
		}
		if err := p.relations(ctx, &page); err != nil {
			return err
		}
	}
	m := web.Meta{Title: say.T(ctx, "Tag: {name}", "name", t.Name), Here: "browse", Canonical: "/tags/" + tag.Slug(t.Name), Styles: []string{"listing.css"}}
	return web.Render(w, r, http.StatusOK, m, tagView(page))
}

// together is how many tags of each kind the page of a tag says are often with it.
const together = 6

// oftenWith are the commonest of those tags that tell what works are about.
func oftenWith(all map[tag.Type][]TagCount) []TagCount {
	var out []TagCount
	for _, t := range []tag.Type{tag.Fandom, tag.Relationship, tag.Character, tag.Freeform} {
		out = append(out, all[t][:min(together, len(all[t]))]...)
	}
	return out
}

// both is the list of the works that have the tag and another.
func (p tagPage) both(t tag.Tag) Filter { return Filter{Tag: p.Name, Include: []string{t.Name}} }

// relations adds the tags around one: all of them the archive's own.
func (p *Pages) relations(ctx context.Context, page *tagPage) (err error) {
	if page.parents, err = tag.Parents(ctx, p.DB, page.ID); err != nil {
		return err
	}
	if page.synonyms, err = tag.Synonyms(ctx, p.DB, page.ID); err != nil {
		return err
	}
	if page.broader, err = tag.Metas(ctx, p.DB, page.ID); err != nil {
		return err
	}
	if page.narrower, err = tag.Subs(ctx, p.DB, page.ID); err != nil {
		return err
	}
	page.members, err = tag.Children(ctx, p.DB, page.ID, maxMembers)
	return err
}

// worksPath is the address of the works of the tag.
func (p tagPage) worksPath() string { return work.TagPath(p.Tag) }
