package alike

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// maxWords is how many characters a message may have.
const maxWords = 5000

// The fields of the form, and what may be done.
const (
	fieldDo    = "do"
	fieldWork  = "work"
	fieldWords = "words"

	doFine   = "fine"
	doWrite  = "write"
	doHide   = "hide"
	doReopen = "reopen"
)

// answer is what somebody says of a pair.
type answer struct {
	Do    string
	Work  work.ID // which of the two is meant
	Words string  // to those who sign it
}

// check is a fault at the field that is wrong.
func (x *answer) check(p *pair) error {
	x.Words = strings.TrimSpace(x.Words)
	switch x.Do {
	case doFine, doReopen:
		return nil
	case doWrite, doHide:
	default:
		return fault.In(fieldDo, "Choose what shall be done.")
	}
	if x.Work != p.A.ID && x.Work != p.B.ID {
		return fault.In(fieldWork, "Say which of the two works is meant.")
	}
	if n := utf8.RuneCountInString(x.Words); n > maxWords {
		return fault.In(fieldWords, "This message has %d characters; %d is the most. Please shorten it.", n, maxWords)
	}
	if x.Do == doWrite && x.Words == "" {
		return fault.In(fieldWords, "Write the message that the authors shall get.")
	}
	return nil
}

// decide does what x says, once: who says the same at the same time does no harm, and
// nobody gets two letters.
func decide(ctx context.Context, tx *db.Tx, p *pair, x answer, by viewer.ID) error {
	d := map[string]Decision{doFine: Fine, doWrite: Written, doHide: Hidden}[x.Do]
	if x.Do == doReopen {
		return reopen(ctx, tx, p.A.ID, p.B.ID)
	}
	if err := settle(ctx, tx, p, d, int64(by)); err != nil {
		if errors.Is(err, errDone) {
			return nil
		}
		return err
	}
	if d == Fine {
		return nil
	}
	if d == Hidden {
		if err := work.SetHidden(ctx, tx, x.Work, true); err != nil {
			return err
		}
	}
	return tell(ctx, tx, p, x, d)
}

// tell writes to everybody who signs the work that is meant. The other one is not
// named: whoever wrote it may not wish to be.
func tell(ctx context.Context, tx *db.Tx, p *pair, x answer, d Decision) error {
	s := p.A
	if x.Work == p.B.ID {
		s = p.B
	}
	to, err := db.All(ctx, tx, db.One[int64], `SELECT DISTINCT p.account_id FROM work_creators c JOIN pseuds p ON p.id = c.pseud_id WHERE c.work_id = $1 AND c.approved ORDER BY p.account_id`, int64(s.ID))
	if err != nil {
		return fmt.Errorf("alike: who signs work %d: %w", s.ID, err)
	}
	subject := say.T(ctx, "About your work “{title}”", "title", s.Title)
	text := x.Words
	if d == Hidden {
		text = strings.TrimSpace(say.T(ctx, "Those who look after the archive have hidden “{title}”, since much of its text is that of another work here. You can still see it; readers can’t.", "title", s.Title) + "\n\n" + x.Words)
	}
	for _, id := range to {
		if err := mail.Post(ctx, tx, mail.Letter{To: viewer.ID(id), Kind: mail.Staff, Subject: subject, Text: text, Path: s.ID.Path()}); err != nil {
			return err
		}
	}
	return nil
}
