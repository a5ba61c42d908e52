package decode

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Item is one file to take in, as Walk found it.
type Item struct {
	// Path is the file's name for people, as the caller named it; inside a zip
	// "ZIP/inner/name". It is valid UTF-8 even if the name on disk is not.
	Path string
	// Size is the number of bytes that its container states, 0 if unknown.
	Size int64
	Open func() (io.ReadCloser, error)

	// beside opens a file named relative to this one, for an HTML page's
	// pictures; nil if nothing lies beside it.
	beside func(name string) (io.ReadCloser, error)
}

// Walk lists what can be read below the paths, in natural order: files,
// folders with all below them, and what zips hold. Hidden files and what
// systems leave behind are passed over. Whatever cannot be read is yielded as
// an Item with only a Path and a *Problem, and the walk goes on; an end of ctx
// is yielded last. Items may be opened later, in any order.
func Walk(ctx context.Context, paths []string, lim Limits) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		w := &walker{ctx: ctx, lim: lim.withDefaults(), yield: yield}
		sorted := slices.Clone(paths)
		slices.SortStableFunc(sorted, func(a, b string) int {
			return comparePaths(filepath.ToSlash(a), filepath.ToSlash(b))
		})
		for _, p := range sorted {
			if !w.path(p) {
				return
			}
		}
	}
}

// WalkFile is Walk over one file on disk whose name there says nothing: name is
// what people call it, and tells its kind.
func WalkFile(ctx context.Context, name, path string, lim Limits) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		w := &walker{ctx: ctx, lim: lim.withDefaults(), yield: yield}
		name = shown(name)
		info, err := os.Stat(path)
		switch {
		case err != nil:
			w.fail(openProblem(name, err))
		case kindByName(name) == kindZip:
			w.zipFile(path, name)
		case kindByName(name) == kindSupport || kindByName(name) == kindUnknown:
			w.fail(unknownProblem(name))
		default:
			w.give(Item{Path: name, Size: info.Size(), Open: func() (io.ReadCloser, error) { return os.Open(path) }})
		}
	}
}

// walker carries one walk. Its methods return false when the walk is over.
type walker struct {
	ctx   context.Context
	lim   Limits
	yield func(Item, error) bool
	slot  packSlot
}

// path takes a path that the caller named.
func (w *walker) path(p string) bool {
	info, err := os.Stat(p)
	if err != nil {
		return w.fail(openProblem(shown(p), err))
	}
	if info.IsDir() {
		return w.folder(p)
	}
	return w.file(p, info, false)
}

// folder takes a folder's files and folders, in order.
func (w *walker) folder(dir string) bool {
	found, err := os.ReadDir(dir)
	if err != nil && !w.fail(openProblem(shown(dir), err)) {
		return false
	}
	slices.SortFunc(found, func(a, b fs.DirEntry) int { return comparePaths(a.Name(), b.Name()) })
	pages := slices.ContainsFunc(found, func(e fs.DirEntry) bool { return hasPages(e.Name()) })
	for _, e := range found {
		p := filepath.Join(dir, e.Name())
		if e.IsDir() && isPageFolder(e.Name()) && pages || isLitter(e.Name()) {
			continue
		}
		if e.IsDir() {
			if !w.folder(p) {
				return false
			}
			continue
		}
		info, err := w.stat(dir, e)
		if err != nil {
			if !w.fail(openProblem(shown(p), err)) {
				return false
			}
			continue
		}
		if !w.file(p, info, pages) {
			return false
		}
	}
	return true
}

// stat follows a link only to a file inside the same folder, so that a folder
// from elsewhere cannot bring in what lies outside it.
func (w *walker) stat(dir string, e fs.DirEntry) (fs.FileInfo, error) {
	if e.Type()&fs.ModeSymlink == 0 {
		return e.Info()
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	info, err := root.Stat(e.Name())
	if err == nil && info.IsDir() {
		return nil, errLinkedFolder
	}
	return info, err
}

var errLinkedFolder = errors.New("decode: a link to a folder")

// file takes one file on disk. Supporting files (pictures, style sheets) are
// passed over when pages lie beside them.
func (w *walker) file(p string, info fs.FileInfo, pages bool) bool {
	name := shown(p)
	if !info.Mode().IsRegular() {
		return w.fail(problem(name, Unreadable, nil, "is a device or a pipe, not a file; name a file or a folder."))
	}
	switch k := kindByName(p); {
	case k == kindZip:
		return w.zipFile(p, name)
	case k == kindSupport && pages:
		return true
	case k == kindSupport || k == kindUnknown:
		return w.fail(unknownProblem(name))
	}
	return w.give(Item{
		Path: name, Size: info.Size(),
		Open:   func() (io.ReadCloser, error) { return os.Open(p) },
		beside: besideOnDisk(filepath.Dir(p)),
	})
}

func (w *walker) give(it Item) bool {
	if err := w.ctx.Err(); err != nil {
		w.yield(Item{}, err)
		return false
	}
	return w.yield(it, nil)
}

func (w *walker) fail(p *Problem) bool {
	if err := w.ctx.Err(); err != nil {
		w.yield(Item{}, err)
		return false
	}
	return w.yield(Item{Path: p.Path}, p)
}

// shown is a path on disk as people may see it.
func shown(p string) string { return printable(decodeName(filepath.ToSlash(p))) }

// besideOnDisk opens files below dir and nothing outside it.
func besideOnDisk(dir string) func(string) (io.ReadCloser, error) {
	return func(name string) (io.ReadCloser, error) {
		root, err := os.OpenRoot(dir)
		if err != nil {
			return nil, err
		}
		defer root.Close()
		info, err := root.Stat(filepath.FromSlash(name))
		if err != nil {
			return nil, err
		}
		if !info.Mode().IsRegular() {
			return nil, fs.ErrNotExist
		}
		return root.Open(filepath.FromSlash(name))
	}
}

// isLitter tells files and folders that systems and programs leave behind.
func isLitter(name string) bool {
	if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") {
		return true
	}
	switch strings.ToLower(name) {
	case "__macosx", "thumbs.db", "desktop.ini", "icon\r":
		return true
	}
	return false
}

// hasPages tells a page to which pictures and style sheets may belong.
func hasPages(name string) bool {
	k := kindByName(name)
	return k == kindHTML || k == kindMarkdown
}

// isPageFolder tells the folder in which a browser or Word puts a saved page's
// pictures and styles.
func isPageFolder(name string) bool {
	n := strings.ToLower(name)
	return strings.HasSuffix(n, "_files") || strings.HasSuffix(n, ".fld") || strings.HasSuffix(n, "-dateien")
}
