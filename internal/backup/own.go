package backup

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/block"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// own gives back what is of no work: preferences, whom one blocks and mutes, saved
// filters, requests, suggestions and what one has read. What somebody has here already stays. The outcome
// tells of what came and what could not; it has no notes where there is nothing to tell.
func (x *taking) own(ctx context.Context) (Outcome, error) {
	o := Outcome{Account: true}
	for _, part := range []func(context.Context, *Outcome) error{x.prefs, x.blocked, x.filters, x.requests, x.suggestions, x.readings} {
		if err := part(ctx, &o); err != nil {
			return o, err
		}
	}
	return o, nil
}

// viewer is the account as somebody who acts.
func (x *taking) viewer() viewer.Viewer {
	return viewer.Viewer{ID: x.who.ID, Name: x.who.Name, Role: viewer.Member}
}

// prefs gives the account how it liked things, unless it has chosen something here.
func (x *taking) prefs(ctx context.Context, o *Outcome) error {
	var p viewer.Prefs
	var r viewer.Reading
	if len(x.account.Prefs)+len(x.account.Reading) == 0 {
		return nil
	}
	if unread(x.account.Prefs, &p) || unread(x.account.Reading, &r) {
		o.Notes = append(o.Notes, say.T(ctx, "The preferences in the file can’t be read, so yours stay as they are."))
		return nil
	}
	return x.DB.Tx(ctx, func(tx *db.Tx) error {
		now, err := account.Prefs(ctx, tx, x.who.ID)
		if err != nil {
			return err
		}
		taken, _, err := account.RestorePrefs(ctx, tx, x.who.ID, p, r)
		if err != nil || !taken && same(now, p) {
			return err
		}
		if !taken {
			o.Notes = append(o.Notes, say.T(ctx, "You have preferences here, which stay; those in the file are others."))
			return nil
		}
		if p.NoIndex { // the pages of the works are others now
			return work.Resigned(ctx, tx, int64(x.who.ID))
		}
		return nil
	})
}

// unread reports that a part of a record is none of its kind. What is not there is read.
func unread(b json.RawMessage, into any) bool {
	return len(b) > 0 && json.Unmarshal(b, into) != nil
}

func same(a, b viewer.Prefs) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return string(x) == string(y)
}

// shunned is one of the two lists of people that somebody keeps.
type shunned struct {
	names []string
	add   func(context.Context, *db.Tx, viewer.ID, viewer.ID) error
	has   func(block.State) bool
}

// blocked blocks and mutes those again whose names are here.
func (x *taking) blocked(ctx context.Context, o *Outcome) error {
	away, refused, err := x.shun(ctx, shunned{x.account.Blocked, block.Block, func(s block.State) bool { return s.Blocked }})
	if err != nil {
		return err
	}
	away2, refused2, err := x.shun(ctx, shunned{x.account.Muted, block.Mute, func(s block.State) bool { return s.Muted }})
	if err != nil {
		return err
	}
	if all := names(ctx, slices.Concat(away, away2)); all != "" {
		o.Notes = append(o.Notes, say.T(ctx, "You had blocked or muted people of whom nobody is here by that name: {names}.", "names", all))
	}
	if all := names(ctx, slices.Concat(refused, refused2)); all != "" {
		o.Notes = append(o.Notes, say.T(ctx, "You had blocked or muted people who can’t be on your list here, since they look after this archive or the list is full: {names}.", "names", all))
	}
	return nil
}

// shun puts people on a list again, some at a time. away are those whose names nobody
// has here, refused those who may not be on it.
func (x *taking) shun(ctx context.Context, list shunned) (away, refused []string, err error) {
	const atOnce = 100
	for some := range slices.Chunk(list.names[:min(len(list.names), block.Most)], atOnce) {
		var gone, no []string
		err := x.DB.Tx(ctx, func(tx *db.Tx) error {
			gone, no = nil, nil // the transaction may begin again
			for _, name := range some {
				switch err := list.put(ctx, tx, x.who.ID, name); {
				case err == nil:
				case fault.KindOf(err) == fault.Internal:
					return err
				case fault.KindOf(err) == fault.NotFound:
					gone = append(gone, name)
				default:
					no = append(no, name)
				}
			}
			return nil
		})
		if err != nil {
			return nil, nil, err
		}
		away, refused = append(away, gone...), append(refused, no...)
	}
	return away, refused, nil
}

// put puts a person on the list of owner, unless they are on it.
func (l shunned) put(ctx context.Context, tx *db.Tx, owner viewer.ID, name string) error {
	a, err := account.ByName(ctx, tx, db.Text(name))
	if err != nil {
		return err
	}
	s, err := block.StateOf(ctx, tx, owner, a.ID)
	if err != nil || l.has(s) {
		return err
	}
	return l.add(ctx, tx, owner, a.ID)
}

// namesTold is how many names a note names, and longest how many characters of each.
const (
	namesTold = 20
	longest   = 100
)

// names lists some of names, each once, in a sentence; "" for none.
func names(ctx context.Context, all []string) string {
	slices.Sort(all)
	all = slices.Compact(all)
	var out []string
	for _, s := range all[:min(len(all), namesTold)] {
		r := []rune(db.Text(s))
		out = append(out, string(r[:min(len(r), longest)]))
	}
	some := strings.Join(out, ", ")
	if more := len(all) - namesTold; more > 0 {
		return say.N(ctx, more, "{names} and {n} other", "{names} and {n} others", "names", some)
	}
	return some
}
