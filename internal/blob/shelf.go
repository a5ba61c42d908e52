package blob

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// aside begins the name of a file that is about to go; then comes a word that no two
// who remove it at once have alike, and its name.
const aside = ".out-"

// RemoveOld removes a file from a shelf unless it was stored since a time; gone says
// that it is not there any more. Who calls it has seen that nothing names the file.
//
// Whoever stores the same bytes at this instant keeps them: the file is set aside
// first, so that they write it anew, or have marked it as stored before that.
func (s *Store) RemoveOld(k Kind, name string, before time.Time) (gone bool, err error) {
	p, err := s.path(k, name)
	if err != nil {
		return false, err
	}
	if since, err := s.Since(k, name); err != nil || since.IsZero() || !since.Before(before) {
		return err == nil && since.IsZero(), err
	}
	out := filepath.Join(filepath.Dir(p), aside+rand.Text()+"-"+name)
	err = os.Rename(p, out)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil // somebody else removes it
	}
	var info fs.FileInfo
	if err == nil {
		info, err = os.Stat(out)
	}
	switch {
	case err != nil:
	case info.ModTime().Before(before):
		gone, err = true, os.Remove(out)
	default: // stored again meanwhile
		err = os.Rename(out, p)
	}
	if err != nil {
		return false, fmt.Errorf("blob: remove: %w", err)
	}
	return gone, nil
}

// OldAfter looks at the files of a shelf whose names come after one, "" for the
// first, in their order and at most so many, and lists those that were stored before
// a time. last is the name to go on after, "" once the end is reached. What was left
// of files that never came whole, or never went, is put right on the way.
func (s *Store) OldAfter(k Kind, after string, before time.Time, most int) (old []string, last string, err error) {
	root := filepath.Join(s.root, string(k))
	folders, err := os.ReadDir(root)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, "", nil
	}
	if err != nil {
		return nil, "", fmt.Errorf("blob: %w", err)
	}
	for _, f := range folders {
		if !f.IsDir() || after != "" && f.Name() < after[:2] {
			continue
		}
		names, err := s.tidy(filepath.Join(root, f.Name()), before)
		if err != nil {
			return nil, "", err
		}
		for _, name := range names {
			if name <= after {
				continue
			}
			if most == 0 {
				return old, last, nil
			}
			most--
			last = name
			since, err := s.Since(k, name)
			if err != nil {
				return nil, "", err
			}
			if !since.IsZero() && since.Before(before) {
				old = append(old, name)
			}
		}
	}
	return old, "", nil
}

// tidy lists the files of one folder in the order of their names. It removes what is
// left of files that never came whole, once that is older than before, and puts back
// what was set aside by a program that was stopped.
func (s *Store) tidy(dir string, before time.Time) ([]string, error) {
	all, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("blob: %w", err)
	}
	var names []string
	for _, f := range all {
		if safeName.MatchString(f.Name()) {
			names = append(names, f.Name())
			continue
		}
		info, err := f.Info()
		if err != nil || f.IsDir() || !info.ModTime().Before(before) {
			continue // gone, or young
		}
		left := filepath.Join(dir, f.Name())
		_, name, _ := strings.Cut(strings.TrimPrefix(f.Name(), aside), "-")
		if strings.HasPrefix(f.Name(), aside) && safeName.MatchString(name) {
			err, names = os.Rename(left, filepath.Join(dir, name)), append(names, name)
		} else {
			err = os.Remove(left)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("blob: %w", err)
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}
