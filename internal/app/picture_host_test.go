package app_test

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/config"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/picture"
	"github.com/ficstead/ficstead/internal/work"
)

// pictureHouse is an archive whose pictures are shown from a host of their own.
type pictureHouse struct {
	*archivetest.Archive
	t *testing.T
}

const onImages = "https://img.quay.example"

func withPictureHost(t *testing.T, f func(t *testing.T, h pictureHouse)) {
	t.Helper()
	for name, dsn := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := archivetest.OpenSet(t, config.Archive{DB: dsn(t), BaseURL: "https://quay.example", PictureHost: onImages})
			f(t, pictureHouse{a, t})
		})
	}
}

// images asks the host of pictures, as p's browser would if it sent its cookies there.
func (h pictureHouse) images(p archivetest.Person, method, path string) *archivetest.Page {
	h.t.Helper()
	r, err := http.NewRequestWithContext(h.t.Context(), method, onImages+path, http.NoBody)
	if err != nil {
		h.t.Fatal(err)
	}
	r.Host, r.RequestURI, r.RemoteAddr = "IMG.quay.example:443", path, "192.0.2.7:4321"
	return h.Do(p, r)
}

func TestPicturesAreShownFromTheirHost(t *testing.T) {
	t.Parallel()
	withPictureHost(t, func(t *testing.T, h pictureHouse) {
		open := h.Add(archivetest.Plan{Key: "open", By: archivetest.Ann, Day: 2})
		locked := h.Add(archivetest.Plan{Key: "locked", By: archivetest.Ann, Day: 3, Change: func(d *work.Draft) { d.Restricted = true }})
		for _, shelf := range []string{"/pictures/", "/pictures/200/"} {
			for _, p := range []archivetest.Person{archivetest.Guest, archivetest.Reader, archivetest.Ann} {
				here := h.Get(p, shelf+open.Picture)
				if to := here.Header.Get("Location"); here.Status != http.StatusFound || to != onImages+shelf+open.Picture || !strings.Contains(here.Header.Get("Cache-Control"), "max-age=300") {
					t.Errorf("%s asks for a picture that everyone may see: %d to %q, %s", p, here.Status, to, here.Header.Get("Cache-Control"))
				}
				there := h.images(p, "GET", shelf+open.Picture)
				cache := there.Header.Get("Cache-Control")
				if there.Status != 200 || there.Header.Get("Content-Type") != "image/png" || !strings.Contains(cache, "public") || !strings.Contains(cache, "immutable") {
					t.Errorf("%s is sent to the host of pictures: %d %s, %s", p, there.Status, there.Header.Get("Content-Type"), cache)
				}
				if there.Header.Get("Set-Cookie") != "" || there.Header.Get("Cross-Origin-Resource-Policy") != "cross-origin" {
					t.Errorf("the host of pictures answers with %v", there.Header)
				}
				// A picture for members is never sent elsewhere, and isn't there for anybody.
				if x := h.images(p, "GET", shelf+locked.Picture); x.Status != 404 {
					t.Errorf("%s asks the host of pictures for one that is for members: %d", p, x.Status)
				}
			}
			if x := h.Get(archivetest.Reader, shelf+locked.Picture); x.Status != 200 || !strings.HasPrefix(x.Header.Get("Cache-Control"), "private") {
				t.Errorf("a member asks for a picture for members: %d %s", x.Status, x.Header.Get("Cache-Control"))
			}
			if x := h.Get(archivetest.Guest, shelf+locked.Picture); x.Status != 404 {
				t.Errorf("a guest asks for a picture for members: %d", x.Status)
			}
		}
		// Hidden by a moderator, it is gone from there at once.
		h.Tx(func(tx *db.Tx) error {
			return tx.Exec(t.Context(), `UPDATE works SET hidden = TRUE WHERE id = $1`, int64(open.ID))
		})
		if x := h.images(archivetest.Guest, "GET", "/pictures/"+open.Picture); x.Status != 404 {
			t.Errorf("a picture of a hidden work: %d", x.Status)
		}
	})
}

// Nothing but pictures is on their host: no page, no form, no script of ours, and
// what goes wrong there is a line of text.
func TestTheHostOfPicturesHasNoPages(t *testing.T) {
	t.Parallel()
	withPictureHost(t, func(t *testing.T, h pictureHouse) {
		s := h.Add(archivetest.Plan{Key: "open", By: archivetest.Ann, Day: 2})
		for _, try := range []struct {
			method, path string
			want         int
		}{
			{"GET", "/", 404}, {"GET", s.ID.Path(), 404}, {"GET", "/users/login", 404}, {"GET", "/account", 404}, {"POST", "/users/login", 404},
			{"GET", "/static/site.css", 404}, {"GET", "/pictures/none.png", 404}, {"GET", "/icons/100/none.png", 404}, {"GET", "/healthz", 404},
			{"POST", "/pictures/" + s.Picture, 405}, {"HEAD", "/pictures/" + s.Picture, 200},
		} {
			x := h.images(archivetest.Ann, try.method, try.path)
			if x.Status != try.want || strings.Contains(x.Body, "<") || x.Header.Get("Set-Cookie") != "" || x.Header.Get("Location") != "" {
				t.Errorf("%s %s on the host of pictures: %d, %q", try.method, try.path, x.Status, x.Body)
			}
		}
	})
}

func TestPagesLinkPicturesOnTheirHost(t *testing.T) {
	t.Parallel()
	withPictureHost(t, func(t *testing.T, h pictureHouse) {
		open := h.Add(archivetest.Plan{Key: "open", By: archivetest.Ann, Day: 2})
		locked := h.Add(archivetest.Plan{Key: "locked", By: archivetest.Ann, Day: 3, Change: func(d *work.Draft) { d.Restricted = true }})
		h.Tx(func(tx *db.Tx) error {
			for _, s := range []archivetest.Story{open, locked} {
				if err := picture.SetCover(t.Context(), tx, s.ID, s.Picture, "A harbour"); err != nil {
					return err
				}
			}
			return nil
		})
		for _, c := range []struct {
			s    archivetest.Story
			want string
		}{{open, onImages + "/pictures/400/"}, {locked, "/pictures/400/"}} {
			x := h.Get(archivetest.Reader, c.s.ID.Path())
			if src := archivetest.Attr(x.All(".work-cover img")[0], "src"); src != c.want+c.s.Picture {
				t.Errorf("the cover of %q is shown from %q", c.s.Key, src)
			}
			// The text is sent as it was packed.
			if text := h.Get(archivetest.Reader, c.s.ID.Path()+"?view_full_work=true"); !strings.Contains(text.Body, ` src="/pictures/`+c.s.Picture+`"`) {
				t.Errorf("the text of %q does not show its picture", c.s.Key)
			}
			if csp := x.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "img-src 'self' data: "+onImages+";") {
				t.Errorf("the policy is %q", csp)
			}
		}
		icon := h.sendIcon(archivetest.Ann)
		x := h.Get(archivetest.Guest, "/users/Ann/pseuds/Ann")
		if src := archivetest.Attr(x.All("img.face")[0], "src"); src != onImages+icon.Path(200) {
			t.Errorf("the icon is shown from %q", src)
		}
		if there := h.images(archivetest.Guest, "GET", icon.Path(200)); there.Status != 200 || !strings.Contains(there.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("the icon is %d, %v", there.Status, there.Header)
		}
	})
}

// sendIcon gives the usual pseud of p a picture.
func (h pictureHouse) sendIcon(p archivetest.Person) account.Icon {
	h.t.Helper()
	usual, err := account.UsualPseud(h.t.Context(), h.DB, h.Viewer(p).ID)
	if err != nil {
		h.t.Fatal(err)
	}
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	if err := errors.Join(m.WriteField("pseud", usual.Name), m.WriteField("alt", "A lamp")); err != nil {
		h.t.Fatal(err)
	}
	file, err := m.CreateFormFile("icon", "lamp.png")
	if err != nil {
		h.t.Fatal(err)
	}
	if err := errors.Join(png.Encode(file, image.NewNRGBA(image.Rect(0, 0, 40, 30))), m.Close()); err != nil {
		h.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(h.t.Context(), "POST", fmt.Sprintf("https://quay.example/account/pseuds/%d", usual.ID), &body)
	if err != nil {
		h.t.Fatal(err)
	}
	r.RemoteAddr = "192.0.2.7:4321"
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if x := h.Do(p, r); x.Status != 303 {
		h.t.Fatalf("sending an icon: %d %s", x.Status, x.Body)
	}
	if usual, err = account.UsualPseud(h.t.Context(), h.DB, h.Viewer(p).ID); err != nil || usual.Icon.Name == "" {
		h.t.Fatalf("%+v, %v", usual, err)
	}
	return usual.Icon
}
