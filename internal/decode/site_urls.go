package decode

import (
	"net/url"
	"regexp"
	"strings"
)

var (
	storyPath   = regexp.MustCompile(`^/s/(\d+)`)
	wattpadPath = regexp.MustCompile(`^/(?:story/)?(\d{4,})`)
	workPath    = regexp.MustCompile(`^(?:/collections/[^/]+)?/works/(\d+)`)
	entryPath   = regexp.MustCompile(`/(\d+)\.html$`)
	oldJournal  = regexp.MustCompile(`^/(users/|community/|~)?([\w-]+)/(\d+)\.html$`)
)

// canonicalSource gives the one form of a work's address on the sites that
// have several: https, without chapter, title and view. Others stay as they
// are; what is no address gives "".
func canonicalSource(address string) string {
	address = strings.TrimSpace(address)
	if strings.HasPrefix(address, "//") {
		address = "https:" + address
	}
	if !isWebAddress(address) {
		return ""
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	host := strings.ToLower(u.Host)
	bare := strings.TrimPrefix(strings.TrimPrefix(host, "www."), "m.")
	switch {
	case bare == "fanfiction.net" || bare == "fictionpress.com":
		if m := storyPath.FindStringSubmatch(u.Path); m != nil {
			return "https://www." + bare + "/s/" + m[1]
		}
	case bare == "archiveofourown.org" || bare == "archiveofourown.com":
		if m := workPath.FindStringSubmatch(u.Path); m != nil {
			return "https://archiveofourown.org/works/" + m[1]
		}
	case bare == "wattpad.com":
		if m := wattpadPath.FindStringSubmatch(u.Path); m != nil && strings.HasPrefix(u.Path, "/story/") {
			return "https://www.wattpad.com/story/" + m[1]
		}
	case isJournalHost(host):
		return journalAddress(u, host)
	}
	return address
}

// journalSites are the sites that run LiveJournal's program.
var journalSites = []string{"livejournal.com", "dreamwidth.org", "insanejournal.com", "journalfen.net", "deadjournal.com"}

func isJournalHost(host string) bool {
	for _, s := range journalSites {
		if host == s || strings.HasSuffix(host, "."+s) {
			return true
		}
	}
	return false
}

// journalAddress makes "https://NAME.site/N.html" of every older form.
func journalAddress(u *url.URL, host string) string {
	path := u.Path
	shared := strings.HasPrefix(host, "community.") || strings.HasPrefix(host, "users.")
	if m := oldJournal.FindStringSubmatch(path); m != nil && (m[1] != "" || shared) {
		for _, s := range journalSites {
			if strings.HasSuffix(host, s) {
				return "https://" + strings.ReplaceAll(strings.ToLower(m[2]), "_", "-") + "." + s + "/" + m[3] + ".html"
			}
		}
	}
	if !entryPath.MatchString(path) {
		return u.String()
	}
	return "https://" + host + path
}

// isOwnWorksSite tells addresses and names of sites for people's own worlds,
// where a category is a genre.
func isOwnWorksSite(s string) bool {
	s = strings.ToLower(s)
	for _, name := range []string{"wattpad", "fictionpress", "literotica", "royalroad", "scribblehub", "inkitt", "tapas.io", "webnovel"} {
		if strings.Contains(s, name) {
			return true
		}
	}
	return false
}
