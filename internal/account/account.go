// Package account has the people of the archive: accounts and pseuds, signing in
// and out, sessions, and how each of them likes to read.
package account

import (
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

// Account is one person here, or a place kept for one whose stories somebody
// else brought.
type Account struct {
	ID      viewer.ID
	Name    string
	Email   string // "" when none was given
	Role    viewer.Role
	Adult   bool // adult works are welcome
	Reading viewer.Reading
	// Claimed is false for a kept place: nobody can sign in to it yet.
	Claimed   bool
	Suspended bool
	CreatedAt time.Time
}

// Path is the address of the account's page.
func (a *Account) Path() string { return "/users/" + url.PathEscape(a.Name) }

// New is what it takes to make an account.
type New struct {
	Name     string
	Email    string // may be empty
	Password string // as typed
	// Hash is what HashOf made of Password before; "" lets Create make it, while the
	// transaction waits.
	Hash string
	Role viewer.Role
	// Fresh refuses a name under which a place is kept for somebody: nobody vouches
	// that the place is theirs.
	Fresh bool
}

// Bounds of names and addresses, in characters.
const (
	minName  = 3
	maxName  = 40
	maxPlace = 100
	maxEmail = 254
	// maxKeyed is how many bytes of something typed are looked at to find whom it
	// names: nobody's name or address is longer.
	maxKeyed = 1000
)

// Key is how names are compared: case, width, composition, runs of spaces and
// characters that nobody can see do not tell two names apart. Taking the key of
// a key changes nothing.
func Key(name string) string {
	s := plain(name)
	// The order of Unicode's own caseless matching (chapter 3.13, D146): some
	// letters fold only once they are taken apart, and some only once they are
	// put together.
	s = cases.Fold().String(norm.NFD.String(s))
	s = cases.Fold().String(norm.NFKC.String(s))
	s = strings.Join(strings.Fields(norm.NFKC.String(s)), " ")
	return norm.NFKC.String(s)
}

// plain is something typed as it can be looked up: valid, and all of it visible.
func plain(typed string) string {
	return strings.Map(visible, strings.ToValidUTF8(typed[:min(len(typed), maxKeyed)], "\uFFFD"))
}

// visible drops what does not show: controls, joiners, direction marks, variants.
func visible(r rune) rune {
	if unicode.IsSpace(r) {
		return ' '
	}
	if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector) {
		return -1
	}
	return r
}

// word reports whether r may stand in a name: letters with their marks, digits,
// and the two signs that need no escape in an address.
func word(r rune) bool {
	return unicode.In(r, unicode.L, unicode.M, unicode.N) || r == '_' || r == '-'
}

// checkName is the rule for names that sign in.
func checkName(name string) error {
	n := utf8.RuneCountInString(name)
	if n < minName || n > maxName {
		return fault.In("name", "A name has %d to %d characters. Please choose another.", minName, maxName)
	}
	if strings.IndexFunc(name, func(r rune) bool { return !word(r) }) >= 0 {
		return fault.In("name", "A name may have letters and digits of any script, _ and -, but no spaces or other signs.")
	}
	if !hasLetter(name) {
		return fault.In("name", "A name needs at least one letter or digit.")
	}
	if mixesScripts(name) {
		return fault.In("name", "The letters of a name are of one script: this one mixes letters that look alike. Please choose another.")
	}
	if slices.Contains([]string{"login", "logout", "password"}, Key(name)) {
		return fault.In("name", "A page of the archive has that name. Please choose another.")
	}
	return nil
}

func hasLetter(name string) bool {
	return strings.IndexFunc(name, func(r rune) bool { return unicode.In(r, unicode.L, unicode.N) }) >= 0
}

// placeName tidies the name of somebody whose stories were brought here: it may
// hold spaces and signs, but nothing that can't be seen or addressed.
func placeName(name string) (string, error) {
	name = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if unicode.IsControl(r) || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 { // the latter turn the direction of what follows
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, "\uFFFD"))
	name = strings.Join(strings.Fields(name), " ")
	if n := utf8.RuneCountInString(name); n < 1 || n > maxPlace || Key(name) == "" || name == "." || name == ".." {
		return "", fault.In("name", "The name of an author has 1 to %d characters that can be seen. Please give another one.", maxPlace)
	}
	return name, nil
}

// checkEmail gives an address as it is kept, and its key.
func checkEmail(typed string) (address, key string, err error) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return "", "", nil
	}
	a, err := mail.ParseAddress(typed)
	if err != nil || a.Address != typed || len(typed) > maxEmail || strings.ContainsAny(typed, " \"\x00") || !utf8.ValidString(typed) {
		return "", "", fault.In("email", "That does not look like an e-mail address. It should be like name@example.org.")
	}
	return typed, emailKey(typed), nil
}

// emailKey is how addresses are compared. Only case is folded: letters that look
// alike can be different mail boxes.
func emailKey(address string) string {
	return strings.ToLower(plain(strings.TrimSpace(address)))
}

// isAddress tells an e-mail address from a name where either may be typed.
func isAddress(typed string) bool { return strings.Contains(typed, "@") }

func checkRole(r viewer.Role) (viewer.Role, error) {
	if r == "" {
		return viewer.Member, nil
	}
	if !slices.Contains([]viewer.Role{viewer.Member, viewer.Moderator, viewer.Keeper}, r) {
		return "", fault.In("role", "%q is no role. It is one of member, moderator and keeper.", string(r))
	}
	return r, nil
}
