package work

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

// VersionID is the key of a version.
type VersionID int64

// VersionKind says why a version is kept.
type VersionKind string

// The kinds of version.
const (
	// AutoVersion is kept while somebody writes, for a year.
	AutoVersion VersionKind = "auto"
	// NamedVersion has a name that a creator gave it, and is kept for good.
	NamedVersion VersionKind = "named"
	// PublishedVersion was there for readers, and is kept for good.
	PublishedVersion VersionKind = "published"
	// AsideVersion is the text that lost when two people wrote at once, for a year.
	AsideVersion VersionKind = "aside"
	// RestoredVersion is what was there before an earlier version was restored, for a year.
	RestoredVersion VersionKind = "restored"
)

// Version is a text that a chapter had, without the text.
type Version struct {
	ID      VersionID
	Chapter ChapterID
	Kind    VersionKind
	Name    string    // of a named one
	By      viewer.ID // whose text it is, 0 when nobody knows
	Byline  string    // that account's name
	Words   int
	At      time.Time // when it was written
}

const versionColumns = `v.id, v.chapter_id, v.kind, v.name, COALESCE(v.account_id, 0), COALESCE(a.name, ''), v.words, v.created_at`

func scanVersion(scan func(...any) error, v *Version, more ...any) error {
	var at db.Time
	err := scan(append([]any{&v.ID, &v.Chapter, &v.Kind, &v.Name, &v.By, &v.Byline, &v.Words, &at}, more...)...)
	v.At = at.Time
	return err
}

// Versions lists at most limit versions of a chapter, the newest first: those before
// a version, or from the newest when before is 0. The caller has made sure that the
// viewer may edit the chapter.
func Versions(ctx context.Context, q db.Q, id ChapterID, before VersionID, limit int) ([]Version, error) {
	all, err := db.All(ctx, q, func(r *sql.Rows, v *Version) error { return scanVersion(r.Scan, v) },
		`SELECT `+versionColumns+` FROM chapter_versions v LEFT JOIN accounts a ON a.id = v.account_id
		WHERE v.chapter_id = $1 AND ($2 = 0 OR v.id < $2) ORDER BY v.id DESC LIMIT $3`, int64(id), int64(before), limit)
	if err != nil {
		return nil, fmt.Errorf("versions of chapter %d: %w", id, err)
	}
	return all, nil
}

// VersionText gives a version of a chapter with its text, which may be as it was
// typed: clean it before it is shown. It is fault NotFound where the chapter has no
// such version. The caller has made sure that the viewer may edit the chapter.
func VersionText(ctx context.Context, q db.Q, id ChapterID, version VersionID) (Version, ChapterText, error) {
	s, err := loadStored(ctx, q, id, version)
	if err != nil {
		return Version{}, ChapterText{}, err
	}
	p, err := s.unpack(ctx, q)
	if err != nil {
		return Version{}, ChapterText{}, err
	}
	t, err := decodeText(p)
	return s.Version, t, err
}

func noSuchVersion() error {
	return fault.New(fault.NotFound, "There is no such version of this chapter. Those that were kept by themselves are kept for a year.")
}

// CountVersions counts the versions of a chapter. The caller has made sure that the
// viewer may edit it.
func CountVersions(ctx context.Context, q db.Q, id ChapterID) (int, error) {
	var n int
	if err := q.QueryRowContext(ctx, `SELECT COUNT(*) FROM chapter_versions WHERE chapter_id = $1`, int64(id)).Scan(&n); err != nil {
		return 0, fmt.Errorf("versions of chapter %d: %w", id, err)
	}
	return n, nil
}
