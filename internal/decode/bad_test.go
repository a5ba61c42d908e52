package decode

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestBadInput reads what is no story: each gives one sentence of its kind.
func TestBadInput(t *testing.T) {
	locked := makeZip(t, zipFile{"mimetype", "application/epub+zip"}, zipFile{"META-INF/container.xml", testContainer},
		zipFile{"META-INF/encryption.xml", `<encryption><enc:EncryptedData xmlns:enc="x"><enc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></enc:EncryptedData></encryption>`})
	whole := calibreBook(t)
	for _, c := range []struct {
		name string
		data string
		kind ProblemKind
	}{
		{"empty.txt", "", Empty},
		{"blank.html", " \n\t ", Empty},
		{"binary.txt", strings.Repeat("\x01\x02\xff\x00\x07", 400), Binary},
		{"binary.html", strings.Repeat("\x01\x02\xff\x00\x07", 400), Binary},
		{"program.txt", "\x7fELF\x02\x01\x01" + strings.Repeat("\x00", 100), Binary},
		{"marks.txt", "* * *\n\n---\n\n...", NoWords},
		{"marks.html", "<p>***</p><hr><p>&nbsp;</p>", NoWords},
		{"marks.md", "---\n\n***\n", NoWords},
		{"story.docx", "this is not a zip at all", Broken},
		{"half.docx", "PK\x03\x04 and then nothing", Broken},
		{"story.pdf", "%PDF-1.4 etc", NotYet},
		{"wrong.txt", "%PDF-1.4 etc", NotYet},
		{"story.azw3", strings.Repeat("x", 60) + "BOOKMOBI", NotYet},
		{"pack.txt", "Rar!\x1a\x07\x00", NotYet},
		{"pic.txt", "\x89PNG\r\n\x1a\n", Unknown},
		{"what.xyz", "words", Unknown},
		{"broken.epub", "PK\x03\x04 and then nothing", Broken},
		{"cut.epub", string(whole[:len(whole)/2]), Broken},
		{"text.epub", "not a zip", Broken},
		{"hollow.epub", string(makeZip(t, zipFile{"mimetype", "application/epub+zip"})), Broken},
		{"locked.epub", string(locked), Locked},
		{"stories.zip", string(makeZip(t, zipFile{"a.txt", "words"})), NotYet},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := readOne(t.Context(), "shelf/"+c.name, []byte(c.data), Limits{})
			checkSentence(t, c.name, err)
			var p *Problem
			if !errors.As(err, &p) || p.Kind != c.kind {
				t.Errorf("%v, want a problem of kind %s", err, c.kind)
			}
		})
	}
}

func TestUnreadable(t *testing.T) {
	_, problems := walked(t, Limits{}, filepath.Join(t.TempDir(), "nowhere.txt"))
	if len(problems) != 1 {
		t.Fatalf("problems %v", problems)
	}
	if os.Getuid() == 0 {
		t.Skip("root may read everything")
	}
	p := write(t, t.TempDir(), "shut.txt", []byte("words"))
	if err := os.Chmod(p, 0); err != nil {
		t.Fatal(err)
	}
	items, _ := walked(t, Limits{}, p)
	_, err := bytesOf(items[0], Limits{})
	checkSentence(t, "shut.txt", err)
}

func TestTooBig(t *testing.T) {
	p := write(t, t.TempDir(), "long.txt", []byte(strings.Repeat("word ", 300)))
	items, _ := walked(t, Limits{}, p)
	_, err := bytesOf(items[0], Limits{FileBytes: 1000})
	checkSentence(t, "long.txt", err)
	var pr *Problem
	if !errors.As(err, &pr) || pr.Kind != TooBig {
		t.Errorf("%v, want a problem of kind %s", err, TooBig)
	}
	// The same by default, for 60 million bytes.
	_, err = readOne(t.Context(), "sixty.txt", make([]byte, 60_000_000), Limits{})
	checkSentence(t, "sixty.txt", err)
	_, err = readOne(t.Context(), "sixty.txt", []byte(strings.Repeat("word ", 12_000_000)), Limits{})
	checkSentence(t, "sixty.txt", err)
	if !errors.As(err, &pr) || pr.Kind != TooBig {
		t.Errorf("%v, want a problem of kind %s", err, TooBig)
	}
	// Lines cost memory even when they are short: 56 MB of them took nine gigabytes.
	_, err = readOne(t.Context(), "lines.txt", []byte(strings.Repeat("a\n", 3_000_001)), Limits{})
	checkSentence(t, "lines.txt", err)
	if !errors.As(err, &pr) || pr.Kind != TooBig {
		t.Errorf("%v, want a problem of kind %s", err, TooBig)
	}
}

// TestOddInput reads what is odd but a story: its words are kept.
func TestOddInput(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"nested.html", strings.Repeat("<div>", 10_000) + "the core of it" + strings.Repeat("</div>", 10_000), "the core of it"},
		{"nested2.html", strings.Repeat("<b>", 10_000) + "<p>one</p>" + strings.Repeat("<blockquote><ul><li>", 3_000) + "the core of it", "the core of it"},
		{"nested3.html", strings.Repeat("<table><tr><td>", 5_000) + "the core of it", "the core of it"},
		{"nested.md", strings.Repeat("> ", 10_000) + "the core of it", "the core of it"},
		{"nested2.md", strings.Repeat("[", 20_000) + "the core of it", "the core of it"},
		{"nested3.md", strings.Repeat("- ", 10_000) + "the core of it", "the core of it"},
		{"nul.txt", "The sea\x00 was calm, and the boat was not, that year.", "calm"},
		{"nul.html", "<p>The sea\x00 was calm, and the boat was not.</p>", "calm"},
		{"cesu.txt", "The cat \xed\xa0\xbd\xed\xb8\x80 sat down on the mat.", "sat down"},
		{"cesu.html", "<p>The cat \xed\xa0\xbd sat down &#xD800; on the mat.</p>", "sat down"},
		{"utf16.html", "\xff\xfe<\x00p\x00>\x00T\x00h\x00e\x00 \x00s\x00e\x00a\x00\x3d\xd8", "The sea"},
		{"declared.html", `<meta charset="shift_jis"><p>` + "\x82\xb1\x82\xcc\x98\x62</p>", "この話"},
		{"lie.html", `<meta charset="iso-8859-1"><p>naïve, truly</p>`, "naïve"},
		{"pasted.txt", "<p>One thing.</p><p>Two <i>things</i>.</p><p>Three.</p>", "<i>things</i>"},
		{"typed.txt", "One thing.<br>Two <br> things<br>\n\nThree.\n\nFour.\n\nFive.\n\nSix.\n\nSeven.\n\nEight things.", "<p>Five.</p>"},
		{"bare.html", "One thing and another.\n\nTwo things, and no tags at all.", "Two things"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, err := readOne(t.Context(), c.name, []byte(c.data), Limits{})
			if err != nil {
				t.Fatal(err)
			}
			all := ""
			for _, ch := range m.Chapters {
				all += ch.NotesBefore + ch.Body
			}
			if !strings.Contains(all, c.want) || !utf8.ValidString(all) {
				t.Errorf("%q is not in %.300q", c.want, all)
			}
		})
	}
}

func TestHostileMarkupIsBounded(t *testing.T) {
	// Each paragraph would reopen every element above it.
	var sb strings.Builder
	for i := range 400 {
		sb.WriteString("<b id=" + strings.Repeat("x", i%50) + "y" + string(rune('a'+i%26)) + ">")
	}
	sb.WriteString(strings.Repeat("<p>word", 50_000))
	if out, err := boundTags(sb.String(), maxNesting); err != nil || strings.Count(out, "<b ") > maxInline {
		t.Errorf("%d inline elements open, %v", strings.Count(out, "<b "), err)
	}
	if _, err := boundTags(strings.Repeat("<br>", maxTags+2), maxNesting); !errors.Is(err, errTangled) {
		t.Errorf("error %v for millions of tags", err)
	}
}

func TestLenientEPUB(t *testing.T) {
	page := xhtml("x", `<body><h1>One</h1><p>Broken <b>tags<p>and & loose ends &nbsp; here.</body>`)
	for name, files := range map[string][]zipFile{
		"no container": {{"x/book.opf", `<package><metadata><title>T</title></metadata><manifest><item id=a href="one.html" media-type="application/xhtml+xml"/><item id=b href="gone.html"/></manifest><spine><itemref idref=a /><itemref idref="b"/></spine></package>`}, {"x/one.html", page}},
		"no package":   {{"META-INF/container.xml", testContainer}, {"one.html", page}},
		"wrong case":   {{"mimetype", "text/plain"}, {"META-INF/container.xml", testContainer}, {"oebps/Content.opf", `<package><manifest><item id="a" href="One%20Page.html"/></manifest><spine><itemref idref="a"/></spine></package>`}, {"OEBPS/one page.html", page}},
		"font scrambling": {{"META-INF/container.xml", testContainer}, {"META-INF/encryption.xml", `<encryption><EncryptionMethod Algorithm="http://www.idpf.org/2008/embedding"/></encryption>`},
			{"OEBPS/content.opf", `<package><manifest><item id="a" href="o.html"/></manifest><spine><itemref idref="a"/></spine></package>`}, {"OEBPS/o.html", page}},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := readOne(t.Context(), "b.epub", makeZip(t, files...), Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if len(m.Chapters) != 1 || !strings.Contains(m.Chapters[0].Body, "loose ends") || len(m.Guesses) == 0 {
				t.Errorf("chapters %+v, guesses %v", m.Chapters, m.Guesses)
			}
			if gone := name == "no container"; gone != (len(m.Dropped) > 0 && m.Dropped[0].Text == "x/gone.html") && gone {
				t.Errorf("dropped %v", m.Dropped)
			}
		})
	}
}
