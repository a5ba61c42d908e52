package edit

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/suggest"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// suggested does what a button among the suggestions asks for: nothing of the form is saved
// by it. It reports whether it was one.
func (p *Pages) suggested(r *http.Request, x *work.Work, f *form) (bool, error) {
	act, err := suggest.Read(r.PostForm.Get("do"), r.PostForm[suggest.Field])
	if err != nil || !act.Mine {
		return act.Mine, err
	}
	ctx := r.Context()
	if act.Refuse != nil {
		if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return suggest.Refuse(ctx, tx, x.ID, *act.Refuse) }); err != nil {
			return true, err
		}
		f.Suggested.Refused = act.Refuse.Name
	}
	for _, t := range act.Add {
		f.add(t)
	}
	f.Suggested.Added = len(act.Add)
	return true, p.look(ctx, x, f)
}

// look finds the tags that the text of x speaks for and that the form does not have.
func (p *Pages) look(ctx context.Context, x *work.Work, f *form) error {
	have := suggest.Have{Tags: f.named(), Rating: f.Rating}
	var err error
	if have.Refused, err = suggest.RefusedFor(ctx, p.DB, x.ID); err != nil {
		return err
	}
	f.Suggested.Looked, f.Suggested.Again = true, true
	f.Suggested.All, err = p.Suggest.Look(ctx, suggest.OfWork(ctx, p.DB, p.Cleaner, x), have)
	return err
}

// named are the tags that the form names.
func (f *form) named() []tag.Named {
	out := slices.Concat(all(tag.Warning, f.Warnings), all(tag.Category, f.Categories))
	for _, t := range written() {
		out = append(out, all(t, tag.Split(f.Lists[t]))...)
	}
	return out
}

// add puts a tag, or a rating, into the form, unless it is there.
func (f *form) add(t tag.Named) {
	switch {
	case t.Type == suggest.Rating:
		f.Rating = work.Rating(t.Name)
	case slices.ContainsFunc(f.named(), func(o tag.Named) bool { return o.Type == t.Type && tag.Key(o.Name) == tag.Key(t.Name) }):
	case t.Type == tag.Warning:
		f.Warnings = append(f.Warnings, t.Name)
	default:
		f.Lists[t.Type] = strings.TrimPrefix(strings.TrimRight(f.Lists[t.Type], ", \n")+", "+t.Name, ", ")
	}
}

// panel is what the page shows of the suggestions.
func (f form) panel(x *work.Work) suggest.Panel {
	f.Suggested.At = x.ID.Path() + "/edit"
	return f.Suggested
}
