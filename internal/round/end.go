package round

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// EndTurn ends the turn under way without posting: by whose turn it is, or by a
// creator of the work. What was written goes to its writer.
func EndTurn(ctx context.Context, tx *db.Tx, w *work.Work, v viewer.Viewer) error {
	now, err := current(ctx, tx, w.ID)
	if err != nil {
		return err
	}
	own := now.Pseud.Account == v.ID
	if !own && !w.Mine(v) {
		return fault.New(fault.Denied, "It is not your turn.")
	}
	why := say.T(ctx, "Its creators have ended it.")
	if own {
		why = say.T(ctx, "You have passed it on.")
	}
	if err := end(ctx, tx, w, now, why); err != nil || !own {
		return err
	}
	return tellCreators(ctx, tx, w, say.T(ctx, "{name} passes the turn in “{title}”", "name", now.Pseud.Byline(), "title", w.Name()),
		say.T(ctx, "The next turn can be taken. What was written has gone with its writer."))
}

// outOfTime is why a turn ends by itself.
func outOfTime(ctx context.Context) string { return say.T(ctx, "Its time is over.") }

// end ends a turn. The chapter leaves the work: it becomes a draft of its writer's
// own, who is told. One in which nothing was ever written is dropped.
func end(ctx context.Context, tx *db.Tx, w *work.Work, t *Turn, why string) error {
	planned, err := planned(ctx, tx, t.Chapter)
	if err != nil {
		return err
	}
	if planned {
		return fault.New(fault.Conflict, "This chapter is planned to be posted, so the turn goes on until then. Whoever signs the work can cancel that on its page of chapters.")
	}
	if err := set(ctx, tx, t.ID, Over); err != nil {
		return err
	}
	written, err := written(ctx, tx, t.Chapter)
	if err != nil {
		return err
	}
	l := mail.Letter{To: t.Pseud.Account, Kind: mail.Round, Path: w.ID.Path() + "/round", Subject: say.T(ctx, "Your turn in “{title}” is over", "title", w.Name()), Text: why}
	if !written {
		if err := work.RemoveChapter(ctx, tx, t.Chapter); err != nil {
			return err
		}
		return mail.Post(ctx, tx, l)
	}
	own, err := work.OwnWork(ctx, tx, t.Chapter, t.Pseud.ID, say.T(ctx, "A chapter for “{title}”", "title", w.Name()))
	if err != nil {
		return err
	}
	l.Path = own.Path()
	l.Text += " " + say.T(ctx, "What you wrote is yours: it is a draft among your own works now, with all its versions, and not in that work any more.")
	return mail.Post(ctx, tx, l)
}

// planned reports whether a chapter is to be posted at a time: then the work's
// creators have taken it.
func planned(ctx context.Context, q db.Q, c work.ChapterID) (yes bool, err error) {
	if err = q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM schedules WHERE chapter_id = $1)`, int64(c)).Scan(&yes); err != nil {
		err = fmt.Errorf("round: is chapter %d planned: %w", c, err)
	}
	return yes, err
}

// written reports whether somebody has put anything into a chapter.
func written(ctx context.Context, q db.Q, c work.ChapterID) (bool, error) {
	text, err := draft.Open(ctx, q, c)
	if err != nil {
		return false, err
	}
	kept, err := work.LastKept(ctx, q, c)
	return !kept.IsZero() || text.Rev > 0 || prose.Words(text.Body) > 0, err
}

// Sweep is the job that ends turns that are out of time.
type Sweep struct{}

// Kind implements job.Args.
func (Sweep) Kind() string { return "round.sweep" }

// RunSweep ends the turns that are out of time.
func RunSweep(ctx context.Context, d *db.DB) error {
	late, err := db.All(ctx, d, db.One[work.ID], `SELECT work_id FROM round_turns t WHERE state = 'writing' AND until <= $1
		AND NOT EXISTS (SELECT 1 FROM schedules s WHERE s.chapter_id = t.chapter_id) ORDER BY until, id LIMIT 200`, d.Now().UnixMilli())
	if err != nil {
		return fmt.Errorf("turns out of time: %w", err)
	}
	for _, id := range late {
		if err := d.Tx(ctx, func(tx *db.Tx) error { return endLate(ctx, tx, id) }); err != nil {
			return err
		}
	}
	return nil
}

// endLate ends the turn under way in a work if its time is over.
func endLate(ctx context.Context, tx *db.Tx, id work.ID) error {
	if err := lock(ctx, tx, id); err != nil {
		return err
	}
	t, err := Now(ctx, tx, id)
	if err != nil || t == nil || !t.Late(tx.Now) {
		return err
	}
	w, err := work.Get(ctx, tx, viewer.Viewer{Role: viewer.Moderator}, id) // the archive itself, which sees all
	if err != nil {
		return err
	}
	if err := end(ctx, tx, w, t, outOfTime(ctx)); err != nil {
		return err
	}
	return tellCreators(ctx, tx, w, say.T(ctx, "The turn of {name} in “{title}” is over", "name", t.Pseud.Byline(), "title", w.Name()),
		say.T(ctx, "Its time is over. The next turn can be taken."))
}
