package work

import (
	"context"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

// How many versions a chapter may have that people ask for. What was published has no
// limit, nor has what a backup brings back.
const (
	// MaxNamed is how many named versions a chapter may have.
	MaxNamed = 200
	// MaxAsides is how many texts that were set aside a chapter may have.
	MaxAsides = 100
	// MaxAsidesHourly is how many texts one account may have set aside within an hour, in
	// all chapters.
	MaxAsidesHourly = 60
	// MaxRestoredDaily is how many versions of a day a chapter may have that stood where an
	// earlier one was restored.
	MaxRestoredDaily = 200
	// MaxAutoDaily is how many automatic versions of a day a chapter may have before there
	// is only one for some time of writing; see Crowded.
	MaxAutoDaily = 200
)

// hasRoom is nil while one more version may be kept in a chapter, which the caller has
// locked.
func hasRoom(ctx context.Context, tx *db.Tx, id ChapterID, n NewVersion) error {
	switch n.Kind {
	case NamedVersion:
		return namedRoom(ctx, tx, id)
	case AsideVersion:
		return asideRoom(ctx, tx, id, n.By)
	case RestoredVersion:
		return restoredRoom(ctx, tx, id)
	}
	return nil
}

func namedRoom(ctx context.Context, tx *db.Tx, id ChapterID) error {
	n, err := countKept(ctx, tx, id, NamedVersion, time.Time{})
	if err != nil || n < MaxNamed {
		return err
	}
	return &fault.Error{Kind: fault.TooLarge, Field: "name", Args: []any{MaxNamed},
		Format: "This chapter has %d versions with a name, which is the most. Nothing is lost: save without a name, or remove a version that you no longer need from the chapter’s history, and try again."}
}

// asideRoom counts by the account too, which it locks.
func asideRoom(ctx context.Context, tx *db.Tx, id ChapterID, by viewer.ID) error {
	n, err := countKept(ctx, tx, id, AsideVersion, time.Time{})
	if err != nil {
		return err
	}
	if n >= MaxAsides {
		return fault.New(fault.TooLarge, "%d texts were set aside in this chapter, which is the most. To keep one more in the history, remove one there that you no longer need.", MaxAsides)
	}
	if by == 0 {
		return nil
	}
	if err := tx.Exec(ctx, `UPDATE accounts SET name = name WHERE id = $1`, int64(by)); err != nil {
		return fmt.Errorf("lock account %d: %w", by, err)
	}
	var oldest db.Time
	err = tx.QueryRowContext(ctx, `SELECT COUNT(*), MIN(created_at) FROM (SELECT created_at FROM chapter_versions
		WHERE account_id = $1 AND kind = $2 AND created_at > $3 ORDER BY created_at DESC LIMIT $4) AS newest`,
		int64(by), string(AsideVersion), tx.Now.Add(-time.Hour).UnixMilli(), MaxAsidesHourly).Scan(&n, &oldest)
	if err != nil {
		return fmt.Errorf("versions of account %d: %w", by, err)
	}
	if n < MaxAsidesHourly {
		return nil
	}
	wait := oldest.Add(time.Hour).Sub(tx.Now)
	return fault.Later(wait, "You have had %d texts set aside within an hour, which is the most. The next can be kept in the history in %d minutes.", MaxAsidesHourly, int((wait+time.Minute-1)/time.Minute))
}

func restoredRoom(ctx context.Context, tx *db.Tx, id ChapterID) error {
	n, err := countKept(ctx, tx, id, RestoredVersion, tx.Now.Add(-24*time.Hour))
	if err != nil || n < MaxRestoredDaily {
		return err
	}
	return fault.Later(time.Hour, "Earlier versions were restored %d times in this chapter within a day, which is the most. Nothing was changed; please go on tomorrow, or copy what you need from the version.", MaxRestoredDaily)
}

// Crowded reports whether a chapter has so many automatic versions of the last day that
// only every so much writing deserves one more. The caller has locked the chapter's
// working copy.
func Crowded(ctx context.Context, tx *db.Tx, id ChapterID) (bool, error) {
	n, err := countKept(ctx, tx, id, AutoVersion, tx.Now.Add(-24*time.Hour))
	return n >= MaxAutoDaily, err
}

// countKept counts the versions of one kind that were written after a time.
func countKept(ctx context.Context, q db.Q, id ChapterID, kind VersionKind, after time.Time) (n int, err error) {
	since := int64(-1 << 62)
	if !after.IsZero() {
		since = after.UnixMilli()
	}
	err = q.QueryRowContext(ctx, `SELECT COUNT(*) FROM chapter_versions WHERE chapter_id = $1 AND kind = $2 AND created_at > $3`, int64(id), string(kind), since).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("versions of chapter %d: %w", id, err)
	}
	return n, nil
}
