package intake_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
)

// begun is an import of files that were read, and its address.
func begun(t testing.TB, a *archivetest.Archive, p archivetest.Person, files ...upload) string {
	t.Helper()
	page := bring(t, a, p, "/import", files...)
	at, _, _ := strings.Cut(page.Header.Get("Location"), "?")
	if page.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", page.Status, page.Text("[role=alert]"))
	}
	until(t, a, p, at, settled)
	return at
}

// sheets are the addresses of the works in an import's list.
func sheets(t testing.TB, a *archivetest.Archive, p archivetest.Person, at string) []string {
	t.Helper()
	var out []string
	for _, n := range a.Get(p, at).All("ul.found h3 a") {
		out = append(out, archivetest.Attr(n, "href"))
	}
	return out
}

// fields are the values of a page's form, as a browser sends them.
func fields(p *archivetest.Page, form string) url.Values {
	v := url.Values{}
	for _, n := range p.All(form + " input, " + form + " textarea") {
		kind := archivetest.Attr(n, "type")
		ticked := false
		for _, a := range n.Attr {
			ticked = ticked || a.Key == "checked"
		}
		if (kind == "checkbox" || kind == "radio") && !ticked {
			continue
		}
		value := archivetest.Attr(n, "value")
		if n.Data == "textarea" && n.FirstChild != nil {
			value = n.FirstChild.Data
		}
		v.Add(archivetest.Attr(n, "name"), value)
	}
	for _, n := range p.All(form + " option[selected]") {
		v.Add(archivetest.Attr(n.Parent, "name"), archivetest.Attr(n, "value"))
	}
	return v
}

func accept(t testing.TB, a *archivetest.Archive, p archivetest.Person, at string, more url.Values) *archivetest.Page {
	t.Helper()
	v := url.Values{"which": {"ready"}, "readers": {"draft"}, "pseud": {fmt.Sprint(int64(a.Pseud(p, string(p)).ID))}}
	for k, x := range more {
		v[k] = x
	}
	return a.Post(p, at+"/accept", v)
}

// An import is there for whom it belongs to and for keepers. For anybody else it is
// as if there were none.
func TestAnImportIsItsOwnersAlone(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		start(t, a)
		at := begun(t, a, archivetest.Ann, tide(1))
		sheet := sheets(t, a, archivetest.Ann, at)[0]
		for _, who := range []archivetest.Person{archivetest.Reader, archivetest.Ben, archivetest.Moderator} {
			for _, to := range []string{at, at + "/state", sheet, sheet + "/preview", at + "/discard"} {
				if p := a.Get(who, to); p.Status != http.StatusNotFound || strings.Contains(p.Body, "Tide") {
					t.Errorf("%s gets %d for %s", who, p.Status, to)
				}
			}
			for _, to := range []string{at + "/accept", at + "/stop", at + "/go", at + "/discard", at + "/rating", sheet} {
				if p := a.Post(who, to, url.Values{"which": {"ready"}, "readers": {"draft"}}); p.Status != http.StatusNotFound {
					t.Errorf("%s gets %d from %s", who, p.Status, to)
				}
			}
			if p := bring(t, a, who, at+"/files", tide(2)); p.Status != http.StatusNotFound {
				t.Errorf("%s may add files: %d", who, p.Status)
			}
		}
		if p := a.Get(archivetest.Keeper, at); p.Status != http.StatusOK {
			t.Errorf("a keeper gets %d", p.Status)
		}
		other := begun(t, a, archivetest.Ben, tide(3))
		if p := a.Get(archivetest.Ben, other+sheet[len(at):]); p.Status != http.StatusNotFound {
			t.Errorf("a work of another import: %d", p.Status)
		}
		if p := a.Get(archivetest.Ben, "/import"); strings.Contains(p.Body, at+`"`) {
			t.Error("Ben's list has Ann's import")
		}
	})
}

// What is corrected comes in as corrected; each change can be taken back.
func TestGuessesAreCorrectedAndTakenBack(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		start(t, a)
		body := strings.Repeat("The lamp had been out for three nights when Mara climbed the stair to it. ", 20)
		at := begun(t, a, archivetest.Ann, upload{"lamp.txt", "Title: Low Lamp\n\nChapter 1: Ebb\n\n" + body + "\n\n\"Sing,\"she said, and the boats were in.\n\nChapter 2: Slack\n\n" + body + "\n\nChapter 3: Flood\n\n" + body})
		sheet := sheets(t, a, archivetest.Ann, at)[0]
		page := a.Get(archivetest.Ann, sheet)
		form := fields(page, ".sheet-form")
		if form.Get("title") != "Low Lamp" || form.Get("chapter-2") != "Slack" || !strings.Contains(page.Text("#h-title"), "From a line in the file") {
			t.Fatalf("the form has %v, the title is %q", form, page.Text("#h-title"))
		}
		if p := a.Get(archivetest.Ann, sheet+"/preview?damage=1"); !strings.Contains(p.Text("mark#damage"), "Sing") || p.Status != http.StatusOK {
			t.Errorf("the damaged place isn't marked: %d %q", p.Status, p.Text("mark"))
		}
		form.Set("title", "Low Lamp, Lit")
		form.Set("rating", "Mature")
		form.Set("fandoms", "Harbour Lights, The Quay")
		form.Set("chapter-3", "High Water")
		form.Set("do", "save")
		if p := a.Post(archivetest.Ann, sheet, form); p.Status != http.StatusSeeOther {
			t.Fatalf("save: %d %s", p.Status, p.Text("[role=alert]"))
		}
		if p := a.Post(archivetest.Ann, sheet, form); p.Status != http.StatusConflict || fields(p, ".sheet-form").Get("title") != "Low Lamp, Lit" {
			t.Errorf("an old form: %d", p.Status)
		}
		form = fields(a.Get(archivetest.Ann, sheet), ".sheet-form")
		form.Set("do", "join-2")
		if p := a.Post(archivetest.Ann, sheet, form); p.Status != http.StatusSeeOther {
			t.Fatalf("join: %d %s", p.Status, p.Text("[role=alert]"))
		}
		if s := a.Get(archivetest.Ann, at).Text("ul.found .faint"); !strings.Contains(s, "2 chapters") {
			t.Errorf("joined: %q", s)
		}
		undo := fields(a.Get(archivetest.Ann, sheet), ".sheet-form")
		if p := a.Post(archivetest.Ann, sheet, url.Values{"do": {"undo"}, "seen": undo["seen"]}); p.Status != http.StatusSeeOther {
			t.Fatalf("undo: %d %s", p.Status, p.Text("[role=alert]"))
		}
		form = fields(a.Get(archivetest.Ann, sheet), ".sheet-form")
		if form.Get("chapter-3") != "High Water" || form.Get("title") != "Low Lamp, Lit" || form.Get("chapter-2") != "Slack" {
			t.Errorf("after one change was taken back: %v", form)
		}
		cut := archivetest.Attr(a.Get(archivetest.Ann, sheet+"/cut?chapter=1").All("button[name=do]")[0], "value")
		if p := a.Post(archivetest.Ann, sheet, url.Values{"do": {cut}, "seen": form["seen"]}); p.Status != http.StatusSeeOther {
			t.Fatalf("cut: %d %s", p.Status, p.Text("[role=alert]"))
		}
		form = fields(a.Get(archivetest.Ann, sheet), ".sheet-form")
		if len(form["chapter-1-2"]) != 1 || form.Get("chapter-3") != "High Water" {
			t.Fatalf("cut in two: %v", form)
		}
		form.Set("chapter-1-2", "The Boats")
		if p := a.Post(archivetest.Ann, sheet, form); p.Status != http.StatusSeeOther {
			t.Fatalf("a title: %d %s", p.Status, p.Text("[role=alert]"))
		}
		if h := a.Get(archivetest.Ann, sheet+"/preview?chapter=2").Text("h2"); h != "Chapter 2: The Boats" {
			t.Errorf("the new chapter is %q", h)
		}
		form = fields(a.Get(archivetest.Ann, sheet), ".sheet-form")
		form.Set("title", strings.Repeat("x", 300))
		form.Set("published", "soon")
		if p := a.Post(archivetest.Ann, sheet, form); p.Status != http.StatusUnprocessableEntity || len(p.All("[role=alert] li")) != 2 {
			t.Errorf("a wrong form: %d %s", p.Status, p.Text("[role=alert]"))
		}
		if p := accept(t, a, archivetest.Ann, at, url.Values{"readers": {"everyone"}}); p.Status != http.StatusSeeOther {
			t.Fatalf("accept: %d", p.Status)
		}
		until(t, a, archivetest.Ann, at, func(s standing) bool { return s.Done == 1 })
		var title, rating string
		var chapters, tags int
		err := a.DB.QueryRowContext(t.Context(), `SELECT w.title, w.rating, w.chapter_count, (SELECT COUNT(*) FROM work_tags t WHERE t.work_id = w.id) FROM works w WHERE w.posted`).Scan(&title, &rating, &chapters, &tags)
		if err != nil || title != "Low Lamp, Lit" || rating != "Mature" || chapters != 4 || tags != 2 {
			t.Errorf("came in as %q, %s, %d chapters, %d tags, %v", title, rating, chapters, tags, err)
		}
	})
}

// The same story is not doubled unasked, whatever file it comes in; as a new version
// the work keeps its number.
func TestTheSameStoryIsAskedAbout(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		start(t, a)
		one := tide(1)
		at := begun(t, a, archivetest.Ann, one)
		accept(t, a, archivetest.Ann, at, nil)
		until(t, a, archivetest.Ann, at, func(s standing) bool { return s.Done == 1 })
		longer := upload{"tide again.txt", one.text + "And in the evening of that last day all the boats went out again.\n"}
		at = begun(t, a, archivetest.Ann, longer, one)
		if s := stands(t, a, archivetest.Ann, at); s.Look != 1 || s.Same != 1 || s.Ready != 0 {
			t.Fatalf("%+v", s)
		}
		list := a.Get(archivetest.Ann, at)
		id := archivetest.Attr(list.All("input[name=work]")[0], "value")
		if n := len(list.All(`.choice input[checked][value^="version-"]`)); n != 1 {
			t.Errorf("a new version is offered first %d times", n)
		}
		accept(t, a, archivetest.Ann, at, nil) // all that are ready: none
		if s := stands(t, a, archivetest.Ann, at); s.Look != 1 || s.Queued+s.Done != 0 {
			t.Fatalf("an open question was accepted: %+v", s)
		}
		if p := accept(t, a, archivetest.Ann, at, url.Values{"which": {"ticked"}, "work": {id}}); !strings.Contains(p.Header.Get("Location"), "left=1") {
			t.Errorf("ticked without an answer leads to %s", p.Header.Get("Location"))
		}
		if p := accept(t, a, archivetest.Ann, at, url.Values{"which": {"ticked"}, "work": {id}, "as-" + id: {"version-987"}}); p.Status != http.StatusUnprocessableEntity {
			t.Errorf("a version of a work that was never offered: %d", p.Status)
		}
		answer := archivetest.Attr(list.All(`.choice input[value^="version-"]`)[0], "value")
		accept(t, a, archivetest.Ann, at, url.Values{"which": {"ticked"}, "work": {id}, "as-" + id: {answer}})
		until(t, a, archivetest.Ann, at, func(s standing) bool { return s.Done == 1 })
		if n := count(t, a, `SELECT COUNT(*) FROM works`); n != 1 {
			t.Errorf("%d works, not one in a new version", n)
		}
		// Ben has the same story. Nothing is told him of Ann's draft.
		at = begun(t, a, archivetest.Ben, longer, upload{"mine.txt", one.text + "And Ben went home by the other road, as he had said he would."})
		if s := stands(t, a, archivetest.Ben, at); s.Ready+s.Look != 2 || s.Same != 0 { // not even that the archive has one of his files
			t.Errorf("Ben: %+v", s)
		}
		if p := a.Get(archivetest.Ben, at); len(p.All(`main a[href^="/works/"]`)) != 0 || len(p.All(`.choice input[value^="version-"]`)) != 0 {
			t.Error("Ben is told of Ann's draft")
		}
	})
}

func zipped(t testing.TB, files ...upload) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.Create(f.name)
		if err == nil {
			_, err = w.Write([]byte(f.text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestFilesInAZipAreRowsOfTheirOwn(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		start(t, a)
		inner := zipped(t, upload{"deep/3.txt", tide(3).text})
		at := begun(t, a, archivetest.Ann, tide(1), upload{"friend.zip", zipped(t,
			upload{"a/1.txt", tide(1).text}, upload{"a/2.txt", tide(2).text}, upload{"more.zip", inner}, upload{"x.exe", "MZ"})}, upload{"bad.zip", "PK no zip"})
		// 1 is here twice, and stays once.
		if s := stands(t, a, archivetest.Ann, at); s.Works != 3 || s.Failed != 2 || s.Ready != 3 {
			t.Fatalf("%+v", s)
		}
		if text := a.Get(archivetest.Ann, at).Text("ul.found"); !strings.Contains(text, "friend.zip/more.zip/deep/3.txt") || !strings.Contains(text, "friend.zip/a/2.txt") {
			t.Errorf("the list says %q", text)
		}
		accept(t, a, archivetest.Ann, at, nil)
		if s := until(t, a, archivetest.Ann, at, settled); s.Done != 3 {
			t.Errorf("%+v", s)
		}
		for count(t, a, `SELECT COUNT(*) FROM import_files WHERE lies <> ''`) != 0 {
			time.Sleep(10 * time.Millisecond)
		}
	})
}

// Stopped, nothing goes on; after a crash, everything does.
func TestAnImportWaitsAndGoesOn(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		p := bring(t, a, archivetest.Ann, "/import", tide(1), tide(2))
		at, _, _ := strings.Cut(p.Header.Get("Location"), "?")
		if text := a.Get(archivetest.Ann, at).Text("[data-progress]"); text != "0 of 2 files read." {
			t.Errorf("progress: %q", text)
		}
		// The program died while it worked: its job is lost and its lease has run out.
		a.Tx(func(tx *db.Tx) error { return tx.Exec(t.Context(), `DELETE FROM river_job`) })
		a.Tx(func(tx *db.Tx) error {
			return tx.Exec(t.Context(), `UPDATE imports SET busy_by = 'gone', busy_until = $1`, tx.Millis()-1)
		})
		start(t, a)
		if s := until(t, a, archivetest.Ann, at, settled); s.Ready != 2 {
			t.Fatalf("%+v", s)
		}
		a.Post(archivetest.Ann, at+"/stop", nil)
		bring(t, a, archivetest.Ann, at+"/files", tide(3))
		desk := deskOf(a)
		if err := desk.Run(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		if s := stands(t, a, archivetest.Ann, at); s.Waiting != 1 || !s.Stopped {
			t.Fatalf("stopped: %+v", s)
		}
		a.Post(archivetest.Ann, at+"/go", nil)
		if s := until(t, a, archivetest.Ann, at, settled); s.Ready != 3 || s.Stopped {
			t.Errorf("gone on: %+v", s)
		}
	})
}

// Eight tabs send the same files and accept the same works: each is there once.
func TestEightTabsAtOnce(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		start(t, a)
		at := begun(t, a, archivetest.Ann, tide(0))
		var wg sync.WaitGroup
		for w := range 8 {
			wg.Go(func() {
				for i := range 3 {
					if p := bring(t, a, archivetest.Ann, at+"/files", tide(1+(w+i)%4)); p.Status != http.StatusSeeOther {
						t.Errorf("%d %s", p.Status, p.Text("[role=alert]"))
					}
				}
			})
		}
		wg.Wait()
		if s := until(t, a, archivetest.Ann, at, settled); s.Files != 5 || s.Ready != 5 {
			t.Fatalf("%+v", s)
		}
		desk := deskOf(a)
		for range 8 {
			wg.Go(func() {
				if p := accept(t, a, archivetest.Ann, at, nil); p.Status != http.StatusSeeOther {
					t.Errorf("accept: %d", p.Status)
				}
				if err := desk.Run(t.Context(), 1); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if s := until(t, a, archivetest.Ann, at, settled); s.Done != 5 {
			t.Errorf("%+v", s)
		}
		if n := count(t, a, `SELECT COUNT(*) FROM works`); n != 5 {
			t.Errorf("%d works", n)
		}
	})
}

// A request that breaks off keeps what came whole; limits are told with a number.
func TestLimitsAndBrokenRequests(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		kind, b := body(t, tide(1), tide(2))
		p := post(t, a, archivetest.Ann, "/import", kind, b[:len(b)-300])
		if p.Status != http.StatusUnprocessableEntity || !strings.Contains(p.Text("[role=alert]"), "broke off") || !strings.Contains(p.Text("[role=status]"), "1 file came") {
			t.Errorf("cut off: %d %s", p.Status, p.Text("main"))
		}
		if n := count(t, a, `SELECT COUNT(*) FROM import_files`); n != 1 {
			t.Errorf("%d files are there", n)
		}
		if p := bring(t, a, archivetest.Ann, "/import", upload{"", ""}); p.Status != http.StatusUnprocessableEntity || !strings.Contains(p.Text("[role=alert]"), "at least one") {
			t.Errorf("none: %d", p.Status)
		}
		p = post(t, a, archivetest.Ann, "/import/1/files", kind, b, "Accept", "application/json")
		if p.Status != http.StatusOK || !strings.Contains(p.Body, `"files":1`) || !strings.Contains(p.Body, `"same":1`) {
			t.Errorf("for a script: %d %s", p.Status, p.Body)
		}
		var many []upload
		for i := range 201 {
			many = append(many, upload{fmt.Sprintf("%d.txt", i), fmt.Sprintf("Story number %d.", i)})
		}
		if p := bring(t, a, archivetest.Ben, "/import", many...); p.Status != http.StatusRequestEntityTooLarge || !strings.Contains(p.Text("[role=alert]"), "200") {
			t.Errorf("201 files: %d %s", p.Status, p.Text("[role=alert]"))
		}
		if n := count(t, a, `SELECT COUNT(*) FROM import_files WHERE import_id <> 1`); n != 200 {
			t.Errorf("%d of 201", n)
		}
		a.Tx(func(tx *db.Tx) error {
			return tx.Exec(t.Context(), `UPDATE import_files SET size = $1 WHERE import_id = 1`, int64(2<<30))
		})
		if p := bring(t, a, archivetest.Ann, "/import", tide(5)); p.Status != http.StatusRequestEntityTooLarge || !strings.Contains(p.Text("[role=alert]"), "4 GB") {
			t.Errorf("4 GB wait: %d %s", p.Status, p.Text("[role=alert]"))
		}
	})
}

// Discarding asks first, and takes the files away.
func TestDiscard(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		start(t, a)
		at := begun(t, a, archivetest.Ann, tide(1))
		if p := a.Get(archivetest.Ann, at+"/discard"); !strings.Contains(p.Text(".lede"), "1 work that waits is forgotten") {
			t.Errorf("asks %q", p.Text(".lede"))
		}
		a.Post(archivetest.Ann, at+"/discard", nil)
		if p := a.Get(archivetest.Ann, at); p.Status != http.StatusNotFound {
			t.Errorf("after: %d", p.Status)
		}
		names, err := a.Blob.Old(time.Now().Add(time.Hour))
		if err != nil || len(names) != 0 {
			t.Errorf("files left: %v %v", names, err)
		}
	})
}

// Staff bring stories for people who are not here: they get a place. Members can't.
func TestStaffBringForSomebodyElse(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		start(t, a)
		at := begun(t, a, archivetest.Moderator, tide(1))
		accept(t, a, archivetest.Moderator, at, url.Values{"for": {"Wren Alder"}, "readers": {"members"}})
		until(t, a, archivetest.Moderator, at, func(s standing) bool { return s.Done == 1 })
		if n := count(t, a, `SELECT COUNT(*) FROM works w JOIN work_creators c ON c.work_id = w.id JOIN pseuds p ON p.id = c.pseud_id WHERE p.name = 'Wren Alder' AND w.posted AND w.restricted`); n != 1 {
			t.Errorf("%d works by Wren Alder", n)
		}
		if text := a.Get(archivetest.Moderator, at).Text(".made-for"); text != "made for Wren Alder" {
			t.Errorf("told: %q", text)
		}
		at = begun(t, a, archivetest.Ann, tide(2))
		accept(t, a, archivetest.Ann, at, url.Values{"for": {"Wren Alder"}})
		until(t, a, archivetest.Ann, at, func(s standing) bool { return s.Done == 1 })
		if n := count(t, a, `SELECT COUNT(*) FROM work_creators c JOIN pseuds p ON p.id = c.pseud_id WHERE p.name = 'Ann'`); n != 1 {
			t.Error("a member brought a story in another's name")
		}
	})
}

// A rating for all that have none is one step, and each can be taken back.
func TestARatingForAll(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		start(t, a)
		bare := func(n int) upload {
			return upload{fmt.Sprintf("bare %d.txt", n), strings.Replace(tide(n).text, "Rating: PG\n", "", 1)}
		}
		at := begun(t, a, archivetest.Ann, bare(1), bare(2), tide(3))
		if text := a.Get(archivetest.Ann, at).Text(".calls"); !strings.Contains(text, "2 works have no rating") {
			t.Errorf("told: %q", text)
		}
		a.Post(archivetest.Ann, at+"/rating", url.Values{"rating": {"Teen And Up Audiences"}})
		if text := a.Get(archivetest.Ann, at).Text(".checks"); !strings.Contains(text, "Every work that waits has a rating") {
			t.Errorf("after: %q", text)
		}
		accept(t, a, archivetest.Ann, at, nil)
		until(t, a, archivetest.Ann, at, func(s standing) bool { return s.Done == 3 })
		if n := count(t, a, `SELECT COUNT(*) FROM works WHERE rating = 'Teen And Up Audiences'`); n != 2 {
			t.Errorf("%d works came in so", n)
		}
	})
}

// What a picture shows can be said before it is in.
func TestPicturesAreDescribed(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		start(t, a)
		const dot = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
		at := begun(t, a, archivetest.Ann, upload{"map.html", "<html><head><title>The Map</title></head><body><p>" + strings.Repeat("The boats came in before the light. ", 20) + `</p><p><img src="` + dot + `"></p></body></html>`})
		sheet := sheets(t, a, archivetest.Ann, at)[0]
		form := fields(a.Get(archivetest.Ann, sheet), ".sheet-form")
		name := ""
		for k := range form {
			if strings.HasPrefix(k, "alt-") {
				name = k
			}
		}
		if name == "" {
			t.Fatal("the picture isn’t asked about")
		}
		if p := a.Get(archivetest.Ann, sheet+"/pictures/"+strings.TrimPrefix(name, "alt-")); p.Status != http.StatusOK || !strings.HasPrefix(p.Header.Get("Content-Type"), "image/") {
			t.Errorf("the picture isn't shown: %d %s", p.Status, p.Header.Get("Content-Type"))
		}
		if p := a.Get(archivetest.Ben, sheet+"/pictures/"+strings.TrimPrefix(name, "alt-")); p.Status != http.StatusNotFound {
			t.Errorf("Ben sees the picture: %d", p.Status)
		}
		form.Set(name, "A map of the harbour")
		if p := a.Post(archivetest.Ann, sheet, form); p.Status != http.StatusSeeOther {
			t.Fatalf("save: %d %s", p.Status, p.Text("[role=alert]"))
		}
		if got := fields(a.Get(archivetest.Ann, sheet), ".sheet-form").Get(name); got != "A map of the harbour" {
			t.Errorf("kept: %q", got)
		}
	})
}
