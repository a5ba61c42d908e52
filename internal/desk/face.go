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

// faceOf is the face of a work that wears a skin.
func faceOf(w *work.Work, skin Worn) Face {
	d := w.Details()
	f := Face{d.Rating, d.Language, d.Restricted, d.Complete, d.Anonymous, slices.Clone(d.Tags), skin, nil, slices.Clone(w.Credits)}
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
		len(missing(f.Series, g.Series)) == 0 && len(missing(g.Series, f.Series)) == 0
}

// missing are the series of a that are not in b.
func missing(a, b []Place) []Place {
	return slices.DeleteFunc(slices.Clone(a), func(p Place) bool {
		return slices.ContainsFunc(b, func(o Place) bool { return o.ID == p.ID })
	})
}
