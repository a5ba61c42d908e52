package decode

import "strings"

// otwLanguage gives the BCP 47 tag of a language as AO3 names it, which is
// mostly in itself; "" for a name that is not known.
func otwLanguage(name string) string {
	if code := siteLanguage(name); code != "" {
		return code
	}
	return otwLanguages[strings.ToLower(strings.TrimSpace(name))]
}

// otwLanguages are the names of AO3's list that siteLanguage does not know.
var otwLanguages = map[string]string{
	"afrikaans": "af", "shqip": "sq", "العربية": "ar", "հայերեն": "hy", "asturianu": "ast", "azərbaycan dili": "az", "euskara": "eu", "беларуская": "be",
	"বাংলা": "bn", "bosanski": "bs", "brezhoneg": "br", "български": "bg", "català": "ca", "cebuano": "ceb", "čeština": "cs", "cymraeg": "cy",
	"中文-普通话 國語": "zh", "中文-广东话 粵語": "yue", "中文-吴语 吳語": "wuu", "中文-客家话": "hak", "中文-闽南话 臺語": "nan", "中文-文言文 文言文": "lzh",
	"hrvatski": "hr", "dansk": "da", "eesti keel": "et", "ελληνικά": "el", "esperanto": "eo", "فارسی": "fa", "filipino": "fil", "wikang filipino": "fil", "føroyskt": "fo",
	"frysk": "fy", "gaeilge": "ga", "gàidhlig": "gd", "galego": "gl", "ქართული": "ka", "ʻōlelo hawaiʻi": "haw", "עברית": "he", "हिन्दी": "hi", "magyar": "hu",
	"bahasa indonesia": "id", "bahasa malaysia": "ms", "interlingua": "ia", "íslenska": "is", "italiano": "it", "basa jawa": "jv", "ಕನ್ನಡ": "kn", "қазақша": "kk",
	"kiswahili": "sw", "한국어": "ko", "kurdî | کوردی": "ku", "latviešu valoda": "lv", "lietuvių kalba": "lt", "lingua latina": "la", "lëtzebuergesch": "lb", "lojban": "jbo",
	"македонски": "mk", "മലയാളം": "ml", "malti": "mt", "मराठी": "mr", "монгол хэл": "mn", "မြန်မာဘာသာ": "my", "nāhuatl": "nah", "norsk": "no", "bokmål": "nb", "nynorsk": "nn",
	"ئۇيغۇر تىلى": "ug", "ਪੰਜਾਬੀ": "pa", "plattdüütsch": "nds", "português brasileiro": "pt-BR", "português europeu": "pt-PT", "quechua": "qu", "română": "ro",
	"scots": "sco", "සිංහල": "si", "slovenčina": "sk", "slovenščina": "sl", "af soomaali": "so", "српски": "sr", "தமிழ்": "ta", "తెలుగు": "te", "ไทย": "th",
	"türkçe": "tr", "українська": "uk", "اردو": "ur", "tiếng việt": "vi", "volapük": "vo", "ייִדיש": "yi", "isizulu": "zu", "eald englisċ": "ang", "old english": "ang",
	"klingon": "tlh", "tlhingan-hol": "tlh", "quenya": "qya", "sindarin": "sjn", "toki pona": "tok", "uncategorized constructed languages": "", "american sign language": "ase",
	"nederlands": "nl", "polski": "pl", "suomi": "fi", "svenska": "sv", "русский": "ru", "日本語": "ja", "español": "es", "français": "fr", "deutsch": "de", "english": "en",
}
