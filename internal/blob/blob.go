// Package blob keeps files that are too large for the database: pictures made
// safe for showing, and originals as they came. A file's name is made from the
// SHA-256 of its bytes, so storing it twice is storing it once.
package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"github.com/ficstead/ficstead/internal/fault"
)

// Store keeps files on disk below one folder.
type Store struct {
	root string
	gate chan struct{} // has one entry for each picture that is being decoded
}

// Open makes a Store below dir, which is made when it is missing.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("blob: %w", err)
	}
	return &Store{dir, make(chan struct{}, atOnce)}, nil
}

// Kind is a shelf of the store.
type Kind string

// The shelves.
const (
	Pictures  Kind = "pictures"
	Originals Kind = "originals"
	// Incoming has files that wait to be looked at. Each is there for one place
	// alone, under a name of its own; see Receive.
	Incoming Kind = "incoming"
)

// Sum is the SHA-256 of b in hex.
func Sum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

// SumOf is the SHA-256 in hex of all that r gives.
func SumOf(r io.Reader) (string, error) {
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		return "", fmt.Errorf("blob: %w", err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

var safeName = regexp.MustCompile(`^[0-9a-f]{64}(\.[a-z]{2,4})?$`)

func (s *Store) path(k Kind, name string) (string, error) {
	if !safeName.MatchString(name) {
		return "", fault.New(fault.NotFound, "There is no such file here.")
	}
	return filepath.Join(s.root, string(k), name[:2], name), nil
}

// Put stores b as name. When it returns nil the file survives a power cut.
func (s *Store) Put(ctx context.Context, k Kind, name string, b []byte) error {
	return s.PutFrom(ctx, k, name, bytes.NewReader(b))
}

// PutFrom stores all that r gives as name, as Put does, without holding it in
// memory. It reads nothing of a file that is there already.
func (s *Store) PutFrom(_ context.Context, k Kind, name string, r io.Reader) error {
	to, err := s.path(k, name)
	if err != nil {
		return err
	}
	// What is there already is stored again now, see Since. RemoveOld may take it away
	// at the same instant: then it is written like what is new.
	now := time.Now()
	if err := os.Chtimes(to, now, now); !errors.Is(err, fs.ErrNotExist) {
		if err != nil {
			return fmt.Errorf("blob: %w", err)
		}
		return nil
	}
	dir := filepath.Dir(to)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("blob: %w", err)
	}
	f, err := os.CreateTemp(dir, ".new-*")
	if err != nil {
		return fmt.Errorf("blob: %w", err)
	}
	defer os.Remove(f.Name())
	_, err = io.Copy(f, r)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("blob: write %s: %w", name, err)
	}
	if err := os.Rename(f.Name(), to); err != nil {
		return fmt.Errorf("blob: %w", err)
	}
	return errors.Join(syncDir(dir), syncDir(filepath.Dir(dir)))
}

// Since tells when a file was last stored, though it may have been there already;
// the zero time for one that is not there.
func (s *Store) Since(k Kind, name string) (time.Time, error) {
	p, err := s.path(k, name)
	if err != nil {
		return time.Time{}, err
	}
	info, err := os.Stat(p)
	if errors.Is(err, fs.ErrNotExist) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("blob: %w", err)
	}
	return info.ModTime(), nil
}

// syncDir makes the names in a folder durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("blob: %w", err)
	}
	return errors.Join(d.Sync(), d.Close())
}

// Get opens a stored file and tells its size; the caller closes it. A name that
// is not there is a NotFound fault.
func (s *Store) Get(_ context.Context, k Kind, name string) (io.ReadSeekCloser, int64, error) {
	p, err := s.path(k, name)
	if err != nil {
		return nil, 0, err
	}
	f, err := os.Open(p)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, fault.Wrap(fault.NotFound, err, "There is no such file here.")
	}
	if err != nil {
		return nil, 0, fmt.Errorf("blob: %w", err)
	}
	i, err := f.Stat()
	if err != nil {
		return nil, 0, errors.Join(fmt.Errorf("blob: %w", err), f.Close())
	}
	return f, i.Size(), nil
}
