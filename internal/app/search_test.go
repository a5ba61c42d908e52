package app_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// ferry is a work of one chapter with a line in its third paragraph.
type ferry struct {
	title, line, language string
	rating                work.Rating
	complete              bool
	tags                  []string
}

func (x ferry) post(t *testing.T, a *archivetest.Archive) work.ID {
	t.Helper()
	d := work.Draft{Title: x.title, Language: x.language, Rating: x.rating, Posted: true, ChapterTotal: 2, Creators: []account.PseudID{a.Pseud(archivetest.Ann, "Ann").ID},
		Tags:     []tag.Named{{Type: tag.Fandom, Name: "Piers"}},
		Chapters: []work.DraftChapter{{Body: "<p>It begins.</p><p>It goes on.</p><p>" + x.line + "</p><p>It ends.</p>"}}}
	if x.complete {
		d.ChapterTotal = 1
	}
	for _, n := range x.tags {
		d.Tags = append(d.Tags, tag.Named{Type: tag.Freeform, Name: n})
	}
	var id work.ID
	a.Tx(func(tx *db.Tx) (err error) {
		id, err = work.Create(t.Context(), tx, a.Cleaner(), d)
		return err
	})
	return id
}

// titles are what a search shows, in its order.
func titles(p *archivetest.Page) string {
	var out []string
	for _, n := range p.All("ol.results > li h3 a.t") {
		out = append(out, archivetest.TextOf(n))
	}
	return strings.Join(out, ", ")
}

const ferryLine = "She folded the blue umbrella and waited for the last ferry to Dunmore."

// A search takes everything that a list can be asked, and each passage leads to the very
// paragraph, in scripts without spaces too.
func TestASearchTakesAllFilters(t *testing.T) {
	t.Parallel()
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		for _, x := range []ferry{
			{"Ferry", ferryLine, "en", work.General, true, []string{"Rain", "Boats"}},
			{"Second Ferry", ferryLine, "en", work.Explicit, false, []string{"Boats"}},
			{"Fähre", ferryLine, "de", work.General, false, []string{"Rain"}},
			{"電車", "昨日の夜、彼は小さな駅で最後の電車を待っていた。", "ja", work.General, true, []string{"Rain"}},
			{"夜行", "他身后的门关上了，雨还在下。", "zh", work.Teen, false, []string{"Rain"}},
			{"ฝนแรก", "เธอพับร่มสีน้ำเงินแล้วรอเรือเที่ยวสุดท้าย", "th", work.General, true, []string{"Boats"}},
		} {
			x.post(t, a)
		}
		const exact, wrong = `"waited for the last ferry"`, "she folded the green umbrella and waited for the last ferry"
		for _, c := range []struct{ q, filter, want string }{
			{exact, "", "Fähre, Second Ferry, Ferry"},
			{exact, "include=Boats", "Second Ferry, Ferry"},
			{exact, "include=Boats&exclude=Rain", "Second Ferry"},
			{exact, "choice[Boats]=not", "Fähre"},
			{exact, "rating=General+Audiences", "Fähre, Ferry"},
			{exact, "language=de", "Fähre"},
			{exact, "complete=no", "Fähre, Second Ferry"},
			{exact, "words_from=500", ""},
			{exact, "date_to=2001-01-01", ""},
			{exact, "tag_id=Rain", "Fähre, Ferry"},
			{exact, "user_id=Ann&complete=yes", "Ferry"},
			{exact, "line=" + url.QueryEscape("rating:E OR lang:de"), "Fähre, Second Ferry"},
			{exact, "work_search[complete]=T", "Ferry"},
			{exact, "include=Nobody+Used+This", ""},
			{wrong, "complete=yes", "Ferry"},
			{wrong, "include=Boats&complete=no", "Second Ferry"},
			{wrong, "include=Nobody+Used+This", ""},
			{`"umbrella" near "ferry"`, "language=de", "Fähre"},
			{"最後の電車", "", "電車"}, {"最後の電車", "complete=yes", "電車"}, {"最後の電車", "complete=no", ""},
			{"彼は大きな駅で最後の電車を待っていた", "language=ja", "電車"}, {"彼は大きな駅で最後の電車を待っていた", "language=en", ""},
			{"身后", "rating=Teen+And+Up+Audiences", "夜行"}, {"身后", "language=ja", ""}, {"雨", "include=Rain", "夜行"},
			{"น้ำเงิน", "include=Boats", "ฝนแรก"}, {"น้ำเงิน", "exclude=Boats", ""},
			{"เธอพับร่มสีแดงแล้วรอเรือเที่ยวสุดท้าย", "include=Boats", "ฝนแรก"},
		} {
			p := led(a, "/search?q="+url.QueryEscape(c.q)+"&"+c.filter)
			if got := titles(p); p.Status != 200 || got != c.want {
				t.Errorf("%s with %s: %d %q, want %q", c.q, c.filter, p.Status, got, c.want)
			}
			follow(t, a, p, c.q)
		}
		for filter, want := range map[string]int{"words_from=x": 422, "date_from=soon": 422, "line=" + url.QueryEscape("words:>>"): 422, "user_id=Nobody": 404, "words_from=99999999999999999999": 422} {
			if p := a.Get(archivetest.Guest, "/search?q=ferry&"+filter); p.Status != want {
				t.Errorf("%s: %d, want %d", filter, p.Status, want)
			}
		}
		joined(t, a)
	})
}

// led gets a search, by way of the address that says the same in its own words.
func led(a *archivetest.Archive, address string) *archivetest.Page {
	p := a.Get(archivetest.Guest, address)
	if to := p.Header.Get("Location"); p.Status == 302 && strings.HasPrefix(to, "/search?") {
		return a.Get(archivetest.Guest, to)
	}
	return p
}

// follow opens each passage's link: the words that are marked stand at the anchor.
func follow(t *testing.T, a *archivetest.Archive, p *archivetest.Page, asked string) {
	t.Helper()
	for i, n := range p.All("ol.results > li p.to a") {
		link, marks := archivetest.Attr(n, "href"), p.Text(fmt.Sprintf("ol.results > li:nth-child(%d) mark", i+1))
		path, anchor, ok := strings.Cut(link, "#")
		if !ok {
			t.Errorf("%s leads to %s, which is no paragraph", asked, link)
			continue
		}
		to := a.Get(archivetest.Guest, path+"?view_adult=true")
		if at := to.All("[id='" + anchor + "']"); len(at) != 1 || !strings.Contains(archivetest.TextOf(at[0]), marks) {
			t.Errorf("%s leads to %s, where %q does not stand", asked, link, marks)
		}
	}
}

// joined goes from a list to the passages and back.
func joined(t *testing.T, a *archivetest.Archive) {
	t.Helper()
	list := a.Get(archivetest.Guest, "/works?complete=no&include=Boats&q="+url.QueryEscape("ferry rating:E"))
	if list.Status == 302 {
		list = a.Get(archivetest.Guest, list.Header.Get("Location"))
	}
	var to string
	for _, l := range list.Links() {
		if strings.HasPrefix(l, "/search?") && strings.Contains(l, "q=ferry") {
			to = l
		}
	}
	found := a.Get(archivetest.Guest, to)
	if titles(found) != "Second Ferry" {
		t.Fatalf("a list of %s leads to %q, which finds %q", list.Address, to, titles(found))
	}
	if n := len(found.All("ul.active a.tag")); n != 3 {
		t.Errorf("%d filters are told, not 3", n)
	}
	for _, link := range found.All("ul.active a.tag") {
		if p := a.Get(archivetest.Guest, archivetest.Attr(link, "href")); !strings.Contains(titles(p), "Second Ferry") || len(p.All("ul.active a.tag")) != 2 {
			t.Errorf("%s finds %q with %d filters", p.Address, titles(p), len(p.All("ul.active a.tag")))
		}
	}
	back := false
	for _, l := range found.Links() {
		back = back || strings.HasPrefix(l, "/works?") && strings.Contains(l, "query=ferry") && strings.Contains(l, "include=Boats") && strings.Contains(l, "complete=no")
	}
	if !back {
		t.Error("the search does not lead back to the list")
	}
}

// What is posted, changed, hidden or left out is right in every search within a second.
func TestASearchIsUpToDateWithinASecond(t *testing.T) {
	t.Parallel()
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		const all = "/search?q=" + "waited+for+the+last+ferry"
		within := func(what, address, want string) {
			t.Helper()
			start := time.Now()
			for {
				got := titles(a.Get(archivetest.Guest, address))
				if got == want {
					return
				}
				if time.Since(start) > time.Second {
					t.Fatalf("a second after %s %s finds %q, want %q", what, address, got, want)
				}
				time.Sleep(10 * time.Millisecond)
			}
		}
		const filtered = all + "&include=Boats&complete=yes"
		within("nothing", filtered, "")
		id := ferry{"Ferry", ferryLine, "en", work.General, true, []string{"Boats"}}.post(t, a)
		within("it was posted", filtered, "Ferry")
		change := func(f func(d *work.Details)) {
			t.Helper()
			w, err := work.Editable(t.Context(), a.DB, a.Viewer(archivetest.Ann), id)
			if err != nil {
				t.Fatal(err)
			}
			d := w.Details()
			f(&d)
			a.Tx(func(tx *db.Tx) error { return work.ChangeDetails(t.Context(), tx, a.Cleaner(), id, w.Minor, d) })
		}
		for _, unquoted := range []bool{true, false} {
			change(func(d *work.Details) { d.Unquoted = unquoted })
			want := map[bool]string{true: "", false: "Ferry"}[unquoted]
			within(fmt.Sprint("left out: ", unquoted), all, want)
			within(fmt.Sprint("left out: ", unquoted), filtered, want)
		}
		change(func(d *work.Details) { d.Restricted = true })
		within("it is for members", all, "")
		within("it is for members", filtered, "")
		if got := titles(a.Get(archivetest.Reader, filtered)); got != "Ferry" {
			t.Errorf("a member finds %q", got)
		}
		change(func(d *work.Details) { d.Restricted = false })
		within("it is for all", filtered, "Ferry")
		a.Tx(func(tx *db.Tx) error {
			chapters, err := db.All(t.Context(), tx, db.One[work.ChapterID], `SELECT id FROM chapters WHERE work_id = $1`, int64(id))
			if err != nil {
				return err
			}
			text, err := work.TextOf(t.Context(), tx, chapters[0])
			if err != nil {
				return err
			}
			text.Body = "<p>No boat ever came.</p>"
			return work.SetChapter(t.Context(), tx, a.Cleaner(), chapters[0], text)
		})
		within("its text is another", filtered, "")
		within("its text is another", "/search?q=no+boat+ever+came&include=Boats", "Ferry")
	})
}

// Nothing that somebody may type into a search breaks it; what is too long is told.
func TestASearchAnswersWhateverIsTyped(t *testing.T) {
	t.Parallel()
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ferry{"Ferry", ferryLine, "en", work.General, true, []string{"Boats"}}.post(t, a)
		for _, text := range []string{strings.Repeat("ferry ", 1667), strings.Repeat("雨", 10_000), strings.Repeat(`"ferry" `, 1250)} {
			for _, filter := range []string{"", "&complete=yes"} {
				p := a.Get(archivetest.Guest, "/search?q="+url.QueryEscape(text)+filter)
				if p.Status != 422 || !strings.Contains(p.Body, "300 characters") {
					t.Errorf("%d characters are answered by %d", len(text), p.Status)
				}
			}
		}
		for _, text := range []string{"title:ferry*", "ferry words:many", "wrods:10 ferry", `fandom:" ferry`} {
			if p := a.Get(archivetest.Guest, "/search?q="+url.QueryEscape(text)); p.Status != 422 || !strings.Contains(p.Body, `id="line-told"`) {
				t.Errorf("%q: %d", text, p.Status)
			}
		}
		for text, want := range map[string]string{
			`"waited for the last ferry`: "Ferry", `waited "for the" "last ferry`: "Ferry", "ferry\x00dunmore": "Ferry", `""" ferry "`: "Ferry", strings.Repeat(`"ferry" `, 37): "Ferry",
			"fer*": "", ".*": "", "%": "", "_erry": "", "ferry\\": "Ferry", "(ferry": "Ferry", "ferry) OR (": "", "NEAR(ferry boat)": "", "ferry' OR '1'='1": "",
			"\xff\xfeferry": "Ferry", "-": "", "-ferry": "", "ferry -": "Ferry", `ferry -"last ferry"`: "", "\u202eferry": "Ferry",
		} {
			for _, filter := range []string{"", "&include=Boats"} {
				if p := a.Get(archivetest.Guest, "/search?q="+url.QueryEscape(text)+filter); p.Status != 200 || titles(p) != want {
					t.Errorf("%q%s: %d %q, want %q", text, filter, p.Status, titles(p), want)
				}
			}
		}
	})
}
