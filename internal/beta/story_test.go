package beta_test

import (
	"archive/zip"
	"fmt"
	"io"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/beta"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// bookText is all that stands in the EPUB of a work, as a guest gets it.
func bookText(t *testing.T, a *archivetest.Archive, id work.ID) string {
	t.Helper()
	p := a.Get(archivetest.Guest, fmt.Sprintf("/downloads/%d/book.epub", id))
	if p.Status != 200 {
		t.Fatalf("the EPUB: %d", p.Status)
	}
	z, err := zip.NewReader(strings.NewReader(p.Body), int64(len(p.Body)))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&b, r); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// A writer gives the second chapter of a posted work to a reader by a link for a week.
// The reader says something about words of one paragraph and suggests others; the
// writer looks at the suggestion in the text, takes one and not the other. The reader
// saw nothing else, is named in the credits, and nothing that was said is in the book.
func TestBetaReading(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s := a.Add(archivetest.OpenPlans()[0])
		first, second := s.Chapters[0], s.Chapters[1]
		write(t, a, first, "<p>The zqother working copy.</p>")
		write(t, a, second, story)

		// Invited by link, for one chapter.
		base := link(t, a, s, second, nil)
		if p := a.Get(archivetest.Guest, base); p.Status != 200 || len(p.All("main ol.rows > li")) != 1 || strings.Contains(p.Body, "zqother") {
			t.Fatalf("what is given: %d %s", p.Status, p.Text("main"))
		}
		if p := a.Get(archivetest.Guest, given(base, first)); p.Status != 404 {
			t.Errorf("a chapter that was not given: %d", p.Status)
		}

		// Anchored to a paragraph and a quote.
		say := func(f url.Values) int {
			f.Set("name", "Sis")
			return a.Post(archivetest.Guest, given(base, second), f).Status
		}
		for i, f := range []url.Values{
			{"at": {"b1"}, "quote": {"lit"}, "words": {"zqremark: by whom?"}},
			{"at": {"b1"}, "quote": {"lit at dusk"}, "kind": {"suggestion"}, "replacement": {"lit at zqnight"}},
			{"at": {"b2"}, "quote": {"harbour"}, "kind": {"suggestion"}, "replacement": {"zqrefused"}},
		} {
			if got := say(f); got != 303 {
				t.Fatalf("remark %d: %d", i, got)
			}
		}
		if got := say(url.Values{"at": {"b2"}, "quote": {"lit at dusk"}, "words": {"Elsewhere"}}); got != 422 {
			t.Errorf("words that are not in that paragraph: %d", got)
		}
		back := s.ID.Path() + "/betas/" + copyOf(t, a)
		page := a.Get(archivetest.Ann, back)
		remarks := page.All("li.remark")
		if len(remarks) != 3 {
			t.Fatalf("Ann finds %d remarks", len(remarks))
		}
		id := func(i int) string { return strings.TrimPrefix(archivetest.Attr(remarks[i], "id"), "r") }

		// Looked at with a diff, taken or not.
		if p := a.Get(archivetest.Ann, back+"/remarks/"+id(1)); !strings.Contains(p.Text(".change ins"), "zqnight") || !strings.Contains(p.Text(".change del"), "dusk") || strings.Contains(p.Text(".change"), "harbour") {
			t.Errorf("the diff: %s", p.Text("main"))
		}
		for i, do := range []string{"settle", "accept", "reject"} {
			if p := a.Post(archivetest.Ann, back, url.Values{"remark": {id(i)}, "do": {do}}); p.Status != 303 {
				t.Errorf("%s: %d", do, p.Status)
			}
		}
		if got := textOf(t, a, second); !strings.Contains(got, "<p>The lamp was <em>lit</em> at zqnight.</p>") || strings.Contains(got, "zqrefused") {
			t.Errorf("the working copy: %s", got)
		}
		if p := a.Get(archivetest.Guest, given(base, second)); !strings.Contains(p.Body, "settled") || !strings.Contains(p.Body, "accepted") || !strings.Contains(p.Body, "not taken") {
			t.Error("the reader is not told what became of the remarks")
		}

		// Named in the credits; nothing said is in what others read.
		if p := a.Post(archivetest.Ann, s.ID.Path()+"/betas/credit", url.Values{"beta": {"1"}, "credit": {"Sis of the Quay"}}); p.Status != 303 {
			t.Error(p.Status)
		}
		if p := a.Get(archivetest.Guest, s.ID.Path()); !strings.Contains(p.Text("dd.credits"), "Beta: Sis of the Quay") {
			t.Errorf("credits: %s", p.Text("dd.credits"))
		}
		book := bookText(t, a, s.ID)
		if !strings.Contains(book, archivetest.Word(s.Key, "text")) {
			t.Error("this is not the book")
		}
		for _, canary := range []string{"zqremark", "zqnight", "zqrefused", "zqother", "sayhere", ` id="b1"`} {
			if strings.Contains(book, canary) {
				t.Errorf("%s is in the book", canary)
			}
		}

		// It ends by itself.
		a.DB.Now = func() time.Time { return archivetest.Now().AddDate(0, 0, 7) }
		for _, address := range []string{base, given(base, second)} {
			if p := a.Get(archivetest.Guest, address); p.Status != 404 {
				t.Errorf("after a week: %d", p.Status)
			}
		}
	})
}

// Of eight suggestions of two readers that are taken at once, none is lost, and one
// that is taken by all at once is taken once.
func TestEightSuggestionsAreTakenAtOnce(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ctx, s, ann := t.Context(), a.Add(archivetest.OpenPlans()[0]), a.Viewer(archivetest.Ann)
		var text strings.Builder
		for i := range 8 {
			fmt.Fprintf(&text, "<p>Paragraph %d of the old text.</p>", i)
		}
		c := s.Chapters[0]
		write(t, a, c, text.String())
		type suggestion struct {
			in beta.Given
			id beta.RemarkID
		}
		var all []suggestion
		for range 2 {
			base := link(t, a, s, c, nil)
			i, err := beta.ByToken(ctx, a.DB, strings.TrimPrefix(base, "/beta/"), archivetest.Now())
			if err != nil {
				t.Fatal(err)
			}
			g, err := beta.Read(ctx, a.DB, a.Cleaner(), i, c)
			if err != nil {
				t.Fatal(err)
			}
			for range 4 {
				n := len(all)
				a.Tx(func(tx *db.Tx) error {
					return beta.Say(ctx, tx, i, g, beta.Said{By: viewer.Viewer{}, Name: "Sis", Anchor: fmt.Sprint("b", n+1), Quote: "old", Suggests: true, Replacement: fmt.Sprint("new", n)})
				})
				said, err := beta.Remarks(ctx, a.DB, g.ID)
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, suggestion{g, said[len(said)-1].ID})
			}
		}
		var wg sync.WaitGroup
		for i := range 16 { // each twice
			x := all[i%8]
			wg.Go(func() {
				if err := a.DB.Tx(ctx, func(tx *db.Tx) error { return beta.Accept(ctx, tx, a.Cleaner(), x.in, x.id, ann) }); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		got := textOf(t, a, c)
		for i := range 8 {
			if want := fmt.Sprintf("Paragraph %d of the new%d text.", i, i); strings.Count(got, want) != 1 {
				t.Errorf("%q is not once in %s", want, got)
			}
		}
	})
}
