package epub

import (
	"net/url"
	"strings"

	"golang.org/x/net/idna"
)

// webAddress gives an address that a link in a book may have: absolute, of the
// web or of a letter box, escaped as a URI must be; "" when href is none such.
// A name or password in it is left out.
func webAddress(base *url.URL, href string) string {
	if href == "" {
		return ""
	}
	u, err := url.Parse(href)
	if err != nil {
		return ""
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	switch u.Scheme {
	case "http", "https":
		host := hostName(u.Host)
		if host == "" {
			return ""
		}
		rest := u.EscapedPath()
		if u.RawQuery != "" {
			rest += "?" + u.RawQuery
		}
		if u.Fragment != "" {
			rest += "#" + u.EscapedFragment()
		}
		return u.Scheme + "://" + host + escapeURI(rest)
	case "mailto":
		if !strings.Contains(u.Opaque, "@") {
			return ""
		}
		return "mailto:" + escapeURI(u.Opaque)
	default:
		return ""
	}
}

// hostName gives a host, with its port if it has one, in ASCII; "" when it cannot
// be the name of a host.
func hostName(host string) string {
	if len(host) > 1000 {
		return ""
	}
	if strings.HasPrefix(host, "[") { // url.Parse has seen that it is an address
		return host
	}
	name, port, _ := strings.Cut(host, ":")
	name, err := idna.Punycode.ToASCII(strings.ToLower(strings.TrimSuffix(name, ".")))
	if err != nil {
		return ""
	}
	for label := range strings.SplitSeq(name, ".") {
		if label == "" || label[0] == '-' || label[len(label)-1] == '-' ||
			strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			return ""
		}
	}
	if port != "" {
		name += ":" + port
	}
	return name
}

// escapeURI escapes what may not stand in the part of a URI after the host.
func escapeURI(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '%' && (i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2])),
			c <= ' ', c >= 0x7F, strings.IndexByte("\"<>[\\]^`{|}", c) >= 0:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}
