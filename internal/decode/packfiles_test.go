package decode

import (
	"bytes"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// A pack looks like any file system, with folders that its zip does not list.
func TestPackFiles(t *testing.T) {
	names := []string{"a.xml", "a/b/c.txt", "a/b.txt", "a0", "z/y"}
	files := []zipFile{{"../out.txt", "no"}, {strings.Repeat("deep/", 40) + "end", "far"}}
	for _, n := range names {
		files = append(files, zipFile{n, "text of " + n})
	}
	b := makeZip(t, files...)
	p, err := openPack(bytes.NewReader(b), int64(len(b)), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	shown := newPackFiles(p)
	if err := fstest.TestFS(shown, names...); err != nil {
		t.Error(err)
	}
	var walked []string
	err = fs.WalkDir(shown, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			walked = append(walked, name)
		}
		return err
	})
	if slices.Sort(walked); !slices.Equal(walked, slices.Sorted(slices.Values(names))) || err != nil {
		t.Errorf("walked %q, %v", walked, err)
	}
	if text, err := fs.ReadFile(shown, strings.Repeat("deep/", 40)+"end"); string(text) != "far" || err != nil {
		t.Errorf("%q, %v", text, err)
	}
	if _, err := fs.ReadFile(shown, "out.txt"); err == nil {
		t.Error("a file outside the pack opens")
	}
}
