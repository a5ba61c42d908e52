package rtf

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/office"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden reads whole files as programs write them.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.rtf")
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			got := []byte(whole(read(t, string(b))))
			golden := strings.TrimSuffix(name, ".rtf") + ".golden"
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != string(want) {
				t.Errorf("%s differs:\n%s", golden, got)
			}
		})
	}
}

// whole writes down all that a document has.
func whole(d *office.Document) string {
	var b strings.Builder
	b.WriteString(d.HTML)
	p := d.Properties
	for _, f := range []struct{ name, value string }{
		{"title", p.Title}, {"author", p.Author}, {"subject", p.Subject}, {"keywords", p.Keywords}, {"description", p.Description},
		{"language", p.Language}, {"created", p.Created.Format("2006-01-02T15:04:05")}, {"modified", p.Modified.Format("2006-01-02T15:04:05")},
	} {
		if f.value != "" && !strings.HasPrefix(f.value, "0001") {
			fmt.Fprintf(&b, "%s: %s\n", f.name, f.value)
		}
	}
	for _, n := range d.Notices {
		fmt.Fprintf(&b, "%s: %d %q\n", n.Kind, n.Count, n.Example)
	}
	return b.String()
}
