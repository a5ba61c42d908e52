package decode

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/ficstead/ficstead/internal/office"
)

const (
	wordSpace = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"`
	odtSpace  = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"`
	odtType   = "application/vnd.oasis.opendocument.text"
	relType   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	laughs    = `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;"><!ENTITY g SYSTEM "file:///etc/passwd"><!ENTITY % h SYSTEM "http://127.0.0.1:1/x.dtd"> %h;]>`
	kept      = "The lamp had been out for three nights when Mara climbed the stair to see for herself."
)

// wordFiles are the files of a Word document with this body, and more of them.
func wordFiles(body string, more ...zipFile) []zipFile {
	return append([]zipFile{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="` + relType + `officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", body},
	}, more...)
}

func wordBody(prolog, paragraphs string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>` + prolog + `<w:document ` + wordSpace + `><w:body>` + paragraphs + `</w:body></w:document>`
}

func wordPara(text string) string { return `<w:p><w:r><w:t>` + text + `</w:t></w:r></w:p>` }

func odtFiles(content string, more ...zipFile) []zipFile {
	return append([]zipFile{
		{"mimetype", odtType},
		{"META-INF/manifest.xml", `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="` + odtType + `"/></manifest:manifest>`},
		{"content.xml", content},
	}, more...)
}

func odtContent(prolog, paragraphs string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>` + prolog + `<office:document-content ` + odtSpace + `><office:body><office:text>` + paragraphs + `</office:text></office:body></office:document-content>`
}

func officeFile(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/office/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestOfficeRefusals reads what can't go in: each gives one sentence that says
// what to do.
func TestOfficeRefusals(t *testing.T) {
	sheet := string(makeZip(t, zipFile{"[Content_Types].xml", "<Types/>"}, zipFile{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="` + relType + `officeDocument" Target="xl/workbook.xml"/></Relationships>`}, zipFile{"xl/workbook.xml", "<workbook/>"}))
	texts := string(makeZip(t, zipFile{"one.txt", kept}, zipFile{"two.txt", kept}))
	for _, c := range []struct {
		name string
		data string
		kind ProblemKind
		say  string
	}{
		{"locked.docx", string(officeFile(t, "locked.docx")), Locked, "password"},
		{"locked.doc", string(officeFile(t, "locked.docx")), Locked, "password"},
		{"locked.odt", string(officeFile(t, "locked.odt")), Locked, "password"},
		{"renamed.docx", string(officeFile(t, "locked.odt")), Locked, "password"},
		{"sheet.docx", sheet, NotYet, "not a text"},
		{"sheet.odt", string(makeZip(t, zipFile{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, zipFile{"META-INF/manifest.xml", "<m/>"}, zipFile{"content.xml", "<x/>"})), NotYet, "not a text"},
		{"sheet.fodt", `<?xml version="1.0"?><office:document ` + odtSpace + ` office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet/></office:body></office:document>`, NotYet, "not a text"},
		{"texts.docx", texts, NotYet, "is a zip"},
		{"texts.odt", texts, NotYet, "is a zip"},
		{"hollow.docx", string(makeZip(t, wordFiles("")[:2]...)), Broken, "damaged"},
		{"hollow.odt", string(makeZip(t, odtFiles("")[:2]...)), Broken, "damaged"},
		{"noise.docx", string(makeZip(t, wordFiles("PK <<< no XML at all")...)), Broken, "damaged"},
		{"noise.odt", string(makeZip(t, odtFiles("PK <<< no XML at all")...)), Broken, "damaged"},
		{"cut.docx", string(officeFile(t, "keeper.docx")[:3000]), Broken, "whole zip"},
		{"cut.odt", string(officeFile(t, "keeper.odt")[:9000]), Broken, "whole zip"},
		{"cut.rtf", `{\rtf1\ansi{\fonttbl{\f0 Ti`, Broken, "damaged"},
		{"cut.fodt", string(officeFile(t, "keeper.fodt")[:3000]), Broken, "damaged"},
		{"empty.docx", string(makeZip(t, wordFiles(wordBody("", "<w:p/><w:p/>"))...)), NoWords, "no words"},
		{"long.rtf", `{\rtf1 ` + strings.Repeat("a", textBytes) + `}`, TooBig, "larger than"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, err := readOne(t.Context(), "shelf/"+c.name, []byte(c.data), Limits{})
			if err == nil {
				t.Fatalf("%.200v", m.Chapters)
			}
			checkSentence(t, c.name, err)
			var p *Problem
			if !errors.As(err, &p) || p.Kind != c.kind || !strings.Contains(p.Say, c.say) {
				t.Errorf("%v, want a problem of kind %s with %q", err, c.kind, c.say)
			}
		})
	}
}

// repeated packs files, with one letter so many times at the bar in one of them.
func repeated(t *testing.T, files []zipFile, part string, times int64) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		e, err := w.Create(f.name)
		if err != nil {
			t.Fatal(err)
		}
		text := io.Reader(strings.NewReader(f.text))
		if f.name == part {
			head, tail, _ := strings.Cut(f.text, "|")
			text = io.MultiReader(strings.NewReader(head), io.LimitReader(letters{}, times), strings.NewReader(tail))
		}
		if _, err := io.Copy(e, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// letters is one letter without end.
type letters struct{}

func (letters) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 'a'
	}
	return len(b), nil
}

// TestOddOfficeFiles reads what is odd or hostile, but a story: the story goes
// in, and the notices say what does not.
func TestOddOfficeFiles(t *testing.T) {
	half := func(name string, n int) string { return string(officeFile(t, name)[:n]) }
	_, torn, _ := bytes.Cut(officeFile(t, "keeper.fodt"), []byte("<office:document"))
	book := string(testBook(t, `<dc:title>Tin</dc:title>`, "", zipFile{"one.xhtml", xhtml("One", "<body><p>"+kept+"</p></body>")}))
	for _, c := range []struct {
		name   string
		data   string
		notice office.NoticeKind
	}{
		{"macros.docm", string(makeZip(t, wordFiles(wordBody("", wordPara(kept)), zipFile{"word/vbaProject.bin", "Sub AutoOpen()"})...)), office.Macros},
		{"macros.odt", string(makeZip(t, odtFiles(odtContent("", "<text:p>"+kept+"</text:p>"), zipFile{"Basic/Standard/Module1.xml", "Sub Main"}, zipFile{"Basic/Standard/script-lb.xml", "<l/>"})...)), office.Macros},
		{"laughs.docx", string(makeZip(t, wordFiles(wordBody(laughs, wordPara(kept)+wordPara("&f;&g;")))...)), ""},
		{"laughs.odt", string(makeZip(t, odtFiles(odtContent(laughs, "<text:p>"+kept+"</text:p><text:p>&f;&g;</text:p>"))...)), ""},
		{"laughs.fodt", strings.ReplaceAll(odtContent(laughs, "<text:p>"+kept+"</text:p><text:p>&f;&g;</text:p>"), "office:document-content", "office:document"), ""},
		{"torn.fodt", "<?xml version=\"1.0\"?><office:document" + string(torn[:len(torn)*3/4]), office.Damaged},
		{"torn.rtf", half("keeper.rtf", 9000), office.Damaged},
		{"torn.docx", string(makeZip(t, wordFiles(strings.TrimSuffix(wordBody("", wordPara(kept)), "p></w:body></w:document>"))...)), office.Damaged},
		{"torn.odt", string(makeZip(t, odtFiles(strings.TrimSuffix(odtContent("", "<text:p>"+kept+"</text:p>"), "p></office:text></office:body></office:document-content>"))...)), office.Damaged},
		{"groups.rtf", `{\rtf1 ` + strings.Repeat(`{\b `, 100_000) + kept + strings.Repeat("}", 100_000) + "}", office.Nested},
		{"groups.docx", string(makeZip(t, wordFiles(wordBody("", strings.Repeat("<w:sdt><w:sdtContent>", 100_000)+wordPara(kept)))...)), office.Damaged},
		{"tables.docx", string(makeZip(t, wordFiles(wordBody("", strings.Repeat("<w:tbl><w:tr><w:tc>", 50_000)+wordPara(kept)))...)), office.Damaged},
		{"sections.odt", string(makeZip(t, odtFiles(odtContent("", strings.Repeat("<text:section>", 100_000)+"<text:p>"+kept+"</text:p>"))...)), office.Damaged},
		{"lists.odt", string(makeZip(t, odtFiles(odtContent("", strings.Repeat("<text:list><text:list-item>", 50_000)+"<text:p>"+kept+"</text:p>"))...)), office.Damaged},
		{"book.docx", book, ""},
		{"story.odt", string(makeZip(t, wordFiles(wordBody("", wordPara(kept)))...)), ""},
		{"story.docx", string(makeZip(t, odtFiles(odtContent("", "<text:p>"+kept+"</text:p>"))...)), ""},
		{"story.rtf", string(makeZip(t, wordFiles(wordBody("", wordPara(kept)))...)), ""},
		{"rich.doc", `{\rtf1 ` + kept + `}`, ""},
		{"rich.docx", `{\rtf1 ` + kept + `}`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, err := readOne(t.Context(), c.name, []byte(c.data), Limits{})
			if err != nil {
				t.Fatal(err)
			}
			all := ""
			for _, ch := range m.Chapters {
				all += plainOf(ch.Body)
			}
			want := kept
			if strings.HasPrefix(c.name, "torn.fodt") || c.name == "torn.rtf" {
				want = "The light at Low Water"
			}
			if !strings.Contains(all, want) && !strings.Contains(c.name, "torn.") || strings.Contains(all, "haha") || strings.Contains(all, "root:") || !strings.Contains(all, want[:20]) {
				t.Errorf("text %.300q", all)
			}
			found := false
			for _, n := range m.Notices {
				found = found || n.Kind == string(c.notice)
			}
			if found != (c.notice != "") {
				t.Errorf("notices %v, want %q", m.Notices, c.notice)
			}
		})
	}
}

// TestNothingOutsideIsOpened reads files that name pictures, templates and parts
// on a server and on the disk. Nobody asks for them.
func TestNothingOutsideIsOpened(t *testing.T) {
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer server.Close()
	external := func(id, kind, target string) string {
		return `<Relationship Id="` + id + `" Type="` + relType + kind + `" Target="` + target + `" TargetMode="External"/>`
	}
	const rels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	picture := func(id string) string {
		return `<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="p" descr="A tern"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:link="` + id + `"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`
	}
	word := wordBody(`<!DOCTYPE x SYSTEM "`+server.URL+`/x.dtd">`, wordPara(kept)+picture("p1")+picture("p2")+
		`<w:p><w:fldSimple w:instr=" INCLUDEPICTURE &quot;`+server.URL+`/y.png&quot; "><w:r><w:t>here</w:t></w:r></w:fldSimple></w:p>`)
	for name, data := range map[string]string{
		"a.docx": string(makeZip(t, wordFiles(word,
			zipFile{"word/_rels/document.xml.rels", rels + external("p1", "image", server.URL+"/p.png") + external("p2", "image", "file:///etc/hostname") + external("s", "subDocument", server.URL+"/s.docx") + `</Relationships>`},
			zipFile{"word/settings.xml", `<w:settings ` + wordSpace + `/>`},
			zipFile{"word/_rels/settings.xml.rels", rels + external("t", "attachedTemplate", server.URL+"/t.dotm") + `</Relationships>`})...)),
		"a.odt": string(makeZip(t, odtFiles(odtContent(`<!DOCTYPE x SYSTEM "`+server.URL+`/x.dtd">`, `<text:p>`+kept+`<draw:frame><draw:image xlink:href="`+server.URL+`/p.png"/></draw:frame><draw:frame><draw:image xlink:href="../../etc/hostname"/></draw:frame><draw:frame><draw:image xlink:href="file:///etc/hostname"/></draw:frame></text:p><text:section><text:section-source xlink:href="`+server.URL+`/s.odt"/><text:p>linked</text:p></text:section>`))...)),
		"a.rtf": `{\rtf1{\*\template ` + server.URL + `/t.dot} ` + kept + `{\field{\*\fldinst INCLUDEPICTURE "` + server.URL + `/p.png" \\d}{\fldrslt here}}{\field{\*\fldinst INCLUDETEXT "file:///etc/hostname"}{\fldrslt there}}\par}`,
	} {
		f := NewFile(name, strings.NewReader(data), int64(len(data)))
		f.beside = func(name string) (io.ReadCloser, error) {
			t.Errorf("%s opened beside the file", name)
			return nil, os.ErrNotExist
		}
		m, err := one(Read(t.Context(), f, Choices{}, Limits{}))
		if err != nil {
			t.Fatal(name, err)
		}
		if !strings.Contains(m.Chapters[0].Body, kept) || len(m.Pictures) > 0 || strings.Contains(m.Chapters[0].Body, "src=") {
			t.Errorf("%s: %s, %d pictures", name, m.Chapters[0].Body, len(m.Pictures))
		}
		noticed := false
		for _, n := range m.Notices {
			noticed = noticed || n.Kind == string(office.External) && n.Count > 0
		}
		if !noticed {
			t.Errorf("%s: notices %v", name, m.Notices)
		}
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("the server was asked %d times", n)
	}
}

// A book whose parts are missing, scrambled or programs still gives its text.
func TestOddBooks(t *testing.T) {
	page := xhtml("One", `<head><script>alert("boo")</script></head><body onload="x()"><p>`+kept+`</p><script src="x.js">boo</script></body>`)
	files := []zipFile{
		{"mimetype", "application/zip"},
		{"META-INF/container.xml", testContainer},
		{"META-INF/encryption.xml", `<encryption><EncryptedData><EncryptionMethod Algorithm="http://www.idpf.org/2008/embedding"/><CipherData><CipherReference URI="OEBPS/f.otf"/></CipherData></EncryptedData></encryption>`},
		{"OEBPS/content.opf", `<package><manifest><item id="a" href="o.html"/><item id="b" href="gone.html"/><item id="f" href="f.otf" media-type="font/otf"/></manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>`},
		{"OEBPS/o.html", page},
		{"OEBPS/f.otf", "\x00\x01scrambled"},
	}
	m, err := readOne(t.Context(), "odd.epub", makeZip(t, files...), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Chapters) != 1 || !strings.Contains(m.Chapters[0].Body, kept) || strings.Contains(m.Chapters[0].Body, "boo") || strings.Contains(m.Chapters[0].Body, "onload") {
		t.Errorf("chapters %+v", m.Chapters)
	}
	if len(m.Notices) != 1 || m.Notices[0].Kind != string(office.Macros) || m.Notices[0].Count != 2 {
		t.Errorf("notices %v", m.Notices)
	}
	if len(m.Dropped) != 1 || m.Dropped[0].Text != "OEBPS/gone.html" || len(m.Guesses) == 0 {
		t.Errorf("dropped %v, guesses %v", m.Dropped, m.Guesses)
	}
}

// A document that unpacks to a bomb costs no more than it may: it is given up
// long before its end.
func TestBombsCostLittle(t *testing.T) {
	for _, c := range []struct {
		name  string
		files []zipFile
		part  string
		size  int64
	}{
		{"bomb.docx", wordFiles(wordBody("", wordPara("|"))), "word/document.xml", 200 << 20},
		{"styles.docx", wordFiles(wordBody("", wordPara(kept)), zipFile{"word/styles.xml", "<w:styles>|"}), "word/styles.xml", 50 << 20},
		{"bomb.odt", odtFiles(odtContent("", "<text:p>|</text:p>")), "content.xml", 50 << 20},
	} {
		b := repeated(t, c.files, c.part, c.size)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := readOne(t.Context(), c.name, b, Limits{})
		runtime.ReadMemStats(&after)
		checkSentence(t, c.name, err)
		var p *Problem
		if !errors.As(err, &p) || p.Kind != Bomb {
			t.Errorf("%v", err)
		}
		if spent := after.TotalAlloc - before.TotalAlloc; spent > 400<<20 {
			t.Errorf("%s: %d MB", c.name, spent>>20)
		}
	}
}
