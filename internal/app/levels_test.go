package app_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// levels is the shape of the house: a package may import only packages of lower
// lines. Tests may import what they like.
var levels = []string{
	"letter",
	"fault viewer prose office epub say demo skin diff facet query typeahead mention",
	"office/docx office/odt office/rtf db config",
	"decode job web blob",
	"db/dbtest setting mail",
	"account tag search",
	"work join passkey oidc block",
	"picture workskin catalogue history",
	"remember",
	"series download draft gift related stats alike preset ask",
	"publish beta suggest",
	"round",
	"read browse ingest edit claim write creator wrangle",
	"intake backup leave desk",
	"app",
	"cli archivetest bench bench/catalogue bench/remember bench/search",
}

func TestImportsPointDownwards(t *testing.T) {
	level := map[string]int{}
	for i, l := range levels {
		for p := range strings.FieldsSeq(l) {
			level[p] = i
		}
	}
	const module = "github.com/ficstead/ficstead/internal/"
	seen := map[string]bool{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		pkg := filepath.ToSlash(strings.TrimPrefix(filepath.Dir(path), ".."+string(filepath.Separator)))
		me, ok := level[pkg]
		if !ok {
			t.Errorf("package %s stands on no line of levels", pkg)
		}
		seen[pkg] = true
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly|parser.PackageClauseOnly)
		if err != nil {
			return err
		}
		for _, s := range f.Imports {
			p, ours := strings.CutPrefix(strings.Trim(s.Path.Value, `"`), module)
			if ours && level[p] >= me {
				t.Errorf("%s imports %s, which is not below it", path, p)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for p := range level {
		if !seen[p] {
			t.Errorf("levels names %s, which does not exist", p)
		}
	}
}
