package picture_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

func TestSendAPicture(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		a := k.send(ann, drawn(t, 30, 20, 1), "alt", " A map \n of the coast ", "user_id", "2", "account_id", "2")
		if a.Status != 200 || a.Src != "/pictures/"+a.Name || a.Width != 30 || a.Height != 20 || a.Alt != "A map of the coast" {
			t.Fatalf("%+v", a)
		}
		if again := k.send(ann, drawn(t, 30, 20, 1)); again.Name != a.Name || again.Status != 200 {
			t.Errorf("the same once more: %+v", again)
		}
		page := k.get(ann, k.path("/pictures")).Body.String()
		if !strings.Contains(page, "A map of the coast") || strings.Count(page, `id="`+a.Name) != 1 || !strings.Contains(page, "Not used anywhere") {
			t.Error("the page does not list it once, with its words")
		}
		kind, body := multi(t, drawn(t, 30, 20, 2))
		if w := k.do(ann, http.MethodPost, k.path("/pictures"), kind, body, false); w.Code != 303 {
			t.Errorf("by the form: %d", w.Code)
		}
		if bad := k.send(ann, drawn(t, 9, 9, 1), "alt", strings.Repeat("é", 1001)); bad.Status != 422 || bad.Field != "alt" {
			t.Errorf("long words: %+v", bad)
		}
		if bad := k.send(ann, []byte("<svg xmlns='http://www.w3.org/2000/svg'/>")); bad.Status != 422 || bad.Field != "picture" {
			t.Errorf("SVG: %+v", bad)
		}
		if bad := k.send(ann, nil); bad.Status != 422 || bad.Error != "Please choose a picture." {
			t.Errorf("nothing: %+v", bad)
		}
		if bad := k.send(ann, make([]byte, 20<<20+1)); bad.Status != 413 || bad.Field != "picture" {
			t.Errorf("a byte too many: %+v", bad)
		}
		if left, err := k.s.Old(k.d.Now().AddDate(100, 0, 0)); len(left) != 0 || err != nil {
			t.Errorf("left on the incoming shelf: %v, %v", left, err)
		}
	})
}

func TestWhoMaySendPictures(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		for _, c := range []struct {
			who  viewer.Viewer
			want int
		}{{guest, 401}, {cat, 404}, {ann, 200}, {moderator, 200}} {
			if a := k.send(c.who, drawn(t, 5, 5, 3)); a.Status != c.want {
				t.Errorf("%q sends with %d", c.who.Name, a.Status)
			}
			if w := k.get(c.who, k.path("/pictures")); w.Code != c.want || w.Code == 200 && w.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("%q gets the page with %d", c.who.Name, w.Code)
			}
		}
	})
}

// A picture is for strangers while something that they may read shows it, and for
// who may edit the work all the time.
func TestWhoGetsAPicture(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		a := k.send(ann, drawn(t, 500, 300, 1))
		img := `<p>Look: <img src="` + a.Src + `" alt="map"/></p>`
		set := func(i int, body string) {
			k.tx(func(tx *db.Tx) error {
				return work.SetChapter(t.Context(), tx, cleaner, k.chapters[i], work.ChapterText{Kind: work.PlainChapter, Body: body})
			})
		}
		check := func(when string, strangers int) {
			t.Helper()
			for _, c := range []struct {
				who  viewer.Viewer
				want int
			}{{guest, strangers}, {cat, strangers}, {ann, 200}, {moderator, 200}} {
				for _, src := range []string{a.Src, "/pictures/200/" + a.Name, "/pictures/400/" + a.Name} {
					if w := k.get(c.who, src); w.Code != c.want {
						t.Errorf("%s, %q gets %s with %d, want %d", when, c.who.Name, src, w.Code, c.want)
					}
				}
			}
		}
		check("just sent", 404)
		set(1, img)
		check("in a draft", 404)
		set(0, img)
		check("in a posted chapter", 200)
		set(0, "<p>No more.</p>")
		check("taken out again", 404)
		k.tx(func(tx *db.Tx) error { return work.PostChapter(t.Context(), tx, k.chapters[1], work.Posting{}) })
		check("once the draft is posted", 200)
		k.tx(func(tx *db.Tx) error { return work.SetHidden(t.Context(), tx, k.id, true) })
		check("in a hidden work", 404)
	})
}

func TestQuota(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.site.Limits.PictureMB = 1
		one := drawn(t, 400, 400, 1) // some 600 kB
		a := k.send(ann, one)
		if a.Status != 200 {
			t.Fatalf("%+v", a)
		}
		if b := k.send(ann, one); b.Status != 200 {
			t.Errorf("the same picture counts twice: %+v", b)
		}
		b := k.send(ann, drawn(t, 400, 400, 2))
		if b.Status != 413 || !strings.Contains(b.Error, "MB of 1 MB are left") {
			t.Errorf("over the quota: %+v", b)
		}
		if w := k.get(ann, "/pictures/"+b.Name); w.Code != 404 {
			t.Errorf("what was refused is there: %d", w.Code)
		}
		if c := k.send(moderator, drawn(t, 400, 400, 2)); c.Status != 200 {
			t.Errorf("somebody else's quota: %+v", c)
		}
	})
}

// Of eight who send at once the last room goes to one.
func TestEightPicturesAtOnce(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.site.Limits.PictureMB = 1
		files := make([][]byte, 8)
		for i := range files {
			files[i] = drawn(t, 400, 400, uint8(i+1))
		}
		var mu sync.Mutex
		var kept int
		var wg sync.WaitGroup
		for _, f := range files {
			wg.Go(func() {
				if a := k.send(ann, f); a.Status == 200 {
					mu.Lock()
					kept++
					mu.Unlock()
				} else if a.Status != 413 {
					t.Errorf("%+v", a)
				}
			})
		}
		wg.Wait()
		if kept != 1 {
			t.Errorf("%d were kept, want 1", kept)
		}
	})
}

func TestCoverAndDelete(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		a := k.send(ann, drawn(t, 50, 80, 1))
		at := k.path("/pictures/" + a.Name)
		if w := k.post(ann, at+"/cover", "alt="); w.Code != 422 {
			t.Errorf("a cover without words: %d", w.Code)
		}
		if w := k.post(cat, at+"/cover", "alt=x"); w.Code != 404 {
			t.Errorf("a stranger's cover: %d", w.Code)
		}
		if w := k.post(ann, k.path("/pictures/other.png/cover"), "alt=x"); w.Code != 404 {
			t.Errorf("no such picture: %d", w.Code)
		}
		if w := k.post(ann, at+"/cover", "alt=A+map"); w.Code != 303 {
			t.Fatalf("%d", w.Code)
		}
		if w := k.get(guest, a.Src); w.Code != 200 {
			t.Errorf("guests get the cover with %d", w.Code)
		}
		if w := k.post(ann, at+"/delete", ""); w.Code != 409 {
			t.Errorf("a cover is deleted with %d", w.Code)
		}
		k.post(ann, at+"/cover", "cover=no")
		if w := k.get(guest, a.Src); w.Code != 404 {
			t.Errorf("what is no cover any more is served with %d", w.Code)
		}
		for range 2 {
			if w := k.post(ann, at+"/delete", ""); w.Code != 303 {
				t.Errorf("delete: %d", w.Code)
			}
		}
		if w := k.get(ann, a.Src); w.Code != 404 {
			t.Errorf("a deleted picture is served with %d", w.Code)
		}
	})
}
