package config_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/config"
)

func TestLoadProviders(t *testing.T) {
	t.Setenv("FORUM_SECRET", "s3cret")
	const good = "[[provider]]\nname = 'forum'\nissuer = 'https://forum.example'\nclient_id = 'x'\nclient_secret_env = 'FORUM_SECRET'\n"
	for name, c := range map[string]struct{ text, says string }{
		"good":          {good, ""},
		"twice":         {good + good, "two providers"},
		"plain http":    {strings.Replace(good, "https:", "http:", 1), "is not an address"},
		"loopback":      {strings.Replace(good, "https://forum.example", "http://127.0.0.1:9", 1), ""},
		"no secret":     {strings.Replace(good, "FORUM_SECRET", "NO_SUCH_SECRET", 1), "secret is missing"},
		"a slip":        {good + "clientid = 'y'\n", "no setting"},
		"a name to see": {strings.Replace(good, "'forum'", "'Our Forum'", 1), "small letters"},
	} {
		file := filepath.Join(t.TempDir(), "p.toml")
		if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		all, err := config.LoadProviders(file)
		if c.says != "" {
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil || len(all) != 1 || all[0].Secret != "s3cret" || all[0].Label != "forum" {
			t.Errorf("%s: %v", name, err)
		}
		b, err := json.Marshal(all)
		if err != nil || strings.Contains(fmt.Sprintf("%v %+v %#v %s", all, all, all, b), "s3cret") {
			t.Errorf("%s: the secret is shown", name)
		}
	}
}
