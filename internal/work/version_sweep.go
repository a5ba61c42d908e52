package work

import (
	"context"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/db"
)

// SweepVersions is the job that lets go of automatic versions: all of them after a
// year, and before that those that many others stand close to.
type SweepVersions struct{}

// Kind implements job.Args.
func (SweepVersions) Kind() string { return "work.versions" }

// How long automatic versions are kept, and how close to each other they stand once
// they are older.
const (
	versionLife  = 365 * 24 * time.Hour
	everyVersion = 24 * time.Hour      // younger than this all are kept,
	hourly       = 30 * 24 * time.Hour // then the last of each hour, and after this of each day
)

// RunSweepVersions lets go of what is to go, a chapter in each transaction.
func RunSweepVersions(ctx context.Context, d *db.DB) error {
	const batch = 100
	for last := ChapterID(0); ; {
		ids, err := db.All(ctx, d, db.One[int64], `SELECT DISTINCT chapter_id FROM chapter_versions
			WHERE kind IN ($1, $2, $3) AND created_at < $4 AND chapter_id > $5 ORDER BY chapter_id LIMIT $6`,
			string(AutoVersion), string(AsideVersion), string(RestoredVersion), d.Now().Add(-everyVersion).UnixMilli(), int64(last), batch)
		if err != nil {
			return fmt.Errorf("sweep versions: %w", err)
		}
		for _, id := range ids {
			last = ChapterID(id)
			if err := d.Tx(ctx, func(tx *db.Tx) error { return sweepChapter(ctx, tx, last) }); err != nil {
				return err
			}
		}
		if len(ids) < batch {
			return nil
		}
	}
}

// sweepChapter lets go of versions of one chapter, and builds those that stay on
// those that stay.
func sweepChapter(ctx context.Context, tx *db.Tx, id ChapterID) error {
	if err := tx.Exec(ctx, `UPDATE chapters SET version = version WHERE id = $1`, int64(id)); err != nil { // locks it
		return fmt.Errorf("sweep versions of chapter %d: %w", id, err)
	}
	const all = 1 << 30
	versions, err := Versions(ctx, tx, id, 0, all)
	if err != nil {
		return err
	}
	gone := expendable(versions, tx.Now)
	if len(gone) == 0 {
		return nil
	}
	s := sweeper{ctx: ctx, tx: tx}
	for _, x := range versions {
		v, err := loadStored(ctx, tx, id, x.ID)
		if err != nil {
			return err
		}
		if err := s.next(v, gone[v.ID]); err != nil {
			return err
		}
	}
	return nil
}

// expendable are the versions, of those that come newest first, that may go.
func expendable(versions []Version, now time.Time) map[VersionID]bool {
	gone := map[VersionID]bool{}
	taken := map[int64]bool{} // the hours and days of which one is kept; days are negative
	for _, v := range versions {
		age := now.Sub(v.At)
		switch {
		case v.Kind != AutoVersion && v.Kind != AsideVersion && v.Kind != RestoredVersion, age <= everyVersion:
			continue
		case age > versionLife:
			gone[v.ID] = true
			continue
		case v.Kind != AutoVersion:
			continue
		}
		span := v.At.Unix() / 3600
		if age > hourly {
			span = -v.At.Unix() / 86400
		}
		gone[v.ID], taken[span] = taken[span], true
	}
	for id, is := range gone {
		if !is {
			delete(gone, id)
		}
	}
	return gone
}

// sweeper goes through the versions of a chapter, the newest first: each is built on
// the one that was seen before it, or stands by itself.
type sweeper struct {
	ctx context.Context
	tx  *db.Tx

	last  VersionID // the version before
	text  []byte    // its text
	kept  *stored   // the last one that stays
	whole []byte    // its text
	alone bool      // the next that stays stands by itself: what did so before goes
}

// next drops v or keeps it, built on the last one that is kept where that on which it
// was built goes.
func (s *sweeper) next(v *stored, gone bool) error {
	if v.base != 0 && v.base != s.last {
		return fmt.Errorf("version %d is built on %d, which is not the one after it", v.ID, v.base)
	}
	text, err := v.unpackOn(s.text)
	if err != nil {
		return err
	}
	s.last, s.text = v.ID, text
	if gone {
		s.alone = s.alone || v.base == 0
		return s.tx.Exec(s.ctx, `DELETE FROM chapter_versions WHERE id = $1`, int64(v.ID))
	}
	switch {
	case v.base == 0 || s.kept != nil && s.kept.ID == v.base:
	case s.alone || s.kept == nil:
		err = v.rebuild(s.ctx, s.tx, text, 0, nil)
	default:
		err = v.rebuild(s.ctx, s.tx, text, s.kept.ID, s.whole)
	}
	s.kept, s.whole, s.alone = v, text, false
	return err
}
