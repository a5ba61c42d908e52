package backup

import (
	"context"
	"slices"

	asks "github.com/ficstead/ficstead/internal/ask"
	"github.com/ficstead/ficstead/internal/browse"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/preset"
	"github.com/ficstead/ficstead/internal/remember"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/tag"
)

// filters saves the filters of lists again.
func (x *taking) filters(ctx context.Context, o *Outcome) error {
	var fresh, links int
	var others, odd []string
	for _, f := range x.account.Filters[:min(len(x.account.Filters), preset.Most)] {
		address := browse.Portable(f.Address)
		if address == "" || len(f.Name) > 4*longest {
			odd = append(odd, f.Name)
			continue
		}
		var made bool
		err := x.DB.Tx(ctx, func(tx *db.Tx) (err error) {
			made, err = x.filter(ctx, tx, f, address)
			return err
		})
		switch {
		case err != nil && fault.KindOf(err) == fault.Internal:
			return err
		case err != nil:
			others = append(others, f.Name)
		case made:
			fresh++
			if f.Shared || f.Feed {
				links++
			}
		}
	}
	if x.account.Unnoted {
		if err := x.unnoted(ctx); err != nil {
			return err
		}
	}
	if fresh > 0 {
		o.Notes = append(o.Notes, say.N(ctx, fresh, "{n} saved filter is here again.", "{n} saved filters are here again."))
	}
	if links > 0 {
		o.Notes = append(o.Notes, say.N(ctx, links, "{n} of them had a link or a feed. Its address leads to the other archive; make a new one here if you want one.",
			"{n} of them had a link or a feed. Their addresses lead to the other archive; make new ones here if you want them."))
	}
	if all := names(ctx, others); all != "" {
		o.Notes = append(o.Notes, say.T(ctx, "You have filters here that are called the same and ask for something else, or as many as one can have. They stay, and these were not saved: {names}.", "names", all))
	}
	if all := names(ctx, odd); all != "" {
		o.Notes = append(o.Notes, say.T(ctx, "These saved filters are of no list here: {names}.", "names", all))
	}
	return nil
}

// filter saves one filter, and starts with it where nothing else is started with. made
// is false for one that is here.
func (x *taking) filter(ctx context.Context, tx *db.Tx, f Filter, address string) (made bool, err error) {
	me := x.who.ID
	had, err := preset.Of(ctx, tx, me)
	if err != nil {
		return false, err
	}
	id, err := preset.Save(ctx, tx, me, db.Text(f.Name), address, false)
	if err != nil || slices.ContainsFunc(had, func(p preset.Preset) bool { return p.ID == id }) {
		return false, err
	}
	c := preset.Change{Name: db.Text(f.Name), For: preset.Default(f.Start)}
	switch c.For {
	case preset.Everywhere:
	case preset.OfTag:
		t, err := tag.ByName(ctx, tx, db.Text(f.Tag))
		if fault.KindOf(err) == fault.NotFound {
			return true, nil // a tag that nobody uses here has no list to start in
		}
		if err != nil {
			return false, err
		}
		c.Tag = int64(t.ID)
	default:
		return true, nil
	}
	taken := slices.ContainsFunc(had, func(p preset.Preset) bool { return p.For == c.For && p.Tag == c.Tag })
	if taken {
		return true, nil
	}
	return true, preset.Update(ctx, tx, me, id, c)
}

// unnoted has filters not noted as they are used, where none was noted yet.
func (x *taking) unnoted(ctx context.Context) error {
	return x.DB.Tx(ctx, func(tx *db.Tx) error {
		used, noted, err := preset.Recent(ctx, tx, x.who.ID)
		if err != nil || !noted || len(used) > 0 {
			return err
		}
		return preset.Note(ctx, tx, x.who.ID, false)
	})
}

// How many requests and suggestions of a file are taken in that a member brought: what
// is open is bounded as it is for who asks by the page, and this bounds the rest.
const (
	mostAsked     = 100
	mostSuggested = 300
)

// some are those of all that are taken in.
func some[T any](x *taking, all []T, most int) []T {
	if x.Careful {
		return all[:min(len(all), most)]
	}
	return all
}

// requests posts what was asked again, with its dates.
func (x *taking) requests(ctx context.Context, o *Outcome) error {
	fresh, left := 0, []string(nil)
	all := some(x, x.account.Asked, mostAsked)
	for i, a := range all {
		if i%10 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		k := asks.Kept{Subject: a.Subject, Fandom: a.Fandom, Note: a.Note, Asked: past(a.At, x.DB.Now().UnixMilli()), Title: a.Found, Work: x.at[a.Work]}
		if a.FoundAt > 0 {
			k.Found = past(a.FoundAt, x.DB.Now().UnixMilli())
		}
		for _, c := range a.Clues[:min(len(a.Clues), len(remember.Fields))] {
			k.Clues = append(k.Clues, remember.Clue{Field: remember.Field(c.Field), Text: c.Text, Maybe: c.Maybe})
		}
		var made bool
		err := x.DB.Tx(ctx, func(tx *db.Tx) (err error) {
			made, err = asks.Restore(ctx, tx, x.viewer(), k)
			return err
		})
		switch {
		case err != nil && fault.KindOf(err) == fault.Internal:
			return err
		case err != nil:
			left = append(left, a.Subject)
		case made:
			fresh++
		}
	}
	for _, a := range x.account.Asked[len(all):] {
		left = append(left, a.Subject)
	}
	if fresh > 0 {
		o.Notes = append(o.Notes, say.N(ctx, fresh, "{n} request of yours is here again, for everybody to see.", "{n} requests of yours are here again, for everybody to see."))
	}
	if list := names(ctx, left); list != "" {
		o.Notes = append(o.Notes, say.T(ctx, "These requests were not posted again, since you have as many open ones as one can have, or something about them is not allowed here: {names}.", "names", list))
	}
	return nil
}

// suggestions suggests again what was suggested for requests that are here.
func (x *taking) suggestions(ctx context.Context, o *Outcome) error {
	away := 0
	all := some(x, x.account.Suggested, mostSuggested)
	for i, s := range all {
		if i%10 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		k := asks.KeptSuggestion{Subject: s.Subject, Asker: s.Asker, Asked: at(s.AskedAt), Title: s.Title, Work: x.at[s.Work], Said: s.Said, At: past(s.At, x.DB.Now().UnixMilli())}
		there := false
		err := x.DB.Tx(ctx, func(tx *db.Tx) (err error) {
			there, err = asks.RestoreSuggestion(ctx, tx, x.viewer(), k)
			return err
		})
		if err != nil {
			return err
		}
		if !there {
			away++
		}
	}
	if away += len(x.account.Suggested) - len(all); away > 0 {
		o.Notes = append(o.Notes, say.N(ctx, away, "{n} suggestion of yours is for a request that is not here, and is only in the file.", "{n} suggestions of yours are for requests that are not here, and are only in the file."))
	}
	return nil
}
