package work

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/klauspost/compress/zstd"

	"github.com/ficstead/ficstead/internal/db"
)

// stored is a version as it is in the table.
type stored struct {
	Version
	digest int64
	base   VersionID // 0 for one that stands by itself
	chain  int       // its place in a line that are built on one another, from 0 for the oldest
	packed []byte
	old    *ChapterText // of a row from before versions were packed
}

const storedColumns = versionColumns + `, v.digest, COALESCE(v.base_id, 0), v.chain, v.packed, v.title, v.html`

func scanStored(scan func(...any) error, s *stored) error {
	var title, html sql.NullString
	if err := scanVersion(scan, &s.Version, &s.digest, &s.base, &s.chain, &s.packed, &title, &html); err != nil {
		return err
	}
	if html.Valid {
		s.old = &ChapterText{Kind: PlainChapter, Title: title.String, Body: html.String}
	}
	return nil
}

func loadStored(ctx context.Context, q db.Q, id ChapterID, version VersionID) (*stored, error) {
	var s stored
	row := q.QueryRowContext(ctx, `SELECT `+storedColumns+` FROM chapter_versions v LEFT JOIN accounts a ON a.id = v.account_id
		WHERE v.id = $1 AND v.chapter_id = $2`, int64(version), int64(id))
	err := scanStored(row.Scan, &s)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, noSuchVersion()
	}
	if err != nil {
		return nil, fmt.Errorf("version %d: %w", version, err)
	}
	return &s, nil
}

// unpack gives the text of a version as encodeText made it. It reads the versions on
// which it is built, one in memory at a time.
func (s *stored) unpack(ctx context.Context, q db.Q) ([]byte, error) {
	line := []*stored{s}
	for at := s; at.base != 0; {
		next, err := loadStored(ctx, q, s.Chapter, at.base)
		if err != nil {
			return nil, fmt.Errorf("version %d is built on %d: %v", at.ID, at.base, err)
		}
		line, at = append(line, next), next
	}
	var text []byte
	for i := len(line) - 1; i >= 0; i-- {
		var err error
		if text, err = line[i].unpackOn(text); err != nil {
			return nil, err
		}
	}
	return text, nil
}

// unpackOn is unpack where the text of the version on which s is built is known.
func (s *stored) unpackOn(base []byte) ([]byte, error) {
	if s.old != nil {
		return encodeText(*s.old), nil
	}
	if s.base == 0 {
		base = nil
	}
	text, err := inflate(s.packed, base)
	if err != nil {
		return nil, fmt.Errorf("version %d: %w", s.ID, err)
	}
	return text, nil
}

// baseID names the text on which another is built; any number does.
const baseID = 1 << 20

// deflate packs a text on another that it mostly repeats, nil for none.
func deflate(text, base []byte) ([]byte, error) {
	window := zstd.MinWindowSize
	for window < len(text)+len(base) && window < zstd.MaxWindowSize {
		window *= 2
	}
	options := []zstd.EOption{zstd.WithEncoderLevel(zstd.SpeedBetterCompression), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(window), zstd.WithEncoderCRC(false)}
	if len(base) > 0 {
		options = append(options, zstd.WithEncoderDictRaw(baseID, base))
	}
	e, err := zstd.NewWriter(nil, options...)
	if err != nil {
		return nil, fmt.Errorf("pack a version: %w", err)
	}
	defer e.Close()
	return e.EncodeAll(text, nil), nil
}

// inflate is deflate undone.
func inflate(packed, base []byte) ([]byte, error) {
	options := []zstd.DOption{zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(zstd.MaxWindowSize)}
	if len(base) > 0 {
		options = append(options, zstd.WithDecoderDictRaw(baseID, base))
	}
	d, err := zstd.NewReader(nil, options...)
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	defer d.Close()
	out, err := d.DecodeAll(packed, nil)
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	return out, nil
}

// encodeText makes one piece of all that is in a chapter: each field with its length
// before it.
func encodeText(t ChapterText) []byte {
	var out []byte
	for _, f := range t.fields() {
		out = binary.AppendUvarint(out, uint64(len(*f)))
		out = append(out, *f...)
	}
	return out
}

// decodeText is encodeText undone.
func decodeText(b []byte) (ChapterText, error) {
	var t ChapterText
	for _, f := range t.fields() {
		n, size := binary.Uvarint(b)
		if size <= 0 || n > uint64(len(b)-size) {
			return t, errors.New("work: a version is cut off")
		}
		*f = string(b[size : size+int(n)])
		b = b[size+int(n):]
	}
	return t, nil
}

func (t *ChapterText) fields() []*string {
	return []*string{(*string)(&t.Kind), &t.Title, &t.Summary, &t.NotesBefore, &t.NotesAfter, &t.Body}
}

// digestOf tells texts apart.
func digestOf(text []byte) int64 {
	sum := sha256.Sum256(text)
	return int64(binary.LittleEndian.Uint64(sum[:]))
}
