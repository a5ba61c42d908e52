package work

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/viewer"
)

// NewVersion is a text that is to be kept.
type NewVersion struct {
	Kind  VersionKind
	Name  string
	By    viewer.ID // 0 when nobody knows
	Words int
	At    time.Time // when it was written; zero is now
	ChapterText
}

// How many versions are built on one another: no more than maxChain, and no more than
// can be unpacked in maxUnpacked bytes.
const (
	maxChain    = 128
	maxUnpacked = 64 << 20
)

// KeepVersion keeps a text of a chapter, unless it is kept already; an automatic
// version that says the same as the newest becomes what is asked for. Where there are
// as many of its kind as may be, it is fault TooLarge or TooMany and nothing is
// changed. The caller has made sure that the viewer may edit the chapter.
func KeepVersion(ctx context.Context, tx *db.Tx, id ChapterID, n NewVersion) (VersionID, error) {
	// Locks the chapter, so that versions are built on one another in turn.
	r, err := tx.ExecContext(ctx, `UPDATE chapters SET version = version WHERE id = $1`, int64(id))
	if err != nil {
		return 0, fmt.Errorf("keep a version of chapter %d: %w", id, err)
	}
	if rows, err := r.RowsAffected(); err != nil || rows == 0 {
		return 0, errors.Join(err, noSuchChapter())
	}
	text := encodeText(n.ChapterText)
	digest := digestOf(text)
	if had, err := alreadyKept(ctx, tx, id, n, digest); err != nil || had != 0 {
		return had, err
	}
	if err := hasRoom(ctx, tx, id, n); err != nil {
		return 0, err
	}
	last, err := newest(ctx, tx, id)
	if err != nil {
		return 0, err
	}
	if last != nil && last.digest == digest && last.Kind == AutoVersion {
		return last.ID, last.become(ctx, tx, n)
	}
	return addVersion(ctx, tx, id, n, text, last)
}

// alreadyKept finds the version for which a text need not be kept again: any that
// says the same for an automatic one, one of its kind and name for others. What was
// published, replaced and published again is there twice.
func alreadyKept(ctx context.Context, tx *db.Tx, id ChapterID, n NewVersion, digest int64) (VersionID, error) {
	var had VersionID
	err := tx.QueryRowContext(ctx, `SELECT v.id FROM chapter_versions v WHERE v.chapter_id = $1 AND v.digest = $2 AND ($3 = $5 OR v.kind = $3 AND v.name = $4)
		AND ($3 <> $6 OR NOT EXISTS (SELECT 1 FROM chapter_versions x WHERE x.chapter_id = $1 AND x.kind = $6 AND x.id > v.id)) ORDER BY v.id DESC LIMIT 1`,
		int64(id), digest, string(n.Kind), n.Name, string(AutoVersion), string(PublishedVersion)).Scan(&had)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("versions of chapter %d: %w", id, err)
	}
	return had, nil
}

// newest is the newest version of a chapter, nil when there is none.
func newest(ctx context.Context, q db.Q, id ChapterID) (*stored, error) {
	var s stored
	row := q.QueryRowContext(ctx, `SELECT `+storedColumns+` FROM chapter_versions v LEFT JOIN accounts a ON a.id = v.account_id
		WHERE v.chapter_id = $1 ORDER BY v.id DESC LIMIT 1`, int64(id))
	err := scanStored(row.Scan, &s)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("newest version of chapter %d: %w", id, err)
	}
	return &s, nil
}

// become makes an automatic version one that is asked to be kept.
func (s *stored) become(ctx context.Context, tx *db.Tx, n NewVersion) error {
	if err := tx.Exec(ctx, `UPDATE chapter_versions SET kind = $2, name = $3, account_id = COALESCE(account_id, $4) WHERE id = $1`,
		int64(s.ID), string(n.Kind), n.Name, nullZero(int(n.By))); err != nil {
		return fmt.Errorf("version %d: %w", s.ID, err)
	}
	return nil
}

// addVersion adds a version, which stands by itself, and builds the one that was the
// newest on it: what people look for is mostly new, and keeping one more costs the
// same however many there are.
func addVersion(ctx context.Context, tx *db.Tx, id ChapterID, n NewVersion, text []byte, last *stored) (VersionID, error) {
	at := n.At
	if at.IsZero() {
		at = tx.Now
	}
	packed, err := deflate(text, nil)
	if err != nil {
		return 0, err
	}
	built := last != nil && last.old == nil && last.chain+1 < maxChain && (last.chain+2)*len(text) < maxUnpacked
	chain := 0
	if built {
		chain = last.chain + 1
	}
	var v VersionID
	err = tx.QueryRowContext(ctx, `INSERT INTO chapter_versions (chapter_id, kind, name, account_id, words, created_at, digest, chain, packed, size)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
		int64(id), string(n.Kind), n.Name, nullZero(int(n.By)), n.Words, at.UnixMilli(), digestOf(text), chain, packed, len(packed)).Scan(&v)
	if err != nil {
		return 0, fmt.Errorf("keep a version of chapter %d: %w", id, err)
	}
	if !built {
		return v, nil
	}
	older, err := last.unpackOn(nil)
	if err != nil {
		return 0, err
	}
	return v, last.rebuild(ctx, tx, older, v, text)
}

// rebuild packs s, whose text is known, on another version, or by itself when on is 0.
func (s *stored) rebuild(ctx context.Context, tx *db.Tx, text []byte, on VersionID, base []byte) error {
	var err error
	if s.packed, err = deflate(text, base); err != nil {
		return err
	}
	s.base = on
	if err := tx.Exec(ctx, `UPDATE chapter_versions SET base_id = $2, packed = $3, size = $4 WHERE id = $1`, int64(s.ID), nullZero(int(on)), s.packed, len(s.packed)); err != nil {
		return fmt.Errorf("version %d: %w", s.ID, err)
	}
	return nil
}

// LastKept tells when the newest version of a chapter was written; the
// zero time when there is none.
func LastKept(ctx context.Context, q db.Q, id ChapterID) (time.Time, error) {
	var at db.Time
	err := q.QueryRowContext(ctx, `SELECT created_at FROM chapter_versions WHERE chapter_id = $1 ORDER BY id DESC LIMIT 1`, int64(id)).Scan(&at)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, fmt.Errorf("newest version of chapter %d: %w", id, err)
	}
	return at.Time, nil
}

// KeepSettled keeps a chapter as it is stored: for good where readers see it. By is
// whose text it is, 0 when nobody knows. An empty chapter is not kept.
func KeepSettled(ctx context.Context, tx *db.Tx, id ChapterID, by viewer.ID) error {
	t, err := TextOf(ctx, tx, id)
	if err != nil {
		return err
	}
	t.Body = prose.Cleaner{}.Clean(t.Body, prose.Body) // without anchors
	if t == (ChapterText{Kind: t.Kind}) {
		return nil
	}
	n := NewVersion{Kind: AutoVersion, By: by, ChapterText: t}
	var posted bool
	var at db.Time
	if err := tx.QueryRowContext(ctx, `SELECT posted, words, updated_at FROM chapters WHERE id = $1`, int64(id)).Scan(&posted, &n.Words, &at); err != nil {
		return fmt.Errorf("keep chapter %d: %w", id, err)
	}
	if n.At = at.Time; posted {
		n.Kind = PublishedVersion
	}
	_, err = KeepVersion(ctx, tx, id, n)
	return err
}
