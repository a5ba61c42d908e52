package wrangle

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/job"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// Kind is what an act does.
type Kind string

// The kinds of act.
const (
	Canonical   Kind = "canonical"    // the tags stand for themselves, under Others if any
	Bare        Kind = "bare"         // no longer canonical
	Merge       Kind = "merge"        // synonyms of the first of Others
	Unmerge     Kind = "unmerge"      // no longer synonyms
	Under       Kind = "under"        // belong to Others
	NotUnder    Kind = "not-under"    // no longer belong to Others
	Narrower    Kind = "narrower"     // narrower than Others
	NotNarrower Kind = "not-narrower" // no longer narrower than Others
	Rename      Kind = "rename"       // the first tag is called Name
	Retype      Kind = "retype"       // are of type Type
	Leave       Kind = "leave"        // stay as they are, unwrangleable
	TakeUp      Kind = "take-up"      // wait for somebody again
	Import      Kind = "import"       // a set of tags came in
	longestWhy       = 500
	mostFandoms      = 20
	longestNote      = 2000
)

// Act is something to be done with tags.
type Act struct {
	Kind   Kind
	Tags   []tag.ID
	Others []tag.ID
	Name   string
	Type   tag.Type
	Why    string
}

// ActID is the key of an act that was done.
type ActID int64

// Desk does acts and keeps the queue.
type Desk struct {
	DB   *db.DB
	Jobs *job.Queue

	looks bool // what is done will be taken back: nothing need follow from it
}

// Do does an act, writes down what it changed, and has the works that it touches found
// anew: up to a few hundred at once, more by a job that begins right away. An act that
// changes nothing leaves no trace; its key is 0. A Refilter of many works is added to
// the jobs.
func (d *Desk) Do(ctx context.Context, tx *db.Tx, w Wrangler, a Act) (ActID, error) {
	a.Tags, a.Others, a.Why = each(a.Tags), each(a.Others), strings.TrimSpace(a.Why)
	if n := utf8.RuneCountInString(a.Why); n > longestWhy {
		return 0, fault.In("why", "The reason has %d characters; please shorten it to %d or fewer.", n, longestWhy)
	}
	if len(a.Others) > mostFandoms {
		return 0, fault.In("others", "That is %d tags to put them under; at most %d can be named at once.", len(a.Others), mostFandoms)
	}
	if err := w.may(ctx, tx, a.Tags); err != nil {
		return 0, err
	}
	diff, err := tag.Watch(ctx, tx, a.about(), func() error { return a.do(ctx, tx, w) })
	if err != nil || diff.Empty() {
		return 0, err
	}
	if d.looks {
		return -1, nil
	}
	return d.keep(ctx, tx, w, a, diff)
}

// about are the tags at which an act can change anything. What tags are put under keeps
// all that it has.
func (a Act) about() []tag.ID {
	if a.Kind == Merge {
		return slices.Concat(a.Tags, a.Others)
	}
	return a.Tags
}

func (a Act) do(ctx context.Context, tx *db.Tx, w Wrangler) error {
	if slices.Contains([]Kind{Merge, Under, NotUnder, Narrower, NotNarrower}, a.Kind) && len(a.Others) == 0 {
		return fault.In("others", "Please name the other tag.")
	}
	for _, id := range a.Tags {
		if err := a.one(ctx, tx, w, id); err != nil {
			return err
		}
	}
	return nil
}

// one does the act to one tag.
func (a Act) one(ctx context.Context, tx *db.Tx, w Wrangler, id tag.ID) error {
	switch a.Kind {
	case Canonical:
		if err := tag.MakeCanonical(ctx, tx, id); err != nil {
			return err
		}
		return a.others(func(o tag.ID) error { return tag.AddParent(ctx, tx, id, o) })
	case Bare:
		return tag.Bare(ctx, tx, id)
	case Merge:
		return tag.Merge(ctx, tx, id, a.Others[0])
	case Unmerge:
		return tag.Unmerge(ctx, tx, id)
	case Under:
		return a.others(func(o tag.ID) error { return tag.AddParent(ctx, tx, id, o) })
	case NotUnder:
		return a.others(func(o tag.ID) error { return tag.RemoveParent(ctx, tx, id, o) })
	case Narrower:
		return a.others(func(o tag.ID) error { return tag.AddMeta(ctx, tx, id, o) })
	case NotNarrower:
		return a.others(func(o tag.ID) error { return tag.RemoveMeta(ctx, tx, id, o) })
	case Rename:
		return tag.Rename(ctx, tx, id, a.Name, w.Staff())
	case Retype:
		return a.retype(ctx, tx, w, id)
	case Leave, TakeUp:
		return tag.SetUnwrangleable(ctx, tx, id, a.Kind == Leave)
	}
	return fault.New(fault.Invalid, "Please choose what to do with the tag.")
}

func (a Act) retype(ctx context.Context, tx *db.Tx, w Wrangler, id tag.ID) error {
	if a.Type == tag.Media && !w.Staff() {
		return fault.In("type", "Media are made by moderators and keepers.")
	}
	return tag.Retype(ctx, tx, id, a.Type)
}

func (a Act) others(f func(tag.ID) error) error {
	for _, o := range a.Others {
		if err := f(o); err != nil {
			return err
		}
	}
	return nil
}

// keep writes an act down and has what follows from it done.
func (d *Desk) keep(ctx context.Context, tx *db.Tx, w Wrangler, a Act, diff tag.Diff) (ActID, error) {
	body, err := json.Marshal(diff)
	if err != nil {
		return 0, fmt.Errorf("wrangle: act: %w", err)
	}
	var by any // nobody, for a keeper at the command line
	if w.ID != 0 {
		by = int64(w.ID)
	}
	var id ActID
	if err := tx.QueryRowContext(ctx, `INSERT INTO tag_acts (account_id, kind, why, diff, at) VALUES ($1, $2, $3, $4, $5) RETURNING id`,
		by, string(a.Kind), a.Why, string(body), tx.Millis()).Scan(&id); err != nil {
		return 0, fmt.Errorf("wrangle: act: %w", err)
	}
	var other any
	if len(a.Others) > 0 {
		other = int64(a.Others[0])
	}
	for _, t := range a.Tags {
		if err := tx.Exec(ctx, `INSERT INTO tag_act_tags (act_id, tag_id, other_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, id, int64(t), other); err != nil {
			return 0, fmt.Errorf("wrangle: act: %w", err)
		}
	}
	return id, d.follow(ctx, tx, diff)
}

// follow does what follows from a change of the graph: works are found by their new
// tags, and the queue knows what waits.
func (d *Desk) follow(ctx context.Context, tx *db.Tx, diff tag.Diff) error {
	more, err := work.RefilterTags(ctx, tx, diff)
	if err != nil {
		return err
	}
	if more {
		if err := d.Jobs.Add(ctx, tx, work.Refiltering{Turn: tx.Millis()}); err != nil {
			return err
		}
	}
	return requeue(ctx, tx, diff)
}

// Undo takes an act back with all that it changed, also after others' acts as long as
// they did not build on it: then it is a Conflict fault that says so. An act that is
// undone already stays so.
func (d *Desk) Undo(ctx context.Context, tx *db.Tx, w Wrangler, id ActID) error {
	// The row is touched first, so that of two who undo at once one comes second.
	found, err := db.All(ctx, tx, db.One[string], `UPDATE tag_acts SET kind = kind WHERE id = $1 AND undone_at IS NULL RETURNING diff`, int64(id))
	if err != nil {
		return fmt.Errorf("wrangle: undo: %w", err)
	}
	tags, err := db.All(ctx, tx, db.One[tag.ID], `SELECT tag_id FROM tag_act_tags WHERE act_id = $1 ORDER BY tag_id`, int64(id))
	if err != nil {
		return fmt.Errorf("wrangle: undo: %w", err)
	}
	if len(tags) == 0 {
		return fault.New(fault.NotFound, "There is no such change among those that can be undone.")
	}
	if err := w.may(ctx, tx, tags[:min(len(tags), mostTags)]); err != nil {
		return err
	}
	if len(found) == 0 {
		return nil
	}
	var diff tag.Diff
	if err := json.Unmarshal([]byte(found[0]), &diff); err != nil {
		return fmt.Errorf("wrangle: undo %d: %w", id, err)
	}
	if err := tag.Revert(ctx, tx, diff); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `UPDATE tag_acts SET undone_at = $2, undone_by_id = $3 WHERE id = $1`, int64(id), tx.Millis(), int64(w.ID)); err != nil {
		return fmt.Errorf("wrangle: undo %d: %w", id, err)
	}
	return d.follow(ctx, tx, diff)
}

// LastOf is the newest act of somebody that is not undone, 0 for none.
func LastOf(ctx context.Context, q db.Q, w Wrangler) (ActID, error) {
	var id ActID
	if err := q.QueryRowContext(ctx, `SELECT COALESCE(MAX(id), 0) FROM tag_acts WHERE account_id = $1 AND undone_at IS NULL`, int64(w.ID)).Scan(&id); err != nil {
		return 0, fmt.Errorf("wrangle: last act: %w", err)
	}
	return id, nil
}

// each gives every key once, in order.
func each(ids []tag.ID) []tag.ID {
	out := slices.Clone(ids)
	slices.Sort(out)
	return slices.Compact(out)
}
