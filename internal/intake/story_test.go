package intake_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/archivetest"
)

// upload is one file as a browser sends it.
type upload struct{ name, text string }

// body is the form with files as a browser sends it without any script.
func body(t testing.TB, files ...upload) (kind string, b []byte) {
	t.Helper()
	var buf bytes.Buffer
	m := multipart.NewWriter(&buf)
	for _, f := range files {
		h := textproto.MIMEHeader{}
		h.Set("Content-Disposition", fmt.Sprintf(`form-data; name="files"; filename="%s"`, strings.ReplaceAll(f.name, `"`, `%22`)))
		h.Set("Content-Type", "application/octet-stream")
		w, err := m.CreatePart(h)
		if err == nil {
			_, err = w.Write([]byte(f.text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	return m.FormDataContentType(), buf.Bytes()
}

// bring sends files to an address.
func bring(t testing.TB, a *archivetest.Archive, p archivetest.Person, address string, files ...upload) *archivetest.Page {
	t.Helper()
	kind, b := body(t, files...)
	return post(t, a, p, address, kind, b)
}

func post(t testing.TB, a *archivetest.Archive, p archivetest.Person, address, kind string, b []byte, header ...string) *archivetest.Page {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://quay.example"+address, bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	r.RequestURI, r.RemoteAddr = address, "192.0.2.7:4321"
	for i, h := range append([]string{"Content-Type", kind, "Sec-Fetch-Site", "same-origin", "Accept", "text/html"}, header...) {
		if i%2 == 1 {
			continue
		}
		r.Header.Set(h, append([]string{"Content-Type", kind, "Sec-Fetch-Site", "same-origin", "Accept", "text/html"}, header...)[i+1])
	}
	return a.Do(p, r)
}

// start runs the archive's jobs for the length of the test.
func start(t testing.TB, a *archivetest.Archive) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	if err := a.Jobs.Start(ctx); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		end, done := context.WithTimeout(context.Background(), 20*time.Second)
		defer done()
		if err := a.Jobs.Stop(end); err != nil {
			t.Error(err)
		}
		cancel()
	})
}

// standing is what the page tells a script.
type standing struct {
	Files, Waiting, Works, Ready, Look, Queued, Done, Same, Failed int
	Stopped                                                        bool
}

func stands(t testing.TB, a *archivetest.Archive, p archivetest.Person, at string) standing {
	t.Helper()
	var s standing
	page := a.Get(p, at+"/state")
	if err := json.Unmarshal([]byte(page.Body), &s); err != nil || page.Status != http.StatusOK {
		t.Fatalf("%s/state: %d %v %s", at, page.Status, err, page.Body)
	}
	return s
}

// until waits for what is done in the background. The deadline is only for a test
// that hangs.
func until(t testing.TB, a *archivetest.Archive, p archivetest.Person, at string, ok func(standing) bool) standing {
	t.Helper()
	for range 3000 {
		if s := stands(t, a, p, at); ok(s) {
			return s
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("it never came to that: %+v", stands(t, a, p, at))
	return standing{}
}

func settled(s standing) bool { return s.Waiting+s.Queued == 0 }

// tide is a story of its own for each n.
func tide(n int) upload {
	var b strings.Builder
	fmt.Fprintf(&b, "Title: Tide Number %d\nRating: PG\nFandom: Harbour Lights\n\n", n)
	for i := range 12 {
		fmt.Fprintf(&b, "On the %d. morning of year %d the boats %d came in before the light, and nobody on quay %d had slept or would say why.\n\n", i+1, n, n*31+i, n+i*7)
	}
	return upload{fmt.Sprintf("tide %d.txt", n), b.String()}
}

func count(t testing.TB, a *archivetest.Archive, query string) int {
	t.Helper()
	var n int
	if err := a.DB.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// The whole story without any script: files are sent, read, and accepted as drafts.
func TestFilesAreBroughtReadAndAccepted(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		start(t, a)
		first := a.Get(archivetest.Ann, "/import")
		if first.Status != http.StatusOK || len(first.All(`form[action="/import"][method=post][enctype="multipart/form-data"] input[type=file][multiple][name=files]`)) != 1 {
			t.Fatalf("no form for files: %d", first.Status)
		}
		p := bring(t, a, archivetest.Ann, "/import", tide(1), tide(2), upload{"again.txt", tide(1).text}, upload{"empty.txt", " "}, upload{"", ""})
		at, _, _ := strings.Cut(p.Header.Get("Location"), "?")
		if p.Status != http.StatusSeeOther || !strings.HasPrefix(at, "/import/") {
			t.Fatalf("%d to %q: %s", p.Status, at, p.Body)
		}
		if told := a.Get(archivetest.Ann, p.Header.Get("Location")).Text("[role=status]"); !strings.Contains(told, "3 files came. 1 was here already.") {
			t.Errorf("told: %q", told)
		}
		s := until(t, a, archivetest.Ann, at, settled)
		if s != (standing{Files: 3, Works: 2, Ready: 2, Failed: 1}) {
			t.Fatalf("read: %+v", s)
		}
		if n := count(t, a, `SELECT COUNT(*) FROM works`); n != 0 {
			t.Fatalf("%d works before anything was accepted", n)
		}
		list := a.Get(archivetest.Ann, at)
		if n := len(list.All("ul.found > li")); n != 3 {
			t.Errorf("%d rows", n)
		}
		pseud := archivetest.Attr(list.All("input[name=pseud]")[0], "value")
		p = a.Post(archivetest.Ann, at+"/accept", url.Values{"which": {"ready"}, "readers": {"draft"}, "pseud": {pseud}})
		if p.Status != http.StatusSeeOther {
			t.Fatalf("accept: %d %s", p.Status, p.Text("[role=alert]"))
		}
		if s = until(t, a, archivetest.Ann, at, settled); s != (standing{Files: 3, Works: 2, Done: 2, Failed: 1}) {
			t.Fatalf("taken: %+v", s)
		}
		if n := count(t, a, `SELECT COUNT(*) FROM works w JOIN work_creators c ON c.work_id = w.id JOIN pseuds p ON p.id = c.pseud_id WHERE p.name = 'Ann' AND NOT w.posted`); n != 2 {
			t.Errorf("%d drafts by Ann", n)
		}
		for count(t, a, `SELECT COUNT(*) FROM import_files WHERE lies <> ''`) != 0 { // until nothing lies on the shelf any more
			time.Sleep(10 * time.Millisecond)
		}
		done := a.Get(archivetest.Ann, at+"?show=done")
		if len(done.All(`ul.found a[href^="/works/"]`)) != 2 {
			t.Error("the list doesn't lead to the works")
		}
	})
}
