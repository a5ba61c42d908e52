package account

import (
	"context"
	"database/sql"
	"fmt"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/viewer"
)

// Bounds of what is told about a pseud, in characters.
const (
	maxPseudWords = 500
	maxIconAlt    = 250
	// maxMarkup is how many times as long as its words a text with its HTML may be.
	maxMarkup = 8
)

// AboutPseud is a pseud with what is told about it.
type AboutPseud struct {
	Pseud
	// Usual is set for the pseud that new works are signed with.
	Usual       bool
	Description string // clean HTML
	Icon        Icon
	// Works is how many works are signed with it, drafts too: for its owner alone.
	Works int
}

const aboutColumns = pseudColumns + `, p.is_default, p.description, p.icon, p.icon_alt`

func scanAbout(r *sql.Rows, p *AboutPseud, more ...any) error {
	return r.Scan(append([]any{&p.ID, &p.Account, &p.Name, &p.Login, &p.Usual, &p.Description, &p.Icon.Name, &p.Icon.Alt}, more...)...)
}

// TellPseuds lists an account's pseuds with all that is told about them and the
// number of their works, the usual one first. It is for the account itself.
func TellPseuds(ctx context.Context, q db.Q, id viewer.ID) ([]AboutPseud, error) {
	all, err := db.All(ctx, q, func(r *sql.Rows, p *AboutPseud) error { return scanAbout(r, p, &p.Works) },
		`SELECT `+aboutColumns+`, (SELECT COUNT(*) FROM work_creators c WHERE c.pseud_id = p.id AND c.approved)`+pseudTables+`
		WHERE p.account_id = $1 ORDER BY p.is_default DESC, p.name_key`, int64(id))
	if err != nil {
		return nil, fmt.Errorf("account: pseuds of %d: %w", id, err)
	}
	return all, nil
}

// TellPseud reads what is told about one pseud; fault NotFound when there is none.
// Works is not counted.
func TellPseud(ctx context.Context, q db.Q, id PseudID) (*AboutPseud, error) {
	all, err := db.All(ctx, q, func(r *sql.Rows, p *AboutPseud) error { return scanAbout(r, p) },
		`SELECT `+aboutColumns+pseudTables+`WHERE p.id = $1`, int64(id))
	if err != nil {
		return nil, fmt.Errorf("account: pseud %d: %w", id, err)
	}
	if len(all) == 0 {
		return nil, noSuchPseud()
	}
	return &all[0], nil
}

// UsualPseud reads what is told about the pseud that an account signs with when it
// says nothing else.
func UsualPseud(ctx context.Context, q db.Q, id viewer.ID) (*AboutPseud, error) {
	all, err := db.All(ctx, q, func(r *sql.Rows, p *AboutPseud) error { return scanAbout(r, p) },
		`SELECT `+aboutColumns+pseudTables+`WHERE p.account_id = $1 ORDER BY p.is_default DESC, p.id LIMIT 1`, int64(id))
	if err != nil {
		return nil, fmt.Errorf("account: usual pseud of %d: %w", id, err)
	}
	if len(all) == 0 {
		return nil, noSuchPseud()
	}
	return &all[0], nil
}

func noSuchPseud() error {
	return fault.New(fault.NotFound, "You have no such pseud. It may be gone already, or the address is mistyped.")
}

// cleanWords cleans a text that people tell about themselves, which may have most
// characters: what is seen counts, not the HTML around it.
func cleanWords(c prose.Cleaner, field, typed string, kind prose.Field, most int) (string, error) {
	if len(typed) > most*maxMarkup*utf8.UTFMax {
		return "", fault.In(field, "That is far longer than the %d characters that fit here. Please shorten it.", most)
	}
	clean := prose.Show(c.Clean(typed, kind))
	if n := utf8.RuneCountInString(prose.PlainText(clean)); n > most {
		return "", fault.In(field, "That has %d characters; %d is the most.", n, most)
	}
	return clean, nil
}
