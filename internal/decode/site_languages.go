package decode

import "strings"

// siteLanguage gives the BCP 47 tag of a language as an archive names it: in
// English or in the language itself; "" for a name that is not known.
func siteLanguage(name string) string {
	name = strings.ToLower(strings.TrimSpace(name))
	if code, ok := languageNames[name]; ok {
		return code
	}
	return moreLanguages[name]
}

// moreLanguages are the languages of AO3's and FanFiction.net's lists that no
// label in a text has needed yet.
var moreLanguages = map[string]string{
	"af soomaali": "so", "afrikaans": "af", "albanian": "sq", "american sign language": "ase", "asturianu": "ast", "azərbaycan dili": "az",
	"bahasa indonesia": "id", "bahasa malaysia": "ms", "basa jawa": "jv", "bosanski": "bs", "bosnian": "bs", "brezhoneg": "br", "british sign language": "bfi",
	"bulgarian": "bg", "català": "ca", "catalan": "ca", "cebuano": "ceb", "chinuk wawa": "chn", "creolese": "gyn", "croatian": "hr", "cymraeg": "cy",
	"čeština": "cs", "devanagari": "hi", "eald englisċ": "ang", "eesti keel": "et", "esperanto": "eo", "estonian": "et", "euskara": "eu", "farsi": "fa",
	"filipino": "fil", "friisk": "frr", "furlan": "fur", "gaeilge": "ga", "galego": "gl", "gàidhlig": "gd", "hindi": "hi", "hrvatski": "hr", "icelandic": "is",
	"indonesian": "id", "interlingua": "ia", "irish": "ga", "isizulu": "zu", "íslenska": "is", "kiswahili": "sw", "kreyòl ayisyen": "ht", "kurdî": "ku",
	"kurdî | کوردی": "ku", "langue des signes québécoise": "fcs", "latin": "la", "latvian": "lv", "latviešu valoda": "lv", "lëtzebuergesch": "lb",
	"lietuvių kalba": "lt", "lingua latina": "la", "lithuanian": "lt", "malay": "ms", "malti": "mt", "nāhuatl": "nah", "norsk": "no", "occitan": "oc",
	"persian": "fa", "português brasileiro": "pt-BR", "português europeu": "pt-PT", "punjabi": "pa", "quenya": "qya", "română": "ro", "romanian": "ro",
	"scots": "sco", "serbian": "sr", "shqip": "sq", "sindarin": "sjn", "slovak": "sk", "slovenčina": "sk", "slovenian": "sl", "slovenščina": "sl",
	"te reo māori": "mi", "thai": "th", "tiếng việt": "vi", "tlhingan-hol": "tlh", "toki pona": "tok", "türkçe": "tr", "ukrainian": "uk",
	"vietnamese": "vi", "volapük": "vo", "welsh": "cy", "ʻōlelo hawaiʻi": "haw",

	"ελληνικά": "el", "башҡорт теле": "ba", "беларуская": "be", "български": "bg", "кыргызча": "ky", "македонски": "mk", "монгол": "mn",
	"српски": "sr", "татар теле": "tt", "українська": "uk", "հայերեն": "hy", "ייִדיש": "yi", "יידיש": "yi", "עברית": "he", "עברית מקראית": "hbo",
	"العربية": "ar", "اردو": "ur", "فارسی": "fa", "नेपाली": "ne", "मराठी": "mr", "हिन्दी": "hi", "বাংলা": "bn", "ਪੰਜਾਬੀ": "pa", "தமிழ்": "ta",
	"తెలుగు": "te", "മലയാളം": "ml", "සිංහල": "si", "ไทย": "th", "བོད་སྐད་": "bo", "မြန်မာဘာသာ": "my", "አማርኛ": "am", "한국어": "ko",
	"中文-普通话 國語": "zh", "中文-廣東話 粵語": "yue", "中文-吴语 吳語": "wuu", "中文-客家话": "hak", "中文-闽南话 臺語": "nan",
}
