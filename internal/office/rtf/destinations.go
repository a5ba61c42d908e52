package rtf

import "github.com/ficstead/ficstead/internal/office"

// destinations are the control words that say where the words of their group
// go. A group with \* and a word that is not here is left out.
var destinations = map[string]func(*reader){
	"rtf": func(r *reader) { r.st.closer = (*reader).endText },

	"fonttbl": func(r *reader) {
		r.st.dest = toFonts
		r.st.closer = (*reader).closeFonts
	},
	"stylesheet":        func(r *reader) { r.st.dest = toStyles },
	"listtable":         (*reader).beginListTable,
	"list":              (*reader).beginList,
	"listlevel":         (*reader).beginListLevel,
	"listoverridetable": (*reader).beginListTable,
	"listoverride":      (*reader).beginOverride,
	"lfolevel":          (*reader).beginOverrideLevel,
	"listtext":          (*reader).beginListText,
	"pntext":            (*reader).beginOldText,
	"pn":                (*reader).beginOldNumber,

	"info":      (*reader).beginInfo,
	"title":     infoText(func(r *reader, s string) { r.properties.Title = s }),
	"author":    infoText(func(r *reader, s string) { r.properties.Author = s }),
	"subject":   infoText(func(r *reader, s string) { r.properties.Subject = s }),
	"keywords":  infoText(func(r *reader, s string) { r.properties.Keywords = s }),
	"doccomm":   infoText(func(r *reader, s string) { r.properties.Description = s }),
	"creatim":   infoTime(func(r *reader, t *moment) { r.properties.Created = t.time() }),
	"revtim":    infoTime(func(r *reader, t *moment) { r.properties.Modified = t.time() }),
	"generator": (*reader).beginGenerator,
	"template":  (*reader).beginTemplate,

	"footnote":   (*reader).beginNote,
	"annotation": (*reader).beginComment,
	"header":     (*reader).beginHeader, "headerl": (*reader).beginHeader, "headerr": (*reader).beginHeader, "headerf": (*reader).beginHeader,
	"footer": (*reader).beginHeader, "footerl": (*reader).beginHeader, "footerr": (*reader).beginHeader, "footerf": (*reader).beginHeader,

	"field":   (*reader).beginField,
	"fldinst": (*reader).beginInstruction,
	"fldrslt": (*reader).beginResult,

	"nesttableprops": func(r *reader) { r.st.nested = true },

	"pict":         (*reader).beginPicture,
	"shppict":      func(r *reader) { r.fallback = true },
	"nonshppict":   (*reader).beginFallback,
	"picprop":      func(r *reader) { r.st.dest = toNothing },
	"shp":          (*reader).beginShape,
	"shpgrp":       func(*reader) {},
	"shpinst":      (*reader).beginShapeInstance,
	"shprslt":      (*reader).beginShapeFallback,
	"shptxt":       (*reader).beginBox,
	"do":           (*reader).beginShape,
	"dptxbxtext":   (*reader).beginBox,
	"sp":           func(r *reader) { r.st.dest = toNothing },
	"sn":           (*reader).beginPropertyName,
	"sv":           (*reader).beginPropertyValue,
	"NeXTGraphic":  (*reader).beginAttachment,
	"object":       (*reader).beginObject,
	"objclass":     (*reader).beginObjectClass,
	"result":       (*reader).beginObjectResult,
	"upr":          (*reader).beginTwice,
	"ud":           (*reader).beginUnicode,
	"colortbl":     leftOut,
	"filetbl":      leftOut,
	"revtbl":       leftOut,
	"leveltext":    leftOut,
	"levelnumbers": leftOut, "levelmarker": leftOut, "listname": leftOut, "liststylename": leftOut,
	"panose": leftOut, "falt": leftOut, "fname": leftOut, "fontemb": leftOut, "fontfile": leftOut,
	"comment": leftOut, "operator": leftOut, "manager": leftOut, "company": leftOut, "category": leftOut, "printim": leftOut,
	"buptim": leftOut, "hlinkbase": leftOut, "xe": leftOut, "tc": leftOut, "tcn": leftOut, "rxe": leftOut, "txe": leftOut,
	"objdata": leftOut, "private": leftOut, "private1": leftOut, "nonesttables": leftOut,
	"ftnsep": leftOut, "ftnsepc": leftOut, "ftncn": leftOut, "aftnsep": leftOut, "aftnsepc": leftOut, "aftncn": leftOut,
	"bkmkstart": leftOut, "bkmkend": leftOut, "keycode": leftOut, "pntxta": leftOut, "pntxtb": leftOut, "pgdsctbl": leftOut,
	"atnid": leftOut, "atnauthor": leftOut, "atnref": leftOut, "atndate": leftOut, "atntime": leftOut, "atnicn": leftOut,
	"background": leftOut, "datafield": leftOut, "formfield": leftOut, "mmath": (*reader).beginFormula, "propname": leftOut, "staticval": leftOut,
}

// carriers are those whose words are of the text. They are read even where
// groups nest too deeply for anything else of them to be kept.
var carriers = setOf("field", "fldrslt", "footnote", "object", "result", "shp", "shpgrp", "shpinst", "shptxt", "dptxbxtext")

func leftOut(r *reader) { r.skipGroup() }

// beginTwice is \upr: a text in a code page, then in \*\ud the same in Unicode.
func (r *reader) beginTwice() {
	r.st.twice, r.st.unicode, r.st.dest = true, r.st.dest, toNothing
}

func (r *reader) beginUnicode() {
	if r.st.twice {
		r.st.twice, r.st.dest = false, r.st.unicode
	}
}

func (r *reader) beginFormula() {
	r.lose(office.Objects, "")
	r.skipGroup()
}

// begin enters a destination. Those with a group of their own only: a stray word
// must not swallow the document.
func (r *reader) begin(name []byte, enter func(*reader), ownGroup bool) {
	switch {
	case r.over > 0:
		if ownGroup && !carriers[string(name)] {
			r.skipGroup()
		}
	case len(r.stack) <= 2 && !ownGroup, r.st.closer != nil:
	default:
		enter(r)
	}
}
