package read

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/stats"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// showsHeader says on an answer which text it shows, so that a page which comes from
// the cache is counted as one that was made. It never leaves the program.
const showsHeader = "X-Ficstead-Shows"

// shows notes that a page shows a chapter's text, or with 0 the entire work's, to
// somebody who did not write it, and how many chapters readers have.
func (s sight) shows(w http.ResponseWriter, r *http.Request, c work.ChapterID) {
	if !s.Mine(viewer.From(r.Context())) {
		w.Header().Set(showsHeader, strconv.FormatInt(int64(c), 10)+" "+strconv.Itoa(s.ChapterCount))
	}
}

// shown is what shows noted.
func shown(note string) (c work.ChapterID, chapters int, ok bool) {
	a, b, _ := strings.Cut(note, " ")
	id, err := strconv.ParseInt(a, 10, 64)
	if err != nil {
		return 0, 0, false
	}
	n, err := strconv.Atoi(b)
	return work.ChapterID(id), n, err == nil
}

// witness sees what is sent, and takes the note off it.
type witness struct {
	http.ResponseWriter
	status int
	shown  string
}

// WriteHeader implements http.ResponseWriter.
func (w *witness) WriteHeader(status int) {
	if w.status == 0 {
		w.status, w.shown = status, w.Header().Get(showsHeader)
		w.Header().Del(showsHeader)
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (w *witness) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *witness) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// counted makes a handler whose readings are counted, and noted in the history of who
// reads, once they were sent, or found unchanged by who had them already.
func (p *Pages) counted(h web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		x := &witness{ResponseWriter: w}
		err := h(x, r)
		if err != nil || x.shown == "" || x.status != http.StatusOK && x.status != http.StatusNotModified {
			return err
		}
		id, err := web.ID[work.ID](r, "id")
		if err != nil {
			return err
		}
		c, chapters, ok := shown(x.shown)
		if !ok || ahead(r) {
			return nil
		}
		if p.Counter != nil {
			p.Counter.Read(r, id, c)
		}
		if p.History != nil && r.Method == http.MethodGet && !stats.Robot(r.UserAgent()) {
			p.History.Opened(viewer.From(r.Context()), id, c, chapters)
		}
		return nil
	}
}

// ahead reports whether a browser asks only in case somebody opens the page later.
func ahead(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Sec-Purpose"), "prefetch")
}
