package desk

import (
	"slices"

	"github.com/ficstead/ficstead/internal/series"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
	"github.com/ficstead/ficstead/internal/workskin"
)

// Face is what of a work can be changed with many others.
type Face struct {
	Rating     work.Rating   `json:"rating"`
	Language   string        `json:"language"`
	Restricted bool          `json:"restricted"`
	Complete   bool          `json:"complete"`
	Anonymous  bool          `json:"anonymous"`
	Tags       []tag.Named   `json:"tags"`
	Skin       Worn          `json:"skin"`
	Series     []Place       `json:"series"`
	Credits    []work.Credit `json:"credits"`
	// UsualBefore and UsualAfter are the notes of chapters that are added, as HTML.
	UsualBefore string `json:"usual_before,omitempty"`
	UsualAfter  string `json:"usual_after,omitempty"`
}

// Worn is the skin that a work wears; ID 0 is none.
type Worn struct {
	ID    workskin.ID `json:"id"`
	Title string      `json:"title"`
}

// Place is where a work stands in a series; Position 0 is behind the last.
type Place struct {
	ID       series.ID `json:"id"`
	Title    string    `json:"title"`
	Position int       `json:"position"`
}

// beside is what of a face stands beside the work itself.
type beside struct {
	skin                    Worn
	usualBefore, usualAfter string
}

// faceOf is the face of a work, with what stands beside it.
func faceOf(w *work.Work, b beside) Face {
	d := w.Details()
	f := Face{Rating: d.Rating, Language: d.Language, Restricted: d.Restricted, Complete: d.Complete, Anonymous: d.Anonymous, Tags: slices.Clone(d.Tags),
		Skin: b.skin, Credits: slices.Clone(w.Credits), UsualBefore: b.usualBefore, UsualAfter: b.usualAfter}
	for _, p := range w.Series {
		f.Series = append(f.Series, Place{series.ID(p.Series), p.Title, p.Position})
	}
	return f
}

// onto puts a face onto what else is told of a work.
func (f Face) onto(d work.Details) work.Details {
	d.Rating, d.Language, d.Restricted, d.Complete, d.Anonymous, d.Tags = f.Rating, f.Language, f.Restricted, f.Complete, f.Anonymous, f.Tags
	return d
}

func (f Face) same(g Face) bool {
	return f.Rating == g.Rating && f.Language == g.Language && f.Restricted == g.Restricted && f.Complete == g.Complete && f.Anonymous == g.Anonymous &&
		slices.Equal(f.Tags, g.Tags) && f.Skin.ID == g.Skin.ID && slices.Equal(f.Credits, g.Credits) &&
		f.UsualBefore == g.UsualBefore && f.UsualAfter == g.UsualAfter &&
		len(missing(f.Series, g.Series)) == 0 && len(missing(g.Series, f.Series)) == 0
}

// missing are the series of a that are not in b.
func missing(a, b []Place) []Place {
	return slices.DeleteFunc(slices.Clone(a), func(p Place) bool {
		return slices.ContainsFunc(b, func(o Place) bool { return o.ID == p.ID })
	})
}
