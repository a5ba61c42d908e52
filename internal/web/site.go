package web

import (
	"context"
	"strings"

	"golang.org/x/text/language"
)

// SiteInfo is what pages say of the archive itself. (Site is the scope of pages
// made from many works.)
type SiteInfo struct {
	Name    string
	BaseURL string // "https://example.org", without a slash at the end; "" when it isn't known
	// PictureHost is where pictures that everyone may see are shown from, as BaseURL
	// is written; "" for here.
	PictureHost string
}

type siteKey struct{}

// WithSite returns ctx whose pages are s's.
func WithSite(ctx context.Context, s SiteInfo) context.Context {
	return context.WithValue(ctx, siteKey{}, s)
}

// SiteOf returns the archive that ctx's pages belong to; one that was never named is Ficstead.
func SiteOf(ctx context.Context) SiteInfo {
	s, _ := ctx.Value(siteKey{}).(SiteInfo)
	if s.Name == "" {
		s.Name = "Ficstead"
	}
	return s
}

// URL is the whole address of a path here, or the path alone when the archive's
// own address isn't known.
func (s SiteInfo) URL(path string) string { return strings.TrimSuffix(s.BaseURL, "/") + path }

// Forever is the Cache-Control of a picture that everyone may see: its name is made of
// its bytes. Caches between us and readers ask again after an hour, so that what was
// hidden meanwhile is not given to more people by them.
const Forever = "public, max-age=31536000, s-maxage=3600, immutable"

// PictureURL is the address from which pages show a picture or an icon that everyone
// may see, whose path here is path.
func (s SiteInfo) PictureURL(path string) string { return s.PictureHost + path }

type addressKey struct{}

// Address is the path and query of the page under way, for links that come back to it.
func Address(ctx context.Context) string {
	a, _ := ctx.Value(addressKey{}).(string)
	return a
}

// Direction is the way a language is written, "ltr" or "rtl", by its script.
func Direction(tag string) string {
	t, err := language.Parse(tag)
	if err != nil {
		return "ltr"
	}
	script, _ := t.Script()
	switch script.String() {
	case "Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm", "Rohg", "Mand", "Samr":
		return "rtl"
	}
	return "ltr"
}
