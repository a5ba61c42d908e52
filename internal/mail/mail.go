// Package mail has the letters that the archive writes to people. Each is in their
// inbox on the site, and goes by mail too where the archive has a mail server, they
// have given an address, and they have not asked for none.
package mail

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

// Kind says what a letter is about; people may turn the mail of a kind off, and
// keepers may send the letters of a kind again.
type Kind string

// Letter is one letter to one person.
type Letter struct {
	// To is the account it is for; 0 for somebody who has none, such as who is
	// invited: then it goes to Address alone.
	To viewer.ID
	// Address is where it goes besides the inbox; "" means the address that the
	// account has.
	Address string
	Kind    Kind
	Subject string // one line
	Text    string // plain; an empty line parts paragraphs
	// Path is the page that the letter is about: "/works/42".
	Path string
	// Secret is a path that is for the owner of the mailbox alone, such as a link to
	// set a new password. It is in the mail and not in the inbox.
	Secret string
	// From is whose act it tells of, where that is another member's; 0 for nobody's. What
	// one person can cause in a day is bounded.
	From viewer.ID
	// Topic names what it is about, "beta:42": within Quiet somebody gets one letter of a
	// topic, whatever is taken back and done again. "" is for letters that each count.
	Topic string
}

// Quiet is how long somebody hears no second time of the same thing.
const Quiet = 30 * 24 * time.Hour

// maxFrom is how many letters one member can cause in a day.
const maxFrom = 60

// States of a letter on its way.
const (
	stateWaiting = "waiting" // to go by mail
	stateSent    = "sent"
	stateFailed  = "failed" // given up; keepers may send it again
	stateInside  = "inside" // for the inbox alone
)

// urgent reports whether somebody sits and waits for the letter, so that it goes
// before those that can wait.
func (l Letter) urgent() bool { return l.Secret != "" || l.Kind == Test }

// Post puts a letter into the inbox and, if it may go by mail, into the outbox, in
// the transaction that makes it true: no letter tells of what did not happen.
//
// One of a topic that its reader has heard of lately is left out. A sender who has
// written to too many people today is told so, with a fault TooMany.
func Post(ctx context.Context, tx *db.Tx, l Letter) error {
	if heard, err := l.heard(ctx, tx); err != nil || heard {
		return err
	}
	if err := l.bounded(ctx, tx); err != nil {
		return err
	}
	var account, from any
	if l.To != 0 {
		account = int64(l.To)
	}
	if l.From != 0 {
		from = int64(l.From)
	}
	rank := rankUsual
	if l.urgent() {
		rank = rankUrgent
	}
	if err := tx.Exec(ctx, `INSERT INTO letters (account_id, address, kind, subject, body, path, secret, created_at, state, next_at, rank, topic, from_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $8, $10, $11, $12)`,
		account, l.Address, string(l.Kind), line(l.Subject), text(l.Text), l.Path, l.Secret, tx.Millis(), stateWaiting, rank, l.Topic, from); err != nil {
		return fmt.Errorf("mail: post a letter: %w", err)
	}
	return nil
}

// heard reports whether the letter's reader has had one of its topic lately.
func (l Letter) heard(ctx context.Context, tx *db.Tx) (yes bool, err error) {
	if l.Topic == "" || l.To == 0 {
		return false, nil
	}
	err = tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM letters WHERE account_id = $1 AND topic = $2 AND created_at > $3)`,
		int64(l.To), l.Topic, tx.Now.Add(-Quiet).UnixMilli()).Scan(&yes)
	if err != nil {
		return false, fmt.Errorf("mail: letters of a topic: %w", err)
	}
	return yes, nil
}

// bounded is a fault once a member has caused as many letters today as one may.
func (l Letter) bounded(ctx context.Context, tx *db.Tx) error {
	if l.From == 0 {
		return nil
	}
	var n int
	if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM letters WHERE from_id = $1 AND created_at > $2`, int64(l.From), tx.Now.Add(-24*time.Hour).UnixMilli()).Scan(&n); err != nil {
		return fmt.Errorf("mail: letters of a sender: %w", err)
	}
	if n >= maxFrom {
		return fault.Later(24*time.Hour, "You have written to %d people today, which is the most for a day. Please go on tomorrow.", maxFrom)
	}
	return nil
}

// Ranks of letters: the lower goes first.
const (
	rankUrgent = 0
	rankUsual  = 1
)

// text is s as every database can hold it.
func text(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
}

// line is s as one line: whatever parts lines becomes a space, so that a name in a
// subject can add no header.
func line(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "\uFFFD"), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}
