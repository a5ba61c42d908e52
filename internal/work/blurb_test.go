package work

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
)

func listed() Work {
	at := time.Date(2020, 11, 5, 10, 0, 0, 0, time.UTC)
	return Work{
		ID: 42, Title: "A Lamp <Behind> Its Time", Summary: "<p>Four minutes <em>late</em>.</p>", Language: "ru", Rating: Teen,
		ChapterCount: 10, Words: 24_770, Posted: true, PostedAt: at, RevisedAt: at,
		Creators: []account.Pseud{{ID: 1, Account: 11, Name: "Quill", Login: "quill"}, {ID: 2, Account: 11, Name: "Kettle", Login: "quill"}, {ID: 3, Account: 12, Name: "b/b", Login: "brindle"}},
		Tags: []tag.Tag{
			{Type: tag.Warning, Name: NoWarnings}, {Type: tag.Warning, Name: "Major Character Death"}, {Type: tag.Category, Name: "F/F"}, {Type: tag.Category, Name: "Gen"},
			{Type: tag.Fandom, Name: "Harbour Lights"}, {Type: tag.Relationship, Name: "Ines & Tobias"}, {Type: tag.Character, Name: "Ines"},
			{Type: tag.Freeform, Name: "Fog"}, {Type: tag.Freeform, Name: "Soup"},
		},
		Series: []Part{{Series: 7, Title: "Small Hours", Position: 2}},
	}
}

func drawn(t *testing.T, ctx context.Context, w Work) (*html.Node, string) {
	t.Helper()
	var b bytes.Buffer
	if err := Blurb(w).Render(ctx, &b); err != nil {
		t.Fatal(err)
	}
	n, err := html.Parse(strings.NewReader("<ol>" + b.String() + "</ol>"))
	if err != nil {
		t.Fatal(err)
	}
	return n, b.String()
}

func TestBlurbHasWhatReadersToolsLookFor(t *testing.T) {
	page, source := drawn(t, t.Context(), listed())
	for _, c := range []struct {
		selector, text string
	}{
		{`li#work_42.work.blurb.group.work-42.user-11.user-12`, ""},
		{`li .header.module h4.heading > a:first-child[href="/works/42"]`, "A Lamp <Behind> Its Time"},
		{`h4.heading[aria-level="2"] a[rel=author][href="/users/quill/pseuds/Quill"]`, "Quill (quill)"},
		{`h4.heading a[rel=author][href="/users/brindle/pseuds/b%2Fb"]`, "b/b (brindle)"},
		{`.header h5.fandoms.heading > a.tag[href="/tags/Harbour%20Lights/works"]`, "Harbour Lights"},
		{`ul.required-tags > li span.rating-teen.rating > span.text`, "Teen And Up Audiences"},
		{`ul.required-tags > li span.warning-yes.warnings > span.text`, "Major Character Death"},
		{`ul.required-tags > li span.category-multi.category > span.text`, "F/F, Gen"},
		{`ul.required-tags > li span.complete-no.iswip > span.text`, "In progress"},
		{`.header p.datetime`, "05 Nov 2020"},
		{`ul.tags.commas li.warnings > a.tag`, NoWarnings},
		{`ul.tags.commas li.relationships > a.tag[href="/tags/Ines%20*a*%20Tobias/works"]`, "Ines & Tobias"},
		{`ul.tags.commas li.characters > a.tag`, "Ines"},
		{`ul.tags.commas li.freeforms > a.tag`, "Fog"},
		{`blockquote.userstuff.summary[lang=ru]`, "Four minutes late ."},
		{`ul.series li`, "Part 2 of Small Hours"},
		{`ul.series a[href="/series/7"]`, "Small Hours"},
		{`dl.stats dt.language + dd.language`, "русский"},
		{`dl.stats dt.words + dd.words[data-unit=" words"]`, "24,770"},
		{`dl.stats dt.chapters + dd.chapters`, "10/?"},
	} {
		s, err := cascadia.Parse(c.selector)
		if err != nil {
			t.Fatal(err)
		}
		n := cascadia.Query(page, s)
		if n == nil {
			t.Errorf("nothing is %s", c.selector)
			continue
		}
		if got := words(n); c.text != "" && got != c.text {
			t.Errorf("%s says %q, want %q", c.selector, got, c.text)
		}
	}
	if !strings.Contains(source, "<!-- updated_at=1604570400 -->") {
		t.Error("the comment with the time of the newest change is missing")
	}
	if strings.Count(source, "user-11") != 1 {
		t.Error("an account stands twice among the classes")
	}
	for _, bad := range []string{" style=", "<script", " onclick"} {
		if strings.Contains(source, bad) {
			t.Errorf("a blurb has %s", bad)
		}
	}
}

func TestBlurbOfAnAnonymousWorkTellsNobody(t *testing.T) {
	w := listed()
	w.Anonymous = true
	_, source := drawn(t, t.Context(), w)
	for _, name := range []string{"uill", "ettle", "rindle", "user-1"} {
		if strings.Contains(source, name) {
			t.Errorf("%q stands in it", name)
		}
	}
	if !strings.Contains(source, "Anonymous") {
		t.Error("it doesn't say Anonymous")
	}
	if _, source := drawn(t, viewer.With(t.Context(), viewer.Viewer{ID: 11}), w); !strings.Contains(source, "Quill") || !strings.Contains(source, "user-11") {
		t.Error("its creator isn't told")
	}
}

func TestTagsAreFoldedByTheRoomThereIs(t *testing.T) {
	many := func(n, length int) (out []tag.Tag) {
		for i := range n {
			out = append(out, tag.Tag{Type: tag.Freeform, Name: fmt.Sprintf("%0*d", length, i)})
		}
		return out
	}
	for _, c := range []struct {
		name          string
		tags          []tag.Tag
		first, late   int // shown at once on a wide screen, and how many of those wait on a phone
		hidden, extra int // the numbers of "+N" on a phone and on a wide screen
	}{
		{"none", nil, 0, 0, 0, 0},
		{"few", many(3, 8), 3, 0, 0, 0},
		{"short ones", many(40, 4), 19, 7, 28, 21},
		{"long ones", many(10, 60), 2, 0, 8, 8},
		{"one very long", many(1, 150), 1, 0, 0, 0},
		{"in Chinese", append(many(0, 1), tag.Tag{Type: tag.Freeform, Name: strings.Repeat("雾", 40)}, tag.Tag{Type: tag.Freeform, Name: strings.Repeat("汤", 40)}, tag.Tag{Type: tag.Freeform, Name: strings.Repeat("灯", 30)}), 2, 0, 1, 1},
	} {
		w := Work{Tags: c.tags}
		f := foldTags(&w, viewer.Prefs{})
		late := 0
		for _, t := range f.first {
			if t.late {
				late++
			}
		}
		if len(f.first) != c.first || late != c.late || f.hidden != c.hidden || len(f.rest) != c.extra {
			t.Errorf("%s: %d shown, %d of them late, +%d, +%d", c.name, len(f.first), late, f.hidden, len(f.rest))
		}
		if len(f.first)+len(f.rest) != len(c.tags) {
			t.Errorf("%s: tags are lost", c.name)
		}
	}
}

func TestManyFandomsWaitToo(t *testing.T) {
	w := Work{}
	for i := range 6 {
		w.Tags = append(w.Tags, tag.Tag{Type: tag.Fandom, Name: fmt.Sprintf("Fandom %d", i)})
	}
	w.Tags = append(w.Tags, tag.Tag{Type: tag.Freeform, Name: "Crossover"})
	f := foldTags(&w, viewer.Prefs{})
	if f.late(1) != "" || f.late(2) != "late" || f.late(3) != "rest-of" || f.late(5) != "rest-of" {
		t.Error("fandoms are not cut to two and three")
	}
	if f.hidden == 0 || len(f.rest) == 0 {
		t.Error("nothing shows the fandoms that wait")
	}
}

func TestWarned(t *testing.T) {
	for _, c := range []struct {
		names []string
		want  Warned
	}{
		{nil, NotWarned}, {[]string{NoWarnings}, NothingHere}, {[]string{ChoseNotWarn}, NotWarned},
		{[]string{ChoseNotWarn, "Major Character Death"}, Warnings}, {[]string{ChoseNotWarn, NoWarnings}, NotWarned}, {[]string{NoWarnings, ChoseNotWarn}, NotWarned}, {[]string{NoWarnings, "Major Character Death"}, Warnings},
	} {
		var w Work
		for _, n := range c.names {
			w.Tags = append(w.Tags, tag.Tag{Type: tag.Warning, Name: n})
		}
		if got := w.Warned(); got != c.want {
			t.Errorf("%v: %d", c.names, got)
		}
	}
}

func TestDownloadPath(t *testing.T) {
	for title, want := range map[string]string{
		"The Lamplighter’s Ledger": "The_Lamplighters_Ledger",
		"../../etc/passwd":         "etc_passwd",
		"a.b\x00c\"d":              "a_b_c_d",
		"晚点的灯":                     "%E6%99%9A%E7%82%B9%E7%9A%84%E7%81%AF",
		"?!":                       "work", "": "work", "---": "work",
		strings.Repeat("long ", 20): "long_long_long_long_long_long_long_long",
	} {
		w := Work{ID: 9, Title: title}
		if got := w.DownloadPath("epub"); got != "/downloads/9/"+want+".epub" {
			t.Errorf("%q: %s", title, got)
		}
	}
}

func TestHeadings(t *testing.T) {
	got := Headings(t.Context(), []Chapter{{Kind: Prologue}, {Kind: PlainChapter}, {Kind: Interlude}, {Kind: PlainChapter}, {Kind: SideStory}, {Kind: Notice}, {Kind: Epilogue}})
	if want := "Prologue|Chapter 1|Interlude|Chapter 2|Side story|Notice|Epilogue"; strings.Join(got, "|") != want {
		t.Errorf("%v", got)
	}
}

func words(n *html.Node) string {
	var out []string
	for x := range n.Descendants() {
		if x.Type == html.TextNode {
			out = append(out, strings.Fields(x.Data)...)
		}
	}
	return strings.Join(out, " ")
}
