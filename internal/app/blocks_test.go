package app_test

import (
	"archive/zip"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/work"
)

// What stories quote in the editor's blocks is a block for readers too: on the page, in
// the page that is downloaded and in the book, each with a style of its own and its
// words in their order.
func TestBlocksOfTheEditorReachTheReader(t *testing.T) {
	script := file(t, "../write/editor/src/blocks.js")
	list := script[strings.Index(script, "export const forms"):]
	var kinds []string
	for _, m := range regexp.MustCompile(`\["([a-z]+)", t\(`).FindAllStringSubmatch(list[:strings.Index(list, "];")], -1) {
		kinds = append(kinds, m[1])
	}
	if len(kinds) != 6 {
		t.Fatalf("the editor has the blocks %v", kinds)
	}
	body := "<p>Before.</p>"
	for _, k := range kinds {
		body += `<div class="` + k + `"><p>First of ` + k + `.</p><p>Last of ` + k + `.</p></div>`
	}
	if clean := (prose.Cleaner{}).Clean(body, prose.Body); strings.ReplaceAll(clean, "\n", "") != body {
		t.Fatalf("the cleaner makes %s of it", clean)
	}
	a := archivetest.Open(t, dbtest.SQLite(t))
	s := a.Add(archivetest.Plan{Key: "blocks", By: archivetest.Ann, Day: 1, Single: true, Change: func(d *work.Draft) { d.Chapters[0].Body = body }})
	download := "/downloads/" + strconv.FormatInt(int64(s.ID), 10) + "/x."
	page, book := a.Get(archivetest.Guest, download+"html").Body, bookText(t, a.Get(archivetest.Guest, download+"epub").Body)
	site, epub := file(t, "../web/static/css/45-userstuff.css"), file(t, "../epub/style.css")
	for _, k := range kinds {
		whole := regexp.MustCompile(`(?s)<div class="` + k + `"[^>]*>\s*<p[^>]*>First of ` + k + `\.</p>\s*<p[^>]*>Last of ` + k + `\.</p>\s*</div>`)
		for place, text := range map[string]string{"the reader": a.Get(archivetest.Guest, s.ID.Path()).Body, "the page": page, "the book": book} {
			if !whole.MatchString(text) {
				t.Errorf("%s has no %s", place, k)
			}
		}
		style := regexp.MustCompile(`(?m)^\s*\.` + k + ` \{`)
		if !style.MatchString(site) || !style.MatchString(epub) || !strings.Contains(page[:strings.Index(page, "</style>")], "."+k) {
			t.Errorf("%s lacks a style somewhere", k)
		}
	}
}

func file(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// bookText is all the text in an EPUB.
func bookText(t *testing.T, epub string) string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(epub), int64(len(epub)))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, f := range z.File {
		if !strings.HasSuffix(f.Name, ".xhtml") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&out, r); err != nil {
			t.Fatal(err)
		}
		r.Close()
	}
	return out.String()
}
