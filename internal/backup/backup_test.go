package backup_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/ask"
	"github.com/ficstead/ficstead/internal/backup"
	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/preset"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/related"
	"github.com/ficstead/ficstead/internal/remember"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// write makes a backup of p's.
func write(t *testing.T, a *archivetest.Archive, p archivetest.Person) []byte {
	t.Helper()
	var b bytes.Buffer
	m := backup.Maker{DB: a.DB, Blob: a.Blob, Name: "Testing Quay", BaseURL: "https://quay.example"}
	if err := m.Write(t.Context(), &b, a.Viewer(p).ID, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// take takes a backup in as somebody who may not be here yet.
func take(t *testing.T, a *archivetest.Archive, b []byte, as string) (viewer.ID, []backup.Outcome, error) {
	t.Helper()
	var id viewer.ID
	a.Tx(func(tx *db.Tx) (err error) {
		id, _, err = backup.Account(t.Context(), tx, as)
		return err
	})
	var all []backup.Outcome
	x := backup.Taker{DB: a.DB, Blob: a.Blob, Cleaner: prose.Cleaner{}}
	err := x.Take(t.Context(), bytes.NewReader(b), int64(len(b)), id, func(o backup.Outcome) { all = append(all, o) })
	return id, all, err
}

func hash(t *testing.T, a *archivetest.Archive, id viewer.ID) string {
	t.Helper()
	h, err := backup.ContentHash(t.Context(), a.DB, id)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// rich is an archive in which Ann has works of every kind, a draft without a title,
// text that is not published, and versions.
func rich(t *testing.T, a *archivetest.Archive) viewer.ID {
	t.Helper()
	all := a.Library()
	v := a.Viewer(archivetest.Ann)
	first := all[0]
	large, small := square(t, 200), square(t, 100)
	a.Tx(func(tx *db.Tx) error {
		i := account.Icon{Name: blob.Sum(large) + ".jpg", Alt: "a lamp"}
		if err := account.RestoreIcon(t.Context(), tx, a.Blob, v.ID, a.Pseud(archivetest.Ann, "Ann").ID, i, large, small); err != nil {
			return err
		}
		c := prose.Cleaner{}
		for _, words := range []string{"<p>It rained on the harbour.</p><p>Then it did not.</p>", "<p>It rained on the harbour all night.</p><p>Then it did not.</p>"} {
			text, err := work.TextOf(t.Context(), tx, first.Chapters[0])
			if err != nil {
				return err
			}
			text.Body = words
			if err := work.SetChapter(t.Context(), tx, c, first.Chapters[0], text); err != nil {
				return err
			}
		}
		if _, err := work.KeepVersion(t.Context(), tx, first.Chapters[0], work.NewVersion{Kind: work.NamedVersion, Name: "before the storm", By: v.ID, Words: 3, ChapterText: work.ChapterText{Kind: work.PlainChapter, Body: "<p>No storm yet.</p>"}}); err != nil {
			return err
		}
		copy := "<p>A line that <em>nobody</em> has published.</p>"
		d, err := draft.Open(t.Context(), tx, first.Chapters[1])
		if err != nil {
			return err
		}
		if _, err := draft.Save(t.Context(), tx, first.Chapters[1], draft.Edit{By: v.ID, Seen: d.Seen, Whole: &copy}); err != nil {
			return err
		}
		x, _, err := work.Begin(t.Context(), tx, a.Pseud(archivetest.Ann, "Ann").ID, "de")
		if err != nil {
			return err
		}
		if err := work.AddCreator(t.Context(), tx, x, a.Pseud(archivetest.Ben, "Ben").ID, 0); err != nil {
			return err
		}
		for _, parent := range []string{"https://elsewhere.example/stories/7", "https://quay.example" + all[1].ID.Path()} {
			if err := related.Add(t.Context(), tx, v, &work.Work{ID: first.ID}, related.Named{Address: parent, Title: "The Long Pier", Author: "Somebody", Translation: true}, []string{"quay.example"}); err != nil {
				return err
			}
		}
		return nil
	})
	a.Tx(func(tx *db.Tx) error {
		if _, err := preset.Save(t.Context(), tx, v.ID, "Long ones", "/works?complete=yes", false); err != nil {
			return err
		}
		_, err := ask.Post(t.Context(), tx, v, ask.Draft{Subject: "The one with the lamp", Clues: remember.Clues{remember.What: {Field: remember.What, Text: "she lit the lamp"}}})
		return err
	})
	return v.ID
}

// square is a picture as icons are.
func square(t *testing.T, px int) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, px, px))
	for i := range img.Pix {
		img.Pix[i] = byte(i/px) | 3
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 85}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// The story of the issue: everything goes into one file and, in an empty archive,
// comes out the same, on each database and from each to the other.
func TestABackupGivesTheSameWorksBack(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ann := rich(t, a)
		before := hash(t, a, ann)
		file := write(t, a, archivetest.Ann)
		for name, dsn := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
			t.Run("into "+name, func(t *testing.T) {
				empty := archivetest.OpenEmpty(t, dsn(t), "")
				for _, as := range []string{"Ann", "Somebody"} {
					id, all, err := take(t, empty, file, as)
					if err != nil {
						t.Fatal(err)
					}
					for _, o := range all {
						if o.Account {
							continue
						}
						if o.Reason != "" || o.Work == 0 {
							t.Errorf("%s: %s %v", o.Title, o.Reason, o.Notes)
						}
					}
					if after := hash(t, empty, id); after != before {
						t.Errorf("as %s the content is another: %s, was %s", as, after, before)
						compare(t, a, ann, empty, id)
					}
				}
				// Once more changes nothing.
				id, all, err := take(t, empty, file, "Ann")
				if err != nil || hash(t, empty, id) != before {
					t.Errorf("the second time it is another: %v", err)
				}
				for _, o := range all {
					if !o.Here && !o.Account {
						t.Errorf("%s was taken in twice", o.Title)
					}
				}
			})
		}
	})
}

// compare tells in which files two accounts differ.
func compare(t *testing.T, a *archivetest.Archive, ann viewer.ID, b *archivetest.Archive, other viewer.ID) {
	t.Helper()
	x, y := map[string]string{}, map[string]string{}
	for archive, into := range map[*archivetest.Archive]map[string]string{a: x, b: y} {
		id := ann
		if archive == b {
			id = other
		}
		var buf bytes.Buffer
		m := backup.Maker{DB: archive.DB, Blob: archive.Blob}
		if err := m.Write(context.Background(), &buf, id, func(int, int) {}); err != nil {
			t.Fatal(err)
		}
		z, err := zip.NewReader(bytes.NewReader(buf.Bytes()), int64(buf.Len()))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range z.File {
			if strings.HasSuffix(f.Name, ".json") || strings.HasPrefix(f.Name, "works/") {
				into[f.Name] = read(t, f)
			}
		}
	}
	for name, was := range x {
		if is := y[name]; is != was && name != "manifest.json" {
			t.Logf("%s was\n%.3000s\nis\n%.3000s", name, was, is)
		}
	}
}

func read(t *testing.T, f *zip.File) string {
	t.Helper()
	r, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// Every single thing that ought to survive is in the hash.
func TestTheHashKnowsOfEachThing(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ann := rich(t, a)
		seen := map[string]string{hash(t, a, ann): "nothing"}
		for _, change := range []string{
			`UPDATE works SET title = title || '.' WHERE id = 1`, `UPDATE works SET summary = summary || '.' WHERE id = 1`, `UPDATE works SET notes_after = notes_after || '.' WHERE id = 1`,
			`UPDATE works SET posted_at = posted_at - 1 WHERE id = 1`, `UPDATE works SET revised_at = revised_at - 1 WHERE id = 1`, `UPDATE works SET created_at = created_at - 1 WHERE id = 1`,
			`UPDATE works SET restricted = NOT restricted WHERE id = 1`, `UPDATE works SET unquoted = NOT unquoted WHERE id = 1`, `UPDATE works SET ornament = 'moon' WHERE id = 1`, `UPDATE works SET usual_before = 'x' WHERE id = 1`,
			`UPDATE chapters SET title = title || '.' WHERE id = (SELECT MIN(id) FROM chapters)`, `UPDATE chapters SET notes_before = 'x' WHERE id = (SELECT MIN(id) FROM chapters)`,
			`UPDATE chapters SET posted_at = posted_at - 1 WHERE id = (SELECT MIN(id) FROM chapters)`, `UPDATE chapters SET position = 99 WHERE id = (SELECT MIN(id) FROM chapters)`,
			`UPDATE chapter_texts SET html = html || '<p>x</p>' WHERE chapter_id = (SELECT MIN(id) FROM chapters)`, `UPDATE drafts SET text = text || 'x' WHERE live`,
			`UPDATE chapter_versions SET name = 'x' WHERE kind = 'named'`, `UPDATE chapter_versions SET created_at = created_at - 1 WHERE kind = 'named'`,
			`UPDATE credits SET name = name || '.' WHERE work_id = 1`, `UPDATE gifts SET name = name || '.' WHERE work_id = 1`, `UPDATE requests SET words = words || '.' WHERE work_id = 1`,
			`DELETE FROM work_tags WHERE work_id = 1 AND position = 3`, `DELETE FROM work_pictures WHERE work_id = 1`, `UPDATE originals SET file = 'x' WHERE work_id = 1`,
			`UPDATE accounts SET profile = 'x' WHERE name = 'Ann'`, `UPDATE pseuds SET description = 'x' WHERE name = 'Ann'`, `UPDATE pseuds SET icon = '' WHERE name = 'Ann'`, `DELETE FROM series_works WHERE work_id = 1`,
			`UPDATE presets SET name = name || '.'`, `UPDATE presets SET address = address || '&crossover=no'`, `UPDATE asks SET subject = subject || '.'`, `UPDATE asks SET note = 'x'`,
			`UPDATE asks SET asked_at = asked_at - 1`, `UPDATE asks SET found_at = asked_at`, `UPDATE ask_clues SET said = said || '.'`,
		} {
			a.Tx(func(tx *db.Tx) error {
				r, err := tx.ExecContext(t.Context(), change)
				if err != nil {
					return err
				}
				if n, err := r.RowsAffected(); err != nil || n == 0 {
					t.Errorf("%s changes nothing (%v)", change, err)
				}
				return nil
			})
			h := hash(t, a, ann)
			if was := seen[h]; was != "" {
				t.Errorf("after %s the hash is as after %s", change, was)
			}
			seen[h] = change
		}
	})
}

// What nobody should be able to do with a file that they changed.
func TestAChangedBackupIsNotBelieved(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		rich(t, a)
		file := write(t, a, archivetest.Ann)
		change := func(f func(name, content string) string) []byte { return changed(t, file, f) }
		count := func() (n int) {
			if err := a.DB.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM works`).Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		works := count()
		for what, bad := range map[string][]byte{
			"no zip":   []byte("hello"),
			"cut":      file[:len(file)/2],
			"no end":   change(func(n, c string) string { return map[bool]string{true: "", false: c}[n == "manifest.json"] }),
			"newer":    change(func(n, c string) string { return strings.Replace(c, `"version": 1`, `"version": 7`, 1) }),
			"no works": change(func(n, c string) string { return strings.Replace(c, `"works": `, `"works": -`, 1) }),
		} {
			if _, all, err := take(t, a, bad, "Mallory"); err == nil {
				t.Errorf("%s: taken in, %v", what, all)
			}
		}
		if count() != works {
			t.Error("something was taken in of what was refused")
		}
		// A text that is not what the record says, and paths that lead elsewhere.
		for what, bad := range map[string][]byte{
			"another text": change(func(n, c string) string {
				if strings.HasPrefix(n, "works/0001/chapters/") {
					return c + "<p>And they were never seen again.</p>"
				}
				return c
			}),
			"a path out": change(func(n, c string) string {
				return strings.ReplaceAll(c, `"path": "chapters/`, `"path": "../../chapters/`)
			}),
		} {
			_, all, err := take(t, a, bad, "Mallory")
			if err != nil || all[0].Work != 0 || all[0].Reason == "" {
				t.Errorf("%s: %+v, %v", what, all[0], err)
			}
		}
		// Scripts are cleaned, whatever the checksum says.
		evil := change(func(n, c string) string {
			if n != "works/0001/work.json" {
				return c
			}
			var w map[string]any
			if err := json.Unmarshal([]byte(c), &w); err != nil {
				t.Fatal(err)
			}
			w["summary"], w["uid"] = `<script>alert(1)</script><p onclick="x()">Tide</p>`, "another"
			w["creators"] = []map[string]any{{"login": "Ben", "pseud": ""}}
			b, _ := json.Marshal(w)
			return string(b)
		})
		id, all, err := take(t, a, evil, "Mallory2")
		if err != nil || all[0].Work == 0 {
			t.Fatalf("%+v, %v", all, err)
		}
		w, err := work.Get(t.Context(), a.DB, viewer.Viewer{ID: id, Name: "Mallory2"}, all[0].Work)
		if err != nil || strings.Contains(w.Summary, "script") || strings.Contains(w.Summary, "onclick") {
			t.Errorf("summary %q, %v", w.Summary, err)
		}
		for _, p := range w.Creators {
			if p.Login == "Ben" {
				t.Error("Ben signs a work that he never saw")
			}
		}
	})
}

// changed is a zip with its files changed.
func changed(t *testing.T, file []byte, f func(name, content string) string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, e := range z.File {
		c := f(e.Name, read(t, e))
		if c == "" {
			continue
		}
		to, err := w.Create(e.Name)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(to, c)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A backup of 13 KB named one file of 10 MB as 300 versions, and nobody could save
// anything for minutes while it was taken in.
func TestAFileIsNamedOnce(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		rich(t, a)
		file := write(t, a, archivetest.Ann)
		evil := changed(t, file, func(n, c string) string {
			if n != "works/0001/work.json" {
				return c
			}
			var w backup.Work
			if err := json.Unmarshal([]byte(c), &w); err != nil {
				t.Fatal(err)
			}
			w.UID = "another"
			for i := range w.Chapters {
				if v := w.Chapters[i].Versions; len(v) > 0 {
					w.Chapters[i].Versions = append(v, v[0])
				}
			}
			b, _ := json.Marshal(w)
			return string(b)
		})
		_, all, err := take(t, a, evil, "Mallory")
		if err != nil || !strings.Contains(all[0].Reason, "twice") {
			t.Errorf("%+v, %v", all[0], err)
		}
	})
}

// One that is stopped between two versions goes on there: none is missing, none twice.
func TestVersionsGoOnWhereTheyStopped(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ann := rich(t, a)
		v := a.Viewer(archivetest.Ann)
		a.Tx(func(tx *db.Tx) error {
			for i := range 6 { // more than one transaction takes
				var b strings.Builder
				for n := range 300_000 {
					fmt.Fprintf(&b, "%c%d ", 'a'+i, n*n%99_991)
				}
				body := b.String()
				if _, err := work.KeepVersion(t.Context(), tx, 1, work.NewVersion{Kind: work.NamedVersion, Name: string(rune('a' + i)), By: v.ID, ChapterText: work.ChapterText{Kind: work.PlainChapter, Body: body}}); err != nil {
					return err
				}
			}
			return nil
		})
		before, file := hash(t, a, ann), write(t, a, archivetest.Ann)
		empty := archivetest.OpenEmpty(t, dbtest.SQLite(t), "")
		var id viewer.ID
		empty.Tx(func(tx *db.Tx) (err error) {
			id, _, err = backup.Account(t.Context(), tx, "Ann")
			return err
		})
		x := backup.Taker{DB: empty.DB, Blob: empty.Blob, Cleaner: prose.Cleaner{}}
		stops := 0
		for begun := 3; ; begun++ { // transactions before the program is stopped
			ctx, stop := context.WithCancel(t.Context())
			n := 0
			empty.DB.Now = func() time.Time {
				if n++; n == begun {
					stop()
				}
				return archivetest.Now()
			}
			err := x.Take(ctx, bytes.NewReader(file), int64(len(file)), id, func(backup.Outcome) {})
			stop()
			if err == nil {
				break
			}
			stops++
		}
		if stops < 3 {
			t.Fatalf("it was stopped %d times only", stops)
		}
		if after := hash(t, empty, id); after != before {
			t.Errorf("the content is another: %s, was %s", after, before)
		}
	})
}

// A member's file made a work public that publishing refuses, and dated chapters in
// the year 5138; another filled the disk with zeros that pack to nothing.
func TestAMembersBackupIsTakenWithCare(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		rich(t, a)
		file := write(t, a, archivetest.Ann)
		loud := changed(t, file, func(n, c string) string {
			if n != "works/0001/work.json" {
				return c
			}
			var w backup.Work
			if err := json.Unmarshal([]byte(c), &w); err != nil {
				t.Fatal(err)
			}
			w.UID, w.Posted, w.Rating, w.Tags = "another", true, "", nil
			for i := range w.Chapters {
				w.Chapters[i].PostedAt, w.Chapters[i].Posted = 99999999999999, true
			}
			b, _ := json.Marshal(w)
			return string(b)
		})
		var id viewer.ID
		a.Tx(func(tx *db.Tx) (err error) {
			id, _, err = backup.Account(t.Context(), tx, "Mallory")
			return err
		})
		x := backup.Taker{DB: a.DB, Blob: a.Blob, Cleaner: prose.Cleaner{}, Careful: true, Most: 1 << 30}
		var first backup.Outcome
		err := x.Take(t.Context(), bytes.NewReader(loud), int64(len(loud)), id, func(o backup.Outcome) {
			if first.Title == "" {
				first = o
			}
		})
		if err != nil || first.Work == 0 || len(first.Notes) == 0 {
			t.Fatalf("%+v, %v", first, err)
		}
		if p := a.Get(archivetest.Guest, first.Work.Path()); p.Status != http.StatusNotFound {
			t.Errorf("it is public: %d", p.Status)
		}
		w, err := work.Get(t.Context(), a.DB, viewer.Viewer{ID: id, Name: "Mallory"}, first.Work)
		if err != nil || w.Chapters[0].PostedAt.After(archivetest.Now()) {
			t.Errorf("dated %v, %v", w.Chapters[0].PostedAt, err)
		}
		zeros := changed(t, file, func(n, c string) string {
			if strings.HasPrefix(n, "originals/") {
				return strings.Repeat("\x00", 5<<20)
			}
			return strings.ReplaceAll(c, `"uid": "`, `"uid": "z`)
		})
		_, all, err := take(t, a, zeros, "Mallory2")
		if err != nil || !strings.Contains(all[0].Reason, "packed") {
			t.Errorf("zeros: %+v, %v", all[0], err)
		}
	})
}
