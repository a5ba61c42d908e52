package prose

import (
	"path"
	"strings"
)

// address gives the address in an attribute if it may stay, or "".
func (b *builder) address(name, key, v string) string {
	v = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return -1
		}
		return r
	}, v)
	v = strings.TrimFunc(v, func(r rune) bool { return r <= ' ' })
	scheme := schemeOf(v)
	switch {
	case name == "iframe" || name == "embed":
		return embedAddress(v)
	case key == "href":
		return among(v, scheme, "", "http", "https", "ftp", "mailto")
	case key == "cite":
		return among(v, scheme, "", "http", "https")
	case name == "img":
		return b.pictureAddress(among(v, scheme, "", "http", "https"))
	}
	return among(v, scheme, "", "http", "https") // audio, video and their parts
}

func among(v, scheme string, schemes ...string) string {
	for _, s := range schemes {
		if s == scheme {
			return v
		}
	}
	return ""
}

// schemeOf gives what stands before the first colon of an address, "" for a
// relative one. Whatever a browser might take for a scheme counts as one.
func schemeOf(v string) string {
	i := strings.IndexAny(v, ":/?#\\")
	if i < 0 || v[i] != ':' {
		return ""
	}
	if i == 0 {
		return ":"
	}
	return strings.ToLower(v[:i])
}

// pictureAddress makes a relative address absolute, save one of our pictures.
func (b *builder) pictureAddress(v string) string {
	if v == "" || schemeOf(v) != "" {
		if b.base != "" && ours(strings.TrimPrefix(v, b.base)) {
			return strings.TrimPrefix(v, b.base)
		}
		return v
	}
	v = strings.ReplaceAll(v, "\\", "/")
	switch {
	case ours(v) || b.base == "":
		return v
	case strings.HasPrefix(v, "//"):
		return "https:" + v
	case strings.HasPrefix(v, "/"):
		return b.base + v
	}
	return b.base + "/" + v
}

// ours tells whether a picture is on this site.
func ours(src string) bool {
	return strings.HasPrefix(src, "/pictures/") && len(src) > len("/pictures/") &&
		!strings.Contains(src, "..") && !strings.Contains(src, "\\") && !strings.Contains(strings.ToLower(src), "%2e")
}

// embedHosts are the players that may stand in a chapter: host and the path
// below which the address must lie.
var embedHosts = map[string]string{
	"4shared.com": "/web/embed", "audio.com": "/embed/audio", "archive.org": "/embed",
	"bilibili.com": "/", "player.bilibili.com": "/", "criticalcommons.org": "/", "podfic.com": "/",
	"soundcloud.com": "/", "w.soundcloud.com": "/", "spotify.com": "/", "open.spotify.com": "/",
	"vidders.net": "/", "viddertube.com": "/", "vimeo.com": "/", "player.vimeo.com": "/",
	"youtube.com": "/", "youtube-nocookie.com": "/",
}

// embedAddress gives the address of a player on an allowed host, by https where
// the host knows it.
func embedAddress(v string) string {
	rest, http := strings.CutPrefix(v, "http://")
	if !http {
		var ok bool
		if rest, ok = strings.CutPrefix(v, "https://"); !ok {
			if rest, ok = strings.CutPrefix(v, "//"); !ok {
				return ""
			}
		}
	}
	host, below, ok := embedHost(rest)
	if !ok || !strings.HasPrefix(below, embedHosts[host]) {
		return ""
	}
	if http && host != "criticalcommons.org" {
		return "https://" + rest
	}
	return v
}

// embedHost parts an address without scheme into an allowed host (without
// "www.") and its path, and refuses paths that climb.
func embedHost(rest string) (host, below string, ok bool) {
	host, below, _ = strings.Cut(rest, "/")
	host = strings.TrimPrefix(strings.ToLower(host), "www.")
	if _, known := embedHosts[host]; !known {
		return "", "", false
	}
	below = "/" + below
	plain, _, _ := strings.Cut(below, "?")
	lower := strings.ToLower(plain)
	if strings.Contains(lower, "%2e") || strings.Contains(plain, "\\") || strings.Contains(plain, "..") || path.Clean(plain) == "/.." {
		return "", "", false
	}
	return host, below, true
}

// secureVars upgrades the addresses of allowed hosts inside a player's variables.
func secureVars(v string) string {
	parts := strings.Split(v, "http://")
	for i := 1; i < len(parts); i++ {
		scheme := "http://"
		if host, _, ok := embedHost(parts[i]); ok && host != "criticalcommons.org" {
			scheme = "https://"
		}
		parts[i] = scheme + parts[i]
	}
	return strings.Join(parts, "")
}
