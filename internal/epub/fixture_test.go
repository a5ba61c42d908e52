package epub

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"iter"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// edition is a book with all that is needed to write it.
type edition struct {
	book     Book
	chapters []Chapter
	pictures map[string]Picture
}

// seq gives chapters as Write takes them.
func seq(chapters ...Chapter) iter.Seq2[Chapter, error] {
	return func(yield func(Chapter, error) bool) {
		for _, c := range chapters {
			if !yield(c, nil) {
				return
			}
		}
	}
}

func (e edition) find(name string) (Picture, error) {
	p, ok := e.pictures[name]
	if !ok {
		return Picture{}, fmt.Errorf("no picture %q", name)
	}
	return p, nil
}

// write writes the edition.
func (e edition) write(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, e.book, seq(e.chapters...), e.find); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func opened(data []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
}

// dot gives a small picture in the format of its media type.
func dot(t testing.TB, mediaType string) []byte {
	t.Helper()
	img := image.NewPaletted(image.Rect(0, 0, 8, 8), color.Palette{color.White, color.Black})
	img.Set(3, 3, color.Black)
	var b bytes.Buffer
	var err error
	switch mediaType {
	case "image/png":
		err = png.Encode(&b, img)
	case "image/gif":
		err = gif.Encode(&b, img, nil)
	default:
		err = jpeg.Encode(&b, img, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var (
	posted  = time.Date(2024, 3, 9, 20, 15, 0, 0, time.UTC)
	changed = time.Date(2025, 11, 2, 7, 30, 11, 0, time.UTC)
)

// plain is a book of three chapters with everything that a book can say.
func plain() edition {
	return edition{
		book: Book{
			ID: "urn:uuid:3f0b6c1e-9a53-4a4e-8a0f-5d5b1c9d7e21", Title: "The Kettle & the Comet", Lang: "en-GB",
			Authors:      []Person{{"Osgood Lantern", "Lantern, Osgood"}, {"pennywhistle", ""}},
			Contributors: []Contributor{{"Marrow", "trl"}, {"Vesper Ink", "ill"}, {"Somebody", "?"}},
			Fandoms:      []string{"Oz – L. Frank Baum"},
			Summary:      "<p>Tea, at the end of the <em>world</em>.</p>",
			NotesBefore:  "<p>For the <a href=\"/prompts/3\">prompt</a>.</p>",
			NotesAfter:   "<p>Thank you for reading.</p>",
			Rows: []Row{
				{"Rating", []Value{{"General Audiences", ""}}},
				{"Fandom", []Value{{"Oz – L. Frank Baum", "https://archive.example/tags/Oz%20%E2%80%93%20L*d*%20Frank%20Baum/works"}}},
				{"Characters", []Value{{"Ozma", ""}, {"Tik-Tok", ""}}},
				{"Empty", nil},
			},
			Credits:     []CreditLine{{"Characters", "L. Frank Baum", ""}, {"Song", "“The Long Way Round”, Hollis Brae", "https://songs.example/long-way"}},
			Dedications: []Dedication{{Text: "To everyone who asked"}},
			Series:      []Series{{"Kettles of Oz", 2}, {"Winter gifts", 0}},
			Subjects:    []string{"Oz – L. Frank Baum", "Ozma", "Tea"},
			Publisher:   "The Lamplit Archive", Source: "https://archive.example/works/42",
			Description: "Tea, at the end of the world.", Rights: "The author keeps all rights.",
			Published: posted, Modified: changed, Words: 311,
		},
		chapters: []Chapter{
			{ID: "11", Title: "Before", Kind: "prologue", Body: "<p>There was a kettle.</p><hr/><p>It sang.</p>"},
			{ID: "12", Title: "The Comet", Kind: "chapter", Summary: "<p>It comes.</p>", NotesBefore: "<p>Careful.</p>",
				NotesAfter: "<p>More soon.</p>", Authors: []string{"pennywhistle"},
				Body: `<p class="slug">Tuesday</p><div class="verse">Over the hill<br/>and under the sky</div>` +
					`<div class="letter"><p>Dear Ozma,</p><p>come.</p></div><div class="chat"><p>T: tick</p></div>`},
			{ID: "13", Kind: "epilogue", Body: "<p>They drank it.</p>"},
		},
	}
}

// rightToLeft is a book in Arabic with a chapter in English.
func rightToLeft() edition {
	return edition{
		book: Book{
			ID: "https://archive.example/works/7", Title: "حكاية المصباح", Lang: "ar", Dir: "rtl",
			Authors: []Person{{"نور", ""}}, Fandoms: []string{"ألف ليلة وليلة"}, Modified: changed,
			Summary: "<p>عن مصباح لا يريد أن يُفرك.</p>",
		},
		chapters: []Chapter{
			{ID: "1", Title: "الباب", Body: `<p>كان يا ما كان.</p><p dir="ltr" lang="en">Open, Sesame.</p>`},
			{ID: "2", Title: "In English", Lang: "en", Dir: "ltr", Kind: "side_story", Body: "<p>Once there was.</p>"},
		},
	}
}

// cjk is a book in Japanese with readings, emphasis and a long title.
func cjk() edition {
	return edition{
		book: Book{
			ID: "urn:uuid:0e3a1a52-5d5a-4f39-9d3d-7b1f4bb1f0aa", Title: "雨の夜に身後の灯を数える人々についての短い覚え書き、あるいは猫", Lang: "ja",
			Authors: []Person{{"露", "つゆ"}}, Modified: changed,
		},
		chapters: []Chapter{
			{ID: "1", Title: "一", Kind: "interlude", Body: "<p>雨の<ruby>夜<rp>(</rp><rt>よる</rt><rp>)</rp></ruby>に<em>灯</em>を数える。</p><p><ruby><rb>猫</rb></ruby></p>"},
			{ID: "2", Title: "二", Kind: "notice", Body: "<p>更新は<b>木曜</b>です。</p>"},
		},
	}
}

// illustrated is a book with pictures of every kind, some of them not fit.
func illustrated(t testing.TB) edition {
	return edition{
		book: Book{ID: "urn:uuid:7e9a3f0a-6f5b-4f0e-8c5d-2a1f00c0ffee", Title: "With Pictures", Lang: "en", Modified: changed},
		chapters: []Chapter{
			{ID: "1", Title: "One", Body: `<figure><img src="pictures/map.png" alt="A map of the moor"/><figcaption>The moor</figcaption></figure>` +
				`<p><img src="pictures/map.png" width="8" height="8"/> again, and <img src="https://elsewhere.example/a.png" alt="a cat"/></p>`},
			{ID: "2", Title: "Two", Body: `<p><img src="pictures/M%C3%B6we%201.jpeg"/><img src="pictures/moving"/><img src="pictures/new.avif"/></p>` +
				`<figure><figcaption>Above</figcaption><p>x</p></figure><video src="https://elsewhere.example/v.mp4">no video</video>`},
		},
		pictures: map[string]Picture{
			"map.png":     {Name: "map.png", Type: "image/png", Alt: "A map", Open: opened(dot(t, "image/png"))},
			"Möwe 1.jpeg": {Name: "Möwe 1.jpeg", Type: "image/jpeg", Open: opened(dot(t, "image/jpeg"))},
			"moving":      {Name: "moving", Type: "image/gif", Alt: "It turns", Open: opened(dot(t, "image/gif"))},
			"new.avif":    {Name: "new.avif", Type: "image/avif", Alt: "Nobody can see it", Open: opened(nil)},
		},
	}
}

// annotated is a book with footnotes: with ids and without, with and without a
// way back, and in a chapter of several files.
func annotated() edition {
	long := strings.Repeat("<p>"+strings.Repeat("The rain went on, and so did they. ", 30)+"</p>\n", 600)
	return edition{
		book: Book{ID: "urn:uuid:5a6f8d0e-1f7b-4a63-9a30-c0a1b2c3d4e5", Title: "Notes, Noted", Lang: "en", Modified: changed},
		chapters: []Chapter{
			{ID: "1", Title: "Short", Body: `<p>Gas lamps<a class="fnref" href="#fn1">1</a> and ladders<sup><a class="fnref" id="r2" href="#fn2" role="doc-noteref">2</a></sup>, ` +
				`and again<a class="fnref" href="#fn1">1</a>; nowhere<a class="fnref" href="#gone">3</a>.</p>` +
				`<ol class="footnotes"><li class="fn" value="1">There are some left.</li>` +
				`<li class="fn" id="fn2"><p>Wooden. <a href="#r2" role="doc-backlink">back</a></p></li></ol>`},
			{ID: "2", Title: "Long", Body: `<p id="top">See<a class="fnref" href="#fn1">1</a>.</p><div class="outer"><section>` + long +
				`</section></div><section class="footnotes" role="doc-endnotes"><ol><li id="fn1" class="fn">At last. <a href="#top">top</a></li></ol></section>`,
				NotesAfter: `<p><a href="#top">Up</a></p>`},
		},
	}
}

// hostile is a book of everything that people and machines type.
func hostile() edition {
	e := edition{
		book: Book{
			ID: "urn:x:\x00<&>\"'", Title: "]]><script>alert('&amp;')</script> \x00\x1b[31m\uFFFE 🏳️‍🌈 “T” \xff\xc3", Lang: "not a language", Dir: "sideways",
			Authors:     []Person{{"<b>Bobby</b> & \"Co\"", "\x01"}, {"\x02", ""}},
			Fandoms:     []string{"&", strings.Repeat("Llanfairpwllgwyngyll", 20)},
			Summary:     "<p>open <b>never closed <p>twice</i></p></div>",
			NotesBefore: "text & more < less > ]]> <![CDATA[raw <x> ]]> <!-- hidden --> &nbsp;&hellip;&#0;&#x1F600;&#xD800;",
			Rows:        []Row{{"\x00", []Value{{"]]>", "javascript:alert(1)"}, {"sp ace", "http://exa mple/ü?a=b&c=\"d\""}}}},
			Credits:     []CreditLine{{"", "", "data:x"}, {"a&b", "c<d", "http://under_score.example/x y"}},
			Dedications: []Dedication{{Text: "\x00"}, {Text: "To <you> & \"you\""}},
			Series:      []Series{{"\x00", 1}, {"S&<", -1}},
			Subjects:    []string{"", "a & b", "\x07"},
			Publisher:   "P&Q", Source: "https://archive.example/works/1?x=1&y=<2>", Description: "1 < 2 & \"3\"", Rights: "©&",
			Modified: changed,
		},
	}
	soup := rand.New(rand.NewPCG(1, 2))
	for i, body := range append(slices.Clone(trickyBodies), tagSoup(soup, 60)...) {
		e.chapters = append(e.chapters, Chapter{
			ID: [...]string{"", "a b/c", "same", "same", "SAME", "../../x", "日本"}[i%7], Title: [...]string{"", "<&>\"'\x00", "]]>"}[i%3],
			Kind: "no such kind", Lang: "xx-\"", Dir: "\"", Authors: []string{"<a>", ""}, Body: body,
			NotesAfter: `<p id="x">twice <a href="#x">x</a></p>`,
		})
	}
	return e
}

// tagSoup gives n fragments of elements that open and close as chance will have it.
func tagSoup(r *rand.Rand, n int) []string {
	names := slices.Sorted(maps.Keys(elements))
	names = slices.DeleteFunc(names, func(s string) bool { return elements[s].role == hidden })
	var all []string
	for range n {
		var b strings.Builder
		for range 120 {
			name := names[r.IntN(len(names))]
			switch r.IntN(5) {
			case 0, 1:
				fmt.Fprintf(&b, "<%s id=i%d href=#i%d class=fn>", name, r.IntN(99), r.IntN(99))
			case 2:
				fmt.Fprintf(&b, "</%s>", name)
			case 3:
				b.WriteString(" word ")
			default:
				fmt.Fprintf(&b, "<%s>%s</%s>", name, name, name)
			}
		}
		all = append(all, b.String())
	}
	return all
}

// trickyBodies are fragments that are wrong in some way, or look it.
var trickyBodies = []string{
	"",
	"bare text & <b>bold</b>",
	"<p>a<p>b<div>c<p>d</div>e",
	"<em><p>one</p><p>two <strong>three</p></em></strong> four",
	"<ul>loose<li>x<li>y<p>z</ul><li>lost<ol start=3 type=a reversed><li value=7>v<p>p</ol>",
	"<table>t<caption>c</caption><thead><tr><th scope=row colspan=2>h<h2>x</h2><td rowspan=-1>d</thead><td>e</table><tr><td>lost",
	"<table><tr><td><table><tr><td>in</table>after</table>",
	"<dl>t<dd>d<dt>a<dt>b</dl><dl><dd>x</dl><dl><dt>only</dl><dt>lost<dd>lost",
	"<details>no summary</details><details><summary>s<p>p</summary>d</details><details></details><summary>lost</summary>",
	"<figure><p>x</p><figcaption>c</figcaption>after</figure><figure><figcaption>1</figcaption><figcaption>2</figcaption></figure><figcaption>lost</figcaption>",
	"<ruby>漢<rt>kan</rt>字<rt>ji</rt></ruby><ruby>x</ruby><ruby><rt>r</rt></ruby><rt>lost</rt><ruby>a<b>b<rt>c</ruby>d</b><ruby><ruby>i<rt>j</rt></ruby><rt>k</rt></ruby>",
	"<a href='#x'>to x</a><a name='x'></a><a href='#none'>none</a><span id=x>dup</span><i id='1 2'>bad id</i><a href=#1%202>to</a>",
	"<a href='http://a.example/?q=1&amp;r=2'>a <a href='//b.example'>b</a> c</a><a href='javascript:x'>no</a><a href='../9'>rel</a><a href='mailto:a@b.example'>m</a><a href='ftp://x/'>f</a>",
	"<a href='http://some_user.journal.example/1.html'>u</a> <a href='http://a.example:99999/'>port</a> <a href='http://[::1]/'>six</a> <a href='http://münchen.example/ä'>idn</a> <a href='http://a.example/%zz'>pc</a> <a href='http:///x'>nohost</a> <a href='https://a.example/a b|c^d`e{f}\\g'>odd</a> <a href='mailto:?'>mm</a><a href='mailto:a b@c'>ms</a> <a href='http://a..b./'>dots</a> <a href='http://user:pa ss@h.example/'>auth</a> <a href='http://-a.example/#a#b'>dash</a>",
	"<script>if(a<b)</script>seen<style>p{}</style><iframe src='https://v.example/1'></iframe><textarea>t<b></textarea><plaintext>rest <p>of",
	"<font color=red><center>old</center></font><big>b</big><tt>t</tt><strike>s</strike><acronym title='x\ny'>a</acronym><blink>?</blink>",
	"<p class='a  b\x00\"<' style='x' onclick='y' title='\"&<' lang='de' dir='RTL' align=center>attrs</p><bdo>x</bdo><bdo dir=rtl>y</bdo>",
	"<svg><title>t</title><text>words</text></svg><math><mi>x</mi></math><o:p>office</o:p><foo-bar>custom</foo-bar>",
	"<h1>1</h1><h6>6<div>in</div></h6><hr id=h class=c><pre>\n  x\t<b>y</b>\r\n z\rw</pre><br></br></p></hr>",
	"<q cite='x'><cite><dfn>a<dfn>b</dfn></dfn></cite></q><ins><p>i</p></ins><del>d</del><time>now</time><abbr>x</abbr><address>a<address>b</address></address>",
	"<label>l<input value=x><select><option>o</select><button>b</button></label><form><fieldset><legend>L</legend>f</fieldset></form><map><area></map>",
	"<section><header>h<footer>f</footer></header><nav>n</nav><main>m</main><article><aside>a</aside></article></section>",
	strings.Repeat("<div>", 300) + "deep" + strings.Repeat("</div>", 300) + "<p>after</p>",
	strings.Repeat("<i>", 300) + "deep" + strings.Repeat("</i>", 300) + "<p>after</p>",
	strings.Repeat("<ul><li>", 100) + "x" + strings.Repeat("<blockquote><table><tr><td>", 100) + "y",
	"<p>" + strings.Repeat("no end in sight ", 40_000) + "</p>",
	"<ol>" + strings.Repeat("<li><details><dl><dt>t<dd><figure><table><tr><td><a href=#q><em>"+strings.Repeat("word ", 20_000)+"</em></a></table></figure></dl></details></li>", 5) + "</ol><p id=q>",
	"<p>" + strings.Repeat("漢", 200_000) + "</p><p>\u200d\ufe0f\u202e\ue000\ufdd0</p>",
	"<", "</", "<!", "<!--", "<![CDATA[", "<?xml version='1.0'?><p>", "<p", "<p a", "<p a='", "&", "&#", "&#x;", "&bogus;", "]]>",
}

// serial is a book of very many chapters.
func serial() edition {
	e := edition{book: Book{ID: "urn:uuid:a2b0c5f1-7be2-4d3c-9f9a-90e4b7f1d8c6", Title: "The Long Road", Lang: "de", Modified: changed,
		Authors: []Person{{"Wegwart", ""}}}}
	for i := range 300 {
		e.chapters = append(e.chapters, Chapter{ID: fmt.Sprint(9000 + i), Title: fmt.Sprintf("Kapitel %d", i+1), Body: "<p>Sie gingen weiter.</p>"})
	}
	return e
}

// editions are all of them, by name.
func editions(t testing.TB) map[string]edition {
	return map[string]edition{
		"plain": plain(), "rtl": rightToLeft(), "cjk": cjk(),
		"pictures": illustrated(t), "footnotes": annotated(), "hostile": hostile(), "serial": serial(),
	}
}
