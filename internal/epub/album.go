package epub

import (
	"fmt"
	"path"
)

// album is the pictures of a book: each goes into the book once, after the chapter
// that first shows it.
type album struct {
	find    func(name string) (Picture, error)
	press   *press
	shown   map[string]shown
	waiting []manifestPicture
	// any is set once the book has a picture, moving once it has one that may flash.
	any, moving bool
}

// shown is how a picture that was asked for is shown; file is "" if it is not.
type shown struct{ file, alt string }

type manifestPicture struct {
	Picture
	item manifestItem
}

// show gives the file and the description of a picture; file is "" for a type of
// picture that not every e-reader shows.
func (a *album) show(name string) (file, alt string, err error) {
	if s, ok := a.shown[name]; ok {
		return s.file, s.alt, nil
	}
	if a.find == nil {
		return "", "", nil
	}
	pic, err := a.find(name)
	if err != nil {
		return "", "", fmt.Errorf("picture %q: %w", name, err)
	}
	s := shown{alt: line(pic.Alt)}
	if ext := extension(pic.Type); ext != "" && pic.Open != nil {
		stem := fragmentID(name[:len(name)-len(path.Ext(name))])
		s.file = a.press.name("pictures/"+stem, ext)
		a.waiting = append(a.waiting, manifestPicture{pic, manifestItem{name: s.file, mediaType: pic.Type}})
		a.any, a.moving = true, a.moving || pic.Type == "image/gif"
	}
	a.shown[name] = s
	return s.file, s.alt, nil
}

// extension gives the ending of a file of a type of picture that every e-reader
// must show, else "".
func extension(mediaType string) string {
	switch mediaType {
	case "image/jpeg":
		return ".jpg"
	case "image/png":
		return ".png"
	case "image/gif":
		return ".gif"
	default:
		return ""
	}
}

// write puts the pictures that were shown since the last time into the book.
func (a *album) write() error {
	for _, pic := range a.waiting {
		a.press.written = append(a.press.written, pic.item)
		if err := a.press.out.addFrom("EPUB/"+pic.item.name, pic.Open); err != nil {
			return fmt.Errorf("picture %q: %w", pic.Name, err)
		}
	}
	clear(a.waiting)
	a.waiting = a.waiting[:0]
	return nil
}
