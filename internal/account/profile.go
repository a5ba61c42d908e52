package account

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// Bounds of a profile: characters of its title and its text, and links.
const (
	maxProfileTitle = 255
	maxProfileWords = 5000
	maxLinks        = 10
	maxLink         = 500
)

// Profile is what somebody tells about themselves, to everyone.
type Profile struct {
	Title string
	Text  string // clean HTML
	Links []string
}

// Empty reports whether nothing is told.
func (p Profile) Empty() bool { return p.Title == "" && p.Text == "" && len(p.Links) == 0 }

// ProfileOf reads somebody's profile; nobody's is empty.
func ProfileOf(ctx context.Context, q db.Q, id viewer.ID) (Profile, error) {
	var p Profile
	var links string
	err := q.QueryRowContext(ctx, `SELECT profile_title, profile, profile_links FROM accounts WHERE id = $1`, int64(id)).Scan(&p.Title, &p.Text, &links)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return p, fmt.Errorf("account: profile of %d: %w", id, err)
	}
	p.Links = strings.Fields(links)
	return p, nil
}

// SetProfile keeps a profile that checkProfile made.
func SetProfile(ctx context.Context, tx *db.Tx, id viewer.ID, p Profile) error {
	if err := tx.Exec(ctx, `UPDATE accounts SET profile_title = $1, profile = $2, profile_links = $3 WHERE id = $4`,
		p.Title, p.Text, strings.Join(p.Links, "\n"), int64(id)); err != nil {
		return fmt.Errorf("account: profile of %d: %w", id, err)
	}
	return nil
}

// profileForm is the form of a profile as it is typed; Links has one a line.
type profileForm struct {
	Title, Text, Links string
	HidePseuds         bool
}

// checkProfile makes a profile of what was typed, and says all that is wrong with it.
func checkProfile(c prose.Cleaner, f profileForm) (p Profile, bad web.Faults) {
	note := func(err error) {
		if err != nil {
			bad = append(bad, fault.As(err))
		}
	}
	p.Title = oneLine(f.Title)
	if n := utf8.RuneCountInString(p.Title); n > maxProfileTitle {
		note(fault.In("title", "The title has %d characters; %d is the most.", n, maxProfileTitle))
	}
	var err error
	p.Text, err = cleanWords(c, "text", f.Text, prose.Note, maxProfileWords)
	note(err)
	p.Links, err = checkLinks(f.Links)
	note(err)
	return p, bad
}

// checkLinks reads addresses, one a line.
func checkLinks(typed string) ([]string, error) {
	all := strings.Fields(strings.ToValidUTF8(typed, ""))
	if len(all) > maxLinks {
		return nil, fault.In("links", "There are %d links; %d is the most.", len(all), maxLinks)
	}
	for i, s := range all {
		if !strings.Contains(s, "://") {
			s = "https://" + s
		}
		u, err := url.Parse(s)
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.User != nil || !strings.Contains(u.Hostname(), ".") || len(s) > maxLink {
			return nil, fault.In("links", "“%s” is no address of a page. One is like https://example.org/me, with at most %d characters, one on each line.", shortened(all[i]), maxLink)
		}
		all[i] = u.String()
	}
	return all, nil
}

// oneLine is something typed as one line of text that both databases take.
func oneLine(typed string) string {
	typed = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(typed, ""))
	return strings.Join(strings.Fields(typed), " ")
}

// shortened is the beginning of something typed, for a sentence about it.
func shortened(s string) string {
	r := []rune(s)
	if len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
