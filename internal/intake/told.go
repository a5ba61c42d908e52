package intake

import (
	"context"
	"slices"

	"github.com/ficstead/ficstead/internal/decode"
	"github.com/ficstead/ficstead/internal/say"
)

// origin says where a field's value is from, and how sure that is; "" when there is
// nothing to say.
func (s *sheet) origin(ctx context.Context, field string) string {
	r := &s.Report
	switch {
	case s.corrected(field):
		return say.T(ctx, "You changed this.")
	case field == "authors" && len(r.Authors) == 0:
		return "" // what the file's program says is offered apart
	}
	if i := slices.IndexFunc(r.Guesses, func(g decode.Guess) bool { return g.Field == field }); i >= 0 {
		switch c := r.Guesses[i].Confidence; {
		case c >= 0.8:
			return say.T(ctx, "Guessed, quite sure.")
		case c >= unsure:
			return say.T(ctx, "Guessed, fairly sure.")
		}
		return say.T(ctx, "Guessed, not sure at all.")
	}
	switch r.Origins[field] {
	case decode.FromMaker:
		return say.T(ctx, "Stated by {maker}.", "maker", r.Maker)
	case decode.FromProperties:
		return say.T(ctx, "The file says so of itself.")
	case decode.FromLabel:
		return say.T(ctx, "From a line in the file.")
	case decode.FromFileName:
		return say.T(ctx, "From the file’s name.")
	case decode.FromText:
		return say.T(ctx, "From what the text looks like.")
	}
	return ""
}

// corrected reports whether somebody corrected a field.
func (s *sheet) corrected(field string) bool {
	c := &s.Corrections
	return map[string]bool{
		"title": c.Title != nil, "authors": c.Authors != nil, "summary": c.Summary != nil, "notes_before": c.NotesBefore != nil,
		"notes_after": c.NotesAfter != nil, "language": c.Language != nil, "rating": c.Rating != nil, "status": c.Status != nil,
		"tags": c.Tags != nil, "series": c.Series != nil || c.SeriesPart != nil, "source_url": c.SourceURL != nil, "published": c.Published != nil,
	}[field]
}

// unsure reports whether a field should be looked at.
func (s *sheet) unsure(field string) bool {
	if field == "authors" && len(s.Report.Authors) == 0 {
		return false
	}
	return !s.corrected(field) && slices.ContainsFunc(s.Report.Guesses, func(g decode.Guess) bool { return g.Field == field && g.Confidence < unsure })
}

// damageText names a sign of damage.
func damageText(ctx context.Context, k decode.DamageKind) string {
	switch k {
	case decode.MissingSpace:
		return say.T(ctx, "A space is missing")
	case decode.BrokenSentence:
		return say.T(ctx, "A sentence breaks off")
	case decode.DoubledWord:
		return say.T(ctx, "A word is doubled")
	case decode.CutWord:
		return say.T(ctx, "A paragraph is cut in two")
	case decode.LostItalics:
		return say.T(ctx, "Italics may be lost")
	case decode.LostSceneBreak:
		return say.T(ctx, "A scene break may be lost")
	case decode.Mojibake:
		return say.T(ctx, "A character is broken")
	}
	return say.T(ctx, "Something looks damaged")
}

// cutsText names a way of cutting.
func cutsText(ctx context.Context, c decode.Cuts) string {
	switch c {
	case decode.CutsHeadings:
		return say.T(ctx, "at each heading")
	case decode.CutsPages:
		return say.T(ctx, "at each page break")
	case decode.CutsMarks:
		return say.T(ctx, "at lines such as “Chapter 3”")
	case decode.CutsNone:
		return say.T(ctx, "not at all: one chapter")
	}
	return say.T(ctx, "as the file looks")
}
