package app

import (
	"net/http"
	"strings"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/download"
	"github.com/ficstead/ficstead/internal/web"
)

// withPictureHost answers what comes for the host of pictures, and leaves the rest
// to pages.
func (a *App) withPictureHost(pages http.Handler) http.Handler {
	scheme, host, ok := strings.Cut(a.config.PictureHost, "://")
	if !ok {
		return pages
	}
	port := map[string]string{"http": ":80", "https": ":443"}[scheme]
	pictures := a.pictureHost()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.EqualFold(strings.TrimSuffix(r.Host, port), host) {
			pictures.ServeHTTP(w, r)
			return
		}
		pages.ServeHTTP(w, r)
	})
}

// pictureHost serves pictures and icons to everyone alike, and nothing else. Nobody
// is signed in there: cookies are neither read nor set.
func (a *App) pictureHost() http.Handler {
	m := web.NewPlainMux(a.Log)
	(&download.Pages{DB: a.DB, Blob: a.Blob}).PictureRoutes(m)
	(&account.Pages{DB: a.DB, Blob: a.Blob}).IconRoutes(m)
	return headers("default-src 'none'; frame-ancestors 'none'; sandbox", a.secure(), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin") // the archive's pages have another origin
		m.ServeHTTP(w, r)
	}))
}
