package work_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/search"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

var cleaner = prose.Cleaner{Base: "https://archive.example"}

// lamp is a work as an import would bring it.
func lamp() work.Draft {
	return work.Draft{
		Title: "The Lamp", Language: "en", Rating: work.Teen, Posted: true, ChapterTotal: 3,
		Summary:  "<p>Four minutes <em>late</em>.<script>alert(1)</script></p>",
		Creators: []account.PseudID{1},
		Tags:     []tag.Named{{Type: tag.Fandom, Name: "Lamplighters"}, {Type: tag.Freeform, Name: "Fog"}, {Type: tag.Freeform, Name: "fog"}},
		Credits:  []work.Credit{{Role: work.RoleSong, Name: "A. Singer", Title: "Nineteen", URL: "javascript:alert(1)"}},
		Gifts:    []work.Gift{{Kind: work.Dedication, Name: "everyone who asked"}},
		Requests: []work.Request{{Words: "a special request for Brindle"}},
		Chapters: []work.DraftChapter{
			{Title: "Fog", Body: "<p>The fog came up off the river.</p><p>He stood under lamp nineteen.</p>"},
			{Title: "Key", Body: "<p>The key turned as if oiled that morning.</p>", Kind: work.Interlude},
			{Title: "Not yet", Body: "<p>This is not posted.</p>", Draft: true},
		},
		Original: &work.Original{SHA256: strings.Repeat("a", 64), File: "lamp.txt", Size: 12},
	}
}

func withPeople(t *testing.T, d *db.DB) {
	t.Helper()
	if err := d.Tx(t.Context(), func(tx *db.Tx) error { return addPeople(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
}

func create(t *testing.T, d *db.DB, draft work.Draft) (id work.ID, err error) {
	t.Helper()
	err = d.Tx(t.Context(), func(tx *db.Tx) error { id, err = work.Create(t.Context(), tx, cleaner, draft); return err })
	return id, err
}

func find(t *testing.T, d *db.DB, text string) []search.Hit {
	t.Helper()
	found, err := search.Find(t.Context(), d, search.Query{Text: text, Within: work.Listed(guest), Limit: 5})
	if err != nil {
		t.Fatal(err)
	}
	return found.Hits
}

func TestCreateAndGet(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		withPeople(t, d)
		id, err := create(t, d, lamp())
		if err != nil {
			t.Fatal(err)
		}
		w, err := work.Get(t.Context(), d, guest, id)
		if err != nil {
			t.Fatal(err)
		}
		if w.Words != 20 || w.ChapterCount != 2 || len(w.Chapters) != 2 || w.Complete || w.ChapterTotal != 3 {
			t.Errorf("%d words, %d chapters told, %d shown, complete %v of %d", w.Words, w.ChapterCount, len(w.Chapters), w.Complete, w.ChapterTotal)
		}
		if strings.Contains(w.Summary, "script") || !strings.Contains(w.Summary, "<em>late</em>") {
			t.Errorf("summary %q", w.Summary)
		}
		if len(w.Tags) != 2 || w.Credits[0].URL != "" || w.Gifts[0].Name != "everyone who asked" || len(w.Requests) != 1 {
			t.Errorf("tags %v credits %v gifts %v requests %v", w.Tags, w.Credits, w.Gifts, w.Requests)
		}
		if w.Original != nil {
			t.Error("a guest is told of the original file")
		}
		own, err := work.Get(t.Context(), d, ann, id)
		if err != nil || len(own.Chapters) != 3 || own.Original == nil {
			t.Errorf("the author sees %d chapters, original %v, err %v", len(own.Chapters), own.Original, err)
		}
		packed, err := work.PackedText(t.Context(), d, w.Chapters[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		if err := packed.Unpack(&b); err != nil || !strings.Contains(b.String(), fmt.Sprintf(`id="p%d-2"`, w.Chapters[0].ID)) {
			t.Errorf("text %q, err %v", b.String(), err)
		}
		hits := find(t, d, "fog came up off the river")
		if len(hits) != 1 || hits[0].Anchor != fmt.Sprintf("p%d-1", w.Chapters[0].ID) {
			t.Errorf("quote found at %+v", hits)
		}
		if hits := find(t, d, "this is not posted"); len(hits) != 0 {
			t.Errorf("a draft chapter is found: %+v", hits)
		}
	})
}

// A new version keeps the keys of chapters and the anchors of paragraphs that did
// not change, so that links and places in the text still lead there.
func TestReplaceKeepsWhatLinksPointTo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		withPeople(t, d)
		ctx := t.Context()
		id, err := create(t, d, lamp())
		if err != nil {
			t.Fatal(err)
		}
		before, err := work.Get(ctx, d, ann, id)
		if err != nil {
			t.Fatal(err)
		}
		next := lamp()
		next.Chapters = next.Chapters[:2]
		next.Chapters[0].Body = "<p>A new beginning.</p>" + next.Chapters[0].Body
		if err := d.Tx(ctx, func(tx *db.Tx) error { return work.Replace(ctx, tx, cleaner, id, next) }); err != nil {
			t.Fatal(err)
		}
		after, err := work.Get(ctx, d, ann, id)
		if err != nil {
			t.Fatal(err)
		}
		first := after.Chapters[0].ID
		if len(after.Chapters) != 2 || first != before.Chapters[0].ID || after.Chapters[0].Version != 2 || after.Chapters[1].Version != 1 {
			t.Errorf("chapters %+v", after.Chapters)
		}
		html, err := work.Text(ctx, d, first)
		if err != nil || !strings.Contains(html, fmt.Sprintf(`<p id="p%d-1">The fog`, first)) || !strings.Contains(html, fmt.Sprintf(`<p id="p%d-3">A new`, first)) {
			t.Errorf("anchors moved: %s, err %v", html, err)
		}
		versions, err := work.Versions(ctx, d, first, 0, 10)
		if err != nil || len(versions) != 1 || versions[0].Kind != work.PublishedVersion {
			t.Fatalf("versions %+v, %v", versions, err)
		}
		if _, kept, err := work.VersionText(ctx, d, first, versions[0].ID); err != nil || !strings.Contains(kept.Body, "The fog") || strings.Contains(kept.Body, "new beginning") {
			t.Errorf("the version before: %+v, %v", kept, err)
		}
		if hits := find(t, d, "key turned as if oiled"); len(hits) != 1 {
			t.Errorf("found %+v", hits)
		}
	})
}

func TestEightCreateAtOnceWithTheSameTags(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		withPeople(t, d)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for range 3 {
					if _, err := create(t, d, lamp()); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		var works, filters, stamps int
		err := d.QueryRowContext(t.Context(), `SELECT (SELECT COUNT(*) FROM works WHERE words = 20), (SELECT COUNT(*) FROM work_filters WHERE audience = 0), (SELECT COUNT(*) FROM changes)`).
			Scan(&works, &filters, &stamps)
		if err != nil || works != 24 || filters != 48 || stamps != 24 {
			t.Errorf("%d works, %d filters, %d changes, err %v", works, filters, stamps, err)
		}
	})
}

func TestEightReplaceAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		withPeople(t, d)
		ctx := t.Context()
		id, err := create(t, d, lamp())
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				next := lamp()
				next.Chapters[0].Body += fmt.Sprintf("<p>Version by writer %d.</p>", i)
				if err := d.Tx(ctx, func(tx *db.Tx) error { return work.Replace(ctx, tx, cleaner, id, next) }); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		w, err := work.Get(ctx, d, ann, id)
		if err != nil || len(w.Chapters) != 3 || w.Chapters[0].Version != 9 {
			t.Errorf("%+v, err %v: want version 9 after eight changes", w.Chapters, err)
		}
	})
}

func TestDraftIsRefusedWithASentence(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		withPeople(t, d)
		for name, c := range map[string]struct {
			field string
			spoil func(*work.Draft)
		}{
			"no title":     {"title", func(d *work.Draft) { d.Title = "  " }},
			"long title":   {"title", func(d *work.Draft) { d.Title = strings.Repeat("å", work.MaxTitle+1) }},
			"no creator":   {"creators", func(d *work.Draft) { d.Creators = nil }},
			"no chapter":   {"chapters", func(d *work.Draft) { d.Chapters = nil }},
			"no words":     {"chapters", func(d *work.Draft) { d.Chapters = []work.DraftChapter{{Body: "<p>&nbsp;</p>"}} }},
			"rating":       {"rating", func(d *work.Draft) { d.Rating = "PG" }},
			"language":     {"language", func(d *work.Draft) { d.Language = "no such language" }},
			"long summary": {"summary", func(d *work.Draft) { d.Summary = strings.Repeat("x", work.MaxSummary+1) }},
			"total":        {"chapter_total", func(d *work.Draft) { d.ChapterTotal = 1 }},
		} {
			draft := lamp()
			c.spoil(&draft)
			if _, err := create(t, d, draft); fault.KindOf(err) != fault.Invalid || fault.FieldOf(err) != c.field {
				t.Errorf("%s: %v (field %q)", name, err, fault.FieldOf(err))
			}
		}
		var n int
		if err := d.QueryRowContext(context.Background(), `SELECT COUNT(*) FROM works`).Scan(&n); err != nil || n != 0 {
			t.Errorf("%d works are left of what was refused, err %v", n, err)
		}
	})
}

// What somebody typed is kept as it was typed, unless the file it came in has it.
func TestSourceIsKept(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		withPeople(t, d)
		typed := lamp()
		typed.Original = nil
		sent := typed.Chapters[0].Body
		for _, draft := range []work.Draft{typed, lamp()} {
			if _, err := create(t, d, draft); err != nil {
				t.Fatal(err)
			}
		}
		var same, none int
		err := d.QueryRowContext(t.Context(), `SELECT COUNT(CASE WHEN source = $1 THEN 1 END), COUNT(CASE WHEN source IS NULL THEN 1 END) FROM chapter_texts`, sent).Scan(&same, &none)
		if err != nil || same != 1 || none != 3 {
			t.Errorf("%d kept as typed, %d in their files, %v", same, none, err)
		}
	})
}

// After an upgrade of the cleaner, old text is cleaned again without new anchors.
func TestReclean(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		withPeople(t, d)
		ctx := t.Context()
		id, err := create(t, d, lamp())
		if err != nil {
			t.Fatal(err)
		}
		w, err := work.Get(ctx, d, guest, id)
		if err != nil {
			t.Fatal(err)
		}
		first := int64(w.Chapters[0].ID)
		err = d.Tx(ctx, func(tx *db.Tx) error {
			if err := tx.Exec(ctx, `UPDATE works SET summary = '<p>x</p><script>y</script>', clean_version = 0`); err != nil {
				return err
			}
			return tx.Exec(ctx, `UPDATE chapter_texts SET html = html || '<script>z</script>', clean_version = 0`)
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := work.RunReclean(ctx, d, cleaner); err != nil {
			t.Fatal(err)
		}
		html, err := work.Text(ctx, d, w.Chapters[0].ID)
		if err != nil || strings.Contains(html, "script") || !strings.Contains(html, fmt.Sprintf(`id="p%d-1"`, first)) {
			t.Errorf("%s, %v", html, err)
		}
		if w, err = work.Get(ctx, d, guest, id); err != nil || strings.Contains(w.Summary, "script") {
			t.Errorf("%q, %v", w.Summary, err)
		}
	})
}
