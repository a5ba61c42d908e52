package app_test

import (
	"archive/zip"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/archivetest"
)

// crawl gets every page that can be reached from the addresses by links, as who.
func crawl(t *testing.T, a *archivetest.Archive, who archivetest.Person, from []string) map[string]*archivetest.Page {
	t.Helper()
	const most = 6000
	out := map[string]*archivetest.Page{}
	next := slices.Clone(from)
	for len(next) > 0 {
		address := next[len(next)-1]
		next = next[:len(next)-1]
		if out[address] != nil || strings.HasPrefix(address, "/static/") {
			continue
		}
		if len(out) == most {
			t.Fatalf("%s finds more than %d pages", who, most)
		}
		page := made(a, who, address)
		out[address] = page
		for _, to := range page.Links() {
			if worthwhile(to) {
				next = append(next, to)
			}
		}
	}
	return out
}

// made asks for a page until lists are made, which on a busy machine takes a moment
// after an archive is opened.
func made(a *archivetest.Archive, who archivetest.Person, address string) *archivetest.Page {
	for range 200 {
		if p := a.Get(who, address); p.Status != http.StatusServiceUnavailable {
			return p
		}
		time.Sleep(50 * time.Millisecond)
	}
	return a.Get(who, address)
}

// worthwhile leaves out what only says the same in another order, except on the
// list of all works: orders times tags times filters would be without end. A way to any
// one work is never the same twice; browse has a test that it leads to no secret.
func worthwhile(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	q := u.Query()
	if u.Path == "/works/random" {
		return false
	}
	return u.Path == "/works" && len(q) <= 1 || !q.Has("sort") && !q.Has("order") && !q.Has("next")
}

// told is everything that an answer tells: its headers, and its body with what
// is packed in it.
func told(t *testing.T, p *archivetest.Page) string {
	t.Helper()
	var b strings.Builder
	for name, values := range p.Header {
		b.WriteString(name + ": " + strings.Join(values, ", ") + "\n")
	}
	if !strings.HasPrefix(p.Header.Get("Content-Type"), "application/epub+zip") || p.Status != http.StatusOK || p.Body == "" {
		b.WriteString(p.Body)
		return strings.ToLower(b.String())
	}
	z, err := zip.NewReader(strings.NewReader(p.Body), int64(len(p.Body)))
	if err != nil {
		t.Errorf("%s: %v", p.Address, err)
		return ""
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(f.Name + "\n" + string(text) + "\n")
	}
	return strings.ToLower(b.String())
}
