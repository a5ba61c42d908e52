package docx

import (
	"archive/zip"
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/ficstead/ficstead/internal/office"
)

// pack is the packed document: its parts by their names.
type pack struct {
	files fs.FS
	lower map[string]string // names in small letters to real ones, made when first needed
}

// part is one XML file of the pack and what it refers to.
type part struct {
	name string
	rels map[string]relation
	list []relation // the same in the file's order
}

// relation is a reference of a part to another or to an address elsewhere.
type relation struct {
	id, kind string // kind is the last word of its type: "image", "footnotes"
	target   string // a name in the pack, or an address when external
	external bool
}

// open opens a part; names are the same in small and capital letters.
func (p *pack) open(name string) (fs.File, error) {
	f, err := p.files.Open(name)
	if err == nil || !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrInvalid) {
		return f, err
	}
	if p.lower == nil {
		p.lower = map[string]string{}
		fs.WalkDir(p.files, ".", func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				p.lower[strings.ToLower(name)] = name
			}
			return nil
		})
	}
	if real, ok := p.lower[strings.ToLower(name)]; ok {
		return p.files.Open(real)
	}
	return nil, fs.ErrNotExist
}

func (p *pack) has(name string) bool {
	f, err := p.open(name)
	if err != nil {
		return false
	}
	f.Close()
	return true
}

// scan calls read with a scanner of a part. A part that is missing or damaged
// gives what there is of it; only a limit that was reached is an error.
func (p *pack) scan(name string, read func(*scanner)) error {
	f, err := p.open(name)
	if err != nil {
		return onlyLimit(err)
	}
	defer f.Close()
	s := newScanner(f)
	read(s)
	return onlyLimit(s.err)
}

// onlyLimit passes the error of a file that is larger than the caller allows.
func onlyLimit(err error) error {
	if errors.Is(err, office.ErrTooBig) {
		return err
	}
	return nil
}

// part gives a part's name and relations.
func (p *pack) part(name string) (*part, error) {
	out := &part{name: name, rels: map[string]relation{}}
	dir, file := path.Split(name)
	err := p.scan(dir+"_rels/"+file+".rels", func(s *scanner) {
		for s.next() {
			if s.kind != startTag || s.name != "rel:Relationship" {
				continue
			}
			r := relation{id: s.attr("Id"), kind: path.Base(s.attr("Type")), target: s.attr("Target")}
			if r.external = strings.EqualFold(s.attr("TargetMode"), "External"); !r.external {
				r.target = inPack(dir, r.target)
			}
			out.rels[r.id] = r
			out.list = append(out.list, r)
		}
	})
	return out, err
}

// first gives the part's first relation of a kind.
func (p *part) first(kind string) (relation, bool) {
	for _, r := range p.list {
		if r.kind == kind && !r.external {
			return r, true
		}
	}
	return relation{}, false
}

// inPack makes a name in the pack of a target that a part in dir names.
func inPack(dir, target string) string {
	target, _, _ = strings.Cut(strings.ReplaceAll(target, `\`, "/"), "#")
	if !strings.HasPrefix(target, "/") {
		target = "/" + dir + target
	}
	return strings.TrimPrefix(path.Clean(target), "/")
}

// mainPart finds the part that holds the text.
func (p *pack) mainPart() (*part, error) {
	if p.has("EncryptedPackage") || p.has("EncryptionInfo") {
		return nil, office.ErrLocked
	}
	root, err := p.part("")
	if err != nil {
		return nil, err
	}
	name := "word/document.xml"
	if r, ok := root.first("officeDocument"); ok && (p.has(r.target) || !p.has(name)) {
		name = r.target
	}
	if !p.has(name) {
		return nil, p.otherKind()
	}
	switch dir, _, _ := strings.Cut(strings.ToLower(name), "/"); dir {
	case "xl", "ppt", "visio":
		return nil, office.ErrOtherKind
	}
	if p.locked(name) {
		return nil, office.ErrLocked
	}
	return p.part(name)
}

// otherKind tells a pack of another kind from a document that lost its text.
func (p *pack) otherKind() error {
	for _, mark := range []string{"mimetype", "META-INF/container.xml", "xl/workbook.xml", "ppt/presentation.xml", "Index/Document.iwa"} {
		if p.has(mark) {
			return office.ErrOtherKind
		}
	}
	if p.has("[Content_Types].xml") || p.has("_rels/.rels") || p.has("word/styles.xml") {
		return office.ErrBroken
	}
	return office.ErrOtherKind
}

// locked says whether the zip keeps the part under a password.
func (p *pack) locked(name string) bool {
	f, err := p.open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return false
	}
	h, ok := info.Sys().(*zip.FileHeader)
	return ok && h.Flags&1 != 0
}

// head reads the first bytes of a file, nil when it can't be read.
func (p *pack) head(name string) []byte {
	f, err := p.open(name)
	if err != nil {
		return nil
	}
	defer f.Close()
	b := make([]byte, 16)
	n, _ := io.ReadFull(f, b)
	return b[:n]
}
