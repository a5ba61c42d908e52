package ingest

import (
	"context"

	"github.com/ficstead/ficstead/internal/decode"
	"github.com/ficstead/ficstead/internal/office"
	"github.com/ficstead/ficstead/internal/say"
)

// NoticeText says what of a file is not in the text, or was settled.
func NoticeText(ctx context.Context, n decode.Notice) string {
	switch office.NoticeKind(n.Kind) {
	case office.Comments:
		return say.N(ctx, n.Count, "{n} comment was left out.", "{n} comments were left out.")
	case office.Insertions:
		return say.N(ctx, n.Count, "{n} tracked insertion was taken as accepted.", "{n} tracked insertions were taken as accepted.")
	case office.Deletions:
		return say.N(ctx, n.Count, "{n} tracked deletion was carried out.", "{n} tracked deletions were carried out.")
	case office.Macros:
		return say.T(ctx, "The file has macros. They were not run and are not kept in the text.")
	case office.External:
		return say.N(ctx, n.Count, "{n} picture or part lies elsewhere and was not fetched.", "{n} pictures or parts lie elsewhere and were not fetched.")
	case office.Objects:
		return say.N(ctx, n.Count, "{n} drawing, chart or sign can’t be shown.", "{n} drawings, charts or signs can’t be shown.")
	case office.LostPictures:
		return say.N(ctx, n.Count, "{n} picture is missing or of a form that no browser shows.", "{n} pictures are missing or of a form that no browser shows.")
	case office.Hidden:
		return say.N(ctx, n.Count, "{n} piece of hidden text was left out.", "{n} pieces of hidden text were left out.")
	case office.HeadersFooters:
		return say.T(ctx, "What stands at the top or the foot of every page was left out.")
	case office.Nested:
		return say.T(ctx, "Lists or tables that lie too deep in one another were laid flat.")
	case office.Damaged:
		return say.T(ctx, "The file is damaged: only what stands before the damage could be read.")
	}
	return say.T(ctx, "Something in the file could not be kept.")
}
