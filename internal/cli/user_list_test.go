package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestUserList(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, at []string) {
		file := filepath.Join(t.TempDir(), "a.txt")
		if err := os.WriteFile(file, []byte("The Lamp\n\nIt was lit before anybody asked for it, and nobody put it out.\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{
			{"user", "create", "mara", "--email", "m@quay.example", "--role", "keeper", "--password-file", "-"},
			{"user", "create", "Zoë", "--email", "z@quay.example", "--password-file", "-"},
			{"import", file, "--as", "mara"},
		} {
			if r := run(t, "nine quiet harbours", append(args, at...)...); r.code != 0 {
				t.Fatalf("%v: %+v", args, r)
			}
		}
		r := run(t, "", append([]string{"user", "list", "--json"}, at...)...)
		want := "[map[claimed:true email:m@quay.example name:mara role:keeper works:1] map[claimed:true email:z@quay.example name:Zoë role:member works:0]]"
		if got := fmt.Sprint(lines(t, r.out)); r.code != 0 || got != want {
			t.Errorf("%+v: %s", r, got)
		}
		if r := run(t, "", append([]string{"user", "list"}, at...)...); !strings.Contains(r.out, "m@quay.example") || strings.Count(r.out, "\n") != 2 {
			t.Errorf("%+v", r)
		}
	})
}
