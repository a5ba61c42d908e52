package download_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/picture"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
	"github.com/ficstead/ficstead/internal/workskin"
)

// The author's style and the cover go along, and nothing is to be fetched for them.
func TestSkinAndCoverGoAlong(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var store *blob.Store
		var cover, ornament string
		a := openWith(t, d, func(s *blob.Store) { store = s }, func(w *work.Draft) {
			cover, ornament = keepPicture(t, d, store, true), keepPicture(t, d, store, false)
			w.Pictures = []string{cover, ornament}
			w.Chapters[0].Body += `<p><img src="/pictures/` + strings.Repeat("0", 64) + `.png" alt="what is not there"></p>`
		})
		err := d.Tx(t.Context(), func(tx *db.Tx) error {
			css := "p { color: red; direction: rtl; background: url(/pictures/" + ornament + ") }"
			id, bad, err := workskin.Save(t.Context(), tx, a.ann, 0, workskin.Draft{Title: "Red", CSS: css})
			if err != nil || len(bad) > 0 {
				t.Fatal(err, bad)
			}
			if err := workskin.Choose(t.Context(), tx, a.ann, 1, id); err != nil {
				return err
			}
			return picture.SetCover(t.Context(), tx, 1, cover, "The harbour")
		})
		if err != nil {
			t.Fatal(err)
		}
		if w := a.get(viewer.Viewer{}, "/pictures/"+ornament); w.Code != 200 {
			t.Errorf("what the skin shows is served with %d", w.Code)
		}
		page := a.get(viewer.Viewer{}, "/downloads/1/x.html").Body.String()
		if !strings.Contains(page, "<style>#skinned p {\n  color: red;\n}\n</style>") || !strings.Contains(page, `<div id="skinned"><div id="chapters"`) {
			t.Error("the page has no skin, or one that fetches")
		}
		book := a.get(viewer.Viewer{}, "/downloads/1/x.epub").Body.Bytes()
		text := unzipped(t, book)
		for _, want := range []string{"#skinned p {", `url("pictures/`, `<div id="skinned">`, `href="skin.css"`, `properties="cover-image"`, "cover.png"} {
			if !strings.Contains(text, want) {
				t.Errorf("the book has no %s", want)
			}
		}
		if strings.Contains(text, "direction: rtl") || strings.Contains(text, "cover.svg") {
			t.Error("the book has what it should not")
		}
		check(t, book)
	})
}

// check asks epubcheck, where it is.
func check(t *testing.T, book []byte) {
	t.Helper()
	const jar = "/usr/share/java/epubcheck.jar"
	if _, err := os.Stat(jar); err != nil {
		if os.Getenv(dbtest.Judges) == "1" {
			t.Fatalf("epubcheck is required and not there: %v", err)
		}
		t.Skipf("epubcheck is not there, so the book is not judged: %v", err)
	}
	file := filepath.Join(t.TempDir(), "book.epub")
	if err := os.WriteFile(file, book, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jar, "--failonwarnings", file).CombinedOutput(); err != nil {
		t.Errorf("epubcheck: %v\n%s", err, out)
	}
}
