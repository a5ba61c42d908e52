package app_test

import (
	"database/sql"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/preset"
	"github.com/ficstead/ficstead/internal/web"
)

// tables are the names of all tables.
func tables(t *testing.T, a *archivetest.Archive) []string {
	t.Helper()
	query := `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`
	if a.DB.Postgres {
		query = `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY table_name`
	}
	names, err := db.All(t.Context(), a.DB, db.One[string], query)
	if err != nil || len(names) < 20 {
		t.Fatalf("%d tables, %v", len(names), err)
	}
	return names
}

// state is every row of every table.
func state(t *testing.T, a *archivetest.Archive) map[string][]string {
	t.Helper()
	return rowsOf(t, a, func(*sql.ColumnType) bool { return true })
}

// settled is state without what is random in each archive: keys and what is made of
// them.
func settled(t *testing.T, a *archivetest.Archive) map[string][]string {
	t.Helper()
	return rowsOf(t, a, func(c *sql.ColumnType) bool {
		kind := strings.ToUpper(c.DatabaseTypeName())
		return kind != "BLOB" && kind != "BYTEA" && !slices.Contains([]string{"secret", "password", "salt", "token", "code", "form"}, c.Name())
	})
}

func rowsOf(t *testing.T, a *archivetest.Archive, keep func(*sql.ColumnType) bool) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for _, name := range tables(t, a) {
		if strings.HasPrefix(name, "river_") || strings.HasPrefix(name, "search_") || strings.Contains(name, "fts") {
			continue // the queue's own; and the index, which follows the works
		}
		rows, err := a.DB.QueryContext(t.Context(), `SELECT * FROM `+name)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all, err := texts(rows, keep)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		slices.Sort(all)
		out[name] = all
	}
	return out
}

// texts are the rows with the columns that are to be kept.
func texts(rows *sql.Rows, keep func(*sql.ColumnType) bool) ([]string, error) {
	defer rows.Close()
	columns, err := rows.ColumnTypes()
	if err != nil {
		return nil, err
	}
	var out []string
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		for i, c := range columns {
			if !keep(c) {
				values[i] = nil
			}
		}
		out = append(out, fmt.Sprint(values...))
	}
	return out, rows.Err()
}

func unchanged(t *testing.T, what string, before, after map[string][]string) {
	t.Helper()
	for name, rows := range after {
		if !slices.Equal(before[name], rows) {
			t.Errorf("%s: the table %s changed, from %d rows to %d", what, name, len(before[name]), len(rows))
		}
	}
}

// unnoted has nobody's filters noted as used last: that is what looking at a list does,
// for who does not switch it off.
func unnoted(t *testing.T, a *archivetest.Archive) {
	t.Helper()
	for _, p := range archivetest.People()[1:] {
		a.Tx(func(tx *db.Tx) error { return preset.Note(t.Context(), tx, a.Viewer(p).ID, false) })
	}
}

// Looking changes nothing: no link that a keeper can follow writes a row, however
// it is followed. The clock stands still, so no visit is written down either.
func TestLookingChangesNothing(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		l := openLibrary(t, a)
		unnoted(t, a)
		before := state(t, a)
		for _, who := range []archivetest.Person{archivetest.Keeper, archivetest.Ann} {
			pages := crawl(t, a, who, l.guesses())
			for address := range pages {
				if !strings.Contains(address, "?") {
					a.Head(who, address)
				}
			}
			for _, r := range routesOf(t, a) { // a form's address, opened as a page
				if path, ok := strings.CutPrefix(r.Pattern, "POST "); ok {
					a.Get(who, strings.NewReplacer("{id}", fmt.Sprint(l.stories[0].ID), "{token}", "x").Replace(path))
				}
			}
		}
		unchanged(t, "looking", before, state(t, a))
	})
}

// Whatever changes something is refused when another site sends it, in each of
// the ways in which browsers tell, and with a session that is good.
func TestFormsFromOtherSitesAreRefused(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		rows := table(openLibrary(t, a))
		before := state(t, a)
		n := 0
		for _, r := range rows {
			if !strings.HasPrefix(r.pattern, "POST ") {
				continue
			}
			n++
			for _, header := range [][]string{
				{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"},
				{"Sec-Fetch-Site", "", "Origin", "https://evil.example"}, {"Sec-Fetch-Site", "", "Origin", "null"},
				{"Sec-Fetch-Site", "cross-site", "Origin", "http://quay.example"},
			} {
				for _, who := range []archivetest.Person{archivetest.Guest, archivetest.Ann, archivetest.Keeper} {
					if p := a.Post(who, r.address, r.form, header...); p.Status != http.StatusForbidden {
						t.Errorf("%s as %s with %v: %d", r.pattern, who, header, p.Status)
					}
				}
			}
		}
		if n < 10 {
			t.Errorf("only %d forms were tried", n)
		}
		unchanged(t, "forms from other sites", before, state(t, a))
		for _, who := range archivetest.People()[1:] {
			if p := a.Get(who, "/account"); p.Status != http.StatusOK {
				t.Errorf("%s was signed out", who)
			}
		}
	})
}

// Every answer keeps itself to itself: pages, errors, files, forms.
func TestHeadersOfEveryAnswer(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		l := openLibrary(t, a)
		for _, r := range table(l) {
			for _, who := range []archivetest.Person{archivetest.Guest, archivetest.Ann} {
				var p *archivetest.Page
				if r.form != nil {
					p = a.Post(who, r.address, r.form, "Sec-Fetch-Site", "cross-site") // an answer without its effect
				} else {
					p = a.Get(who, r.address)
				}
				checkHeaders(t, who, p)
			}
		}
		for _, method := range []string{http.MethodDelete, "TRACE", "PROPFIND"} {
			r, err := http.NewRequestWithContext(t.Context(), method, "http://quay.example/works", nil)
			if err != nil {
				t.Fatal(err)
			}
			checkHeaders(t, archivetest.Guest, a.Do(archivetest.Guest, r))
		}
	})
}

func checkHeaders(t *testing.T, who archivetest.Person, p *archivetest.Page) {
	t.Helper()
	h := p.Header
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
		"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
	} {
		if h.Get(name) != want {
			t.Errorf("%s (%d): %s is %q", p.Address, p.Status, name, h.Get(name))
		}
	}
	if to := h.Get("Referrer-Policy"); to != "same-origin" && to != "no-referrer" { // an address that is a secret is told to no page at all
		t.Errorf("%s (%d): Referrer-Policy is %q", p.Address, p.Status, to)
	}
	policy := h.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "script-src 'self';", "style-src 'self';", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'", "object-src 'none'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("%s (%d): the policy lacks %s", p.Address, p.Status, want)
		}
	}
	if strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") {
		t.Errorf("%s: the policy is %q", p.Address, policy)
	}
	if h.Get("X-Request-Id") == "" || h.Get("Access-Control-Allow-Origin") != "" || h.Get("Server") != "" {
		t.Errorf("%s: request %q, CORS %q, server %q", p.Address, h.Get("X-Request-Id"), h.Get("Access-Control-Allow-Origin"), h.Get("Server"))
	}
	public := strings.HasPrefix(p.Address, "/static/") || p.Address == "/favicon.svg" || p.Address == "/robots.txt"
	if keep := h.Get("Cache-Control"); who != archivetest.Guest && !public && p.Status == http.StatusOK && !strings.Contains(keep, "private") && !strings.Contains(keep, "no-store") {
		t.Errorf("%s for %s may be kept by proxies: %q", p.Address, who, keep)
	}
	if kind := h.Get("Content-Type"); p.Body != "" && kind == "" || strings.HasPrefix(kind, "text/") && !strings.Contains(kind, "charset=utf-8") {
		t.Errorf("%s (%d): Content-Type %q", p.Address, p.Status, kind)
	}
}

// A cookie of a session is for this host, and for no script; over https it
// travels no other way.
func TestCookies(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		p := a.Post(archivetest.Ann, "/users/login", url.Values{"name": {"Ann"}, "password": {archivetest.Ann.Password()}})
		if p.Status != http.StatusSeeOther || len(p.Header.Values("Set-Cookie")) == 0 {
			t.Fatalf("%d, %v", p.Status, p.Header)
		}
		for _, c := range p.Header.Values("Set-Cookie") {
			if !strings.Contains(c, "HttpOnly") || !strings.Contains(c, "SameSite=Lax") || !strings.Contains(c, "Path=/") || strings.Contains(c, "Domain") {
				t.Errorf("cookie %s", c)
			}
		}
	})
}

func TestCookiesOverHTTPS(t *testing.T) {
	t.Parallel()
	a := archivetest.OpenSecure(t, dbtest.SQLite(t))
	for _, form := range []struct {
		who     archivetest.Person
		address string
		fields  url.Values
	}{{archivetest.Ann, "/users/login", url.Values{"name": {"Ann"}, "password": {archivetest.Ann.Password()}}}, {archivetest.Guest, "/adult", url.Values{"next": {"/"}}}} {
		p := a.Post(form.who, form.address, form.fields)
		if p.Status != http.StatusSeeOther || p.Header.Get("Strict-Transport-Security") == "" || len(p.Header.Values("Set-Cookie")) == 0 {
			t.Errorf("%s: %d, %v", form.address, p.Status, p.Header)
		}
		for _, c := range p.Header.Values("Set-Cookie") {
			if !strings.Contains(c, "Secure") || !strings.HasPrefix(c, "__Host-") && !strings.HasPrefix(c, "adult=") {
				t.Errorf("%s: cookie %s", form.address, c)
			}
		}
	}
	if p := a.Get(archivetest.Ann, "/account"); p.Status != http.StatusOK {
		t.Errorf("Ann is not known by her cookie: %d", p.Status)
	}
}

// What a route does not take is said so, with what it takes.
func TestOtherMethodsAreRefused(t *testing.T) {
	t.Parallel()
	a := archivetest.Open(t, dbtest.SQLite(t))
	for _, c := range []struct{ method, path, allow string }{
		{http.MethodDelete, "/works", "GET, HEAD, POST"}, {http.MethodPut, "/works/1", "GET, HEAD"}, {http.MethodPost, "/about", "GET, HEAD"},
		{"TRACE", "/", "GET, HEAD"}, {"PROPFIND", "/works/1", "GET, HEAD"}, {"FOO", "/search", "GET, HEAD"},
		{http.MethodPut, "/users/login", "GET, HEAD, POST"}, {http.MethodGet, "/adult", "POST"}, {http.MethodDelete, web.Asset("site.css"), "GET, HEAD"},
	} {
		r, err := http.NewRequestWithContext(t.Context(), c.method, "http://quay.example"+c.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		p := a.Do(archivetest.Keeper, r)
		if p.Status != http.StatusMethodNotAllowed || p.Header.Get("Allow") != c.allow {
			t.Errorf("%s %s: %d, Allow %q, want 405 and %q", c.method, c.path, p.Status, p.Header.Get("Allow"), c.allow)
		}
	}
}

// When the database is away, the watchers are told, and so are readers, in a page.
func TestWithoutItsDatabase(t *testing.T) {
	t.Parallel()
	a := archivetest.Open(t, dbtest.SQLite(t))
	a.SignInAll()
	if p := a.Get(archivetest.Guest, "/readyz"); p.Status != http.StatusOK || p.Body != "ok\n" {
		t.Errorf("ready: %d %q", p.Status, p.Body)
	}
	if err := a.DB.Close(); err != nil {
		t.Fatal(err)
	}
	if p := a.Get(archivetest.Guest, "/healthz"); p.Status != http.StatusOK {
		t.Errorf("alive without a database: %d", p.Status)
	}
	if p := a.Get(archivetest.Guest, "/readyz"); p.Status != http.StatusServiceUnavailable {
		t.Errorf("ready without a database: %d", p.Status)
	}
	p := a.Get(archivetest.Ann, "/works")
	if p.Status != http.StatusServiceUnavailable || p.Header.Get("Retry-After") == "" || strings.Contains(p.Body, "sql") {
		t.Errorf("a member without a database: %d", p.Status)
	}
	p = a.Get(archivetest.Guest, "/works")
	if p.Status != http.StatusInternalServerError || strings.Contains(strings.ToLower(p.Body), "sql") || p.Text("h1") == "" {
		t.Errorf("a guest without a database: %d", p.Status)
	}
}
