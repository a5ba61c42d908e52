package decode

import (
	"encoding/base64"
	"io"
	"net/url"
	"path"
	"strconv"
	"strings"
)

// pictureSet gathers the pictures of a manuscript, each once.
type pictureSet struct {
	list  []Picture
	known map[string]string // source -> address in the manuscript
	taken map[string]bool
}

func newPictureSet() *pictureSet {
	return &pictureSet{known: map[string]string{}, taken: map[string]bool{}}
}

// pictureScheme stands before a picture's name in a manuscript's markup.
const pictureScheme = "picture:"

// add takes in a picture and gives its address. key tells the same picture
// again; name is what its source calls it.
func (s *pictureSet) add(key, name, mediaType string, open func() (io.ReadCloser, error)) string {
	if src, ok := s.known[key]; ok {
		return src
	}
	name = s.freeName(name, mediaType)
	s.list = append(s.list, Picture{Name: name, Type: mediaType, Open: open})
	s.known[key] = pictureScheme + name
	return s.known[key]
}

// freeName makes a name of letters, digits, dots and dashes that no other
// picture has.
func (s *pictureSet) freeName(name, mediaType string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '-':
			return r
		}
		return '-'
	}, path.Base(name))
	ext := path.Ext(name)
	stem := strings.Trim(strings.TrimSuffix(name, ext), ".-")
	if stem == "" {
		stem = "picture"
	}
	if ext == "" || ext == "." {
		ext = extensionOf(mediaType)
	}
	stem = stem[:min(len(stem), 60)]
	for n := 1; ; n++ {
		free := stem + ext
		if n > 1 {
			free = stem + "-" + strconv.Itoa(n) + ext
		}
		if !s.taken[free] {
			s.taken[free] = true
			return free
		}
	}
}

// data takes in a picture that stands in the markup itself, as a data: address.
// It gives "" for what is no picture.
func (s *pictureSet) data(src string) string {
	head, body, ok := strings.Cut(src[len("data:"):], ",")
	mediaType, _, _ := strings.Cut(head, ";")
	if mediaType = strings.ToLower(strings.TrimSpace(mediaType)); !ok || !strings.HasPrefix(mediaType, "image/") {
		return ""
	}
	open := func() (io.ReadCloser, error) {
		plain, err := url.PathUnescape(body)
		return io.NopCloser(strings.NewReader(plain)), err
	}
	if strings.Contains(strings.ToLower(head), ";base64") {
		open = func() (io.ReadCloser, error) {
			clean := strings.NewReplacer(" ", "", "\n", "", "\r", "", "\t", "", "%2B", "+", "%2F", "/", "%3D", "=").Replace(body)
			return io.NopCloser(base64.NewDecoder(base64.RawStdEncoding, strings.NewReader(strings.TrimRight(clean, "=")))), nil
		}
	}
	return s.add(src, "picture"+extensionOf(mediaType), mediaType, open)
}

// resolve gives a page's picture its address in the manuscript: pictures in the
// markup and beside the page are taken in, all others keep their address.
func (s *pictureSet) resolve(src string, beside func(string) (io.ReadCloser, error)) string {
	if len(src) >= 5 && strings.EqualFold(src[:5], "data:") {
		return s.data(src)
	}
	name, ok := localName(src)
	mediaType := pictureType(name)
	if !ok || beside == nil || mediaType == "" {
		return src
	}
	r, err := beside(name)
	if err != nil {
		return src
	}
	r.Close()
	return s.add(name, name, mediaType, func() (io.ReadCloser, error) { return beside(name) })
}

// localName is the relative path that an address names; false for the web's.
func localName(src string) (string, bool) {
	u, err := url.Parse(strings.ReplaceAll(src, `\`, "/"))
	if err != nil || u.Scheme != "" || u.Host != "" || u.Path == "" || strings.HasPrefix(u.Path, "/") {
		return "", false
	}
	return path.Clean(u.Path), true
}

func pictureType(name string) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".jpg", ".jpeg", ".jpe", ".jfif":
		return "image/jpeg"
	case ".png":
		return "image/png"
	case ".gif":
		return "image/gif"
	case ".webp":
		return "image/webp"
	case ".svg":
		return "image/svg+xml"
	case ".bmp":
		return "image/bmp"
	case ".avif":
		return "image/avif"
	}
	return ""
}

func extensionOf(mediaType string) string {
	switch mediaType {
	case "image/jpeg", "image/jpg":
		return ".jpg"
	case "image/svg+xml":
		return ".svg"
	}
	kind, sub, _ := strings.Cut(mediaType, "/")
	if kind != "image" || sub == "" || len(sub) > 8 || strings.Trim(sub, "abcdefghijklmnopqrstuvwxyz") != "" {
		return ".bin"
	}
	return "." + sub
}

// forget takes back the pictures added since there were n.
func (s *pictureSet) forget(n int) {
	for _, p := range s.list[n:] {
		delete(s.taken, p.Name)
		for key, src := range s.known {
			if src == pictureScheme+p.Name {
				delete(s.known, key)
			}
		}
	}
	s.list = s.list[:n]
}
