package editor_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/prose"
)

// What is pasted into the editor becomes what the server makes of the same.
func TestPasting(t *testing.T) {
	page := probe(t)
	files, err := filepath.Glob("../../prose/testdata/paste/*.want.html")
	if err != nil || len(files) < 6 {
		t.Fatal(files, err)
	}
	for _, wanted := range files {
		name := strings.TrimSuffix(wanted, ".want.html")
		source, err := os.ReadFile(name + ".html")
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(wanted)
		if err != nil {
			t.Fatal(err)
		}
		got := (prose.Cleaner{}).Clean(ask[string](t, page, "pasted", string(source)), prose.Body)
		if got != strings.TrimSpace(string(want)) {
			t.Errorf("%s\n got %s\n\nwant %s", filepath.Base(name), got, want)
		}
	}
}
