package browse

import (
	"context"
	"net/url"
	"strings"

	"github.com/ficstead/ficstead/internal/preset"
	"github.com/ficstead/ficstead/internal/tag"
)

// listAt reads the address of a list: its filter with its place. ok is false for what is
// no list's address here.
func listAt(address string) (f Filter, ok bool) {
	u, err := url.Parse(address)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(address, "/") {
		return Filter{}, false
	}
	f, wrong := Parse(u.Query())
	if len(wrong) > 0 {
		return Filter{}, false
	}
	parts := strings.Split(strings.TrimPrefix(u.EscapedPath(), "/"), "/")
	for i := range parts {
		if parts[i], err = url.PathUnescape(parts[i]); err != nil || parts[i] == "" {
			return Filter{}, false
		}
		parts[i] = clean(parts[i])
	}
	last := len(parts) - 1
	if parts[last] != "works" {
		return Filter{}, false
	}
	switch {
	case last == 0:
	case last == 2 && parts[0] == "tags":
		f.Tag = tag.Unslug(parts[1])
	case last == 2 && parts[0] == "languages":
		f.Language = (&reader{q: url.Values{fieldLanguage: {parts[1]}}}).language()
		ok = f.Language != ""
		return f.normal(), ok
	case last == 2 && parts[0] == "users":
		f.Login = parts[1]
	case last == 4 && parts[0] == "users" && parts[2] == "pseuds":
		f.Login, f.Pseud = parts[1], parts[3]
	default:
		return Filter{}, false
	}
	return f.normal(), true
}

// Portable gives the address of a saved filter as it means the same in any archive, ""
// for what is no list's address. Numbers mean something in one archive only, so a list of
// a series becomes that of all works.
func Portable(address string) string {
	f, ok := listAt(address)
	if !ok {
		return ""
	}
	f.Series, f.Everything = 0, false
	return f.page(1).Address()
}

// told is what a list shows, in words: where it stands, and what is asked.
type told struct {
	heading string
	asks    []chip
	sort    string
}

// tell says in words what the list of an address shows.
func tell(ctx context.Context, address string) told {
	f, ok := listAt(address)
	if !ok {
		return told{heading: address}
	}
	p := listPage{Filter: f, List: &List{}}
	t := told{asks: p.chips(ctx)}
	switch {
	case f.Tag != "":
		t.heading = f.Tag
	case f.Pseud != "":
		t.heading = worksBy(ctx, f.Pseud)
	case f.Login != "":
		t.heading = worksBy(ctx, f.Login)
	default:
		t.heading = p.heading(ctx)
	}
	if f.Sort != Updated || f.Reverse {
		t.sort = sortName(ctx, f.Sort)
	}
	return t
}

// moved is the filter of a saved one in the place of f.
func (f Filter) moved(p *preset.Preset) (Filter, bool) {
	saved, ok := listAt(p.Address)
	at := f.place()
	saved.Tag, saved.Login, saved.Pseud, saved.Series = at.Tag, at.Login, at.Pseud, at.Series
	if at.Language != "" {
		saved.Language = at.Language
	}
	return saved.page(1).normal(), ok
}

// sameAsks reports whether f and g ask the same, in whatever order and page.
func (f Filter) sameAsks(g Filter) bool {
	f.Everything, g.Everything = false, false
	return f.by(Updated, false).Address() == g.by(Updated, false).Address()
}
