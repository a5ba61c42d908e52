package docx

// headingNames are the names of headings without their number. Word keeps the
// English ones in every language, other programs do not.
var headingNames = map[string]bool{
	"heading": true, "überschrift": true, "titre": true, "título": true, "titulo": true, "titolo": true, "kop": true,
	"rubrik": true, "overskrift": true, "otsikko": true, "заголовок": true, "nagłówek": true, "nadpis": true,
	"címsor": true, "başlık": true, "titlu": true, "naslov": true, "επικεφαλίδα": true, "見出し": true, "标题": true,
	"標題": true, "제목": true, "כותרת": true, "عنوان": true,
}

// roles are the plain names of styles that say what a paragraph is.
var roles = map[string]role{
	"title": title, "titel": title, "titre": title, "título": title, "titolo": title, "tytuł": title, "название": title,
	"otsikko": title, "název": title, "cím": title, "表題": title, "标题": title, "標題": title, "제목": title,

	"quote": quote, "intensequote": quote, "quotations": quote, "quotation": quote, "blockquote": quote,
	"blockquotation": quote, "blocktext": quote, "zitat": quote, "intensiveszitat": quote, "citation": quote,
	"citationintense": quote, "cita": quote, "citadestacada": quote, "citazione": quote, "citazioneintensa": quote,
	"citaat": quote, "duidelijkcitaat": quote, "citat": quote, "starktcitat": quote, "stærktcitat": quote, "sitat": quote,
	"sterktsitat": quote, "lainaus": quote, "erottuvalainaus": quote, "цитата": quote, "выделеннаяцитата": quote,
	"cytat": quote, "cytatintensywny": quote, "citação": quote, "citaçãointensa": quote, "citát": quote,
	"výraznýcitát": quote, "idézet": quote, "kiemeltidézet": quote, "alıntı": quote, "引用": quote, "引用文": quote,
	"引用文2": quote, "引文": quote, "明显引用": quote, "인용": quote, "강한인용": quote,

	"listcontinue": listContinued, "listcontinue2": listContinued, "listcontinue3": listContinued,
	"listcontinue4": listContinued, "listcontinue5": listContinued,
}
