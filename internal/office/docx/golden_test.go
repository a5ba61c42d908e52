package docx

import (
	"archive/zip"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the expected files anew")

// Files that real programs wrote, with all that is expected of them.
func TestGolden(t *testing.T) {
	names, err := filepath.Glob("testdata/*.docx")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		files, err := zip.OpenReader(name)
		if err != nil {
			t.Fatal(err)
		}
		defer files.Close()
		d, err := Read(context.Background(), files, limits)
		if err != nil {
			t.Fatal(err)
		}
		got := fmt.Sprintf("%s<!-- %s -->\n<!-- %s | %s | %s | %s | %s -->\n", d.HTML, says(d),
			d.Properties.Title, d.Properties.Author, d.Properties.Subject, d.Properties.Description, d.Properties.Language)
		golden := strings.TrimSuffix(name, ".docx") + ".html"
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s differs; run go test -update and look at what changed:\n%s", name, got)
		}
	}
}
