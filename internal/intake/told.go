package intake

import (
	"context"
	"slices"

	"github.com/ficstead/ficstead/internal/decode"
	"github.com/ficstead/ficstead/internal/office"
	"github.com/ficstead/ficstead/internal/say"
)

// origin says where a field's value is from, and how sure that is; "" when there is
// nothing to say.
func (s *sheet) origin(ctx context.Context, field string) string {
	r := &s.Report
	if s.corrected(field) {
		return say.T(ctx, "You changed this.")
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

// noticeText tells what of the file is not in the text.
func noticeText(ctx context.Context, n decode.Notice) string {
	switch office.NoticeKind(n.Kind) {
	case office.Comments:
		return say.N(ctx, n.Count, "{n} comment was left out.", "{n} comments were left out.")
	case office.Insertions:
		return say.N(ctx, n.Count, "{n} tracked insertion was taken as accepted.", "{n} tracked insertions were taken as accepted.")
	case office.Deletions:
		return say.N(ctx, n.Count, "{n} tracked deletion was left out.", "{n} tracked deletions were left out.")
	case office.Macros:
		return say.T(ctx, "The file has macros. They were ignored.")
	case office.External:
		return say.N(ctx, n.Count, "{n} thing lies elsewhere and was not fetched.", "{n} things lie elsewhere and were not fetched.")
	case office.Objects:
		return say.N(ctx, n.Count, "{n} drawing or formula can’t be shown.", "{n} drawings or formulas can’t be shown.")
	case office.LostPictures:
		return say.N(ctx, n.Count, "{n} picture is missing, or of a kind that no browser shows.", "{n} pictures are missing, or of a kind that no browser shows.")
	case office.Hidden:
		return say.N(ctx, n.Count, "{n} piece of hidden text was left out.", "{n} pieces of hidden text were left out.")
	case office.HeadersFooters:
		return say.T(ctx, "Headers and footers of pages were left out.")
	case office.Nested:
		return say.T(ctx, "Lists or tables that nest very deeply were made flatter.")
	case office.Damaged:
		return say.T(ctx, "The file is damaged. What could be read is here; look whether the end is missing.")
	}
	return say.N(ctx, n.Count, "{n} thing was left out.", "{n} things were left out.")
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
