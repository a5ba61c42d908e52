package write_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/work"
)

// desk is an archive in which Ann has begun a work.
type desk struct {
	*archivetest.Archive
	t       *testing.T
	work    work.ID
	chapter work.ChapterID
}

func each(t *testing.T, f func(t *testing.T, k *desk)) {
	t.Helper()
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		k := &desk{Archive: a, t: t}
		pseud := a.Pseud(archivetest.Ann, "Ann")
		a.Tx(func(tx *db.Tx) (err error) {
			k.work, k.chapter, err = work.Begin(t.Context(), tx, pseud.ID, "en")
			return err
		})
		f(t, k)
	})
}

func (k *desk) path(end string) string { return k.work.ChapterPath(k.chapter) + end }

// send sends JSON as a script does, and gives the status and the answer.
func (k *desk) send(who archivetest.Person, end string, v any) (int, map[string]any) {
	k.t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		k.t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(k.t.Context(), http.MethodPost, k.path(end), strings.NewReader(string(b)))
	r.Header.Set("Content-Type", "application/json")
	p := k.Do(who, r)
	out := map[string]any{}
	if err := json.Unmarshal([]byte(p.Body), &out); err != nil {
		k.t.Fatalf("%d %s: %v", p.Status, p.Body, err)
	}
	if p.Header.Get("Cache-Control") != "no-store" {
		k.t.Errorf("Cache-Control %q", p.Header.Get("Cache-Control"))
	}
	return p.Status, out
}

func (k *desk) open() draft.Copy {
	k.t.Helper()
	c, err := draft.Open(k.t.Context(), k.DB, k.chapter)
	if err != nil {
		k.t.Fatal(err)
	}
	return c
}

type object = map[string]any

func TestAutosave(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		status, a := k.send(archivetest.Ann, "/autosave", object{"seen": 1, "tab": "t", "n": 1, "title": "Low Tide", "text": object{"whole": "<p>One.</p>\n<p>Two.</p>"},
			"user_id": 99, "posted_at": 1, "role": "keeper"})
		if status != 200 || a["rev"] != 2.0 || a["words"] != 2.0 || a["saved_at"] != float64(archivetest.Now().UnixMilli()) || a["over"] != nil {
			t.Fatalf("%d %v", status, a)
		}
		lines := []string{"<p>One.</p>", "<p>Three, four.</p>"}
		piece := object{"seen": 2, "tab": "t", "n": 2, "text": object{"from": 1, "to": 2, "lines": lines[1:], "count": 2, "sum": draft.Sum(lines)}}
		for range 2 { // the second is the same one sent again
			if status, a := k.send(archivetest.Ann, "/autosave", piece); status != 200 || a["rev"] != 3.0 || a["words"] != 3.0 {
				t.Errorf("%d %v", status, a)
			}
		}
		if status, a := k.send(archivetest.Ann, "/autosave", object{"seen": 3, "tab": "t", "n": 3, "text": object{"from": 0, "to": 1, "lines": []string{"x"}, "count": 2, "sum": 7}}); status != 409 || a["resend"] != true {
			t.Errorf("lines that don't fit: %d %v", status, a)
		}
		if status, a := k.send(archivetest.Keeper, "/autosave", object{"seen": 2, "tab": "u", "n": 1, "text": object{"whole": "<p>Mine.</p>"}}); status != 409 || a["rev"] != 3.0 ||
			a["by"] != string(archivetest.Ann) || a["title"] != "Low Tide" || a["text"] != strings.Join(lines, "\n") {
			t.Errorf("overtaken: %d %v", status, a)
		}
		if c := k.open(); c.Body != strings.Join(lines, "\n") || c.Title != "Low Tide" || c.Seen != 3 {
			t.Errorf("%+v", c)
		}
	})
}

// What is over a limit is kept and told.
func TestOverLimits(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		status, a := k.send(archivetest.Ann, "/autosave", object{"seen": 1, "title": strings.Repeat("é", 256), "text": object{"whole": strings.Repeat("漢", 510_001)}})
		over, _ := a["over"].(map[string]any)
		if status != 200 || len(over) != 2 {
			t.Fatalf("%d %v", status, a)
		}
		if x, _ := over["title"].(map[string]any); x["n"] != 256.0 || x["max"] != 255.0 {
			t.Errorf("%v", over)
		}
		if c := k.open(); len(c.Title) != 512 || len(c.Body) != 3*510_001 {
			t.Error("it is not kept")
		}
	})
}

// Errors are answered in JSON, so that the editor can say them; others' chapters are
// as those that are not there.
func TestAutosaveErrors(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		for who, want := range map[archivetest.Person]int{archivetest.Guest: 401, archivetest.Ben: 404, archivetest.Moderator: 200} {
			status, a := k.send(who, "/autosave", object{"seen": 1})
			if status != want || (want != 200) != (a["error"] != nil) {
				t.Errorf("%s: %d %v", who, status, a)
			}
		}
		other := *k
		other.chapter += 1000
		if status, _ := other.send(archivetest.Ann, "/autosave", object{"seen": 1}); status != 404 {
			t.Errorf("no such chapter: %d", status)
		}
		if status, a := k.send(archivetest.Ann, "/autosave", object{"seen": 1, "notes_after": strings.Repeat("x", work.MaxNotes+1)}); status != 413 || a["field"] != "notes_after" {
			t.Errorf("far too long: %d %v", status, a)
		}
		if status, a := k.send(archivetest.Ann, "/autosave", object{"seen": "one"}); status != 422 || a["error"] == nil {
			t.Errorf("not what is taken: %d %v", status, a)
		}
		p := k.Post(archivetest.Ann, k.path("/autosave"), url.Values{"seen": {"1"}})
		if p.Status != 422 {
			t.Errorf("a form: %d", p.Status)
		}
		if c := k.open(); c.Rev != 0 {
			t.Errorf("%+v", c)
		}
	})
}

// fields are what a browser would send of the form with an id.
func fields(t *testing.T, page, id string) url.Values {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var form *html.Node
	for n := range root.Descendants() {
		if attr(n, "id") == id {
			form = n
		}
	}
	if form == nil {
		t.Fatalf("no form %q in %s", id, page)
	}
	out := url.Values{}
	for n := range form.Descendants() {
		name := attr(n, "name")
		switch {
		case n.Type != html.ElementNode || name == "":
		case n.Data == "textarea":
			out.Add(name, text(n))
		case n.Data == "select":
			for o := range n.Descendants() {
				if has(o, "selected") {
					out.Add(name, attr(o, "value"))
				}
			}
		case n.Data == "input" && (attr(n, "type") != "radio" && attr(n, "type") != "checkbox" || has(n, "checked")):
			out.Add(name, attr(n, "value"))
		}
	}
	return out
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// The form works without a script: HTML, plain paragraphs and Markdown.
func TestForm(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		f := fields(t, k.Get(archivetest.Ann, k.path("/edit")).Body, "write")
		f.Set("text", "\nThe *fog* came.\r\n\r\nIt went.")
		f.Set("format", "markdown")
		f.Set("title", "Fog")
		f.Set("do", "save")
		if p := k.Post(archivetest.Ann, k.path("/edit"), f); p.Status != 303 {
			t.Fatalf("%d %s", p.Status, p.Body)
		}
		if c := k.open(); c.Body != "<p>The <em>fog</em> came.</p>\n<p>It went.</p>" || c.Title != "Fog" {
			t.Errorf("%+v", c)
		}
		stale := f
		f = fields(t, k.Get(archivetest.Ann, k.path("/edit")).Body, "write")
		if f.Get("text") != k.open().Body {
			t.Errorf("the form has %q", f.Get("text"))
		}
		f.Set("text", f.Get("text")+"\n\nA third.")
		if p := k.Post(archivetest.Ann, k.path("/edit"), f); p.Status != 303 || !strings.HasSuffix(k.open().Body, "\n<p>A third.</p>") {
			t.Fatalf("%d %q", p.Status, k.open().Body)
		}
		if p := k.Post(archivetest.Ann, k.path("/edit"), f); p.Status != 303 {
			t.Errorf("sent twice: %d", p.Status)
		}
		stale.Set("text", "Something else.")
		stale.Set("format", "html")
		p := k.Post(archivetest.Ann, k.path("/edit"), stale)
		if p.Status != 409 || !strings.Contains(p.Body, "Something else.") {
			t.Errorf("a form left open: %d", p.Status)
		}
	})
}

// A file that is brought in again while somebody writes: whoever opens the editor sees
// both texts, and publishing asks for the choice. It used to put the old text over the
// new one without a word.
func TestBroughtInMeanwhile(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.send(archivetest.Ann, "/autosave", object{"seen": 1, "tab": "t", "n": 1, "text": object{"whole": "<p>Typed.</p>"}})
		k.Tx(func(tx *db.Tx) error {
			return work.SetChapter(t.Context(), tx, k.Cleaner(), k.chapter, work.ChapterText{Kind: work.PlainChapter, Body: "<p>Brought.</p>"})
		})
		if status, a := k.send(archivetest.Ann, "/autosave", object{"seen": 2, "tab": "t", "n": 2, "text": object{"whole": "<p>Typed on.</p>"}}); status != 409 || a["text"] != "<p>Brought.</p>" {
			t.Errorf("%d %v", status, a)
		}
		p := k.Get(archivetest.Ann, k.path("/edit"))
		if p.Status != 200 || len(p.All("#write-choose .both")) != 1 || !strings.Contains(p.Body, "Brought.") || !strings.Contains(p.Body, "Typed.") {
			t.Errorf("%d %s", p.Status, p.Body)
		}
		seen := ""
		for _, n := range p.All("#write-choose input[name=seen]") {
			seen = attr(n, "value")
		}
		if p = k.Post(archivetest.Ann, k.path("/edit"), url.Values{"seen": {seen}, "do": {"merge"}, "text": {"<p>Typed.</p>"}, "part-0": {"theirs"}}); p.Status != 303 {
			t.Errorf("%d %s", p.Status, p.Body)
		}
		if c := k.open(); c.Behind || c.Body != "<p>Brought.</p>" {
			t.Errorf("%+v", c)
		}
	})
}
