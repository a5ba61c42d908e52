package work

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"slices"
	"strings"
)

// SourceKey is the same for every form of the address of one story: without
// scheme, www, port, fragment and chapter, by the one name of a site that has
// many. It is no address itself. It is empty for what is not the address of a
// story: no web address, a site's front page, somebody's profile.
func SourceKey(address string) string {
	u := parseSource(address)
	if u == nil {
		return ""
	}
	s := source{host: siteHost(u.Host), path: segments(u.Path), query: u.Query()}
	key, known := s.known()
	if !known {
		key = s.plain()
	}
	return shortKey(key)
}

// source is an address taken apart.
type source struct {
	host  string
	path  []string // decoded, none empty
	query url.Values
}

// parseSource reads a web address, also one without scheme, and one that the
// Internet Archive keeps.
func parseSource(address string) *url.URL {
	address = strings.Trim(address, " \t\r\n<>")
	for range 2 { // the page in the archive, and the page itself
		rest, ok := withoutScheme(address)
		if !ok {
			return nil
		}
		u, err := url.Parse("http://" + rest)
		if err != nil || !strings.Contains(u.Host, ".") {
			return nil
		}
		if siteHost(u.Host) != "web.archive.org" {
			return u
		}
		_, kept, ok := strings.Cut(strings.TrimPrefix(rest, u.Host), "/web/")
		_, kept, dated := strings.Cut(kept, "/")
		if !ok || !dated {
			return u
		}
		address = kept
	}
	return nil
}

// withoutScheme takes http and https off an address, also where one of the slashes
// was lost, and says no to other schemes.
func withoutScheme(address string) (rest string, ok bool) {
	scheme, after, found := strings.Cut(address, ":")
	switch {
	case found && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https")):
		return strings.TrimLeft(after, "/"), true
	case strings.Contains(address, "://"):
		// Another scheme, unless it is a part of what the address asks for.
		return address, strings.Contains(scheme, "/")
	}
	return strings.TrimLeft(address, "/"), true
}

// siteHost is a host without port and without the names of its forms for
// telephones.
func siteHost(host string) string {
	host = strings.ToLower(strings.ToValidUTF8(host, ""))
	for _, port := range []string{":80", ":443"} {
		host = strings.TrimSuffix(host, port)
	}
	host = strings.TrimSuffix(host, ".")
	for _, prefix := range []string{"www.", "m.", "mobile."} {
		if rest, ok := strings.CutPrefix(host, prefix); ok && strings.Contains(rest, ".") {
			host = rest
		}
	}
	return host
}

func segments(path string) []string {
	return slices.DeleteFunc(strings.Split(path, "/"), func(s string) bool { return s == "" })
}

// plain is the key of a page on a site that nobody told us about: host, path, and
// what the query asks for.
func (s *source) plain() string {
	saysWhich := false // something says of which story, and not only which chapter
	for name := range s.query {
		if isNoise(name) {
			s.query.Del(name)
		}
		saysWhich = saysWhich || isStoryName(name)
	}
	for name := range s.query {
		if saysWhich && isChapterName(name) {
			s.query.Del(name)
		}
	}
	path := s.path
	if n := len(path); n > 0 && len(s.query) == 0 && isIndex(path[n-1]) {
		path = path[:n-1]
	}
	if len(path) == 0 && len(s.query) == 0 {
		return ""
	}
	return s.at(s.host, path...) + query(s.query)
}

// at writes a key: a host and a path, each part of which is encoded the same way.
func (s *source) at(host string, path ...string) string {
	var b strings.Builder
	b.WriteString(host)
	for _, p := range path {
		b.WriteByte('/')
		b.WriteString(url.PathEscape(p))
	}
	return b.String()
}

// query writes what a query asks for, sorted.
func query(q url.Values) string {
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

// isNoise reports whether a part of a query says how a page is shown, or whence
// somebody came to it, and not which page it is.
func isNoise(name string) bool {
	name = strings.ToLower(name)
	return strings.HasPrefix(name, "utm_") || slices.Contains([]string{
		"fbclid", "gclid", "dclid", "msclkid", "igshid", "yclid", "mc_cid", "mc_eid", "_ga", "ref", "ref_src", "amp",
		"view_adult", "view_full_work", "style", "hide_banner", "show_comments", "add_kudos", "tos",
		"ageconsent", "warning", "textsize", "phpsessid",
	}, name)
}

func isChapterName(name string) bool {
	return slices.Contains([]string{"chapter", "chap", "ch", "chapterid", "page"}, strings.ToLower(name))
}

func isStoryName(name string) bool {
	return slices.Contains([]string{"id", "sid", "storyid", "story", "ficid", "fic", "fid", "no", "title"}, strings.ToLower(name))
}

func isIndex(name string) bool {
	return slices.Contains([]string{"index.html", "index.htm", "index.php", "default.htm", "default.html"}, strings.ToLower(name))
}

// shortKey keeps a key within what every database can index.
func shortKey(key string) string {
	const longest = 500
	if len(key) <= longest {
		return key
	}
	sum := sha256.Sum256([]byte(key))
	return key[:strings.LastIndexByte(key[:longest], '/')+1] + "#" + hex.EncodeToString(sum[:])
}
