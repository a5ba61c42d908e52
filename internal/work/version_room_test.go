package work_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/work"
)

// BenchmarkRoomOfVersions sums up 2,000 versions of a chapter of about 20 kB, and what
// an account has that signs ten such chapters.
func BenchmarkRoomOfVersions(b *testing.B) {
	d := dbtest.Open(b, dbtest.SQLite(b))
	ctx := context.Background()
	var id work.ChapterID
	err := d.Tx(ctx, func(tx *db.Tx) (err error) {
		if err := addPeople(ctx, tx); err != nil {
			return err
		}
		for range 10 {
			if _, id, err = work.Begin(ctx, tx, 1, "en"); err != nil {
				return err
			}
			if err := tx.Exec(ctx, `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
				INSERT INTO chapter_versions (chapter_id, kind, words, created_at, packed, size) SELECT $1, 'auto', 1, i, zeroblob(20000), 20000 FROM n`, int64(id)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	for name, sum := range map[string]func() (work.VersionRoom, error){
		"chapter": func() (work.VersionRoom, error) { return work.RoomOf(ctx, d, id) },
		"account": func() (work.VersionRoom, error) { return work.RoomFor(ctx, d, 1) },
		"by bytes": func() (r work.VersionRoom, err error) {
			err = d.QueryRowContext(ctx, `SELECT COUNT(*), SUM(LENGTH(packed)) FROM chapter_versions WHERE chapter_id = $1`, int64(id)).Scan(&r.Versions, &r.Bytes)
			return
		},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if r, err := sum(); err != nil || r.Bytes < 2000*20000 {
					b.Fatal(fmt.Sprint(r, err))
				}
			}
		})
	}
}
