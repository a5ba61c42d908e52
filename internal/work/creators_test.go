package work_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// addChaptered adds a work of Ann's with three chapters, the last a draft, to people
// whose pseuds have the keys of their accounts.
func addChaptered(t *testing.T, d *db.DB, f flags) []work.ChapterID {
	t.Helper()
	ctx := t.Context()
	write(t, d, func(tx *db.Tx) error {
		if err := addPeople(ctx, tx); err != nil {
			return err
		}
		if err := addFlagged(ctx, tx, 1, f); err != nil {
			return err
		}
		if err := tx.Exec(ctx, `DELETE FROM work_creators WHERE NOT approved`); err != nil {
			return err
		}
		for i := range 3 {
			if _, err := work.AddChapter(ctx, tx, 1); err != nil {
				return err
			}
			if err := tx.Exec(ctx, `UPDATE chapters SET posted = $1 WHERE position = $2`, i < 2, i+1); err != nil {
				return err
			}
		}
		return nil
	})
	ids, err := db.All(ctx, d, db.One[work.ChapterID], `SELECT id FROM chapters ORDER BY position`)
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func write(t *testing.T, d *db.DB, f func(tx *db.Tx) error) {
	t.Helper()
	if err := d.Tx(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

// signs says who signs a work and each of its chapters: "Ann Ben | - | Ben".
func signs(t *testing.T, d *db.DB) string {
	t.Helper()
	w, err := work.Get(t.Context(), d, keeper, 1)
	if err != nil {
		t.Fatal(err)
	}
	names := func(all []account.Pseud) string {
		var out []string
		for _, p := range all {
			out = append(out, p.Name)
		}
		if len(out) == 0 {
			return "-"
		}
		return strings.Join(out, " ")
	}
	out := []string{names(w.Creators)}
	for _, c := range w.Chapters {
		out = append(out, names(c.Creators))
	}
	return strings.Join(out, " | ")
}

func TestWhoSigns(t *testing.T) {
	type step func(ctx context.Context, tx *db.Tx, c []work.ChapterID) error
	add := func(p account.PseudID) step {
		return func(ctx context.Context, tx *db.Tx, _ []work.ChapterID) error {
			return work.AddCreator(ctx, tx, 1, p, 0)
		}
	}
	addTo := func(p account.PseudID, i int) step {
		return func(ctx context.Context, tx *db.Tx, c []work.ChapterID) error {
			return work.AddCreator(ctx, tx, 1, p, c[i])
		}
	}
	chapter := func(ctx context.Context, tx *db.Tx, _ []work.ChapterID) error {
		_, err := work.AddChapter(ctx, tx, 1)
		return err
	}
	for _, c := range []struct {
		name  string
		steps []step
		want  string
	}{
		{"nobody else", nil, "Ann | - | - | -"},
		{"of the whole work", []step{add(2), add(3)}, "Ann Ben Cat | - | - | -"},
		{"twice is once", []step{add(2), add(2)}, "Ann Ben | - | - | -"},
		{"of one chapter, and of those added later", []step{addTo(2, 1), chapter}, "Ann Ben | Ann | - | Ann | -"},
		{"the next one is on all chapters", []step{addTo(2, 1), add(3)}, "Ann Ben Cat | Ann Cat | - | Ann Cat"},
		{"a guest's chapter stays theirs", []step{func(ctx context.Context, tx *db.Tx, _ []work.ChapterID) error {
			_, err := work.AddChapterBy(ctx, tx, 1, 3)
			return err
		}, add(2)}, "Ann Ben | - | - | - | Cat"},
		{"leave", []step{addTo(2, 1), func(ctx context.Context, tx *db.Tx, _ []work.ChapterID) error {
			return work.LeaveWork(ctx, tx, 1, ann.ID)
		}},
			"Ben | - | - | -"},
		{"swap", []step{addTo(2, 1), func(ctx context.Context, tx *db.Tx, _ []work.ChapterID) error {
			return work.SwapCreator(ctx, tx, 1, ann.ID, 3)
		}}, "Cat Ben | Cat | - | Cat"},
		{"swap with who is there", []step{add(2), func(ctx context.Context, tx *db.Tx, _ []work.ChapterID) error {
			return work.SwapCreator(ctx, tx, 1, ann.ID, 2)
		}}, "Ben | - | - | -"},
		{"order", []step{add(2), add(3), func(ctx context.Context, tx *db.Tx, _ []work.ChapterID) error {
			return work.OrderCreators(ctx, tx, 1, []account.PseudID{3, 1, 2})
		}}, "Cat Ann Ben | - | - | -"},
		{"leave and join a chapter", []step{add(2), func(ctx context.Context, tx *db.Tx, c []work.ChapterID) error {
			return errors.Join(work.LeaveChapter(ctx, tx, 1, c[0], ann.ID), work.LeaveChapter(ctx, tx, 1, c[1], ben.ID), work.JoinChapter(ctx, tx, 1, c[1], 2))
		}}, "Ann Ben | Ben | - | -"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				chapters := addChaptered(t, d, flags{posted: true})
				for _, s := range c.steps {
					write(t, d, func(tx *db.Tx) error { return s(t.Context(), tx, chapters) })
				}
				if got := signs(t, d); got != c.want {
					t.Errorf("signed by %s, want %s", got, c.want)
				}
			})
		})
	}
}

func TestWhoSignsRefuses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, c := t.Context(), addChaptered(t, d, flags{posted: true})
		for name, f := range map[string]func(tx *db.Tx) error{
			"the last creator":            func(tx *db.Tx) error { return work.LeaveWork(ctx, tx, 1, ann.ID) },
			"a chapter's last":            func(tx *db.Tx) error { return work.LeaveChapter(ctx, tx, 1, c[0], ann.ID) },
			"an order of others":          func(tx *db.Tx) error { return work.OrderCreators(ctx, tx, 1, []account.PseudID{2}) },
			"an order that names twice":   func(tx *db.Tx) error { return work.OrderCreators(ctx, tx, 1, []account.PseudID{1, 1}) },
			"another work's chapter":      func(tx *db.Tx) error { return work.JoinChapter(ctx, tx, 1, 9876, 1) },
			"a work that is not":          func(tx *db.Tx) error { return work.AddCreator(ctx, tx, 77, 1, 0) },
			"a chapter of no work at all": func(tx *db.Tx) error { return work.LeaveChapter(ctx, tx, 77, c[0], 1) },
		} {
			if k := fault.KindOf(d.Tx(ctx, f)); k != fault.Conflict && k != fault.NotFound {
				t.Errorf("%s: kind %v", name, k)
			}
		}
		if got := signs(t, d); got != "Ann | - | - | -" {
			t.Errorf("afterwards %s", got)
		}
	})
}

func TestEightBecomeCreatorsAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		addChaptered(t, d, flags{posted: true})
		write(t, d, func(tx *db.Tx) error {
			for i := range 8 {
				err := tx.Exec(ctx, `INSERT INTO pseuds (id, account_id, name, name_key, created_at) VALUES ($1, 3, $2, $2, 1)`, 10+i, fmt.Sprint("cat ", i))
				if err != nil {
					return err
				}
			}
			return nil
		})
		pseuds, err := account.PseudsOf(ctx, d, cat.ID)
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for _, p := range pseuds[1:] {
			wg.Go(func() {
				if err := d.Tx(ctx, func(tx *db.Tx) error { return work.AddCreator(ctx, tx, 1, p.ID, 0) }); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		places, err := db.All(ctx, d, db.One[int], `SELECT position FROM work_creators WHERE work_id = 1 ORDER BY position`)
		if err != nil || fmt.Sprint(places) != "[0 1 2 3 4 5 6 7 8]" {
			t.Errorf("places %v, %v", places, err)
		}
	})
}

// Who may write in a chapter, in Go and in SQL: in every state of a work, chapter 2
// is Cat's alone, who is no creator of the work.
func TestMayEditChapterInGoAndSQLAgree(t *testing.T) {
	for i := range 16 {
		f := flags{posted: i&1 != 0, restricted: i&2 != 0, hidden: i&4 != 0, unrevealed: i&8 != 0}
		t.Run(fmt.Sprint(f), func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				c := addChaptered(t, d, f)
				write(t, d, func(tx *db.Tx) error {
					return tx.Exec(t.Context(), `INSERT INTO chapter_creators (chapter_id, pseud_id, position) VALUES ($1, 3, 0)`, int64(c[2]))
				})
				all, err := work.Get(t.Context(), d, keeper, 1)
				if err != nil {
					t.Fatal(err)
				}
				for _, v := range []viewer.Viewer{guest, ann, ben, cat, moderator, keeper} {
					cond := work.ChapterEditableBy(v)
					sql, err := db.All(t.Context(), d, db.One[work.ChapterID], db.Numbered(`SELECT c.id FROM chapters c JOIN works w ON w.id = c.work_id WHERE `+cond.SQL+` ORDER BY c.id`), cond.Args...)
					if err != nil {
						t.Fatal(err)
					}
					var inGo []work.ChapterID
					for _, x := range all.Chapters {
						if all.MayEditChapter(v, x.ID) {
							inGo = append(inGo, x.ID)
						}
					}
					want := 0
					switch open := f.posted && !f.hidden && !f.unrevealed; {
					case v.ID == ann.ID || v.Staff():
						want = 3
					case v.ID == cat.ID && open:
						want = 1
					}
					if fmt.Sprint(sql) != fmt.Sprint(inGo) || len(sql) != want {
						t.Errorf("%q may write in %v by SQL, in %v by Go; want %d", v.Name, sql, inGo, want)
					}
					seen, err := work.Get(t.Context(), d, v, 1)
					if err != nil {
						continue
					}
					if drafts := len(seen.Chapters) == 3; drafts != (want > 0) {
						t.Errorf("%q sees %d chapters", v.Name, len(seen.Chapters))
					}
				}
			})
		})
	}
}
