package decode

import "strings"

// siteLanguage gives the BCP 47 tag of a language as archives name it in
// English; "" for a name that is not known.
func siteLanguage(name string) string {
	name = strings.ToLower(strings.TrimSpace(name))
	if code, ok := languageNames[name]; ok {
		return code
	}
	return moreLanguages[name]
}

// moreLanguages are the languages of FanFiction.net's list that no label in a
// text has needed yet.
var moreLanguages = map[string]string{
	"afrikaans": "af", "albanian": "sq", "bosnian": "bs", "bulgarian": "bg", "catalan": "ca", "croatian": "hr", "devanagari": "hi",
	"esperanto": "eo", "estonian": "et", "farsi": "fa", "filipino": "fil", "hindi": "hi", "icelandic": "is", "indonesian": "id",
	"irish": "ga", "latin": "la", "latvian": "lv", "lithuanian": "lt", "malay": "ms", "persian": "fa", "punjabi": "pa", "romanian": "ro",
	"serbian": "sr", "slovak": "sk", "slovenian": "sl", "thai": "th", "ukrainian": "uk", "vietnamese": "vi", "welsh": "cy",
}
