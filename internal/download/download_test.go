package download_test

import (
	"archive/zip"
	"bytes"
	"context"
	"image"
	"image/png"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/download"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

const base = "https://archive.example"

func story(p account.PseudID) work.Draft {
	return work.Draft{
		Title: "Der Laternen*gang* “19” / 雨", Language: "de", Rating: work.Teen, Posted: true, ChapterTotal: 2,
		Summary: "<p>Vier Minuten zu spät.</p>", NotesBefore: "<p>Für alle, die gefragt haben.</p>", NotesAfter: "<p>Danke!</p>",
		Creators: []account.PseudID{p},
		Tags:     []tag.Named{{Type: tag.Fandom, Name: "Laternen"}, {Type: tag.Relationship, Name: "A & B"}},
		Credits:  []work.Credit{{Role: work.RoleSong, Name: "A. Singer", Title: "Neunzehn"}},
		Gifts:    []work.Gift{{Kind: work.Dedication, Name: "Ana"}},
		Chapters: []work.DraftChapter{
			{Title: "Nebel", Body: `<p>Sie sagte <em>nein</em>*.</p><hr><div class="verse"><p>Eins<br>zwei</p></div><ul><li>a</li><li>b</li></ul><p>Text<a class="fnref" href="#fn1">1</a></p><ol class="footnotes"><li class="fn" value="1"><p>Note.</p></li></ol>`},
			{Kind: work.Epilogue, Body: "<blockquote><p>Ende</p></blockquote>"},
			{Title: "Geheim", Body: "<p>Noch nicht.</p>", Draft: true},
		},
	}
}

// archive is a database with a work by Ann, and pages that serve it.
type archive struct {
	d   *db.DB
	mux *web.Mux
	id  work.ID
	ann viewer.Viewer
}

func open(t *testing.T, d *db.DB, change func(*work.Draft)) *archive {
	t.Helper()
	return openWith(t, d, func(*blob.Store) {}, change)
}

// openWith is open that hands over the picture store before the work is made.
func openWith(t *testing.T, d *db.DB, stored func(*blob.Store), change func(*work.Draft)) *archive {
	t.Helper()
	store, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	stored(store)
	w := story(0)
	if change != nil {
		change(&w)
	}
	a := &archive{d: d, mux: web.NewMux(slog.New(slog.DiscardHandler))}
	(&download.Pages{DB: d, Blob: store, BaseURL: base}).Routes(a.mux)
	err = d.Tx(t.Context(), func(tx *db.Tx) error {
		p, _, err := account.Place(t.Context(), tx, "Ann")
		if err != nil {
			return err
		}
		a.ann = viewer.Viewer{ID: p.Account, Name: "Ann"}
		all := []account.PseudID{p.ID}
		for range len(w.Creators) - 1 { // a second author is Bea
			bea, _, err := account.Place(t.Context(), tx, "Bea")
			if err != nil {
				return err
			}
			all = append(all, bea.ID)
		}
		w.Creators = all
		a.id, err = work.Create(t.Context(), tx, prose.Cleaner{Base: base}, w)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (a *archive) get(v viewer.Viewer, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil).WithContext(viewer.With(context.Background(), v))
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	a.mux.ServeHTTP(w, r)
	return w
}

func TestEveryFormatHoldsTheWork(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := open(t, d, nil)
		for _, f := range download.Formats() {
			w := a.get(viewer.Viewer{}, "/downloads/1/x."+string(f))
			body := w.Body.String()
			if f == download.EPUB {
				body = unzipped(t, w.Body.Bytes())
			}
			if w.Code != http.StatusOK {
				t.Fatalf("%s: %d %s", f, w.Code, body)
			}
			for _, want := range []string{"Vier Minuten zu spät.", "Für alle, die gefragt haben.", "Danke!", "Laternen", "A. Singer", "Neunzehn", "Nebel", "Epilogue", "zwei", "Note.", "Ann"} {
				if !strings.Contains(body, want) {
					t.Errorf("%s lacks %q", f, want)
				}
			}
			if strings.Contains(body, "Noch nicht") || strings.Contains(body, "Geheim") {
				t.Errorf("%s holds a chapter that is not posted", f)
			}
			cd := w.Header().Get("Content-Disposition")
			if !strings.Contains(cd, "filename*=UTF-8''Der_Laternen_gang_19_%E9%9B%A8."+string(f)) {
				t.Errorf("%s: %s", f, cd)
			}
			again := a.get(viewer.Viewer{}, "/downloads/1/x."+string(f), "If-None-Match", w.Header().Get("ETag"))
			if again.Code != http.StatusNotModified || again.Body.Len() != 0 {
				t.Errorf("%s: asked again, %d and %d bytes", f, again.Code, again.Body.Len())
			}
		}
	})
}

func unzipped(t *testing.T, b []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, f := range z.File {
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

func TestTextAndMarkdown(t *testing.T) {
	d := dbtest.Open(t, dbtest.SQLite(t))
	a := open(t, d, nil)
	text := a.get(viewer.Viewer{}, "/downloads/1/x.txt").Body.String()
	for _, want := range []string{"Title: Der Laternen*gang*", "\nChapter 1: Nebel\n================\n", `Sie sagte *nein*\*.`, "\n* * *\n", "Eins\nzwei", "- a\n\n- b", "[1] Note.", "\nTHE END\n======="} {
		if !strings.Contains(text, want) {
			t.Errorf("text lacks %q:\n%s", want, text)
		}
	}
	md := a.get(viewer.Viewer{}, "/downloads/1/x.md").Body.String()
	for _, want := range []string{"---\ntitle: \"Der Laternen*gang*", "# Chapter 1: Nebel", `Sie sagte *nein*\*.`, "Eins  \nzwei", "Text[^1]", "[^1]: Note.", "> Ende"} {
		if !strings.Contains(md, want) {
			t.Errorf("markdown lacks %q:\n%s", want, md)
		}
	}
}

func TestDownloadsFollowTheRule(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := open(t, d, func(w *work.Draft) { w.Restricted, w.Anonymous = true, true })
		other := viewer.Viewer{ID: 999, Name: "Other", Role: viewer.Member}
		for _, f := range download.Formats() {
			path := "/downloads/1/x." + string(f)
			if w := a.get(viewer.Viewer{}, path); w.Code != http.StatusUnauthorized || strings.Contains(w.Body.String(), "Nebel") {
				t.Errorf("%s: a guest gets %d", f, w.Code)
			}
			for _, v := range []viewer.Viewer{other, a.ann} {
				w := a.get(v, path)
				body := w.Body.String()
				if f == download.EPUB && w.Code == http.StatusOK {
					body = unzipped(t, w.Body.Bytes())
				}
				if w.Code != http.StatusOK || strings.Contains(body, "Ann") || !strings.Contains(body, "Anonymous") {
					t.Errorf("%s for %s: %d, tells the name: %v", f, v.Name, w.Code, strings.Contains(body, "Ann"))
				}
			}
		}
		if w := a.get(other, "/works/1/original"); w.Code != http.StatusNotFound {
			t.Errorf("a stranger asks for the original: %d", w.Code)
		}
		if w := a.get(other, "/downloads/1/x.exe"); w.Code != http.StatusNotFound {
			t.Errorf("unknown kind: %d", w.Code)
		}
	})
}

// A picture that only a draft chapter of a posted work shows could be had by
// whoever knew its name; it is for those who may edit the work.
func TestPicturesOfDraftChapters(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		names := map[bool]string{} // by whether readers may see it
		var store *blob.Store
		a := openWith(t, d, func(s *blob.Store) { store = s }, func(w *work.Draft) {
			for _, shown := range []bool{true, false} {
				names[shown] = keepPicture(t, d, store, shown)
				w.Pictures = append(w.Pictures, names[shown])
			}
			w.Chapters[0].Body += `<img src="/pictures/` + names[true] + `" alt="x">`
			w.Chapters[2].Body += `<img src="/pictures/` + names[false] + `" alt="x">`
		})
		member := viewer.Viewer{ID: 999, Name: "Other", Role: viewer.Member}
		for _, c := range []struct {
			v     viewer.Viewer
			shown bool
			want  int
		}{{viewer.Viewer{}, true, 200}, {member, true, 200}, {viewer.Viewer{}, false, 404}, {member, false, 404}, {a.ann, false, 200},
			{viewer.Viewer{ID: 998, Role: viewer.Moderator}, false, 200}} {
			if got := a.get(c.v, "/pictures/"+names[c.shown]); got.Code != c.want {
				t.Errorf("%q asks for the picture, shown %v: %d, want %d", c.v.Name, c.shown, got.Code, c.want)
			}
		}
	})
}

// keepPicture stores a small picture, another one for each kind.
func keepPicture(t *testing.T, d *db.DB, s *blob.Store, wide bool) string {
	t.Helper()
	size := image.Rect(0, 0, 3, 3)
	if wide {
		size.Max.X = 9
	}
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(size)); err != nil {
		t.Fatal(err)
	}
	p, err := blob.Remake(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Tx(t.Context(), func(tx *db.Tx) error { return blob.PutPicture(t.Context(), tx, s, p) }); err != nil {
		t.Fatal(err)
	}
	return p.Name
}
