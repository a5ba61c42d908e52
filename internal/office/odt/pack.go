package odt

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/ficstead/ficstead/internal/office"
)

// pack is a document that is a zip.
type pack struct{ files fs.FS }

func (p *pack) parts() []part {
	var out []part
	for _, name := range []string{"styles.xml", "meta.xml", "content.xml"} {
		out = append(out, part{name, func() (io.ReadCloser, error) { return p.files.Open(name) }})
	}
	return out
}

func (p *pack) open(name string) (io.ReadCloser, error) { return p.files.Open(name) }

// macros counts modules of Basic and files of scripts. LibreOffice's own lists
// of its libraries are none.
func (p *pack) macros() int {
	n := 0
	for _, root := range []string{"Basic", "Scripts"} {
		// A folder that is not there, or not readable, holds no macros for us.
		_ = fs.WalkDir(p.files, root, func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return fs.SkipDir
			}
			switch path.Base(name) {
			case "script-lb.xml", "script-lc.xml":
			default:
				if !d.IsDir() {
					n++
				}
			}
			return nil
		})
	}
	return n
}

// textTypes are the media types of documents of text.
var textTypes = map[string]bool{
	"application/vnd.oasis.opendocument.text":                 true,
	"application/vnd.oasis.opendocument.text-template":        true,
	"application/vnd.oasis.opendocument.text-web":             true,
	"application/vnd.oasis.opendocument.text-master":          true,
	"application/vnd.oasis.opendocument.text-master-template": true,
	"application/vnd.sun.xml.writer":                          true,
	"application/vnd.sun.xml.writer.template":                 true,
	"application/vnd.sun.xml.writer.global":                   true,
	"application/x-vnd.oasis.opendocument.text":               true,
}

// check says whether the zip is a document of text that can be read.
func (p *pack) check() error {
	kind := ""
	if b, err := office.ReadPart(p.files, "mimetype", 1<<10); err == nil {
		kind = strings.TrimSpace(string(b))
	}
	declared, locked := p.manifest()
	if kind == "" {
		kind = declared
	}
	_, err := fs.Stat(p.files, "content.xml")
	switch missing := errors.Is(err, fs.ErrNotExist); {
	case kind != "" && !textTypes[kind], kind == "" && missing:
		return otherKind(kind)
	case locked:
		return fmt.Errorf("the document has a password; open it, save it without one, and choose that file: %w", office.ErrLocked)
	case missing:
		return fmt.Errorf("the part of the file that holds the text is missing; save the document anew: %w", office.ErrBroken)
	}
	return nil
}

func otherKind(kind string) error {
	if len(kind) > 100 {
		kind = "something else"
	}
	if kind == "" {
		return fmt.Errorf("this is not a document of LibreOffice or OpenOffice: %w", office.ErrOtherKind)
	}
	return fmt.Errorf("this file is not text but %q; save its text as a document: %w", kind, office.ErrOtherKind)
}

// manifest gives the media type that the list of the zip's files names for the
// whole, and whether the text is encrypted.
func (p *pack) manifest() (kind string, locked bool) {
	f, err := p.files.Open("META-INF/manifest.xml")
	if err != nil {
		return "", false
	}
	defer f.Close()
	s, file := newSource(f), ""
	for {
		e, err := s.next()
		if err != nil {
			return kind, locked
		}
		if e.kind != start {
			continue
		}
		switch e.name {
		case "manifest:file-entry":
			if file = e.attr("manifest:full-path"); file == "/" {
				kind = e.attr("manifest:media-type")
			}
		case "manifest:encryption-data":
			// LibreOffice's newer way encrypts a whole zip within the zip.
			locked = locked || file == "content.xml" || file == "encrypted-package"
		}
	}
}
