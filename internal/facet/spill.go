package facet

import (
	"errors"
	"os"
)

// spill is a file to which rows go while others come: what is full is written while the
// next is filled.
type spill struct {
	file *os.File
	full chan []uint32
	done chan spilled
}

// spilled is memory that was written and can be filled again, and what went wrong.
type spilled struct {
	room []uint32
	err  error
}

func newSpill(path string) (*spill, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	s := &spill{file: f, full: make(chan []uint32), done: make(chan spilled, 2)}
	s.done <- spilled{} // there are two to be filled
	go s.write(s.full)
	return s, nil
}

func (s *spill) write(full <-chan []uint32) {
	for words := range full {
		_, err := s.file.Write(bytesOf(words))
		s.done <- spilled{words[:0], err}
	}
	close(s.done)
}

// add has words written, and gives memory for the next ones. An error is of words that
// were added before.
func (s *spill) add(words []uint32) ([]uint32, error) {
	s.full <- words
	next := <-s.done
	return next.room, next.err
}

// end waits until all is written. It can be called again.
func (s *spill) end() error {
	if s.full == nil {
		return nil
	}
	close(s.full)
	s.full = nil
	var all error
	for w := range s.done {
		all = errors.Join(all, w.err)
	}
	return all
}

// drop removes the file.
func (s *spill) drop() {
	_ = s.end() // nobody asks for it any more
	s.file.Close()
	os.Remove(s.file.Name())
}
