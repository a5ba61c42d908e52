package picture_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/picture"
	"github.com/ficstead/ficstead/internal/work"
)

// longAgo makes all that was swept, stored and kept so far a matter of long ago.
func (k *desk) longAgo() {
	k.t.Helper()
	old := k.d.Now().AddDate(-2, 0, 0)
	k.tx(func(tx *db.Tx) error {
		for _, q := range []string{
			`UPDATE loose_pictures SET since = $1`, `UPDATE loose_files SET at = $1`,
			`UPDATE pictures SET created_at = $1`, `UPDATE chapter_versions SET created_at = $1`,
		} {
			if err := tx.Exec(k.t.Context(), q, old.UnixMilli()); err != nil {
				return err
			}
		}
		return nil
	})
	for _, f := range k.files() {
		if err := os.Chtimes(f, old, old); err != nil {
			k.t.Fatal(err)
		}
	}
}

// files are the paths of all stored files.
func (k *desk) files() []string {
	k.t.Helper()
	any, err := k.s.Path(blob.Pictures, strings.Repeat("0", 64))
	if err != nil {
		k.t.Fatal(err)
	}
	all, err := filepath.Glob(filepath.Join(filepath.Dir(any), "..", "..", "*", "*", "*"))
	if err != nil {
		k.t.Fatal(err)
	}
	return all
}

// sweep sweeps as the archive does, long after everything before.
func (k *desk) sweep() {
	k.t.Helper()
	for range 3 { // what is found, what is due, and its files
		k.longAgo()
		if err := picture.RunSweep(k.t.Context(), k.d, k.s); err != nil {
			k.t.Fatal(err)
		}
		if err := work.RunSweepLoose(k.t.Context(), k.d, k.s); err != nil {
			k.t.Fatal(err)
		}
	}
}

// there checks whether a picture and its small copies are there for Ann.
func (k *desk) there(when, name string, want bool) {
	k.t.Helper()
	code := 404
	if want {
		code = 200
	}
	for _, src := range []string{"/pictures/" + name, "/pictures/200/" + name, "/pictures/400/" + name} {
		if w := k.get(ann, src); w.Code != code {
			k.t.Errorf("%s: %s answers with %d, want %d", when, src, w.Code, code)
		}
	}
	if left := strings.Count(strings.Join(k.files(), "\n"), name[:64]); want && left != 3 || !want && left != 0 {
		k.t.Errorf("%s: %d files", when, left)
	}
}

func (k *desk) write(i int, body string) {
	k.t.Helper()
	k.tx(func(tx *db.Tx) error {
		return work.SetChapter(k.t.Context(), tx, cleaner, k.chapters[i], work.ChapterText{Kind: work.PlainChapter, Body: body})
	})
}

// A writer tried pictures out for years; each stayed on the disk and in her quota for
// good. But what an old version shows has to be there when she goes back to it.
func TestAPictureThatNothingNames(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		a := k.send(ann, drawn(t, 500, 300, 1), "alt", "A map")
		body := `<p>Look: <img src="` + a.Src + `" alt="map"/></p>`
		k.write(1, body)
		k.tx(func(tx *db.Tx) error {
			_, err := work.KeepVersion(t.Context(), tx, k.chapters[1], work.NewVersion{Kind: work.AutoVersion, ChapterText: work.ChapterText{Kind: work.PlainChapter, Body: body}})
			return err
		})
		k.sweep()
		k.there("in a chapter", a.Name, true)
		k.write(1, "<p>No more.</p>")
		k.sweep()
		k.there("in a version", a.Name, true)
		if page := k.get(ann, k.path("/pictures")).Body.String(); !strings.Contains(page, "In an earlier version") {
			t.Error("the page does not say that a version has it")
		}
		k.longAgo()
		if err := work.RunSweepVersions(t.Context(), k.d); err != nil {
			t.Fatal(err)
		}
		if err := picture.RunSweep(t.Context(), k.d, k.s); err != nil {
			t.Fatal(err)
		}
		k.there("just loose", a.Name, true)
		if page := k.get(ann, k.path("/pictures")).Body.String(); !strings.Contains(page, "It goes after") {
			t.Error("the page does not say that it goes")
		}
		if n, bytes, err := picture.Loose(t.Context(), k.d); n != 1 || bytes == 0 || err != nil {
			t.Errorf("loose: %d, %d bytes, %v", n, bytes, err)
		}
		k.sweep()
		k.there("at last", a.Name, false)
		if n, err := db.All(t.Context(), k.d, db.One[string], `SELECT name FROM pictures`); len(n) != 0 || err != nil {
			t.Errorf("rows that stay: %v, %v", n, err)
		}
		if b := k.send(ann, drawn(t, 500, 300, 1)); b.Name != a.Name {
			t.Errorf("sent anew: %+v", b)
		}
		k.there("sent anew", a.Name, true)
	})
}

// What names a picture keeps it, one for each way to name it.
func TestWhatKeepsAPicture(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		names := map[string]string{}
		for i, how := range []string{"nothing", "cover", "notes", "usual notes", "skin", "working copy", "posted chapter", "sent again"} {
			names[how] = k.send(ann, drawn(t, 20, 20, uint8(i+1))).Name
		}
		img := func(how string) string { return `<p><img src="/pictures/` + names[how] + `" alt="x"/></p>` }
		k.write(0, img("posted chapter"))
		k.tx(func(tx *db.Tx) error {
			if err := picture.SetCover(t.Context(), tx, k.id, names["cover"], "A cover"); err != nil {
				return err
			}
			text := img("working copy")
			if _, err := draft.Save(t.Context(), tx, k.chapters[1], draft.Edit{By: ann.ID, Seen: seen(t, tx, k.chapters[1]), Whole: &text}); err != nil {
				return err
			}
			if err := tx.Exec(t.Context(), `UPDATE works SET notes_after = $1, usual_before = $2`, img("notes"), img("usual notes")); err != nil {
				return err
			}
			if err := tx.Exec(t.Context(), `INSERT INTO work_skins (id, account_id, title, title_key, css, clean, sum, created_at, updated_at) VALUES (1, 1, 'x', 'x', '', '', '', 1, 1)`); err != nil {
				return err
			}
			return tx.Exec(t.Context(), `INSERT INTO skin_pictures (skin_id, name) VALUES (1, $1)`, names["skin"])
		})
		for range 3 {
			k.longAgo()
			if err := picture.RunSweep(t.Context(), k.d, k.s); err != nil {
				t.Fatal(err)
			}
			k.send(ann, drawn(t, 20, 20, 8))
		}
		k.longAgo()
		if err := work.RunSweepLoose(t.Context(), k.d, k.s); err != nil {
			t.Fatal(err)
		}
		for how, name := range names {
			k.there(how, name, how != "nothing")
		}
	})
}

func seen(t *testing.T, q db.Q, id work.ChapterID) int {
	t.Helper()
	c, err := draft.Of(t.Context(), q, id)
	if err != nil {
		t.Fatal(err)
	}
	return c.Seen
}

// Four send the same picture while four sweep it away: whoever was told that it came
// has it.
func TestSweepWhileEightSend(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		file := drawn(t, 200, 200, 9)
		name := k.send(ann, file).Name
		for round := range 6 {
			for range 1 + round%2 { // its row is due, or only its file is left
				k.longAgo()
				if err := picture.RunSweep(t.Context(), k.d, k.s); err != nil {
					t.Fatal(err)
				}
			}
			k.longAgo()
			var wg sync.WaitGroup
			for range 4 {
				wg.Go(func() {
					if a := k.send(ann, file); a.Status != 200 {
						t.Errorf("sent: %+v", a)
					}
				})
				wg.Go(func() {
					if err := picture.RunSweep(t.Context(), k.d, k.s); err != nil {
						t.Errorf("sweep: %v", err)
					}
					if err := work.RunSweepLoose(t.Context(), k.d, k.s); err != nil {
						t.Errorf("sweep files: %v", err)
					}
				})
			}
			wg.Wait()
			k.there("after all", name, true)
		}
	})
}

// A server was stopped between the file and its row: the file stayed for ever.
func TestFilesWithoutRows(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		a := k.send(ann, drawn(t, 300, 300, 1))
		put := func(shelf blob.Kind, name string) string {
			t.Helper()
			if err := k.s.Put(t.Context(), shelf, name, []byte(name)); err != nil {
				t.Fatal(err)
			}
			p, err := k.s.Path(shelf, name)
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		k.tx(func(tx *db.Tx) error {
			return tx.Exec(t.Context(), `UPDATE pseuds SET icon = $1 WHERE id = 1`, blob.Sum([]byte("icon"))+".png")
		})
		k.write(0, `<p><img src="`+a.Src+`" alt="x"/></p>`)
		icon := put("icons-200", blob.Sum([]byte("icon"))+".png")
		var strays []string
		for _, shelf := range []blob.Kind{blob.Pictures, blob.Thumbs200, blob.Thumbs400, "icons-100", "icons-200"} {
			strays = append(strays, put(shelf, blob.Sum([]byte("stray"))+".png"))
		}
		original := put(blob.Originals, blob.Sum([]byte("original")))
		k.longAgo()
		young := put(blob.Pictures, blob.Sum([]byte("young"))+".png")
		if err := picture.RunSweep(t.Context(), k.d, k.s); err != nil {
			t.Fatal(err)
		}
		for _, p := range strays {
			if _, err := os.Stat(p); err == nil {
				t.Errorf("%s stays", p)
			}
		}
		for _, p := range []string{icon, original, young} {
			if _, err := os.Stat(p); err != nil {
				t.Error(err)
			}
		}
		k.there("named", a.Name, true)
		if page := k.get(ann, k.path("/pictures")).Body.String(); strings.Contains(page, time.Now().Format("2006")) && strings.Contains(page, "It goes after") {
			t.Error("the page says of what is shown that it goes")
		}
	})
}

// Whoever sends a picture at the instant at which it goes waits until it is gone, and
// has it.
func TestSendWhileItGoes(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		file := drawn(t, 200, 200, 9)
		name := k.send(ann, file).Name
		if w := k.post(ann, k.path("/pictures/"+name+"/delete"), ""); w.Code != 303 {
			t.Fatal(w.Code)
		}
		sent := make(chan answer)
		k.tx(func(tx *db.Tx) error {
			if err := blob.LockPicture(t.Context(), tx, name); err != nil {
				return err
			}
			if err := blob.DropPicture(t.Context(), tx, k.s, name); err != nil {
				return err
			}
			go func() { sent <- k.send(ann, file) }()
			select {
			case a := <-sent:
				t.Errorf("did not wait: %+v", a)
				go func() { sent <- a }()
			case <-time.After(time.Second):
			}
			return nil
		})
		if a := <-sent; a.Status != 200 {
			t.Errorf("%+v", a)
		}
		k.there("sent", name, true)
	})
}

// A picture whose time has come is just being sent again: the sweep waits, and finds
// that it is named. It did not, and the picture was taken from under the sender.
func TestSweepWaitsForASender(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		made, err := blob.Remake(drawn(t, 200, 200, 9))
		if err != nil {
			t.Fatal(err)
		}
		k.tx(func(tx *db.Tx) error { return blob.PutPicture(t.Context(), tx, k.s, made) })
		k.tx(func(tx *db.Tx) error { return work.Loosen(t.Context(), tx, blob.Pictures, made.Name) })
		k.longAgo()
		swept := make(chan error, 1)
		k.tx(func(tx *db.Tx) error {
			if err := blob.PutPicture(t.Context(), tx, k.s, made); err != nil {
				return err
			}
			old := k.d.Now().AddDate(-2, 0, 0) // no clock helps
			for _, f := range k.files() {
				if err := os.Chtimes(f, old, old); err != nil {
					return err
				}
			}
			go func() { swept <- work.RunSweepLoose(t.Context(), k.d, k.s) }()
			time.Sleep(300 * time.Millisecond)
			return work.GivePicture(t.Context(), tx, k.id, made.Name)
		})
		if err := <-swept; err != nil {
			t.Errorf("sweep: %v", err)
		}
		k.there("sent again", made.Name, true)
	})
}
