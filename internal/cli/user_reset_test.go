package cli_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestUserReset(t *testing.T) {
	each(t, func(t *testing.T, at []string) {
		if r := run(t, "nine quiet harbours", slices.Concat([]string{"user", "create", "mara", "--email", "m@quay.example", "--password-file", "-"}, at)...); r.code != 0 {
			t.Fatalf("%+v", r)
		}
		r := run(t, "", slices.Concat([]string{"user", "reset", "MARA", "--second", "--base-url", "https://quay.example"}, at)...)
		if r.code != 0 || !regexp.MustCompile(`^https://quay\.example/reset/[\w-]{43}\n$`).MatchString(r.out) {
			t.Errorf("%+v", r)
		}
		if r := run(t, "", slices.Concat([]string{"user", "reset", "nobody"}, at)...); r.code == 0 || !strings.Contains(r.err, "Nobody of that name") {
			t.Errorf("somebody who is not here: %+v", r)
		}
	})
}
