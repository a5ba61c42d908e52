package blob_test

import (
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/blob"
)

func open(t *testing.T) (*blob.Store, string) {
	t.Helper()
	dir := t.TempDir()
	s, err := blob.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s, dir
}

// age puts a file and makes it two days old.
func age(t *testing.T, s *blob.Store, text string) (name, path string) {
	t.Helper()
	name = blob.Sum([]byte(text))
	if err := s.Put(t.Context(), blob.Pictures, name, []byte(text)); err != nil {
		t.Fatal(err)
	}
	path, err := s.Path(blob.Pictures, name)
	if err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-48 * time.Hour)
	if err := os.Chtimes(path, old, old); err != nil {
		t.Fatal(err)
	}
	return name, path
}

func TestWalkAlongAShelf(t *testing.T) {
	s, _ := open(t)
	before := time.Now().Add(-24 * time.Hour)
	if old, last, err := s.OldAfter(blob.Pictures, "", before, 5); old != nil || last != "" || err != nil {
		t.Errorf("no shelf: %v %q %v", old, last, err)
	}
	var want []string
	for _, x := range []string{"a", "b", "c", "d", "e", "f", "g"} {
		name, path := age(t, s, x)
		if x == "d" { // as a program leaves it that was stopped
			if err := os.Rename(path, filepath.Join(filepath.Dir(path), ".out-WORD-"+name)); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(filepath.Dir(path), ".new-1"), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want = append(want, name)
	}
	slices.Sort(want)
	if err := s.Put(t.Context(), blob.Pictures, blob.Sum([]byte("young")), []byte("young")); err != nil {
		t.Fatal(err)
	}
	var got []string
	steps := 0
	for after := ""; ; steps++ {
		old, last, err := s.OldAfter(blob.Pictures, after, before, 3)
		if err != nil || len(old) > 3 {
			t.Fatal(old, err)
		}
		got = append(got, old...)
		if after = last; after == "" {
			break
		}
	}
	if !slices.Equal(got, want) || steps != 2 {
		t.Errorf("in %d steps:\n%v\nwant\n%v", steps+1, got, want)
	}
}

func TestRemoveOld(t *testing.T) {
	s, _ := open(t)
	before := time.Now().Add(-24 * time.Hour)
	name, path := age(t, s, "x")
	if gone, err := s.RemoveOld(blob.Pictures, name, before.AddDate(0, 0, -7)); gone || err != nil {
		t.Errorf("a young one: %v, %v", gone, err)
	}
	for range 2 {
		if gone, err := s.RemoveOld(blob.Pictures, name, before); !gone || err != nil {
			t.Errorf("an old one: %v, %v", gone, err)
		}
	}
	if all, err := os.ReadDir(filepath.Dir(path)); len(all) != 0 || err != nil {
		t.Errorf("left: %v, %v", all, err)
	}
}

// Whoever stores a file while it is being removed for its age has it afterwards.
func TestStoreWhileRemoving(t *testing.T) {
	s, _ := open(t)
	for range 200 {
		name, path := age(t, s, "x")
		before := time.Now().Add(-24 * time.Hour)
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				if err := s.Put(t.Context(), blob.Pictures, name, []byte("x")); err != nil {
					t.Error(err)
				}
			})
			wg.Go(func() {
				if _, err := s.RemoveOld(blob.Pictures, name, before); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if _, err := os.Stat(path); err != nil {
			t.Fatal(err)
		}
	}
}
