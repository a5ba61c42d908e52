package config

import (
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"regexp"
	"strings"

	"github.com/BurntSushi/toml"
)

// Provider is somewhere else where people have accounts by which they can sign in
// here (OpenID Connect).
type Provider struct {
	Name     string `toml:"name"`  // in addresses: "forum"
	Label    string `toml:"label"` // for people: "Our Forum"
	Issuer   string `toml:"issuer"`
	ClientID string `toml:"client_id"`
	Secret   Secret `toml:"client_secret"`
	// SecretEnv and SecretFile name where the secret is, instead of Secret.
	SecretEnv  string `toml:"client_secret_env"`
	SecretFile string `toml:"client_secret_file"`
	// Hosts are further hosts that the provider answers on: the archive asks no
	// others but the issuer's.
	Hosts []string `toml:"hosts"`
}

// Secret is a text that no log and no page shows.
type Secret string

// String shows that there is one, and no more.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return "(secret)"
}

// GoString is String, for those who print with %#v.
func (s Secret) GoString() string { return s.String() }

// LogValue is String, for logs.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText is String, for those who write JSON.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

var providerName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)

// LoadProviders reads the providers in a file of TOML, each a [[provider]]; "" is
// no file, and none.
func LoadProviders(file string) ([]Provider, error) {
	if file == "" {
		return nil, nil
	}
	var all struct {
		Provider []Provider `toml:"provider"`
	}
	meta, err := toml.DecodeFile(file, &all)
	if err != nil {
		return nil, fmt.Errorf("can't read %s: %w", file, err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return nil, fmt.Errorf("%s: %s is no setting of a provider", file, unknown[0])
	}
	seen := map[string]bool{}
	for i := range all.Provider {
		p := &all.Provider[i]
		if err := p.check(); err != nil {
			return nil, fmt.Errorf("%s: provider %d: %w", file, i+1, err)
		}
		if seen[p.Name] {
			return nil, fmt.Errorf("%s: two providers are called %q", file, p.Name)
		}
		seen[p.Name] = true
	}
	return all.Provider, nil
}

func (p *Provider) check() error {
	if !providerName.MatchString(p.Name) {
		return fmt.Errorf("name %q is not 1 to 40 small letters, digits and -", p.Name)
	}
	if p.Label == "" {
		p.Label = p.Name
	}
	u, err := url.Parse(p.Issuer)
	if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.Scheme != "https" && !(u.Scheme == "http" && loopback(u.Hostname())) {
		return fmt.Errorf("issuer %q is not an address such as https://forum.example", p.Issuer)
	}
	if p.ClientID == "" {
		return fmt.Errorf("client_id is missing")
	}
	return p.readSecret()
}

func (p *Provider) readSecret() error {
	switch {
	case p.SecretEnv != "":
		p.Secret = Secret(os.Getenv(p.SecretEnv))
	case p.SecretFile != "":
		b, err := os.ReadFile(p.SecretFile)
		if err != nil {
			return fmt.Errorf("can't read the secret: %w", err)
		}
		p.Secret = Secret(strings.TrimSpace(string(b)))
	}
	if p.Secret == "" {
		return fmt.Errorf("the secret is missing: give client_secret_env, client_secret_file or client_secret")
	}
	return nil
}
