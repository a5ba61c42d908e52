package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// usage is what a process took.
type usage struct {
	cpu, wall time.Duration
	peak      int64 // bytes of memory
}

// timed runs a program to its end and tells what it took.
func (l *lab) timed(program string, args ...string) (usage, error) {
	c := exec.CommandContext(l.ctx, program, args...)
	var said bytes.Buffer
	c.Stderr = &said
	begun := time.Now()
	if err := c.Run(); err != nil {
		return usage{}, fmt.Errorf("%s: %w: %s", filepath.Base(program), err, said.Bytes())
	}
	u := usage{cpu: c.ProcessState.UserTime() + c.ProcessState.SystemTime(), wall: time.Since(begun)}
	if r, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
		u.peak = r.Maxrss << 10 // Linux counts in KiB
	}
	return u, nil
}

// office reads documents of word processors, and has pandoc read them too where
// it is installed. The program's start is counted with each.
func (l *lab) office() ([]row, error) {
	pandoc, err := exec.LookPath("pandoc")
	if err != nil && !errors.Is(err, exec.ErrNotFound) {
		return nil, err
	}
	var rows []row
	for _, kind := range []struct {
		ending string
		write  func(string, int) error
	}{{"docx", writeDOCX}, {"odt", writeODT}, {"rtf", writeRTF}} {
		path := filepath.Join(l.dir, "hundred."+kind.ending)
		if err := kind.write(path, 100_000); err != nil {
			return nil, err
		}
		u, err := l.best(5, l.program, "import", "--data", filepath.Join(l.dir, "office"), "--dry-run", path)
		if err != nil {
			return nil, err
		}
		measured := fmt.Sprintf("%d ms of CPU, %d MB", u.cpu.Milliseconds(), u.peak>>20)
		if pandoc != "" {
			p, err := l.best(2, pandoc, "-f", kind.ending, "-t", "html", "-o", os.DevNull, path)
			if err != nil {
				return nil, err
			}
			measured += fmt.Sprintf("; pandoc %.1f × that, %d MB", p.cpu.Seconds()/u.cpu.Seconds(), p.peak>>20)
		}
		rows = append(rows, row{kind.ending + " of 100,000 words, understood", measured, "≤ 400 ms, ≤ 300 MB"})
	}
	return rows, nil
}

// best is the cheapest of n runs, with the highest peak of them all.
func (l *lab) best(n int, program string, args ...string) (usage, error) {
	var out usage
	for i := range n {
		u, err := l.timed(program, args...)
		if err != nil {
			return out, err
		}
		peak := max(out.peak, u.peak)
		if i == 0 || u.cpu < out.cpu {
			out = u
		}
		out.peak = peak
	}
	return out, nil
}

// many takes in a thousand e-books, and ten thousand small files.
func (l *lab) many() ([]row, error) {
	books, notes := filepath.Join(l.dir, "books"), filepath.Join(l.dir, "notes")
	for _, dir := range []string{books, notes} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, err
		}
	}
	for i := range 1000 {
		if err := writeEPUB(filepath.Join(books, fmt.Sprintf("%04d.epub", i)), fmt.Sprint("Book ", i), 10, 2_000, 0, 0); err != nil {
			return nil, err
		}
	}
	for i := range 10_000 {
		if err := os.WriteFile(filepath.Join(notes, fmt.Sprintf("%05d.txt", i)), []byte(story(fmt.Sprint("Note ", i), 300, 1)), 0o600); err != nil {
			return nil, err
		}
	}
	var rows []row
	for _, run := range []struct{ name, dir, promised string }{
		{"1,000 EPUBs of 20,000 words", books, "< 3 min, ≤ 300 MB"},
		{"10,000 files of 300 words", notes, "≤ 300 MB"},
	} {
		u, err := l.timed(l.program, "import", "--data", filepath.Join(l.dir, "many"), run.dir)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row{run.name, fmt.Sprintf("%v (%v of CPU), %d MB", u.wall.Round(time.Second), u.cpu.Round(time.Second), u.peak>>20), run.promised})
	}
	return rows, nil
}

// large takes in a work of 4 million words and a book of 400 MB.
func (l *lab) large() ([]row, error) {
	long, heavy := filepath.Join(l.dir, "long.epub"), filepath.Join(l.dir, "heavy.epub")
	if err := writeEPUB(long, "A Long Work", 2_500, 1_600, 0, 0); err != nil {
		return nil, err
	}
	if err := writeEPUB(heavy, "A Heavy Book", 60, 2_000, 50, 8<<20); err != nil {
		return nil, err
	}
	var rows []row
	for _, run := range []struct{ name, path string }{
		{"4 million words in 2,500 chapters (EPUB)", long},
		{"EPUB of 400 MB with 50 pictures", heavy},
	} {
		u, err := l.timed(l.program, "import", "--data", filepath.Join(l.dir, "large"), run.path)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row{run.name, fmt.Sprintf("%v (%v of CPU), %d MB", u.wall.Round(time.Second), u.cpu.Round(time.Second), u.peak>>20), "≤ 300 MB"})
	}
	return rows, nil
}
