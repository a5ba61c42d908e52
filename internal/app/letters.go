package app

import (
	"context"
	"net/http"

	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// mailer sends the archive's letters.
func (a *App) mailer() *mail.Sender {
	return &mail.Sender{DB: a.DB, Server: a.config.Mail, Site: web.SiteInfo{Name: a.config.Name, BaseURL: a.config.BaseURL}, Log: a.Log}
}

// deliver sends what waits. It is called again soon, so an error is only logged: a
// job that failed would be put off for longer and longer.
func (a *App) deliver(ctx context.Context) {
	if err := a.mailer().Run(ctx); err != nil && ctx.Err() == nil {
		a.Log.ErrorContext(ctx, "letters could not be sent", "err", err)
	}
}

// withUnread lets members' pages show how many letters wait for them.
func (a *App) withUnread(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := viewer.From(r.Context())
		if v.Guest() {
			next.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r.WithContext(web.WithUnread(r.Context(), func(ctx context.Context) int {
			n, err := mail.Unread(ctx, a.DB, v.ID)
			if err != nil && ctx.Err() == nil {
				a.Log.ErrorContext(ctx, "can't count unread letters", "err", err)
			}
			return n
		})))
	})
}
