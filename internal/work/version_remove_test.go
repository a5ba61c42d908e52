package work_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

func removeVersion(t *testing.T, d *db.DB, id work.ChapterID, v work.VersionID, by viewer.ID) error {
	t.Helper()
	return d.Tx(t.Context(), func(tx *db.Tx) error { return work.RemoveVersion(t.Context(), tx, id, v, by) })
}

// packed is the room that the versions of a chapter take, asked of their bytes.
func packed(t *testing.T, d *db.DB, id work.ChapterID) (n int64) {
	t.Helper()
	if err := d.QueryRowContext(t.Context(), `SELECT COALESCE(SUM(LENGTH(packed)), 0) FROM chapter_versions WHERE chapter_id = $1`, int64(id)).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func room(t *testing.T, d *db.DB, id work.ChapterID) work.VersionRoom {
	t.Helper()
	r, err := work.RoomOf(t.Context(), d, id)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Whichever versions go, in whatever order, the others are what they were, and their
// room is what they take.
func TestRemovedVersions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		id := begin(t, d)
		n, texts := newNovel(800), map[work.VersionID]string{}
		for i := range 30 {
			n.edit()
			kind := []work.VersionKind{work.NamedVersion, work.AsideVersion, work.PublishedVersion}[i%3]
			v := keepVersion(t, d, id, work.NewVersion{Kind: kind, By: 1, ChapterText: work.ChapterText{Body: n.text()}})
			texts[v] = n.text()
		}
		all := versionsOf(t, d, id)
		r := rand.New(rand.NewPCG(3, 4))
		r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		for _, v := range all {
			err := removeVersion(t, d, id, v.ID, 1)
			if v.Kind == work.PublishedVersion {
				if fault.KindOf(err) != fault.Denied {
					t.Errorf("what was published goes: %v", err)
				}
			} else if delete(texts, v.ID); err != nil {
				t.Fatal(err)
			}
			left := versionsOf(t, d, id)
			if len(left) != len(texts) {
				t.Fatalf("%d versions, want %d", len(left), len(texts))
			}
			for _, v := range left {
				if versionText(t, d, id, v.ID).Body != texts[v.ID] {
					t.Fatalf("version %d is not what it was", v.ID)
				}
			}
			if got := room(t, d, id); got.Versions != len(left) || got.Bytes != packed(t, d, id) {
				t.Fatalf("%+v, but they take %d", got, packed(t, d, id))
			}
		}
		if next := keepVersion(t, d, id, work.NewVersion{Kind: work.NamedVersion, ChapterText: work.ChapterText{Body: n.text() + "x"}}); versionText(t, d, id, next).Body != n.text()+"x" {
			t.Error("the next one is not what it was")
		}
	})
}

// Each removes what is theirs; what is gone, or never was there, is no error and
// touches nothing.
func TestWhoRemovesVersions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		id := begin(t, d)
		keep := func(kind work.VersionKind, by viewer.ID) work.VersionID {
			return keepVersion(t, d, id, work.NewVersion{Kind: kind, Name: "n", By: by, ChapterText: work.ChapterText{Title: string(kind), Body: string(rune('a' + by))}})
		}
		for _, c := range []struct {
			v     work.VersionID
			by    viewer.ID
			moves bool
		}{
			{keep(work.NamedVersion, 1), 2, false}, {keep(work.AsideVersion, 2), 1, false}, {keep(work.AutoVersion, 1), 1, false},
			{keep(work.RestoredVersion, 1), 1, false}, {keep(work.PublishedVersion, 1), 1, false}, {keep(work.NamedVersion, 2), 2, true}, {keep(work.NamedVersion, 0), 1, true},
		} {
			before := len(versionsOf(t, d, id))
			err := removeVersion(t, d, id, c.v, c.by)
			gone := before - len(versionsOf(t, d, id))
			if c.moves && (err != nil || gone != 1) || !c.moves && (fault.KindOf(err) != fault.Denied || gone != 0) {
				t.Errorf("%+v: %v, %d gone", c, err, gone)
			}
			if err := removeVersion(t, d, id, c.v, c.by); c.moves && err != nil {
				t.Errorf("twice: %v", err)
			}
		}
		v := keep(work.NamedVersion, 1)
		if err := removeVersion(t, d, id+1, v, 1); err != nil {
			t.Error(err)
		}
		if !slices.ContainsFunc(versionsOf(t, d, id), func(x work.Version) bool { return x.ID == v }) {
			t.Error("it goes by way of another chapter")
		}
	})
}

// Eight who remove and keep at once leave a history that can be read.
func TestEightRemoveVersions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		id := begin(t, d)
		n, texts := newNovel(300), map[work.VersionID]string{}
		for range 24 {
			n.edit()
			v := keepVersion(t, d, id, work.NewVersion{Kind: work.NamedVersion, By: 1, ChapterText: work.ChapterText{Body: n.text()}})
			texts[v] = n.text()
		}
		all := versionsOf(t, d, id)
		var wg sync.WaitGroup
		for w := range 8 {
			wg.Go(func() {
				for i := w; i < len(all); i += 8 {
					if i%2 == 0 {
						if err := removeVersion(t, d, id, all[i].ID, 1); err != nil {
							t.Error(err)
						}
						continue
					}
					err := d.Tx(t.Context(), func(tx *db.Tx) error {
						_, err := work.KeepVersion(t.Context(), tx, id, work.NewVersion{Kind: work.NamedVersion, ChapterText: work.ChapterText{Title: "more", Body: texts[all[i].ID]}})
						return err
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		left := versionsOf(t, d, id)
		if len(left) != 24 {
			t.Fatalf("%d versions", len(left))
		}
		for _, v := range left {
			if got := versionText(t, d, id, v.ID); texts[v.ID] != "" && got.Body != texts[v.ID] {
				t.Errorf("version %d is not what it was", v.ID)
			}
		}
		if got := room(t, d, id); got.Bytes != packed(t, d, id) {
			t.Errorf("%+v, but they take %d", got, packed(t, d, id))
		}
	})
}

// The sum of an account is that of the works that it signs, and follows what goes by
// itself too.
func TestRoomOfAnAccount(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		id := begin(t, d)
		keepVersion(t, d, id, work.NewVersion{Kind: work.NamedVersion, ChapterText: work.ChapterText{Body: newNovel(500).text()}})
		for account, want := range map[viewer.ID]int64{1: packed(t, d, id), 2: 0} {
			got, err := work.RoomFor(t.Context(), d, account)
			if err != nil || got.Bytes != want || got.Versions != int(min(want, 1)) {
				t.Errorf("account %d: %+v, %v; want %d bytes", account, got, err, want)
			}
		}
		inTx(t, d, func(ctx context.Context, tx *db.Tx) error { return tx.Exec(ctx, `DELETE FROM chapter_versions`) })
		if got := room(t, d, id); got != (work.VersionRoom{}) {
			t.Errorf("%+v", got)
		}
	})
}
