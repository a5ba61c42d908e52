package decode

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// checkSite reads a file of testdata/site and compares each work in it with its
// golden file; every visible word of a page must be in one of them.
func checkSite(t *testing.T, file string, want int) []Manuscript {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	all, err := ReadBytes(t.Context(), filepath.Base(file), raw, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != want {
		t.Fatalf("%d works, want %d", len(all), want)
	}
	checkSiteKept(t, string(raw), all)
	checkSiteGolden(t, strings.TrimSuffix(file, filepath.Ext(file)), all)
	return all
}

// checkSiteGolden compares works with NAME.golden.json, NAME.2.golden.json, …
func checkSiteGolden(t *testing.T, name string, all []Manuscript) {
	t.Helper()
	for i, m := range all {
		golden := name + ".golden.json"
		if i > 0 {
			golden = name + "." + string(rune('1'+i)) + ".golden.json"
		}
		checkGolden(t, golden, m)
	}
}

// checkSiteKept checks that every visible word is in one of the works.
func checkSiteKept(t *testing.T, markup string, all []Manuscript) {
	t.Helper()
	whole := all[0]
	for _, m := range all[1:] {
		whole.Chapters = append(whole.Chapters[:len(whole.Chapters):len(whole.Chapters)], m.Chapters...)
		whole.Dropped = append(whole.Dropped[:len(whole.Dropped):len(whole.Dropped)], m.Dropped...)
		whole.Tags = append(whole.Tags[:len(whole.Tags):len(whole.Tags)], m.Tags...)
		whole.Authors = append(whole.Authors[:len(whole.Authors):len(whole.Authors)], m.Authors...)
		whole.Footnotes += m.Footnotes
		for _, s := range []string{m.Title, m.Series, m.SourceURL, m.Summary, m.NotesBefore, m.NotesAfter} {
			whole.Dropped = append(whole.Dropped, Dropped{plainOf(s), "in another work"})
		}
	}
	checkPageKept(t, markup, whole)
}

func TestSiteAO3Download(t *testing.T) {
	for name, works := range map[string]int{"many": 1, "one": 1, "series": 2, "squidge": 1} {
		t.Run(name, func(t *testing.T) { checkSite(t, "testdata/site/ao3/"+name+".html", works) })
	}
}

func TestSiteAO3Page(t *testing.T) {
	for _, name := range []string{"chapter", "entire", "oneshot"} {
		t.Run(name, func(t *testing.T) { checkSite(t, "testdata/site/ao3/"+name+".page.html", 1) })
	}
}

// A download whose list is gone is read as any page, and nothing is lost.
func TestSiteTornDownloadIsAPage(t *testing.T) {
	m := checkSite(t, "testdata/site/ao3/torn.html", 1)[0]
	if m.Maker != "" {
		t.Errorf("it is taken for an %s", m.Maker)
	}
}

func TestSitePagesBeforeAWork(t *testing.T) {
	for words, advice := range map[string]string{
		`<p class="caution">This work could have adult content. If you continue, you have agreed that you are willing to see such content.</p><a href="/users/login">Log in</a>`: "go on to the story",
		`<p>This work is only available to registered users of the Archive.</p><form action="/users/login"></form>`:                                                              "log in",
		`<p>This work is part of an ongoing challenge and will be revealed soon!</p><a href="/users/login">Log in</a>`:                                                           "when it is revealed",
	} {
		_, err := ReadBytes(t.Context(), "saved.html", []byte("<!DOCTYPE html><html><head><title>Archive of Our Own</title></head><body>"+words+"</body></html>"), Limits{})
		var p *Problem
		if !errors.As(err, &p) || !strings.Contains(p.Say, advice) {
			t.Errorf("%q: %v", words, err)
		}
	}
	// A story that quotes such a page is a story.
	all, err := ReadBytes(t.Context(), "story.html", []byte("<html><body><p>“This work could have adult content,” said the door, and it was right.</p></body></html>"), Limits{})
	if err != nil || len(all) != 1 {
		t.Errorf("%d works, %v", len(all), err)
	}
}

// A download as EPUB is that HTML after calibre.
func TestSiteAO3Book(t *testing.T) {
	raw := zipFolder(t, "testdata/site/ao3/many.epub.d")
	all, err := ReadBytes(t.Context(), "Salt_on_the_Stairs.epub", raw, Limits{})
	if err != nil || len(all) != 1 {
		t.Fatal(len(all), err)
	}
	checkBookKept(t, raw, all[0])
	checkSiteGolden(t, "testdata/site/ao3/many.epub", all)
}

// zipFolder packs a folder of testdata as an EPUB.
func zipFolder(t testing.TB, folder string) []byte {
	t.Helper()
	files := []zipFile{{name: "mimetype", text: "application/epub+zip"}}
	err := filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(folder, name)
		files = append(files, zipFile{name: filepath.ToSlash(rel), text: string(b)})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return makeZip(t, files...)
}

func fixture(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
