package desk

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/edit"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/series"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
	"github.com/ficstead/ficstead/internal/workskin"
)

// form is the form of a change as it is typed.
type form struct {
	Works                                          []work.ID
	Rating, Language, Readers, Complete, Anonymous string
	Skin, SeriesHow, Series                        string
	CreditHow, CreditRole, CreditName              string
	BeforeHow, Before, AfterHow, After             string // notes of new chapters
	How                                            map[tag.Type]string
	Lists                                          map[tag.Type]string   // names with commas between them
	Ticked                                         map[tag.Type][]string // of the kinds that are ticked
}

// maxForm is how many bytes the form may have.
const maxForm = 256 << 10

// read reads the form that was sent.
func read(w http.ResponseWriter, r *http.Request) (form, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	err := r.ParseForm()
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return form{}, fault.Wrap(fault.TooLarge, err, "That is more than this form takes. Please change fewer works or fewer tags at once.")
	}
	if err != nil {
		return form{}, fault.Wrap(fault.Invalid, err, "What was sent is no form that can be read. Please send it again from the page.")
	}
	v := r.PostForm
	f := form{Works: ids(v["work"]), Rating: v.Get("rating"), Language: v.Get("language"), Readers: v.Get("readers"), Complete: v.Get("complete"), Anonymous: v.Get("anonymous"),
		Skin: v.Get("skin"), SeriesHow: v.Get("how-series"), Series: v.Get("series"),
		CreditHow: v.Get("how-credit"), CreditRole: v.Get("role"), CreditName: db.Text(v.Get("credit")),
		BeforeHow: v.Get("how-" + usualBefore), Before: db.Text(v.Get(usualBefore)), AfterHow: v.Get("how-" + usualAfter), After: db.Text(v.Get(usualAfter)),
		How: map[tag.Type]string{}, Lists: map[tag.Type]string{}, Ticked: map[tag.Type][]string{}}
	for _, k := range kinds() {
		f.How[k] = v.Get("how-" + string(k))
		f.Lists[k] = db.Text(v.Get("names-" + string(k)))
		f.Ticked[k] = v["ticked-"+string(k)]
	}
	return f, nil
}

// number is a key that a form sends, -1 for what is none.
func number(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return -1
	}
	return n
}

// unsaid tells of what is written or ticked while nobody chose what to do with it: it would
// be lost without a word.
func (f form) unsaid() error {
	written := []struct{ field, how, typed string }{
		{usualBefore, f.BeforeHow, f.Before}, {usualAfter, f.AfterHow, f.After}, {"credit", f.CreditHow, f.CreditName},
	}
	for _, k := range kinds() {
		written = append(written, struct{ field, how, typed string }{string(k), f.How[k], f.Lists[k] + strings.Join(f.Ticked[k], "")})
	}
	for _, x := range written {
		if x.how == "" && strings.TrimSpace(x.typed) != "" {
			return fault.In(x.field, "You have written or ticked something here, but not chosen what is to be done with it. Choose that, or take it away.")
		}
	}
	return nil
}

// Changes is what the form asks for; what is written in it is made safe by clean.
func (f form) Changes(clean prose.Cleaner) Changes {
	c := Changes{Rating: work.Rating(f.Rating), Language: f.Language, Readers: f.Readers, Complete: f.Complete, Anonymous: f.Anonymous,
		UsualBefore: usualOf(clean, f.BeforeHow, f.Before), UsualAfter: usualOf(clean, f.AfterHow, f.After)}
	if f.Skin != "" {
		c.Skin = &Worn{ID: workskin.ID(number(f.Skin))}
	}
	if f.SeriesHow != "" {
		c.Series = &SeriesChange{How: f.SeriesHow, ID: series.ID(number(f.Series))}
	}
	if f.CreditHow != "" {
		c.Credit = &CreditChange{How: f.CreditHow, Role: work.Role(f.CreditRole), Name: strings.Join(strings.Fields(f.CreditName), " ")}
	}
	for _, k := range kinds() {
		names := tag.Split(f.Lists[k])
		if len(fixed(k)) > 0 {
			names = slices.DeleteFunc(slices.Clone(f.Ticked[k]), func(n string) bool { return !slices.Contains(fixed(k), n) })
		}
		if f.How[k] == "" || len(names) == 0 && f.How[k] != replace {
			continue
		}
		if c.Tags == nil {
			c.Tags = map[tag.Type]TagChange{}
		}
		c.Tags[k] = TagChange{How: f.How[k], Names: names}
	}
	return c
}

// fixed are the names of a kind that are ticked, not written.
func fixed(k tag.Type) []string {
	switch k {
	case tag.Warning:
		return tag.Warnings()
	case tag.Category:
		return tag.Categories()
	}
	return nil
}

// ids are the works named in a field, each once.
func ids(all []string) []work.ID {
	var out []work.ID
	for _, s := range all {
		if n, err := strconv.ParseInt(s, 10, 64); err == nil && n > 0 && !slices.Contains(out, work.ID(n)) && len(out) <= MaxWorks {
			out = append(out, work.ID(n))
		}
	}
	return out
}

// difference is one thing that is another before and after.
type difference struct{ What, Before, After string }

// differences tells in words what two faces of a work have not in common.
func differences(ctx context.Context, a, b Face) []difference {
	var out []difference
	note := func(what, before, after string) {
		if before != after {
			out = append(out, difference{what, before, after})
		}
	}
	note(say.T(ctx, "Rating"), work.RatingName(ctx, a.Rating), work.RatingName(ctx, b.Rating))
	note(say.T(ctx, "Language"), work.LanguageName(a.Language), work.LanguageName(b.Language))
	note(say.T(ctx, "Who may read it"), readersWord(ctx, a.Restricted), readersWord(ctx, b.Restricted))
	note(say.T(ctx, "Complete"), yesNo(ctx, a.Complete), yesNo(ctx, b.Complete))
	note(say.T(ctx, "Anonymous"), yesNo(ctx, a.Anonymous), yesNo(ctx, b.Anonymous))
	note(say.T(ctx, "Skin"), a.Skin.Title, b.Skin.Title)
	note(say.T(ctx, "Series"), titlesOf(a.Series), titlesOf(b.Series))
	note(say.T(ctx, "Credits"), creditsOf(ctx, a.Credits), creditsOf(ctx, b.Credits))
	if a.UsualBefore != b.UsualBefore {
		out = append(out, difference{say.T(ctx, "Note before each new chapter"), inShort(a.UsualBefore), inShort(b.UsualBefore)})
	}
	if a.UsualAfter != b.UsualAfter {
		out = append(out, difference{say.T(ctx, "Note after each new chapter"), inShort(a.UsualAfter), inShort(b.UsualAfter)})
	}
	for _, k := range kinds() {
		note(kindName(ctx, k), namesOf(a.Tags, k), namesOf(b.Tags, k))
	}
	return out
}

func namesOf(all []tag.Named, k tag.Type) string {
	var out []string
	for _, t := range all {
		if t.Type == k {
			out = append(out, t.Name)
		}
	}
	return strings.Join(out, ", ")
}

func titlesOf(all []Place) string {
	out := make([]string, len(all))
	for i, p := range all {
		out[i] = p.Title
	}
	return strings.Join(out, ", ")
}

// creditsOf names who has a share in a work, and which.
func creditsOf(ctx context.Context, all []work.Credit) string {
	out := make([]string, len(all))
	for i, c := range all {
		out[i] = strings.TrimSpace(c.Name+" "+c.Title) + " (" + edit.RoleName(ctx, c.Role) + ")"
	}
	return strings.Join(out, ", ")
}

func readersWord(ctx context.Context, restricted bool) string {
	if restricted {
		return say.T(ctx, "Members of the archive")
	}
	return say.T(ctx, "Everyone")
}

func yesNo(ctx context.Context, is bool) string {
	if is {
		return say.T(ctx, "Yes")
	}
	return say.T(ctx, "No")
}

// kindName is what the tags of a kind are called.
func kindName(ctx context.Context, k tag.Type) string {
	switch k {
	case tag.Warning:
		return say.T(ctx, "Warnings")
	case tag.Category:
		return say.T(ctx, "Categories")
	case tag.Fandom:
		return say.T(ctx, "Fandoms")
	case tag.Relationship:
		return say.T(ctx, "Relationships")
	case tag.Character:
		return say.T(ctx, "Characters")
	}
	return say.T(ctx, "Other tags")
}
