package work

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/ficstead/ficstead/internal/db"
)

// EachVersion gives every version of a chapter with its text, the newest first. Each
// is unpacked on the one before it where it was built on that, so that all of them
// cost little more than one. An error ends it. The caller has made sure that the
// viewer may edit the chapter.
func EachVersion(ctx context.Context, q db.Q, id ChapterID) iter.Seq2[NewVersion, error] {
	return func(yield func(NewVersion, error) bool) {
		ids, err := db.All(ctx, q, db.One[VersionID], `SELECT id FROM chapter_versions WHERE chapter_id = $1 ORDER BY id DESC`, int64(id))
		if err != nil {
			yield(NewVersion{}, fmt.Errorf("versions of chapter %d: %w", id, err))
			return
		}
		var last VersionID
		var base []byte
		for _, v := range ids {
			n, text, err := versionOn(ctx, q, id, v, last, base)
			if !yield(n, err) || err != nil {
				return
			}
			last, base = v, text
		}
	}
}

// versionOn loads a version; base is the text of last, on which it may be built.
func versionOn(ctx context.Context, q db.Q, id ChapterID, v, last VersionID, base []byte) (NewVersion, []byte, error) {
	s, err := loadStored(ctx, q, id, v)
	if err != nil {
		return NewVersion{}, nil, err
	}
	var text []byte
	if s.base == last && last != 0 {
		text, err = s.unpackOn(base)
	} else {
		text, err = s.unpack(ctx, q)
	}
	if err != nil {
		return NewVersion{}, nil, err
	}
	t, err := decodeText(text)
	return NewVersion{Kind: s.Kind, Name: s.Name, By: s.By, Words: s.Words, At: s.At, ChapterText: t}, text, err
}

// RestoreVersion adds a version as it was kept elsewhere, even one that says what
// another does: the history is what it was. Add the oldest first. The caller has made
// sure that the viewer may edit the chapter.
func RestoreVersion(ctx context.Context, tx *db.Tx, id ChapterID, n NewVersion) error {
	r, err := tx.ExecContext(ctx, `UPDATE chapters SET version = version WHERE id = $1`, int64(id))
	if err != nil {
		return fmt.Errorf("restore a version of chapter %d: %w", id, err)
	}
	if rows, err := r.RowsAffected(); err != nil || rows == 0 {
		return errors.Join(err, noSuchChapter())
	}
	last, err := newest(ctx, tx, id)
	if err != nil {
		return err
	}
	_, err = addVersion(ctx, tx, id, n, encodeText(n.ChapterText), last)
	return err
}

// KnownVersionKind is the kind of that name; one that nobody knows is an automatic one.
func KnownVersionKind(name string) VersionKind {
	switch k := VersionKind(name); k {
	case NamedVersion, PublishedVersion, AsideVersion, RestoredVersion:
		return k
	}
	return AutoVersion
}
