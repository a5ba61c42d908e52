package backup

import (
	"context"
	"encoding/json"
	"fmt"

	asks "github.com/ficstead/ficstead/internal/ask"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/preset"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// private adds to what a person tells what nobody else sees of it, and what they asked
// the archive. at has the places of their works.
func (g gatherer) private(ctx context.Context, p *Person, at map[work.ID]int) error {
	var prefs, reading string
	if err := g.q.QueryRowContext(ctx, `SELECT prefs, reading FROM accounts WHERE id = $1`, int64(g.me)).Scan(&prefs, &reading); err != nil {
		return fmt.Errorf("backup: preferences of %d: %w", g.me, err)
	}
	p.Prefs, p.Reading = json.RawMessage(prefs), json.RawMessage(reading)
	var err error
	for table, into := range map[string]*[]string{"blocks": &p.Blocked, "mutes": &p.Muted} {
		if *into, err = db.All(ctx, g.q, db.One[string], `SELECT a.name FROM `+table+` b JOIN accounts a ON a.id = b.other_id WHERE b.account_id = $1 ORDER BY a.name_key`, int64(g.me)); err != nil {
			return fmt.Errorf("backup: %s of %d: %w", table, g.me, err)
		}
	}
	if p.Filters, err = g.filters(ctx); err != nil {
		return err
	}
	_, noted, err := preset.Recent(ctx, g.q, g.me)
	if err != nil {
		return err
	}
	p.Unnoted = !noted
	if err := g.asked(ctx, p, at); err != nil {
		return err
	}
	return g.read(ctx, p, at)
}

// filters reads the filters that somebody has saved.
func (g gatherer) filters(ctx context.Context) ([]Filter, error) {
	saved, err := preset.Of(ctx, g.q, g.me)
	if err != nil {
		return nil, err
	}
	var out []Filter
	for _, s := range saved {
		f := Filter{Name: s.Name, Address: s.Address, Start: string(s.For), Shared: s.Share != "", Feed: s.Feed != ""}
		if s.For == preset.OfTag {
			t, err := tag.Get(ctx, g.q, tag.ID(s.Tag))
			if err != nil && fault.KindOf(err) != fault.NotFound {
				return nil, err
			}
			if t == nil { // the tag is gone
				f.Start = ""
			} else {
				f.Tag = t.Name
			}
		}
		out = append(out, f)
	}
	return out, nil
}

// asked adds what somebody asked the archive, and suggested to others.
func (g gatherer) asked(ctx context.Context, p *Person, at map[work.ID]int) error {
	asked, suggested, err := asks.Own(ctx, g.q, g.me)
	if err != nil {
		return err
	}
	for _, r := range asked {
		x := Asked{Subject: r.Subject, Fandom: r.Fandom, Note: r.Note, At: r.Asked.UnixMilli(), Found: r.Title}
		if !r.Open() {
			x.FoundAt = r.Found.UnixMilli()
		}
		if r.Work != nil {
			x.Found, x.Work = r.Work.Name(), at[r.Work.ID]
		}
		for _, c := range r.Clues.List() {
			x.Clues = append(x.Clues, Clue{Field: string(c.Field), Text: c.Text, Maybe: c.Maybe})
		}
		p.Asked = append(p.Asked, x)
	}
	for _, s := range suggested {
		x := Suggested{Subject: s.Subject, Asker: s.Asker, AskedAt: s.Asked.UnixMilli(), Title: s.Title, Said: s.Said, At: s.At.UnixMilli()}
		if s.Work != nil {
			x.Work = at[s.Work.ID]
		}
		p.Suggested = append(p.Suggested, x)
	}
	return nil
}
