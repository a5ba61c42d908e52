package account

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// RestorePrefs gives an account what it preferred elsewhere, where it prefers nothing
// yet, and how it liked to read. What no page here knows is left out. prefs and reading
// tell which of the two were taken.
func RestorePrefs(ctx context.Context, tx *db.Tx, id viewer.ID, p viewer.Prefs, r viewer.Reading) (prefs, reading bool, err error) {
	if err := hold(ctx, tx, id); err != nil {
		return false, false, err
	}
	var hasPrefs, hasReading string
	if err := tx.QueryRowContext(ctx, `SELECT prefs, reading FROM accounts WHERE id = $1`, int64(id)).Scan(&hasPrefs, &hasReading); err != nil {
		return false, false, fmt.Errorf("account: restore preferences of %d: %w", id, err)
	}
	if hasPrefs == nothing {
		if err := SetPrefs(ctx, tx, id, knownPrefs(ctx, p)); err != nil {
			return false, false, err
		}
		prefs = true
	}
	if hasReading == nothing {
		if err := SetReading(ctx, tx, id, r); err != nil {
			return false, false, err
		}
		reading = true
	}
	return prefs, reading, nil
}

// nothing is what is stored of who prefers nothing.
const nothing = "{}"

// knownPrefs is p without what the form of preferences would refuse.
func knownPrefs(ctx context.Context, p viewer.Prefs) viewer.Prefs {
	if !web.KnownZone(p.TimeZone) {
		p.TimeZone = ""
	}
	if p.DailyWords < 0 || p.DailyWords > maxDailyWords {
		p.DailyWords = 0
	}
	if p.TitleFormat = oneLine(p.TitleFormat); utf8.RuneCountInString(p.TitleFormat) > maxTitleFormat || !strings.Contains(p.TitleFormat, "TITLE") {
		p.TitleFormat = ""
	}
	var off []string
	if slices.Contains(p.MailOff, allMail) {
		off = []string{allMail}
	}
	for _, k := range mail.Kinds(ctx) {
		if k.Off && slices.Contains(p.MailOff, string(k.Kind)) {
			off = append(off, string(k.Kind))
		}
	}
	p.MailOff = off
	return p
}
