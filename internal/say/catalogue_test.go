package say

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

var update = flag.Bool("update", false, "write the translators' list anew")

const list = "catalogue/template/active.en.toml"

// TestTranslatorsListIsCurrent keeps a file of every sentence in the code, which a
// translation begins as a copy of. A sentence put together so that the list can't
// hold it, and nobody could translate it, fails.
func TestTranslatorsListIsCurrent(t *testing.T) {
	r := reader{sentences: map[string]*sentence{}}
	if err := r.read(".."); err != nil {
		t.Fatal(err)
	}
	for _, where := range r.hidden {
		t.Errorf("%s: write the sentence out here; translators can't find one that is put together", where)
	}
	if len(r.sentences) < 100 {
		t.Fatalf("only %d sentences found; the reader of the code is broken", len(r.sentences))
	}
	want := r.toml()
	if *update {
		if err := os.WriteFile(list, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(list)
	if err != nil || string(got) != want {
		for text := range r.sentences {
			if !strings.Contains(string(got), "["+quoted(text)+"]") {
				t.Errorf("not in the list: %q", text)
			}
		}
		t.Fatalf("%s is not what the code says (%v); run make golden", list, err)
	}
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	f, err := bundle.LoadMessageFile(list)
	if err != nil {
		t.Fatalf("go-i18n can't read the list: %v", err)
	}
	for _, m := range f.Messages {
		if s := r.sentences[m.ID]; s == nil || s.one != m.One || m.ID != m.Other {
			t.Errorf("go-i18n reads %q as %q, %q", m.ID, m.One, m.Other)
		}
	}
	if len(f.Messages) != len(r.sentences) {
		t.Errorf("go-i18n reads %d of %d sentences", len(f.Messages), len(r.sentences))
	}
}

func TestTranslationsKeepWhatIsFilledIn(t *testing.T) {
	files, err := filepath.Glob("catalogue/*.toml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		var all map[string]map[string]string
		if _, err := toml.DecodeFile(name, &all); err != nil {
			t.Fatal(err)
		}
		for english, forms := range all {
			for form, text := range forms {
				if form != "description" && !samePlaces(english, text) {
					t.Errorf("%s: %q is filled in otherwise than %q", name, text, english)
				}
			}
		}
	}
}

func TestSamePlaces(t *testing.T) {
	for _, c := range []struct {
		english, other string
		want           bool
	}{
		{"by {name}", "von {name}", true},
		{"{day} {month}", "{month}, {day}", true},
		{"by {name}", "von {nom}", false},
		{"by {name}", "von ihr", false},
		{"There are %d of %d here.", "Hier: %d/%d.", true},
		{"There are %d here.", "Hier: %s.", false},
		{"Tag %q of %d", "%d: %q", false}, // values come in their order
		{"No %% sign", "Kein %%", true},
	} {
		if got := samePlaces(c.english, c.other); got != c.want {
			t.Errorf("%q and %q: %v", c.english, c.other, got)
		}
	}
}

var (
	names = regexp.MustCompile(`\{[a-z]+\}`)
	verbs = regexp.MustCompile(`%[-+#0-9.]*[%a-zA-Z]`)
)

// samePlaces reports whether the same values are filled into a translation:
// {names} in any order, printf verbs in theirs.
func samePlaces(english, other string) bool {
	a, b := names.FindAllString(english, -1), names.FindAllString(other, -1)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(slices.Compact(a), slices.Compact(b)) && slices.Equal(verbs.FindAllString(english, -1), verbs.FindAllString(other, -1))
}

// sentence is one text that people read, with the packages that say it.
type sentence struct {
	one  string // about one thing, for N
	says map[string]bool
}

// speakers are the functions that take a sentence, and which argument it is.
var speakers = map[string]int{
	"say.T": 1, "say.F": 1, "say.N": 3,
	"fault.New": 1, "fault.In": 1, "fault.Wrap": 2, "fault.Later": 1,
}

// reader finds the sentences in Go code. It reads one package after the other.
type reader struct {
	sentences map[string]*sentence
	hidden    []string // where a sentence is said that is not written there

	fset   *token.FileSet
	pkg    string
	consts map[string]string // the package's own constants that are texts
	passes map[string]int    // its own functions that hand a sentence on, and which argument it is
}

func (r *reader) read(root string) error {
	return filepath.WalkDir(root, func(dir string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			return err
		}
		r.fset, r.pkg, r.consts, r.passes = token.NewFileSet(), filepath.Base(dir), map[string]string{}, map[string]int{}
		var files []*ast.File
		for _, p := range paths {
			if strings.HasSuffix(p, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(r.fset, p, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			files = append(files, f)
		}
		r.packageOf(files)
		return nil
	})
}

// packageOf reads a package's constants and the functions that hand sentences on,
// then what is said.
func (r *reader) packageOf(files []*ast.File) {
	var funcs []*ast.FuncDecl
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				for i, name := range n.Names {
					if i < len(n.Values) {
						if text, ok := r.text(n.Values[i]); ok {
							r.consts[name.Name] = text
						}
					}
				}
			case *ast.FuncDecl:
				if n.Body != nil {
					funcs = append(funcs, n)
				}
			}
			return true
		})
	}
	if r.pkg == "say" {
		r.passes["T"], r.passes["N"], r.passes["F"] = speakers["say.T"], speakers["say.N"], speakers["say.F"]
	}
	for again := true; again; { // until no more are found that hand on to one another
		again = false
		for _, f := range funcs {
			pass := func(i int) {
				if _, known := r.passes[f.Name.Name]; i >= 0 && !known {
					r.passes[f.Name.Name], again = i, true
				}
			}
			r.calls(f, func(c *ast.CallExpr, at int) { pass(parameter(f, c.Args[at])) })
			ast.Inspect(f.Body, func(n ast.Node) bool {
				if format := formatOf(n, "Mistake"); format != nil {
					pass(parameter(f, format))
				}
				return true
			})
		}
	}
	for _, f := range funcs {
		r.calls(f, func(c *ast.CallExpr, at int) { r.say(f, c, at) })
		ast.Inspect(f.Body, func(n ast.Node) bool {
			r.fault(f, n)
			return true
		})
	}
}

// fault notes the sentence of an error that is written out: fault.Error{Format: "…"},
// query.Mistake{Format: "…"}.
func (r *reader) fault(f *ast.FuncDecl, n ast.Node) {
	format := formatOf(n, "Error", "Mistake")
	if sel, isField := format.(*ast.SelectorExpr); format == nil || isField && sel.Sel.Name == "Format" {
		return // none, or one that is handed on
	}
	if text, ok := r.text(format); ok {
		r.note(text)
	} else if parameter(f, format) < 0 {
		r.hidden = append(r.hidden, r.fset.Position(format.Pos()).String())
	}
}

// formatOf is the field Format of a value of one of these types that is written out.
func formatOf(n ast.Node, types ...string) ast.Expr {
	lit, ok := n.(*ast.CompositeLit)
	if !ok || !slices.Contains(types, name(lit.Type)) {
		return nil
	}
	for _, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok && name(kv.Key) == "Format" {
			return kv.Value
		}
	}
	return nil
}

// calls finds where f says something, and in which argument.
func (r *reader) calls(f *ast.FuncDecl, each func(c *ast.CallExpr, at int)) {
	ast.Inspect(f.Body, func(n ast.Node) bool {
		c, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		at, speaks := 0, false
		switch fun := c.Fun.(type) {
		case *ast.Ident:
			at, speaks = r.passes[fun.Name]
		case *ast.SelectorExpr:
			if x, ok := fun.X.(*ast.Ident); ok {
				at, speaks = speakers[x.Name+"."+fun.Sel.Name]
			}
			if own, ok := r.passes[fun.Sel.Name]; !speaks && ok {
				at, speaks = own, true // a method of the package's own
			}
		}
		if speaks && at < len(c.Args) {
			each(c, at)
		}
		return true
	})
}

// say notes the sentence of one call.
func (r *reader) say(f *ast.FuncDecl, c *ast.CallExpr, at int) {
	text, ok := r.text(c.Args[at])
	switch sel, isField := c.Args[at].(*ast.SelectorExpr); {
	case isField && sel.Sel.Name == "Format", parameter(f, c.Args[at]) >= 0:
		return // a fault shown, or a sentence handed on: noted where it is made
	case !ok:
		r.hidden = append(r.hidden, r.fset.Position(c.Pos()).String())
		return
	}
	one := ""
	if name(c.Fun) == "N" {
		if one, ok = r.text(c.Args[2]); !ok {
			r.hidden = append(r.hidden, r.fset.Position(c.Pos()).String())
		}
	}
	if s := r.note(text); one != "" {
		s.one = one
	}
}

func (r *reader) note(text string) *sentence {
	s := r.sentences[text]
	if s == nil {
		s = &sentence{says: map[string]bool{}}
		r.sentences[text] = s
	}
	s.says[r.pkg] = true
	return s
}

func name(fun ast.Expr) string {
	switch fun := fun.(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		return fun.Sel.Name
	}
	return ""
}

// parameter tells which argument of f an expression is, -1 for none.
func parameter(f *ast.FuncDecl, e ast.Expr) int {
	id, ok := e.(*ast.Ident)
	if !ok {
		return -1
	}
	i := 0
	for _, field := range f.Type.Params.List {
		for _, n := range field.Names {
			if n.Name == id.Name {
				return i
			}
			i++
		}
	}
	return -1
}

// text gives an expression's value if it is a text written in the code.
func (r *reader) text(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			s, err := strconv.Unquote(e.Value)
			return s, err == nil
		}
	case *ast.Ident:
		s, ok := r.consts[e.Name]
		return s, ok
	case *ast.BinaryExpr:
		a, ok1 := r.text(e.X)
		b, ok2 := r.text(e.Y)
		return a + b, ok1 && ok2 && e.Op == token.ADD
	case *ast.ParenExpr:
		return r.text(e.X)
	}
	return "", false
}

// toml writes the list: each sentence a table, because go-i18n takes "Other" and
// its like for words of its format when they are bare keys.
func (r *reader) toml() string {
	var b strings.Builder
	b.WriteString("# Every sentence that the archive says to people. To translate, copy this file to catalogue/de.toml (or your\n" +
		"# language's code) and translate the texts on the right; see catalogue/en.toml. Written by \"make golden\".\n")
	for _, text := range slices.Sorted(maps.Keys(r.sentences)) {
		s := r.sentences[text]
		fmt.Fprintf(&b, "\n[%s]\ndescription = %s\n", quoted(text), quoted(strings.Join(slices.Sorted(maps.Keys(s.says)), ", ")))
		if s.one != "" {
			fmt.Fprintf(&b, "one = %s\n", quoted(s.one))
		}
		fmt.Fprintf(&b, "other = %s\n", quoted(text))
	}
	return b.String()
}

// quoted writes a text as TOML does.
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`).Replace(s) + `"`
}
