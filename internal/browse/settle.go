package browse

import (
	"context"
	"slices"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/query"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
)

// settle makes of f.Line what the panel has, as far as tags must be looked up for it:
// names of tags become those to include and to leave out, and other words to leave out
// go to those of the text. It asks the same as before.
func (c *Catalogue) settle(ctx context.Context, v viewer.Viewer, f Filter) (Filter, error) {
	if f.Line == "" {
		return f, nil
	}
	asked, wrong := query.Parse(f.Line)
	if len(wrong) > 0 {
		return f, nil // Parse has told of them
	}
	byKey, err := c.byKey(ctx, v, namesIn(asked))
	if err != nil {
		return f, err
	}
	done := map[*query.Node]bool{}
	for _, n := range asked.Parts() {
		done[n] = f.settle(n, byKey)
	}
	f.Include, f.Exclude = distinct(f.Include), distinct(f.Exclude)
	f.Line = lineOf(asked.Parts(), func(n *query.Node) bool { return !done[n] })
	return f, nil
}

// settle makes an answer of the panel of a part, if it can be one.
func (f *Filter) settle(n *query.Node, byKey map[string]tag.Tag) bool {
	if n.Op == query.Is {
		ok := names(n.Clue) && fits(n.Clue, byKey) && len(f.Include) < maxTags
		if ok {
			f.Include = append(f.Include, n.Clue.Text)
		}
		return ok
	}
	if n.Op != query.Not {
		return false
	}
	out := []*query.Node{n.Of[0]}
	if n.Of[0].Op == query.Or {
		out = n.Of[0].Of
	}
	for _, k := range out {
		if k.Op != query.Is || !(names(k.Clue) || k.Clue.Field == query.Any) || !fits(k.Clue, byKey) {
			return false
		}
	}
	g := *f
	g.Exclude = slices.Clone(f.Exclude)
	for _, k := range out {
		if _, isTag := byKey[tag.Key(k.Clue.Text)]; isTag || names(k.Clue) {
			g.Exclude = append(g.Exclude, k.Clue.Text)
		} else {
			g.Query = addText(g.Query, "-"+textOf(k.Clue))
		}
	}
	if len(g.Exclude) > maxTags || utf8.RuneCountInString(g.Query) > maxQuery {
		return false
	}
	*f = g
	return true
}

// names reports whether a clue names a tag.
func names(c query.Clue) bool {
	_, ok := typesOf(c.Field)
	return ok && c.Wild == query.Closed
}

// typesOf gives the type of tag that a field names, "" for any; ok is false for fields
// that name none.
func typesOf(f query.Field) (t tag.Type, ok bool) {
	switch f {
	case query.Tag:
		return "", true
	case query.Fandom, query.Character, query.Relationship, query.Category, query.Warning:
		return tag.Type(f), true
	}
	return "", false
}

// fits reports whether the tag that a clue names, if there is one, is of the type that
// its field says.
func fits(c query.Clue, byKey map[string]tag.Tag) bool {
	is, known := byKey[tag.Key(c.Text)]
	t, ok := typesOf(c.Field)
	return !known || !ok || t == "" || t == is.Type
}

// namesIn are the texts of a line that may be names of tags.
func namesIn(asked query.Query) []string {
	var out []string
	for _, c := range asked.Clues() {
		if names(c) || c.Field == query.Any || c.Field == query.Main && c.Wild == query.Closed {
			out = append(out, c.Text)
		}
	}
	return out
}
