package work

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
)

// VersionRoom is how much room earlier versions take.
type VersionRoom struct {
	Versions int
	Bytes    int64 // as they are stored, packed
}

// RoomOf tells what the versions of a chapter take. The caller has made sure that
// the viewer may edit it.
func RoomOf(ctx context.Context, q db.Q, id ChapterID) (VersionRoom, error) {
	var w VersionRoom
	err := q.QueryRowContext(ctx, `SELECT COUNT(*), COALESCE(SUM(size), 0) FROM chapter_versions WHERE chapter_id = $1`, int64(id)).Scan(&w.Versions, &w.Bytes)
	if err != nil {
		return w, fmt.Errorf("versions of chapter %d: %w", id, err)
	}
	return w, nil
}

// RoomFor tells what the versions of all works take that an account signs. It is
// for that account and for staff.
func RoomFor(ctx context.Context, q db.Q, who viewer.ID) (VersionRoom, error) {
	var w VersionRoom
	err := q.QueryRowContext(ctx, `SELECT COUNT(*), COALESCE(SUM(v.size), 0) FROM chapters c JOIN chapter_versions v ON v.chapter_id = c.id
		WHERE c.work_id IN (SELECT wc.work_id FROM work_creators wc JOIN pseuds p ON p.id = wc.pseud_id WHERE wc.approved AND p.account_id = $1)`, int64(who)).
		Scan(&w.Versions, &w.Bytes)
	if err != nil {
		return w, fmt.Errorf("versions of the works of account %d: %w", who, err)
	}
	return w, nil
}
