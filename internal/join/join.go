// Package join is how somebody becomes a member: sign-up, approval, invitations and
// who invited whom.
package join

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/setting"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// Newcomer is what somebody typed who joins.
type Newcomer struct {
	Name     string
	Email    string // may be empty
	Password string
	Code     string // of an invitation; "" for none
}

// The ways in which members came.
const (
	wayOpen        = "open"
	wayInvitation  = "invitation"
	wayApplication = "application"
)

// Join makes the account of somebody who may have one, by the settings in ctx, and
// uses their code up. The address that they gave is theirs once they confirm it.
func Join(ctx context.Context, tx *db.Tx, n Newcomer) (viewer.ID, error) {
	mode := setting.Of(ctx).SignUp
	way, inviter, code := wayOpen, any(nil), int64(0)
	switch {
	case n.Code != "":
		i, err := use(ctx, tx, n.Code, mode)
		if err != nil {
			return 0, err
		}
		way, code = wayApplication, i.id
		if i.By != 0 {
			way, inviter = wayInvitation, int64(i.By)
		}
	case mode != setting.Open:
		return 0, fault.New(fault.Denied, "Nobody can join this archive just so at the moment. Please go back and look at how people join.")
	}
	a, err := account.Create(ctx, tx, account.New{Name: n.Name, Password: n.Password, Fresh: true})
	if err != nil {
		return 0, err
	}
	if err := tx.Exec(ctx, `INSERT INTO joins (account_id, inviter_id, way, created_at) VALUES ($1, $2, $3, $4)`, int64(a.ID), inviter, way, tx.Millis()); err != nil {
		return 0, fmt.Errorf("join: note who came: %w", err)
	}
	if code != 0 {
		if err := tx.Exec(ctx, `UPDATE invitations SET used_by = $1 WHERE id = $2`, int64(a.ID), code); err != nil {
			return 0, fmt.Errorf("join: note who used an invitation: %w", err)
		}
	}
	if n.Email != "" {
		if err := account.AskAddress(ctx, tx, a.ID, n.Email); err != nil {
			return 0, err
		}
	}
	return a.ID, welcome(ctx, tx, a.ID, n.Name)
}

func welcome(ctx context.Context, tx *db.Tx, id viewer.ID, name string) error {
	return mail.Post(ctx, tx, mail.Letter{To: id, Kind: mail.Welcome, Path: "/account",
		Subject: say.T(ctx, "Welcome to {name}", "name", web.SiteOf(ctx).Name),
		Text:    say.T(ctx, "It is good that you are here, {name}.\n\nWhat you like to read and how pages look to you, you choose under Preferences; names to write under, and everything else of yours, are in your account. What you write begins under My works.\n\nLetters like this one lie in your inbox here.", "name", name)})
}

// codeLen is how many random bytes a code has.
const codeLen = 32

// newCode makes a code, and its hash, which alone is stored.
func newCode() (code string, hash []byte) {
	b := make([]byte, codeLen)
	rand.Read(b)
	code = base64.RawURLEncoding.EncodeToString(b)
	return code, hashOf(code)
}

func hashOf(code string) []byte {
	sum := sha256.Sum256([]byte(code))
	return sum[:]
}

// path is the page to which a code leads.
func path(code string) string { return "/join/" + code }

// Life is how long an invitation can be used.
const Life = 30 * 24 * time.Hour

// lifeDays is Life for sentences.
const lifeDays = int(Life / (24 * time.Hour))

// sameBox is an address as limits count it: what stands behind a plus, and dots
// before the @, mostly lead to one mailbox.
func sameBox(key string) string {
	box, host, _ := strings.Cut(key, "@")
	box, _, _ = strings.Cut(box, "+")
	return strings.ReplaceAll(box, ".", "") + "@" + host
}
