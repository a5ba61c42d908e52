package app_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/web"
)

// eachFile calls f with every file below internal whose name ends so.
func eachFile(t *testing.T, ending string, f func(path string)) {
	t.Helper()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(path, ending) {
			f(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A page that asks for a file of ours that is not there would look broken.
func TestEveryAssetThatPagesNameExists(t *testing.T) {
	t.Parallel()
	named := regexp.MustCompile(`Asset\("([^"]+)"\)|Scripts:? *(?:=|:)? *\[\]string\{"([^"]+)"`)
	n := 0
	look := func(path string) {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range named.FindAllStringSubmatch(string(b), -1) {
			n++
			if name := m[1] + m[2]; strings.HasPrefix(web.Asset(name), "/static/missing/") {
				t.Errorf("%s names %s, which is not there", path, name)
			}
		}
	}
	eachFile(t, ".templ", look)
	eachFile(t, ".go", func(path string) {
		if !strings.HasSuffix(path, "_test.go") && !strings.HasSuffix(path, "_templ.go") {
			look(path)
		}
	})
	if n < 3 {
		t.Errorf("only %d names were found", n)
	}
}

// Every package says what it is for, and every exported name what it gives.
func TestEverythingExportedIsExplained(t *testing.T) {
	t.Parallel()
	explained := map[string]bool{}
	files := token.NewFileSet()
	eachFile(t, ".go", func(path string) {
		if strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_templ.go") {
			return
		}
		f, err := parser.ParseFile(files, path, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		dir := filepath.Dir(path)
		explained[dir] = explained[dir] || f.Doc != nil
		for _, d := range f.Decls {
			for _, name := range unexplained(d) {
				t.Errorf("%s: %s has no comment", files.Position(d.Pos()), name)
			}
		}
	})
	for dir, ok := range explained {
		if !ok {
			t.Errorf("the package in %s says nowhere what it is for", dir)
		}
	}
}

// unexplained are the exported names of a declaration that have no comment of
// their own. A method counts when its type is exported.
func unexplained(d ast.Decl) []string {
	if f, ok := d.(*ast.FuncDecl); ok {
		if f.Name.IsExported() && f.Doc == nil && (f.Recv == nil || ast.IsExported(receiver(f.Recv.List[0].Type))) {
			return []string{f.Name.Name}
		}
		return nil
	}
	g := d.(*ast.GenDecl)
	var out []string
	for _, s := range g.Specs {
		switch s := s.(type) {
		case *ast.TypeSpec:
			if s.Name.IsExported() && s.Doc == nil && g.Doc == nil && s.Comment == nil {
				out = append(out, s.Name.Name)
			}
		case *ast.ValueSpec: // a comment over the group explains all in it
			for _, n := range s.Names {
				if n.IsExported() && s.Doc == nil && s.Comment == nil && g.Doc == nil {
					out = append(out, n.Name)
				}
			}
		}
	}
	return out
}

func receiver(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.StarExpr:
		return receiver(x.X)
	case *ast.IndexExpr:
		return receiver(x.X)
	case *ast.Ident:
		return x.Name
	}
	return ""
}
