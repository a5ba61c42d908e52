package picture_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"log/slog"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/download"
	"github.com/ficstead/ficstead/internal/picture"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/setting"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

var (
	guest     = viewer.Viewer{}
	ann       = viewer.Viewer{ID: 1, Name: "Ann", Role: viewer.Member}
	cat       = viewer.Viewer{ID: 2, Name: "Cat", Role: viewer.Member}
	moderator = viewer.Viewer{ID: 3, Name: "Mod", Role: viewer.Moderator}
	cleaner   = prose.Cleaner{Base: "https://archive.example"}
)

// desk is an archive with a work of Ann's of two chapters, the second a draft.
type desk struct {
	t        *testing.T
	d        *db.DB
	m        *web.Mux
	s        *blob.Store
	id       work.ID
	chapters []work.ChapterID
	site     setting.Site
}

func each(t *testing.T, f func(t *testing.T, k *desk)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { f(t, open(t, d)) })
}

func open(t *testing.T, d *db.DB) *desk {
	t.Helper()
	s, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	k := &desk{t: t, d: d, m: web.NewMux(log), s: s, site: setting.Default()}
	(&picture.Pages{DB: d, Blob: s, Log: log}).Routes(k.m)
	(&download.Pages{DB: d, Blob: s}).Routes(k.m)
	k.tx(func(tx *db.Tx) (err error) {
		for _, v := range []viewer.Viewer{ann, cat, moderator} {
			if err := tx.Exec(t.Context(), `INSERT INTO accounts (id, name, name_key, role, created_at) VALUES ($1, $2, $2, $3, 1)`, int64(v.ID), v.Name, string(v.Role)); err != nil {
				return err
			}
			if err := tx.Exec(t.Context(), `INSERT INTO pseuds (id, account_id, name, name_key, is_default, created_at) VALUES ($1, $1, $2, $2, TRUE, 1)`, int64(v.ID), v.Name); err != nil {
				return err
			}
		}
		k.id, err = work.Create(t.Context(), tx, cleaner, work.Draft{
			Title: "Six Minutes Late", Language: "en", Posted: true, Creators: []account.PseudID{1},
			Chapters: []work.DraftChapter{{Body: "<p>The fog came up off the river.</p>"}, {Body: "<p>It went again.</p>", Draft: true}},
		})
		return err
	})
	k.chapters, err = db.All(t.Context(), d, db.One[work.ChapterID], `SELECT id FROM chapters ORDER BY position`)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func (k *desk) tx(f func(tx *db.Tx) error) {
	k.t.Helper()
	if err := k.d.Tx(k.t.Context(), f); err != nil {
		k.t.Fatal(err)
	}
}

func (k *desk) path(end string) string { return k.id.Path() + end }

func (k *desk) do(v viewer.Viewer, method, path, kind, body string, json bool) *httptest.ResponseRecorder {
	ctx := setting.With(viewer.With(k.t.Context(), v), k.site)
	r := httptest.NewRequestWithContext(ctx, method, path, strings.NewReader(body))
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	if json {
		r.Header.Set("Accept", "application/json")
	}
	w := httptest.NewRecorder()
	k.m.ServeHTTP(w, r)
	return w
}

// multi is a form with a picture and other fields.
func multi(t testing.TB, file []byte, fields ...string) (kind, body string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i+1 < len(fields); i += 2 {
		if err := w.WriteField(fields[i], fields[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	p, err := w.CreateFormFile("picture", "map.png")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Write(file); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return w.FormDataContentType(), b.String()
}

type answer struct {
	Status            int
	Name, Src         string
	Width, Height     int
	Alt, Error, Field string
}

// send sends a picture as the editor does.
func (k *desk) send(v viewer.Viewer, file []byte, fields ...string) answer {
	k.t.Helper()
	kind, body := multi(k.t, file, fields...)
	w := k.do(v, http.MethodPost, k.path("/pictures"), kind, body, true)
	a := answer{Status: w.Code}
	if strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") {
		if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
			k.t.Fatalf("%v: %s", err, w.Body)
		}
	}
	return a
}

func (k *desk) get(v viewer.Viewer, path string) *httptest.ResponseRecorder {
	return k.do(v, http.MethodGet, path, "", "", false)
}

// post sends a form without a file.
func (k *desk) post(v viewer.Viewer, path, form string) *httptest.ResponseRecorder {
	return k.do(v, http.MethodPost, path, "application/x-www-form-urlencoded", form, false)
}

// drawn is a picture of noise, another for each seed, of about w × h × 4 bytes.
func drawn(t testing.TB, w, h int, seed uint8) []byte {
	t.Helper()
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	rand.NewChaCha8([32]byte{seed}).Read(m.Pix)
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
