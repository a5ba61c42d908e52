package cli

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/mattn/go-isatty"

	"github.com/ficstead/ficstead/internal/ingest"
)

// progress shows how far an import is: a bar on a terminal, nothing elsewhere,
// where the report itself is the record.
type progress struct {
	w      io.Writer
	files  int // how many there are to do, as far as can be told without opening zips
	done0  int
	words  int
	start  time.Time
	active bool
}

func newProgress(w io.Writer, paths []string) *progress {
	p := &progress{w: w, start: time.Now()}
	f, ok := w.(*os.File)
	if p.active = ok && isatty.IsTerminal(f.Fd()); p.active {
		p.files = count(paths)
	}
	return p
}

// count tells how many files are below the paths.
func count(paths []string) int {
	n := 0
	for _, root := range paths {
		filepath.WalkDir(root, func(_ string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				n++
			}
			return nil // what can't be read is reported by the import itself
		})
	}
	return n
}

func (p *progress) step(r ingest.Report) {
	p.done0++
	p.words += r.Words
	if !p.active {
		return
	}
	took := time.Since(p.start)
	rate := float64(p.words) / took.Seconds()
	left := "?"
	if p.files >= p.done0 {
		left = (took / time.Duration(p.done0) * time.Duration(p.files-p.done0)).Round(time.Second).String()
	}
	const width = 24
	full := min(width, width*p.done0/max(1, p.files))
	bar := "################################"[:full] + "................................"[:width-full]
	fmt.Fprintf(p.w, "\r\x1b[K[%s] %d of %d files, %d words, %.0f words a second, %s left", bar, p.done0, max(p.files, p.done0), p.words, rate, left)
}

// clear takes the bar away for a line of report.
func (p *progress) clear() {
	if p.active {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}

func (p *progress) done() { p.clear() }
