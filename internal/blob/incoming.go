package blob

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/ficstead/ficstead/internal/fault"
)

// Received is a file that came in.
type Received struct {
	// Name is where it lies. It is not made from the bytes: when the same file
	// comes twice, each can be removed without a thought for the other.
	Name   string
	SHA256 string // of its bytes, in hex
	Size   int64
}

// Receive stores all that r gives on the incoming shelf, hashed on the way and
// never whole in memory. More than most bytes are a TooLarge fault. When it
// returns without an error the file survives a power cut; with one, nothing of it
// is kept.
func (s *Store) Receive(ctx context.Context, r io.Reader, most int64) (Received, error) {
	return s.ReceiveOn(ctx, Incoming, r, most)
}

// ReceiveOn is Receive for another shelf whose files have names of their own.
func (s *Store) ReceiveOn(_ context.Context, k Kind, r io.Reader, most int64) (Received, error) {
	var b [32]byte
	rand.Read(b[:])
	name := hex.EncodeToString(b[:])
	to, err := s.path(k, name)
	if err != nil {
		return Received{}, err
	}
	dir := filepath.Dir(to)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return Received{}, fmt.Errorf("blob: %w", err)
	}
	f, err := os.CreateTemp(dir, ".new-*")
	if err != nil {
		return Received{}, fmt.Errorf("blob: %w", err)
	}
	defer os.Remove(f.Name())
	hash := sha256.New()
	size, err := io.Copy(io.MultiWriter(f, hash), io.LimitReader(r, most+1))
	if err == nil && size > most {
		err = fault.New(fault.TooLarge, "A file may have up to %d MB. Please cut it into several.", most>>20)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return Received{}, fmt.Errorf("blob: receive: %w", err)
	}
	if err := os.Rename(f.Name(), to); err != nil {
		return Received{}, fmt.Errorf("blob: %w", err)
	}
	return Received{name, hex.EncodeToString(hash.Sum(nil)), size}, errors.Join(syncDir(dir), syncDir(filepath.Dir(dir)))
}

// Path is where a stored file lies on disk, for those who read it in place.
func (s *Store) Path(k Kind, name string) (string, error) { return s.path(k, name) }

// Remove removes a file from the incoming shelf; one that is gone already is no
// error. The other shelves keep what they have.
func (s *Store) Remove(name string) error { return s.RemoveFrom(Incoming, name) }

// RemoveFrom removes a file from a shelf; one that is gone already is no error. Who
// calls it knows that nothing names the file any more.
func (s *Store) RemoveFrom(k Kind, name string) error {
	p, err := s.path(k, name)
	if err != nil {
		return err
	}
	if err := os.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("blob: %w", err)
	}
	return nil
}

// Old lists what has lain on the incoming shelf since before a time, with what
// was left of files that never came whole, which it removes.
func (s *Store) Old(before time.Time) ([]string, error) { return s.OldOn(Incoming, before) }

// OldOn is Old for another shelf whose files have names of their own.
func (s *Store) OldOn(k Kind, before time.Time) ([]string, error) {
	var names []string
	err := filepath.WalkDir(filepath.Join(s.root, string(k)), func(p string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil || !info.ModTime().Before(before) {
			return nil // gone, or young
		}
		if !safeName.MatchString(d.Name()) {
			return os.Remove(p)
		}
		names = append(names, d.Name())
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("blob: %w", err)
	}
	return names, nil
}
