package backup

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/series"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// kept makes of a record what the archive stores. Who else signed is named as a
// credit: nobody signs a work here who was not asked.
func (x *taking) kept(ctx context.Context, tx *db.Tx, w *Work, o *Outcome) (*work.Kept, error) {
	lang, err := language.Parse(w.Language)
	if err != nil {
		return nil, fault.New(fault.Invalid, "“%.40s” is no language code.", w.Language)
	}
	if rating := work.Rating(w.Rating); rating != "" && !slices.Contains(work.Ratings(), rating) {
		return nil, fault.New(fault.Invalid, "“%.40s” is no rating.", w.Rating)
	}
	now := tx.Now
	k := &work.Kept{CreatedAt: past(w.CreatedAt, now.UnixMilli()), UpdatedAt: past(w.UpdatedAt, now.UnixMilli()), Unquoted: w.Unquoted}
	k.Draft = work.Draft{
		Title: w.Title, Summary: w.Summary, NotesBefore: w.NotesBefore, NotesAfter: w.NotesAfter, Language: lang.String(), Rating: work.Rating(w.Rating),
		ChapterTotal: max(0, w.ChapterTotal), Complete: &w.Complete, Posted: w.Posted, Restricted: w.Restricted, Hidden: w.Hidden, Unrevealed: w.Unrevealed, Anonymous: w.Anonymous,
		SourceURL: w.SourceURL, SourcePosted: at(w.SourcePosted), RevisedAt: past(w.RevisedAt, now.UnixMilli()),
	}
	if w.PostedAt > 0 {
		k.PostedAt = past(w.PostedAt, now.UnixMilli())
	}
	if !slices.Contains(work.Ornaments(), work.Ornament(w.Ornament)) {
		w.Ornament = ""
	}
	k.Ornament, k.UsualBefore, k.UsualAfter, k.Weights = work.Ornament(w.Ornament), w.UsualBefore, w.UsualAfter, map[string]work.Weight{}
	for _, t := range w.Tags {
		k.Tags = append(k.Tags, tag.Named{Type: tag.Type(t.Type), Name: t.Name})
		if slices.Contains(work.Weights(), work.Weight(t.Weight)) {
			k.Weights[tag.Key(t.Name)] = work.Weight(t.Weight)
		}
	}
	for _, c := range w.Credits {
		k.Credits = append(k.Credits, work.Credit{Role: work.Role(c.Role), Name: c.Name, Title: c.Title, URL: c.URL})
	}
	for _, g := range w.Gifts {
		kind := work.Dedication
		if work.GiftKind(g.Kind) == work.Present && !x.Careful {
			kind = work.Present
		}
		k.Gifts = append(k.Gifts, work.Gift{Kind: kind, Name: g.Name})
	}
	for _, r := range w.Requests {
		k.Requests = append(k.Requests, work.Request{Words: r})
	}
	if lack := x.lacks(w); lack != "" {
		k.Posted = false
		o.Notes = append(o.Notes, lack)
	}
	return k, x.sign(ctx, tx, w, k, o)
}

// lacks says why a work can't be for readers at once: what publishing asks for, of a
// file that nobody but its bringer has seen. "" is nothing.
func (x *taking) lacks(w *Work) string {
	has := func(t tag.Type) bool {
		return slices.ContainsFunc(w.Tags, func(x Tag) bool { return x.Type == string(t) })
	}
	if !x.Careful || !w.Posted || w.Title != "" && w.Rating != "" && has(tag.Fandom) && has(tag.Warning) {
		return ""
	}
	return "It lacks a title, a fandom, a rating or a choice of warnings, so it is a draft here until you add them and publish it."
}

// credit names somebody who signs a work where they were not asked.
func (c Creator) credit() Credit {
	byline := c.Login
	if c.Pseud != "" {
		byline = c.Pseud + " (" + c.Login + ")"
	}
	return Credit{Role: string(work.RoleOther), Name: byline}
}

// past is an instant that has been; one that can't have been is now.
func past(ms, now int64) time.Time {
	if ms <= 0 || ms > now {
		ms = now
	}
	return at(ms)
}

// sign finds who signs the work: the pseuds of whose backup it is.
func (x *taking) sign(ctx context.Context, tx *db.Tx, w *Work, k *work.Kept, o *Outcome) error {
	for _, c := range w.Creators {
		if !c.Mine {
			x := c.credit()
			k.Credits = append(k.Credits, work.Credit{Role: work.Role(x.Role), Name: x.Name})
			o.Notes = append(o.Notes, fmt.Sprintf("%s made this work too; here they are named as a credit until they are asked and agree.", x.Name))
			continue
		}
		p, err := x.pseud(ctx, tx, c.Pseud)
		if err != nil {
			return err
		}
		if !slices.Contains(k.Creators, p) {
			k.Creators = append(k.Creators, p)
		}
	}
	if len(k.Creators) > 0 {
		return nil
	}
	p, err := x.pseud(ctx, tx, "")
	k.Creators = append(k.Creators, p)
	return err
}

// pseud finds or makes a pseud of the account; "" is the account's own name.
func (x *taking) pseud(ctx context.Context, tx *db.Tx, name string) (account.PseudID, error) {
	if name == "" {
		name = x.who.Name
	}
	all, err := account.PseudsOf(ctx, tx, x.who.ID)
	if err != nil {
		return 0, err
	}
	for _, p := range all {
		if account.Key(p.Name) == account.Key(name) {
			return p.ID, nil
		}
	}
	return account.AddPseud(ctx, tx, x.who.ID, name)
}

// person gives the account the pseuds that it had and, where nothing is told yet, what
// was told. What somebody has here already stays.
func (x *taking) person(ctx context.Context) error {
	p := &x.account
	if err := x.json("account.json", p); err != nil {
		return err
	}
	return x.DB.Tx(ctx, func(tx *db.Tx) error {
		for _, s := range p.Pseuds {
			id, err := x.pseud(ctx, tx, s.Name)
			if err != nil {
				return err
			}
			if err := account.RestorePseud(ctx, tx, x.Cleaner, x.who.ID, id, s.Description, s.Usual && !x.who.Claimed); err != nil {
				return err
			}
			if err := x.icon(ctx, tx, id, s); err != nil {
				return err
			}
		}
		was, err := account.ProfileOf(ctx, tx, x.who.ID)
		if err != nil || !was.Empty() {
			return err
		}
		text := x.Cleaner.Clean(p.Text, prose.Note)
		return account.SetProfile(ctx, tx, x.who.ID, account.Profile{Title: strings.Join(strings.Fields(p.Title), " "), Text: prose.Show(text), Links: links(p.Links)})
	})
}

// icon gives a pseud the picture that it had, if both its sizes are as an archive makes
// them.
func (x *taking) icon(ctx context.Context, tx *db.Tx, id account.PseudID, s Pseud) error {
	if s.Icon == "" || x.entries["icons/200/"+s.Icon] == nil || x.entries["icons/100/"+s.Icon] == nil {
		return nil
	}
	large, err := x.bytes("icons/200/"+s.Icon, maxIcon)
	if err != nil {
		return err
	}
	small, err := x.bytes("icons/100/"+s.Icon, maxIcon)
	if err != nil {
		return err
	}
	return account.RestoreIcon(ctx, tx, x.Blob, x.who.ID, id, account.Icon{Name: s.Icon, Alt: s.IconAlt}, large, small)
}

// maxIcon is how many bytes an icon may have.
const maxIcon = 1 << 20

// links are addresses of pages and nothing else.
func links(all []string) []string {
	var out []string
	for _, s := range all {
		if (strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")) && !strings.ContainsAny(s, " \t\r\n\"<>") {
			out = append(out, s)
		}
	}
	return out
}

// series puts the works that are in into their series.
func (x *taking) series(ctx context.Context) error {
	var all []Series
	if err := x.json("series.json", &all); err != nil {
		return err
	}
	v := viewer.Viewer{ID: x.who.ID, Name: x.who.Name, Role: viewer.Member}
	for _, s := range all {
		var ids []work.ID
		for _, n := range s.Works {
			if id := x.at[n]; id != 0 {
				ids = append(ids, id)
			}
		}
		if len(ids) == 0 {
			continue
		}
		err := x.DB.Tx(ctx, func(tx *db.Tx) error {
			return series.Restore(ctx, tx, x.Cleaner, v, series.Details{Title: s.Title, Summary: s.Summary, Notes: s.Notes, Complete: s.Complete, Works: ids})
		})
		if err != nil {
			return err
		}
	}
	return nil
}
