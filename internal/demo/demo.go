// Package demo holds a small library for trying an archive out: short stories
// written for it, in the forms in which stories come (old archives' text with
// header labels, Markdown, HTML), by six invented authors, in worlds that are in
// the public domain. They are under the licence of the program.
package demo

import (
	"embed"
	"io/fs"
)

//go:embed stories
var stories embed.FS

// Files gives the stories as files, all in the root, as authors would send them.
// Library says which they are.
func Files() fs.FS {
	files, _ := fs.Sub(stories, "stories") // fails only for a path that is not one
	return files
}

// Entry is one story: what whoever brings it in must know beside the file.
type Entry struct {
	// File is its name in Files.
	File string
	// As is the pseud it is posted as.
	As string
	// Series is the title of the series it belongs to, Part its place there from 1;
	// "" and 0 for none.
	Series string
	Part   int
	Fandom string
	// Language is a BCP 47 tag.
	Language string
	// Freeforms are tags that the file cannot state in its own form.
	Freeforms []string
}

// Library gives the stories in the order in which they were posted.
func Library() []Entry {
	const (
		downs   = "Letters from the Downs"
		nursery = "The Nursery Window"

		holmes = "Sherlock Holmes - Arthur Conan Doyle"
		pan    = "Peter Pan - J. M. Barrie"
	)
	return []Entry{
		{File: "the-bees-of-fulworth.txt", As: "lanternfish", Series: downs, Part: 1, Fandom: holmes, Language: "en", Freeforms: []string{"Retirement", "Bees"}},
		{File: "nursery-window-1-thimble.html", As: "Brambletype", Series: nursery, Part: 1, Fandom: pan, Language: "en-GB"},
		{File: "the-selkies-ledger.txt", As: "saltandstars", Fandom: "Scottish Folklore", Language: "en"},
		{File: "the-second-hive.txt", As: "lanternfish", Series: downs, Part: 2, Fandom: holmes, Language: "en", Freeforms: []string{"Epistolary", "Bees"}},
		{File: "the-longbourn-group-chat.html", As: "Ottoline Grew", Fandom: "Pride and Prejudice - Jane Austen", Language: "en"},
		{File: "der-eiserne-heinrich-kuendigt.md", As: "Wegwart", Fandom: "Kinder- und Hausmärchen | Grimm's Fairy Tales", Language: "de"},
		{File: "nursery-window-2-second-star.txt", As: "Brambletype", Series: nursery, Part: 2, Fandom: pan, Language: "en"},
		{File: "the-try-works-at-midnight.txt", As: "the_third_moth", Fandom: "Moby-Dick - Herman Melville", Language: "en", Freeforms: []string{"Ghosts", "Canon Divergence"}},
		{File: "a-thread-for-asterion.md", As: "saltandstars", Fandom: "Ancient Greek Religion & Lore", Language: "en"},
		{File: "rocinante-opina.txt", As: "saltandstars", Fandom: "Don Quijote de la Mancha - Miguel de Cervantes", Language: "es"},
		{File: "an-index-to-the-journals.md", As: "Ottoline Grew", Fandom: "Dracula - Bram Stoker", Language: "en-GB"},
		{File: "kasa-jizo-no-yoru.html", As: "the_third_moth", Fandom: "日本昔話 | Japanese Folklore", Language: "ja"},
		{File: "nursery-window-3-the-shadow-drawer.md", As: "Brambletype", Series: nursery, Part: 3, Fandom: pan, Language: "en"},
	}
}
