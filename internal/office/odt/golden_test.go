package odt

import (
	"archive/zip"
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/office"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Files that LibreOffice itself wrote; testdata/README.md says how.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.*odt")
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			d := readFile(t, file)
			var b strings.Builder
			fmt.Fprintf(&b, "%s\n<!-- %+v -->\n", d.HTML, d.Properties)
			for _, n := range d.Notices {
				fmt.Fprintf(&b, "<!-- %s %d %q -->\n", n.Kind, n.Count, n.Example)
			}
			golden := file + ".html"
			if *update {
				if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if b.String() != string(want) {
				t.Errorf("differs from %s:\n%s", golden, b.String())
			}
		})
	}
}

func readFile(t *testing.T, file string) *office.Document {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var d *office.Document
	if filepath.Ext(file) == ".fodt" {
		d, err = ReadFlat(context.Background(), bytes.NewReader(b), office.Limits{})
	} else {
		z, zerr := zip.NewReader(bytes.NewReader(b), int64(len(b)))
		if zerr != nil {
			t.Fatal(zerr)
		}
		d, err = Read(context.Background(), z, office.Limits{})
	}
	if err != nil {
		t.Fatal(err)
	}
	return d
}
