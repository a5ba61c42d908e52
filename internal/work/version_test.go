package work_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/work"
)

// begin makes a chapter to keep versions of.
func begin(t *testing.T, d *db.DB) (id work.ChapterID) {
	t.Helper()
	withPeople(t, d)
	inTx(t, d, func(ctx context.Context, tx *db.Tx) (err error) {
		_, id, err = work.Begin(ctx, tx, 1, "en")
		return err
	})
	return id
}

func inTx(t *testing.T, d *db.DB, f func(ctx context.Context, tx *db.Tx) error) {
	t.Helper()
	if err := d.Tx(t.Context(), func(tx *db.Tx) error { return f(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
}

func keepVersion(t *testing.T, d *db.DB, id work.ChapterID, n work.NewVersion) (v work.VersionID) {
	t.Helper()
	inTx(t, d, func(ctx context.Context, tx *db.Tx) (err error) {
		v, err = work.KeepVersion(ctx, tx, id, n)
		return err
	})
	return v
}

func versionsOf(t *testing.T, d *db.DB, id work.ChapterID) []work.Version {
	t.Helper()
	all, err := work.Versions(t.Context(), d, id, 0, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func versionText(t *testing.T, d *db.DB, id work.ChapterID, v work.VersionID) work.ChapterText {
	t.Helper()
	_, text, err := work.VersionText(t.Context(), d, id, v)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// novel is a chapter that changes a sentence at a time.
type novel struct {
	r          *rand.Rand
	paragraphs []string
}

func newNovel(words int) *novel {
	n := &novel{r: rand.New(rand.NewPCG(1, 2))}
	for have := 0; have < words; have += 60 {
		n.paragraphs = append(n.paragraphs, "<p>"+n.sentence(60)+"</p>")
	}
	return n
}

// sentence is words in an order that no other sentence has.
func (n *novel) sentence(words int) string {
	known := strings.Fields("the fog lamp harbour street door green night ladder key river copper morning letter window stair quiet answer tide rope lantern wrote asked went came stood knew left held turned almost never under after because whose")
	var b strings.Builder
	for i := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(known[n.r.IntN(len(known))])
	}
	return b.String() + "."
}

func (n *novel) edit() {
	i := n.r.IntN(len(n.paragraphs))
	switch n.r.IntN(3) {
	case 0:
		n.paragraphs[i] = "<p>" + n.sentence(12) + strings.TrimPrefix(n.paragraphs[i], "<p>")
	case 1:
		n.paragraphs[i] = "<p>" + n.sentence(30) + "</p>"
	default:
		n.paragraphs = append(n.paragraphs[:i:i], append([]string{"<p>" + n.sentence(20) + "</p>"}, n.paragraphs[i:]...)...)
	}
}

func (n *novel) text() string { return strings.Join(n.paragraphs, "\n") }

// Five hundred versions of a chapter take less than three times its room, and each is
// what it was.
func TestRoomOfVersions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		id := begin(t, d)
		n := newNovel(20_000)
		texts := map[work.VersionID]string{}
		for range 500 {
			n.edit()
			v := keepVersion(t, d, id, work.NewVersion{Kind: work.AutoVersion, ChapterText: work.ChapterText{Kind: work.PlainChapter, Body: n.text()}})
			texts[v] = n.text()
		}
		var stored int
		if err := d.QueryRowContext(t.Context(), `SELECT SUM(LENGTH(packed)) FROM chapter_versions WHERE chapter_id = $1`, int64(id)).Scan(&stored); err != nil {
			t.Fatal(err)
		}
		size := len(n.text())
		t.Logf("500 versions of a chapter of %d bytes take %d, %.2f times its size", size, stored, float64(stored)/float64(size))
		if stored > 3*size {
			t.Errorf("500 versions of %d bytes take %d", size, stored)
		}
		if len(texts) != 500 {
			t.Fatalf("%d versions", len(texts))
		}
		for i, v := range versionsOf(t, d, id) {
			if i%17 != 0 && i != 499 {
				continue
			}
			if got := versionText(t, d, id, v.ID); got.Body != texts[v.ID] {
				t.Fatalf("version %d is not what it was", v.ID)
			}
		}
	})
}

// Everything in a chapter comes back, whatever is in it; also from long texts that
// stand by themselves.
func TestVersionsAreWhole(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		id := begin(t, d)
		long := newNovel(300_000).text()
		for i, x := range []work.ChapterText{
			{},
			{Kind: work.Epilogue, Title: "雾 & <fog>", Summary: "<p>S</p>", NotesBefore: "b", NotesAfter: strings.Repeat("a", 300), Body: "<p>\u0301é𝄞\n</p>"},
			{Body: long}, {Title: "x", Body: long}, {Body: "x"}, {Body: long},
		} {
			v := keepVersion(t, d, id, work.NewVersion{Kind: work.AsideVersion, By: 1, Words: i, ChapterText: x})
			if i == 5 {
				if v != versionsOf(t, d, id)[2].ID {
					t.Error("an aside that was kept is kept twice")
				}
			}
			if got := versionText(t, d, id, v); got != x {
				t.Errorf("%d is not what it was", i)
			}
		}
	})
}

func TestVersionsAreKeptOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		id := begin(t, d)
		a, b := work.ChapterText{Body: "<p>A</p>"}, work.ChapterText{Body: "<p>B</p>"}
		one := func(kind work.VersionKind, name string, text work.ChapterText) work.VersionID {
			return keepVersion(t, d, id, work.NewVersion{Kind: kind, Name: name, By: 1, ChapterText: text})
		}
		auto := one(work.AutoVersion, "", a)
		if one(work.AutoVersion, "", a) != auto || one(work.NamedVersion, "first", a) != auto {
			t.Error("one text is kept twice")
		}
		if v := versionsOf(t, d, id); len(v) != 1 || v[0].Kind != work.NamedVersion || v[0].Name != "first" || v[0].By != 1 || v[0].Byline != "Ann" {
			t.Errorf("%+v", v)
		}
		other := one(work.NamedVersion, "second", a)
		if other == auto || one(work.NamedVersion, "first", a) != auto {
			t.Error("a name is lost, or kept twice")
		}
		published := one(work.PublishedVersion, "", a)
		one(work.AutoVersion, "", b)
		if one(work.PublishedVersion, "", a) != published {
			t.Error("what is published is kept twice")
		}
		if one(work.AutoVersion, "", a); len(versionsOf(t, d, id)) != 4 {
			t.Errorf("%+v", versionsOf(t, d, id))
		}
		one(work.PublishedVersion, "", b)
		if one(work.PublishedVersion, "", a) == published {
			t.Error("what was published again is not told")
		}
	})
}

func TestNoSuchVersion(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		id := begin(t, d)
		v := keepVersion(t, d, id, work.NewVersion{Kind: work.AutoVersion, ChapterText: work.ChapterText{Body: "x"}})
		for _, c := range []struct {
			chapter work.ChapterID
			version work.VersionID
		}{{id, v + 1}, {id + 1, v}, {id, 0}} {
			if _, _, err := work.VersionText(t.Context(), d, c.chapter, c.version); fault.KindOf(err) != fault.NotFound {
				t.Errorf("%+v: %v", c, err)
			}
		}
		err := d.Tx(t.Context(), func(tx *db.Tx) error {
			_, err := work.KeepVersion(t.Context(), tx, id+1, work.NewVersion{Kind: work.AutoVersion})
			return err
		})
		if fault.KindOf(err) != fault.NotFound {
			t.Error(err)
		}
	})
}

// Rows from before versions were packed are read as they are.
func TestOldVersions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		id := begin(t, d)
		inTx(t, d, func(ctx context.Context, tx *db.Tx) error {
			return tx.Exec(ctx, `INSERT INTO chapter_versions (chapter_id, kind, words, created_at, title, html) VALUES ($1, 'published', 2, 5, 'Old', '<p>Old text.</p>')`, int64(id))
		})
		next := keepVersion(t, d, id, work.NewVersion{Kind: work.AutoVersion, ChapterText: work.ChapterText{Body: "<p>Old text and new.</p>"}})
		all := versionsOf(t, d, id)
		if got := versionText(t, d, id, all[1].ID); got.Title != "Old" || got.Body != "<p>Old text.</p>" {
			t.Errorf("%+v", got)
		}
		if got := versionText(t, d, id, next); got.Body != "<p>Old text and new.</p>" {
			t.Errorf("built on it: %+v", got)
		}
	})
}

// Eight who keep versions at once build them on one another in turn.
func TestEightKeepVersions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		id := begin(t, d)
		var wg sync.WaitGroup
		for w := range 8 {
			wg.Go(func() {
				for i := range 6 {
					body := fmt.Sprintf("<p>The same for all of them, but for this: %d, %d.</p>", w, i)
					err := d.Tx(t.Context(), func(tx *db.Tx) error {
						_, err := work.KeepVersion(t.Context(), tx, id, work.NewVersion{Kind: work.AsideVersion, Name: fmt.Sprint(w), Words: i, ChapterText: work.ChapterText{Body: body}})
						return err
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		all := versionsOf(t, d, id)
		if len(all) != 48 {
			t.Fatalf("%d versions", len(all))
		}
		for _, v := range all {
			if got := versionText(t, d, id, v.ID); got.Body != fmt.Sprintf("<p>The same for all of them, but for this: %s, %d.</p>", v.Name, v.Words) {
				t.Errorf("%+v is %q", v, got.Body)
			}
		}
	})
}

// Automatic versions thin out with time and go after a year; what has a name or was
// published stays; and what stays is what it was, though what it was built on went.
func TestSweepVersions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		id := begin(t, d)
		now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
		d.Now = func() time.Time { return now }
		n, texts := newNovel(500), map[work.VersionID]string{}
		add := func(kind work.VersionKind, age time.Duration) work.VersionID {
			n.edit()
			v := keepVersion(t, d, id, work.NewVersion{Kind: kind, At: now.Add(-age), ChapterText: work.ChapterText{Body: n.text()}})
			texts[v] = n.text()
			return v
		}
		const day = 24 * time.Hour
		goes, stays := map[work.VersionID]string{}, map[work.VersionID]string{}
		goes[add(work.AutoVersion, 366*day)] = "auto, over a year"
		stays[add(work.NamedVersion, 900*day)] = "named"
		stays[add(work.PublishedVersion, 900*day)] = "published"
		goes[add(work.AsideVersion, 366*day)] = "aside, over a year"
		goes[add(work.RestoredVersion, 366*day)] = "restored, over a year"
		goes[add(work.AutoVersion, 100*day)] = "one of a day long ago"
		goes[add(work.AutoVersion, 100*day-2*time.Hour)] = "another of it"
		stays[add(work.AutoVersion, 100*day-3*time.Hour)] = "the last of a day long ago"
		stays[add(work.AsideVersion, 100*day-3*time.Hour)] = "aside"
		goes[add(work.AutoVersion, 5*day-10*time.Minute)] = "one of an hour"
		stays[add(work.AutoVersion, 5*day-20*time.Minute)] = "the last of an hour"
		stays[add(work.AutoVersion, 5*day-2*time.Hour)] = "two hours later"
		stays[add(work.AutoVersion, 20*time.Minute)] = "new"
		stays[add(work.AutoVersion, 10*time.Minute)] = "newer"
		for range 2 { // the second time there is nothing to do
			if err := work.RunSweepVersions(t.Context(), d); err != nil {
				t.Fatal(err)
			}
			left := map[work.VersionID]bool{}
			for _, v := range versionsOf(t, d, id) {
				left[v.ID] = true
				if got := versionText(t, d, id, v.ID); got.Body != texts[v.ID] {
					t.Errorf("%s is not what it was", stays[v.ID])
				}
			}
			for v, what := range goes {
				if left[v] {
					t.Errorf("%s is still there", what)
				}
			}
			for v, what := range stays {
				if !left[v] {
					t.Errorf("%s is gone", what)
				}
			}
		}
		add(work.AutoVersion, 0)
		if got := versionText(t, d, id, versionsOf(t, d, id)[0].ID); got.Body != n.text() {
			t.Error("what is kept after a sweep is not what it was")
		}
	})
}
