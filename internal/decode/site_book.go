package decode

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// bookIDs gives each id of an EPUB's files a name that no other file has. The
// first file to use an id keeps it.
type bookIDs struct {
	taken map[string]bool
	names map[string]string // file#id -> its name, where that is another
}

func newBookIDs() *bookIDs {
	return &bookIDs{taken: map[string]bool{}, names: map[string]string{}}
}

// collect renames the ids of one file that others had before.
func (ids *bookIDs) collect(file string, number int, body *html.Node) {
	own := map[string]bool{}
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		for i, a := range n.Attr {
			if a.Key != "id" && (a.Key != "name" || n.Data != "a") || a.Val == "" {
				continue
			}
			if ids.taken[a.Val] && !own[a.Val] {
				name := a.Val + "." + strconv.Itoa(number)
				ids.names[file+"#"+a.Val] = name
				n.Attr[i].Val = name
				continue
			}
			own[a.Val], ids.taken[a.Val] = true, true
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(body)
}

// packScheme stands before the path of a picture that is in the book.
const packScheme = "pack:"

// localise makes links within the book "#id" and the addresses of its pictures
// "pack:PATH".
func (b *epubBook) localise(n *html.Node, dir, own string, ids *bookIDs) {
	for i, a := range n.Attr {
		switch {
		case a.Key == "href" && n.Data == "a":
			file, frag := resolveHref(dir, a.Val)
			if file == "" && frag != "" {
				file = own
			}
			if b.byPath[file] == nil {
				continue
			}
			if name := ids.names[file+"#"+frag]; name != "" {
				frag = name
			}
			n.Attr[i].Val = "#" + frag
		case (a.Key == "src" || a.Key == "href") && (n.Data == "img" || n.Data == "image"):
			file, _ := resolveHref(dir, a.Val)
			if e := b.pack.find(file); file != "" && e != nil {
				n.Attr[i].Val = packScheme + e.name
			}
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.localise(c, dir, own, ids)
	}
}

// packPicture takes a picture into a work's set.
func (b *epubBook) packPicture(set *pictureSet, src string) string {
	name, ok := strings.CutPrefix(src, packScheme)
	if !ok {
		return set.resolve(src, nil)
	}
	return b.addPictureTo(set, name)
}
