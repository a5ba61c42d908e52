package download

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// Pages serve files.
type Pages struct {
	DB      *db.DB
	Blob    *blob.Store
	BaseURL string
	// Took is told of each file that somebody took who didn't make the work; nil is fine.
	Took func(*http.Request, work.ID)
}

// Routes adds the routes.
func (p *Pages) Routes(m *web.Mux) {
	m.Handle("GET /downloads/{id}/{name}", web.Anyone, p.download)
	p.PictureRoutes(m)
	m.Handle("GET /works/{id}/original", web.Members, p.original)
}

// shape is raised when the files that are made of a work change their form, so
// that nobody's cache keeps the old one.
const shape = 2

func (p *Pages) download(w http.ResponseWriter, r *http.Request) error {
	id, err := web.ID[work.ID](r, "id")
	if err != nil {
		return err
	}
	f, err := ParseFormat(strings.TrimPrefix(path.Ext(r.PathValue("name")), "."))
	if err != nil {
		return err
	}
	v := viewer.From(r.Context())
	wk, err := work.Get(r.Context(), p.DB, v, id)
	if err != nil {
		return err
	}
	stamp, err := db.StampOf(r.Context(), p.DB, int64(id))
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Cache-Control", "private, no-cache")
	h.Set("ETag", fmt.Sprintf(`"%d-%d-%d-%s"`, stamp, shape, prose.Version, f))
	if strings.Contains(r.Header.Get("If-None-Match"), h.Get("ETag")) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Type", f.Type())
	h.Set("Content-Disposition", disposition(work.FileName(wk.Title)+"."+string(f)))
	h.Set("X-Robots-Tag", "noindex")
	if r.Method == http.MethodHead {
		return nil
	}
	out := &counted{w: w}
	b := bufio.NewWriterSize(out, 64<<10)
	err = Source{Q: p.DB, Blob: p.Blob, BaseURL: p.BaseURL}.Write(r.Context(), b, wk, f)
	if err == nil {
		err = b.Flush()
	}
	if err == nil && p.Took != nil && !wk.Mine(v) {
		p.Took(r, id)
	}
	return started(h, out.n, err)
}

// started makes of an error after the first byte an end of the connection, which
// tells the reader that the file is not whole; before it, a page can still be sent.
func started(h http.Header, sent int64, err error) error {
	if err != nil && sent > 0 {
		return web.Abort(err)
	}
	if err != nil {
		for _, name := range []string{"ETag", "Content-Type", "Content-Disposition"} {
			h.Del(name)
		}
	}
	return err
}

type counted struct {
	w io.Writer
	n int64
}

func (c *counted) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}

// original gives a work's creators the file that it came from.
func (p *Pages) original(w http.ResponseWriter, r *http.Request) error {
	id, err := web.ID[work.ID](r, "id")
	if err != nil {
		return err
	}
	wk, err := work.Get(r.Context(), p.DB, viewer.From(r.Context()), id)
	if err != nil {
		return err
	}
	if wk.Original == nil { // there is none, or it is not for this viewer
		return fault.New(fault.NotFound, "There is no original file of this work here, or it is only for its author.")
	}
	f, _, err := p.Blob.Get(r.Context(), blob.Originals, wk.Original.SHA256)
	if err != nil {
		return err
	}
	defer f.Close()
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream") // whatever it is, a browser must not run it
	h.Set("Content-Disposition", disposition(path.Base(strings.ReplaceAll(wk.Original.File, `\`, "/"))))
	h.Set("Cache-Control", "private, no-store")
	http.ServeContent(w, r, "", wk.Original.TookAt, f)
	return nil
}

// disposition asks the browser to save a file under its name: in ASCII for old
// programs, and in full (RFC 6266, RFC 8187).
func disposition(name string) string {
	ascii := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`"\/%;`, r) {
			return '_'
		}
		return r
	}, name)
	return fmt.Sprintf(`attachment; filename="%s"; filename*=UTF-8''%s`, ascii, strings.ReplaceAll(url.PathEscape(name), "'", "%27"))
}
