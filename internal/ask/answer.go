package ask

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/ficstead/ficstead/internal/block"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// own is a request that v changes, which only who asks may.
func own(ctx context.Context, tx *db.Tx, v viewer.Viewer, id ID) (*Request, error) {
	r, err := lock(ctx, tx, v, id)
	if err != nil {
		return nil, err
	}
	if !r.Mine(v) {
		return nil, fault.New(fault.Denied, "Only who asks can say whether it is found.")
	}
	return r, nil
}

// suggested is one of the suggestions that v sees.
func suggested(ctx context.Context, q db.Q, v viewer.Viewer, id ID, suggestion int64) (*Suggestion, error) {
	all, err := Suggestions(ctx, q, v, id)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(s Suggestion) bool { return s.ID == suggestion })
	if i < 0 {
		return nil, fault.New(fault.NotFound, "This suggestion is not there any more. Whoever made it may have taken it back.")
	}
	return &all[i], nil
}

// ItIs says that a request is found: in a work here that v may see.
func ItIs(ctx context.Context, tx *db.Tx, v viewer.Viewer, id ID, w work.ID) error {
	r, err := own(ctx, tx, v, id)
	if err != nil {
		return err
	}
	works, err := listedWorks(ctx, tx, v, []work.ID{w})
	if err != nil {
		return err
	}
	if works[w] == nil {
		return fault.New(fault.NotFound, "There is no such work here. It may have been taken away meanwhile.")
	}
	all, err := Suggestions(ctx, tx, v, id)
	if err != nil {
		return err
	}
	var by *Suggestion
	if i := slices.IndexFunc(all, func(s Suggestion) bool { return s.work == w }); i >= 0 {
		by = &all[i]
	}
	if err := tx.Exec(ctx, `DELETE FROM ask_nots WHERE ask_id = $1 AND work_id = $2`, int64(id), int64(w)); err != nil {
		return fmt.Errorf("ask: found %d: %w", id, err)
	}
	return r.found(ctx, tx, v, by, &w, works[w].Name())
}

// ItIsSuggested says that a request is found, by a suggestion.
func ItIsSuggested(ctx context.Context, tx *db.Tx, v viewer.Viewer, id ID, suggestion int64) error {
	r, err := own(ctx, tx, v, id)
	if err != nil {
		return err
	}
	s, err := suggested(ctx, tx, v, id, suggestion)
	if err != nil {
		return err
	}
	if s.Work != nil {
		return ItIs(ctx, tx, v, id, s.work)
	}
	return r.found(ctx, tx, v, s, nil, s.Title)
}

// found notes what it was, and thanks who suggested it.
func (r *Request) found(ctx context.Context, tx *db.Tx, v viewer.Viewer, by *Suggestion, w *work.ID, title string) error {
	var who, here any
	elsewhere := title
	if by != nil && by.By != 0 {
		who = int64(by.By)
	}
	if w != nil {
		here, elsewhere = int64(*w), ""
	}
	if err := tx.Exec(ctx, `UPDATE asks SET found_at = $2, found_work_id = $3, found_title = $4, found_by = $5 WHERE id = $1`, int64(r.ID), tx.Millis(), here, elsewhere, who); err != nil {
		return fmt.Errorf("ask: found %d: %w", r.ID, err)
	}
	if by == nil {
		return nil
	}
	if err := tx.Exec(ctx, `UPDATE ask_suggestions SET refused = FALSE WHERE id = $1`, by.ID); err != nil {
		return fmt.Errorf("ask: found %d: %w", r.ID, err)
	}
	return r.thank(ctx, tx, v, by.By, title)
}

// thank writes to who suggested what it was, unless they will not hear from who asked.
func (r *Request) thank(ctx context.Context, tx *db.Tx, v viewer.Viewer, to viewer.ID, title string) error {
	if to == 0 || to == v.ID {
		return nil
	}
	blocked, err := block.Blocked(ctx, tx, to, v.ID)
	if err != nil || blocked {
		return err
	}
	return mail.Post(ctx, tx, mail.Letter{To: to, From: v.ID, Kind: mail.Request, Path: r.ID.Path(), Topic: fmt.Sprintf("request-found:%d", r.ID),
		Subject: say.T(ctx, "It was the one: “{title}”", "title", title),
		Text:    say.T(ctx, "{name} was looking for “{subject}”, and “{title}” is the story that you suggested. Thank you for knowing it.", "name", v.Name, "subject", r.Subject, "title", title)})
}

// NotThis says that it is not a work that the archive or somebody suggested, which is
// remembered: it is not offered again.
func NotThis(ctx context.Context, tx *db.Tx, v viewer.Viewer, id ID, w work.ID) error {
	if _, err := own(ctx, tx, v, id); err != nil {
		return err
	}
	works, err := listedWorks(ctx, tx, v, []work.ID{w})
	if err != nil || works[w] == nil {
		return err // what is gone needs no word
	}
	return notThis(ctx, tx, id, w)
}

func notThis(ctx context.Context, tx *db.Tx, id ID, w work.ID) error {
	all, err := nots(ctx, tx, id)
	if err != nil {
		return err
	}
	if len(all) >= mostNots {
		return fault.New(fault.TooLarge, "You have said no to %d works, which is the most. Better clues may help more: delete this request and ask anew with what you know by now.", mostNots)
	}
	return errors.Join(
		tx.Exec(ctx, `INSERT INTO ask_nots (ask_id, work_id) VALUES ($1, $2) ON CONFLICT (ask_id, work_id) DO NOTHING`, int64(id), int64(w)),
		tx.Exec(ctx, `UPDATE ask_suggestions SET refused = TRUE WHERE ask_id = $1 AND work_id = $2`, int64(id), int64(w)),
		tx.Exec(ctx, `UPDATE asks SET found_at = NULL, found_work_id = NULL, found_by = NULL WHERE id = $1 AND found_work_id = $2`, int64(id), int64(w)),
	)
}

// NotSuggested says that it is not what a suggestion says.
func NotSuggested(ctx context.Context, tx *db.Tx, v viewer.Viewer, id ID, suggestion int64) error {
	if _, err := own(ctx, tx, v, id); err != nil {
		return err
	}
	s, err := suggested(ctx, tx, v, id, suggestion)
	if err != nil {
		return err
	}
	if s.Work != nil {
		return notThis(ctx, tx, id, s.work)
	}
	if err := tx.Exec(ctx, `UPDATE ask_suggestions SET refused = TRUE WHERE id = $1`, s.ID); err != nil {
		return fmt.Errorf("ask: refuse: %w", err)
	}
	return nil
}

// Reopen says that it is not found after all.
func Reopen(ctx context.Context, tx *db.Tx, v viewer.Viewer, id ID) error {
	if _, err := own(ctx, tx, v, id); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `UPDATE asks SET found_at = NULL, found_work_id = NULL, found_title = '', found_by = NULL WHERE id = $1`, int64(id)); err != nil {
		return fmt.Errorf("ask: reopen %d: %w", id, err)
	}
	return nil
}

// Hide takes a request away from everybody but who asked, or brings it back. It is for
// staff, as the routes see to. Who asked gets a letter.
func Hide(ctx context.Context, tx *db.Tx, v viewer.Viewer, id ID, hide bool) error {
	r, err := lock(ctx, tx, v, id)
	if err != nil || r.Hidden == hide {
		return err
	}
	var at any
	if hide {
		at = tx.Millis()
	}
	if err := tx.Exec(ctx, `UPDATE asks SET hidden_at = $2 WHERE id = $1`, int64(id), at); err != nil {
		return fmt.Errorf("ask: hide %d: %w", id, err)
	}
	if !hide || r.Mine(v) {
		return nil
	}
	return mail.Post(ctx, tx, mail.Letter{To: r.By, Kind: mail.Staff, Path: id.Path(), Topic: fmt.Sprintf("request-hidden:%d", id),
		Subject: say.T(ctx, "Your request is hidden"),
		Text:    say.T(ctx, "Those who look after the archive have hidden your request “{subject}”. Nobody but you and them sees it. Write to them if you think that this is a mistake.", "subject", r.Subject)})
}

// HideSuggestion takes a suggestion away from everybody but who made it, or brings it
// back. It is for staff.
func HideSuggestion(ctx context.Context, tx *db.Tx, v viewer.Viewer, id ID, suggestion int64, hide bool) error {
	if _, err := lock(ctx, tx, v, id); err != nil {
		return err
	}
	if _, err := suggested(ctx, tx, v, id, suggestion); err != nil {
		return err
	}
	var at any
	if hide {
		at = tx.Millis()
	}
	if err := tx.Exec(ctx, `UPDATE ask_suggestions SET hidden_at = $2 WHERE id = $1`, suggestion, at); err != nil {
		return fmt.Errorf("ask: hide a suggestion: %w", err)
	}
	return nil
}
