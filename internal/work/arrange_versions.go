package work

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/say"
)

// takeOver gives one chapter the versions of another, which is to go, behind those
// that it has: first is as it is now, second as it was. Their names say where they
// come from. They keep how they are packed, so that a long history costs no more than
// its bytes.
func takeOver(ctx context.Context, tx *db.Tx, first, second ChapterID) error {
	name, err := whereFrom(ctx, tx, second)
	if err != nil {
		return err
	}
	for _, c := range []ChapterID{min(first, second), max(first, second)} { // nobody adds one meanwhile
		if err := tx.Exec(ctx, `UPDATE chapters SET version = version WHERE id = $1`, int64(c)); err != nil {
			return fmt.Errorf("versions of chapter %d: %w", c, err)
		}
	}
	type row struct {
		id, base VersionID
		name     string
	}
	all, err := db.All(ctx, tx, func(r *sql.Rows, x *row) error { return r.Scan(&x.id, &x.base, &x.name) },
		`SELECT id, COALESCE(base_id, 0), name FROM chapter_versions WHERE chapter_id = $1 ORDER BY id`, int64(second))
	if err != nil {
		return fmt.Errorf("versions of chapter %d: %w", second, err)
	}
	now := make(map[VersionID]VersionID, len(all))
	for _, x := range all {
		var id VersionID
		err := tx.QueryRowContext(ctx, `INSERT INTO chapter_versions (chapter_id, kind, name, account_id, words, created_at, digest, chain, packed, size, title, html)
			SELECT $2, kind, $3, account_id, words, created_at, digest, chain, packed, size, title, html FROM chapter_versions WHERE id = $1 RETURNING id`,
			int64(x.id), int64(first), joinedName(x.name, name)).Scan(&id)
		if err != nil {
			return fmt.Errorf("version %d: %w", x.id, err)
		}
		now[x.id] = id
	}
	for _, x := range all {
		if x.base == 0 {
			continue
		}
		if err := tx.Exec(ctx, `UPDATE chapter_versions SET base_id = $2 WHERE id = $1`, int64(now[x.id]), int64(now[x.base])); err != nil {
			return fmt.Errorf("version %d: %w", x.id, err)
		}
	}
	return nil
}

// whereFrom says which chapter of its work a chapter is: "from “Chapter 2: Tide”".
func whereFrom(ctx context.Context, q db.Q, id ChapterID) (string, error) {
	all, err := db.All(ctx, q, func(r *sql.Rows, c *Chapter) error { return r.Scan(&c.ID, &c.Kind, &c.Title) },
		`SELECT id, kind, title FROM chapters WHERE work_id = (SELECT work_id FROM chapters WHERE id = $1) ORDER BY position, id`, int64(id))
	if err != nil {
		return "", fmt.Errorf("chapters beside %d: %w", id, err)
	}
	i := slices.IndexFunc(all, func(c Chapter) bool { return c.ID == id })
	if i < 0 {
		return "", noSuchChapter()
	}
	name := Headings(ctx, all)[i]
	if t := all[i].Title; t != "" {
		name += ": " + t
	}
	return say.T(ctx, "from “{chapter}”", "chapter", name), nil
}

// mostVersionName is how long the name of a version may get when it is joined again
// and again, in characters; then it says no more than it did.
const mostVersionName = 600

func joinedName(was, from string) string {
	if was == "" {
		return from
	}
	if name := was + " · " + from; utf8.RuneCountInString(name) <= mostVersionName {
		return name
	}
	return was
}
