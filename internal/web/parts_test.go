package web

import (
	"bytes"
	"context"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

func TestPagesShownOfAList(t *testing.T) {
	for _, c := range []struct {
		page, last int
		want       []int
	}{
		{1, 1, []int{1}},
		{1, 2, []int{1, 2}},
		{1, 20, []int{1, 2, 3, 0, 20}},
		{4, 20, []int{1, 2, 3, 4, 5, 6, 0, 20}},
		{5, 20, []int{1, 2, 3, 4, 5, 6, 7, 0, 20}},
		{6, 20, []int{1, 0, 4, 5, 6, 7, 8, 0, 20}},
		{16, 20, []int{1, 0, 14, 15, 16, 17, 18, 19, 20}},
		{17, 20, []int{1, 0, 15, 16, 17, 18, 19, 20}},
		{20, 20, []int{1, 0, 18, 19, 20}},
		{3, 1_000_000, []int{1, 2, 3, 4, 5, 0, 1_000_000}},
		{500_000, 1_000_000, []int{1, 0, 499_998, 499_999, 500_000, 500_001, 500_002, 0, 1_000_000}},
	} {
		if got := (Pager{Page: c.page, Last: c.last}).shown(); !slices.Equal(got, c.want) {
			t.Errorf("page %d of %d: %v, want %v", c.page, c.last, got, c.want)
		}
	}
}

// Every icon that a page names must be drawn, and every file be there.
func TestIconsAndFilesExist(t *testing.T) {
	icon := regexp.MustCompile(`\bIcon\("([^"]*)"\)`)
	file := regexp.MustCompile(`\bAsset\("([^"]*)"\)`)
	seen := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".templ") {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range icon.FindAllSubmatch(b, -1) {
			if seen++; drawing(string(m[1])) == "" {
				t.Errorf("%s: no icon %q", path, m[1])
			}
		}
		for _, m := range file.FindAllSubmatch(b, -1) {
			if strings.Contains(Asset(string(m[1])), "missing") {
				t.Errorf("%s: no file %q", path, m[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen == 0 {
		t.Error("no page uses an icon: this test looks in the wrong place")
	}
	for _, kind := range []string{"fandom", "character", "warning", "relationship"} {
		for _, name := range []string{"A/B", "A & B"} {
			if drawing(tagIcon(kind, name)) == "" {
				t.Errorf("no glyph for the %s %s", kind, name)
			}
		}
	}
	if drawing(tagIcon("freeform", "Fog")) != "" || drawing(noticeIcon("ok")) == "" || drawing(noticeIcon("")) == "" {
		t.Error("glyphs of freeforms or notices")
	}
	if tagIcon("relationship", "A & B/C") != "relationship" {
		t.Error("a pair with a slash is romantic, whatever else it has")
	}
}

// What a first visit may cost, compressed.
func TestBudgets(t *testing.T) {
	a, err := loadAssets()
	if err != nil {
		t.Fatal(err)
	}
	for name, most := range map[string]int{"site.css": 14 << 10, "site.js": 12 << 10, "reader.js": 18 << 10, "early.js": 1 << 10} {
		f := a.byPath[a.byName[name]]
		if f == nil {
			t.Errorf("%s is not served", name)
		} else if n := len(f.zipped); n == 0 || n > most {
			t.Errorf("%s is %d bytes, of at most %d", name, n, most)
		}
	}
	if n := len(a.byPath[a.byName["early.js"]].plain); n > 1<<10 {
		t.Errorf("early.js stands before the first paint and is %d bytes", n)
	}
	css := string(a.byPath[a.byName["site.css"]].plain)
	if strings.Contains(css, "asset:") {
		t.Error("the stylesheet names a file that isn't there")
	}
	fonts := 0
	for address, f := range a.byPath {
		if strings.HasSuffix(address, ".woff2") {
			fonts += len(f.plain)
			if !strings.Contains(css, `"`+address+`"`) {
				t.Errorf("%s is never used", address)
			}
		}
	}
	if fonts == 0 || fonts > 500<<10 {
		t.Errorf("%d bytes of fonts", fonts)
	}
}

// Each choice that the sheet offers must do something in the stylesheet.
func TestEveryChoiceIsStyled(t *testing.T) {
	a, err := loadAssets()
	if err != nil {
		t.Fatal(err)
	}
	css := string(a.byPath[a.byName["site.css"]].plain)
	ctx := t.Context()
	for _, c := range []struct {
		name, usual string
		options     []Option
	}{{"theme", "", Themes(ctx)}, {"face", "book", Faces(ctx)}, {"width", "book", Widths(ctx)}, {"line", "book", Lines(ctx)}, {"para", "spaced", Paras(ctx)}} {
		for _, o := range c.options {
			if o.Value != c.usual && !strings.Contains(css, "[data-"+c.name+"="+o.Value+"]") {
				t.Errorf("%s %s has no style", c.name, o.Value)
			}
		}
	}
	for _, kv := range settings(viewer.Reading{Size: 25, Justify: true}) {
		if !strings.Contains(css, "["+kv.Key+`="25"]`) && !strings.Contains(css, "["+kv.Key+"]") {
			t.Errorf("%s has no style", kv.Key)
		}
	}
}

func TestKnownReading(t *testing.T) {
	ctx := t.Context()
	got := KnownReading(ctx, viewer.Reading{Theme: "sepia", Size: 13, Face: "comic", Width: "book", Line: "airy", Para: `x" onload="`, Justify: true})
	if want := (viewer.Reading{Theme: "sepia", Line: "airy", Justify: true}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	for _, p := range Presets(ctx) {
		if got := KnownReading(ctx, p.Reading); got != p.Reading {
			t.Errorf("preset %s: %+v is known as %+v", p.Value, p.Reading, got)
		}
	}
}

func TestDirection(t *testing.T) {
	for tag, want := range map[string]string{"en": "ltr", "ar": "rtl", "he": "rtl", "fa-IR": "rtl", "ur": "rtl", "yi": "rtl", "az-Arab": "rtl", "az": "ltr", "zh-Hant": "ltr", "": "ltr", "no such": "ltr"} {
		if got := Direction(tag); got != want {
			t.Errorf("Direction(%q) = %s", tag, got)
		}
	}
}

func page(t *testing.T, ctx context.Context, m Meta, c templ.Component) string {
	t.Helper()
	w := httptest.NewRecorder()
	if err := Render(w, httptest.NewRequest(http.MethodGet, "/works/7?a=b&c=d", nil).WithContext(ctx), http.StatusOK, m, c); err != nil {
		t.Fatal(err)
	}
	return w.Body.String()
}

func TestFrame(t *testing.T) {
	ctx := WithSite(t.Context(), SiteInfo{Name: "Saltby", BaseURL: "https://saltby.example/"})
	guest := page(t, ctx, Meta{Title: "A Work", Canonical: "/works/7", NoIndex: true, Main: "works-show", Here: "browse"}, templ.Raw("x"))
	member := viewer.With(ctx, viewer.Viewer{ID: 3, Name: "lantern jar", Reading: viewer.Reading{Theme: "sepia", Size: 21}})
	in := page(t, member, Meta{}, templ.Raw("x"))
	reader := page(t, ctx, Meta{Reader: true, Scripts: []string{"reader.js"}}, templ.Raw("x"))
	for _, c := range []struct {
		where, page string
		has         bool
		text        string
	}{
		{"guest", guest, true, `<html lang="en" dir="ltr">`},
		{"guest", guest, true, `<title>A Work · Saltby</title>`},
		{"guest", guest, true, `<link rel="canonical" href="https://saltby.example/works/7">`},
		{"guest", guest, true, `content="noindex"`},
		{"guest", guest, true, `class="logged-out"`},
		{"guest", guest, true, `href="/users/login?next=%2Fworks%2F7%3Fa%3Db%26c%3Dd"`},
		{"guest", guest, true, `<main id="main" class="works-show"`},
		{"guest", guest, true, `<a href="/browse" aria-current="page">`},
		{"guest", guest, false, `/users/logout`},
		{"guest", guest, false, `data-theme`},
		{"member", in, true, `data-account="yes" data-theme="sepia" data-size="21"`},
		{"member", in, true, `<title>Saltby</title>`},
		{"member", in, true, `class="logged-in"`},
		{"member", in, true, `href="/users/logout`},
		{"member", in, true, `href="/users/lantern%20jar"`},
		{"member", in, false, `noindex`},
		{"reader", reader, true, `class="logged-out reader"`},
		{"reader", reader, true, Asset("reader.js")},
		{"reader", reader, false, Asset("site.js")},
		{"reader", reader, false, `class="tabbar"`},
	} {
		if strings.Contains(c.page, c.text) != c.has {
			t.Errorf("%s: %q there is %v", c.where, c.text, !c.has)
		}
	}
	if strings.Index(guest, Asset("early.js")) > strings.Index(guest, Asset("site.css")) {
		t.Error("the theme is set after the styles are asked for")
	}
}

func TestFailurePages(t *testing.T) {
	for _, c := range []struct {
		err    *fault.Error
		status int
		has    string
	}{
		{&fault.Error{Kind: fault.SignIn, Format: "For members."}, 401, `href="/users/login?next=%2Fworks%2F7%3Fa%3Db%26c%3Dd"`},
		{&fault.Error{Kind: fault.NotFound, Format: "No <b>%s</b>.", Args: []any{"lamp"}}, 404, `No &lt;b&gt;lamp&lt;/b&gt;.`},
		{&fault.Error{Kind: fault.NotFound}, 404, `href="/search"`},
		{&fault.Error{}, 500, `href="/"`},
		{&fault.Error{}, 500, "this number: 42"},
	} {
		if got := page(t, t.Context(), Meta{}, failure(c.err, c.status, "42")); !strings.Contains(got, c.has) {
			t.Errorf("%d: nothing of %q", c.status, c.has)
		}
	}
}

func TestFieldTellsWhatIsWrong(t *testing.T) {
	var b bytes.Buffer
	if err := Field(Input{Name: "name", Label: "Name", Value: `"x`, Fault: "Taken.", Hint: "Letters."}).Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`<label for="f-name">Name</label>`, `id="f-name"`, `value="&#34;x"`, `aria-invalid="true"`, `aria-describedby="h-name"`, `id="h-name"`, "Taken.", "Letters.", `type="text"`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %s in %s", want, b.String())
		}
	}
}
