package publish

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// OldDrafts is the job that reminds people of drafts which they have left alone. Drafts
// are never deleted; a letter says so, once a year at most.
type OldDrafts struct{}

// Kind names the job.
func (OldDrafts) Kind() string { return "publish.old_drafts" }

// How long a draft is left alone before somebody is reminded, and how long nobody is
// reminded again.
const (
	oldAfter    = 365 * 24 * time.Hour
	remindEvery = 365 * 24 * time.Hour
)

// oldDrafts are the works with something that is written and not posted, in which
// nobody has written since $1, with those of their creators who can sign in.
const oldDrafts = `FROM works w JOIN work_creators wc ON wc.work_id = w.id AND wc.approved JOIN pseuds p ON p.id = wc.pseud_id
	JOIN accounts a ON a.id = p.account_id AND a.suspended_at IS NULL AND a.leaving_at IS NULL AND (a.password IS NOT NULL OR a.email IS NOT NULL)
	WHERE w.updated_at < $1
		AND EXISTS (SELECT 1 FROM chapters c LEFT JOIN drafts d ON d.chapter_id = c.id AND d.live WHERE c.work_id = w.id AND (NOT c.posted OR NOT w.posted OR d.live))
		AND NOT EXISTS (SELECT 1 FROM chapters c LEFT JOIN drafts d ON d.chapter_id = c.id WHERE c.work_id = w.id AND (c.updated_at >= $1 OR d.saved_at >= $1))
		AND NOT EXISTS (SELECT 1 FROM schedules s JOIN chapters c ON c.id = s.chapter_id WHERE c.work_id = w.id)`

// mostReminded is how many people one run writes to at most; the next one takes the
// rest. mostListed is how many works a letter names.
const (
	mostReminded = 500
	mostListed   = 20
)

// RunOldDrafts writes to everyone who has old drafts and was not written to for a
// year. Several servers may run it at once: one letter goes out.
func RunOldDrafts(ctx context.Context, d *db.DB) error {
	now := d.Now()
	ids, err := db.All(ctx, d, db.One[viewer.ID], `SELECT DISTINCT a.id `+oldDrafts+`
		AND NOT EXISTS (SELECT 1 FROM draft_reminders r WHERE r.account_id = a.id AND r.at > $2) ORDER BY a.id LIMIT $3`,
		now.Add(-oldAfter).UnixMilli(), now.Add(-remindEvery).UnixMilli(), mostReminded)
	if err != nil {
		return fmt.Errorf("old drafts: %w", err)
	}
	for _, id := range ids {
		if err := d.Tx(ctx, func(tx *db.Tx) error { return remind(ctx, tx, id) }); err != nil {
			return err
		}
	}
	return nil
}

// remind writes to one person, unless somebody else has done so just now.
func remind(ctx context.Context, tx *db.Tx, id viewer.ID) error {
	type old struct {
		title string
		since db.Time
	}
	all, err := db.All(ctx, tx, func(r *sql.Rows, x *old) error { return r.Scan(&x.title, &x.since) },
		`SELECT w.title, w.updated_at `+oldDrafts+` AND a.id = $2 GROUP BY w.id, w.title, w.updated_at ORDER BY w.updated_at, w.id LIMIT $3`,
		tx.Now.Add(-oldAfter).UnixMilli(), int64(id), mostListed+1)
	if err != nil {
		return fmt.Errorf("old drafts of account %d: %w", id, err)
	}
	if len(all) == 0 {
		return nil // somebody wrote on just now
	}
	r, err := tx.ExecContext(ctx, `INSERT INTO draft_reminders (account_id, at) VALUES ($1, $2)
		ON CONFLICT (account_id) DO UPDATE SET at = excluded.at WHERE draft_reminders.at <= $3`,
		int64(id), tx.Millis(), tx.Now.Add(-remindEvery).UnixMilli())
	if err != nil {
		return fmt.Errorf("remind account %d: %w", id, err)
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return err
	}
	who, err := account.Get(ctx, tx, id)
	if err != nil {
		return err
	}
	var list strings.Builder
	for _, x := range all[:min(len(all), mostListed)] {
		fmt.Fprintf(&list, "- “%s”, untouched since %s\n", work.TitleOr(ctx, x.title), x.since.Format("2 January 2006"))
	}
	if len(all) > mostListed {
		list.WriteString("- and more\n")
	}
	return mail.Post(ctx, tx, mail.Letter{
		To: id, Kind: mail.OldDrafts, Path: who.Path() + "/works/drafts",
		Subject: "Your drafts are still here",
		Text: "You have written something that you haven’t touched for a year:\n\n" + list.String() +
			"\nNothing happens to it: drafts are never deleted here. Write on, post it, or leave it as it is. You get such a letter once a year at most.",
	})
}
