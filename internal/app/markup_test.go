package app_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db/dbtest"
)

var vnu = filepath.Join("..", "..", ".ci", "npm", "node_modules", "vnu-jar", "build", "dist", "vnu.jar")

// Every kind of page is HTML without a fault, says the checker of the W3C: also
// the pages of errors, of forms that come back, and of stories in every form.
func TestPagesAreWithoutFaultInTheirMarkup(t *testing.T) {
	if testing.Short() && os.Getenv(dbtest.Judges) != "1" {
		t.Skip("the checker takes some seconds; run without -short")
	}
	t.Parallel()
	need(t, vnu)
	java, err := exec.LookPath("java")
	if err != nil {
		need(t, "java")
	}
	a := archivetest.OpenSecure(t, dbtest.SQLite(t)) // whole addresses too
	l := openLibrary(t, a)
	if err := a.AddDemo(t.Context()); err != nil {
		t.Fatal(err)
	}
	dir, names := t.TempDir(), map[string]string{}
	keep := func(who archivetest.Person, p *archivetest.Page) {
		if !strings.HasPrefix(p.Header.Get("Content-Type"), "text/html") || p.Body == "" || p.Status >= 300 && p.Status < 400 {
			return
		}
		name := fmt.Sprintf("%03d.html", len(names))
		names[name] = fmt.Sprintf("%s for %s", p.Address, who)
		if err := os.WriteFile(filepath.Join(dir, name), []byte(p.Body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, r := range table(l) {
		if r.form != nil {
			if r.want[2] == http.StatusUnprocessableEntity {
				keep(archivetest.Ann, a.Post(archivetest.Ann, r.address, r.form))
			}
			continue
		}
		for _, who := range []archivetest.Person{archivetest.Guest, archivetest.Ann, archivetest.Keeper} {
			keep(who, a.Get(who, r.address))
		}
	}
	keepPrivate(t, a, l.stories[0], l.stories[1])
	suggested, pair := keepTwice(t, a)
	keep(archivetest.Ann, a.Get(archivetest.Ann, suggested))
	keep(archivetest.Keeper, a.Get(archivetest.Keeper, pair))
	keep(archivetest.Keeper, a.Get(archivetest.Keeper, "/keep/alike"))
	for _, address := range keepWrangled(t, a) {
		keep(archivetest.Keeper, a.Get(archivetest.Keeper, address))
	}
	for _, p := range wrangledForms(a) {
		keep(archivetest.Keeper, p)
	}
	for _, who := range []archivetest.Person{archivetest.Ann, archivetest.Ben, archivetest.Keeper} {
		for _, address := range l.desks(t) {
			if p := a.Get(who, address); p.Status == http.StatusOK {
				keep(who, p)
			}
		}
	}
	for _, p := range markupPages(a) {
		keep(archivetest.Guest, p)
	}
	for _, address := range keepRead(t, a, l.stories) {
		keep(archivetest.Ann, a.Get(archivetest.Ann, address))
	}
	for _, address := range append(savedAndShared(t, a), "/account/filters", lineAndChips) {
		keep(archivetest.Ann, a.Get(archivetest.Ann, address))
	}
	keep(archivetest.Ann, a.Post(archivetest.Ann, "/account/password", url.Values{"old": {"wrong"}, "password": {"short"}}))
	keep(archivetest.Ann, a.Post(archivetest.Ann, "/account/pseuds", url.Values{"pseud": {"!"}}))
	keep(archivetest.Ann, a.Post(archivetest.Ann, l.stories[0].ID.Path()+"/edit", url.Values{"seen": {"0"}}))
	keep(archivetest.Guest, a.Post(archivetest.Guest, "/users/login", url.Values{"name": {"nobody"}, "password": {"wrong"}}))
	if len(names) < 80 {
		t.Errorf("only %d pages", len(names))
	}
	check(t, java, dir, names)
}

// markupPages are pages of the demo library, entire, as files, and searches with odd words.
func markupPages(a *archivetest.Archive) []*archivetest.Page {
	var out []*archivetest.Page
	for _, address := range []string{"/works?query=%3C%2Fscript%3E%22%27%26", "/search?q=%22%3E%3Cb%3E", "/find?what=%22%3E%3Cb%3E&not=%3Ci%3E", "/requests?q=%22%3E%3Cb%3E&fandom=%3Ci%3E", "/works?include=%3Cem%3E", "/works?q=words%3A%3Cb%3E+%28lamp", "/search?q=words%3A%3Cb%3E", lineAndChips, "/works?words_from=x&date_from=y&language=%3F", "/users/login?next=%2F%22%3E"} {
		out = append(out, a.Get(archivetest.Guest, address))
	}
	for _, n := range a.Get(archivetest.Guest, "/works?sort=posted").All("li.blurb h4.heading a:first-child") {
		to := archivetest.Attr(n, "href")
		out = append(out, a.Get(archivetest.Guest, to+"?view_adult=true"), a.Get(archivetest.Guest, to+"?view_full_work=true&view_adult=true"),
			a.Get(archivetest.Guest, strings.Replace(to, "/works/", "/downloads/", 1)+"/x.html"))
	}
	return out
}

// check runs the checker over all pages at once.
func check(t *testing.T, java, dir string, names map[string]string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.html"))
	if err != nil {
		t.Fatal(err)
	}
	said, err := exec.CommandContext(t.Context(), java, slices.Concat([]string{"-Xss2m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", vnu, "--format", "json", "--stdout", "--exit-zero-always"}, files)...).Output()
	if err != nil {
		t.Fatalf("the checker: %v", err)
	}
	var verdict struct {
		Messages []struct{ Type, URL, Message, Extract string }
	}
	if err := json.Unmarshal(said, &verdict); err != nil {
		t.Fatalf("%v in %.500s", err, said)
	}
	seen := map[string]int{}
	for _, m := range verdict.Messages {
		if m.Type == "info" || strings.HasPrefix(m.Message, "The heading") && strings.Contains(m.Extract, "aria-level=") {
			continue // reading tools want these elements; aria-level gives the true level, which axe looks at
		}
		if seen[m.Message]++; seen[m.Message] == 1 {
			t.Errorf("%s: %s in %q", names[filepath.Base(m.URL)], m.Message, m.Extract)
		}
	}
	for m, n := range seen {
		if n > 1 {
			t.Errorf("%d times: %s", n, m)
		}
	}
}

// The checker's pages must be those that people get: no page of the table fails on
// our side.
func TestNoPageFails(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		for _, p := range markupPages(a) {
			if p.Status >= http.StatusInternalServerError {
				t.Errorf("%s: %d", p.Address, p.Status)
			}
		}
	})
}
