package work

import (
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/tag"
)

// Path is the address of a work's page.
func (id ID) Path() string { return "/works/" + id.String() }

// String is the key as addresses and forms have it.
func (id ID) String() string { return strconv.FormatInt(int64(id), 10) }

// ChapterPath is the address of one of its chapters.
func (id ID) ChapterPath(c ChapterID) string {
	return id.Path() + "/chapters/" + strconv.FormatInt(int64(c), 10)
}

// DownloadPath is the address of the work as a file of a kind: epub, html, txt
// or md. Its name is the title, so that the file is called that where it is kept.
func (w *Work) DownloadPath(kind string) string {
	return "/downloads/" + strconv.FormatInt(int64(w.ID), 10) + "/" + url.PathEscape(FileName(w.Title)) + "." + kind
}

// FileName is a title as the name of a file: letters and digits of any script,
// everything else a space, at most forty characters.
func FileName(title string) string {
	clean := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '-' {
			return r
		}
		if r == '\'' || r == '’' {
			return -1
		}
		return ' '
	}, title)
	const most = 40
	runes := []rune(strings.Join(strings.Fields(clean), "_"))
	if len(runes) > most {
		runes = runes[:most]
	}
	name := strings.Trim(string(runes), "_-")
	if name == "" {
		return "work"
	}
	return name
}

// TagPath is the address of the works with a tag.
func TagPath(t tag.Tag) string { return "/tags/" + tag.Slug(t.Name) + "/works" }

// PseudPath is the address of what somebody wrote under a name.
func PseudPath(p account.Pseud) string {
	return "/users/" + url.PathEscape(p.Login) + "/pseuds/" + url.PathEscape(p.Name)
}

// SeriesPath is the address of a series.
func SeriesPath(id int64) string { return "/series/" + strconv.FormatInt(id, 10) }
