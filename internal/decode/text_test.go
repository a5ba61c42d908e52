package decode

import (
	"fmt"
	"strings"
	"testing"
)

// TestInline pairs marks of emphasis only where it is safe.
func TestInline(t *testing.T) {
	for raw, want := range map[string]string{
		"a *b c* d":                       "a <em>b c</em> d",
		"_a_ and __b__ and **c**":         "<em>a</em> and <strong>b</strong> and <strong>c</strong>",
		"***a***":                         "<strong><em>a</em></strong>",
		"/a b/ c":                         "<em>a b</em> c",
		"//a b//":                         "<em>a b</em>",
		"\"*No*,\" she said":              "\"<em>No</em>,\" she said",
		"*a _b_ c*":                       "<em>a <em>b</em> c</em>",
		"<i>a</i> <B>b</B> [u]c[/u]":      "<em>a</em> <strong>b</strong> <u>c</u>",
		"a<br>b":                          "a<br>b",
		"a & b < c > d":                   "a &amp; b &lt; c &gt; d",
		"&amp; &#8220;x&rdquo; &lt;b&gt;": "&amp; “x” &lt;b&gt;",
		// What is no emphasis stays as it is.
		"5 * 3 * 2":             "5 * 3 * 2",
		"f*** and s**t":         "f*** and s**t",
		"snake_case_name":       "snake_case_name",
		"and/or he/she/it":      "and/or he/she/it",
		"/usr/bin/env":          "/usr/bin/env",
		"1/2 and 3/4":           "1/2 and 3/4",
		"*open":                 "*open",
		"shut* here":            "shut* here",
		"* item":                "* item",
		"*a _b* c_":             "<em>a _b</em> c_",
		"<script>x</script>":    "&lt;script&gt;x&lt;/script&gt;",
		"<i>a":                  "&lt;i&gt;a",
		"a</i>":                 "a&lt;/i&gt;",
		"<i><b>a</i></b>":       "<em>&lt;b&gt;a</em>&lt;/b&gt;",
		"AT&T; &nosuch; &":      "AT&amp;T; &amp;nosuch; &amp;",
		"[sic] [1]":             "[sic] [1]",
		"<img src=x onerror=y>": "&lt;img src=x onerror=y&gt;",
	} {
		got, plain := inline(raw)
		if got != want {
			t.Errorf("inline(%q)\n got %q\nwant %q", raw, got, want)
		}
		if plainOf(got) != plain {
			t.Errorf("inline(%q): the words are %q, the markup says %q", raw, plain, plainOf(got))
		}
	}
}

// blocksText writes blocks one a line: kind, blank lines before, text.
func blocksText(blocks []Block) string {
	names := map[BlockKind]string{Para: "p", Heading: "h", Rule: "rule", Verse: "verse", Raw: "raw", PageTurn: "turn"}
	var b strings.Builder
	for _, x := range blocks {
		fmt.Fprintf(&b, "%s %d|%s\n", names[x.Kind], x.Line, strings.ReplaceAll(x.Text, "\n", "¶"))
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// TestTextBlocks finds paragraphs in every way that people set them.
func TestTextBlocks(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"blank lines", "One day.\n\nTwo days.", "p 1|One day.\np 3|Two days."},
		{"carriage returns", "One day.\r\rTwo days.\r\n\r\nThree.", "p 1|One day.\np 3|Two days.\np 5|Three."},
		{"a margin", "The boats came in on the evening tide with their lamps lit and\nthe women on the wall counted them twice over before anybody\nwould agree to go home.\n\nNobody spoke of the missing one until the morning, when all\nthe gulls were up.",
			"p 1|The boats came in on the evening tide with their lamps lit and the women on the wall counted them twice over before anybody would agree to go home.\np 5|Nobody spoke of the missing one until the morning, when all the gulls were up."},
		{"a margin, talk without blank lines", "The boats came in on the evening tide with their lamps lit and\nthe women on the wall counted them twice over before anybody\nspoke.\n\"There is one missing,\" said the widow, who had counted them\ntwice.\n\"There are two missing.\"",
			"p 1|The boats came in on the evening tide with their lamps lit and the women on the wall counted them twice over before anybody spoke.\np 4|\"There is one missing,\" said the widow, who had counted them twice.\np 6|\"There are two missing.\""},
		{"indents", "\tThe boats came in on the evening tide with their lamps lit\nand the women counted.\n\tNobody spoke of the missing one until the morning came, at\nlast.", "p 1|The boats came in on the evening tide with their lamps lit and the women counted.\np 3|Nobody spoke of the missing one until the morning came, at last."},
		{"a line is a paragraph", "The boats came in on the evening tide with their lamps lit and the women on the wall counted them twice over.\nNobody spoke.\n\"One is missing,\" said the widow, who had counted them twice, and then once more to be sure of it.", "p 1|The boats came in on the evening tide with their lamps lit and the women on the wall counted them twice over.\np 2|Nobody spoke.\np 3|\"One is missing,\" said the widow, who had counted them twice, and then once more to be sure of it."},
		{"verse", "Nine gulls on the wall\nand one of them is me\nand one is the sea", "verse 1|Nine gulls on the wall¶and one of them is me¶and one is the sea"},
		{"verse inside a margin", "The boats came in on the evening tide with their lamps lit and\nthe women on the wall counted them twice over before anybody\nwould agree to go home.\n\nNine gulls on the wall\nand one of them is me\nand one is the sea", "p 1|The boats came in on the evening tide with their lamps lit and the women on the wall counted them twice over before anybody would agree to go home.\nverse 5|Nine gulls on the wall¶and one of them is me¶and one is the sea"},
		{"rules", "One.\n\n* * *\n\nTwo.\n---\nThree.", "p 1|One.\nrule 3|* * *\np 5|Two.\nrule 6|---\np 7|Three."},
		{"headings", "# One\n\nTwo\n===\n\n#hash", "h 1|One\nh 3|Two\np 6|#hash"},
		{"labels", "Title: Tide\nSummary: it goes\nout.\nRating: G", "p 1|Title: Tide\np 2|Summary: it goes out.\np 4|Rating: G"},
		{"quoted lines", "One.\n\n> two\n> three\n\nFour.", "p 1|One.\nraw 3|two¶three\np 6|Four."},
		{"a mail quoted whole", "> One.\n>\n> Two.\n>\n> Three.\n> Four.", "p 1|One.\np 3|Two.\np 5|Three.\np 6|Four."},
		{"no blanks between characters", strings.Repeat("船は朝まで帰らなかった。", 3) + "誰も何も言わなかったので\n海は静かなままで夜が明けるまで待つほかに仕方がなかったのだと彼は言った。", "p 1|" + strings.Repeat("船は朝まで帰らなかった。", 3) + "誰も何も言わなかったので\np 2|海は静かなままで夜が明けるまで待つほかに仕方がなかったのだと彼は言った。"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := blocksText(textBlocks(c.text)); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// TestDeclared keeps what a container states above what the text suggests.
func TestDeclared(t *testing.T) {
	blocks := textBlocks("Other Title\n\nby Somebody Else\n\nRating: G\n\n" + prose + "\n\nChapter 1\n\n" + prose2)
	m := understand(Source{File: "x.html", Blocks: blocks, Declared: Manuscript{
		Title: "Stated", Authors: []string{"Mara"}, Rating: Explicit, Language: "de", Tags: []Tag{{TagFandom, "Salt"}},
	}})
	if m.Title != "Stated" || m.Rating != Explicit || m.Language != "de" || m.Authors[0] != "Mara" || len(m.Tags) != 1 {
		t.Errorf("%+v", m)
	}
}

// TestCuts begins chapters where the container says and nowhere else.
func TestCuts(t *testing.T) {
	blocks := textBlocks("# Tide\n\n" + prose + "\n\nChapter 9\n\n" + prose2 + "\n\n# Chapter 2: Ebb\n\n" + prose)
	m := understand(Source{File: "x.html", Blocks: blocks, Cut: []ChapterCut{{At: 0, Title: "Tide", Kind: KindPrologue}, {At: 4, Title: "Chapter 2: Ebb"}}})
	if len(m.Chapters) != 2 || m.Chapters[0].Title != "Tide" || m.Chapters[0].Kind != KindPrologue || m.Chapters[1].Title != "Ebb" {
		t.Fatalf("%+v", m.Chapters)
	}
	if !strings.Contains(m.Chapters[0].Body, "Chapter 9") || strings.Contains(m.Chapters[1].Body, "Ebb") {
		t.Errorf("%+v", m.Chapters)
	}
}

// TestSplitMarkup cuts markup between its words and keeps it well formed.
func TestSplitMarkup(t *testing.T) {
	for _, c := range []struct {
		in            string
		n             int
		before, after string
	}{
		{"<b>Title:</b> The <i>Tide</i>", 6, "<b>Title:</b>", " The <i>Tide</i>"},
		{"<b>Title: The Tide</b>", 6, "<b>Title:</b>", "<b> The Tide</b>"},
		{"<b><i>a&amp;b</i> c</b>", 2, "<b><i>a&amp;</i></b>", "<b><i>b</i> c</b>"},
		{"ab<br>cd", 2, "ab", "<br>cd"},
	} {
		before, after := splitMarkup(c.in, c.n)
		if before != c.before || after != c.after {
			t.Errorf("splitMarkup(%q, %d) = %q, %q; want %q, %q", c.in, c.n, before, after, c.before, c.after)
		}
	}
}

// TestMail reads the head, the signature and the quoting of mail.
func TestMail(t *testing.T) {
	head := "From: Mara Quill <mara@example.org>\nSubject: Re: [Saltmarsh] FIC: The Tide (1/3) by Mara [PG-13]\nDate: Tue, 4 May 1999 21:14:03\nMessage-ID: <1@example.org>"
	runCatalogue(t, []catalogueCase{
		{"head", story(head), []string{"title=The Tide", "authors=Mara", "rating=Teen And Up Audiences", "fandom=Saltmarsh", "published=1999-05-04", "total=3"}, []string{"body=…mara@…", "before=…mara@…"}},
		{"signature", ended("-- \nMara Quill\nhttp://m.example.org"), []string{"dropped=…Mara Quill…"}, []string{"body=…Mara Quill…"}},
		{"guard: a rule before the last scene", prose + "\n\n--\n\nAnd then it rained.", []string{"breaks=1", "body=…it rained…"}, nil},
		{"guard: a mail inside the story", between("From: Bram\nTo: Isolde\nSubject: the rope\n\nI have cut it."), []string{"title=case", "body=…From: Bram…"}, nil},
		{"quoted lines", between("> who has the key\n> it is not here"), []string{"body=…<blockquote><p>who has the key<br>it is not here</p></blockquote>…"}, nil},
		{"from with a mark", between(">From the tower they could see the whole of it, and the sea behind."), []string{"body=…<p>From the tower…"}, nil},
		{"pgp", "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\n" + story("Title: Tide") + "\n-----BEGIN PGP SIGNATURE-----\n\niQCV\n-----END PGP SIGNATURE-----\n", []string{"title=Tide"}, []string{"body=…PGP…", "body=…iQCV…"}},
	})
}
