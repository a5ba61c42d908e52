package publish

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/setting"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// post shows chapters of a work to its readers, in the order in which they stand,
// as they are being written: working copies become their texts. What was planned for
// them is done with. Of a chapter that is posted already only the text changes. The
// error is blocked when something must be mended first.
func post(ctx context.Context, tx *db.Tx, c prose.Cleaner, x *work.Work, chapters []work.ChapterID, p work.Posting) error {
	var all []work.Chapter
	for _, ch := range x.Chapters {
		if slices.Contains(chapters, ch.ID) {
			all = append(all, ch)
		}
	}
	if len(all) < len(chapters) {
		return gone(nil)
	}
	for _, ch := range all { // locks them before the work, as all do who take both
		if err := tx.Exec(ctx, `DELETE FROM schedules WHERE chapter_id = $1`, int64(ch.ID)); err != nil {
			return fmt.Errorf("post chapter %d: %w", ch.ID, err)
		}
	}
	if _, err := asWritten(ctx, tx, x); err != nil {
		return err
	}
	found, err := problems(ctx, tx, c, x, all)
	if err != nil {
		return err
	}
	if must := musts(found); len(must) > 0 {
		return blocked{must}
	}
	for _, ch := range all {
		if err := draft.Settle(ctx, tx, c, ch.ID); err != nil {
			return err
		}
		if err := work.PostChapter(ctx, tx, ch.ID, p); err != nil {
			return err
		}
	}
	return nil
}

// Due is the job that posts what is due.
type Due struct{}

// Kind names the job.
func (Due) Kind() string { return "publish.due" }

// DueEvery is how long it may take at most from a chapter's time to its posting.
const DueEvery = 10 * time.Second

// mostDue is how many chapters one run posts at most; the next one takes the rest.
const mostDue = 1000

// RunDue posts every chapter whose time has come, each in a transaction of its own,
// in the order of their times: also what came due while no server ran. A chapter is
// posted as it is written at that moment, and dated then, for nobody could read it
// before. Where something is in the way it stays a draft, and who planned it gets a
// letter. Several servers may run it at once, and each as often as it likes: a
// chapter comes out once.
func RunDue(ctx context.Context, d *db.DB, c prose.Cleaner, log *slog.Logger) error {
	site, err := setting.Load(ctx, d)
	if err != nil {
		return err
	}
	ctx = setting.With(ctx, site)
	due, err := db.All(ctx, d, db.One[work.ChapterID], `SELECT s.chapter_id FROM schedules s JOIN chapters c ON c.id = s.chapter_id
		WHERE s.state = $1 AND s.due_at <= $2 ORDER BY s.due_at, c.work_id, c.position, c.id LIMIT $3`, stateWaiting, d.Now().UnixMilli(), mostDue)
	if err != nil {
		return fmt.Errorf("what is due: %w", err)
	}
	for _, id := range due {
		err := d.Tx(ctx, func(tx *db.Tx) error { return postDue(ctx, tx, c, id) })
		if why, ok := inTheWay(err); ok {
			err = d.Tx(ctx, func(tx *db.Tx) error { return fail(ctx, tx, id, why) })
		}
		if err != nil { // the others need not wait for it
			log.ErrorContext(ctx, "a chapter that is due is not posted yet", "chapter", int64(id), "err", err)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}

// postDue posts a chapter if it still waits and is due: whoever comes second finds
// that it is not.
func postDue(ctx context.Context, tx *db.Tx, c prose.Cleaner, id work.ChapterID) error {
	var silent bool
	all, err := db.All(ctx, tx, db.One[bool], `UPDATE schedules SET made_at = made_at WHERE chapter_id = $1 AND state = $2 AND due_at <= $3 RETURNING silent`,
		int64(id), stateWaiting, tx.Millis())
	if err != nil || len(all) == 0 {
		return err
	}
	silent = all[0]
	of, err := work.Of(ctx, tx, id)
	if err != nil {
		return err
	}
	x, err := work.Get(ctx, tx, viewer.Viewer{Role: viewer.Moderator}, of) // the archive itself, which sees all
	if err != nil {
		return err
	}
	return post(ctx, tx, c, x, []work.ChapterID{id}, work.Posting{Silent: silent})
}

// inTheWay tells whether err says that somebody must mend something, and what.
func inTheWay(err error) (string, bool) {
	if b, ok := errors.AsType[blocked](err); ok {
		var all []string
		for _, p := range b.all {
			all = append(all, p.Text)
		}
		return strings.Join(all, " "), true
	}
	if fault.KindOf(err) == fault.Invalid {
		return fault.Message(err), true
	}
	return "", false
}

// fail keeps a chapter that could not be posted as a draft, with the reason, and
// tells who planned it, or its creators if that person is gone.
func fail(ctx context.Context, tx *db.Tx, id work.ChapterID, why string) error {
	r, err := tx.ExecContext(ctx, `UPDATE schedules SET state = $2, trouble = $3 WHERE chapter_id = $1 AND state = $4 AND due_at <= $5`,
		int64(id), stateFailed, why, stateWaiting, tx.Millis())
	if err != nil {
		return fmt.Errorf("chapter %d could not be posted: %w", id, err)
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return err
	}
	return tell(ctx, tx, id, why)
}

func tell(ctx context.Context, tx *db.Tx, id work.ChapterID, why string) error {
	of, err := work.Of(ctx, tx, id)
	if err != nil {
		return err
	}
	x, err := work.Get(ctx, tx, viewer.Viewer{Role: viewer.Moderator}, of)
	if err != nil {
		return err
	}
	if _, err := asWritten(ctx, tx, x); err != nil {
		return err
	}
	to, err := db.All(ctx, tx, db.One[viewer.ID], `SELECT account_id FROM schedules WHERE chapter_id = $1 AND account_id IS NOT NULL`, int64(id))
	if err != nil {
		return fmt.Errorf("who planned chapter %d: %w", id, err)
	}
	if len(to) == 0 {
		to = accounts(x.Creators)
	}
	for _, who := range to {
		err := mail.Post(ctx, tx, mail.Letter{
			To: who, Kind: mail.Publish, Path: x.ID.Path() + "/publish",
			Subject: fmt.Sprintf("Not posted: %s of “%s”", chapterNames(ctx, x)[id], work.TitleOr(ctx, x.Title)),
			Text: fmt.Sprintf("%s of “%s” was to be posted now. Something is in the way, so it is still a draft, and nobody has seen it:\n\n%s\n\n"+
				"Once that is mended, post it or choose another time.", chapterNames(ctx, x)[id], work.TitleOr(ctx, x.Title), why),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func accounts(all []account.Pseud) []viewer.ID {
	var out []viewer.ID
	for _, p := range all {
		if !slices.Contains(out, p.Account) {
			out = append(out, p.Account)
		}
	}
	return out
}
