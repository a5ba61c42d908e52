// Package config is what an operator sets: flags, environment variables and a
// file, in this order of strength.
package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/alecthomas/kong"
)

// Archive is where an archive lives; every command needs it.
type Archive struct {
	Data    string `help:"Folder that holds the archive: database, pictures, originals." default:"ficstead-data" env:"FICSTEAD_DATA" placeholder:"DIR"`
	DB      string `name:"db" help:"Database: sqlite:FILE (default: archive.db in the data folder) or postgres://USER@HOST/NAME." env:"FICSTEAD_DB" placeholder:"URL"`
	BaseURL string `name:"base-url" help:"Address that people use, such as https://stories.example (default: the address served on)." env:"FICSTEAD_BASE_URL" placeholder:"URL"`
	// PictureHost is another address under which people reach the same program for
	// pictures alone; "" when there is none.
	PictureHost string `name:"picture-host" help:"Another address of this server, such as https://img.example, from which pictures that everyone may see are shown." env:"FICSTEAD_PICTURE_HOST" placeholder:"URL"`
	Name        string `help:"Name of the archive, as shown on every page." default:"Ficstead" env:"FICSTEAD_NAME"`
	Log         string `help:"Form of the log: text or json." enum:"text,json" default:"text" env:"FICSTEAD_LOG"`
	Mail        Mail   `embed:"" prefix:"smtp-"`
	SignIn      string `name:"sign-in" help:"File that names where else people have accounts by which they can sign in (OpenID Connect)." env:"FICSTEAD_SIGN_IN" placeholder:"FILE"`
}

// Serve is what only a server needs.
type Serve struct {
	Archive
	Listen  string         `help:"Address to serve on; port 0 picks a free one." default:"127.0.0.1:8080" env:"FICSTEAD_LISTEN" placeholder:"ADDR"`
	Proxies []netip.Prefix `help:"Networks of reverse proxies whose X-Forwarded-For is believed." env:"FICSTEAD_PROXIES" placeholder:"CIDR"`
}

// DSN is the address of the database.
func (a Archive) DSN() string {
	if a.DB != "" {
		return a.DB
	}
	return "sqlite:" + filepath.Join(a.Data, "archive.db")
}

// Check makes the settings canonical, or says what is wrong with them.
func (a *Archive) Check() error {
	if err := a.Mail.Check(); err != nil {
		return err
	}
	var ok bool
	if a.BaseURL, ok = origin(a.BaseURL); !ok {
		return fmt.Errorf("--base-url %q is not an address such as https://stories.example (without a path)", a.BaseURL)
	}
	if a.PictureHost, ok = origin(a.PictureHost); !ok {
		return fmt.Errorf("--picture-host %q is not an address such as https://img.example (without a path)", a.PictureHost)
	}
	switch {
	case a.PictureHost == "":
	case a.BaseURL == "":
		return errors.New("--picture-host needs --base-url, so that the two addresses can be told apart")
	case a.PictureHost == a.BaseURL:
		return fmt.Errorf("--picture-host %q is the archive's own address; give it another one that leads to the same server, or leave it out", a.PictureHost)
	case strings.HasPrefix(a.BaseURL, "https:") && !strings.HasPrefix(a.PictureHost, "https:"):
		return fmt.Errorf("--picture-host %q begins with http, and browsers show no such pictures on pages of https", a.PictureHost)
	}
	return nil
}

// origin makes an address that people typed one of a scheme and a host alone, in the
// form in which browsers name it; "" stays.
func origin(typed string) (string, bool) {
	if typed == "" {
		return "", true
	}
	u, err := url.Parse(typed)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return typed, false
	}
	host := strings.ToLower(u.Host)
	host = strings.TrimSuffix(host, map[string]string{"http": ":80", "https": ":443"}[u.Scheme])
	return u.Scheme + "://" + host, true
}

// LogValue shows the settings without the database's password.
func (a Archive) LogValue() slog.Value {
	dsn := a.DSN()
	if u, err := url.Parse(dsn); err == nil && u.User != nil {
		dsn = u.Redacted()
	}
	return slog.GroupValue(slog.String("data", a.Data), slog.String("db", dsn), slog.String("base_url", a.BaseURL), slog.String("picture_host", a.PictureHost), slog.String("name", a.Name), slog.Any("mail", a.Mail))
}

// File is a kong option that reads ficstead.toml, in the folder the command runs
// in or named by FICSTEAD_CONFIG: names of flags, with values. The environment
// and flags win over it.
func File() kong.Option {
	name := os.Getenv("FICSTEAD_CONFIG")
	if name == "" {
		name = "ficstead.toml"
	}
	return kong.OptionFunc(func(k *kong.Kong) error {
		values := map[string]any{}
		_, err := toml.DecodeFile(name, &values)
		if os.IsNotExist(err) && os.Getenv("FICSTEAD_CONFIG") == "" {
			return nil
		}
		if err != nil {
			return fmt.Errorf("can't read %s: %w", name, err)
		}
		return kong.Resolvers(resolver(values)).Apply(k)
	})
}

func resolver(values map[string]any) kong.Resolver {
	return kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, f *kong.Flag) (any, error) {
		for _, env := range f.Envs {
			if _, set := os.LookupEnv(env); set {
				return nil, nil // kong would let the file win over the environment
			}
		}
		if list, ok := values[f.Name].([]any); ok {
			words := make([]string, len(list))
			for i, v := range list {
				words[i] = fmt.Sprint(v)
			}
			return strings.Join(words, ","), nil
		}
		if v, ok := values[f.Name]; ok {
			return fmt.Sprint(v), nil
		}
		return nil, nil
	})
}
