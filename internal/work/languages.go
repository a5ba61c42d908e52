package work

import "slices"

// Languages are the codes of the languages to choose from, in the order of their own
// names. A language that a work has besides them comes first; current is "" for none.
func Languages(current string) []string {
	codes := []string{
		"af", "az", "bs", "ca", "cs", "cy", "da", "de", "et", "en", "es", "eo", "eu", "fil", "fr", "ga", "gd", "gl", "hr", "id", "is", "it", "sw", "lv",
		"lt", "hu", "ms", "nl", "nb", "nn", "pl", "pt", "pt-PT", "ro", "sq", "sk", "sl", "fi", "sv", "vi", "tr", "el", "be", "bg", "kk", "mk", "mn", "ru",
		"sr", "uk", "ka", "hy", "yi", "he", "ur", "ar", "fa", "mr", "hi", "bn", "pa", "gu", "ta", "te", "ml", "si", "th", "my", "km",
		"ko", "zh", "ja", "zh-Hans", "yue", "zh-Hant",
	}
	if current != "" && !slices.Contains(codes, current) {
		return append([]string{current}, codes...)
	}
	return codes
}
