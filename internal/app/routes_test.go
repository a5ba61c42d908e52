package app_test

import (
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/web"
)

var update = flag.Bool("update", false, "write golden files anew")

// routesOf are the routes of an archive.
func routesOf(t *testing.T, a *archivetest.Archive) []web.Route {
	t.Helper()
	m, _, err := a.Mux(func(r *http.Request) string { return r.RemoteAddr })
	if err != nil {
		t.Fatal(err)
	}
	return m.Routes()
}

// The whole list of routes can be read in one file, so that a change of who may
// use one is seen by whoever looks at the change.
func TestRoutesAreThoseInTheList(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, r := range routesOf(t, archivetest.OpenEmpty(t, dbtest.SQLite(t), "")) {
		fmt.Fprintf(&b, "%-8s %s", r.Access, r.Pattern)
		if r.Body > 64<<20 {
			fmt.Fprintf(&b, " (files, up to %d MB)", r.Body>>20)
		}
		fmt.Fprintln(&b)
	}
	file := filepath.Join("testdata", "routes.golden")
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("the routes are not those of %s; go test -update writes it anew:\n%s", file, b.String())
	}
}

// row is what each person gets from one address: guest, reader, Ann (whose works
// these are), Ben, moderator, keeper.
type row struct {
	pattern, address string
	form             url.Values
	want             [6]int
}

func all(status int) [6]int { return [6]int{status, status, status, status, status, status} }

// members is what a page for members gets.
func members(status int) [6]int { return [6]int{401, status, status, status, status, status} }

// secret is what the work in a row of Ann's gets that only she and staff may see.
func secret(others int) [6]int { return [6]int{others, others, 200, others, 200, 200} }

// table has each route with every person who may try it. Rows that sign somebody
// out are at the end.
func table(l *library) []row {
	s := map[string]archivetest.Story{}
	for _, x := range l.stories {
		s[x.Key] = x
	}
	at := func(key, end string) string { return fmt.Sprintf("/works/%d%s", s[key].ID, end) }
	chapter := func(key string, i int) string { return at(key, fmt.Sprintf("/chapters/%d", s[key].Chapters[i])) }
	file := func(key, kind string) string { return fmt.Sprintf("/downloads/%d/x.%s", s[key].ID, kind) }
	fields := url.Values{"seen": {"-7"}, "title": {"Another Title"}, "rating": {"General Audiences"}, "language": {"en"}, "readers": {"everyone"}, "chapter_total": {"?"}, "fandoms": {"Harbour Lights"}}
	wrong := url.Values{"name": {"nobody"}, "password": {"not the password"}}
	return append(featureRows(l), []row{
		{"GET /{$}", "/", nil, all(200)},
		{"GET /about", "/about", nil, all(200)},
		{"GET /browse", "/browse", nil, all(200)},
		{"GET /fandoms", "/fandoms", nil, all(200)},
		{"GET /fandoms", "/fandoms?media=Nobody", nil, all(404)},
		{"GET /media/{name}/fandoms", "/media/Books/fandoms", nil, all(301)},
		{"GET /media", "/media", nil, all(301)},
		{"GET /works", "/works", nil, all(200)},
		{"GET /works", "/works?words_from=many", nil, all(422)},
		{"GET /works/search", "/works/search?work_search%5Bquery%5D=fog", nil, all(302)},
		{"GET /search", "/search?q=fog", nil, all(200)},
		{"GET /languages/{code}/works", "/languages/en/works", nil, all(200)},
		{"GET /tags/{name}", "/tags/Fog", nil, all(200)},
		{"GET /tags/{name}", "/tags/Nobody%20Said%20This", nil, all(404)},
		{"GET /tags/{name}/works", "/tags/Harbour%20Lights/works", nil, all(200)},
		{"GET /users/{login}", "/users/Ann", nil, all(200)},
		{"GET /users/{login}", "/users/Nobody", nil, all(404)},
		{"GET /users/{login}/works", "/users/Ann/works", nil, all(200)},
		{"GET /users/{login}/series", "/users/Ann/series", nil, all(200)},
		{"GET /users/{login}/pseuds/{pseud}", "/users/Ann/pseuds/Ann", nil, all(200)},
		{"GET /users/{login}/pseuds/{pseud}", "/users/Ann/pseuds/Nobody", nil, all(404)},
		{"GET /users/{login}/pseuds/{pseud}/works", "/users/Ann/pseuds/Ann/works", nil, all(200)},
		{"GET /series/{id}", fmt.Sprintf("/series/%d", s["open"].Series), nil, all(200)},
		{"GET /series/{id}", fmt.Sprintf("/series/%d", s["locked"].Series), nil, [6]int{404, 200, 200, 200, 200, 200}},
		{"GET /series/{id}", fmt.Sprintf("/series/%d", s["draft"].Series), nil, secret(404)},

		{"GET /works/{id}", at("open", ""), nil, all(200)},
		{"GET /works/{id}", at("anon", ""), nil, all(200)},
		{"GET /works/{id}", at("locked", ""), nil, members(200)},
		{"GET /works/{id}", at("anonlocked", ""), nil, members(200)},
		{"GET /works/{id}", at("mystery", ""), nil, secret(403)},
		{"GET /works/{id}", at("hidden", ""), nil, secret(404)},
		{"GET /works/{id}", at("draft", ""), nil, secret(404)},
		{"GET /works/{id}", at("buried", ""), nil, [6]int{404, 404, 404, 200, 200, 200}},
		{"GET /works/{id}", "/works/987654", nil, all(404)},
		{"GET /works/{id}", "/works/one", nil, all(404)},
		{"GET /works/{id}/navigate", at("open", "/navigate"), nil, all(200)},
		{"GET /works/{id}/navigate", at("locked", "/navigate"), nil, members(200)},
		{"GET /works/{id}/navigate", at("draft", "/navigate"), nil, secret(404)},
		{"GET /works/{id}/chapters/{chapter}", chapter("open", 0), nil, all(200)},
		{"GET /works/{id}/chapters/{chapter}", chapter("locked", 0), nil, members(200)},
		{"GET /works/{id}/chapters/{chapter}", chapter("draft", 0), nil, secret(404)},
		{"GET /works/{id}/chapters/{chapter}", chapter("serial", 2), nil, secret(404)},
		{"GET /chapters/{chapter}", strings.TrimPrefix(chapter("open", 0), at("open", "")), nil, all(302)},
		{"GET /chapters/{chapter}", strings.TrimPrefix(chapter("locked", 0), at("locked", "")), nil, members(302)},
		{"GET /chapters/{chapter}", strings.TrimPrefix(chapter("hidden", 0), at("hidden", "")), nil, [6]int{404, 404, 302, 404, 302, 302}},
		{"GET /downloads/{id}/{name}", file("open", "epub"), nil, all(200)},
		{"GET /downloads/{id}/{name}", file("open", "exe"), nil, all(404)},
		{"GET /downloads/{id}/{name}", file("locked", "html"), nil, members(200)},
		{"GET /downloads/{id}/{name}", file("mystery", "txt"), nil, secret(403)},
		{"GET /downloads/{id}/{name}", file("draft", "md"), nil, secret(404)},
		{"GET /pictures/{name}", "/pictures/" + s["open"].Picture, nil, all(200)},
		{"GET /pictures/{name}", "/pictures/" + s["locked"].Picture, nil, [6]int{404, 200, 200, 200, 200, 200}},
		{"GET /pictures/{name}", "/pictures/" + s["mystery"].Picture, nil, secret(404)},
		{"GET /pictures/{name}", "/pictures/..%2Farchive.db", nil, all(404)},
		{"GET /works/{id}/original", at("open", "/original"), nil, [6]int{401, 404, 200, 404, 200, 200}},
		{"GET /works/{id}/original", at("draft", "/original"), nil, [6]int{401, 404, 200, 404, 200, 200}},
		{"GET /works/{id}/original", at("buried", "/original"), nil, [6]int{401, 404, 404, 200, 200, 200}},
		{"GET /works/{id}/edit", at("open", "/edit"), nil, [6]int{401, 404, 200, 404, 200, 200}},
		{"GET /works/{id}/edit", at("buried", "/edit"), nil, [6]int{401, 404, 404, 200, 200, 200}},
		{"POST /works/{id}/edit", at("open", "/edit"), fields, [6]int{401, 404, 409, 404, 409, 409}},
		{"POST /works/{id}/edit", at("buried", "/edit"), fields, [6]int{401, 404, 404, 409, 409, 409}},
		{"POST /works/{id}/edit", at("open", "/edit"), url.Values{}, [6]int{401, 404, 422, 404, 422, 422}},
		{"POST /works/{id}/hide", at("short", "/hide"), url.Values{}, [6]int{401, 403, 403, 403, 303, 303}},
		{"POST /works/{id}/hide", "/works/987654/hide", url.Values{}, [6]int{401, 403, 403, 403, 404, 404}},
		{"GET /works/{id}", at("short", ""), nil, secret(404)}, // it was hidden just now
		{"POST /works/{id}/unhide", at("short", "/unhide"), url.Values{}, [6]int{401, 403, 403, 403, 303, 303}},
		{"GET /works/{id}", at("short", ""), nil, all(200)},

		{"GET /static/{rest...}", web.Asset("site.css"), nil, all(200)},
		{"GET /static/{rest...}", "/static/0/none.css", nil, all(404)},
		{"GET /favicon.svg", "/favicon.svg", nil, all(200)},
		{"GET /robots.txt", "/robots.txt", nil, all(200)},
		{"GET /healthz", "/healthz", nil, all(200)},
		{"GET /readyz", "/readyz", nil, all(200)},
		{"GET /token_dispenser.json", "/token_dispenser.json", nil, all(200)},
		{"GET /login", "/login", nil, all(303)},
		{"GET /users/login", "/users/login", nil, [6]int{200, 303, 303, 303, 303, 303}},
		{"POST /users/login", "/users/login", wrong, all(422)},
		{"GET /users/logout", "/users/logout", nil, all(200)},
		{"GET /setup/{token}", "/setup/guessed", nil, all(404)},
		{"POST /setup/{token}", "/setup/guessed", url.Values{"name": {"intruder"}, "password": {"a long enough password"}}, all(404)},
		{"GET /claim/{token}", "/claim/guessed", nil, all(404)},
		{"POST /claim/{token}", "/claim/guessed", url.Values{"name": {"intruder"}, "password": {"a long enough password"}}, all(404)},
		{"POST /claim/{token}/join", "/claim/guessed/join", url.Values{}, members(404)},
		{"GET /places", "/places", nil, [6]int{401, 403, 403, 403, 200, 200}},
		{"POST /places/{id}/link", "/places/987654/link", url.Values{}, [6]int{401, 403, 403, 403, 404, 404}},
		{"POST /adult", "/adult", url.Values{"next": {"/works"}}, all(303)},
		{"GET /account", "/account", nil, members(200)},
		{"POST /account/pseuds", "/account/pseuds", url.Values{"pseud": {"Second Name"}}, members(303)},
		{"POST /account/pseuds", "/account/pseuds", url.Values{"pseud": {""}}, members(422)},
		{"GET /account/sessions", "/account/sessions", nil, members(200)},
		{"POST /account/sessions/{id}/end", "/account/sessions/987654/end", url.Values{}, members(404)},
		{"GET /account/password", "/account/password", nil, members(200)},
		{"POST /account/password", "/account/password", url.Values{"old": {"not it"}, "password": {"nine quiet harbours"}}, members(422)},
		{"GET /import", "/import", nil, members(200)},
		{"POST /import", "/import", url.Values{}, members(422)},
		{"GET /import/{id}", "/import/987654", nil, members(404)},
		{"GET /import/{id}", "/import/x", nil, members(404)},
		{"GET /import/{id}/state", "/import/987654/state", nil, members(404)},
		{"GET /import/{id}/works/{n}", "/import/987654/works/1", nil, members(404)},
		{"POST /import/{id}/works/{n}", "/import/987654/works/1", url.Values{}, members(404)},
		{"GET /import/{id}/works/{n}/preview", "/import/987654/works/1/preview", nil, members(404)},
		{"GET /import/{id}/works/{n}/cut", "/import/987654/works/1/cut", nil, members(404)},
		{"GET /import/{id}/works/{n}/pictures/{name}", "/import/987654/works/1/pictures/1.png", nil, members(404)},
		{"POST /import/{id}/files", "/import/987654/files", url.Values{}, members(404)},
		{"POST /import/{id}/accept", "/import/987654/accept", url.Values{}, members(404)},
		{"POST /import/{id}/rating", "/import/987654/rating", url.Values{}, members(404)},
		{"POST /import/{id}/doubles", "/import/987654/doubles", url.Values{}, members(404)},
		{"POST /import/{id}/works/{n}/again", "/import/987654/works/1/again", url.Values{}, members(404)},
		{"POST /import/{id}/stop", "/import/987654/stop", url.Values{}, members(404)},
		{"POST /import/{id}/go", "/import/987654/go", url.Values{}, members(404)},
		{"GET /import/{id}/discard", "/import/987654/discard", nil, members(404)},
		{"POST /import/{id}/discard", "/import/987654/discard", url.Values{}, members(404)},
		{"GET /account/preferences", "/account/preferences", nil, members(200)},
		{"POST /account/preferences", "/account/preferences", url.Values{"theme": {"dark"}}, members(303)},
		{"POST /account/reading", "/account/reading", url.Values{"theme": {"dark"}}, members(303)},
		{"POST /account/sessions/end-all", "/account/sessions/end-all", url.Values{}, members(303)},
		{"POST /users/logout", "/users/logout", url.Values{}, all(303)},
	}...)
}

// Every route is tried as everybody; one that is not in the table fails the test.
func TestEveryRouteForEveryPerson(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		l := openLibrary(t, a)
		rows, tried := table(l), map[string]bool{}
		for _, r := range rows {
			tried[r.pattern] = true
			for i, who := range archivetest.People() {
				var p *archivetest.Page
				if strings.HasPrefix(r.pattern, "POST ") {
					p = a.Post(who, r.address, r.form)
				} else {
					p = a.Get(who, r.address)
				}
				if p.Status != r.want[i] {
					t.Errorf("%s, %s as %s: %d, want %d", r.pattern, r.address, who, p.Status, r.want[i])
				}
				if strings.HasSuffix(r.pattern, "/end-all") && who != archivetest.Guest {
					a.SignIn(who)
				}
			}
		}
		known := map[string]bool{}
		for _, r := range routesOf(t, a) {
			known[r.Pattern] = true
			if !tried[r.Pattern] {
				t.Errorf("the route %s (%s) is in no row of the table", r.Pattern, r.Access)
			}
		}
		for pattern := range tried {
			if !known[pattern] {
				t.Errorf("the table has %s, which is no route", pattern)
			}
		}
	})
}

// A page for members leads a guest's browser to the log-in and back; what is for
// members is not told on the way.
func TestAGuestIsLedToTheLogInAndBack(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		l := openLibrary(t, a)
		for _, r := range table(l) {
			if r.want[0] != http.StatusUnauthorized || r.form != nil {
				continue
			}
			p := a.Get(archivetest.Guest, r.address, "Accept", "text/html")
			to, err := url.Parse(p.Header.Get("Location"))
			if p.Status != http.StatusFound || err != nil || to.Path != "/users/login" || to.Query().Get("next") != r.address {
				t.Errorf("%s leads a guest to %s (%d)", r.address, p.Header.Get("Location"), p.Status)
			}
			if text := told(t, p); strings.Contains(text, "zq") {
				t.Errorf("%s tells a guest something on the way to the log-in", r.address)
			}
		}
	})
}
