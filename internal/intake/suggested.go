package intake

import (
	"context"
	"slices"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/decode"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/suggest"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// suggestAtOnce is up to how many words a work is read for suggestions whenever its page is
// shown; a longer one is when somebody asks for it.
const suggestAtOnce = 60_000

// suggested reads the text of a work for the tags that it speaks for and its form does not
// have.
func (p *Pages) suggested(ctx context.Context, s *sheet) error {
	s.Suggested.At, s.Suggested.Again = s.path(), s.Words > suggestAtOnce
	if !s.Suggested.Looked && s.Words > suggestAtOnce {
		return nil
	}
	d, err := p.Desk.look(ctx, s.File, s.found)
	if k := fault.KindOf(err); k == fault.NotFound || k == fault.Invalid {
		return nil // the page says what is wrong with the file
	}
	if err != nil {
		return err
	}
	have := suggest.Have{Tags: s.Form.named(), Rating: work.Rating(s.Form.Rating)}
	if have.Refused, err = suggest.RefusedForImport(ctx, p.Desk.DB, int64(s.ID)); err != nil {
		return err
	}
	s.Suggested.Looked = true
	s.Suggested.All, err = p.Suggest.Look(ctx, suggest.OfDraft(p.Desk.Taker().Cleaner, d), have)
	return err
}

// named are the tags that the form names.
func (f *workForm) named() []tag.Named {
	var out []tag.Named
	for _, t := range f.tags() {
		out = append(out, tag.Named{Type: tag.Type(t.Type), Name: t.Name})
	}
	return out
}

// add puts a tag, or a rating, into the form, unless it is there. The form it was made from
// stays as it is.
func (f *workForm) add(t tag.Named) {
	kind := decode.TagType(t.Type)
	switch {
	case t.Type == suggest.Rating:
		f.Rating = t.Name
	case slices.ContainsFunc(f.named(), func(o tag.Named) bool { return o.Type == t.Type && tag.Key(o.Name) == tag.Key(t.Name) }):
	case t.Type == tag.Warning:
		f.Warnings = append(slices.Clip(f.Warnings), t.Name)
	default:
		f.Lists[kind] = strings.TrimPrefix(strings.TrimRight(f.Lists[kind], ", \n")+", "+t.Name, ", ")
	}
}

// act does what a button among the suggestions asks for. What else was typed is saved with
// it.
func (p *Pages) act(ctx context.Context, s *sheet, do string, ticked []string) (suggest.Act, error) {
	a, err := suggest.Read(do, ticked)
	if err != nil {
		return a, err
	}
	for _, t := range a.Add {
		s.Form.add(t)
	}
	if a.Refuse == nil {
		return a, nil
	}
	return a, p.Desk.DB.Tx(ctx, func(tx *db.Tx) error { return suggest.RefuseForImport(ctx, tx, int64(s.ID), *a.Refuse) })
}
