package account

import (
	"net/http"
	"time"
)

// The cookies. Browsers take the prefix only from a secure address and for the
// whole host, so that no neighbouring site can plant one.
const (
	sessionCookie = "session"
	deviceCookie  = "device"
	pendingCookie = "pending"
	adultCookie   = "adult"
	hostPrefix    = "__Host-"
)

func (p *Pages) cookieName(name string) string {
	if p.Secure {
		return hostPrefix + name
	}
	return name
}

// setCookie sends a cookie that no script can read. It goes when the browser is
// closed if keep is 0, and at once if keep is negative.
func (p *Pages) setCookie(w http.ResponseWriter, name, value string, keep time.Duration) {
	http.SetCookie(w, &http.Cookie{
		Name: p.cookieName(name), Value: value, Path: "/", MaxAge: int(keep / time.Second),
		Secure: p.Secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

func (p *Pages) dropCookie(w http.ResponseWriter, name string) {
	p.setCookie(w, name, "", -time.Second)
}

// cookie is the value of a cookie of ours, "" for none. What is longer than a
// token is none.
func (p *Pages) cookie(r *http.Request, name string) string {
	c, err := r.Cookie(p.cookieName(name))
	if err != nil || len(c.Value) > 64 {
		return ""
	}
	return c.Value
}

// setSession sends the cookies of somebody who was let in. Only those who asked
// to stay signed in keep the session when the browser is closed.
func (p *Pages) setSession(w http.ResponseWriter, g granted, stay time.Duration) {
	p.setCookie(w, sessionCookie, g.session, kept(stay))
	p.setCookie(w, deviceCookie, g.device, longest)
}

func kept(stay time.Duration) time.Duration {
	if stay < longStay {
		return 0
	}
	return stay
}
