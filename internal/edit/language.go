package edit

import (
	"slices"

	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// Languages are the languages to choose from, by their own names, in the order
// of those; a language that a work has besides comes first.
func Languages(current string) []web.Option {
	codes := []string{
		"af", "az", "bs", "ca", "cs", "cy", "da", "de", "et", "en", "es", "eo", "eu", "fil", "fr", "ga", "gd", "gl", "hr", "id", "is", "it", "sw", "lv",
		"lt", "hu", "ms", "nl", "nb", "nn", "pl", "pt", "pt-PT", "ro", "sq", "sk", "sl", "fi", "sv", "vi", "tr", "el", "be", "bg", "kk", "mk", "mn", "ru",
		"sr", "uk", "ka", "hy", "yi", "he", "ur", "ar", "fa", "mr", "hi", "bn", "pa", "gu", "ta", "te", "ml", "si", "th", "my", "km",
		"ko", "zh", "ja", "zh-Hans", "yue", "zh-Hant",
	}
	out := make([]web.Option, 0, len(codes)+1)
	if !slices.Contains(codes, current) {
		out = append(out, web.Option{Value: current, Label: work.LanguageName(current) + " (" + current + ")"})
	}
	for _, c := range codes {
		out = append(out, web.Option{Value: c, Label: work.LanguageName(c)})
	}
	return out
}
