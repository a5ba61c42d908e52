package prose

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What programs put on the clipboard; the editor in the browser is held to the same
// files (internal/write/editor).
func TestPasted(t *testing.T) {
	files, err := filepath.Glob("testdata/paste/*.want.html")
	if err != nil || len(files) < 6 {
		t.Fatal(files, err)
	}
	for _, wanted := range files {
		name := strings.TrimSuffix(wanted, ".want.html")
		t.Run(filepath.Base(name), func(t *testing.T) {
			source, want := read(t, name+".html"), strings.TrimSpace(read(t, wanted))
			got := (Cleaner{}).Clean(Pasted(source), Body)
			if got != want {
				t.Errorf("\n got %s\n\nwant %s", got, want)
			}
			if again := (Cleaner{}).Clean(Pasted(got), Body); again != got {
				t.Errorf("pasting what came of it changes it: %s", again)
			}
			checkLaws(t, Pasted(source))
		})
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// Whatever comes, nothing breaks and no word is lost.
func FuzzPasted(f *testing.F) {
	files, err := filepath.Glob("testdata/paste/*.html")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(b))
	}
	f.Add(`<p class=MsoNormal><a href="#_ftn1">x</a><p><a href="#_ftnref1">y</a>`)
	f.Add(`<ul><li style="mso-list:l0 level9"><a href="#_ftnref1">y</a><a href="#_ftn1">x</a>`)
	f.Fuzz(func(t *testing.T, source string) {
		checkLaws(t, Pasted("<!--mso-x-->"+source))
	})
}
