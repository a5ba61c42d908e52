package demo

import (
	"io/fs"
	"path"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestLibrary checks that the list and the files agree: each file is listed once,
// and states the author and the fandom under which it is listed.
func TestLibrary(t *testing.T) {
	listed := map[string]bool{}
	authors := map[string]bool{}
	parts := map[string]int{}
	for _, e := range Library() {
		text, err := fs.ReadFile(Files(), e.File)
		if err != nil {
			t.Error(err)
			continue
		}
		if listed[e.File] {
			t.Errorf("%s is listed twice", e.File)
		}
		listed[e.File] = true
		authors[e.As] = true
		if !utf8.Valid(text) {
			t.Errorf("%s is not UTF-8", e.File)
		}
		said := strings.ReplaceAll(string(text), "&amp;", "&")
		for _, want := range []string{e.As, e.Fandom, e.Series} {
			if !strings.Contains(said, want) {
				t.Errorf("%s does not say %q", e.File, want)
			}
		}
		if e.Language == "" || e.As == "" || e.Fandom == "" {
			t.Errorf("%s: something is missing in %+v", e.File, e)
		}
		if e.Series != "" {
			parts[e.Series]++
			if e.Part != parts[e.Series] {
				t.Errorf("%s is part %d of %q, want %d", e.File, e.Part, e.Series, parts[e.Series])
			}
		}
	}
	forms := map[string]int{}
	err := fs.WalkDir(Files(), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			forms[path.Ext(name)]++
			if !listed[name] {
				t.Errorf("%s is not listed", name)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(authors) != 6 || len(forms) != 3 || parts["Letters from the Downs"] != 2 || parts["The Nursery Window"] != 3 {
		t.Errorf("%d authors, forms %v, series %v", len(authors), forms, parts)
	}
}
