package decode

import (
	"archive/zip"
	"bytes"
	"path"
	"regexp"
	"strings"
)

// fileKind is what a file is.
type fileKind string

const (
	kindUnknown   fileKind = ""
	kindText      fileKind = "text"
	kindMarkdown  fileKind = "markdown"
	kindHTML      fileKind = "html"
	kindEPUB      fileKind = "epub"
	kindZip       fileKind = "zip"
	kindSupport   fileKind = "support" // pictures, style sheets, scripts, fonts
	kindArchive   fileKind = "archive" // packed otherwise than as a zip
	kindWord      fileKind = "a Word document"
	kindOldWord   fileKind = "an old Word document"
	kindOldOffice fileKind = "an old office file"
	kindLocked    fileKind = "a locked office file"
	kindNotOffice fileKind = "no office file, though named like one"
	kindODT       fileKind = "an OpenDocument text"
	kindFlatODT   fileKind = "a flat OpenDocument text"
	kindRTF       fileKind = "a rich text file"
	kindPDF       fileKind = "a PDF"
	kindKindle    fileKind = "a Kindle book"
	kindMail      fileKind = "a saved web page in one file"
	kindProgram   fileKind = "program"
)

// kindByName tells a file's kind by its extension. A name without one may be
// anything, so it counts as text until its content is seen.
func kindByName(name string) fileKind {
	ext := strings.ToLower(path.Ext(name))
	switch ext {
	case "", ".txt", ".text", ".asc", ".utf8":
		return kindText
	case ".md", ".markdown", ".mkd", ".mdown":
		return kindMarkdown
	case ".html", ".htm", ".xhtml", ".xht", ".shtml":
		return kindHTML
	case ".epub":
		return kindEPUB
	case ".zip":
		return kindZip
	case ".docx", ".docm", ".dotx", ".dotm":
		return kindWord
	case ".doc", ".dot", ".wps", ".wpd":
		return kindOldWord
	case ".odt", ".ott", ".sxw", ".stw":
		return kindODT
	case ".fodt":
		return kindFlatODT
	case ".rtf":
		return kindRTF
	case ".pdf":
		return kindPDF
	case ".mobi", ".azw", ".azw3", ".prc", ".kfx":
		return kindKindle
	case ".mht", ".mhtml":
		return kindMail
	case ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".lzh":
		return kindArchive
	case ".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".bmp", ".ico", ".tif", ".tiff", ".avif",
		".css", ".js", ".mjs", ".woff", ".woff2", ".ttf", ".otf", ".json", ".thmx":
		return kindSupport
	}
	if endsInNumber(ext) {
		return kindText
	}
	return kindUnknown
}

// endsInNumber tells an "extension" that is part of a title ("Chapter 1. The Sea",
// "story.2"): none of a program's has a space or only digits.
func endsInNumber(ext string) bool {
	return strings.ContainsAny(ext, " ") || strings.Trim(ext, ".0123456789") == ""
}

// signatures are the first bytes of files that are not text.
var signatures = []struct {
	at   int
	mark string
	kind fileKind
}{
	{0, "%PDF-", kindPDF},
	{0, `{\rtf`, kindRTF},
	{0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", kindOldOffice},
	{60, "BOOKMOBI", kindKindle},
	{60, "TEXtREAd", kindKindle},
	{0, "TPZ", kindKindle},
	{0, "\xeaDRMION", kindKindle},
	{0, "Rar!\x1a\x07", kindArchive},
	{0, "7z\xbc\xaf\x27\x1c", kindArchive},
	{0, "\x1f\x8b", kindArchive},
	{0, "BZh", kindArchive},
	{0, "\xfd7zXZ\x00", kindArchive},
	{257, "ustar", kindArchive},
	{0, "\x89PNG\r\n", kindSupport},
	{0, "\xff\xd8\xff", kindSupport},
	{0, "GIF87a", kindSupport},
	{0, "GIF89a", kindSupport},
	{8, "WEBPVP8", kindSupport},
	{0, "\x7fELF", kindProgram},
	{0, "MZ\x90\x00", kindProgram},
}

// sniff tells a file's kind by its content, and by its name where the content
// leaves it open. b is the beginning of the file.
func sniff(f *File, b []byte) fileKind {
	name := f.Path
	if bytes.HasPrefix(b, []byte("PK\x03\x04")) || bytes.HasPrefix(b, []byte("PK\x05\x06")) {
		return sniffZip(f, b)
	}
	for _, m := range signatures {
		if len(b) < m.at+len(m.mark) || string(b[m.at:m.at+len(m.mark)]) != m.mark {
			continue
		}
		if m.kind == kindOldOffice {
			return sniffOLE(f, b)
		}
		return m.kind
	}
	k := kindByName(name)
	switch k {
	case kindText, kindUnknown, kindHTML, kindSupport:
		if looksHTML(b, k) {
			return kindHTML
		}
		if k == kindHTML {
			return kindHTML
		}
	case kindFlatODT:
	case kindWord, kindOldWord, kindODT, kindRTF:
		return misnamed(k, b)
	case kindMarkdown, kindEPUB, kindZip:
		if k == kindMarkdown && htmlStart.Match(firstBytes(b, 2048)) {
			return kindHTML
		}
	}
	return k
}

// misnamed tells what a file is that is named like an office file but is none:
// pages and plain texts are often called .doc.
func misnamed(k fileKind, b []byte) fileKind {
	switch {
	case flatODT.Match(firstBytes(b, 4096)):
		return kindFlatODT
	case looksHTML(b, kindText):
		return kindHTML
	case (k == kindOldWord || k == kindRTF) && !looksBinary(b):
		return kindText
	}
	return kindNotOffice
}

var flatODT = regexp.MustCompile(`<office:document[\s>]`)

// sniffZip tells what a zip is by what lies in it.
func sniffZip(f *File, b []byte) fileKind {
	name := f.Path
	p, err := openPack(f.at, f.size, DefaultLimits())
	if err != nil {
		if k := kindByName(name); k == kindWord || k == kindODT {
			return k
		}
		if bytes.Contains(firstBytes(b, 100), []byte("application/epub+zip")) {
			return kindEPUB
		}
		if k := kindByName(name); k == kindEPUB {
			return k
		}
		return kindZip
	}
	switch {
	case p.find("META-INF/container.xml") != nil || p.hasExt(".opf"):
		return kindEPUB
	case p.find("word/document.xml") != nil:
		return kindWord
	case p.find("content.xml") != nil && p.find("META-INF/manifest.xml") != nil:
		return kindODT
	case p.mimetype() == "application/epub+zip":
		return kindEPUB
	}
	switch k := kindByName(name); {
	case k == kindEPUB, (k == kindWord || k == kindODT) && p.officeMark():
		return k
	}
	return kindZip
}

// officeMark says whether a zip has what all office files of some family have.
func (p *pack) officeMark() bool {
	for _, mark := range []string{"[Content_Types].xml", "_rels/.rels", "mimetype", "content.xml", "META-INF/manifest.xml", "Index/Document.iwa", "EncryptedPackage"} {
		if p.find(mark) != nil {
			return true
		}
	}
	return false
}

func (p *pack) hasExt(ext string) bool {
	for _, e := range p.entries {
		if strings.EqualFold(path.Ext(e.name), ext) {
			return true
		}
	}
	return false
}

// mimetype is what the first entry of an EPUB states; "" if there is none.
func (p *pack) mimetype() string {
	e := p.find("mimetype")
	if e == nil || e.file.Method != zip.Store && e.file.Method != zip.Deflate {
		return ""
	}
	b, err := e.read(1024)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(b))
}

var (
	htmlStart = regexp.MustCompile(`(?i)^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)*<(?:!doctype\s+html|html|head|body)\b`)
	blankLine = regexp.MustCompile(`\n[ \t\r]*\n`)
	htmlBlock = regexp.MustCompile(`(?i)<(?:p|br|div)\b[^<>]{0,200}>`)
)

// looksHTML tells markup without looking at the name: a whole page, or text in
// which paragraphs or line breaks are typed as tags.
func looksHTML(b []byte, named fileKind) bool {
	start := firstBytes(b, 64<<10)
	if bytes.IndexByte(start, 0) >= 0 {
		start = bytes.ReplaceAll(start, []byte{0}, nil) // UTF-16
	}
	if bytes.HasPrefix(start, []byte("\xff\xfe")) || bytes.HasPrefix(start, []byte("\xfe\xff")) {
		start = start[2:]
	}
	if htmlStart.Match(start) {
		return true
	}
	if named != kindText {
		return false
	}
	// In a text whose paragraphs are set apart by blank lines a tag here and
	// there is only typed emphasis.
	tags := len(htmlBlock.FindAllIndex(start, -1))
	return tags >= 3 && tags >= len(blankLine.FindAllIndex(start, -1))
}

func firstBytes(b []byte, n int) []byte { return b[:min(n, len(b))] }

// unknownProblem says that a file's kind is none that stories come in.
func unknownProblem(name string) *Problem { return refusal(name, kindByName(name)) }

// refusal is the sentence for a kind that nobody reads.
func refusal(name string, k fileKind) *Problem {
	switch k {
	case kindOldWord:
		return problem(name, NotYet, nil, "is an old Word document (.doc), which is not read; open it in Word or LibreOffice, save it as .docx or .odt and bring that.")
	case kindOldOffice:
		return problem(name, NotYet, nil, "is an old office file that is no Word document; open it in the program that wrote it, save it as .docx, .odt or .rtf and bring that.")
	case kindLocked:
		return problem(name, Locked, nil, "is locked with a password; save it without one and bring it again.")
	case kindNotOffice:
		return problem(name, Broken, nil, "is named like an office document but holds something else; open it in the program that wrote it and save it anew.")
	case kindPDF:
		return problem(name, NotYet, nil, "is a PDF, which has lost its paragraphs; bring the story as EPUB, HTML or plain text (on AO3: Download, EPUB or HTML).")
	case kindKindle:
		return problem(name, NotYet, nil, "is a Kindle book (AZW3, MOBI), which is not read; download the story as EPUB or HTML instead (on AO3: Download, EPUB), or save it as EPUB with calibre.")
	case kindMail:
		return problem(name, NotYet, nil, "is a web page saved in one file, which is not read yet; save it as “Web page, HTML only”.")
	case kindZip:
		return problem(name, NotYet, nil, "is a zip with no story of its own; import the zip as a folder of files.")
	case kindArchive:
		return problem(name, NotYet, nil, "is an archive of a kind that is not read; unpack it and bring the files, or pack them as a zip.")
	case kindSupport:
		return problem(name, Unknown, nil, "is a picture or a part of a page, not a story; bring a text, a Word, OpenDocument or rich text document, a web page or an EPUB.")
	case kindProgram:
		return problem(name, Binary, nil, "is a program, not a story; bring a text, a Word, OpenDocument or rich text document, a web page or an EPUB.")
	}
	return problem(name, Unknown, nil, "is of a kind that is not read (%s); bring a text, a Word, OpenDocument or rich text document, a web page or an EPUB.", extensionShown(name))
}

func extensionShown(name string) string {
	if ext := path.Ext(name); ext != "" {
		return printable(ext)
	}
	return "no extension"
}
