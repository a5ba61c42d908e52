package config_test

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"github.com/ficstead/ficstead/internal/config"
)

func parse(t *testing.T, args ...string) config.Serve {
	t.Helper()
	var c config.Serve
	k, err := kong.New(&c, config.File())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.Parse(args); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestFlagBeatsEnvironmentBeatsFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "f.toml")
	if err := os.WriteFile(file, []byte("listen = '1.1.1.1:1'\ndata = 'from-file'\nname = 'From file'\nproxies = ['10.0.0.0/8', '::1/128']\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("FICSTEAD_CONFIG", file)
	t.Setenv("FICSTEAD_DATA", "from-env")
	t.Setenv("FICSTEAD_LISTEN", "2.2.2.2:2")
	c := parse(t, "--listen", "3.3.3.3:3")
	if c.Listen != "3.3.3.3:3" || c.Data != "from-env" || c.Name != "From file" || len(c.Proxies) != 2 {
		t.Errorf("got %+v", c)
	}
}

func TestLogKeepsThePassword(t *testing.T) {
	a := config.Archive{DB: "postgres://ann:s3cret@db.example/stories"}
	var b bytes.Buffer
	slog.New(slog.NewTextHandler(&b, nil)).Info("start", "config", a)
	if strings.Contains(b.String(), "s3cret") || !strings.Contains(b.String(), "db.example") {
		t.Errorf("log says %s", b.String())
	}
}

func TestCheckBaseURL(t *testing.T) {
	for in, want := range map[string]string{"": "", "https://x.example/": "https://x.example", "http://127.0.0.1:8080": "http://127.0.0.1:8080",
		"x.example": "!", "ftp://x": "!", "https://x/y": "!", "https://x?y": "!"} {
		a := config.Archive{BaseURL: in}
		err := a.Check()
		if want == "!" {
			if err == nil {
				t.Errorf("%q was taken", in)
			}
		} else if err != nil || a.BaseURL != want {
			t.Errorf("%q: %q, %v", in, a.BaseURL, err)
		}
	}
}

func TestCheckPictureHost(t *testing.T) {
	for _, c := range []struct{ base, in, want string }{
		{"https://x.example", "", ""},
		{"", "", ""},
		{"https://x.example", "https://IMG.example:443/", "https://img.example"},
		{"http://127.0.0.1:8080", "http://localhost:8080", "http://localhost:8080"},
		{"https://x.example", "https://x.example", "!"},
		{"https://x.example", "https://X.EXAMPLE:443/", "!"},
		{"https://x.example", "http://img.example", "!"},
		{"https://x.example", "https://img.example/pictures", "!"},
		{"https://x.example", "https://me@img.example", "!"},
		{"https://x.example", "img.example", "!"},
		{"https://x.example", "https://:443", "!"},
		{"", "https://img.example", "!"},
	} {
		a := config.Archive{BaseURL: c.base, PictureHost: c.in}
		err := a.Check()
		if c.want == "!" {
			if err == nil {
				t.Errorf("%q beside %q was taken as %q", c.in, c.base, a.PictureHost)
			}
		} else if err != nil || a.PictureHost != c.want {
			t.Errorf("%q beside %q: %q, %v", c.in, c.base, a.PictureHost, err)
		}
	}
	t.Setenv("FICSTEAD_PICTURE_HOST", "https://img.example")
	if c := parse(t); c.PictureHost != "https://img.example" {
		t.Errorf("from the environment: %q", c.PictureHost)
	}
}
