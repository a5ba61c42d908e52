// Package passkey signs people in with passkeys (WebAuthn), and keeps theirs.
package passkey

import (
	"net/netip"
	"net/url"
	"strings"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/web"
)

// Pages are those on which people sign in with a passkey and look after theirs.
type Pages struct {
	DB     *db.DB
	People *account.Pages
	// BaseURL is the archive’s own address: passkeys are bound to its host.
	BaseURL string
}

// Possible reports whether an archive at that address can have passkeys: browsers
// bind them to a name, which an address of numbers alone is not, and to https.
func Possible(base string) bool {
	u, err := url.Parse(base)
	if err != nil || u.Hostname() == "" {
		return false
	}
	if _, err := netip.ParseAddr(u.Hostname()); err == nil {
		return false
	}
	return u.Scheme == "https" || u.Hostname() == "localhost" || strings.HasSuffix(u.Hostname(), ".localhost")
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {}
