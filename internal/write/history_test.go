package write_test

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/work"
)

// write saves a text as Ann's.
func (k *desk) write(text string) {
	k.t.Helper()
	if status, a := k.send(archivetest.Ann, "/autosave", object{"seen": k.open().Seen, "text": object{"whole": text}}); status != 200 {
		k.t.Fatalf("%d %v", status, a)
	}
}

func (k *desk) versions() []work.Version {
	k.t.Helper()
	all, err := work.Versions(k.t.Context(), k.DB, k.chapter, 0, 100)
	if err != nil {
		k.t.Fatal(err)
	}
	return all
}

// named keeps what is written under a name and gives the address of that version.
func (k *desk) named(name string) string {
	k.t.Helper()
	if p := k.Post(archivetest.Ann, k.path("/versions"), url.Values{"name": {name}}); p.Status != 303 {
		k.t.Fatalf("%d %s", p.Status, p.Body)
	}
	return k.path("/history/" + strconv.FormatInt(int64(k.versions()[0].ID), 10))
}

func TestHistory(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.write("<p>One two.</p>")
		if p := k.Get(archivetest.Ann, k.path("/edit")); !strings.Contains(p.Body, "2 words · draft") {
			t.Error("the list of chapters does not tell the words of what is written now")
		}
		one := k.named("before the <b>cut</b>")
		k.write("<p>One two three.</p>")
		if status, a := k.send(archivetest.Ann, "/versions", object{"name": "by script"}); status != 200 || a["version"] == nil {
			t.Errorf("%d %v", status, a)
		}
		if status, a := k.send(archivetest.Ann, "/aside", object{"tab": "t", "n": 1, "title": "Aside", "text": object{"whole": "<p>Lost.</p>"}}); status != 200 || a["version"] == nil {
			t.Errorf("%d %v", status, a)
		}
		page := k.Get(archivetest.Ann, k.path("/history")).Body
		for _, want := range []string{"before the &lt;b&gt;cut&lt;/b&gt;", "by script", "Set aside when two wrote at once", "(+1)", "20 Nov 2026, 12:00, UTC"} {
			if !strings.Contains(page, want) {
				t.Errorf("the history does not tell %q", want)
			}
		}
		if p := k.Post(archivetest.Ann, k.path("/versions"), url.Values{"name": {strings.Repeat("x", 151)}}); p.Status != 422 || !strings.Contains(p.Body, "151 characters; 150 is the most") {
			t.Errorf("a long name: %d", p.Status)
		}
		if p := k.Get(archivetest.Ann, one); p.Status != 200 || !strings.Contains(p.Body, "<p>One two.</p>") {
			t.Errorf("%d %s", p.Status, p.Body)
		}
		if p := k.Get(archivetest.Ben, one); p.Status != 404 || strings.Contains(p.Body, "One two") {
			t.Errorf("Ben gets %d", p.Status)
		}
		if p := k.Get(archivetest.Ann, one+"/diff"); !strings.Contains(p.Body, `One two<ins class="added"><span class="vh">[added: </span> three`) {
			t.Errorf("%s", p.Body)
		}
		if p := k.Get(archivetest.Ann, one+fmt.Sprintf("/diff?against=%d", k.versions()[0].ID)); p.Status != 200 || !strings.Contains(p.Body, "Lost") {
			t.Errorf("against another: %d", p.Status)
		}
	})
}

// What was typed into a version can do nothing on the pages that show it.
func TestVersionsAreClean(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.write(`<p onclick="x()">One<script>alert(1)</script><img src=x onerror=y()></p>`)
		one := k.named("first")
		k.write(`<p>Two<script>alert(2)</script></p><iframe src="javascript:z()"></iframe>`)
		for _, address := range []string{one, one + "/diff", k.path("/history"), k.path("/edit")} {
			page := k.Get(archivetest.Ann, address).Body
			for _, bad := range []string{"<script>", "onclick=\"x", "onerror=y", "<iframe"} {
				if strings.Contains(page, bad) {
					t.Errorf("%s has %s", address, bad)
				}
			}
		}
	})
}

func TestRestoreWhole(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.write("<p>One.</p>")
		one := k.named("first")
		k.write("<p>Two.</p>")
		seen := strconv.Itoa(k.open().Seen)
		for range 2 { // sent twice it is done once
			if p := k.Post(archivetest.Ann, one+"/restore", url.Values{"seen": {seen}, "user_id": {"99"}}); p.Status != 303 {
				t.Fatalf("%d %s", p.Status, p.Body)
			}
		}
		if c := k.open(); c.Body != "<p>One.</p>" {
			t.Errorf("%+v", c)
		}
		if _, text, err := work.VersionText(t.Context(), k.DB, k.chapter, k.versions()[0].ID); err != nil || text.Body != "<p>Two.</p>" {
			t.Errorf("what was there is not kept: %+v, %v", text, err)
		}
		if p := k.Post(archivetest.Ann, k.path("/history/"+strconv.FormatInt(int64(k.versions()[0].ID), 10))+"/restore", url.Values{"seen": {seen}}); p.Status != 409 {
			t.Errorf("over what was saved since: %d", p.Status)
		}
	})
}

var paragraphButton = regexp.MustCompile(`name="paragraph" value="(\d+)">([^<]+)<`)

// Each paragraph that changed can be put back by itself.
func TestRestoreParagraph(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.write("<p>The red fox ran.</p>\n<p>It is gone.</p>\n<p>Same.</p>")
		one := k.named("first")
		k.write("<p>The grey fox ran.</p>\n<p>Same.</p>\n<p>Something altogether new here.</p>")
		for _, c := range []struct{ button, want string }{
			{"Put this paragraph back as it was", "<p>The red fox ran.</p>\n<p>Same.</p>\n<p>Something altogether new here.</p>"},
			{"Bring this paragraph back", "<p>The red fox ran.</p>\n<p>It is gone.</p>\n<p>Same.</p>\n<p>Something altogether new here.</p>"},
			{"Take this paragraph out again", "<p>The red fox ran.</p>\n<p>It is gone.</p>\n<p>Same.</p>"},
		} {
			var n string
			for _, m := range paragraphButton.FindAllStringSubmatch(k.Get(archivetest.Ann, one+"/diff").Body, -1) {
				if m[2] == c.button {
					n = m[1]
				}
			}
			if n == "" {
				t.Fatalf("no way to %q", c.button)
			}
			if p := k.Post(archivetest.Ann, one+"/restore", url.Values{"seen": {strconv.Itoa(k.open().Seen)}, "paragraph": {n}}); p.Status != 303 {
				t.Fatalf("%d %s", p.Status, p.Body)
			}
			if got := k.open().Body; got != c.want {
				t.Errorf("%s: %q", c.button, got)
			}
		}
		if p := k.Post(archivetest.Ann, one+"/restore", url.Values{"seen": {strconv.Itoa(k.open().Seen)}, "paragraph": {"99"}}); p.Status != 422 {
			t.Errorf("no such paragraph: %d", p.Status)
		}
	})
}

// Who was overtaken chooses part by part, and nothing of either text is lost.
func TestConflictPage(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.write("<p>A.</p>\n<p>B.</p>\n<p>C.</p>\n<p>D.</p>")
		f := fields(t, k.Get(archivetest.Ann, k.path("/edit")).Body, "write")
		k.write("<p>A, theirs.</p>\n<p>B.</p>\n<p>C, theirs.</p>\n<p>D.</p>")
		f.Set("text", "<p>A, mine.</p>\n<p>B.</p>\n<p>C, mine.</p>\n<p>D.</p>")
		f.Set("title", "Mine")
		p := k.Post(archivetest.Ann, k.path("/edit"), f)
		if p.Status != 409 {
			t.Fatalf("%d %s", p.Status, p.Body)
		}
		if v := k.versions()[0]; v.Kind != work.AsideVersion {
			t.Errorf("mine is not kept before anything is chosen: %+v", v)
		}
		g := fields(t, p.Body, "write-choose")
		g.Set("part-0", "theirs")
		if g.Has("part-1") || g.Has("field-title") {
			t.Error("something is chosen beforehand")
		}
		g.Set("part-1", "both")
		g.Set("do", "merge")
		stale := url.Values{}
		for name, all := range g {
			stale[name] = all
		}
		if p := k.Post(archivetest.Ann, k.path("/edit"), g); p.Status != 303 {
			t.Fatalf("%d %s", p.Status, p.Body)
		}
		want := "<p>A, theirs.</p>\n<p>B.</p>\n<p>C, mine.</p>\n<p>C, theirs.</p>\n<p>D.</p>"
		if c := k.open(); c.Body != want || c.Title != "Mine" {
			t.Errorf("%q, %q", c.Body, c.Title)
		}
		k.write("<p>Someone else again.</p>")
		if p := k.Post(archivetest.Ann, k.path("/edit"), stale); p.Status != 409 || k.open().Body != "<p>Someone else again.</p>" {
			t.Errorf("chosen from a text that is not there any more: %d", p.Status)
		}
	})
}

// Who was signed out has the text in the form that asks for the password, and it is
// saved once that is right.
func TestSignedOutWhileWriting(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		f := fields(t, k.Get(archivetest.Ann, k.path("/edit")).Body, "write")
		f.Set("text", "<p>Typed for an hour.</p>")
		f.Set("notes_after", "And <notes>.")
		p := k.Post(archivetest.Guest, k.path("/edit"), f)
		if p.Status != 401 {
			t.Fatalf("%d %s", p.Status, p.Body)
		}
		g := fields(t, p.Body, "write-again")
		if g.Get("text") != f.Get("text") || g.Get("notes_after") != f.Get("notes_after") || g.Get("seen") != f.Get("seen") {
			t.Errorf("what was typed is lost: %v", g)
		}
		g.Set("who", string(archivetest.Ann))
		g.Set("password", "not it at all")
		p = k.Post(archivetest.Guest, k.path("/edit"), g)
		if p.Status != 401 || fields(t, p.Body, "write-again").Get("text") != f.Get("text") || strings.Contains(p.Body, "not it at all") || k.open().Rev != 0 {
			t.Fatalf("a wrong password: %d", p.Status)
		}
		g.Set("password", archivetest.Ann.Password())
		if p = k.Post(archivetest.Guest, k.path("/edit"), g); p.Status != 303 || k.open().Body != f.Get("text") {
			t.Errorf("%d %s", p.Status, p.Body)
		}
		if p := k.Get(archivetest.Guest, k.path("/edit")); p.Status != 200 {
			t.Errorf("not signed in by it: %d", p.Status)
		}
	})
}

func TestBegin(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		f := url.Values{"language": {"de"}, "form": {"one form"}, "user_id": {"99"}, "posted": {"1"}}
		var wg sync.WaitGroup
		var mu sync.Mutex
		to := map[string]bool{}
		for range 8 {
			wg.Go(func() {
				p := k.Post(archivetest.Ben, "/works", f)
				mu.Lock()
				defer mu.Unlock()
				if p.Status != 303 {
					t.Errorf("%d %s", p.Status, p.Body)
				}
				to[p.Header.Get("Location")] = true
			})
		}
		wg.Wait()
		if len(to) != 1 {
			t.Fatalf("one form sent eight times began %d works", len(to))
		}
		for address := range to {
			p := k.Get(archivetest.Ben, address)
			if p.Status != 200 || !strings.Contains(p.Body, "Untitled") || !strings.Contains(p.Body, `data-language="de"`) {
				t.Errorf("%d %s", p.Status, p.Body)
			}
			if p := k.Get(archivetest.Ann, address); p.Status != 404 {
				t.Errorf("somebody else gets it with %d", p.Status)
			}
		}
		for _, address := range []string{k.work.Path(), k.work.Path() + "?view_full_work=true", k.path(""), k.work.Path() + "/navigate"} {
			if p := k.Get(archivetest.Ann, address); p.Status != 200 || !strings.Contains(p.Body, "Untitled") {
				t.Errorf("%s tells no name: %d", address, p.Status)
			}
		}
		g := url.Values{"form": {"another"}}
		first := k.Post(archivetest.Ann, k.work.Path()+"/chapters/new", g).Header.Get("Location")
		if second := k.Post(archivetest.Ann, k.work.Path()+"/chapters/new", g).Header.Get("Location"); first == "" || first != second {
			t.Errorf("%q, then %q", first, second)
		}
		var chapters int
		k.Tx(func(tx *db.Tx) error {
			return tx.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM chapters WHERE work_id = $1`, int64(k.work)).Scan(&chapters)
		})
		if chapters != 2 {
			t.Errorf("%d chapters", chapters)
		}
	})
}

// The form gives back what was typed, to the letter.
func TestKeepsWhatIsTyped(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		for _, text := range []string{"\n\n<p>x</p>\n", "a & b < c", "<textarea></textarea><p>y</p>", strings.Repeat("𝄞", 1000)} {
			k.write(text)
			if got := fields(t, k.Get(archivetest.Ann, k.path("/edit")).Body, "write").Get("text"); got != text {
				t.Errorf("%q came back as %q", text, got)
			}
		}
		c := k.open()
		if c.Words != 0 {
			t.Errorf("notes of music are %d words", c.Words)
		}
	})
}
