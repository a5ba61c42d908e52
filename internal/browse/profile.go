package browse

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/gift"
	relations "github.com/ficstead/ficstead/internal/related"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// profile shows what somebody tells about themselves.
func (p *Pages) profile(w http.ResponseWriter, r *http.Request) error {
	page, err := p.aboutAuthor(r)
	if err != nil {
		return err
	}
	told, err := account.ProfileOf(r.Context(), p.DB, page.who.ID)
	if err != nil {
		return err
	}
	v := viewer.From(r.Context())
	gifts, err := gift.To(r.Context(), p.DB, v, page.who.ID)
	if err != nil {
		return err
	}
	ties, err := relations.By(r.Context(), p.DB, v, page.who.ID)
	if err != nil {
		return err
	}
	given := slices.DeleteFunc(gifts, func(g gift.Received) bool { return g.Refused })
	m := page.meta(say.T(r.Context(), "Profile of {name}", "name", page.who.Name), page.who.Path()+"/profile")
	return web.Render(w, r, http.StatusOK, m, profileView(page, told, len(given), ties.Len()))
}

// linkText is an address as a profile shows it: without what every address has.
func linkText(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return strings.TrimSuffix(strings.TrimPrefix(u.Host, "www.")+u.EscapedPath(), "/")
}

// shy reports whether the author whose list this is asks search engines to leave their
// pages out.
func (p *Pages) shy(ctx context.Context, at place) (bool, error) {
	if at.who == nil {
		return false, nil
	}
	prefs, err := account.Prefs(ctx, p.DB, at.who.ID)
	return prefs.NoIndex, err
}
