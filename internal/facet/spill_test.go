package facet

import (
	"os"
	"path/filepath"
	"testing"
)

// A disk that takes no more is told of, at the latest when all should be written.
func TestSpillTellsOfTheDisk(t *testing.T) {
	for _, buffers := range []int{1, 2, 5} {
		path := filepath.Join(t.TempDir(), "incoming")
		s, err := newSpill(path)
		if err != nil {
			t.Fatal(err)
		}
		s.file.Close()
		room, told := []uint32(nil), error(nil)
		for range buffers {
			if room, err = s.add(append(room, 1, 2, 3)); err != nil {
				told = err
			}
		}
		if err := s.end(); err == nil && told == nil {
			t.Errorf("of %d buffers none was written, and nothing was said", buffers)
		}
		s.drop()
		if _, err := os.Stat(path); !os.IsNotExist(err) {
			t.Error("the file is left:", err)
		}
	}
}
