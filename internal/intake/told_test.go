package intake_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
)

// What a site's file lacks, and what pictures show, is told before anything is in: the
// one is waited for, the other not.
func TestWhatIsMissingIsTold(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		start(t, a)
		const dot = `<img src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="`
		part := upload{"part.html", strings.Replace(download(31, "Tide", bare(tide(1).text)), "Chapters: 1/1", "Chapters: 3/3", 1)}
		mute := upload{"mute.html", strings.Replace(download(32, "Map", bare(tide(2).text)), "</p>", "</p><p>"+dot+"></p>", 20)}
		told := upload{"told.html", strings.Replace(download(33, "Chart", bare(tide(3).text)), `<div id="chapters" class="userstuff">`, `<div id="chapters" class="userstuff"><p>`+dot+` alt="A chart"></p>`, 1)}
		at := begun(t, a, archivetest.Ann, part, mute, told)
		if s := stands(t, a, archivetest.Ann, at); s.Ready != 2 || s.Look != 1 {
			t.Fatalf("%+v %s", s, a.Get(archivetest.Ann, at).Text("ul.found"))
		}
		list := a.Get(archivetest.Ann, at)
		if id, text := row(t, list, "part.html"); !strings.Contains(text, "The file has only 1 of 3 chapters.") {
			t.Errorf("%s: %s", id, text)
		}
		if id, text := row(t, list, "mute.html"); !strings.Contains(text, "1 picture has no words") || !strings.Contains(text, "ready") {
			t.Errorf("%s: %s", id, text)
		} else if text := list.Text(".calls"); !strings.Contains(text, "1 work has pictures without words") {
			t.Errorf("calls: %s", text)
		} else {
			sheet := at + "/works/" + id
			form := fields(a.Get(archivetest.Ann, sheet), ".sheet-form")
			for name := range form {
				if strings.HasPrefix(name, "alt-") {
					form.Set(name, "A map")
				}
			}
			a.Post(archivetest.Ann, sheet, form)
			if text := a.Get(archivetest.Ann, at).Text("main"); strings.Contains(text, "without words") {
				t.Errorf("still: %s", text)
			}
			if n := len(a.Get(archivetest.Ann, sheet).All(".told .pictured input[value='A map']")); n != 1 {
				t.Errorf("%d described pictures", n)
			}
		}
		if n := len(a.Get(archivetest.Ann, at+"?show=mute").All("ul.found > li")); n != 0 {
			t.Errorf("%d in the view of pictures without words", n)
		}
	})
}

// The computer's owner is nobody's byline until somebody says so.
func TestTheOwnerOfAProgramIsOffered(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		start(t, a)
		at := begun(t, a, archivetest.Ann, upload{"tide.html", `<html><head><meta name="generator" content="LibreOffice 7.4.7.2 (Linux)"><meta name="author" content="Jane Q. Realname"><title>Tide</title></head><body lang="en-US"><h1>Tide</h1><p>` +
			strings.ReplaceAll(bare(tide(1).text), "\n\n", "</p><p>") + "</p></body></html>"})
		if s := stands(t, a, archivetest.Ann, at); s.Ready != 1 {
			t.Errorf("an owner's name holds the work up: %+v %s", s, a.Get(archivetest.Ann, at).Text("ul.found"))
		}
		sheet := sheets(t, a, archivetest.Ann, at)[0]
		page := a.Get(archivetest.Ann, sheet)
		form := fields(page, ".sheet-form")
		if !strings.Contains(page.Text("main"), "belongs to “Jane Q. Realname”") || form.Get("authors") != "" {
			t.Fatalf("not offered, or taken unasked: %q", form.Get("authors"))
		}
		form.Set("do", archivetest.Attr(page.All(`button[value=owner]`)[0], "value"))
		if p := a.Post(archivetest.Ann, sheet, form); p.Status != http.StatusSeeOther {
			t.Fatalf("%d %s", p.Status, p.Text("[role=alert]"))
		}
		if got := fields(a.Get(archivetest.Ann, sheet), ".sheet-form").Get("authors"); got != "Jane Q. Realname" {
			t.Errorf("signed by %q", got)
		}
	})
}

// Staff bring works for people who are not here, and send them the link to claim them;
// nobody's account is written under by others, and no name turns the line round.
func TestWorksForSomebodyElse(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		start(t, a)
		at := begun(t, a, archivetest.Moderator, tide(1))
		if p := accept(t, a, archivetest.Moderator, at, url.Values{"for": {"ben"}}); p.Status != http.StatusUnprocessableEntity || !strings.Contains(p.Text("[role=alert]"), "has an account here") {
			t.Errorf("under Ben's name: %d %s", p.Status, p.Text("[role=alert]"))
		}
		accept(t, a, archivetest.Moderator, at, url.Values{"for": {"\u202eWren Alder\x1b"}, "readers": {"members"}})
		until(t, a, archivetest.Moderator, at, func(s standing) bool { return s.Done == 1 })
		page := a.Get(archivetest.Moderator, at)
		button := page.All("ul.found button[formaction]")
		if len(button) != 1 || archivetest.TextOf(button[0]) != "Make the claim link for Wren Alder" {
			t.Fatalf("no way to the link: %s", page.Text("ul.found"))
		}
		link := a.Post(archivetest.Moderator, archivetest.Attr(button[0], "formaction"), url.Values{"readers": {"draft"}})
		if link.Status != http.StatusOK || !strings.Contains(link.Body, "/claim/") || !strings.Contains(link.Body, "Wren Alder") {
			t.Errorf("the link: %d", link.Status)
		}
		if id, _ := row(t, page, "tide 1.txt"); len(a.Get(archivetest.Moderator, at+"/works/"+id).All("form button[formaction]")) != 1 {
			t.Error("no way to the link on the work's page")
		}
		a.Tx(func(tx *db.Tx) error {
			return tx.Exec(t.Context(), `UPDATE accounts SET password = 'x' WHERE name = 'Wren Alder'`)
		})
		if n := len(a.Get(archivetest.Moderator, at).All("ul.found button[formaction]")); n != 0 {
			t.Error("a link is offered for a place that is claimed")
		}
	})
}

// Names are lines that say what they show, and no longer than they may be.
func TestTitlesAsTheyAreTyped(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		start(t, a)
		body := strings.Repeat("The lamp had been out for three nights. ", 20)
		at := begun(t, a, archivetest.Ann, upload{"lamp.txt", "Title: Low Lamp\n\nChapter 1: Ebb\n\n" + body + "\n\nChapter 2: Slack\n\n" + body})
		sheet := sheets(t, a, archivetest.Ann, at)[0]
		form := fields(a.Get(archivetest.Ann, sheet), ".sheet-form")
		form.Set("chapter-2", strings.Repeat("x", 300))
		if p := a.Post(archivetest.Ann, sheet, form); p.Status != http.StatusUnprocessableEntity || len(p.All(`[role=alert] a[href="#f-chapter-2"]`)) != 1 || !strings.Contains(p.Text(".pieces .fault"), "300 characters") {
			t.Errorf("a long title of a chapter: %d %s", p.Status, p.Text("[role=alert]"))
		}
		form.Set("chapter-2", "Fl\u202eood\x07")
		form.Set("title", "Nice\u202eeman\x1b")
		if p := a.Post(archivetest.Ann, sheet, form); p.Status != http.StatusSeeOther {
			t.Fatalf("%d %s", p.Status, p.Text("[role=alert]"))
		}
		if form = fields(a.Get(archivetest.Ann, sheet), ".sheet-form"); form.Get("title") != "Niceeman" || form.Get("chapter-2") != "Flood" {
			t.Errorf("kept as %q and %q", form.Get("title"), form.Get("chapter-2"))
		}
	})
}

// What stands beside the list never says two things of one file, and what is skipped
// is kept for a while and no longer.
func TestChecksAgreeAndTheSkippedIsKept(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		start(t, a)
		at := begun(t, a, archivetest.Ann, upload{"empty.txt", " "}, upload{"a.txt", edited(1, 0)}, upload{"b.txt", edited(1, 1)})
		if text := a.Get(archivetest.Ann, at).Text(".checks"); strings.Contains(text, "Every file") || !strings.Contains(text, "1 file can’t be read") {
			t.Errorf("checks: %s", text)
		}
		a.Post(archivetest.Ann, at+"/doubles", nil)
		accept(t, a, archivetest.Ann, at, nil)
		until(t, a, archivetest.Ann, at, settled)
		shelf := func(n int) {
			t.Helper()
			for range 1000 {
				if count(t, a, `SELECT COUNT(*) FROM import_files WHERE lies <> ''`) == n {
					return
				}
				time.Sleep(10 * time.Millisecond)
			}
			t.Fatalf("%d files lie on the shelf, not %d", count(t, a, `SELECT COUNT(*) FROM import_files WHERE lies <> ''`), n)
		}
		shelf(1)
		skipped := a.Get(archivetest.Ann, at).All("ul.found button[formaction]")
		if len(skipped) != 1 {
			t.Fatalf("%d ways back", len(skipped))
		}
		a.Tx(func(tx *db.Tx) error {
			return tx.Exec(t.Context(), `UPDATE imports SET touched_at = $1`, archivetest.Now().Add(-8*24*time.Hour).UnixMilli())
		})
		if err := deskOf(a).RunSweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		shelf(0)
		if p := a.Post(archivetest.Ann, archivetest.Attr(skipped[0], "formaction"), nil); p.Status != http.StatusNotFound || !strings.Contains(p.Text("main"), "bring it again") {
			t.Errorf("too late: %d %s", p.Status, p.Text("main"))
		}
		if n := len(a.Get(archivetest.Ann, at).All("ul.found button[formaction]")); n != 0 {
			t.Error("a way back is offered that leads nowhere")
		}
	})
}
