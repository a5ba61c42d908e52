package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/setting"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// Changes are what is changed of many works at once. What is empty stays as each
// work has it.
type Changes struct {
	Rating    work.Rating            `json:"rating,omitempty"`
	Language  string                 `json:"language,omitempty"`
	Readers   string                 `json:"readers,omitempty"` // everyone, members
	Complete  string                 `json:"complete,omitempty"`
	Anonymous string                 `json:"anonymous,omitempty"` // yes, no
	Tags      map[tag.Type]TagChange `json:"tags,omitempty"`
	Skin      *Worn                  `json:"skin,omitempty"` // ID 0 takes off what each wears
	Series    *SeriesChange          `json:"series,omitempty"`
	Credit    *CreditChange          `json:"credit,omitempty"`
	// UsualBefore and UsualAfter are the notes of chapters that are added.
	UsualBefore *UsualChange `json:"usual_before,omitempty"`
	UsualAfter  *UsualChange `json:"usual_after,omitempty"`
}

// TagChange is what happens to the tags of one kind.
type TagChange struct {
	How   string   `json:"how"` // add, remove, replace
	Names []string `json:"names"`
}

// The answers of choices.
const (
	yes      = "yes"
	no       = "no"
	everyone = "everyone"
	members  = "members"
	add      = "add"
	remove   = "remove"
	replace  = "replace"
)

// kinds are the kinds of tag that can be changed, in the order of the form.
func kinds() []tag.Type {
	return []tag.Type{tag.Warning, tag.Category, tag.Fandom, tag.Relationship, tag.Character, tag.Freeform}
}

// Empty reports whether nothing would change.
func (c Changes) Empty() bool {
	return c.Rating == "" && c.Language == "" && c.Readers == "" && c.Complete == "" && c.Anonymous == "" && len(c.Tags) == 0 &&
		c.Skin == nil && c.Series == nil && c.Credit == nil && c.UsualBefore == nil && c.UsualAfter == nil
}

// Check says what is wrong with the changes whatever the work.
func (c Changes) Check(ctx context.Context) error {
	if c.Rating != "" && !slices.Contains(work.Ratings(), c.Rating) {
		return fault.In("rating", "“%s” is not one of the ratings. Please choose one from the list.", string(c.Rating))
	}
	for _, x := range []struct {
		field, value string
		may          []string
	}{{"readers", c.Readers, []string{everyone, members}}, {"complete", c.Complete, []string{yes, no}}, {"anonymous", c.Anonymous, []string{yes, no}}} {
		if x.value != "" && !slices.Contains(x.may, x.value) {
			return fault.In(x.field, "That is no choice here. Please choose one from the list.")
		}
	}
	for _, k := range kinds() {
		t, there := c.Tags[k]
		if !there {
			continue
		}
		if !slices.Contains([]string{add, remove, replace}, t.How) {
			return fault.In(string(k), "That is no choice here. Please choose one from the list.")
		}
		for _, n := range t.Names {
			if _, err := tag.Clean(n); err != nil {
				return fault.In(string(k), "%s", fault.Message(err))
			}
		}
		if t.How == replace && k == tag.Fandom && len(t.Names) == 0 {
			return fault.In(string(k), "A work needs a fandom: write at least one that takes the place of the others.")
		}
	}
	if err := cmp.Or(c.Series.check(), c.Credit.check(), c.UsualBefore.check(ctx, usualBefore), c.UsualAfter.check(ctx, usualAfter)); err != nil {
		return err
	}
	if c.Empty() {
		return fault.New(fault.Invalid, "Nothing is chosen to be changed yet. Choose at least one thing.")
	}
	return nil
}

// apply gives f with the changes.
func (c Changes) apply(f Face) Face {
	if c.Rating != "" {
		f.Rating = c.Rating
	}
	if c.Language != "" {
		f.Language = c.Language
	}
	if c.Readers != "" {
		f.Restricted = c.Readers == members
	}
	if c.Complete != "" {
		f.Complete = c.Complete == yes
	}
	if c.Anonymous != "" {
		f.Anonymous = c.Anonymous == yes
	}
	for _, k := range kinds() {
		if t, there := c.Tags[k]; there {
			f.Tags = t.apply(k, f.Tags)
		}
	}
	if c.Skin != nil {
		f.Skin = *c.Skin
	}
	f.Series, f.Credits = c.Series.apply(f.Series), c.Credit.apply(f.Credits)
	f.UsualBefore, f.UsualAfter = c.UsualBefore.apply(f.UsualBefore), c.UsualAfter.apply(f.UsualAfter)
	return f
}

// apply changes the tags of one kind; the others keep their places.
func (t TagChange) apply(k tag.Type, all []tag.Named) []tag.Named {
	keys := make([]string, len(t.Names))
	for i, n := range t.Names {
		keys[i] = tag.Key(n)
	}
	out := slices.DeleteFunc(slices.Clone(all), func(x tag.Named) bool {
		return x.Type == k && (t.How == replace || t.How == remove && slices.Contains(keys, tag.Key(x.Name)))
	})
	if t.How == remove {
		return out
	}
	at := len(out) // behind the last of the kind
	for i, x := range out {
		if x.Type == k {
			at = i + 1
		}
	}
	for i, n := range t.Names {
		has := slices.ContainsFunc(out, func(x tag.Named) bool { return x.Type == k && tag.Key(x.Name) == keys[i] })
		if !has {
			out = slices.Insert(out, at, tag.Named{Type: k, Name: strings.TrimSpace(n)})
			at++
		}
	}
	return out
}

// counted is how many tags count towards the limit of a work.
func counted(all []tag.Named) int {
	n := 0
	for _, t := range all {
		if slices.Contains([]tag.Type{tag.Fandom, tag.Relationship, tag.Character, tag.Freeform}, t.Type) {
			n++
		}
	}
	return n
}

// allowed says why a work can't be made so, or nil. posted works keep what works
// need, and nobody gets more tags than the archive's limit by this way.
func allowed(ctx context.Context, d work.Details, was, f Face) error {
	if most := setting.Of(ctx).Limits.Tags; counted(f.Tags) > max(most, counted(was.Tags)) {
		return fault.In("tags", "It would have %d tags; %d is the most for one work.", counted(f.Tags), most)
	}
	has := func(k tag.Type) func(tag.Named) bool { return func(t tag.Named) bool { return t.Type == k } }
	if d.Posted && !slices.ContainsFunc(f.Tags, has(tag.Fandom)) {
		return fault.In("tags", "It would be without a fandom.")
	}
	if d.Posted && slices.ContainsFunc(was.Tags, has(tag.Warning)) && !slices.ContainsFunc(f.Tags, has(tag.Warning)) {
		return fault.In("tags", "It would be without a choice of warnings.")
	}
	return nil
}
