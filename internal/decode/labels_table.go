package decode

import "strings"

// field is what a label's value is.
type field int

const (
	fieldNone field = iota
	fieldTitle
	fieldAuthor
	fieldEmail
	fieldFandom
	fieldRating
	fieldWarning
	fieldPairing
	fieldCharacter
	fieldPOV
	fieldCategory
	fieldSummary
	fieldDisclaimer
	fieldSpoilers
	fieldNote
	fieldBeta
	fieldDedication
	fieldPrompt
	fieldRequest
	fieldArchive
	fieldFeedback
	fieldStatus
	fieldPublished
	fieldUpdated
	fieldCount
	fieldSeries
	fieldSequel
	fieldLanguage
	fieldTranslation
	fieldTranslator
	fieldChapters
	fieldURL
	fieldHomepage
	fieldMusic
	fieldSource
	fieldArt
	fieldReplies
	fieldReview
	fieldRecap
	fieldPreview
	fieldEdit
	fieldCrosspost
	fieldGlossary
)

// labelEntry is a row of the catalogue: a field, the language of its labels
// ("" for English and what everybody writes), and the labels.
type labelEntry struct {
	field  field
	lang   string
	labels string
}

// labelCatalogue holds every label that archives of three decades used. A
// leading "!" marks words so common in prose that only a colon or an equals
// sign makes them labels.
var labelCatalogue = []labelEntry{
	{fieldTitle, "", "title|story title|name of story|fic|fic title|!story|!name|name of fic"},
	{fieldAuthor, "", "author|written by|!by|!writer|penname|pen name|author name|!creator|coauthor|coauthors|authors|!from the pen of"},
	{fieldEmail, "", "email|author email|feedback to|contact|author contact|email address"},
	{fieldFandom, "", "fandom|fandoms|!show|universe|crossover|xover|crossover with|!game|!anime"},
	{fieldRating, "", "rating|ratings|!rated|raiting|content rating|mpaa|!age|mpaa rating"},
	{fieldWarning, "", "warning|warnings|content warning|content warnings|cw|tw|trigger warning|trigger warnings|!contains|squicks|kinks|archive warning|archive warnings|content notes|triggers"},
	{fieldPairing, "", "pairing|pairings|paring|parings|ship|!ships|relationship|relationships|couple|couples|p/s|pairings/characters|pairing/characters|characters/pairings"},
	{fieldCharacter, "", "character|characters|starring|cast|!focus|main characters|main character"},
	{fieldPOV, "", "pov|point of view"},
	{fieldCategory, "", "category|categories|classification|genre|genres|!type|keywords|keyword|tags|labels|additional tags|!kind"},
	{fieldSummary, "", "summary|synopsis|description|blurb|teaser|short summary|!in brief|an summary|story summary|chapter summary"},
	{fieldDisclaimer, "", "disclaimer|disclaimers|disclamer|disclaimer/claimer|legal|legal stuff|copyright|not mine|standard disclaimer|usual disclaimer|claimer"},
	{fieldSpoilers, "", "spoilers|spoiler|spoiler warning|spoiler warnings|timeline|timeframe|time frame|!set|setting|!season|!episode|postep|missing scene|!tag to|continuity"},
	{fieldNote, "", "authors note|authors notes|author note|author notes|a/n|an|a/ns|ans|n/a|note|notes|note from the author|notes from the author|!comments|comment|authors rambling|authors ramblings|authors babble|authors comments|ps|!pps|n/b|important note|quick note|chapter notes|chapter end notes|end note|end notes|endnotes|story notes|notes to the reader|a few notes|ending notes|closing notes|authors afterword|afterword from the author|authors endnote|authors endnotes|authors end note|authors foreword|authors preface|final notes|opening notes"},
	{fieldBeta, "", "beta|beta by|betas|betaed by|betad by|beta reader|beta readers|betareader|betareaders|unbetad|unbetaed|proofread by|!thanks|thanks to|acknowledgements|acknowledgments|special thanks|special thanks to|betaread by|many thanks to"},
	{fieldDedication, "", "dedication|dedications|!for|dedicated to|written for|gift for|recipient|this is for"},
	{fieldPrompt, "", "prompt|prompts|challenge|exchange|bingo square|kink meme|!theme|!table|word prompt|prompt by|prompted by"},
	{fieldRequest, "", "!request|requested by|special request|!requests|as requested by"},
	{fieldArchive, "", "archive|archiving|archived at|distribution|permission to archive|where to find|archived"},
	{fieldFeedback, "", "feedback|reviews|comments welcome|flames|c&c|constructive criticism"},
	{fieldStatus, "", "status|!complete|!wip|work in progress|!in progress|!abandoned|!finished|completed|story status"},
	{fieldPublished, "", "!date|!written|date written|!started|!posted|first posted|originally posted|!published|date posted|posted on|date published"},
	{fieldUpdated, "", "!updated|last edited|!revised|revision|last updated|date updated|!completed on|date completed"},
	{fieldCount, "", "word count|wordcount|!words|!length|!size|file size|approximate word count"},
	{fieldSeries, "", "!series|part of|series name|series title|in the series"},
	{fieldSequel, "", "!sequel|sequel to|prequel to|!follows|continued from|companion to|companion piece to|prequel"},
	{fieldLanguage, "", "language|languages"},
	{fieldTranslation, "", "translation of|original title|original story|original author"},
	{fieldTranslator, "", "translated by|translator|translation by"},
	{fieldChapters, "", "chapters|!parts|number of chapters"},
	{fieldURL, "", "url|!link|!source|story url|original source|original url|originally posted at|permalink"},
	{fieldHomepage, "", "website|homepage|home page|lj|live journal|livejournal|web site|webpage|tumblr|twitter"},
	{fieldMusic, "", "music|song|songs|lyrics by|lyrics|soundtrack|playlist|song by"},
	{fieldSource, "", "inspired by|based on|inspiration"},
	{fieldArt, "", "artist|banner|banner by|cover|cover by|cover art|cover art by|art by|art|artwork|artwork by|illustrations by"},
	{fieldReplies, "", "review replies|reviewer responses|replies to reviews|thanks to my reviewers|review responses|reviewer replies|responses to reviews"},
	{fieldReview, "", "r&r|r/r|please review|read and review|review|please r&r"},
	{fieldRecap, "", "last time|previously|previously on|previously in|recap|last chapter"},
	{fieldPreview, "", "preview|next chapter|next time|stay tuned|coming up|coming soon|next up"},
	{fieldEdit, "", "edit|!update|eta|edited|edit to add"},
	{fieldCrosspost, "", "posted also on|crossposted|crossposted to|crossposted at|also posted on|also posted at|also on"},
	{fieldGlossary, "", "translation|translations|glossary|translations at the end|vocabulary"},

	{fieldTitle, "ru", "название|заголовок|название фика|название фанфика"},
	{fieldAuthor, "ru", "автор|авторы|соавтор|соавторы"},
	{fieldBeta, "ru", "бета|беты|бета-ридер|бетаридер|редактор"},
	{fieldFandom, "ru", "фандом|фэндом|фендом|фандомы"},
	{fieldPairing, "ru", "пейринг|пейринги|пэйринг|пара|пейринг/персонажи|пейринг и персонажи|отношения"},
	{fieldCharacter, "ru", "персонажи|герои|персонаж|действующие лица"},
	{fieldRating, "ru", "рейтинг"},
	{fieldCategory, "ru", "жанр|жанры|категория|метки|тип"},
	{fieldDisclaimer, "ru", "дисклеймер|дисклаймер|отказ|отказ от прав|права"},
	{fieldSummary, "ru", "саммари|содержание|описание|краткое содержание|аннотация|самари"},
	{fieldWarning, "ru", "предупреждение|предупреждения|ворнинг|ворнинги|варнинг"},
	{fieldCount, "ru", "размер|объем|объём"},
	{fieldStatus, "ru", "статус"},
	{fieldNote, "ru", "от автора|примечание|примечания|примечание автора|примечания автора|а/н|комментарий автора"},
	{fieldArchive, "ru", "размещение|архив|разрешение на размещение|публикация на других ресурсах"},
	{fieldDedication, "ru", "посвящение|посвящается|для"},
	{fieldTranslator, "ru", "переводчик|перевод"},
	{fieldPrompt, "ru", "заявка|вызов|челлендж"},
	{fieldChapters, "ru", "главы|глав"},
	{fieldFeedback, "ru", "отзывы|обратная связь"},

	{fieldTitle, "de", "titel"},
	{fieldAuthor, "de", "autor|autorin|autoren|geschrieben von|verfasser"},
	{fieldSummary, "de", "inhalt|zusammenfassung|kurzbeschreibung|inhaltsangabe|kurzinhalt"},
	{fieldPairing, "de", "paarung|paarungen|pärchen"},
	{fieldCharacter, "de", "charaktere|hauptpersonen|personen|figuren"},
	{fieldRating, "de", "altersfreigabe|altersempfehlung|freigabe|einstufung"},
	{fieldWarning, "de", "warnung|warnungen"},
	{fieldDisclaimer, "de", "haftungsausschluss|rechtliches|rechte"},
	{fieldNote, "de", "kommentar|anmerkung|anmerkungen|anmerkung der autorin|anmerkung des autors|vorwort der autorin|autorennotiz|notiz|hinweis"},
	{fieldDedication, "de", "widmung|gewidmet|für"},
	{fieldCategory, "de", "kategorie|gattung"},
	{fieldLanguage, "de", "sprache"},
	{fieldBeta, "de", "betaleser|betaleserin|danke an"},
	{fieldStatus, "de", "stand"},
	{fieldPublished, "de", "datum|veröffentlicht"},
	{fieldSeries, "de", "serie|reihe"},
	{fieldCount, "de", "wörter|länge"},
	{fieldChapters, "de", "kapitel"},

	{fieldTitle, "fr", "titre"},
	{fieldAuthor, "fr", "auteur|auteure|autrice|écrit par"},
	{fieldSummary, "fr", "résumé"},
	{fieldRating, "fr", "classement|classification d'âge"},
	{fieldWarning, "fr", "avertissement|avertissements"},
	{fieldNote, "fr", "note de lauteur|notes de lauteur|note de lauteure|note de lautrice|note|ndla|nda"},
	{fieldDisclaimer, "fr", "droits|droits dauteur"},
	{fieldCharacter, "fr", "personnages|personnage"},
	{fieldDedication, "fr", "dédicace|dédié à|pour"},
	{fieldBeta, "fr", "bêta|bêta-lectrice|bêtalectrice|bêta lectrice|correctrice"},
	{fieldLanguage, "fr", "langue"},
	{fieldStatus, "fr", "statut|état"},

	{fieldTitle, "es", "título"},
	{fieldAuthor, "es", "autora|autor/a|escrito por"},
	{fieldSummary, "es", "resumen|sinopsis"},
	{fieldPairing, "es", "pareja|parejas|relación|relaciones"},
	{fieldCategory, "es", "género|géneros|categoría"},
	{fieldRating, "es", "clasificación"},
	{fieldWarning, "es", "advertencia|advertencias"},
	{fieldNote, "es", "nota de autor|nota de la autora|nota del autor|notas de la autora|notas de autor|notas del autor|nota|notas|n/a"},
	{fieldCharacter, "es", "personajes"},
	{fieldDedication, "es", "dedicatoria|dedicado a|para"},
	{fieldLanguage, "es", "idioma"},
	{fieldDisclaimer, "es", "descargo|descargo de responsabilidad|renuncia"},
	{fieldStatus, "es", "estado"},

	{fieldTitle, "it", "titolo"},
	{fieldAuthor, "it", "autore|autrice|scritto da"},
	{fieldSummary, "it", "riassunto|trama|introduzione"},
	{fieldPairing, "it", "coppia|coppie|relazione|relazioni"},
	{fieldCategory, "it", "genere|generi"},
	{fieldRating, "it", "valutazione"},
	{fieldWarning, "it", "avvertimento|avvertimenti|avvertenze"},
	{fieldNote, "it", "note dellautore|nota dellautore|note dellautrice|nota dellautrice"},
	{fieldCharacter, "it", "personaggi"},
	{fieldDedication, "it", "dedica|dedicato a|dedicata a|per"},
	{fieldLanguage, "it", "lingua"},
	{fieldDisclaimer, "it", "diritti|crediti"},

	{fieldSummary, "pt", "resumo|sinopse"},
	{fieldPairing, "pt", "casal|casais|ships|relacionamento|relacionamentos"},
	{fieldCategory, "pt", "gênero|gêneros"},
	{fieldRating, "pt", "classificação|classificação etária|classificação indicativa"},
	{fieldWarning, "pt", "aviso|avisos|alertas"},
	{fieldNote, "pt", "nota da autora|nota do autor|notas da autora|notas do autor|notas iniciais|notas finais"},
	{fieldCharacter, "pt", "personagens"},
	{fieldDedication, "pt", "dedicatória|dedicado para"},
	{fieldDisclaimer, "pt", "isenção|direitos autorais"},

	{fieldTitle, "zh", "标题|標題|题目|題目|篇名|书名|書名|文名"},
	{fieldAuthor, "zh", "作者"},
	{fieldFandom, "zh", "原作|原著|同人"},
	{fieldPairing, "zh", "配对|配對|cp|主cp"},
	{fieldRating, "zh", "分级|分級|级别|級別"},
	{fieldSummary, "zh", "简介|簡介|摘要|文案|梗概|内容简介|內容簡介"},
	{fieldWarning, "zh", "警告|预警|預警"},
	{fieldDisclaimer, "zh", "声明|聲明|免责声明|免責聲明"},
	{fieldNote, "zh", "作者的话|作者的話|备注|備註|注"},
	{fieldCharacter, "zh", "人物|角色"},
	{fieldDedication, "zh", "献给|獻給"},

	{fieldTitle, "ja", "題名|タイトル|表題"},
	{fieldAuthor, "ja", "著者|筆者"},
	{fieldFandom, "ja", "ジャンル"},
	{fieldPairing, "ja", "カップリング"},
	{fieldRating, "ja", "レーティング|年齢制限"},
	{fieldSummary, "ja", "あらすじ|概要"},
	{fieldWarning, "ja", "注意|注意書き"},
	{fieldNote, "ja", "作者コメント|あとがき|まえがき"},
}

// noneToWarnOf are the values that say of a label of warnings that there are none.
var noneToWarnOf = map[string]bool{
	"none": true, "no": true, "n/a": true, "na": true, "not applicable": true, "nothing": true, "nope": true, "no warning": true, "no warnings": true,
	"none apply": true, "no warnings apply": true, "no archive warning": true, "no archive warnings": true, "no archive warning applies": true, "no archive warnings apply": true,
	"no warnings needed": true, "no warnings necessary": true, "none needed": true,
	"keine": true, "keine warnung": true, "keine warnungen": true, "нет": true, "aucun": true, "aucune": true, "aucun avertissement": true,
	"ninguna": true, "ninguna advertencia": true, "sin advertencias": true, "nessuno": true, "nessuna": true, "nessun avvertimento": true, "nenhum": true, "nenhum aviso": true,
	"无": true, "無": true, "なし": true, "特になし": true,
}

// someWarnings are labels that ask for less than the archive's warnings: none of these says
// nothing of the others.
var someWarnings = map[string]bool{"contains": true, "squicks": true, "kinks": true, "content notes": true, "triggers": true}

// labelInfo is what the catalogue knows of one label.
type labelInfo struct {
	field field
	lang  string
	weak  bool
}

// labelIndex finds a label by its folded name; the first entry wins.
var labelIndex = indexLabels(labelCatalogue)

func indexLabels(entries []labelEntry) map[string]labelInfo {
	index := make(map[string]labelInfo, 512)
	for _, e := range entries {
		for name := range strings.SplitSeq(e.labels, "|") {
			bare := strings.TrimPrefix(name, "!")
			weak := bare != name || bare == "für" || bare == "pour" || bare == "para" || bare == "per" || bare == "для"
			bare = foldLabel(bare)
			if _, taken := index[bare]; !taken {
				index[bare] = labelInfo{e.field, e.lang, weak}
			}
		}
	}
	return index
}
