package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"hash/fnv"
	"image"
	"image/png"
	"io"
	"math/rand/v2"
	"os"
	"strings"
)

// paragraphs gives the paragraphs of a story of about so many words; in every
// third one a few words are emphasised, between \x01 and \x02.
func paragraphs(title string, words int) []string {
	var out []string
	for i, p := range strings.Split(story(title, words, 1), "\n\n")[2:] {
		p = strings.TrimSpace(p)
		if w := strings.Fields(p); i%3 == 0 && len(w) > 12 {
			w[7], w[9] = "\x01"+w[7], w[9]+"\x02"
			p = strings.Join(w, " ")
		}
		out = append(out, p)
	}
	return out
}

// seeded gives dice that fall alike for one name.
func seeded(name string, n int) *rand.Rand {
	h := fnv.New64a()
	io.WriteString(h, name)
	return rand.New(rand.NewPCG(h.Sum64(), uint64(n)))
}

// runs writes a paragraph's text, with what stands before, between and behind
// plain and emphasised words.
func runs(p, plain, emphasised, end string) string {
	before, rest, ok := strings.Cut(p, "\x01")
	if !ok {
		return plain + p + end
	}
	inner, after, _ := strings.Cut(rest, "\x02")
	return plain + before + end + emphasised + inner + end + plain + after + end
}

// file is one file of a zip.
type file struct{ name, text string }

// zipped writes a zip of files; the first is stored as it is.
func zipped(path string, files ...file) error {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i, f := range files {
		method := zip.Deflate
		if i == 0 {
			method = zip.Store
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: method})
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, f.text); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	return os.WriteFile(path, b.Bytes(), 0o600)
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// writeDOCX writes a document as Word does: runs with their revision marks.
func writeDOCX(path string, words int) error {
	var b strings.Builder
	b.WriteString(xmlHead + `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`)
	for i, p := range paragraphs("A Word Document", words) {
		fmt.Fprintf(&b, `<w:p w:rsidR="00A77B3E" w:rsidRDefault="00A77B3E" w14:paraId="%08X" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w:pPr><w:spacing w:after="160" w:line="259" w:lineRule="auto"/><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/><w:sz w:val="22"/></w:rPr></w:pPr>`, i)
		const look = `<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/>`
		b.WriteString(runs(p, `<w:r w:rsidRPr="00C55A1D"><w:rPr>`+look+`<w:sz w:val="22"/></w:rPr><w:t xml:space="preserve">`,
			`<w:r w:rsidRPr="00C55A1D"><w:rPr>`+look+`<w:i/><w:iCs/><w:sz w:val="22"/></w:rPr><w:t xml:space="preserve">`, `</w:t></w:r>`))
		b.WriteString(`</w:p>`)
	}
	b.WriteString(`<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>`)
	return zipped(path,
		file{"[Content_Types].xml", xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		file{"_rels/.rels", xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		file{"word/document.xml", b.String()})
}

// writeODT writes a document as LibreOffice does: spans with automatic styles.
func writeODT(path string, words int) error {
	var b strings.Builder
	b.WriteString(xmlHead + `<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.3"><office:automatic-styles><style:style style:name="P1" style:family="paragraph" style:parent-style-name="Text_20_body"/><style:style style:name="T1" style:family="text"/><style:style style:name="T2" style:family="text"><style:text-properties fo:font-style="italic"/></style:style></office:automatic-styles><office:body><office:text>`)
	for _, p := range paragraphs("An OpenDocument Text", words) {
		b.WriteString(`<text:p text:style-name="P1">` + runs(p, `<text:span text:style-name="T1">`, `<text:span text:style-name="T2">`, `</text:span>`) + `</text:p>`)
	}
	b.WriteString(`</office:text></office:body></office:document-content>`)
	return zipped(path,
		file{"mimetype", "application/vnd.oasis.opendocument.text"},
		file{"content.xml", b.String()},
		file{"styles.xml", xmlHead + `<office:document-styles xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" office:version="1.3"><office:styles><style:style style:name="Text_20_body" style:display-name="Text body" style:family="paragraph"/></office:styles></office:document-styles>`},
		file{"META-INF/manifest.xml", xmlHead + `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/><manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/></manifest:manifest>`})
}

// writeRTF writes a document as word processors do: each run with its font.
func writeRTF(path string, words int) error {
	var b strings.Builder
	b.WriteString(`{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman\fcharset0 Times New Roman;}}` + "\n")
	for _, p := range paragraphs("A Rich Text", words) {
		b.WriteString(`\pard\plain\ltrpar\sb0\sa160\f0\fs22 ` + runs(p, `{\rtlch\ltrch\loch\f0\fs22 `, `{\rtlch\ltrch\loch\i\f0\fs22 `, `}`) + "\\par\n")
	}
	b.WriteString("}")
	return os.WriteFile(path, []byte(b.String()), 0o600)
}

// writeEPUB writes a book of chapters with so many words each, and a picture of
// so many bytes in each of the first pictures ones.
func writeEPUB(path, title string, chapters, words, pictures, bytesEach int) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	z := zip.NewWriter(f)
	add := func(name, text string, method uint16) error {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		if err != nil {
			return err
		}
		_, err = io.WriteString(w, text)
		return err
	}
	if err := add("mimetype", "application/epub+zip", zip.Store); err != nil {
		return err
	}
	var manifest, spine, toc strings.Builder
	for i := range chapters {
		var body strings.Builder
		for _, p := range paragraphs(fmt.Sprint(title, i), words) {
			body.WriteString("<p>" + strings.NewReplacer("\x01", "<em>", "\x02", "</em>").Replace(p) + "</p>\n")
		}
		if i < pictures {
			fmt.Fprintf(&body, `<p><img src="p%d.png" alt="a field of grain"/></p>`, i)
			fmt.Fprintf(&manifest, `<item id="p%d" href="p%d.png" media-type="image/png"/>`, i, i)
			if err := add(fmt.Sprintf("p%d.png", i), noise(i, bytesEach), zip.Store); err != nil {
				return err
			}
		}
		if err := add(fmt.Sprintf("c%d.xhtml", i), fmt.Sprintf(`<html xmlns="http://www.w3.org/1999/xhtml"><head><title>%s</title></head><body><h1>Chapter %d</h1>%s</body></html>`, title, i+1, body.String()), zip.Deflate); err != nil {
			return err
		}
		fmt.Fprintf(&manifest, `<item id="c%d" href="c%d.xhtml" media-type="application/xhtml+xml"/>`, i, i)
		fmt.Fprintf(&spine, `<itemref idref="c%d"/>`, i)
		fmt.Fprintf(&toc, `<li><a href="c%d.xhtml">Chapter %d</a></li>`, i, i+1)
	}
	for _, part := range []file{
		{"META-INF/container.xml", `<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles><rootfile full-path="c.opf" media-type="application/oebps-package+xml"/></rootfiles></container>`},
		{"nav.xhtml", `<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body><nav epub:type="toc"><ol>` + toc.String() + `</ol></nav></body></html>`},
		{"c.opf", `<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">x</dc:identifier><dc:title>` + title + `</dc:title><dc:creator>Bench</dc:creator><dc:language>en</dc:language></metadata><manifest><item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>` + manifest.String() + `</manifest><spine>` + spine.String() + `</spine></package>`},
	} {
		if err := add(part.name, part.text, zip.Deflate); err != nil {
			return err
		}
	}
	return z.Close()
}

// noise is a picture that can't be packed, of about so many bytes.
func noise(seed, size int) string {
	side := 1
	for side*side*4 < size {
		side++
	}
	img := image.NewNRGBA(image.Rect(0, 0, side, side))
	dice := rand.New(rand.NewPCG(uint64(seed), 7))
	for i := range img.Pix {
		img.Pix[i] = byte(dice.Uint32())
	}
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.NoCompression}).Encode(&b, img); err != nil {
		return ""
	}
	return b.String()
}
