package work

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

// Removable reports whether somebody may take a version out of the history: one that
// a person asked for, and only who wrote what is in it, or anyone who may edit the
// chapter where nobody knows whose text it is. What readers saw stays, and what is
// kept by itself goes by itself.
func (v Version) Removable(by viewer.ID) bool {
	return (v.Kind == NamedVersion || v.Kind == AsideVersion) && (v.By == 0 || v.By == by)
}

// RemoveVersion takes a version out of the history of a chapter for good; one that is
// gone already is no error. It is fault Denied where it isn't Removable. The caller has
// made sure that the viewer, who is by, may edit the chapter.
func RemoveVersion(ctx context.Context, tx *db.Tx, id ChapterID, version VersionID, by viewer.ID) error {
	if err := tx.Exec(ctx, `UPDATE chapters SET version = version WHERE id = $1`, int64(id)); err != nil { // locks it
		return fmt.Errorf("remove a version of chapter %d: %w", id, err)
	}
	v, err := loadStored(ctx, tx, id, version)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	if !v.Removable(by) {
		return fault.New(fault.Denied, "You can remove versions that you have named and texts of yours that were set aside. What was published stays for good; what is kept by itself goes by itself.")
	}
	if err := v.unburden(ctx, tx); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `DELETE FROM chapter_versions WHERE id = $1`, int64(v.ID)); err != nil {
		return fmt.Errorf("remove version %d: %w", v.ID, err)
	}
	return nil
}

// unburden builds the version that is built on s on what s is built on.
func (s *stored) unburden(ctx context.Context, tx *db.Tx) error {
	var older VersionID
	err := tx.QueryRowContext(ctx, `SELECT id FROM chapter_versions WHERE chapter_id = $1 AND base_id = $2`, int64(s.Chapter), int64(s.ID)).Scan(&older)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("what is built on version %d: %w", s.ID, err)
	}
	on, err := loadStored(ctx, tx, s.Chapter, older)
	if err != nil {
		return err
	}
	var base []byte
	if s.base != 0 {
		newer, err := loadStored(ctx, tx, s.Chapter, s.base)
		if err != nil {
			return err
		}
		if base, err = newer.unpack(ctx, tx); err != nil {
			return err
		}
	}
	text, err := s.unpackOn(base)
	if err != nil {
		return err
	}
	if text, err = on.unpackOn(text); err != nil {
		return err
	}
	return on.rebuild(ctx, tx, text, s.base, base)
}
