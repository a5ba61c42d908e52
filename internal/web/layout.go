package web

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
)

func fullTitle(ctx context.Context, m Meta) string {
	if m.Title == "" {
		return SiteOf(ctx).Name
	}
	return m.Title + " · " + SiteOf(ctx).Name
}

func bodyClass(ctx context.Context, m Meta) string {
	class := "logged-in"
	if viewer.From(ctx).Guest() {
		class = "logged-out"
	}
	if m.Reader {
		class += " reader"
	}
	if m.Body != "" {
		class += " " + m.Body
	}
	return class
}

func scripts(m Meta) []string {
	if len(m.Scripts) > 0 {
		return m.Scripts
	}
	return []string{"site.js"}
}

func here(m Meta, item string) templ.Attributes {
	if m.Here != item {
		return nil
	}
	return templ.Attributes{"aria-current": "page"}
}

// signIn is the address of the sign-in page, which leads back here.
func signIn(ctx context.Context) templ.SafeURL {
	next := SafeNext(Address(ctx))
	if next == "/" {
		return "/users/login"
	}
	return templ.SafeURL("/users/login?next=" + url.QueryEscape(next))
}

func profile(v viewer.Viewer) templ.SafeURL {
	return templ.SafeURL("/users/" + url.PathEscape(v.Name))
}

// shortcut is a key and what it does.
type shortcut struct {
	Keys []string
	Does string
}

func keyList(ctx context.Context, reader bool) []shortcut {
	all := []shortcut{{[]string{"?"}, say.T(ctx, "This list")}, {[]string{"Esc"}, say.T(ctx, "Close what is open")}}
	if !reader {
		return append([]shortcut{
			{[]string{"/"}, say.T(ctx, "Search")},
			{[]string{"j", "k"}, say.T(ctx, "Next and previous story")},
			{[]string{"[", "]"}, say.T(ctx, "Previous and next page")},
		}, all...)
	}
	return append([]shortcut{
		{[]string{"←", "→"}, say.T(ctx, "Previous and next chapter")},
		{[]string{"t"}, say.T(ctx, "Contents")},
		{[]string{"a"}, say.T(ctx, "Reading settings")},
		{[]string{"d"}, say.T(ctx, "Next theme")},
		{[]string{"+", "−"}, say.T(ctx, "Larger and smaller text")},
	}, all...)
}
