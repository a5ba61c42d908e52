package rtf

import (
	"context"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/office"
)

// sample is a file and the whole page that it gives, without line ends. The
// file is \rtf1\ansi with body; in it, a line end is only one of the file.
type sample struct{ name, body, want string }

func read(t *testing.T, file string) *office.Document {
	t.Helper()
	d, err := Read(context.Background(), []byte(file), office.Limits{TextBytes: 1 << 20})
	if err != nil {
		t.Fatalf("%.80s: %v", file, err)
	}
	return d
}

func check(t *testing.T, cases []sample) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := read(t, `{\rtf1\ansi\ansicpg1252\deff0`+c.body+"}")
			if got := strings.ReplaceAll(d.HTML, "\n", ""); got != c.want {
				t.Errorf("\nfile %s\n got %s\nwant %s", c.body, got, c.want)
			}
		})
	}
}

// notices gives what was noticed, by kind.
func notices(d *office.Document) map[office.NoticeKind]office.Notice {
	all := map[office.NoticeKind]office.Notice{}
	for _, n := range d.Notices {
		all[n.Kind] = n
	}
	return all
}
