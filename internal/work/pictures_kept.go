package work

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
)

// PicturesIn names the archive's own pictures that texts show, each once.
func PicturesIn(texts ...string) []string {
	var names []string
	had := map[string]bool{}
	for _, text := range texts {
		for _, m := range ownPicture.FindAllStringSubmatch(text, -1) {
			if !had[m[1]] {
				had[m[1]] = true
				names = append(names, m[1])
			}
		}
	}
	return names
}

// NotePictures writes down which pictures the versions show that were kept since it
// was last called, a chapter in each transaction. A picture in a version is kept.
func NotePictures(ctx context.Context, d *db.DB) error {
	const batch = 100
	for last := ChapterID(0); ; {
		ids, err := db.All(ctx, d, db.One[ChapterID], `SELECT DISTINCT chapter_id FROM chapter_versions WHERE NOT pictured AND chapter_id > $1 ORDER BY chapter_id LIMIT $2`, int64(last), batch)
		if err != nil {
			return fmt.Errorf("versions to look into: %w", err)
		}
		for _, id := range ids {
			last = id
			if err := d.Tx(ctx, func(tx *db.Tx) error { return notePictures(ctx, tx, id) }); err != nil {
				return err
			}
		}
		if len(ids) < batch {
			return nil
		}
	}
}

// NotePicturesOf is NotePictures for one work.
func NotePicturesOf(ctx context.Context, tx *db.Tx, id ID) error {
	ids, err := db.All(ctx, tx, db.One[ChapterID], `SELECT DISTINCT v.chapter_id FROM chapter_versions v JOIN chapters c ON c.id = v.chapter_id
		WHERE c.work_id = $1 AND NOT v.pictured ORDER BY v.chapter_id`, int64(id))
	if err != nil {
		return fmt.Errorf("versions of work %d to look into: %w", id, err)
	}
	for _, c := range ids {
		if err := notePictures(ctx, tx, c); err != nil {
			return err
		}
	}
	return nil
}

// notePictures looks into those versions of a chapter that nobody has looked into,
// and unpacks on the way the newer ones on which they are built.
func notePictures(ctx context.Context, tx *db.Tx, id ChapterID) error {
	if err := tx.Exec(ctx, `UPDATE chapters SET version = version WHERE id = $1`, int64(id)); err != nil { // locks it
		return fmt.Errorf("pictures in versions of chapter %d: %w", id, err)
	}
	ids, err := db.All(ctx, tx, db.One[VersionID], `SELECT id FROM chapter_versions WHERE chapter_id = $1
		AND id >= (SELECT MIN(id) FROM chapter_versions WHERE chapter_id = $1 AND NOT pictured) ORDER BY id DESC`, int64(id))
	if err != nil {
		return fmt.Errorf("pictures in versions of chapter %d: %w", id, err)
	}
	var last VersionID
	var base []byte
	for _, v := range ids {
		n, text, err := versionOn(ctx, tx, id, v, last, base)
		if err != nil {
			return err
		}
		for _, name := range PicturesIn(n.Summary, n.NotesBefore, n.NotesAfter, n.Body) {
			if err := tx.Exec(ctx, `INSERT INTO version_pictures (version_id, name) VALUES ($1, $2) ON CONFLICT (version_id, name) DO NOTHING`, int64(v), name); err != nil {
				return fmt.Errorf("pictures in version %d: %w", v, err)
			}
		}
		last, base = v, text
	}
	if err := tx.Exec(ctx, `UPDATE chapter_versions SET pictured = TRUE WHERE chapter_id = $1 AND NOT pictured`, int64(id)); err != nil {
		return fmt.Errorf("pictures in versions of chapter %d: %w", id, err)
	}
	return nil
}
