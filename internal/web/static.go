package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
)

//go:embed static
var static embed.FS

// asset is a file of ours, compressed once.
type asset struct {
	kind   string
	plain  []byte
	zipped []byte
}

// assets holds every file under its address, /static/HASH/NAME, and every
// address under its name. The hash lets browsers keep a file for good.
type assets struct {
	byPath map[string]*asset
	byName map[string]string
}

var loadAssets = sync.OnceValues(func() (*assets, error) {
	a := &assets{map[string]*asset{}, map[string]string{}}
	var styles, common bytes.Buffer
	err := fs.WalkDir(static, "static", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := static.ReadFile(p)
		if err != nil {
			return err
		}
		name := p[len("static/"):]
		if strings.HasPrefix(name, "css/") {
			styles.Write(b) // the walk is in order of names, and so are the layers
			return nil
		}
		if script, ok := strings.CutPrefix(name, "js/"); ok {
			if script == "common.js" { // the first by name
				common.Write(b)
				return nil
			}
			return a.add(script, slices.Concat(common.Bytes(), b)) // one request a page
		}
		return a.add(name, b)
	})
	if err != nil {
		return nil, err
	}
	return a, a.add("site.css", a.linked(styles.Bytes()))
})

// linked gives every "asset:NAME" in a stylesheet its address.
func (a *assets) linked(css []byte) []byte {
	for name, address := range a.byName {
		css = bytes.ReplaceAll(css, []byte("asset:"+name+"\""), []byte(address+"\""))
	}
	return css
}

func (a *assets) add(name string, b []byte) error {
	sum := sha256.Sum256(b)
	address := "/static/" + hex.EncodeToString(sum[:6]) + "/" + name
	a.byName[name] = address
	if path.Ext(name) == ".woff2" { // compressed as it is
		a.byPath[address] = &asset{kind: kind(name), plain: b}
		return nil
	}
	z := &bytes.Buffer{}
	w, err := gzip.NewWriterLevel(z, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(b); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	a.byPath[address] = &asset{kind(name), b, z.Bytes()}
	return nil
}

func kind(name string) string {
	switch path.Ext(name) {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	case ".txt":
		return "text/plain; charset=utf-8"
	}
	return mime.TypeByExtension(path.Ext(name))
}

// Asset is the address of one of our own files: Asset("site.css").
func Asset(name string) string {
	a, err := loadAssets()
	if err != nil || a.byName[name] == "" {
		return "/static/missing/" + name // a test looks every name up
	}
	return a.byName[name]
}

// Static serves our own files, to be kept for good by browsers.
func Static(m *Mux) error {
	all, err := loadAssets()
	if err != nil {
		return err
	}
	serve := func(w http.ResponseWriter, r *http.Request, a *asset, keep string) {
		h, body := w.Header(), a.plain
		h.Set("Content-Type", a.kind)
		h.Set("Cache-Control", keep)
		h.Add("Vary", "Accept-Encoding")
		if AcceptsGzip(r) && a.zipped != nil && len(a.zipped) < len(a.plain) {
			h.Set("Content-Encoding", "gzip")
			body = a.zipped
		}
		h.Set("Content-Length", strconv.Itoa(len(body)))
		if r.Method != http.MethodHead {
			w.Write(body)
		}
	}
	m.Handle("GET /static/{rest...}", Anyone, func(w http.ResponseWriter, r *http.Request) error {
		a := all.byPath[r.URL.Path]
		if a == nil {
			return notFound()
		}
		serve(w, r, a, "public, max-age=31536000, immutable")
		return nil
	})
	for _, name := range []string{"favicon.svg", "robots.txt"} {
		a := all.byPath[all.byName[name]]
		m.Handle("GET /"+name, Anyone, func(w http.ResponseWriter, r *http.Request) error {
			serve(w, r, a, "public, max-age=3600")
			return nil
		})
	}
	return nil
}
