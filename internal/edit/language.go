package edit

import (
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// Languages are the languages to choose from, by their own names; a language that a
// work has and the list has not is told with its code.
func Languages(current string) []web.Option {
	codes := work.Languages(current)
	known := work.Languages("")
	out := make([]web.Option, len(codes))
	for i, c := range codes {
		out[i] = web.Option{Value: c, Label: work.LanguageName(c)}
		if len(codes) > len(known) && i == 0 {
			out[i].Label += " (" + c + ")"
		}
	}
	return out
}
