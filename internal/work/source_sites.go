package work

import (
	"maps"
	"net/url"
	"slices"
	"strings"
)

// What is known of sites: under which names each is reached, and which part of an
// address says which story it is. Of a site that is known, a page that is no story
// has no key.

// sites gives the one name of a site that has several.
var sites = map[string]string{
	"ao3.org": ao3, "archiveofourown.com": ao3, "archiveofourown.net": ao3, "archiveofourown.gay": ao3,
	"archive.transformativeworks.org": ao3, "download.archiveofourown.org": ao3, "insecure.archiveofourown.org": ao3,

	"fimfiction.com":                  "fimfiction.net",
	"royalroadl.com":                  "royalroad.com",
	"embed.wattpad.com":               "wattpad.com",
	"forums.spacebattles.com":         "spacebattles.com",
	"forum.spacebattles.com":          "spacebattles.com",
	"forums.sufficientvelocity.com":   "sufficientvelocity.com",
	"forum.sufficientvelocity.com":    "sufficientvelocity.com",
	"forum.questionablequesting.com":  "questionablequesting.com",
	"forums.questionablequesting.com": "questionablequesting.com",
	"ficbook.me":                      "ficbook.net",
}

const ao3 = "archiveofourown.org"

// numbered are the sites where one number, after a fixed word, is the story.
var numbered = map[string][]string{
	"fanfiction.net":   {"s"},
	"fictionpress.com": {"s"},
	"wattpad.com":      {"story", "myworks"},
	"fimfiction.net":   {"story", "story/download"},
	"royalroad.com":    {"fiction"},
	"ficwad.com":       {"story"},
	"asianfanfics.com": {"story/view"},
	"scribblehub.com":  {"series"},
	"quotev.com":       {"story"},
	"ficbook.net":      {"readfic"},
	"fanfiktion.de":    {"s"},
}

// coded are those whose numbers have letters too.
var coded = []string{"fanfiktion.de", "ficbook.net"}

// forums are the forums that write the number of a thread also without its title.
var forums = []string{"spacebattles.com", "sufficientvelocity.com", "questionablequesting.com", "alternatehistory.com"}

// journals are the sites that run the software of LiveJournal.
var journals = []string{"livejournal.com", "dreamwidth.org", "insanejournal.com", "deadjournal.com", "journalfen.net"}

// known gives the key of an address on a site, or of a kind of page, that is known;
// the key is empty for a page that is no story.
func (s *source) known() (key string, known bool) {
	if name, ok := sites[s.host]; ok {
		s.host = name
	}
	if s.host == ao3 {
		return s.archive(), true
	}
	for _, words := range numbered[s.host] {
		if key := s.numbered(strings.Split(words, "/")); key != "" {
			return key, true
		}
	}
	if _, ok := numbered[s.host]; ok {
		return s.otherForms(), true
	}
	for _, read := range []func() string{s.journal, s.eFiction, s.adultFanfiction, s.thread, s.otwArchive, s.tumblr} {
		if key := read(); key != "" {
			return key, true
		}
	}
	return "", false
}

// archive is AO3: works wherever they stand, and downloads of them. A chapter's
// own address doesn't say of which work it is.
func (s *source) archive() string {
	for i, p := range s.path[:max(0, len(s.path)-1)] {
		switch next := s.path[i+1]; {
		case p == "works" && isNumber(next), p == "downloads" && i == 0 && isNumber(next):
			return s.at(ao3, "works", next)
		case p == "chapters" && i == 0 && isNumber(next):
			return s.at(ao3, "chapters", next)
		}
	}
	// Downloads as they once were: the beginning of a name, the name, the work.
	if len(s.path) > 3 && s.path[0] == "downloads" && isNumber(s.path[3]) {
		return s.at(ao3, "works", s.path[3])
	}
	return ""
}

// otwArchive is any other site with AO3's software.
func (s *source) otwArchive() string {
	path := s.path
	if len(path) > 2 && path[0] == "collections" {
		path = path[2:]
	}
	if len(path) > 1 && path[0] == "works" && isNumber(path[1]) {
		return s.at(s.host, "works", path[1])
	}
	return ""
}

// numbered is a site where words and a story's number begin the path; a slug may
// hang on the number.
func (s *source) numbered(words []string) string {
	n := len(words)
	if len(s.path) <= n || !slices.Equal(s.path[:n], words) {
		return ""
	}
	id := s.path[n]
	if number, _, slug := strings.Cut(id, "-"); slug && isNumber(number) {
		id = number
	}
	if !isNumber(id) && !(slices.Contains(coded, s.host) && strings.ContainsAny(id, "0123456789")) {
		return ""
	}
	return s.at(s.host, "story", id)
}

// otherForms are the older and shorter addresses of sites with numbered stories.
func (s *source) otherForms() string {
	switch s.host {
	case "fanfiction.net", "fictionpress.com":
		if id := s.ask("storyid"); isNumber(id) {
			return s.at(s.host, "story", id)
		}
	case "wattpad.com": // a part; only the site knows of which story
		if len(s.path) > 0 {
			if id, _, _ := strings.Cut(s.path[0], "-"); isNumber(id) {
				return s.at(s.host, "part", id)
			}
		}
	case "scribblehub.com":
		if len(s.path) > 1 && s.path[0] == "read" {
			if id, _, _ := strings.Cut(s.path[1], "-"); isNumber(id) {
				return s.at(s.host, "story", id)
			}
		}
	case "royalroad.com":
		if len(s.path) > 2 && s.path[0] == "fiction" && s.path[1] == "chapter" && isNumber(s.path[2]) {
			return s.at(s.host, "chapter", s.path[2])
		}
	}
	return ""
}

// journal is an entry of LiveJournal and its kin. The journal is named by the host
// or by the path, and there with hyphens for underscores.
func (s *source) journal() string {
	for _, site := range journals {
		name, inHost := strings.CutSuffix(s.host, "."+site)
		path := s.path
		switch {
		case !inHost && s.host != site:
			continue
		case inHost && !slices.Contains([]string{"users", "community", "asylums"}, name):
		case inHost && len(path) > 0:
			name, path = path[0], path[1:]
		case len(path) > 1 && (path[0] == "users" || path[0] == "community"):
			name, path = path[1], path[2:]
		case len(path) > 0 && strings.HasPrefix(path[0], "~"):
			name, path = path[0][1:], path[1:]
		case len(path) > 2 && path[0] == "read" && path[1] == "user":
			name, path = path[2], path[3:]
		default:
			return ""
		}
		if len(path) != 1 {
			return ""
		}
		if id := strings.TrimSuffix(path[0], ".html"); isNumber(id) {
			return s.at(site, strings.ReplaceAll(strings.ToLower(name), "-", "_"), id)
		}
		return ""
	}
	return ""
}

// eFiction is any site with that software, wherever on the site it stands.
func (s *source) eFiction() string {
	n := len(s.path)
	if n == 0 || !strings.EqualFold(s.path[n-1], "viewstory.php") {
		return ""
	}
	for _, name := range []string{"sid", "psid"} {
		if id := s.ask(name); isNumber(id) {
			return s.at(s.host, append(slices.Clone(s.path[:n-1]), "viewstory.php")...) + query(url.Values{name: {id}})
		}
	}
	return ""
}

// adultFanfiction has a host for each of its parts, and has moved.
func (s *source) adultFanfiction() string {
	for _, site := range []string{"adult-fanfiction.org", "adultfanfiction.org", "adultfanfiction.net", "adult-fanfiction.net"} {
		part, ok := strings.CutSuffix(s.host, "."+site)
		if ok && len(s.path) == 1 && s.path[0] == "story.php" && isNumber(s.ask("no")) {
			return s.at("adult-fanfiction.org", part, s.ask("no"))
		}
	}
	return ""
}

// thread is a thread of a XenForo forum: its number after its title and a point.
func (s *source) thread() string {
	path := s.path
	if len(path) > 0 && path[0] == "index.php" { // index.php?threads/title.1/
		for _, name := range slices.Sorted(maps.Keys(s.query)) {
			if strings.HasPrefix(name, "threads/") {
				path = segments(name)
				break
			}
		}
	}
	for i, p := range path[:max(0, len(path)-1)] {
		title, id, titled := cutLast(path[i+1], ".")
		if p == "threads" && isNumber(id) && (titled && title != "" || slices.Contains(forums, s.host)) {
			return s.at(s.host, append(slices.Clone(path[:i]), "threads", id)...)
		}
	}
	return ""
}

// tumblr has posts on a host for each blog, and on one for all.
func (s *source) tumblr() string {
	blog, ok := strings.CutSuffix(s.host, ".tumblr.com")
	path := s.path
	switch {
	case ok && len(path) > 1 && path[0] == "post":
		path = path[1:]
	case s.host == "tumblr.com" && len(path) > 1:
		blog, path = path[0], path[1:]
	default:
		return ""
	}
	if !isNumber(path[0]) {
		return ""
	}
	return s.at("tumblr.com", strings.ToLower(blog), path[0])
}

// ask is a value of the query, whatever case its name is written in.
func (s *source) ask(name string) string {
	for _, n := range slices.Sorted(maps.Keys(s.query)) {
		if v := s.query[n]; strings.EqualFold(n, name) && len(v) > 0 {
			return v[0]
		}
	}
	return ""
}

// cutLast cuts s at the last sep; without one, after is all of s.
func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return "", s, false
}

// isNumber reports whether s is a number as stories have them.
func isNumber(s string) bool {
	const longest = 20
	return s != "" && len(s) <= longest && strings.Trim(s, "0123456789") == ""
}
