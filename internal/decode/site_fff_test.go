package decode

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// packFolder makes an EPUB of a folder of testdata, as its maker lays it out.
func packFolder(t testing.TB, dir string) ([]byte, string) {
	t.Helper()
	files := []zipFile{{"mimetype", "application/epub+zip"}}
	var visible strings.Builder
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "mimetype" {
			return err
		}
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		files = append(files, zipFile{filepath.ToSlash(rel), string(b)})
		if strings.HasSuffix(name, "html") {
			_, body, _ := strings.Cut(string(b), "<body")
			body, _, _ = strings.Cut(body, "</body>")
			visible.WriteString("<div" + body + "</div>")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return makeZip(t, files...), visible.String()
}

// checkSiteBook reads the EPUB that lies as a folder in testdata/site and
// compares each work in it with its golden file; every visible word must be in
// one of them.
func checkSiteBook(t *testing.T, dir string, want int) []Manuscript {
	t.Helper()
	raw, visible := packFolder(t, dir)
	all, err := ReadBytes(t.Context(), filepath.Base(dir)+".epub", raw, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != want {
		t.Fatalf("%d works, want %d", len(all), want)
	}
	checkSiteKept(t, visible, all)
	checkSiteGolden(t, dir, all)
	return all
}

func TestSiteFanFicFare(t *testing.T) {
	for name, works := range map[string]int{"ao3": 1, "ffn": 1, "merged": 2} {
		t.Run(name, func(t *testing.T) { checkSiteBook(t, "testdata/site/fff/"+name, works) })
	}
	t.Run("page", func(t *testing.T) { checkSite(t, "testdata/site/fff/page.html", 1) })
}

func TestSiteAnthologyPicturesStayApart(t *testing.T) {
	for i, m := range checkSiteBook(t, "testdata/site/fff/merged", 2) {
		if len(m.Pictures) != 1 {
			t.Errorf("work %d has %d pictures", i+1, len(m.Pictures))
		}
	}
}

func TestSiteFanFicFareText(t *testing.T) {
	for name, maker := range map[string]string{"story": "FanFicFare", "oneshot": "FanFicFare", "torn": ""} {
		t.Run(name, func(t *testing.T) {
			file := "testdata/site/fff/" + name + ".txt"
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			m, err := readOne(t.Context(), name+".txt", raw, Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if m.Maker != maker {
				t.Errorf("made by %q, want %q", m.Maker, maker)
			}
			checkNothingLost(t, string(raw), m)
			checkGolden(t, strings.TrimSuffix(file, ".txt")+".txt.golden.json", m)
		})
	}
}

// FuzzFanFicFareText holds the reader of plain texts to its law: it never
// panics, and what it takes has a title and chapters.
func FuzzFanFicFareText(f *testing.F) {
	for _, name := range []string{"story", "oneshot", "torn"} {
		raw, err := os.ReadFile("testdata/site/fff/" + name + ".txt")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(raw))
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got := fanFicFareText(s); got != nil && (got.declared.Title == "" || len(got.chapters) == 0) {
			t.Fatal("a work without title or chapters")
		}
	})
}

// A book of FanFicFare's without its page of facts is read as any book.
func TestSiteTornFanFicFareBook(t *testing.T) {
	raw := testBook(t, `<dc:title>Lamps</dc:title><dc:creator>Quill</dc:creator><dc:contributor>FanFicFare [https://github.com/JimmXinu/FanFicFare]</dc:contributor>`, ``,
		zipFile{"file0001.xhtml", xhtml("1. Dark", `<body class="fff_chapter"><h3 class="fff_chapter_title">1. Dark</h3>`+houseText("lamp", 3)+`</body>`)})
	m, err := readOne(t.Context(), "lamps.epub", raw, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if m.Maker != "" || m.Title != "Lamps" || len(m.Chapters) != 1 || !strings.Contains(m.Chapters[0].Body, "The lamp of the house") {
		t.Errorf("%q by %q, %d chapters", m.Title, m.Maker, len(m.Chapters))
	}
}
