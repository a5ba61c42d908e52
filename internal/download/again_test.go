package download_test

import (
	"crypto/sha256"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/decode"
	"github.com/ficstead/ficstead/internal/download"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// everything is a work with all that a work can have. picture is the name of a
// stored picture.
func everything(w *work.Draft, picture string) {
	w.Title, w.Language, w.Rating = "Salz & „Sand“ <3, Teil 1", "de", work.Mature
	w.Summary = `<p>Ein <em>kurzer</em> Absatz.</p><p>Notes:</p>`
	w.NotesBefore = `<p>Danke an <strong>alle</strong>, die 2 * 3 = 6 rechnen.</p><blockquote><p>Ein Zitat</p><p>von zwei Zeilen</p></blockquote>`
	w.NotesAfter = `<p>Bis <em>bald</em>!</p><p>--------</p>`
	w.SourceURL = "https://elsewhere.example/story/7"
	w.PostedAt = time.Date(2020, 3, 4, 0, 0, 0, 0, time.UTC)
	w.ChapterTotal = 9
	w.Tags = []tag.Named{
		{Type: tag.Warning, Name: "Graphic Depictions Of Violence"}, {Type: tag.Category, Name: "F/F"}, {Type: tag.Category, Name: "Gen"},
		{Type: tag.Fandom, Name: "Möwen & Salz (und Sand)"}, {Type: tag.Fandom, Name: "潮の番人"}, {Type: tag.Relationship, Name: "Ines/Oda \"die Fähre\" Lind"},
		{Type: tag.Character, Name: "Ines"}, {Type: tag.Character, Name: "סבתא"}, {Type: tag.Freeform, Name: "Slow Burn"}, {Type: tag.Freeform, Name: "one; two & three: four"},
	}
	w.Credits = []work.Credit{
		{Role: work.RoleCharacters, Name: "A. Urheberin"}, {Role: work.RoleSong, Name: "A. Singer", Title: "Neunzehn"},
		{Role: work.RoleSource, Title: "Die Quelle", URL: "https://elsewhere.example/q"}, {Role: work.RoleBeta, Name: "Berta"}, {Role: work.RoleOther, Name: "Katze"},
	}
	w.Gifts = []work.Gift{{Kind: work.Dedication, Name: "Ana"}, {Kind: work.Present, Name: "To everyone, really"}}
	w.Requests = []work.Request{{Words: "Etwas mit Möwen"}}
	img := `<img src="/pictures/` + picture + `" alt="Eine Karte">`
	w.Pictures = []string{picture}
	w.Chapters = []work.DraftChapter{
		{Kind: work.Prologue, Title: "Vor der Flut", Body: `<p>Das Wasser <em>kam</em>, und <strong><em>alle</em></strong> sahen hin. 2 * 2 * 2.</p><hr><p>Danach.</p><p>* * *</p><p>1. kein Listenpunkt</p><p>- auch keiner</p><p>[1] keine Fußnote</p><p>\ein\ Strich</p>`},
		{Title: "Nebel: Chapter 9", Summary: "<p>Was geschah.</p>", NotesBefore: "<p>Vorher.</p>", NotesAfter: "<p>Nachher, mit <em>Nachdruck</em>.</p>",
			Body: `<p>Wort<a class="fnref" href="#fn1">1</a> und noch<a class="fnref" href="#fn2">2</a>.</p><div class="verse"><p>Eins<br>zwei</p></div><div class="letter"><p>Liebe Oda,</p><p>komm.</p></div><ul><li>a</li><li>b<ol><li>c</li></ol></li></ul><p>Ende.</p><ol class="footnotes"><li class="fn" value="1"><p>Erste <em>Note</em>.</p></li><li class="fn" value="2"><p>Zweite.</p><p>Mit Nachsatz.</p></li></ol>`},
		{Kind: work.Interlude, Body: `<blockquote><p>Ein Zitat</p></blockquote><p>` + img + `</p><p align="center">Mitte</p><h3>Zwischenruf</h3><p class="slug">Nacht</p><p>Das <u>ist</u> <s>nicht</s> H<sub>2</sub>O, <a href="https://elsewhere.example/x?a=1&amp;b=2">siehe dort</a>.</p>`},
		{Kind: work.SideStory, Title: "Tafel", Body: `<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td colspan="1">2</td></tr></tbody></table><p>Danach<a class="fnref" href="#fn1">1</a>.</p><ol class="footnotes"><li class="fn" value="1"><p>Noch eine.</p></li></ol>`},
		{Title: "שלום", Body: `<p dir="rtl" lang="he">שלום <em>עולם</em>, נכון?</p><p lang="ja">雨が降っていた。<ruby>潮<rt>しお</rt></ruby>の番人。</p>`},
		{Kind: work.Notice, Title: "Pause", Body: `<p>Ich mache Pause.</p>`},
		{Title: "Formen", Body: `<ol type="a" start="3"><li>x</li><li>y</li></ol><p><big>Groß</big>, <small>klein</small>, <ins>neu</ins>.</p><details><summary>Mehr</summary><p>Darunter.</p></details><p><img src="https://elsewhere.example/p.png" alt="Fern"></p><figure><img src="/pictures/` + picture + `" alt="Noch einmal"><figcaption>Eine Karte</figcaption></figure><dl><dt>Wort</dt><dd>Sinn</dd></dl><pre>a
  b</pre><p title="t" class="own align">Eigenes <span class="x">Kleid</span><br>und Zeile.</p><blockquote><blockquote><p>Tief</p></blockquote></blockquote><p>***</p><div class="chat"><p><b>Ines:</b> hallo</p></div>`},
		{Title: "Lang", Body: strings.Repeat("<p>Sie gingen <em>weiter</em>, und das Meer blieb, wo es war, weil es nichts Besseres wusste.</p>", 6000)},
		{Kind: work.Epilogue, Body: `<p>Ende &amp; aus.</p>`, NotesAfter: "<p>Ganz am Ende.</p>"},
	}
}

// content is what must be the same after a work was downloaded and taken in again.
type content struct {
	title, language, rating, source        string
	authors, tags, credits, gifts, chapter []string
}

func (c content) String() string {
	return strings.Join([]string{c.title, c.language, c.rating, c.source, strings.Join(c.authors, "|"), strings.Join(c.tags, "\n"), strings.Join(c.credits, "\n"),
		strings.Join(c.gifts, "\n"), strings.Join(c.chapter, "\n")}, "\n")
}

func (c content) hash() string { return fmt.Sprintf("%x", sha256.Sum256([]byte(c.String()))) }

// contentOf gives the content of a work as its author gave it, or of a
// manuscript; clean makes text comparable.
func contentOf(w *work.Draft, authors []string, clean func(string) string) content {
	c := content{title: w.Title, language: w.Language, rating: string(w.Rating), source: w.SourceURL, authors: authors}
	for _, t := range w.Tags {
		c.tags = append(c.tags, string(t.Type)+": "+t.Name)
	}
	for _, x := range w.Credits {
		c.credits = append(c.credits, string(x.Role)+": "+x.Name+": "+x.Title)
	}
	for _, g := range w.Gifts {
		c.gifts = append(c.gifts, g.Name)
	}
	for _, r := range w.Requests {
		c.gifts = append(c.gifts, r.Words)
	}
	c.chapter = []string{clean(w.Summary), clean(w.NotesBefore)}
	for _, x := range w.Chapters {
		kind := x.Kind
		if kind == "" {
			kind = work.PlainChapter
		}
		c.chapter = append(c.chapter, string(kind)+": "+x.Title, clean(x.Summary), clean(x.NotesBefore), clean(x.Body), clean(x.NotesAfter))
	}
	c.chapter = append(c.chapter, clean(w.NotesAfter))
	slices.Sort(c.tags)
	return c
}

// draftOf is what a manuscript says, as a draft.
func draftOf(m decode.Manuscript) *work.Draft {
	w := &work.Draft{Title: m.Title, Language: m.Language, Rating: work.Rating(m.Rating), SourceURL: m.SourceURL, Summary: m.Summary, NotesBefore: m.NotesBefore, NotesAfter: m.NotesAfter}
	for _, t := range m.Tags {
		w.Tags = append(w.Tags, tag.Named{Type: tag.Type(t.Type), Name: t.Name})
	}
	for _, x := range m.Credits {
		w.Credits = append(w.Credits, work.Credit{Role: work.Role(x.Role), Name: x.Name, Title: x.Title, URL: x.URL})
	}
	for _, name := range m.Dedicated {
		w.Gifts = append(w.Gifts, work.Gift{Name: name})
	}
	for _, words := range m.Requests {
		w.Requests = append(w.Requests, work.Request{Words: words})
	}
	for _, c := range m.Chapters {
		w.Chapters = append(w.Chapters, work.DraftChapter{Kind: work.Kind(c.Kind), Title: c.Title, Summary: c.Summary, NotesBefore: c.NotesBefore, NotesAfter: c.NotesAfter, Body: c.Body})
	}
	return w
}

// exported is the work of everything, and its downloads.
func exported(t *testing.T, change func(*work.Draft)) (*work.Draft, func(download.Format) []byte) {
	t.Helper()
	d := dbtest.Open(t, dbtest.SQLite(t))
	var w work.Draft
	var store *blob.Store
	a := openWith(t, d, func(s *blob.Store) { store = s }, func(draft *work.Draft) {
		everything(draft, keepPicture(t, d, store, true))
		if change != nil {
			change(draft)
		}
		draft.Creators = make([]account.PseudID, 2)
		w = *draft
	})
	err := d.Tx(t.Context(), func(tx *db.Tx) error {
		if err := tx.Exec(t.Context(), `INSERT INTO series (id, title, title_key, created_at, updated_at) VALUES (1, 'Part 2 of Wetter, Nass', 'wetter', 0, 0)`); err != nil {
			return err
		}
		return tx.Exec(t.Context(), `INSERT INTO series_works (series_id, work_id, position) VALUES (1, $1, 3)`, int64(a.id))
	})
	if err != nil {
		t.Fatal(err)
	}
	return &w, func(f download.Format) []byte {
		return a.get(viewer.Viewer{}, "/downloads/1/x."+string(f)).Body.Bytes()
	}
}

var pictureAddress = regexp.MustCompile(`src="(?:https://archive\.example)?/pictures/([^"]+)"|src="picture:([^"]+)"`)

// again reads a download. Pictures in it get the names of what they hold.
func again(t *testing.T, f download.Format, b []byte) (*work.Draft, []string) {
	t.Helper()
	all, err := decode.ReadBytes(t.Context(), "x."+string(f), b, decode.Limits{})
	if err != nil || len(all) != 1 {
		t.Fatal(len(all), err)
	}
	m := all[0]
	if m.Maker != "Ficstead download" {
		t.Errorf("%s: it is taken for a file of %q", f, m.Maker)
	}
	names := map[string]string{}
	for _, p := range m.Pictures {
		r, err := p.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		r.Close()
		if err != nil {
			t.Fatal(err)
		}
		made, err := blob.Remake(b)
		if err != nil {
			t.Fatal(err)
		}
		names[p.Name] = made.Name
	}
	w := draftOf(m)
	for i := range w.Chapters {
		body := &w.Chapters[i].Body
		*body = pictureAddress.ReplaceAllStringFunc(*body, func(s string) string {
			m := pictureAddress.FindStringSubmatch(s)
			if m[2] != "" {
				return `src="/pictures/` + names[m[2]] + `"`
			}
			return `src="/pictures/` + path.Base(m[1]) + `"`
		})
	}
	if f != download.Markdown && len(m.Authors) > 0 && (m.Series != "Part 2 of Wetter, Nass" || m.SeriesPart != 3) {
		t.Errorf("%s: it is part %d of %q", f, m.SeriesPart, m.Series)
	}
	return w, m.Authors
}

// cleaned is a text as a work keeps it, the attributes of each tag in one order.
func cleaned(s string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(prose.Cleaner{Base: base}.Clean(s, prose.Body)))
	for z.Next() != html.ErrorToken {
		t := z.Token()
		slices.SortFunc(t.Attr, func(x, y html.Attribute) int { return strings.Compare(x.Key, y.Key) })
		b.WriteString(t.String())
	}
	return b.String()
}

// A book and a page made here and taken in again have the same text, notes and
// tags: their content has the same hash.
func TestDownloadsComeBackTheSame(t *testing.T) {
	w, get := exported(t, nil)
	want := contentOf(w, []string{"Ann", "Bea"}, cleaned)
	for _, f := range []download.Format{download.EPUB, download.HTML} {
		back, authors := again(t, f, get(f))
		got := contentOf(back, authors, cleaned)
		if got.hash() != want.hash() {
			t.Errorf("%s comes back with other content:\n%s", f, firstDifference(want.String(), got.String()))
		}
	}
}

// A text has no tables, pictures, links, languages or kinds of verse and letter,
// no stress but italics and bold, and no blanks at the start of lines. Its words,
// stress, quotations, lists, footnotes, notes, credits and tags come back.
func TestTextComesBackTheSame(t *testing.T) {
	w, get := exported(t, func(w *work.Draft) {
		for i := range w.Chapters {
			w.Chapters[i].Body = strings.ReplaceAll(w.Chapters[i].Body, "<pre>a\n  b</pre>", "<pre>a\nb</pre>")
		}
	})
	want := contentOf(w, []string{"Ann", "Bea"}, download.Written)
	back, authors := again(t, download.Text, get(download.Text))
	got := contentOf(back, authors, download.Written)
	if got.hash() != want.hash() {
		t.Errorf("the text comes back with other content:\n%s", firstDifference(want.String(), got.String()))
	}
}

// A work of one chapter, anonymous, with nothing round it.
func TestShortDownloadsComeBackTheSame(t *testing.T) {
	w, get := exported(t, func(w *work.Draft) {
		*w = work.Draft{Title: "Notes:", Language: "en", Rating: work.General, Posted: true, Anonymous: true, ChapterTotal: 1, Creators: w.Creators,
			Tags: []tag.Named{{Type: tag.Fandom, Name: "F"}}, Chapters: []work.DraftChapter{{Body: "<p>One.</p><p>--------</p><p>===</p>", NotesAfter: "<p>After.</p>"}}}
	})
	w.SourceURL = base + "/works/1"
	for _, f := range []download.Format{download.EPUB, download.HTML, download.Text} {
		back, authors := again(t, f, get(f))
		got, want := contentOf(back, authors, cleaned), contentOf(w, nil, cleaned)
		if got.hash() != want.hash() {
			t.Errorf("%s comes back with other content:\n%s", f, firstDifference(want.String(), got.String()))
		}
	}
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range w {
		if i >= len(g) || w[i] != g[i] {
			return "want " + w[i] + "\ngot  " + strings.Join(g[min(i, len(g)):min(i+1, len(g))], "")
		}
	}
	return "got more: " + strings.Join(g[len(w):], "\n")
}
