package read

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// heed adds to a sight what its viewer and its authors wish: that it was muted, how
// works are opened, and that search engines leave it out.
func (p *Pages) heed(r *http.Request, v viewer.Viewer, s *sight) error {
	ctx := r.Context()
	s.full = v.Prefs.FullWork && len(s.Chapters) > 1
	mutes, err := work.LoadMutes(ctx, p.DB, v)
	if err != nil {
		return err
	}
	if s.Muted(mutes) {
		s.anyway = r.URL.Query().Get("muted") == "show"
		s.muted = !s.anyway
	}
	authors := make([]viewer.ID, len(s.Creators))
	for i, c := range s.Creators {
		authors[i] = c.Account
	}
	wishes, err := account.PrefsOfAll(ctx, p.DB, authors)
	s.shy = slices.ContainsFunc(wishes, func(x viewer.Prefs) bool { return x.NoIndex })
	return err
}

// askMuted answers with the page that stands before what somebody muted has made.
func (p *Pages) askMuted(w http.ResponseWriter, r *http.Request, s sight) error {
	q := r.URL.Query()
	q.Set("muted", "show")
	m := s.meta(r, s.Title)
	m.NoIndex = true
	return web.Render(w, r, http.StatusOK, m, mutedPage(s, r.URL.Path+"?"+q.Encode()))
}

// entirely reports whether the page at the work's own address is the entire work: when
// the address says so, or says nothing and the viewer likes it so.
func (s sight) entirely(r *http.Request) bool {
	asked := r.URL.Query().Get("view_full_work")
	return len(s.Chapters) > 0 && (asked == "true" || asked == "" && s.full)
}

// pagePath is the address of the page about the work, for who gets the entire work at
// its shorter one.
func (s sight) pagePath() string {
	if s.full {
		return s.ID.Path() + "?view_full_work=false"
	}
	return s.ID.Path()
}

// titled is what a page of the work is called in the browser, by the viewer's own
// format if there is one.
func (s sight) titled(ctx context.Context, title string) string {
	format := viewer.From(ctx).Prefs.TitleFormat
	if format == "" {
		return title
	}
	own := strings.NewReplacer("TITLE", s.Title, "AUTHOR", s.authors(ctx), "FANDOM", tagNames(s.TagsOf(tag.Fandom))).Replace(format)
	return strings.Replace(title, s.Title, own, 1)
}

// authors names those who wrote the work, as far as the viewer may know.
func (s sight) authors(ctx context.Context) string {
	var names []string
	for _, p := range s.Byline(viewer.From(ctx)) {
		names = append(names, p.Byline())
	}
	if len(names) == 0 {
		return say.T(ctx, "Anonymous")
	}
	return strings.Join(names, ", ")
}

func tagNames(all []tag.Tag) string {
	names := make([]string, len(all))
	for i, t := range all {
		names[i] = t.Name
	}
	return strings.Join(names, ", ")
}
