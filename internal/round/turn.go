package round

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/block"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/publish"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

const turnColumns = `t.id, t.work_id, t.chapter_id, t.state, t.until, p.id, p.account_id, p.name, a.name FROM round_turns t JOIN pseuds p ON p.id = t.pseud_id JOIN accounts a ON a.id = p.account_id`

func scanTurn(r *sql.Rows, t *Turn) error {
	var until db.Time
	err := r.Scan(&t.ID, &t.Work, &t.Chapter, &t.State, &until, &t.Pseud.ID, &t.Pseud.Account, &t.Pseud.Name, &t.Pseud.Login)
	t.Until = until.Time
	return err
}

// Now gives the turn that is under way in a work, nil for none.
func Now(ctx context.Context, q db.Q, id work.ID) (*Turn, error) {
	all, err := db.All(ctx, q, scanTurn, `SELECT `+turnColumns+` WHERE t.work_id = $1 AND t.state IN ('writing', 'handed')
		AND EXISTS (SELECT 1 FROM chapters c WHERE c.id = t.chapter_id AND c.work_id = t.work_id AND NOT c.posted)`, int64(id))
	if err != nil {
		return nil, fmt.Errorf("turn in work %d: %w", id, err)
	}
	if len(all) == 0 {
		return nil, nil
	}
	return &all[0], nil
}

// mayTake is nil if a viewer may write the next chapter of a work that they may see.
func mayTake(ctx context.Context, q db.Q, w *work.Work, v viewer.Viewer, p account.Pseud, t *Terms) error {
	shut := fault.New(fault.Denied, "The next chapter of this work is not for you to write. Its creators can open it, or ask you.")
	if t == nil || !t.Open || p.Account != v.ID || v.Guest() {
		return shut
	}
	if w.Mine(v) {
		return fault.New(fault.Invalid, "You sign this work, so you can add chapters to it as ever.")
	}
	if t.Invited {
		var asked bool
		if err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM round_guests g JOIN pseuds p ON p.id = g.pseud_id WHERE g.work_id = $1 AND p.account_id = $2)`, int64(w.ID), int64(v.ID)).Scan(&asked); err != nil {
			return fmt.Errorf("round: asked: %w", err)
		}
		if !asked {
			return shut
		}
	}
	for _, c := range w.Creators {
		blocked, err := block.Blocked(ctx, q, c.Account, v.ID)
		if err != nil {
			return err
		}
		if blocked {
			return shut
		}
	}
	return nil
}

// Take gives a viewer the turn, under one of their pen names, and makes the chapter
// that they alone sign and may write in. Of several at once the first has it; a turn
// that is out of time ends. Taking the turn that one has gives it again.
func Take(ctx context.Context, tx *db.Tx, w *work.Work, v viewer.Viewer, p account.Pseud) (Turn, error) {
	if err := lock(ctx, tx, w.ID); err != nil {
		return Turn{}, err
	}
	t, err := Of(ctx, tx, w.ID)
	if err != nil {
		return Turn{}, err
	}
	if err := mayTake(ctx, tx, w, v, p, t); err != nil {
		return Turn{}, err
	}
	now, err := Now(ctx, tx, w.ID)
	if err != nil {
		return Turn{}, err
	}
	switch {
	case now == nil:
	case now.Pseud.Account == v.ID:
		return *now, nil
	case !now.Late(tx.Now):
		return Turn{}, fault.New(fault.Conflict, "It is %s’s turn already. You can take the next one.", now.Pseud.Byline())
	default:
		if err := end(ctx, tx, w, now, outOfTime(ctx)); err != nil {
			return Turn{}, err
		}
	}
	chapter, err := work.AddChapterBy(ctx, tx, w.ID, p.ID)
	if err != nil {
		return Turn{}, err
	}
	mine := Turn{Work: w.ID, Chapter: chapter, Pseud: p, State: Writing, Until: tx.Now.AddDate(0, 0, t.Days)}
	err = tx.QueryRowContext(ctx, `INSERT INTO round_turns (work_id, chapter_id, pseud_id, state, began_at, until) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
		int64(w.ID), int64(chapter), int64(p.ID), string(Writing), tx.Millis(), mine.Until.UnixMilli()).Scan(&mine.ID)
	if err != nil {
		return Turn{}, fmt.Errorf("round: take a turn: %w", err)
	}
	return mine, tellCreators(ctx, tx, w, say.T(ctx, "{name} writes on in “{title}”", "name", p.Byline(), "title", w.Name()),
		say.N(ctx, t.Days, "{name} has taken the turn to write the next chapter of “{title}”, for {n} day.", "{name} has taken the turn to write the next chapter of “{title}”, for {n} days.",
			"name", p.Byline(), "title", w.Name()))
}

func set(ctx context.Context, tx *db.Tx, id TurnID, s State) error {
	if err := tx.Exec(ctx, `UPDATE round_turns SET state = $2 WHERE id = $1`, int64(id), string(s)); err != nil {
		return fmt.Errorf("round: turn %d: %w", id, err)
	}
	return nil
}

// current locks a work and gives the turn under way in it.
func current(ctx context.Context, tx *db.Tx, id work.ID) (*Turn, error) {
	if err := lock(ctx, tx, id); err != nil {
		return nil, err
	}
	t, err := Now(ctx, tx, id)
	if err == nil && t == nil {
		err = fault.New(fault.NotFound, "It is nobody’s turn in this work at the moment.")
	}
	return t, err
}

// HandIn ends the writing of whose turn it is: the chapter is posted, or waits for
// the work's creators, as they chose.
func HandIn(ctx context.Context, tx *db.Tx, c prose.Cleaner, w *work.Work, v viewer.Viewer) error {
	now, err := current(ctx, tx, w.ID)
	if err != nil {
		return err
	}
	if now.Pseud.Account != v.ID {
		return fault.New(fault.Denied, "It is not your turn.")
	}
	t, err := Of(ctx, tx, w.ID)
	if err != nil {
		return err
	}
	if t.AtOnce {
		return post(ctx, tx, c, w, now)
	}
	text, err := draft.Open(ctx, tx, now.Chapter)
	if err != nil {
		return err
	}
	if prose.Words(text.Body) == 0 {
		return fault.In("chapters", "There are no words in this chapter yet.")
	}
	if err := publish.Check(ctx, tx, c, w, now.Chapter); err != nil {
		return err
	}
	// What the creators read is what was handed in: from now on its writer changes nothing.
	if err := draft.Settle(ctx, tx, c, now.Chapter); err != nil {
		return err
	}
	if err := set(ctx, tx, now.ID, Handed); err != nil {
		return err
	}
	return tellCreators(ctx, tx, w, say.T(ctx, "A chapter by {name} waits in “{title}”", "name", now.Pseud.Byline(), "title", w.Name()),
		say.T(ctx, "{name} has handed in the next chapter of “{title}”. Read it, then post it or give it back.", "name", now.Pseud.Byline(), "title", w.Name()))
}

// post shows the chapter of a turn to readers.
func post(ctx context.Context, tx *db.Tx, c prose.Cleaner, w *work.Work, t *Turn) error {
	if err := publish.Check(ctx, tx, c, w, t.Chapter); err != nil {
		return err
	}
	if err := draft.Settle(ctx, tx, c, t.Chapter); err != nil {
		return err
	}
	if err := work.PostChapter(ctx, tx, t.Chapter, work.Posting{}); err != nil {
		return err
	}
	if err := set(ctx, tx, t.ID, Posted); err != nil {
		return err
	}
	if err := tell(ctx, tx, t.Pseud.Account, w, say.T(ctx, "Your chapter of “{title}” is posted", "title", w.Name()),
		say.T(ctx, "Readers have it now. You can still change it, and show readers the change on the page of the round; the rest of the work is its creators’.")); err != nil {
		return err
	}
	return tellCreators(ctx, tx, w, say.T(ctx, "A chapter by {name} is posted in “{title}”", "name", t.Pseud.Byline(), "title", w.Name()), say.T(ctx, "The next turn can be taken."))
}

// Post posts what was handed in, on the word of a creator of the work.
func Post(ctx context.Context, tx *db.Tx, c prose.Cleaner, w *work.Work) error {
	now, err := current(ctx, tx, w.ID)
	if err != nil {
		return err
	}
	if now.State != Handed {
		return fault.New(fault.Conflict, "This chapter is not handed in: it is still being written.")
	}
	return post(ctx, tx, c, w, now)
}

// GiveBack lets whose turn it is go on writing, for as long as a turn lasts.
func GiveBack(ctx context.Context, tx *db.Tx, w *work.Work) error {
	now, err := current(ctx, tx, w.ID)
	if err != nil {
		return err
	}
	t, err := Of(ctx, tx, w.ID)
	if err != nil {
		return err
	}
	if err := tx.Exec(ctx, `UPDATE round_turns SET state = $2, until = $3 WHERE id = $1`, int64(now.ID), string(Writing), tx.Now.AddDate(0, 0, t.Days).UnixMilli()); err != nil {
		return fmt.Errorf("round: give back: %w", err)
	}
	return tell(ctx, tx, now.Pseud.Account, w, say.T(ctx, "Your chapter of “{title}” comes back to you", "title", w.Name()),
		say.T(ctx, "Its creators ask you to go on writing before it is posted. Talk it over with them, then hand it in again."))
}
